//! One step of one table whose indices only the device knows, against the same step with indices of the host.

use proxgrad::{Centralization, Config, RowDecay, Shrinkage};
use proxgrad_golden::{Backend, Cpu, Gpu, Optimizer};

use crate::common::{
    comparison::Judge,
    devices::is_ieee,
    problem::{Given, GivenGrad, GivenIndices, History, Problem, Settings},
    random::Random,
};

/// Everything that treats rows in a way of its own: means, where the width is a multiple of 16, and a decay for every
/// entry.
pub(super) fn problem(params: Vec<Given>) -> Problem {
    let defaults = Settings {
        learning_rate: Some(0.1.into()),
        weight_decay: Some(0.01.into()),
        grad_centralization: Some(true),
        l1: Some(0.05),
        l2: Some(0.2),
        accum: Some(0.1),
    };
    Problem {
        centralization: Centralization::MultiplesOf16,
        row_decay: RowDecay::PerOccurrence,
        params,
        ..Problem::new(Shrinkage::Adaptive, defaults)
    }
}

/// One step of a table.
pub(super) struct Case {
    pub(super) what: String,
    pub(super) shape: Vec<usize>,
    pub(super) values: Vec<f32>,
    pub(super) indices: Vec<u32>,
    pub(super) grads: Vec<f32>,
}

impl Case {
    pub(super) fn new(random: &mut Random, what: &str, shape: &[usize], indices: Vec<u32>) -> Self {
        let width: usize = shape[1..].iter().product();
        Self {
            what: format!("{what}: {} entries of {shape:?}", indices.len()),
            shape: shape.to_vec(),
            values: random.values(shape[0] * width),
            grads: random.grads(indices.len() * width),
            indices,
        }
    }

    pub(super) fn problem(&self, indices: GivenIndices, grads: Vec<f32>) -> Problem {
        problem(vec![Given {
            name: "table".to_owned(),
            shape: self.shape.clone(),
            values: self.values.clone(),
            group: None,
            grads: vec![GivenGrad::Rows { indices, values: grads }],
        }])
    }

    pub(super) fn on_device(&self) -> Problem {
        self.problem(GivenIndices::Device(self.indices.clone()), self.grads.clone())
    }

    pub(super) fn unique(&self) -> Problem {
        self.problem(GivenIndices::DeviceUnique(self.indices.clone()), self.grads.clone())
    }

    /// What is left without the bad ones.
    pub(super) fn on_host(&self) -> Problem {
        let width: usize = self.shape[1..].iter().product();
        let good = |&at: &usize| (self.indices[at] as usize) < self.shape[0];
        let good: Vec<_> = (0..self.indices.len()).filter(good).collect();
        let grads = good.iter().flat_map(|at| &self.grads[at * width..(at + 1) * width]).copied().collect();
        self.problem(GivenIndices::U32(good.iter().map(|&at| self.indices[at]).collect()), grads)
    }

    pub(super) fn is_distinct(&self) -> bool {
        let mut sorted = self.indices.clone();
        sorted.sort_unstable();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    }

    /// What is wrong with it on a GPU: by the oracle, against the host's grouping, against the CPU, and against
    /// trusting.
    pub(super) fn failure(&self, gpu: &Gpu) -> Option<String> {
        let what = format!("{} on {}", self.what, gpu.describe());
        self.compare(&what, gpu).err()
    }

    pub(super) fn compare(&self, what: &str, gpu: &Gpu) -> Result<(), String> {
        let problem = self.on_device();
        let history = problem.run(gpu);
        let mut judge = Judge::default();
        problem.judge(&history, &mut judge);
        judge.verdict(what)?;
        let same = |how: &str, other: &History| {
            problem.same_bits(&format!("{what}, {how}"), other, &history, |_| true)
        };
        // Other kernels update what the host has grouped, and WGSL lets a driver contract them differently.
        if is_ieee(gpu) {
            same("host", &self.on_host().run(gpu))?;
            let exact = |param: &Given| problem.is_exact(param, &Cpu, gpu);
            problem.same_bits(&format!("{what}, CPU"), &self.on_host().run(&Cpu), &history, exact)?;
        }
        if self.is_distinct() {
            same("unique", &self.unique().run(gpu))?;
        }
        Ok(())
    }
}

#[track_caller]
pub(super) fn all_agree(gpu: &Gpu, cases: impl IntoIterator<Item = Case>) {
    let failures: Vec<_> = cases.into_iter().filter_map(|case| case.failure(gpu)).collect();
    assert!(failures.is_empty(), "{} cases failed:\n{}", failures.len(), failures.join("\n"));
}

pub(super) fn table_of(gpu: &Gpu, shape: &[usize]) -> (Box<dyn Optimizer>, proxgrad::ParamId) {
    let mut optimizer = gpu.optimizer(Config::default()).unwrap();
    let values = vec![1.0; shape.iter().product()];
    let table = optimizer.add_param(proxgrad_golden::Param::new("table", shape, &values)).unwrap();
    (optimizer, table)
}
