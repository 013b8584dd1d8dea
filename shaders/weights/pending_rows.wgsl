// Needs: RuleUniforms, map_of_row, mapped, needs_norm, row_square, uniforms
// Provides: ROW_LANES, current_value, norm_of_row

// Values of exact rows as they are once the rows are brought up to date, of rules that take rows as a whole. Each thread computes
// the norm of the row anew.

// Partial sums of a row: as many as row/lanes.wgsl has threads.
const ROW_LANES: u32 = 64u;

// The norm of a row, with the same bits as a workgroup computes.
fn norm_of_row(rule: RuleUniforms, first: u32, width: u32) -> f32 {
    var sums: array<f32, ROW_LANES>;
    for (var column = 0u; column < width; column += 1u) {
        sums[column % ROW_LANES] += row_square(rule, first + column);
    }
    for (var half = ROW_LANES / 2u; half > 0u; half /= 2u) {
        for (var lane = 0u; lane < half; lane += 1u) {
            sums[lane] += sums[lane + half];
        }
    }
    return sqrt(sums[0]);
}

fn current_value(i: u32) -> f32 {
    let rule = uniforms.rule;
    let width = uniforms.row_width;
    let row = i / width;
    var norm = 0.0;
    if needs_norm(rule) {
        norm = norm_of_row(rule, row * width, width);
    }
    return mapped(rule, map_of_row(rule, row, width, norm), i).x;
}
