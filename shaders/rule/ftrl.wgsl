// Needs: LARGEST, MIN_NORMAL, RuleState, RuleUniforms, added_square, growth, root_of, within
// Provides: NOT_STARTED, Updated, solution, solved, start, updated

// FTRL-Proximal. The Rust twin is src/rule/ftrl.rs, with the same operations in the same order.

struct Updated {
    values: vec4<f32>,
    state: RuleState,
}

// z of an element that has had no gradient yet, where training goes on from the values.
const NOT_STARTED: f32 = -LARGEST;

// |z| > l1 ? (sign(z)·l1 − z)/q : 0 with q = (β + n^−p)/γ + c·l2
fn solution(rule: RuleUniforms, learning_rate: f32, z: vec4<f32>, root: vec4<f32>) -> vec4<f32> {
    let q = (rule.beta + root) / learning_rate + rule.l2;
    return (within(z, vec4(rule.l1)) - z) / q;
}

// z = −w·q − sign(w)·l1, of which w is the solution.
fn start(rule: RuleUniforms, values: vec4<f32>, root: vec4<f32>) -> vec4<f32> {
    let q = (rule.beta + root) / rule.learning_rate + rule.l2;
    let l1 = select(vec4(rule.l1), vec4(-rule.l1), values < vec4<f32>());
    return select(-(values * q) - l1, vec4<f32>(), values == vec4<f32>());
}

// The values that belong to a state, after steps without a gradient of which the last had this learning rate.
fn solved(
    rule: RuleUniforms,
    learning_rate: f32,
    steps: u32,
    values: vec4<f32>,
    state: RuleState
) -> vec4<f32> {
    let solved = solution(rule, learning_rate, state.sum, root_of(rule, state.accum));
    return select(solved, values, (state.sum == vec4(NOT_STARTED)) | (state.accum < vec4(MIN_NORMAL)));
}

// The update of elements with the gradient g, which is unscaled, decayed and centralized.
fn updated(rule: RuleUniforms, steps_before: u32, values: vec4<f32>, state: RuleState, g: vec4<f32>) -> Updated {
    let is_new = state.sum == vec4(NOT_STARTED);
    let old_root = root_of(rule, state.accum);
    let square = added_square(state.accum, g);
    let n = state.accum + square;
    let new_root = root_of(rule, n);
    let sigma = select(
        growth(square, old_root, new_root) / rule.learning_rate,
        vec4<f32>(),
        n < vec4(MIN_NORMAL)
    );
    let old_z = select(state.sum, start(rule, values, old_root), is_new);
    // One product, because some compilers reassociate sums with several.
    let z = (old_z + g) + (rule.l2_shrinkage - sigma) * values;
    // An element without a gradient yet, or with one whose square is 0, stays as it is.
    let solved = select(solution(rule, rule.learning_rate, z, new_root), values, n < vec4(MIN_NORMAL));
    let waits = is_new & (g == vec4<f32>());
    return Updated(
        select(solved, values, waits),
        RuleState(select(n, state.accum, waits), select(z, state.sum, waits))
    );
}
