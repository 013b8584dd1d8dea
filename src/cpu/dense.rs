//! Updates of consecutive elements, each with a gradient of its own.

use super::{
    scratch::Scratch,
    state::StateView,
    storage::{StorageView, block_len},
    vectorised::vectorised,
};
use crate::{
    format::Values,
    rule::{StepParams, centralized, decayed, unscaled, update_elements},
};

/// Consecutive elements of a parameter to update.
#[derive(Debug)]
pub(super) struct Dense<'a> {
    pub(super) values: StorageView<'a>,
    pub(super) state: StateView<'a>,
    pub(super) grads: Values<'a>,
    /// Mean of the decayed gradients, to be subtracted; 0 where gradients are not centralized.
    pub(super) mean: f32,
    pub(super) params: &'a StepParams,
    /// Number of the step as the rule counts it, from 1.
    pub(super) step: f32,
}

impl Dense<'_> {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Splits off the first `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let (values, state) = (self.values.cut(len), self.state.cut(len));
        Self { values, state, grads: self.grads.cut(len), ..*self }
    }

    /// Number of elements to take at once.
    pub(super) fn block_len(&self) -> usize {
        block_len(&self.values.values, self.grads)
    }
}

vectorised! {
    pub(super) fn run(dense: &mut Dense<'_>, scratch: &mut Scratch) {
        while dense.len() > 0 {
            let Dense { mut values, state, grads, mean, params, step } = dense.cut(dense.block_len());
            let (as_f32, grads) = (values.as_f32(&mut scratch.values), grads.as_f32(&mut scratch.grads));
            update(as_f32, state, grads, mean, params, step);
            values.write_back(&scratch.values);
        }
    }
}

/// [`rule::update`](crate::rule::update) of every element, with centralized gradients:
/// `clip(grad / loss_scale) + decay·w − mean`.
#[inline(always)]
pub(super) fn update(
    values: &mut [f32],
    state: StateView<'_>,
    grads: &[f32],
    mean: f32,
    params: &StepParams,
    step: f32,
) {
    let decay = params.weight_decay;
    let g = |value, grad, params: &StepParams| decayed(value, unscaled(grad, params), decay, params);
    if mean == 0.0 {
        update_elements(values, state.planes, grads, step, params, g);
    } else {
        let g = |value, grad, params: &StepParams| centralized(g(value, grad, params), mean);
        update_elements(values, state.planes, grads, step, params, g);
    }
}
