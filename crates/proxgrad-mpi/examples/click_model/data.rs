//! Synthetic clicks. A click depends only on its position among all clicks, so all divisions among ranks see the same batches.

use std::ops::Range;

use fastrand::Rng;

use crate::common::zipf::Zipf;

/// Rows of the two tables.
pub(crate) const USERS: u64 = 5_000;
pub(crate) const ITEMS: u64 = 1_000;
/// Elements of an embedding.
pub(crate) const WIDTH: usize = 8;
/// Examples of a batch of all ranks together.
pub(crate) const BATCH: usize = 1024;
/// Parts of a batch, a divisor of [`BATCH`]. A part is never divided: sums within it have one order on any number of ranks. It
/// bounds the number of ranks that have something to do.
pub(crate) const PARTS: usize = 8;
/// Examples of a part.
pub(crate) const PART: usize = BATCH / PARTS;

/// Factors of seeds, which keep the random numbers of users, items and clicks apart.
const SEEDS: [u64; 3] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9];

/// The examples of one rank in one batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub(crate) users: Vec<u64>,
    pub(crate) items: Vec<u64>,
    /// 1 for a click, 0 for none.
    pub(crate) labels: Vec<f32>,
}

/// The parts of every batch that a rank has: contiguous, and in order of ranks.
pub(crate) fn parts_of(rank: usize, ranks: usize) -> Range<usize> {
    rank * PARTS / ranks..(rank + 1) * PARTS / ranks
}

/// These parts of the batch of a step.
pub(crate) fn batch(step: u64, parts: Range<usize>) -> Batch {
    let (users, items) = (Zipf::new(USERS), Zipf::new(ITEMS));
    let mut batch = Batch::default();
    for example in parts.start * PART..parts.end * PART {
        let position = step * BATCH as u64 + example as u64;
        let mut random = Rng::with_seed((position + 1).wrapping_mul(SEEDS[2]));
        let (user, item) = (users.draw(&mut random), items.draw(&mut random));
        let clicks = random.f32() < sigmoid(planted_logit(user, item));
        batch.users.push(user);
        batch.items.push(item);
        batch.labels.push(if clicks { 1.0 } else { 0.0 });
    }
    batch
}

/// The probability of a click with this logit.
pub(crate) fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// Initial values of a row, from `-0.05` to `0.05`, the same on whichever rank it lies.
pub(crate) fn initial_row(row: u64, values: &mut [f32]) {
    let mut random = Rng::with_seed(row + 1);
    values.iter_mut().for_each(|value| *value = 0.1 * (random.f32() - 0.5));
}

/// What the model has to find: the sum of what a user and an item have alone, and of a product of two numbers of both. Of every
/// second item, nothing depends on it.
fn planted_logit(user: u64, item: u64) -> f32 {
    let [bias, taste] = planted(user, SEEDS[0]);
    let [appeal, kind] = if item.is_multiple_of(2) { planted(item, SEEDS[1]) } else { [0.0, 0.0] };
    bias + appeal + taste * kind
}

/// Two numbers from −3 to 3.
fn planted(id: u64, seed: u64) -> [f32; 2] {
    let mut random = Rng::with_seed((id + 1).wrapping_mul(seed));
    [(); 2].map(|()| 6.0 * (random.f32() - 0.5))
}
