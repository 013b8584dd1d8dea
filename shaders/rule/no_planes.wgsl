// Provides: RuleState, load_state, planes, store_state

// State of a rule that keeps none.

// Bound, because the parameters of all rules have the same bind groups; nothing reads it.
@group(1) @binding(1) var<storage, read_write> planes: array<vec4<f32>>;

// A structure has at least one member.
struct RuleState {
    nothing: u32,
}

fn load_state(i: u32) -> RuleState {
    return RuleState();
}

fn store_state(i: u32, state: RuleState) {
}
