//! Elements that lie one behind the other, each with a gradient of its own.

use crate::rule::{Shrinkage, StepParams, apply, decayed};

/// Elements to update once each.
#[derive(Debug)]
pub(super) struct Dense<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) accums: &'a mut [f32],
    pub(super) grads: &'a [f32],
    /// What the gradients lose once they are decayed; 0 where nothing is centralized.
    pub(super) mean: f32,
    pub(super) params: &'a StepParams,
}

impl Dense<'_> {
    pub(super) fn elements(&self) -> usize {
        self.values.len()
    }

    /// Takes so many elements off the front.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let values = self.values.split_off_mut(..len).expect("no more than there are");
        let accums = self.accums.split_off_mut(..len).expect("as many as values");
        let grads = self.grads.split_off(..len).expect("as many as values");
        Self { values, accums, grads, ..*self }
    }

    pub(super) fn run(&mut self) {
        run(self);
    }
}

vectorised! {
    fn run(dense: &mut Dense<'_>) {
        let &mut Dense { ref mut values, ref mut accums, grads, mean, params } = dense;
        update(values, accums, grads, mean, params);
    }
}

/// [`rule::update`](crate::rule::update) of every element, its gradient `grad / loss_scale + decay·w − mean`.
#[inline(always)]
pub(super) fn update(values: &mut [f32], accums: &mut [f32], grads: &[f32], mean: f32, params: &StepParams) {
    let decay = params.weight_decay;
    // Without a mean this subtracts 0, which changes no number's bits.
    each(values, accums, grads, params, |value, grad, params| decayed(value, grad, decay, params) - mean);
}

/// The same once the gradients are unscaled, decayed and centralized.
#[inline(always)]
pub(super) fn apply_all(values: &mut [f32], accums: &mut [f32], g: &[f32], params: &StepParams) {
    each(values, accums, g, params, |_, g, _| g);
}

#[inline(always)]
fn each(
    values: &mut [f32],
    accums: &mut [f32],
    grads: &[f32],
    params: &StepParams,
    g: impl Fn(f32, f32, &StepParams) -> f32,
) {
    // A constant, so that the loop has no branch.
    match params.shrinkage {
        Shrinkage::Documented => {
            let params = StepParams { shrinkage: Shrinkage::Documented, ..*params };
            each_alike(values, accums, grads, params, g);
        }
        Shrinkage::Adaptive => {
            let params = StepParams { shrinkage: Shrinkage::Adaptive, ..*params };
            each_alike(values, accums, grads, params, g);
        }
    }
}

#[inline(always)]
fn each_alike(
    values: &mut [f32],
    accums: &mut [f32],
    grads: &[f32],
    // A copy, so that no store could change it.
    params: StepParams,
    g: impl Fn(f32, f32, &StepParams) -> f32,
) {
    for ((value, accum), &grad) in values.iter_mut().zip(accums).zip(grads) {
        (*value, *accum) = apply(*value, *accum, g(*value, grad, &params), &params);
    }
}
