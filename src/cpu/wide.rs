//! Channels so wide that threads share their sum, chunk by chunk, and then their update.

use super::{channels::Decayed, dense::Dense, lent::Room};
use crate::{
    format::Values,
    reduce::{CHUNK, mean_of_chunks, tree},
    rule::StepParams,
};

/// A channel to sum first, and to update then.
#[derive(Debug)]
pub(super) struct Wide<'a> {
    channel: Dense<'a>,
    /// Of its chunks.
    sums: Vec<f32>,
}

impl<'a> Wide<'a> {
    pub(super) fn new(channel: Dense<'a>) -> Self {
        Self { sums: vec![0.0; channel.elements().div_ceil(CHUNK)], channel }
    }

    /// What comes first.
    pub(super) fn chunks(&mut self) -> Chunks<'_> {
        let Dense { values, grads, params, .. } = &self.channel;
        Chunks { sums: &mut self.sums, values: values.values.read(), grads: *grads, params }
    }

    /// What is left to do then.
    pub(super) fn update(mut self) -> Dense<'a> {
        Dense { mean: mean_of_chunks(self.channel.elements(), &mut self.sums), ..self.channel }
    }
}

/// Chunks of a channel to sum.
#[derive(Debug)]
pub(super) struct Chunks<'a> {
    sums: &'a mut [f32],
    values: Values<'a>,
    grads: Values<'a>,
    params: &'a StepParams,
}

impl<'a> Chunks<'a> {
    pub(super) fn elements(&self) -> usize {
        self.values.len()
    }

    /// Takes chunks of about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        let chunks = (elements / CHUNK).max(1);
        let sums = self.sums.split_off_mut(..chunks).expect("one for each chunk");
        let (values, grads) = self.cut_elements(chunks * CHUNK);
        Self { sums, values, grads, ..*self }
    }

    fn cut_elements(&mut self, most: usize) -> (Values<'a>, Values<'a>) {
        // Only the last chunk is shorter.
        let len = most.min(self.values.len());
        (self.values.cut(len), self.grads.cut(len))
    }

    pub(super) fn run(&mut self, room: &mut Room) {
        run(self, room);
    }
}

vectorised! {
    fn run(chunks: &mut Chunks<'_>, room: &mut Room) {
        for at in 0..chunks.sums.len() {
            let (values, grads) = chunks.cut_elements(CHUNK);
            let (values, grads) = (values.widened(&mut room.values), grads.widened(&mut room.grads));
            chunks.sums[at] = tree(&Decayed { values, grads, params: chunks.params }, 0..values.len());
        }
    }
}
