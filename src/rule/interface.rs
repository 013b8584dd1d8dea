//! The interface of an update rule: what the CPU implementation and the checkpoint codec ask of it.
//!
//! The GPU side of a rule is not behind a trait. `shaders/rule/proximal_adagrad.wgsl` has the same operations
//! in the same order, and `RuleUniforms` in `src/gpu/plan/uniforms.rs` carries the numbers of a step to it.

use super::step_params::StepParams;

/// An update rule: what a step does to an element, and the state that the rule keeps for the element.
///
/// `PLANES` is the number of f32 of state per element. A plane is one of these numbers for all elements of a
/// parameter.
pub(crate) trait UpdateRule<const PLANES: usize> {
    /// Names of the planes. The tensor of a plane in a snapshot is `<name>.<parameter>`.
    const PLANE_NAMES: [&'static str; PLANES];

    /// State of an element before the first step, where `accum` is the setting of the parameter group.
    fn initial_state(accum: f32) -> [f32; PLANES];

    /// One step on one element: `(value, state, gradient) → (value, state)`. The gradient `g` is unscaled,
    /// within its limit, decayed and centralized.
    fn update_element(value: f32, state: [f32; PLANES], g: f32, params: &StepParams) -> (f32, [f32; PLANES]);

    /// [`UpdateRule::update_element`] for a slice of elements, with the same bits. `g(value, grad, params)`
    /// prepares the gradient of each element.
    ///
    /// Always inlined, so that the loop is vectorised with the instructions that the caller may use. What is
    /// constant in a step is decided outside of the loop.
    fn update_elements(
        values: &mut [f32],
        state: [&mut [f32]; PLANES],
        grads: &[f32],
        params: &StepParams,
        g: impl Fn(f32, f32, &StepParams) -> f32,
    );
}

/// The catch-up of exact rows: all steps that a row has missed, applied at once in closed form. Only rules
/// whose steps without a gradient have a closed form can implement it.
///
/// The implementor holds the parameters of the catch-up and knows the rates of past steps.
pub(crate) trait CatchUp<const PLANES: usize> {
    /// What the rows of a batch have missed, computed once for all elements of a row. Reused from batch to
    /// batch.
    type Missed: Default;

    /// Computes what rows have missed from the last step that each of them is up to date with. `last_steps`
    /// holds at most a batch.
    fn look_up(&self, last_steps: impl ExactSizeIterator<Item = u32>, missed: &mut Self::Missed);

    /// Catches up all elements of one row. `row` is its position in the batch.
    fn catch_up_row(&self, missed: &Self::Missed, row: usize, values: &mut [f32], state: [&[f32]; PLANES]);

    /// Catches up one element of every row of the batch.
    fn catch_up_column(&self, missed: &Self::Missed, values: &mut [f32], state: [&[f32]; PLANES]);
}
