//! State that is finite stays finite, whatever finite gradients, values and settings there are.

mod random_runs;
mod single_steps;
