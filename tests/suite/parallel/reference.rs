//! The scalar rule in plain loops, with the sums of entries and the means that the library promises.

use std::collections::BTreeMap;

use proxgrad::{
    Config, RowDecay, Shrinkage,
    rule::{StepParams, update},
};

use crate::common::{numbers::round, sums};

/// Entries of a row that are summed one after the other. Then these sums are.
const PIECE: usize = 64;

const LOSS_SCALE: f64 = 4.0;

/// The most that an entry of a row gradient counts as: 2⁶³.
const MAX_GRAD: f32 = 9_223_372_036_854_775_808.0;

/// The settings of a case, which an optimizer takes as a `Config` and the rule as `StepParams`.
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
            loss_scale: LOSS_SCALE,
            weight_decay: self.weight_decay.into(),
            grad_centralization: self.centralized,
            row_decay: self.row_decay,
            shrinkage: self.shrinkage,
            ..Config::default()
        }
    }

    /// The weight decay of a row whose gradient is the sum of this many entries.
    fn decay(&self, entries: usize) -> f32 {
        let times = if self.row_decay == RowDecay::PerOccurrence { round(entries as f64) } else { 1.0 };
        round(self.weight_decay) * times
    }

    /// The parameters of the rule for a gradient that is the sum of this many entries.
    pub(super) fn params(&self, entries: usize) -> StepParams {
        let params = for_final_grads(self).loss_scale(LOSS_SCALE);
        params.weight_decay(self.decay(entries).into())
    }
}

/// The values and accumulators of a parameter.
#[derive(Clone)]
pub(super) struct State {
    pub(super) values: Vec<f32>,
    pub(super) accums: Vec<f32>,
}

impl State {
    pub(super) fn new(values: Vec<f32>, case: &Case) -> Self {
        Self { accums: vec![round(case.accum); values.len()], values }
    }

    /// Applies the scalar rule to the elements of a row or channel, which begins at `first`.
    pub(super) fn update(&mut self, first: usize, grads: &[f32], case: &Case, entries: usize) {
        let params = case.params(entries);
        let (grads, params) = if case.centralized {
            let values = &self.values[first..][..grads.len()];
            (&centralized(values, grads, case.decay(entries))[..], for_final_grads(case))
        } else {
            (grads, params)
        };
        for (at, &grad) in (first..).zip(grads) {
            (self.values[at], self.accums[at]) = update(self.values[at], self.accums[at], grad, &params);
        }
    }

    pub(super) fn update_rows(&mut self, width: usize, indices: &[u32], grads: &[f32], case: &Case) {
        let scale = round(LOSS_SCALE);
        let mut entries: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (position, &index) in indices.iter().enumerate() {
            entries.entry(index).or_default().push(position);
        }
        for (row, entries) in entries {
            let entry = |at: usize| (grads[at] / scale).clamp(-MAX_GRAD, MAX_GRAD);
            // A loss scale that is a power of two changes no bits.
            let column = |column| scale * sum(entries.iter().map(|row| entry(row * width + column)));
            let grads: Vec<f32> = (0..width).map(column).collect();
            self.update(row as usize * width, &grads, case, entries.len());
        }
    }

    /// Asserts equal bits, but any NaN for a NaN.
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

/// The sum of the entries of a row: piece by piece, beginning with −0.
fn sum(entries: impl Iterator<Item = f32>) -> f32 {
    let entries: Vec<f32> = entries.collect();
    let pieces = entries.chunks(PIECE).map(|piece| piece.iter().fold(-0.0, |sum, entry| sum + entry));
    pieces.fold(-0.0, |sum, piece| sum + piece)
}

/// Gradients after unscaling, weight decay and centralization.
fn centralized(values: &[f32], grads: &[f32], decay: f32) -> Vec<f32> {
    let decayed = |(&value, &grad)| grad * round(1.0 / LOSS_SCALE) + decay * value;
    let g: Vec<f32> = values.iter().zip(grads).map(decayed).collect();
    let mean = mean(&g);
    g.into_iter().map(|g| g - mean).collect()
}

/// The parameters of a step whose gradients are already unscaled and have weight decay.
fn for_final_grads(case: &Case) -> StepParams {
    StepParams::new(0.1, case.l1, 0.3).shrinkage(case.shrinkage)
}

fn mean(g: &[f32]) -> f32 {
    sums::sum(g.to_vec()) * round(1.0 / g.len() as f64)
}
