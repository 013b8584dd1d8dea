//! Channels so large that threads share one: first its sum, chunk by chunk, then its update.

use super::{channels::Decayed, dense::Dense, scratch::Scratch, vectorised::vectorised};
use crate::{
    format::Values,
    reduce::{CHUNK, mean_of_chunks, tree},
    rule::StepParams,
};

/// A channel whose chunks are summed before it is updated.
#[derive(Debug)]
pub(super) struct SplitChannel<'a> {
    channel: Dense<'a>,
    /// Sums of the chunks.
    sums: Vec<f32>,
}

impl<'a> SplitChannel<'a> {
    pub(super) fn new(channel: Dense<'a>) -> Self {
        Self { sums: vec![0.0; channel.len().div_ceil(CHUNK)], channel }
    }

    /// The chunks, to be summed first.
    pub(super) fn chunks(&mut self) -> ChannelChunks<'_> {
        let Dense { values, grads, params, .. } = &self.channel;
        ChannelChunks { sums: &mut self.sums, values: values.values.read(), grads: *grads, params }
    }

    /// The update, once all chunks are summed.
    pub(super) fn update(mut self) -> Dense<'a> {
        Dense { mean: mean_of_chunks(self.channel.len(), &mut self.sums), ..self.channel }
    }
}

/// Chunks of a channel to sum.
#[derive(Debug)]
pub(super) struct ChannelChunks<'a> {
    sums: &'a mut [f32],
    values: Values<'a>,
    grads: Values<'a>,
    params: &'a StepParams,
}

impl<'a> ChannelChunks<'a> {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Splits off the first chunks, with about `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let chunks = (len / CHUNK).max(1);
        let sums = self.sums.split_off_mut(..chunks).expect("one for each chunk");
        let (values, grads) = self.cut_elements(chunks * CHUNK);
        Self { sums, values, grads, ..*self }
    }

    fn cut_elements(&mut self, most: usize) -> (Values<'a>, Values<'a>) {
        // Only the last chunk is shorter.
        let len = most.min(self.values.len());
        (self.values.cut(len), self.grads.cut(len))
    }
}

vectorised! {
    pub(super) fn sum_chunks(chunks: &mut ChannelChunks<'_>, scratch: &mut Scratch) {
        for at in 0..chunks.sums.len() {
            let (values, grads) = chunks.cut_elements(CHUNK);
            let (values, grads) = (values.as_f32(&mut scratch.values), grads.as_f32(&mut scratch.grads));
            chunks.sums[at] = tree(&Decayed { values, grads, params: chunks.params }, 0..values.len());
        }
    }
}
