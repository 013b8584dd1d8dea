// Rows that are regularised when a step names them: nothing is to be done in front of the update, and a dense gradient is
// one that names them all. Twin of exact.wgsl.

fn update_at(rule: Rule, i: u32, row: u32, grad: vec4<f32>, times: f32, means: vec4<f32>) {
    let old = load_value(i);
    let updated = update(rule, old, load_accum(i), decayed(rule, old, grad, times) - means);
    store_value(rule, i, updated.values);
    store_accum(i, updated.accum);
}
