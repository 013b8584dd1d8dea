// Needs: RuleUniforms, decayed_grad, load_state, load_value, store_state, store_value, updated
// Provides: update_elements

// Update of elements of dense parameters, and of rows that are regularised when a step names them.

fn update_elements(
    rule: RuleUniforms,
    i: u32,
    row: u32,
    grad: vec4<f32>,
    decay_count: f32,
    means: vec4<f32>
) {
    let old = load_value(i);
    let result = updated(rule, old, load_state(i), decayed_grad(rule, old, grad, decay_count) - means);
    store_value(rule, i, result.values);
    store_state(i, result.state);
}
