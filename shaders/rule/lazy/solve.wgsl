// Needs: RuleState, RuleUniforms, last_step_of, rate_of_last_step, solved, uniforms
// Provides: ONE_THREAD_ROWS, caught_up

// Values of exact rows, brought up to date: those of rows that have missed steps follow from their state.

// Whether a single thread takes each row, and writes the row's last step itself.
override ONE_THREAD_ROWS: bool;

fn caught_up(rule: RuleUniforms, values: vec4<f32>, state: RuleState, row: u32) -> vec4<f32> {
    if last_step_of(row) == uniforms.step_count {
        return values;
    }
    return solved(rule, rate_of_last_step(), uniforms.step_count, values, state);
}
