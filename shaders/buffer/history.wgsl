// Needs: uniforms
// Provides: history, last_step_of, set_last_step

// State of the exact rows of a window: the step that each row is up to date with, and the parameter's rate history.

// [bound rows] last steps, then the words of `RateHistory` in src/lazy/rate_history.rs: an entry for every step, and one for every
// block of steps; an entry is a word, or four where rates are binned.
@group(1) @binding(2) var<storage, read_write> history: array<u32>;

// The step that a row is up to date with. Rows are counted from the first row of the window.
fn last_step_of(row: u32) -> u32 {
    return history[row];
}

fn set_last_step(row: u32) {
    history[row] = uniforms.last_step;
}
