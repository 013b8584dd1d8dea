// Needs: load_plane, store_plane
// Provides: RuleState, STATE_PLANES, load_state, store_state

// State of a rule with an accumulator and a sum per element.

const STATE_PLANES: u32 = 2u;

struct RuleState {
    accum: vec4<f32>,
    sum: vec4<f32>,
}

fn load_state(i: u32) -> RuleState {
    return RuleState(load_plane(0u, i), load_plane(1u, i));
}

fn store_state(i: u32, state: RuleState) {
    store_plane(0u, i, state.accum);
    store_plane(1u, i, state.sum);
}
