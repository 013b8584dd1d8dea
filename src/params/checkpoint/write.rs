//! Snapshots are written: the registry's part at one moment, and what a device adds to it later.

use std::{borrow::Cow, collections::BTreeMap, iter};

use super::{
    super::{info::ParamInfo, registry::ParamRegistry},
    names::{
        GOOD_STEPS, LOSS_SCALE, RECORDED_STEPS, SKIPPED_STEPS, STEP, exact_names, is_saved, plane_names,
        recorded_name,
    },
};
use crate::{
    lazy::RateHistory,
    loss_scale::DynamicLossScale,
    rounding::to_f32,
    schedule::Schedule,
    state::{Snapshot, SnapshotView, Tensor, TensorView},
};

/// The part of the state that the registry lacks: only the implementation that runs the steps, GPU or CPU,
/// knows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Number of skipped steps.
    pub(crate) skipped: u64,
    /// Number of steps that the registry has counted although the device has skipped them.
    pub(crate) lag: u64,
    /// The same number for each parameter with exact rows, of its own steps, in order of registration; 0
    /// where it is missing.
    pub(crate) exact_lags: Vec<u64>,
    /// The dynamic loss scale as it is now, where the optimizer has one.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// The registry's part of a snapshot, as it was at one moment: the optimizer may go on while a device copies the rest.
#[derive(Debug)]
pub(crate) struct SnapshotDraft {
    /// Number of steps taken, including those that the device has skipped.
    step: u64,
    /// Number of steps that another device has recorded beyond those taken.
    recorded: u64,
    /// Name of the learning rate's tensor and schedule of each parameter group with parameters.
    rates: Vec<(String, Schedule)>,
    /// By parameter.
    params: Vec<ParamDraft>,
}

/// The registry's part of a snapshot for one parameter.
#[derive(Debug)]
struct ParamDraft {
    info: ParamInfo,
    /// The rates that its rows may have missed, where its rows are exact.
    history: Option<RateHistory>,
    /// Rates that another device has recorded beyond the steps taken.
    recorded: Vec<f32>,
}

impl SnapshotDraft {
    /// Writes the snapshot. `accums` has the planes of state of each parameter, `last_steps` the last step of
    /// each row of each parameter with exact rows, both in order of registration.
    pub(crate) fn finish<'a>(
        &self,
        accums: impl IntoIterator<Item = impl Into<Cow<'a, [f32]>>>,
        last_steps: impl IntoIterator<Item = Vec<u32>>,
        progress: &Progress,
    ) -> SnapshotView<'a> {
        let steps = |(history, last_steps): (&RateHistory, Vec<u32>)| -> Vec<u64> {
            last_steps.into_iter().map(|last| history.step_of(last)).collect()
        };
        let last_steps: Vec<_> = self.histories().zip(last_steps).map(steps).collect();
        let oldest = last_steps.iter().map(|steps| steps.iter().min().copied());
        let rest = self.rest(oldest, progress).tensors.into_iter();
        let planes = self.planes().zip(accums);
        let planes = planes.map(|((name, shape), plane)| (name, TensorView::f32(shape.to_vec(), plane)));
        let touched = self.last_touched().zip(last_steps);
        let touched = touched.map(|((name, rows), steps)| (name, TensorView::u64(vec![rows], steps)));
        rest.map(|(name, tensor)| (name, tensor.into())).chain(planes).chain(touched).collect()
    }

    /// Name and shape of each plane of state, parameter by parameter in order of registration.
    pub(crate) fn planes(&self) -> impl Iterator<Item = (String, &[usize])> {
        let infos = self.params.iter().map(|param| &param.info);
        infos.flat_map(|info| plane_names(info).map(|name| (name, info.state_shape())))
    }

    /// Name of the tensor of last steps, and number of rows, of each parameter with exact rows.
    pub(crate) fn last_touched(&self) -> impl Iterator<Item = (String, usize)> {
        let exact = self.params.iter().filter(|param| param.history.is_some());
        exact.map(|ParamDraft { info, .. }| {
            let [_, last_touched, _] = exact_names(info);
            (last_touched, info.shape.first().copied().unwrap_or_default())
        })
    }

    /// The rates of each parameter with exact rows.
    pub(crate) fn histories(&self) -> impl Iterator<Item = &RateHistory> {
        self.params.iter().filter_map(|param| param.history.as_ref())
    }

    /// Everything but planes of state and last steps. `oldest` is the least last step of each parameter with exact rows; `None`
    /// where it has no rows.
    pub(crate) fn rest(
        &self,
        oldest: impl IntoIterator<Item = Option<u64>>,
        progress: &Progress,
    ) -> Snapshot {
        let step = self.step.saturating_sub(progress.lag);
        let rate = |(name, schedule): &(String, Schedule)| Some((name.clone(), rate_tensor(schedule, step)?));
        let rates = self.rates.iter().filter_map(rate);
        let mut tensors: BTreeMap<String, Tensor> = rates.collect();
        tensors.insert(STEP.to_owned(), Tensor::counter(step));
        for (name, count) in
            [(SKIPPED_STEPS, progress.skipped), (RECORDED_STEPS, progress.lag + self.recorded)]
        {
            if count > 0 {
                tensors.insert(name.to_owned(), Tensor::counter(count));
            }
        }
        if let Some(dynamic) = &progress.loss_scale {
            tensors.insert(LOSS_SCALE.to_owned(), Tensor::f32(&[], vec![to_f32(dynamic.scale())]));
            tensors.insert(GOOD_STEPS.to_owned(), Tensor::counter(dynamic.good_steps().into()));
        }
        let exact = self.params.iter().filter_map(|param| Some((param, param.history.as_ref()?)));
        let lags = progress.exact_lags.iter().copied().chain(iter::repeat(0));
        for (((param, history), oldest), lag) in exact.zip(oldest).zip(lags) {
            tensors.extend(param.exact_tensors(history, oldest, lag));
        }
        Snapshot { tensors }
    }
}

impl ParamDraft {
    /// The tensors of the parameter's exact rows, apart from the last steps. The device is `lag` steps behind the history.
    fn exact_tensors(
        &self,
        history: &RateHistory,
        oldest: Option<u64>,
        lag: u64,
    ) -> impl Iterator<Item = (String, Tensor)> + use<> {
        let counted = history.step_count();
        let steps = counted - lag;
        let missed = history.rates_between(oldest.unwrap_or(steps), steps);
        let recorded = [history.rates_between(steps, counted), self.recorded.clone()].concat();
        let rates = |rates: Vec<f32>| Tensor::f32(&[rates.len()], rates);
        let recorded = (!recorded.is_empty()).then(|| (recorded_name(&self.info), rates(recorded)));
        let [steps_name, _, rates_name] = exact_names(&self.info);
        [(steps_name, Tensor::counter(steps)), (rates_name, rates(missed))].into_iter().chain(recorded)
    }
}

impl ParamRegistry {
    /// The registry's part of a snapshot.
    pub(crate) fn draft_snapshot(&self) -> SnapshotDraft {
        let of_params = self.infos().iter().zip(&self.rate_histories).zip(&self.recorded_rates);
        let params = of_params.map(|((info, history), recorded)| ParamDraft {
            info: info.clone(),
            history: history.clone(),
            recorded: recorded.clone(),
        });
        SnapshotDraft {
            step: self.step,
            recorded: self.recorded_steps,
            rates: self.rates().map(|(name, schedule)| (name, schedule.clone())).collect(),
            params: params.collect(),
        }
    }

    /// Name of the learning rate's tensor and schedule of each parameter group with parameters.
    fn rates(&self) -> impl Iterator<Item = (String, &Schedule)> {
        let used = self.groups.iter().filter(|group| group.used);
        used.map(|group| (group.rate_name(), &group.learning_rate))
    }
}

/// The rate of the next step; `None` where the schedule has none in range, because no restore would take it.
fn rate_tensor(schedule: &Schedule, step: u64) -> Option<Tensor> {
    let rate = to_f32(schedule.at_or_last(step));
    is_saved(rate).then(|| Tensor::f32(&[], vec![rate]))
}
