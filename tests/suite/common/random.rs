//! Random data, the same in every run unless the environment sets another seed.

use std::{env, iter, ops::Range};

/// Random numbers whose seed is printed, so that a failure can be reproduced.
pub(crate) struct Random {
    rng: fastrand::Rng,
}

impl Random {
    /// With this seed, or with `PROXGRAD_TEST_SEED` where the environment sets it.
    pub(crate) fn new(seed: u64) -> Self {
        let seed = named_seed().unwrap_or(seed);
        println!("PROXGRAD_TEST_SEED={seed}");
        Self { rng: fastrand::Rng::with_seed(seed) }
    }

    /// With this seed, whatever the environment sets: for data that no result depends on.
    pub(crate) fn unnamed(seed: u64) -> Self {
        Self { rng: fastrand::Rng::with_seed(seed) }
    }

    /// The seeds of a test with many random cases: these, or the one that the environment sets.
    pub(crate) fn seeds(all: Range<u64>) -> Vec<u64> {
        named_seed().map_or(all.collect(), |seed| vec![seed])
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.rng.usize(..end)
    }

    /// One of the elements.
    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Values in (−2, 2), a tenth of them 0 and a tenth small.
    pub(crate) fn values(&mut self, len: usize) -> Vec<f32> {
        iter::repeat_with(|| self.element(2.0)).take(len).collect()
    }

    /// Gradients of several magnitudes, up to 10; a tenth of them 0.
    pub(crate) fn grads(&mut self, len: usize) -> Vec<f32> {
        iter::repeat_with(|| {
            let magnitude = [0.01, 0.1, 1.0, 10.0][self.rng.usize(..4)];
            self.element(magnitude)
        })
        .take(len)
        .collect()
    }

    fn element(&mut self, magnitude: f32) -> f32 {
        let uniform = self.rng.f32() * 2.0 - 1.0;
        match self.rng.u8(..10) {
            0 => 0.0,
            1 => uniform * magnitude * 0.01,
            _ => uniform * magnitude,
        }
    }

    /// A positive number with an exponent of 2 in this range.
    pub(crate) fn magnitude(&mut self, [least, most]: [i32; 2]) -> f32 {
        (1.0 + self.rng.f32()) * 2f32.powi(self.rng.i32(least..=most))
    }

    /// Indices below `rows`. A third of them are drawn from the same eight rows, as frequent words of a text
    /// are.
    pub(crate) fn indices(&mut self, len: usize, rows: u32) -> Vec<u32> {
        let common: Vec<_> = iter::repeat_with(|| self.rng.u32(..rows)).take(8).collect();
        iter::repeat_with(|| match self.rng.u8(..3) {
            0 => common[self.rng.usize(..common.len())],
            _ => self.rng.u32(..rows),
        })
        .take(len)
        .collect()
    }

    /// All numbers below `count`, shuffled.
    pub(crate) fn permutation(&mut self, count: u32) -> Vec<u32> {
        self.shuffled((0..count).collect())
    }

    /// The elements in random order.
    pub(crate) fn shuffled<T>(&mut self, mut all: Vec<T>) -> Vec<T> {
        self.rng.shuffle(&mut all);
        all
    }
}

fn named_seed() -> Option<u64> {
    let seed = env::var("PROXGRAD_TEST_SEED").ok()?;
    Some(seed.parse().expect("PROXGRAD_TEST_SEED is a u64"))
}
