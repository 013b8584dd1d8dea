// Needs: BINNED, RuleUniforms, adaptive_l2_shrink, adaptive_shrink, last_step_of, load_plane, load_value, logarithms_since,
//     soft_threshold, sum_since
// Provides: RowMap, map_of_row, mapped, needs_norm, row_square

// The effect of the steps that a row has missed, with row-wise AdaGrad: they shrink the norm of the row by group lasso, else the
// elements of the row by L1. The Rust twin is src/rule/row_rules.rs.

struct RowMap {
    kept: f32,
    threshold: f32,
    // With group lasso, of all elements.
    factor: f32,
}

fn needs_norm(rule: RuleUniforms) -> bool {
    return rule.l21 > 0.0;
}

// The square of an element of which the norm is taken.
fn row_square(rule: RuleUniforms, i: u32) -> f32 {
    let value = load_value(i).x;
    return value * value;
}

fn map_of_row(rule: RuleUniforms, row: u32, width: u32, norm: f32) -> RowMap {
    var strengths = rule;
    if rule.l21 > 0.0 {
        strengths.l1 = rule.l21 * sqrt(f32(width));
        strengths.l1_over_l2 = strengths.l1 / rule.l2;
    }
    let accum = load_plane(0u, row);
    var shrink = adaptive_shrink(0.0, strengths, accum);
    if BINNED {
        let x = logarithms_since(last_step_of(row), rule.l2 / sqrt(accum));
        shrink = adaptive_l2_shrink(x, strengths, accum);
    } else {
        shrink = adaptive_shrink(sum_since(last_step_of(row)), strengths, accum);
    }
    let kept = shrink.kept.x;
    let threshold = shrink.threshold.x;
    return RowMap(kept, threshold, select(kept - threshold / norm, 0.0, norm * kept <= threshold));
}

// An element of a row, brought up to date.
fn mapped(rule: RuleUniforms, map: RowMap, i: u32) -> vec4<f32> {
    if rule.l21 > 0.0 {
        return load_value(i) * map.factor;
    }
    return soft_threshold(load_value(i) * map.kept, vec4(map.threshold));
}
