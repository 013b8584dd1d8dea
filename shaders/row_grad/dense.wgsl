// Needs: RowEntries, RuleUniforms, centralized, decayed_grad, load_grad, load_value, mean_of_group, uniforms, unscaled
// Provides: row_grad

// The gradient of an element of a row of a dense gradient: unscaled, limited, decayed and centralized.

fn row_grad(rule: RuleUniforms, entries: RowEntries, group: u32, column: u32) -> vec4<f32> {
    let i = entries.row * uniforms.width + column;
    let grads = unscaled(rule, load_grad(i));
    return centralized(decayed_grad(rule, load_value(i), grads, 1.0), mean_of_group(group));
}
