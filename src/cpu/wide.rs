//! Channels so wide that threads share their sum, chunk by chunk, and then their update.

use super::{channels::Decayed, dense::Dense};
use crate::mean::{CHUNK, chunks, mean_of_chunks, tree};

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
        Chunks { sums: &mut self.sums, of: Decayed { values, grads, params } }
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
    of: Decayed<'a>,
}

impl Chunks<'_> {
    pub(super) fn elements(&self) -> usize {
        self.of.values.len()
    }

    /// Takes chunks of about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        let chunks = (elements / CHUNK).max(1);
        let sums = self.sums.split_off_mut(..chunks).expect("one for each chunk");
        let values = self.of.values.split_off(..chunks * CHUNK).expect("only the last chunk is shorter");
        let grads = self.of.grads.split_off(..chunks * CHUNK).expect("as many as values");
        Self { sums, of: Decayed { values, grads, ..self.of } }
    }

    pub(super) fn run(&mut self) {
        run(self);
    }
}

vectorised! {
    fn run(chunks_of: &mut Chunks<'_>) {
        let Chunks { sums, of } = chunks_of;
        for (sum, chunk) in sums.iter_mut().zip(chunks(of.values.len())) {
            *sum = tree(of, chunk);
        }
    }
}
