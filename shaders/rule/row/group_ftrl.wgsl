// Needs: MIN_NORMAL, NOT_STARTED, RowEntries, RuleState, RuleUniforms, WORKGROUP, added_square, load_state, load_value, moved,
//     old_value, quotient, row_grad, store_state, store_value, sum_for_all, uniforms
// Provides: scaled, start, update_row

// FTRL-Proximal with sparse group lasso. The Rust twin is src/rule/row_rules.rs, with the same operations in the same order.

// w·q of an element before its first gradient.
fn scaled(rule: RuleUniforms, i: u32) -> vec4<f32> {
    return old_value(rule, i) * quotient(rule, load_state(i).accum);
}

// z of which the row is the solution: −x − sign(x)·l1 with x = w·q·stretch
fn start(rule: RuleUniforms, i: u32, stretch: f32) -> vec4<f32> {
    let x = scaled(rule, i) * stretch;
    let shrunk = select(vec4(rule.l1), vec4(-rule.l1), x < vec4<f32>());
    return select(-x - shrunk, vec4<f32>(), x == vec4<f32>());
}

// The update of a row by all threads of a workgroup.
fn update_row(entries: RowEntries, group: u32, lane: u32) {
    let rule = uniforms.rule;
    let width = uniforms.width;
    let first = entries.row * width;
    let t = rule.l21 * sqrt(f32(width));
    var is_marked = 0.0;
    if lane == 0u && load_state(first).sum.x == NOT_STARTED {
        is_marked = 1.0;
    }
    let is_new = sum_for_all(lane, is_marked) > 0.0;
    var stretch = 1.0;
    var squares = 0.0;
    if is_new {
        var count = 0.0;
        for (var column = lane; column < width; column += WORKGROUP) {
            count += select(1.0, 0.0, row_grad(rule, entries, group, column).x == 0.0);
            let x = scaled(rule, first + column).x;
            squares += x * x;
        }
        // A row without a gradient yet stays as it is.
        if sum_for_all(lane, count) == 0.0 {
            return;
        }
        let norm = sqrt(sum_for_all(lane, squares));
        stretch = select(1.0, 1.0 + t / norm, norm > 0.0);
        squares = 0.0;
    }
    for (var column = lane; column < width; column += WORKGROUP) {
        let i = first + column;
        let state = load_state(i);
        let g = row_grad(rule, entries, group, column);
        let value = old_value(rule, i);
        let old_z = select(state.sum, start(rule, i, stretch), is_new);
        let root = sqrt(state.accum);
        let square = added_square(state.accum, g);
        let n = state.accum + square;
        let growth = square / (sqrt(n) + root);
        let sigma = select(growth / rule.learning_rate, vec4<f32>(), n < vec4(MIN_NORMAL));
        let z = (old_z + g) - sigma * value;
        store_state(i, RuleState(n, z));
        let x = moved(rule, z).x;
        squares += x * x;
    }
    let norm = sqrt(sum_for_all(lane, squares));
    let kept = select(1.0 - t / norm, 0.0, norm <= t);
    for (var column = lane; column < width; column += WORKGROUP) {
        let i = first + column;
        let state = load_state(i);
        let solved = moved(rule, state.sum) * kept / quotient(rule, state.accum);
        store_value(rule, i, select(solved, load_value(i), state.accum < vec4(MIN_NORMAL)));
    }
}
