//! The optimizer: its parameters, their state, and checkpoints.

use std::borrow::Cow;

use super::{state::State, tensor::Param};
use crate::{
    config::Config,
    error::Error,
    loss_scale::DynamicLossScale,
    params::{ParamId, ParamRegistry, Progress, RestoreOptions, RestoredState, registry_methods},
    report::Report,
    rounding::to_f32,
    rule::Rows,
    state::{Snapshot, SnapshotView},
};

/// The optimizer: settings, accumulators and step number.
#[derive(Debug)]
pub struct ProximalAdagrad {
    pub(super) registry: ParamRegistry,
    /// By parameter.
    pub(super) states: Vec<State>,
    /// By parameter and row: the step that the row is up to date with. Empty where rows are not exact.
    pub(super) last_steps: Vec<Vec<u32>>,
    /// The dynamic loss scale, if there is one.
    pub(super) dynamic: Option<DynamicLossScale>,
    /// The report, without a valid loss scale.
    pub(super) report: Report,
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    pub fn new(config: Config) -> Result<Self, Error> {
        let registry = ParamRegistry::new(config)?;
        // The scale in f32, as a device keeps it.
        let rounded =
            |own: &DynamicLossScale| own.clone().resume(to_f32(own.scale()).into(), own.good_steps());
        let dynamic = registry.dynamic_loss_scale().map(rounded).transpose()?;
        let (states, last_steps) = (Vec::new(), Vec::new());
        Ok(Self { registry, states, last_steps, dynamic, report: Report::default() })
    }

    /// Registers a parameter and allocates its accumulators.
    ///
    /// # Errors
    /// A name that is taken, a group of another optimizer, a shape too large; exact rows of a scalar, or with
    /// weight decay.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let info =
            self.registry.draft(param.name, param.shape, param.group, param.rows)?.with_part(param.part)?;
        let too_large = || Error::ShapeTooLarge { name: param.name.to_owned(), shape: param.shape.to_vec() };
        usize::try_from(info.len).map_err(|_| too_large())?;
        self.states.push(State::new(&info));
        let rows = if param.rows == Rows::Exact { param.shape[0] } else { 0 };
        self.last_steps.push(vec![0; rows]);
        Ok(self.registry.add(info))
    }

    /// Number of steps finished so far.
    pub fn global_step(&self) -> u64 {
        self.registry.step
    }

    /// The accumulators of a parameter, in its shape; one for each row with row-wise AdaGrad, none for a rule without
    /// accumulators.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn accum(&self, param: ParamId) -> Result<&[f32], Error> {
        let [accums, _] = &self.states[self.registry.index(param)?].planes;
        Ok(accums)
    }

    /// The state that the update rule keeps for a parameter: names, which [`UpdateRule`](crate::UpdateRule) lists, and tensors in
    /// the shape of the parameter, or with one number for each row.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn state(&self, param: ParamId) -> Result<impl Iterator<Item = (&'static str, &[f32])>, Error> {
        let param = self.registry.index(param)?;
        let names = self.registry.infos()[param].plane_names().iter().copied();
        Ok(names.zip(self.states[param].read()))
    }

    /// Divisor of the gradients of the next step: the current
    /// [dynamic loss scale](Config::dynamic_loss_scale) if there is one, else `loss_scale`.
    ///
    /// ```
    /// use proxgrad::{Config, DynamicLossScale, cpu::{Param, ProximalAdagrad}};
    ///
    /// let dynamic_loss_scale = Some(DynamicLossScale::new(1024.0, 2.0, 100)?);
    /// let mut optimizer = ProximalAdagrad::new(Config { dynamic_loss_scale, ..Config::default() })?;
    /// let weight = optimizer.add_param(Param::new("weight", &[1]))?;
    ///
    /// let mut values = [1.0];
    /// let mut step = optimizer.begin_step();
    /// step.dense(weight, &mut values, &[f32::INFINITY])?;
    /// step.finish()?;
    /// assert_eq!((values, optimizer.current_loss_scale()), ([1.0], 512.0));
    /// assert_eq!(optimizer.report().skipped_steps, 1);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn current_loss_scale(&self) -> f64 {
        self.dynamic.as_ref().map_or(self.registry.loss_scale(), DynamicLossScale::scale)
    }

    /// Counters and measurements so far.
    pub fn report(&self) -> Report {
        Report { loss_scale: to_f32(self.current_loss_scale()), ..self.report }
    }

    /// The whole state, for a checkpoint. Pending steps of exact rows are saved as such, and are still
    /// pending once the snapshot is restored.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_view().into_snapshot()
    }

    /// The same without copies of the accumulators, to be written to a file.
    pub fn snapshot_view(&self) -> SnapshotView<'_> {
        let states = self.states.iter().zip(self.registry.infos());
        let planes = states.flat_map(|(state, info)| state.planes.iter().take(info.planes()));
        let planes = planes.map(|plane| Cow::Borrowed(&**plane));
        let last_steps = self.registry.exact_params().map(|param| self.last_steps[param].clone());
        let skipped = self.report.skipped_steps;
        let progress = Progress { skipped, loss_scale: self.dynamic.clone(), ..Progress::default() };
        self.registry.draft_snapshot().finish(planes, last_steps, &progress)
    }

    /// Continues from the state in a snapshot.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds a value that no accumulator,
    /// rate or step can have. Nothing changes then.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.restore_view(&snapshot.view(), &RestoreOptions::default())
    }

    /// Continues from the state in a snapshot whose tensors are borrowed, which may have other parameters than the optimizer, if
    /// the options allow it.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::restore`]; options that name a parameter as missing that the optimizer does not have, or as
    /// unexpected that it has. Nothing changes then.
    pub fn restore_view(
        &mut self,
        snapshot: &SnapshotView<'_>,
        options: &RestoreOptions,
    ) -> Result<(), Error> {
        let RestoredState { accums, loss_scale, steps } = self.registry.read(snapshot, options)?;
        let mut accums = accums.into_iter();
        for (state, info) in self.states.iter_mut().zip(self.registry.infos()) {
            let initial = info.initial_state();
            for ((own, saved), initial) in
                state.planes.iter_mut().zip(accums.by_ref().take(info.planes())).zip(initial)
            {
                match saved {
                    Some(saved) => own.copy_from_slice(saved),
                    None => own.fill(initial),
                }
            }
        }
        self.dynamic = loss_scale;
        self.report.skipped_steps = steps.skipped;
        let rows = self.registry.restore(steps, false).exact;
        for (own, saved) in self.last_steps.iter_mut().zip(rows) {
            *own = saved.map(|rows| rows.last_steps).unwrap_or_default();
        }
        Ok(())
    }
}

registry_methods!(ProximalAdagrad);

impl ProximalAdagrad {
    fn set_frozen(&mut self, param: ParamId, is_frozen: bool) -> Result<(), Error> {
        let param = self.registry.index(param)?;
        self.registry.set_frozen(param, is_frozen);
        Ok(())
    }
}
