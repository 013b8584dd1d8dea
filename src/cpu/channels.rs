//! Updates with dense gradients channel by channel (index of axis 0): of centralized gradients, which lose the mean of their
//! channel, and by rules that take rows as a whole.

use std::ops::Range;

use super::{
    dense::{Dense, update},
    scratch::Scratch,
    state::StateView,
    vectorised::vectorised,
};
use crate::{
    reduce::{Elements, mean},
    rule::{self, StepParams, decayed, unscaled},
};

/// Consecutive channels to update.
#[derive(Debug)]
pub(super) struct Channels<'a> {
    pub(super) dense: Dense<'a>,
    /// Elements in a channel.
    pub(super) width: usize,
    /// Whether gradients lose the mean of their channel.
    pub(super) centralized: bool,
}

impl<'a> Channels<'a> {
    /// Splits off the first channels, with about `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let channels = (len / self.width).max(1);
        Self { dense: self.dense.cut(channels * self.width), ..*self }
    }

    /// Whether the rule takes rows as a whole, which threads do not share.
    pub(super) fn takes_rows(&self) -> bool {
        self.dense.params.rule.takes_rows()
    }

    /// The single channels.
    pub(super) fn each(mut self) -> impl Iterator<Item = Dense<'a>> {
        let channels = self.dense.len() / self.width;
        (0..channels).map(move |_| self.dense.cut(self.width))
    }
}

vectorised! {
    pub(super) fn run(channels: &mut Channels<'_>, scratch: &mut Scratch) {
        while channels.dense.len() > 0 {
            let Channels { dense, width, centralized } = channels.cut(channels.dense.block_len());
            let Dense { mut values, state, grads, params, step, .. } = dense;
            let grads = grads.as_f32(&mut scratch.grads);
            let sums = &mut scratch.chunk_sums;
            if params.rule.takes_rows() {
                let as_f32 = values.as_f32(&mut scratch.values);
                update_whole(as_f32, state, grads, width, (params, centralized), &mut scratch.g, sums);
                values.write_back(&scratch.values);
                continue;
            }
            update_each(values.as_f32(&mut scratch.values), state, grads, width, (params, step), sums);
            values.write_back(&scratch.values);
        }
    }
}

#[inline(always)]
fn update_each(
    values: &mut [f32],
    mut state: StateView<'_>,
    grads: &[f32],
    width: usize,
    (params, step): (&StepParams, f32),
    sums: &mut Vec<f32>,
) {
    let channels = values.chunks_mut(width).zip(grads.chunks(width)).enumerate();
    for (channel, (values, grads)) in channels {
        // g − mean(g)
        let mean = mean(&Decayed { values, grads, params }, sums);
        update(values, state.part(channel * width..(channel + 1) * width), grads, mean, params, step);
    }
}

/// Channels that are rows which the rule takes as a whole.
#[inline(always)]
fn update_whole(
    values: &mut [f32],
    mut state: StateView<'_>,
    grads: &[f32],
    width: usize,
    (params, centralized): (&StepParams, bool),
    g: &mut Vec<f32>,
    sums: &mut Vec<f32>,
) {
    let rows = values.chunks_mut(width).zip(grads.chunks(width)).enumerate();
    for (row, (values, grads)) in rows {
        g.clear();
        g.extend(Decayed { values, grads, params }.range(0..width));
        if centralized {
            // g − mean(g)
            let mean = mean(&&**g, sums);
            g.iter_mut().for_each(|g| *g = rule::centralized(*g, mean));
        }
        rule::update_row(values, state.part(row * width..(row + 1) * width).planes, g, params);
    }
}

/// Decayed gradients, computed on the fly: to compute them twice is faster than to store them.
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
        elements
            .map(move |(&value, &grad)| decayed(value, unscaled(grad, &params), params.weight_decay, &params))
    }
}
