//! A random training run of one table.

use proxgrad::{
    Group, Schedule,
    schedule::{CosineDecay, ExponentialDecay, InverseDecay, WarmUp},
};

use crate::common::{
    param::{IndexSource, TestGrad},
    random::Random,
};

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
    /// By step.
    pub(super) grads: Vec<TestGrad>,
    /// Steps that are followed by a flush, with the rows that it flushes; `None` flushes all rows of all
    /// runs.
    pub(super) flushes: Vec<(usize, Option<Vec<u32>>)>,
}

impl Run {
    pub(super) fn random(random: &mut Random) -> Self {
        let (rows, width) = (random.pick(&[1, 2, 7, 20, 40]), random.pick(&[1, 1, 2, 3, 4, 8]));
        Self::of_shape(random, rows, width)
    }

    pub(super) fn of_shape(random: &mut Random, rows: usize, width: usize) -> Self {
        let len = rows * width;
        let max_entries = random.pick(&[1, 3, 8]);
        let grad = |random: &mut Random| match random.below(40) {
            0 => TestGrad::None,
            1 => TestGrad::Dense(random.grads(len)),
            _ => {
                use IndexSource::{Device, DeviceUnique, Grouped, Host};
                let source = random.pick(&[Host, Host, Device, DeviceUnique, Grouped]);
                let rows = u32::try_from(rows).unwrap();
                let count = random.below(max_entries + 1);
                let indices = if source == DeviceUnique {
                    random.permutation(rows).into_iter().take(count).collect()
                } else {
                    random.indices(count, rows)
                };
                TestGrad::Rows {
                    values: random.grads(indices.len() * width),
                    indices: source.indices(indices),
                }
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
            grads: (0..STEPS).map(|_| grad(random)).collect(),
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

    pub(super) fn rate(&self, step: usize) -> f64 {
        self.schedule.at(step as u64).unwrap()
    }

    /// The rows that have an entry at a step.
    pub(super) fn rows_of(&self, step: usize) -> Vec<usize> {
        match &self.grads[step] {
            TestGrad::None => Vec::new(),
            TestGrad::Dense(_) => (0..self.rows).collect(),
            TestGrad::Rows { indices, .. } => indices.rows(),
        }
    }

    /// The gradient of a step as a dense one, which is 0 in all rows without an entry.
    pub(super) fn dense(&self, step: usize) -> Option<Vec<f32>> {
        let mut all = vec![0.0; self.values.len()];
        match &self.grads[step] {
            TestGrad::None => return None,
            TestGrad::Dense(grads) => all.copy_from_slice(grads),
            TestGrad::Rows { indices, values } => {
                for (row, grads) in indices.rows().into_iter().zip(values.chunks(self.width)) {
                    let row = row * self.width..(row + 1) * self.width;
                    all[row].iter_mut().zip(grads).for_each(|(sum, grad)| *sum += grad);
                }
            }
        }
        Some(all)
    }

    pub(super) fn describe(&self) -> String {
        let Self { rows, width, accum, l1, l2, schedule, .. } = self;
        format!("{rows} × {width}, accum {accum}, l1 {l1}, l2 {l2}, {schedule:?}")
    }
}

/// Learning rates that are constant, fall over decades, rise from 0, oscillate, or jump.
fn schedule(random: &mut Random) -> Schedule {
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
