// Needs: LARGEST, MIN_NORMAL, RowEntries, RuleUniforms, WORKGROUP, load_plane, old_value, row_grad, soft_threshold, store_plane,
//     store_value, sum_for_all, uniforms
// Provides: shrunk, update_row

// AdaGrad with one accumulator for each row, L1, L2 and group lasso. The Rust twin is src/rule/row_rules.rs, with the same
// operations in the same order.

// s = soft(w − e·g, e·l1)
fn shrunk(rule: RuleUniforms, value: vec4<f32>, g: vec4<f32>, e: f32) -> vec4<f32> {
    return soft_threshold(value - e * g, vec4(e * rule.l1));
}

// The update of a row by all threads of a workgroup.
fn update_row(entries: RowEntries, group: u32, lane: u32) {
    let rule = uniforms.rule;
    let width = uniforms.width;
    let first = entries.row * width;
    let old = load_plane(0u, entries.row).x;
    // Every thread has read the accumulator before the first one writes it.
    storageBarrier();
    // The gradient of the thread's first element is kept, further ones are computed again.
    var own = vec4<f32>();
    var squares = 0.0;
    for (var column = lane; column < width; column += WORKGROUP) {
        let g = row_grad(rule, entries, group, column);
        if column == lane {
            own = g;
        }
        squares += g.x * g.x * uniforms.factor;
    }
    // A = min(A + mean(g²), LARGEST)
    let mean = sum_for_all(lane, squares);
    let room = LARGEST - old;
    let accum = old + select(mean, room, mean > room);
    if lane == 0u {
        store_plane(0u, entries.row, vec4(accum));
    }
    // e = γ / √A; the gradient moves nothing where A = 0
    let e = select(rule.learning_rate / sqrt(accum), 0.0, accum < MIN_NORMAL);
    var kept = 1.0;
    if rule.l21 > 0.0 {
        squares = 0.0;
        for (var column = lane; column < width; column += WORKGROUP) {
            var g = own;
            if column != lane {
                g = row_grad(rule, entries, group, column);
            }
            let s = shrunk(rule, old_value(rule, first + column), g, e).x;
            squares += s * s;
        }
        let norm = sqrt(sum_for_all(lane, squares));
        let t = e * rule.l21 * sqrt(f32(width));
        kept = select(1.0 - t / norm, 0.0, norm <= t);
    }
    for (var column = lane; column < width; column += WORKGROUP) {
        var g = own;
        if column != lane {
            g = row_grad(rule, entries, group, column);
        }
        let s = shrunk(rule, old_value(rule, first + column), g, e);
        store_value(rule, first + column, s * kept / (1.0 + e * rule.l2));
    }
}
