// Needs: RowEntries, RuleUniforms, centralized, decay_count, decayed_grad, load_value, mean_of_group, sum_of_entries, uniforms
// Provides: row_grad

// The gradient of an element of a row that a row gradient names: the sum of its entries, limited, decayed and centralized.

fn row_grad(rule: RuleUniforms, entries: RowEntries, group: u32, column: u32) -> vec4<f32> {
    let old = load_value(entries.row * uniforms.width + column);
    let sum = sum_of_entries(entries, column);
    return centralized(decayed_grad(rule, old, sum, decay_count(entries)), mean_of_group(group));
}
