// Needs: RowEntries, WORKGROUP, old_value, store_value, uniforms
// Provides: update_row

// Brings a row up to date: its values before an update are stored.

fn update_row(entries: RowEntries, group: u32, lane: u32) {
    let rule = uniforms.rule;
    for (var column = lane; column < uniforms.width; column += WORKGROUP) {
        let i = entries.row * uniforms.width + column;
        store_value(rule, i, old_value(rule, i));
    }
}
