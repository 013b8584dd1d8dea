// Rows that are regularised as if every step named them: what they have missed is applied in front of the update. Twin of
// touched.wgsl.

// Whether a thread has a row alone, and marks it itself.
override ALONE: bool;

fn shrink_since(mark: u32, rule: Rule, accum: vec4<f32>) -> Shrink {
    if BINNED {
        return adaptive_l2_shrink(logarithms_since(mark, rule.l2 / sqrt(accum)), rule, accum);
    }
    if ADAPTIVE {
        return adaptive_shrink(sum_since(mark), rule, accum);
    }
    return documented_shrink(sum_since(mark), rule);
}

// The values of a row as they are once it is up to date.
fn caught_up(rule: Rule, values: vec4<f32>, accum: vec4<f32>, row: u32) -> vec4<f32> {
    let shrink = shrink_since(mark_of(row), rule, accum);
    return soft_threshold(values * shrink.kept, shrink.threshold);
}

fn update_at(rule: Rule, i: u32, row: u32, grad: vec4<f32>, times: f32, means: vec4<f32>) {
    let accum = load_accum(i);
    let old = caught_up(rule, load_value(i), accum, row);
    let updated = update(rule, old, accum, decayed(rule, old, grad, times) - means);
    store_value(rule, i, updated.values);
    store_accum(i, updated.accum);
    if ALONE {
        set_mark(row);
    }
}

fn catch_up_at(rule: Rule, i: u32, row: u32) {
    store_value(rule, i, caught_up(rule, load_value(i), load_accum(i), row));
    if ALONE {
        set_mark(row);
    }
}
