// Needs: ONE_THREAD_ROWS, RuleState, RuleUniforms, caught_up, centralized, decayed_grad, load_state, load_value, set_last_step,
//     steps_before, store_state, store_value, updated
// Provides: Elements, load_elements, update_elements

// Update of elements of exact rows: first the shrinks that the row has missed, then the update.

// Elements before an update, up to date.
struct Elements {
    values: vec4<f32>,
    state: RuleState,
}

fn load_elements(rule: RuleUniforms, i: u32, row: u32) -> Elements {
    let state = load_state(i);
    return Elements(caught_up(rule, load_value(i), state, row), state);
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
    if ONE_THREAD_ROWS {
        set_last_step(row);
    }
}
