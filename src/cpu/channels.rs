//! Dense gradients that lose their mean: one for each index of axis 0, a channel.

use std::ops::Range;

use super::{
    dense::{Dense, update},
    lent::Room,
};
use crate::{
    reduce::{Elements, mean},
    rule::{StepParams, decayed},
};

/// Channels to centralize and update, each by one thread.
#[derive(Debug)]
pub(super) struct Channels<'a> {
    pub(super) dense: Dense<'a>,
    /// Elements of a channel.
    pub(super) width: usize,
}

impl<'a> Channels<'a> {
    /// Takes channels of about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        let channels = (elements / self.width).max(1);
        Self { dense: self.dense.cut(channels * self.width), ..*self }
    }

    /// Channel by channel.
    pub(super) fn each(mut self) -> impl Iterator<Item = Dense<'a>> {
        let channels = self.dense.elements() / self.width;
        (0..channels).map(move |_| self.dense.cut(self.width))
    }

    pub(super) fn run(&mut self, room: &mut Room, sums: &mut Vec<f32>) {
        run(self, room, sums);
    }
}

vectorised! {
    fn run(channels: &mut Channels<'_>, room: &mut Room, sums: &mut Vec<f32>) {
        while channels.dense.elements() > 0 {
            let Channels { dense, width } = channels.cut(channels.dense.block());
            let Dense { mut values, accums, grads, params, .. } = dense;
            let grads = grads.widened(&mut room.grads);
            update_each(values.widened(&mut room.values), accums, grads, width, params, sums);
            values.narrow(&room.values);
        }
    }
}

#[inline(always)]
fn update_each(
    values: &mut [f32],
    accums: &mut [f32],
    grads: &[f32],
    width: usize,
    params: &StepParams,
    sums: &mut Vec<f32>,
) {
    let channels = values.chunks_mut(width).zip(accums.chunks_mut(width)).zip(grads.chunks(width));
    for ((values, accums), grads) in channels {
        // g − mean(g)
        let mean = mean(&Decayed { values, grads, params }, sums);
        update(values, accums, grads, mean, params);
    }
}

/// Gradients with weight decay, which need not be stored: to compute them twice is less work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decayed<'a> {
    pub(super) values: &'a [f32],
    pub(super) grads: &'a [f32],
    pub(super) params: &'a StepParams,
}

impl Elements for Decayed<'_> {
    fn len(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    fn range(&self, range: Range<usize>) -> impl Iterator<Item = f32> {
        let params = *self.params;
        let elements = self.values[range.clone()].iter().zip(&self.grads[range]);
        elements.map(move |(&value, &grad)| decayed(value, grad, params.weight_decay, &params))
    }
}
