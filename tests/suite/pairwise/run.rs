//! A scenario on a device, and all that can be seen of it.

use proxgrad::{ParamId, Report, Snapshot, Tensor};
use proxgrad_testing::{Indices, Optimizer, Param, Stored};

use super::scenario::{HALF, STEPS, Scenario};
use crate::common::{devices::Device, param::TestGrad};

/// All that can be seen of a run.
pub(super) struct Observed {
    /// By what was read and when: tensors of values, copies and exports.
    pub(super) values: Vec<(String, Vec<f32>)>,
    pub(super) accums: Vec<(String, Vec<f32>)>,
    /// With the step before it.
    pub(super) reports: Vec<(usize, Report)>,
    pub(super) snapshots: Vec<Snapshot>,
}

/// Runs a scenario on the first device, and if it is resumed, its second half on the other one.
pub(super) fn run(scenario: &Scenario, [first, second]: [&Device; 2]) -> Observed {
    let values: Vec<_> = scenario.params.iter().map(|param| param.values.clone()).collect();
    let mut run = Run::new(scenario, first, &values);
    if scenario.is("sweep", "due") {
        run.begin_before_a_sweep();
    }
    for step in 0..STEPS {
        run.step(step);
        run.read(step);
        if step + 1 == HALF && (scenario.is("read", "resume") || scenario.is("read", "move")) {
            run.resume(second);
        }
    }
    run.end()
}

struct Run<'a> {
    scenario: &'a Scenario,
    optimizer: Box<dyn Optimizer>,
    ids: Vec<ParamId>,
    observed: Observed,
}

impl<'a> Run<'a> {
    fn new(scenario: &'a Scenario, device: &Device, values: &[Vec<f32>]) -> Self {
        let mut optimizer = device.optimizer(scenario.config.clone()).unwrap();
        let group = scenario.group.clone().map(|group| optimizer.add_group(group).unwrap());
        let groups: Vec<_> = group.into_iter().collect();
        let [format, grads] = scenario.formats;
        let params = scenario.params.iter().zip(values).enumerate().map(|(i, (param, values))| {
            let param = Param { values, ..param.as_param(&groups) }.formats(format, grads);
            scenario.copy.filter(|_| i == 0).map_or(param, |format| param.copy(format))
        });
        let params: Vec<_> = params.collect();
        let ids = optimizer.add_params(&params).unwrap();
        if scenario.is("order", "by_position") {
            let names: Vec<_> = scenario.params.iter().rev().map(|param| param.name.as_str()).collect();
            optimizer.order_params(&names).unwrap();
        }
        optimizer.measure_steps(scenario.is("measure", "on"));
        let (values, accums, reports) = (Vec::new(), Vec::new(), Vec::new());
        let observed = Observed { values, accums, reports, snapshots: Vec::new() };
        Self { scenario, optimizer, ids, observed }
    }

    /// Restores a state two steps before the first row of the first parameter is swept, in which rows have
    /// missed up to 39 steps.
    fn begin_before_a_sweep(&mut self) {
        // Rows are swept in 123 parts, one at the end of each block of 256 steps.
        let rows = self.scenario.params[0].shape[0] as u64;
        let steps = 256 * 123u64.div_ceil(rows).max(2) - 256 - 2;
        let mut snapshot = self.optimizer.snapshot().unwrap();
        let last_touched = (0..rows).map(|row| steps - row % 40).collect();
        let missed: Vec<f32> = (0..rows.min(40) - 1).map(|i| 0.01 + 0.001 * i as f32).collect();
        let mut set = |name: &str, tensor: Tensor| {
            let old = snapshot.tensors.insert(format!("{name}.weight"), tensor);
            assert!(old.is_some(), "exact rows have {name}");
        };
        set("steps", Tensor::counter(steps));
        set("last_touched", Tensor::u64(&[self.scenario.params[0].shape[0]], last_touched));
        set("missed_rates", Tensor::f32(&[missed.len()], missed));
        self.optimizer.restore(&snapshot).unwrap();
    }

    fn step(&mut self, step: usize) {
        let grads = self.scenario.grads(step);
        if self.scenario.is("order", "by_position") {
            let grads: Vec<_> = grads.iter().rev().map(TestGrad::as_grad).collect();
            self.optimizer.step_in_order(&grads).unwrap();
        } else {
            let grads: Vec<_> = self.ids.iter().copied().zip(grads.iter().map(TestGrad::as_grad)).collect();
            self.optimizer.step(&grads).unwrap();
        }
    }

    /// Observes the reads of the configuration after a step, and the values and copies as they are in memory.
    fn read(&mut self, step: usize) {
        let when = |what: &str| format!("{what} after step {step}");
        match self.scenario.configuration.of("read") {
            "flush" if step % 3 == 1 => self.flush(),
            "flush_rows" if step % 2 == 1 => self.flush_rows(step),
            "export" if step % 3 == 1 => {
                let exported = self.optimizer.exported(self.ids[0]).unwrap();
                self.observed.values.push((when("export"), exported));
            }
            _ => {}
        }
        for (i, param) in self.scenario.params.iter().enumerate() {
            let (id, name) = (self.ids[i], &param.name);
            let values = self.optimizer.values(id).unwrap();
            let copy = self.optimizer.copied(id).unwrap();
            if let (Some(copy), Some(format)) = (&copy, self.scenario.copy) {
                assert!(*copy == Stored::nearest(&values, format).to_f32(), "{}", when("the copy differs"));
            }
            // Which rows are up to date in memory depends on when they were swept.
            if i == 0 && self.scenario.sweeps_in_other_steps() {
                let exported = self.optimizer.exported(id).unwrap();
                self.observed.values.push((when(&format!("export of {name}")), exported));
                continue;
            }
            self.observed.values.push((when(&format!("values of {name}")), values));
            self.observed.values.extend(copy.map(|copy| (when(&format!("copy of {name}")), copy)));
        }
        if self.scenario.is("measure", "on") || step + 1 == STEPS {
            self.observed.reports.push((step, self.optimizer.report().unwrap()));
        }
    }

    fn flush(&mut self) {
        self.ids.iter().for_each(|id| self.optimizer.flush(*id).unwrap());
    }

    /// In turn with indices of the host and of the device.
    fn flush_rows(&mut self, step: usize) {
        let rows = self.scenario.rows_to_flush(step);
        let id = self.ids[0];
        if step % 4 == 1 {
            let copy = self.optimizer.caught_up(id, Indices::from(&rows)).unwrap();
            // The other rows are as in memory, which may depend on when they were swept.
            let copy = if self.scenario.sweeps_in_other_steps() { self.rows_of(&copy, &rows) } else { copy };
            self.observed.values.push((format!("copy with some rows after step {step}"), copy));
            return self.optimizer.flush_rows(id, Indices::from(&rows)).unwrap();
        }
        self.optimizer.flush_rows(id, Indices::Device(&rows)).unwrap();
    }

    /// Some rows of the values of the first parameter.
    fn rows_of(&self, values: &[f32], rows: &[u32]) -> Vec<f32> {
        let width: usize = self.scenario.params[0].shape[1..].iter().product();
        rows.iter().flat_map(|&row| &values[row as usize * width..][..width]).copied().collect()
    }

    /// Goes on from a snapshot with another optimizer.
    fn resume(&mut self, device: &Device) {
        let values: Vec<_> = self.ids.iter().map(|id| self.optimizer.values(*id).unwrap()).collect();
        let snapshot = self.optimizer.snapshot().unwrap();
        let mut resumed = Run::new(self.scenario, device, &values);
        resumed.optimizer.restore(&snapshot).unwrap();
        self.observed.snapshots.push(snapshot);
        (self.optimizer, self.ids) = (resumed.optimizer, resumed.ids);
    }

    /// The last state, with pending steps and without.
    fn end(mut self) -> Observed {
        self.observed.snapshots.push(self.optimizer.snapshot().unwrap());
        self.flush();
        for (param, &id) in self.scenario.params.iter().zip(&self.ids) {
            let read = |what: &str| format!("{what} of {} at the end", param.name);
            self.observed.values.push((read("values"), self.optimizer.values(id).unwrap()));
            let copy = self.optimizer.copied(id).unwrap();
            self.observed.values.extend(copy.map(|copy| (read("copy"), copy)));
            self.observed.accums.push((read("accumulators"), self.optimizer.accum(id).unwrap()));
        }
        self.observed.snapshots.push(self.optimizer.snapshot().unwrap());
        self.observed
    }
}
