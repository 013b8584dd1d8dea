// Needs: ADAPTIVE, BINNED, RuleState, RuleUniforms, Shrink, adaptive_l2_shrink, adaptive_shrink, documented_shrink,
//     last_step_of, logarithms_since, soft_threshold, sum_since
// Provides: ONE_THREAD_ROWS, caught_up, shrink_since

// Values of exact rows, brought up to date.

// Whether a single thread takes each row, and writes the row's last step itself.
override ONE_THREAD_ROWS: bool;

// What the steps since `last_step` have done to the elements of a row.
fn shrink_since(last_step: u32, rule: RuleUniforms, state: RuleState) -> Shrink {
    if BINNED {
        return adaptive_l2_shrink(logarithms_since(last_step, rule.l2 / sqrt(state.accum)), rule, state.accum);
    }
    if ADAPTIVE {
        return adaptive_shrink(sum_since(last_step), rule, state.accum);
    }
    return documented_shrink(sum_since(last_step), rule);
}

fn caught_up(rule: RuleUniforms, values: vec4<f32>, state: RuleState, row: u32) -> vec4<f32> {
    let shrink = shrink_since(last_step_of(row), rule, state);
    return soft_threshold(values * shrink.kept, shrink.threshold);
}
