// Needs: history, uniforms
// Provides: MAX_STEPS, rate_of_last_step

// The learning rate of the last step that a parameter took part in. The Rust twin is src/lazy/rate_history.rs.

// Steps that the history covers.
const MAX_STEPS: u32 = 65536u;

fn rate_of_last_step() -> f32 {
    return bitcast<f32>(history[uniforms.bound_rows + (uniforms.step_count - 1u) % MAX_STEPS]);
}
