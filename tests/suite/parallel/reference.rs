//! The scalar rule in plain loops, and the sums that the library promises.

use std::collections::BTreeMap;

use proxgrad::{
    Config, RowDecay, Shrinkage,
    rule::{StepParams, update},
};

/// Entries of a piece; elements of a narrow mean, its lanes, and elements of a chunk.
pub(super) const PIECE: usize = 64;

pub(super) const LANES: usize = 64;

pub(super) const CHUNK: usize = 4096;

/// The settings of a case, as the optimizer takes them and as the rule does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) shrinkage: Shrinkage,
    pub(super) row_decay: RowDecay,
    pub(super) weight_decay: f64,
    pub(super) accum: f64,
    pub(super) l1: f64,
    pub(super) centralized: bool,
}

impl Case {
    pub(super) fn new(shrinkage: Shrinkage) -> Self {
        Self {
            shrinkage,
            row_decay: RowDecay::Once,
            weight_decay: 0.01,
            accum: 0.1,
            l1: 0.02,
            centralized: false,
        }
    }

    pub(super) fn config(&self) -> Config {
        Config {
            accum: self.accum,
            learning_rate: 0.1.into(),
            l1: self.l1,
            l2: 0.3,
            loss_scale: 4.0,
            weight_decay: self.weight_decay.into(),
            grad_centralization: self.centralized,
            row_decay: self.row_decay,
            shrinkage: self.shrinkage,
            ..Config::default()
        }
    }

    /// For a gradient that is the sum of so many entries.
    pub(super) fn params(&self, entries: usize) -> StepParams {
        let times = if self.row_decay == RowDecay::PerOccurrence { round(entries as f64) } else { 1.0 };
        StepParams {
            weight_decay: round(self.weight_decay) * times,
            unscale: 0.25,
            shrinkage: self.shrinkage,
            ..StepParams::new(0.1, self.l1, 0.3)
        }
    }
}

/// A parameter's values, and its accumulators where they are known.
#[derive(Clone)]
pub(super) struct State {
    pub(super) values: Vec<f32>,
    pub(super) accums: Vec<f32>,
}

impl State {
    pub(super) fn new(values: Vec<f32>, case: &Case) -> Self {
        Self { accums: vec![round(case.accum); values.len()], values }
    }

    /// The scalar rule on every element of a row or channel.
    pub(super) fn update(&mut self, first: usize, grads: &[f32], case: &Case, entries: usize) {
        let params = case.params(entries);
        let (grads, params) = if case.centralized {
            (&centralized(&self.values[first..][..grads.len()], grads, &params)[..], plain(params))
        } else {
            (grads, params)
        };
        for (at, &grad) in (first..).zip(grads) {
            (self.values[at], self.accums[at]) = update(self.values[at], self.accums[at], grad, &params);
        }
    }

    pub(super) fn update_rows(&mut self, width: usize, indices: &[u32], grads: &[f32], case: &Case) {
        let mut entries: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (position, &index) in indices.iter().enumerate() {
            entries.entry(index).or_default().push(position);
        }
        for (row, entries) in entries {
            let column = |column| sum(entries.iter().map(|entry| grads[entry * width + column]));
            let grads: Vec<f32> = (0..width).map(column).collect();
            self.update(row as usize * width, &grads, case, entries.len());
        }
    }

    /// Equal in every bit, any NaN counting as any other.
    pub(super) fn assert_eq(&self, got: &Self, what: &str) {
        for (of, want, got) in [("value", &self.values, &got.values), ("accum", &self.accums, &got.accums)] {
            assert_eq!(want.len(), got.len());
            for (at, (want, got)) in want.iter().zip(got).enumerate() {
                let equal = if want.is_nan() { got.is_nan() } else { want.to_bits() == got.to_bits() };
                assert!(equal, "{what}: {of} {at} is {got:e}, but by the rule {want:e}");
            }
        }
    }
}

/// Piece by piece, each one after the other from −0.
pub(super) fn sum(entries: impl Iterator<Item = f32>) -> f32 {
    let entries: Vec<f32> = entries.collect();
    let pieces = entries.chunks(PIECE).map(|piece| piece.iter().fold(-0.0, |sum, entry| sum + entry));
    pieces.fold(-0.0, |sum, piece| sum + piece)
}

/// Gradients unscaled, decayed and without their mean.
pub(super) fn centralized(values: &[f32], grads: &[f32], params: &StepParams) -> Vec<f32> {
    let decayed = |(&value, &grad)| grad * params.unscale + params.weight_decay * value;
    let g: Vec<f32> = values.iter().zip(grads).map(decayed).collect();
    let mean = mean(&g);
    g.into_iter().map(|g| g - mean).collect()
}

/// What is left to say of a step when the gradients are done.
pub(super) fn plain(params: StepParams) -> StepParams {
    StepParams { weight_decay: 0.0, unscale: 1.0, ..params }
}

pub(super) fn mean(g: &[f32]) -> f32 {
    let mut sums = g.to_vec();
    if g.len() <= LANES {
        sums = vec![g.iter().copied().reduce(|sum, g| sum + g).unwrap()];
    } else {
        while sums.len() > 1 {
            sums = sums.chunks(CHUNK).map(tree).collect();
        }
    }
    sums[0] * round(1.0 / g.len() as f64)
}

pub(super) fn tree(chunk: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    for (at, element) in chunk.iter().enumerate() {
        lanes[at % LANES] += element;
    }
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
pub(super) fn round(number: f64) -> f32 {
    number as f32
}

pub(super) fn word(number: usize) -> u32 {
    number.try_into().unwrap()
}
