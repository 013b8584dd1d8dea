// Needs: load_plane, store_plane
// Provides: RuleState, STATE_PLANES, load_state, store_state

// State of a rule with one accumulator per element.

const STATE_PLANES: u32 = 1u;

struct RuleState {
    accum: vec4<f32>,
}

fn load_state(i: u32) -> RuleState {
    return RuleState(load_plane(0u, i));
}

fn store_state(i: u32, state: RuleState) {
    store_plane(0u, i, state.accum);
}
