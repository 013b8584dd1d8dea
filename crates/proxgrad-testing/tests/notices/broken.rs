//! A backend with one fault: the CPU implementation behind a faulty wrapper.

use proxgrad::{
    Config, Error, Group, GroupId, HostIndices, ParamId, Report, RestoreOptions, RowDecay, RowSources, Rows,
    Schedule, Snapshot, SnapshotView,
};
use proxgrad_testing::{Backend, Cpu, Grad, Indices, Optimizer, Param, Refused};

/// The fault of a backend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// No fault, to check that the wrapper itself is sound.
    None,
    /// Every step is taken twice.
    StepsTwice,
    /// Steps do not change values.
    ValuesStay,
    /// Values that are 0 are a little above it instead.
    NoZeros,
    /// A setting is ignored.
    NoL1,
    /// A setting is ignored.
    NoLossScale,
    /// A row decays once, however many entries it has.
    DecaysOnce,
    /// The settings of groups are ignored.
    NoGroupSettings,
    /// No gradient is centralized.
    NoCentralization,
    /// Settings out of range are clamped.
    Clamps,
    /// Refusals have another error than they should.
    WrongError,
    /// The order of the parameters is never changed.
    NoOrder,
    /// Gradients by position go to the parameters in the order in which they were added.
    PositionIgnored,
    /// The reported learning rate is not the one that is used.
    WrongRate,
    /// A weight decay is reported for parameters that are exempt.
    NothingExempt,
    /// Accumulators have other names in a snapshot.
    OtherNames,
    /// Every step flips the last bit of every value, also in rows without a gradient.
    TouchesAllRows,
    /// Host indices out of range are dropped.
    DropsBadRows,
    /// The last device index is ignored.
    OverlooksIndex,
    /// Device indices out of range are not counted.
    CountsNoBadRows,
    /// A refused step counts as a step.
    CountsRefusals,
    /// A refused step flips the last bit of every value.
    ChangesRefused,
    /// A step that must be refused is accepted, and does nothing.
    TakesAll,
    /// Every step is refused.
    RefusesAll,
}

/// A backend with this fault.
pub(crate) struct Broken(pub(crate) Fault);

impl Backend for Broken {
    fn name(&self) -> &'static str {
        "cpu"
    }

    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }

    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error> {
        let config = match self.0 {
            Fault::NoL1 => Config { l1: 0.0, ..config },
            Fault::NoLossScale => Config { loss_scale: 1.0, ..config },
            Fault::DecaysOnce => Config { row_decay: RowDecay::Once, ..config },
            Fault::Clamps => Config { l1: config.l1.max(0.0), accum: config.accum.max(0.0), ..config },
            _ => config,
        };
        let inner = match (self.0, Cpu.optimizer(config)) {
            (Fault::WrongError, Err(_)) => return Err(Error::NoParams),
            (_, inner) => inner?,
        };
        Ok(Box::new(BrokenOptimizer { fault: self.0, inner, params: Vec::new(), refused: 0 }))
    }
}

struct BrokenOptimizer {
    fault: Fault,
    inner: Box<dyn Optimizer>,
    /// Number of rows and initial values of each parameter, in the order in which they were added.
    params: Vec<(ParamId, usize, Vec<f32>)>,
    refused: u64,
}

impl BrokenOptimizer {
    fn without_bad_rows(&self, indices: &[i32], values: &[f32]) -> (Vec<i32>, Vec<f32>) {
        let width = values.len() / indices.len();
        let good = |&at: &usize| usize::try_from(indices[at]).is_ok_and(|row| row < self.params[0].1);
        let good: Vec<usize> = (0..indices.len()).filter(good).collect();
        let values = good.iter().flat_map(|&at| &values[at * width..(at + 1) * width]).copied().collect();
        (good.into_iter().map(|at| indices[at]).collect(), values)
    }

    /// Counts a refused step, and accepts it where that is the fault.
    fn outcome<T>(&mut self, outcome: Result<T, Error>, nothing: T) -> Result<T, Error> {
        self.refused += u64::from(outcome.is_err());
        if self.fault == Fault::TakesAll { Ok(outcome.unwrap_or(nothing)) } else { outcome }
    }
}

impl Optimizer for BrokenOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.add_group(match self.fault {
            Fault::NoGroupSettings => Group::default(),
            Fault::NoCentralization => Group { grad_centralization: None, ..group },
            _ => group,
        })
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let id = self.inner.add_param(param)?;
        self.params.push((id, param.shape.first().copied().unwrap_or_default(), param.values.to_vec()));
        Ok(id)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        match (self.fault, grads) {
            (Fault::RefusesAll, &[(param, _), ..]) => {
                let foreign = Cpu.optimizer(Config::default())?;
                foreign.accum(param).map(|_| Vec::new())
            }
            (
                Fault::DropsBadRows,
                &[(param, Grad::Rows { indices: Indices::Host(HostIndices::I32(indices)), values })],
            ) => {
                let (indices, values) = self.without_bad_rows(indices, values);
                self.inner.step_with(&[(param, Grad::rows(&indices, &values))], refused)
            }
            (
                Fault::OverlooksIndex,
                &[(param, Grad::Rows { indices: Indices::Device(indices @ [.., _]), values })],
            ) => {
                let last = indices.len() - 1;
                let values = &values[..values.len() / indices.len() * last];
                let indices = Indices::Device(&indices[..last]);
                self.inner.step_with(&[(param, Grad::Rows { indices, values })], refused)
            }
            (Fault::StepsTwice, _) => {
                self.inner.step(grads)?;
                self.inner.step_with(grads, refused)
            }
            _ => {
                let outcome = self.inner.step_with(grads, refused);
                self.outcome(outcome, Vec::new())
            }
        }
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        if self.fault == Fault::PositionIgnored {
            let ids = self.params.iter().map(|(id, ..)| *id);
            return self.inner.step(&ids.zip(grads.iter().copied()).collect::<Vec<_>>());
        }
        let outcome = self.inner.step_in_order(grads);
        self.outcome(outcome, ())
    }

    fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        if self.fault == Fault::NoOrder { Ok(()) } else { self.inner.order_params(names) }
    }

    fn params(&self) -> Vec<ParamId> {
        self.inner.params()
    }

    fn lr(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.inner.lr(group)
    }

    fn lr_of(&self, param: ParamId) -> Result<f64, Error> {
        let rate = self.inner.lr_of(param)?;
        Ok(if self.fault == Fault::WrongRate { rate * (1.0 + 1e-5) } else { rate })
    }

    fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error> {
        let decay = self.inner.weight_decay_of(param)?;
        Ok(if self.fault == Fault::NothingExempt { decay.max(1e-6) } else { decay })
    }

    fn rows_of(&self, param: ParamId) -> Result<Rows, Error> {
        self.inner.rows_of(param)
    }

    fn copied(&self, param: ParamId) -> Result<Option<Vec<f32>>, Error> {
        self.inner.copied(param)
    }

    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.exported(param)
    }

    fn flush(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.flush(param)
    }

    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error> {
        self.inner.flush_rows(param, indices)
    }

    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        self.inner.set_loss_scale(loss_scale)
    }

    fn set_learning_rate(&mut self, group: Option<GroupId>, learning_rate: Schedule) -> Result<(), Error> {
        self.inner.set_learning_rate(group, learning_rate)
    }

    fn set_weight_decay(&mut self, group: Option<GroupId>, weight_decay: Schedule) -> Result<(), Error> {
        self.inner.set_weight_decay(group, weight_decay)
    }

    fn set_l1(&mut self, group: Option<GroupId>, l1: f64) -> Result<(), Error> {
        self.inner.set_l1(group, l1)
    }

    fn set_l2(&mut self, group: Option<GroupId>, l2: f64) -> Result<(), Error> {
        self.inner.set_l2(group, l2)
    }

    fn report(&mut self) -> Result<Report, Error> {
        self.inner.report()
    }

    fn caught_up(&mut self, param: ParamId, indices: Indices<'_>) -> Result<Vec<f32>, Error> {
        self.inner.caught_up(param, indices)
    }

    fn rearrange_rows(
        &mut self,
        param: ParamId,
        sources: &RowSources,
        on_device: bool,
        table: &[f32],
    ) -> Result<(), Error> {
        self.inner.rearrange_rows(param, sources, on_device, table)
    }

    fn freeze(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.freeze(param)
    }

    fn thaw(&mut self, param: ParamId) -> Result<(), Error> {
        self.inner.thaw(param)
    }

    fn is_frozen(&self, param: ParamId) -> Result<bool, Error> {
        self.inner.is_frozen(param)
    }

    fn measure_steps(&mut self, is_wanted: bool) {
        self.inner.measure_steps(is_wanted);
    }

    fn bad_rows(&self) -> Result<u64, Error> {
        if self.fault == Fault::CountsNoBadRows { Ok(0) } else { self.inner.bad_rows() }
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        let mut values = self.inner.values(param)?;
        let flip = match self.fault {
            Fault::TouchesAllRows => !self.inner.global_step().is_multiple_of(2),
            Fault::ChangesRefused => !self.refused.is_multiple_of(2),
            _ => false,
        };
        if flip {
            values.iter_mut().for_each(|value| *value = f32::from_bits(value.to_bits() ^ 1));
        }
        if self.fault == Fault::NoZeros {
            values.iter_mut().filter(|value| **value == 0.0).for_each(|value| *value = 1e-9);
        }
        if self.fault == Fault::ValuesStay {
            let first = self.params.iter().find(|(id, ..)| *id == param);
            first.iter().for_each(|(_, _, first)| values.clone_from(first));
        }
        Ok(values)
    }

    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.accum(param)
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        let mut snapshot = self.inner.snapshot()?;
        if self.fault == Fault::OtherNames {
            let tensors = snapshot.tensors.into_iter();
            snapshot.tensors =
                tensors.map(|(name, tensor)| (name.replace("accum.", "accum/"), tensor)).collect();
        }
        Ok(snapshot)
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.inner.restore(snapshot)
    }

    fn restore_view(&mut self, snapshot: &SnapshotView<'_>, options: &RestoreOptions) -> Result<(), Error> {
        self.inner.restore_view(snapshot, options)
    }

    fn global_step(&self) -> u64 {
        self.inner.global_step() + if self.fault == Fault::CountsRefusals { self.refused } else { 0 }
    }
}
