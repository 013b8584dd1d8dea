// Needs: RuleState, RuleUniforms, last_step_of, shrink_since, soft_threshold
// Provides: ONE_THREAD_ROWS, caught_up

// Values of exact rows, brought up to date by the shrinks that they have missed.

// Whether a single thread takes each row, and writes the row's last step itself.
override ONE_THREAD_ROWS: bool;

fn caught_up(rule: RuleUniforms, values: vec4<f32>, state: RuleState, row: u32) -> vec4<f32> {
    let shrink = shrink_since(last_step_of(row), rule, state);
    return soft_threshold(values * shrink.kept, shrink.threshold);
}
