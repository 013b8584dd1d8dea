// Needs: MIN_NORMAL, RuleState, RuleUniforms, accumulated, within
// Provides: Updated, solved, updated

// AdaGrad with regularised dual averaging. The Rust twin is src/rule/adagrad_rda.rs, with the same operations in the same order.

struct Updated {
    values: vec4<f32>,
    state: RuleState,
}

// The values that belong to a state after so many steps, of which the last had this learning rate: −γ·soft(G, l1·T) / (l2·T·γ +
// √N). They stay as they are where there was no gradient, and N is 0.
fn solved(
    rule: RuleUniforms,
    learning_rate: f32,
    steps: u32,
    values: vec4<f32>,
    state: RuleState
) -> vec4<f32> {
    let step = f32(steps);
    let moved = within(state.sum, vec4(rule.l1 * step)) - state.sum;
    let solved = learning_rate * moved / (rule.l2 * step * learning_rate + sqrt(state.accum));
    return select(solved, values, state.accum < vec4(MIN_NORMAL));
}

// The update of elements with the gradient g, which is unscaled, decayed and centralized.
fn updated(rule: RuleUniforms, steps_before: u32, values: vec4<f32>, state: RuleState, g: vec4<f32>) -> Updated {
    let sums = RuleState(accumulated(state.accum, g), state.sum + g);
    return Updated(solved(rule, rule.learning_rate, steps_before + 1u, values, sums), sums);
}
