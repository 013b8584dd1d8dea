// Needs: RowEntries, RuleUniforms, load_value
// Provides: mark_row, old_value, prepare_row

// Values of a row before an update, where rows are up to date in memory.

// Every thread of the workgroup calls it before it asks for values.
fn prepare_row(rule: RuleUniforms, entries: RowEntries, lane: u32) {
}

fn old_value(rule: RuleUniforms, i: u32) -> vec4<f32> {
    return load_value(i);
}

fn mark_row(row: u32, lane: u32) {
}
