//! The checkpoint codec: an optimizer's state as the named tensors of a [`Snapshot`], and back.
//!
//! [`Snapshot`] documents the names, types and shapes. Files of earlier versions have the same names.

use std::collections::{BTreeMap, HashSet};

use super::{info::ParamInfo, registry::ParamRegistry};
use crate::{
    error::Error,
    lazy::{MAX_STEPS, RateHistory},
    loss_scale::DynamicLossScale,
    rounding::to_f32,
    state::{Data, Snapshot, Tensor},
};

const STEP: &str = "global_step";
const LOSS_SCALE: &str = "loss_scale";
const GOOD_STEPS: &str = "good_steps";

/// The part of the state that only the implementation knows which takes the steps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Steps that the registry has counted and that were skipped.
    pub(crate) skipped: u64,
    /// The same for every parameter with exact rows, in order of registration; none means 0.
    pub(crate) skipped_of_exact: Vec<u64>,
    /// The dynamic loss scale, where there is one.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// Contents of a snapshot, checked against an optimizer.
#[derive(Debug)]
pub(crate) struct RestoredState<'a> {
    pub(crate) step: u64,
    /// By parameter.
    pub(crate) accums: Vec<&'a [f32]>,
    /// By parameter, for those with exact rows.
    pub(crate) exact: Vec<Option<RestoredRows>>,
    /// The dynamic loss scale, where the optimizer has one.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// State of a parameter's exact rows.
#[derive(Debug)]
pub(crate) struct RestoredRows {
    rate_history: RateHistory,
    /// `[rows]`: the step that each row is up to date with.
    last_steps: Vec<u32>,
}

impl ParamRegistry {
    /// The state. `accums` are every parameter's accumulators in order of registration, `last_steps` the steps that the rows
    /// of each parameter with exact rows are up to date with.
    pub(crate) fn snapshot(
        &self,
        accums: impl IntoIterator<Item = Vec<f32>>,
        last_steps: impl IntoIterator<Item = Vec<u32>>,
        progress: &Progress,
    ) -> Snapshot {
        let step = self.step.saturating_sub(progress.skipped);
        let mut tensors: BTreeMap<String, Tensor> = self.rates(step).collect();
        tensors.insert(STEP.to_owned(), Tensor::counter(step));
        if let Some(dynamic) = &progress.loss_scale {
            tensors.insert(LOSS_SCALE.to_owned(), Tensor::f32(&[], vec![to_f32(dynamic.scale())]));
            tensors.insert(GOOD_STEPS.to_owned(), Tensor::counter(dynamic.good_steps().into()));
        }
        for (info, accum) in self.infos().iter().zip(accums) {
            tensors.insert(accum_name(info), Tensor::f32(&info.shape, accum));
        }
        let skipped = progress.skipped_of_exact.iter().copied().chain(std::iter::repeat(0));
        for ((param, last_steps), skipped) in self.exact_params().zip(last_steps).zip(skipped) {
            let Some(history) = self.rate_history(param) else { continue };
            let steps = history.step_count() - skipped;
            let last_steps: Vec<_> =
                last_steps.iter().map(|&last| history.step_count() - history.pending_steps(last)).collect();
            let missed = history.rates_between(*last_steps.iter().min().unwrap_or(&steps), steps);
            let names = exact_names(&self.infos()[param]);
            let last_steps = Tensor { shape: vec![last_steps.len()], data: Data::U64(last_steps) };
            let missed = Tensor::f32(&[missed.len()], missed);
            tensors.extend(names.into_iter().zip([Tensor::counter(steps), last_steps, missed]));
        }
        Snapshot { tensors }
    }

    /// Checks a snapshot against this optimizer: every tensor is there, fits, and holds possible values, and there is no
    /// other.
    pub(crate) fn read<'a>(&self, snapshot: &'a Snapshot) -> Result<RestoredState<'a>, Error> {
        let step = find_counter(snapshot, STEP)?;
        let mut known = HashSet::from([STEP.to_owned()]);
        for (name, _) in self.rates(step) {
            find(snapshot, &name, "f32 []".to_owned())?;
            known.insert(name);
        }
        let loss_scale = self.read_loss_scale(snapshot)?;
        if loss_scale.is_some() {
            known.extend([LOSS_SCALE, GOOD_STEPS].map(str::to_owned));
        }
        let accums = Vec::with_capacity(self.infos().len());
        let mut restored = RestoredState { step, accums, exact: Vec::new(), loss_scale };
        for (param, info) in self.infos().iter().enumerate() {
            restored.accums.push(read_accum(snapshot, info)?);
            known.insert(accum_name(info));
            let rows = self.rate_history(param).map(|history| {
                known.extend(exact_names(info));
                read_rows(snapshot, info, history)
            });
            restored.exact.push(rows.transpose()?);
        }
        match snapshot.tensors.keys().find(|tensor| !known.contains(*tensor)) {
            Some(tensor) => Err(Error::StateExtra { tensor: tensor.clone() }),
            None => Ok(restored),
        }
    }

    /// Takes over the host's part of a checked snapshot; returns the steps that the rows of every parameter with exact rows
    /// are up to date with.
    pub(crate) fn restore(&mut self, step: u64, exact: Vec<Option<RestoredRows>>) -> Vec<Option<Vec<u32>>> {
        self.step = step;
        let take = |(own, restored): (&mut Option<RateHistory>, Option<RestoredRows>)| {
            let RestoredRows { rate_history, last_steps } = restored?;
            *own = Some(rate_history);
            Some(last_steps)
        };
        self.rate_histories.iter_mut().zip(exact).map(take).collect()
    }

    fn read_loss_scale(&self, snapshot: &Snapshot) -> Result<Option<DynamicLossScale>, Error> {
        let Some(own) = self.dynamic_loss_scale() else { return Ok(None) };
        let good_steps = find_counter(snapshot, GOOD_STEPS)?;
        let scale = find_f32(snapshot, LOSS_SCALE, "f32 []".to_owned())?;
        let good_steps = u32::try_from(good_steps).unwrap_or(u32::MAX);
        own.clone().resume(scale[0].into(), good_steps).map(Some)
    }

    /// The learning rate of every parameter group with parameters, and the name of its tensor.
    fn rates(&self, step: u64) -> impl Iterator<Item = (String, Tensor)> {
        self.groups.iter().filter(|group| group.used).map(move |group| {
            let rate = to_f32(group.learning_rate.at_or_last(step));
            (group.rate_name(), Tensor::f32(&[], vec![rate]))
        })
    }
}

/// Names of the tensors of exact rows: the number of steps that the parameter took part in, the step that each row is up to
/// date with, and the rates of the steps that the oldest row has missed.
fn exact_names(info: &ParamInfo) -> [String; 3] {
    ["steps", "last_touched", "missed_rates"].map(|what| format!("{what}.{}", info.name))
}

fn accum_name(info: &ParamInfo) -> String {
    format!("accum.{}", info.name)
}

/// The data of a tensor with the type and shape `want`, as [`Tensor::describe`] prints them.
fn find<'a>(snapshot: &'a Snapshot, tensor: &str, want: String) -> Result<&'a Data, Error> {
    let found = snapshot.tensors.get(tensor);
    let found = found.ok_or_else(|| Error::StateMissing { tensor: tensor.to_owned() })?;
    let got = found.describe();
    if got == want {
        return Ok(&found.data);
    }
    Err(Error::StateMismatch { tensor: tensor.to_owned(), got, want })
}

fn find_f32<'a>(snapshot: &'a Snapshot, tensor: &str, want: String) -> Result<&'a [f32], Error> {
    match find(snapshot, tensor, want)? {
        Data::F32(data) => Ok(data),
        Data::U64(_) => unreachable!("`find` has compared the types"),
    }
}

fn find_u64<'a>(snapshot: &'a Snapshot, tensor: &str, want: String) -> Result<&'a [u64], Error> {
    match find(snapshot, tensor, want)? {
        Data::U64(data) => Ok(data),
        Data::F32(_) => unreachable!("`find` has compared the types"),
    }
}

fn find_counter(snapshot: &Snapshot, tensor: &str) -> Result<u64, Error> {
    Ok(find_u64(snapshot, tensor, "u64 []".to_owned())?[0])
}

fn read_rows(snapshot: &Snapshot, info: &ParamInfo, history: &RateHistory) -> Result<RestoredRows, Error> {
    let [steps, last, missed] = exact_names(info);
    let most = find_counter(snapshot, &steps)?;
    let last_steps = find_u64(snapshot, &last, format!("u64 [{}]", info.row_count()?))?;
    let rates = read_missed_rates(snapshot, &missed, most)?;
    let least = most - rates.len() as u64;
    if let Some(position) = last_steps.iter().position(|step| !(least..=most).contains(step)) {
        return Err(Error::StateMark { tensor: last, position, value: last_steps[position], least, most });
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rows are behind by fewer steps than a history holds"
    )]
    let last_steps = last_steps.iter().map(|step| *step as u32).collect();
    Ok(RestoredRows { rate_history: history.replayed(most, rates), last_steps })
}

/// The rates that the oldest row has missed: no more than there were steps, and no more than a history holds.
fn read_missed_rates<'a>(snapshot: &'a Snapshot, tensor: &str, steps: u64) -> Result<&'a [f32], Error> {
    let most = usize::try_from(steps).unwrap_or(usize::MAX).min(MAX_STEPS - 1);
    let found =
        snapshot.tensors.get(tensor).map_or(0, |found| found.shape.first().copied().unwrap_or_default());
    let rates = find_f32(snapshot, tensor, format!("f32 [{}]", found.min(most)))?;
    check_values(tensor, rates)
}

fn read_accum<'a>(snapshot: &'a Snapshot, info: &ParamInfo) -> Result<&'a [f32], Error> {
    let tensor = accum_name(info);
    let accum = find_f32(snapshot, &tensor, format!("f32 {:?}", info.shape))?;
    check_values(&tensor, accum)
}

/// Refuses a value that is negative or not finite.
fn check_values<'a>(tensor: &str, values: &'a [f32]) -> Result<&'a [f32], Error> {
    match values.iter().position(|value| !(value.is_finite() && *value >= 0.0)) {
        Some(position) => {
            Err(Error::StateValue { tensor: tensor.to_owned(), position, value: values[position] })
        }
        None => Ok(values),
    }
}
