//! A random training run of one table.

use proxgrad::{
    Group, Schedule, Shrinkage,
    rule::{StepParams, update},
    schedule::{CosineDecay, ExponentialDecay, InverseDecay, WarmUp},
};

use crate::common::random::Random;

pub(super) const STEPS: usize = 500;

/// A training run of one table.
pub(super) struct Run {
    pub(super) rows: usize,
    pub(super) width: usize,
    pub(super) values: Vec<f32>,
    pub(super) accum: f64,
    pub(super) l1: f64,
    pub(super) l2: f64,
    pub(super) schedule: Schedule,
    pub(super) steps: Vec<Step>,
    /// After which steps rows are brought up to date: some, or all.
    pub(super) flushes: Vec<(usize, Option<Vec<u32>>)>,
}

/// What a step has for the table.
pub(super) enum Step {
    Nothing,
    Dense(Vec<f32>),
    Rows { indices: Vec<u32>, grads: Vec<f32>, by: By },
}

/// Who knows the indices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum By {
    Host,
    Device,
    DeviceUnique,
}

impl Run {
    pub(super) fn random(random: &mut Random) -> Self {
        let (rows, width) = (random.pick(&[1, 2, 7, 20, 40]), random.pick(&[1, 1, 2, 3, 4, 8]));
        let len = rows * width;
        let named = random.pick(&[1, 3, 8]);
        let step = |random: &mut Random| match random.below(40) {
            0 => Step::Nothing,
            1 => Step::Dense(random.grads(len)),
            _ => {
                let by = random.pick(&[By::Host, By::Host, By::Device, By::DeviceUnique]);
                let rows = u32::try_from(rows).unwrap();
                let count = random.below(named + 1);
                let indices = if by == By::DeviceUnique {
                    random.permutation(rows).into_iter().take(count).collect()
                } else {
                    random.indices(count, rows)
                };
                Step::Rows { grads: random.grads(indices.len() * width), indices, by }
            }
        };
        Self {
            rows,
            width,
            values: random.values(len),
            accum: random.pick(&[0.0, 0.01, 0.1, 1.0]),
            l1: random.pick(&[0.0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1]),
            l2: random.pick(&[0.0, 0.0, 1e-6, 1e-4, 1e-2, 1.0, 30.0]),
            schedule: schedule(random),
            steps: (0..STEPS).map(|_| step(random)).collect(),
            flushes: (0..random.below(4))
                .map(|_| {
                    let some = random.indices(3, u32::try_from(rows).unwrap());
                    (random.below(STEPS), Some(some).filter(|_| !random.one_in(4)))
                })
                .collect(),
        }
    }

    pub(super) fn group(&self) -> Group {
        Group {
            learning_rate: Some(self.schedule.clone()),
            l1: Some(self.l1),
            l2: Some(self.l2),
            accum: Some(self.accum),
            ..Group::default()
        }
    }

    /// The gradient of a step as a dense one.
    pub(super) fn dense(&self, step: usize) -> Option<Vec<f32>> {
        let mut all = vec![0.0; self.values.len()];
        match &self.steps[step] {
            Step::Nothing => return None,
            Step::Dense(grads) => all.copy_from_slice(grads),
            Step::Rows { indices, grads, .. } => {
                for (&row, grads) in indices.iter().zip(grads.chunks(self.width)) {
                    let row = row as usize * self.width..(row as usize + 1) * self.width;
                    all[row].iter_mut().zip(grads).for_each(|(sum, grad)| *sum += grad);
                }
            }
        }
        Some(all)
    }

    /// The dense run in f64.
    pub(super) fn oracle(&self, shrinkage: Shrinkage) -> Vec<f64> {
        let mut values: Vec<f64> = self.values.iter().map(|value| f64::from(*value)).collect();
        let mut accums = vec![self.accum; values.len()];
        for step in 0..STEPS {
            let Some(grads) = self.dense(step) else { continue };
            let rate = self.schedule.at(step as u64).unwrap();
            for ((w, a), g) in values.iter_mut().zip(&mut accums).zip(grads) {
                let g = f64::from(g);
                *a += g * g;
                let e = if *a < f64::from(f32::MIN_POSITIVE) { 0.0 } else { rate / a.sqrt() };
                let p = *w - e * g;
                let of = if shrinkage == Shrinkage::Adaptive { e } else { rate };
                *w = p.signum() * (p.abs() - of * self.l1).max(0.0) / (1.0 + of * self.l2);
            }
        }
        values
    }

    /// The same in f32, step by step: what the library's dense steps compute.
    pub(super) fn dense_f32(&self, shrinkage: Shrinkage) -> Vec<f32> {
        let mut values = self.values.clone();
        let mut accums = vec![round(self.accum); values.len()];
        for step in 0..STEPS {
            let Some(grads) = self.dense(step) else { continue };
            let rate = self.schedule.at(step as u64).unwrap();
            let params = StepParams { shrinkage, ..StepParams::new(rate, self.l1, self.l2) };
            for ((w, a), g) in values.iter_mut().zip(&mut accums).zip(grads) {
                (*w, *a) = update(*w, *a, g, &params);
            }
        }
        values
    }

    /// The same again, but each row only when it is named, one skipped step after the other in a type of the caller's: exact
    /// rows with the closed form switched off.
    pub(super) fn loops<T: Float>(&self, shrinkage: Shrinkage) -> Vec<f32> {
        let mut values = self.values.clone();
        let mut accums = vec![round(self.accum); values.len()];
        let mut missed: Vec<Vec<f64>> = vec![Vec::new(); self.rows];
        let params = |rate| StepParams { shrinkage, ..StepParams::new(rate, self.l1, self.l2) };
        let catch_up = |value: &mut f32, accum: f32, missed: &[f64]| {
            let shrunk =
                missed.iter().fold(T::from(*value), |w, rate| w.shrunk(accum, &params(*rate), *rate, self));
            *value = shrunk.rounded();
        };
        for step in 0..=STEPS {
            let Some(grads) = (if step < STEPS { self.dense(step) } else { Some(vec![0.0; values.len()]) })
            else {
                continue;
            };
            for (row, missed) in missed.iter_mut().enumerate() {
                let is_named = match self.steps.get(step) {
                    Some(Step::Rows { indices, .. }) => indices.contains(&u32::try_from(row).unwrap()),
                    _ => true,
                };
                if !is_named {
                    missed.push(self.schedule.at(step as u64).unwrap());
                    continue;
                }
                for i in row * self.width..(row + 1) * self.width {
                    catch_up(&mut values[i], accums[i], missed);
                    if step < STEPS {
                        let params = params(self.schedule.at(step as u64).unwrap());
                        (values[i], accums[i]) = update(values[i], accums[i], grads[i], &params);
                    }
                }
                missed.clear();
            }
        }
        values
    }

    pub(super) fn describe(&self) -> String {
        let Self { rows, width, accum, l1, l2, schedule, .. } = self;
        format!("{rows} × {width}, accum {accum}, l1 {l1}, l2 {l2}, {schedule:?}")
    }
}

/// What skipped steps are computed in, one by one.
pub(super) trait Float: Copy + From<f32> {
    /// After a step without gradient.
    fn shrunk(self, accum: f32, params: &StepParams, rate: f64, run: &Run) -> Self;
    fn rounded(self) -> f32;
}

impl Float for f32 {
    fn shrunk(self, accum: f32, params: &StepParams, _: f64, _: &Run) -> Self {
        update(self, accum, 0.0, params).0
    }

    fn rounded(self) -> f32 {
        self
    }
}

impl Float for f64 {
    fn shrunk(self, accum: f32, params: &StepParams, rate: f64, run: &Run) -> Self {
        let of = match params.shrinkage {
            Shrinkage::Documented => rate,
            Shrinkage::Adaptive if accum < f32::MIN_POSITIVE => 0.0,
            Shrinkage::Adaptive => rate / f64::from(accum).sqrt(),
        };
        self.signum() * (self.abs() - of * run.l1).max(0.0) / (1.0 + of * run.l2)
    }

    fn rounded(self) -> f32 {
        round(self)
    }
}

/// Rates that stay, fall over decades, rise from 0, swing, or jump.
pub(super) fn schedule(random: &mut Random) -> Schedule {
    let learning_rate = random.pick(&[1e-3, 0.01, 0.1, 0.5, 1.0]);
    let staircase = random.one_in(2);
    match random.below(8) {
        0 | 1 => learning_rate.into(),
        // Nine decades in the run.
        2 => {
            ExponentialDecay { learning_rate, decay_rate: 1e-9, decay_steps: STEPS as u64, staircase: false }
                .into()
        }
        3 => ExponentialDecay { learning_rate, decay_rate: 0.7, decay_steps: 60, staircase }.into(),
        4 => CosineDecay { min_lr: learning_rate * 1e-4, max_lr: learning_rate, decay_steps: 300 }.into(),
        5 => InverseDecay { learning_rate, decay_rate: 0.5, decay_steps: 10, staircase }.into(),
        6 => WarmUp { learning_rate, warmup_steps: 200 }.into(),
        _ => {
            (0..STEPS).map(|_| learning_rate * random.pick(&[1.0, 0.5, 0.0, 1e-4])).collect::<Vec<_>>().into()
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
pub(super) fn round(number: f64) -> f32 {
    number as f32
}
