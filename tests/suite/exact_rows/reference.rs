//! What a run with exact rows should give, computed without a closed form: by dense steps, and by rows that
//! make up for each pending step one after the other.

use proxgrad::{
    Shrinkage,
    rule::{StepParams, update},
};

use super::run::{Run, STEPS};
use crate::common::numbers::round;

/// The dense run in f64.
pub(super) fn dense_f64(run: &Run, shrinkage: Shrinkage) -> Vec<f64> {
    let mut values: Vec<f64> = run.values.iter().map(|value| f64::from(*value)).collect();
    let mut accums = vec![run.accum; values.len()];
    for step in 0..STEPS {
        let Some(grads) = run.dense(step) else { continue };
        let rate = run.rate(step);
        for ((w, a), g) in values.iter_mut().zip(&mut accums).zip(grads) {
            let g = f64::from(g);
            *a += g * g;
            let e = if *a < f64::from(f32::MIN_POSITIVE) { 0.0 } else { rate / a.sqrt() };
            let shrinkage_rate = if shrinkage == Shrinkage::Adaptive { e } else { rate };
            *w = shrunk(*w - e * g, shrinkage_rate, run);
        }
    }
    values
}

/// The dense run in f32, as the library's dense steps compute it.
pub(super) fn dense_f32(run: &Run, shrinkage: Shrinkage) -> Vec<f32> {
    let mut values = run.values.clone();
    let mut accums = vec![round(run.accum); values.len()];
    for step in 0..STEPS {
        let Some(grads) = run.dense(step) else { continue };
        let params = params(run, shrinkage, run.rate(step));
        for ((w, a), g) in values.iter_mut().zip(&mut accums).zip(grads) {
            (*w, *a) = update(*w, *a, g, &params);
        }
    }
    values
}

/// Exact rows without the closed form: a row with an entry first makes up for its pending steps, one after
/// the other, in numbers of type `T`, and is then updated in f32.
pub(super) fn step_by_step<T: Float>(run: &Run, shrinkage: Shrinkage) -> Vec<f32> {
    let mut values = run.values.clone();
    let mut accums = vec![round(run.accum); values.len()];
    // The learning rates of the pending steps, by row.
    let mut pending: Vec<Vec<f64>> = vec![Vec::new(); run.rows];
    let catch_up = |value: f32, accum: f32, pending: &[f64]| {
        let shrink = |w: T, rate: &f64| w.shrunk(accum, shrinkage, *rate, run);
        pending.iter().fold(T::from(value), shrink).rounded()
    };
    for step in 0..STEPS {
        let Some(grads) = run.dense(step) else { continue };
        let (rate, updated) = (run.rate(step), run.rows_of(step));
        for (row, pending) in pending.iter_mut().enumerate() {
            if !updated.contains(&row) {
                pending.push(rate);
                continue;
            }
            for i in row * run.width..(row + 1) * run.width {
                let value = catch_up(values[i], accums[i], pending);
                (values[i], accums[i]) = update(value, accums[i], grads[i], &params(run, shrinkage, rate));
            }
            pending.clear();
        }
    }
    for (i, (value, accum)) in values.iter_mut().zip(accums).enumerate() {
        *value = catch_up(*value, accum, &pending[i / run.width]);
    }
    values
}

/// The type in which pending steps are computed.
pub(super) trait Float: Copy + From<f32> {
    /// The value after a step without a gradient.
    fn shrunk(self, accum: f32, shrinkage: Shrinkage, rate: f64, run: &Run) -> Self;
    fn rounded(self) -> f32;
}

impl Float for f32 {
    fn shrunk(self, accum: f32, shrinkage: Shrinkage, rate: f64, run: &Run) -> Self {
        update(self, accum, 0.0, &params(run, shrinkage, rate)).0
    }

    fn rounded(self) -> f32 {
        self
    }
}

impl Float for f64 {
    fn shrunk(self, accum: f32, shrinkage: Shrinkage, rate: f64, run: &Run) -> Self {
        let shrinkage_rate = match shrinkage {
            Shrinkage::Documented => rate,
            _ if accum < f32::MIN_POSITIVE => 0.0,
            _ => rate / f64::from(accum).sqrt(),
        };
        shrunk(self, shrinkage_rate, run)
    }

    fn rounded(self) -> f32 {
        round(self)
    }
}

fn params(run: &Run, shrinkage: Shrinkage, rate: f64) -> StepParams {
    StepParams::new(rate, run.l1, run.l2).shrinkage(shrinkage)
}

/// sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)
fn shrunk(p: f64, rate: f64, run: &Run) -> f64 {
    p.signum() * (p.abs() - rate * run.l1).max(0.0) / (1.0 + rate * run.l2)
}
