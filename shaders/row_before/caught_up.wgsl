// Needs: RowEntries, RowMap, RuleUniforms, WORKGROUP, map_of_row, mapped, needs_norm, row_square, set_last_step, sum_for_all, uniforms
// Provides: MARKS_ROWS, before, mark_row, old_value, prepare_row

// Values of an exact row before an update: brought up to date.

// Whether the rows are those of the parameter, and not copies.
override MARKS_ROWS: bool;

var<private> before: RowMap;

// Every thread of the workgroup calls it before it asks for values.
fn prepare_row(rule: RuleUniforms, entries: RowEntries, lane: u32) {
    var norm = 0.0;
    if needs_norm(rule) {
        var squares = 0.0;
        for (var column = lane; column < uniforms.width; column += WORKGROUP) {
            squares += row_square(rule, entries.row * uniforms.width + column);
        }
        norm = sqrt(sum_for_all(lane, squares));
    }
    before = map_of_row(rule, entries.row, uniforms.width, norm);
}

fn old_value(rule: RuleUniforms, i: u32) -> vec4<f32> {
    return mapped(rule, before, i);
}

// Writes down that a row is up to date, once all threads of the workgroup have read its last step.
fn mark_row(row: u32, lane: u32) {
    if MARKS_ROWS && lane == 0u {
        set_last_step(row);
    }
}
