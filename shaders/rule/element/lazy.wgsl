// Needs: ONE_THREAD_ROWS, RuleUniforms, caught_up, decayed_grad, load_state, load_value, set_last_step, store_state,
//     store_value, updated
// Provides: update_elements

// Update of elements of exact rows: first the shrinks that the row has missed, then the update.

fn update_elements(
    rule: RuleUniforms,
    i: u32,
    row: u32,
    grad: vec4<f32>,
    decay_count: f32,
    means: vec4<f32>
) {
    let state = load_state(i);
    let old = caught_up(rule, load_value(i), state, row);
    let result = updated(rule, old, state, decayed_grad(rule, old, grad, decay_count) - means);
    store_value(rule, i, result.values);
    store_state(i, result.state);
    if ONE_THREAD_ROWS {
        set_last_step(row);
    }
}
