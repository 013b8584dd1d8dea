//! One step of one table with indices of the device, compared with the same step with indices of the host.

use proxgrad::{Centralization, Config, ParamId, RowDecay, Shrinkage};
use proxgrad_testing::{Backend, Cpu, Gpu, Optimizer, Param};

use crate::common::{
    devices::{in_all_forms, is_ieee},
    param::{TestGrad, TestIndices, TestParam},
    problem::{History, Problem, Settings},
    random::Random,
};

/// A problem with the settings that treat rows differently from dense gradients: centralization of rows whose
/// width is a multiple of 16, and weight decay for each entry.
pub(super) fn problem(params: Vec<TestParam>) -> Problem {
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

/// One step of one table.
pub(super) struct Case {
    what: String,
    shape: Vec<usize>,
    values: Vec<f32>,
    indices: Vec<u32>,
    grads: Vec<f32>,
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

    fn problem(&self, indices: TestIndices, grads: Vec<f32>) -> Problem {
        let grads = vec![TestGrad::Rows { indices, values: grads }];
        problem(vec![TestParam::new("table", &self.shape, self.values.clone(), grads)])
    }

    pub(super) fn on_device(&self) -> Problem {
        self.problem(TestIndices::Device(self.indices.clone()), self.grads.clone())
    }

    fn unique(&self) -> Problem {
        self.problem(TestIndices::DeviceUnique(self.indices.clone()), self.grads.clone())
    }

    /// The step on the host, without the entries that are no rows.
    pub(super) fn on_host(&self) -> Problem {
        let width: usize = self.shape[1..].iter().product();
        let good = |&at: &usize| (self.indices[at] as usize) < self.shape[0];
        let good: Vec<_> = (0..self.indices.len()).filter(good).collect();
        let grads = good.iter().flat_map(|at| &self.grads[at * width..(at + 1) * width]).copied().collect();
        self.problem(TestIndices::U32(good.iter().map(|&at| self.indices[at]).collect()), grads)
    }

    fn is_unique(&self) -> bool {
        let mut sorted = self.indices.clone();
        sorted.sort_unstable();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    }

    fn failure(&self, gpu: &Gpu) -> Option<String> {
        let what = format!("{} on {}", self.what, gpu.describe());
        self.compare(&what, gpu).err()
    }

    /// An error where the step on a GPU differs from the oracle, from the step with indices of the host, from
    /// the CPU implementation, or, if all indices are different, from the step that relies on it.
    fn compare(&self, what: &str, gpu: &Gpu) -> Result<(), String> {
        let problem = self.on_device();
        let history = problem.run(gpu);
        problem.compare(&history).result(what)?;
        let same = |how: &str, other: &History| {
            problem.same_bits(&format!("{what}, {how}"), other, &history, |_| true)
        };
        // Rows that the host has grouped are updated by other kernels, which a driver may contract
        // differently.
        if is_ieee(gpu) {
            same("host", &self.on_host().run(gpu))?;
            let exact = |param: &TestParam| problem.is_exact(param, &Cpu, gpu);
            problem.same_bits(&format!("{what}, CPU"), &self.on_host().run(&Cpu), &history, exact)?;
        }
        if self.is_unique() {
            let unique = self.unique();
            let history = unique.run(gpu);
            if is_ieee(gpu) {
                same("unique", &history)?;
            }
            unique.compare(&history).result(&format!("{what}, unique"))?;
        }
        Ok(())
    }
}

/// Panics with the failures of all cases, if there are any, with the kernels for software or for hardware.
#[track_caller]
pub(super) fn all_agree(gpu: &'static Gpu, cases: impl IntoIterator<Item = Case>) {
    let failures = |case: Case| in_all_forms(gpu).map(|gpu| case.failure(gpu));
    let failures: Vec<_> = cases.into_iter().flat_map(failures).flatten().collect();
    assert!(failures.is_empty(), "{} cases failed:\n{}", failures.len(), failures.join("\n"));
}

/// An optimizer with one table of ones.
pub(super) fn table_of(gpu: &Gpu, shape: &[usize]) -> (Box<dyn Optimizer>, ParamId) {
    let mut optimizer = gpu.optimizer(Config::default()).unwrap();
    let values = vec![1.0; shape.iter().product()];
    let table = optimizer.add_param(Param::new("table", shape, &values)).unwrap();
    (optimizer, table)
}
