// Needs: MIN_NORMAL, NOT_STARTED, RuleUniforms, last_step_of, load_state, load_value, moved, quotient, rate_of_last_step, uniforms
// Provides: RowMap, map_of_row, mapped, needs_norm, row_square

// The values of a row that has missed steps with FTRL-Proximal with sparse group lasso: they follow from its state. The Rust twin
// is src/rule/row_rules.rs.

struct RowMap {
    is_behind: bool,
    // The norm of the row after the group lasso, as a part of the norm before it.
    factor: f32,
}

fn needs_norm(rule: RuleUniforms) -> bool {
    return true;
}

// The square of an element of which the norm is taken.
fn row_square(rule: RuleUniforms, i: u32) -> f32 {
    let x = moved(rule, load_state(i).sum).x;
    return x * x;
}

fn map_of_row(rule: RuleUniforms, row: u32, width: u32, norm: f32) -> RowMap {
    let t = rule.l21 * sqrt(f32(width));
    let is_behind = last_step_of(row) != uniforms.step_count && load_state(row * width).sum.x != NOT_STARTED;
    return RowMap(is_behind, select(1.0 - t / norm, 0.0, norm <= t));
}

// An element of a row, brought up to date.
fn mapped(rule: RuleUniforms, map: RowMap, i: u32) -> vec4<f32> {
    let value = load_value(i);
    let state = load_state(i);
    var earlier = rule;
    earlier.learning_rate = rate_of_last_step();
    let solved = moved(rule, state.sum) * map.factor / quotient(earlier, state.accum);
    return select(solved, value, (state.accum < vec4(MIN_NORMAL)) | vec4(!map.is_behind));
}
