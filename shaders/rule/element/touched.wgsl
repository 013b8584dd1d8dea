// Needs: RuleState, RuleUniforms, centralized, decayed_grad, load_state, load_value, steps_before, store_state,
//     store_value, updated
// Provides: Elements, load_elements, update_elements

// Update of elements of dense parameters, and of rows that are regularised when a step names them.

// Elements before an update.
struct Elements {
    values: vec4<f32>,
    state: RuleState,
}

fn load_elements(rule: RuleUniforms, i: u32, row: u32) -> Elements {
    return Elements(load_value(i), load_state(i));
}

fn update_elements(
    rule: RuleUniforms,
    i: u32,
    row: u32,
    old: Elements,
    grad: vec4<f32>,
    decay_count: f32,
    means: vec4<f32>
) {
    let g = centralized(decayed_grad(rule, old.values, grad, decay_count), means);
    let result = updated(rule, steps_before(rule), old.values, old.state, g);
    store_value(rule, i, result.values);
    store_state(i, result.state);
}
