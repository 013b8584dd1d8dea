//! The interface of update rules: what the CPU implementation asks of them.
//!
//! The GPU side of a rule is not behind a trait. The file of the same name in `shaders/rule` has the same operations in the same
//! order, and `RuleUniforms` in `src/gpu/plan/uniforms.rs` carries the numbers of a step to it.

use super::{form::MAX_PLANES, step_params::StepParams};

/// An update rule: what a step does to an element and to the state that the rule keeps for it.
pub(crate) trait ElementRule {
    /// One step on one element: `(value, state, gradient) → (value, state)`. The gradient `g` is unscaled, within its limit,
    /// decayed and centralized. `step` is the number of the step, counted from 1.
    fn update_element(
        value: f32,
        state: [f32; MAX_PLANES],
        g: f32,
        step: f32,
        params: &StepParams,
    ) -> (f32, [f32; MAX_PLANES]);
}

/// The catch-up of exact rows: all steps that a row has missed, applied at once in closed form. Only rules whose steps without a
/// gradient have a closed form can implement it.
///
/// The implementor holds the parameters of the catch-up and knows the rates of past steps.
pub(crate) trait CatchUp {
    /// What the rows of a batch have missed, computed once for all elements of a row. Reused from batch to
    /// batch.
    type Missed: Default;

    /// Computes what rows have missed from the last step that each of them is up to date with. `last_steps`
    /// holds at most a batch.
    fn look_up(&self, last_steps: impl ExactSizeIterator<Item = u32>, missed: &mut Self::Missed);

    /// Catches up all elements of one row. `row` is its position in the batch.
    fn catch_up_row(
        &self,
        missed: &Self::Missed,
        row: usize,
        values: &mut [f32],
        state: [&[f32]; MAX_PLANES],
    );

    /// Catches up one element of every row of the batch.
    fn catch_up_column(&self, missed: &Self::Missed, values: &mut [f32], state: [&[f32]; MAX_PLANES]);
}
