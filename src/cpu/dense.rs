//! Elements that lie one behind the other, each with a gradient of its own.

use super::lent::{Lent, Room, block};
use crate::{
    format::Values,
    rule::{Shrinkage, StepParams, apply, decayed},
};

/// Elements to update once each.
#[derive(Debug)]
pub(super) struct Dense<'a> {
    pub(super) values: Lent<'a>,
    pub(super) accums: &'a mut [f32],
    pub(super) grads: Values<'a>,
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
        let accums = self.accums.split_off_mut(..len).expect("as many as values");
        Self { values: self.values.cut(len), accums, grads: self.grads.cut(len), ..*self }
    }

    /// How many to take at once.
    pub(super) fn block(&self) -> usize {
        block(&self.values.values, self.grads)
    }

    pub(super) fn run(&mut self, room: &mut Room) {
        run(self, room);
    }
}

vectorised! {
    fn run(dense: &mut Dense<'_>, room: &mut Room) {
        while dense.elements() > 0 {
            let Dense { mut values, accums, grads, mean, params } = dense.cut(dense.block());
            let grads = grads.widened(&mut room.grads);
            update(values.widened(&mut room.values), accums, grads, mean, params);
            values.narrow(&room.values);
        }
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
    // Constants, so that the loop has no branch, and compares with no limit where there is none.
    let unlimited = StepParams { clip: f32::INFINITY, ..*params };
    match (params.shrinkage, params.clip < f32::INFINITY) {
        (Shrinkage::Documented, false) => {
            each_alike(
                values,
                accums,
                grads,
                StepParams { shrinkage: Shrinkage::Documented, ..unlimited },
                g,
            );
        }
        (Shrinkage::Adaptive, false) => {
            each_alike(values, accums, grads, StepParams { shrinkage: Shrinkage::Adaptive, ..unlimited }, g);
        }
        (Shrinkage::Documented, true) => {
            each_alike(values, accums, grads, StepParams { shrinkage: Shrinkage::Documented, ..*params }, g);
        }
        (Shrinkage::Adaptive, true) => {
            each_alike(values, accums, grads, StepParams { shrinkage: Shrinkage::Adaptive, ..*params }, g);
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
