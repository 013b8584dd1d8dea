//! AdaGrad with regularised dual averaging: the scalar reference for every kernel.
//!
//! `shaders/rule/adagrad_rda.wgsl` has the same operations in the same order.

use super::{
    accumulator::accumulated, form::MAX_PLANES, interface::ElementRule, soft_threshold::within,
    step_params::StepParams,
};

/// The rule.
#[derive(Debug)]
pub(crate) struct AdagradRda;

impl ElementRule for AdagradRda {
    #[inline(always)]
    fn update_element(
        value: f32,
        [accum, grad_sum]: [f32; MAX_PLANES],
        g: f32,
        step: f32,
        params: &StepParams,
    ) -> (f32, [f32; MAX_PLANES]) {
        let state = [accumulated(accum, g), grad_sum + g];
        (solved(value, state, params.learning_rate, step, params), state)
    }
}

/// The value that belongs to a state after a step with this number and learning rate: `−γ·soft(G, l1·T) / (l2·T·γ + √N)`. It
/// stays as it is where there was no gradient, and N is 0.
#[inline(always)]
pub(crate) fn solved(
    value: f32,
    [accum, grad_sum]: [f32; MAX_PLANES],
    learning_rate: f32,
    step: f32,
    params: &StepParams,
) -> f32 {
    let moved = within(grad_sum, params.l1 * step) - grad_sum;
    let solved = learning_rate * moved / (params.l2 * step * learning_rate + accum.sqrt());
    if accum < f32::MIN_POSITIVE { value } else { solved }
}
