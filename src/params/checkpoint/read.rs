//! Snapshots are read: checked against an optimizer first, then taken over.

use std::collections::HashSet;

use super::{
    super::{
        group::{GROUP_RATE, RATE},
        info::ParamInfo,
        recent_rates::MAX_LAG,
        registry::ParamRegistry,
    },
    names::{
        GOOD_STEPS, LOSS_SCALE, RECORDED_STEPS, SKIPPED_STEPS, STEP, exact_names, is_of, is_saved,
        may_be_negative, plane_names, recorded_name,
    },
    options::RestoreOptions,
};
use crate::{
    error::Error,
    lazy::MAX_STEPS,
    loss_scale::DynamicLossScale,
    rule::StepParams,
    state::{DataView, SnapshotView},
};

/// The most steps that a snapshot may count, so that an optimizer that goes on never counts beyond u64.
const MAX_COUNTER: u64 = 1 << 62;

/// The contents of a snapshot, checked against an optimizer.
#[derive(Debug)]
pub(crate) struct RestoredState<'a> {
    /// The planes of state of each parameter, in order of registration; `None` for the initial state.
    pub(crate) accums: Vec<Option<&'a [f32]>>,
    /// The dynamic loss scale, where the optimizer has one.
    pub(crate) loss_scale: Option<DynamicLossScale>,
    pub(crate) steps: RestoredSteps<'a>,
}

/// The steps of a snapshot, and what exact rows have missed of them.
#[derive(Debug)]
pub(crate) struct RestoredSteps<'a> {
    /// Number of steps taken.
    taken: u64,
    /// Number of steps skipped.
    pub(crate) skipped: u64,
    /// Number of steps that were recorded beyond those taken, because a device had skipped as many.
    recorded: u64,
    /// By parameter, in order of registration; `None` where rows are not exact.
    exact: Vec<Option<RestoredRows<'a>>>,
}

/// The state of the exact rows of a parameter.
#[derive(Debug)]
struct RestoredRows<'a> {
    /// Number of steps that the parameter took part in.
    steps: u64,
    /// `[rows]`: the number of steps that each row is up to date with, as `RateHistory` counts them.
    last_steps: Vec<u32>,
    /// Rates of the last of these steps, which the oldest row has missed.
    missed: &'a [f32],
    /// Rates of the steps that were recorded beyond these.
    recorded: &'a [f32],
}

impl RestoredRows<'_> {
    /// The rows of a parameter that has taken part in no step.
    fn new(info: &ParamInfo) -> Result<Self, Error> {
        let rows = usize::try_from(info.row_count()?).unwrap_or(usize::MAX);
        Ok(Self { steps: 0, last_steps: vec![0; rows], missed: &[], recorded: &[] })
    }
}

/// What an implementation takes over of the steps of a snapshot.
#[derive(Debug)]
pub(crate) struct TakenSteps {
    /// The last steps that the registry counts, as many as a device has skipped: parameters of each parameter group.
    pub(crate) skipped: Vec<Vec<StepParams>>,
    /// By parameter, in order of registration; `None` where rows are not exact.
    pub(crate) exact: Vec<Option<RestoredMarks>>,
}

/// The last steps of the exact rows of a parameter.
#[derive(Debug, PartialEq)]
pub(crate) struct RestoredMarks {
    /// `[rows]`: the number of steps that each row is up to date with, as `RateHistory` counts them.
    pub(crate) last_steps: Vec<u32>,
    /// Number of steps that the registry counts for the parameter although a device has skipped them.
    pub(crate) lag: u32,
}

impl ParamRegistry {
    /// Reads a snapshot, without taking anything over. Refuses one in which a tensor is missing, does not
    /// fit, holds impossible values, or is not of this optimizer, unless the options allow it.
    pub(crate) fn read<'a>(
        &self,
        snapshot: &'a SnapshotView<'_>,
        options: &RestoreOptions,
    ) -> Result<RestoredState<'a>, Error> {
        self.check_options(options)?;
        let taken = find_counter(snapshot, STEP, MAX_COUNTER)?;
        let skipped = find_optional(snapshot, SKIPPED_STEPS, MAX_COUNTER)?;
        let recorded = find_optional(snapshot, RECORDED_STEPS, skipped.min(MAX_LAG.into()))?;
        let mut known = HashSet::from([STEP, SKIPPED_STEPS, RECORDED_STEPS].map(str::to_owned));
        for name in snapshot.tensors.keys().filter(|name| is_rate_name(name)) {
            check_values(name, find_f32(snapshot, name, "f32 []".to_owned())?)?;
            known.insert(name.to_string());
        }
        let loss_scale = self.read_loss_scale(snapshot)?;
        if loss_scale.is_some() {
            known.extend([LOSS_SCALE, GOOD_STEPS].map(str::to_owned));
        }
        let (mut accums, mut exact) = (Vec::with_capacity(self.infos().len()), Vec::new());
        for (param, info) in self.infos().iter().enumerate() {
            let has_state = || snapshot.tensors.keys().any(|tensor| is_of(tensor, &info.name));
            if options.missing.contains(&info.name) && !has_state() {
                accums.extend(plane_names(info).map(|_| None));
                exact.push(self.rate_history(param).map(|_| RestoredRows::new(info)).transpose()?);
                continue;
            }
            for name in plane_names(info) {
                accums.push(Some(read_plane(snapshot, info, &name)?));
                known.insert(name);
            }
            let rows = self.rate_history(param).map(|_| {
                known.extend(exact_names(info).into_iter().chain([recorded_name(info)]));
                read_rows(snapshot, info, recorded)
            });
            exact.push(rows.transpose()?);
        }
        let is_left_out = |tensor: &str| options.unexpected.iter().any(|param| is_of(tensor, param));
        let mut tensors = snapshot.tensors.keys();
        if let Some(tensor) = tensors.find(|tensor| !known.contains(&***tensor) && !is_left_out(tensor)) {
            return Err(Error::StateExtra { tensor: tensor.to_string() });
        }
        Ok(RestoredState { accums, loss_scale, steps: RestoredSteps { taken, skipped, recorded, exact } })
    }

    /// Refuses names of parameters that the options cannot be meant for.
    fn check_options(&self, options: &RestoreOptions) -> Result<(), Error> {
        let unknown = options.missing.iter().find(|name| self.param(name).is_none());
        let own = options.unexpected.iter().find(|name| self.param(name).is_some());
        match (unknown, own) {
            (Some(name), _) => Err(Error::MissingUnknown { name: name.clone() }),
            (None, Some(name)) => Err(Error::UnexpectedKnown { name: name.clone() }),
            (None, None) => Ok(()),
        }
    }

    /// Takes over the steps of a snapshot that was read. `counts_ahead` says whether the implementation counts steps before it
    /// knows that they are skipped: then it counts on from the steps that were recorded, so that rows are swept in the same
    /// steps and sums over their rates have the same bits. Otherwise it counts on from the steps taken.
    pub(crate) fn restore(&mut self, steps: RestoredSteps<'_>, counts_ahead: bool) -> TakenSteps {
        let RestoredSteps { taken, recorded, exact, .. } = steps;
        let skipped = if counts_ahead { self.params_of_steps(taken, recorded) } else { None };
        let counts_ahead = skipped.is_some();
        let skipped = skipped.unwrap_or_default();
        self.step = taken + skipped.len() as u64;
        self.recorded_steps = recorded - skipped.len() as u64;
        self.forget_flushes();
        let exact = exact.into_iter().enumerate();
        let exact = exact.map(|(param, rows)| self.restore_rows(param, rows?, counts_ahead)).collect();
        TakenSteps { skipped, exact }
    }

    /// Parameters of so many steps, of each parameter group. `None` where a schedule has no value for one of them, or for the
    /// step behind them: where its list has ended, the values that were not used up are left for the steps to come.
    fn params_of_steps(&self, first: u64, count: u64) -> Option<Vec<Vec<StepParams>>> {
        if count == 0 {
            return Some(Vec::new());
        }
        self.step_params_at(first + count).ok()?;
        (first..first + count).map(|step| self.step_params_at(step).ok()).collect()
    }

    /// Takes over the state of the exact rows of a parameter.
    fn restore_rows(
        &mut self,
        param: usize,
        rows: RestoredRows<'_>,
        counts_ahead: bool,
    ) -> Option<RestoredMarks> {
        let RestoredRows { steps, last_steps, missed, recorded } = rows;
        let (counted, kept) = if counts_ahead { (recorded, &[][..]) } else { (&[][..], recorded) };
        let history = self.rate_histories[param].as_mut()?;
        *history = history.replayed(steps + counted.len() as u64, &[missed, counted].concat());
        self.recorded_rates[param] = kept.to_vec();
        #[expect(clippy::cast_possible_truncation, reason = "at most MAX_LAG rates were read")]
        Some(RestoredMarks { last_steps, lag: counted.len() as u32 })
    }

    fn read_loss_scale(&self, snapshot: &SnapshotView<'_>) -> Result<Option<DynamicLossScale>, Error> {
        let Some(own) = self.dynamic_loss_scale() else { return Ok(None) };
        let good_steps = find_counter(snapshot, GOOD_STEPS, MAX_COUNTER)?;
        let scale = find_f32(snapshot, LOSS_SCALE, "f32 []".to_owned())?;
        let good_steps = u32::try_from(good_steps).unwrap_or(u32::MAX);
        own.clone().resume(scale[0].into(), good_steps).map(Some)
    }
}

/// Whether a tensor is the record of a learning rate. A restore needs none, whatever groups the optimizer has: it computes rates
/// from its own schedules.
fn is_rate_name(tensor: &str) -> bool {
    let of_group = |number: &str| number.parse::<usize>().is_ok();
    tensor == RATE || tensor.strip_prefix(GROUP_RATE).is_some_and(of_group)
}

/// The data of a tensor that must have the type and shape `want`, written as [`Tensor::describe`](crate::Tensor) does.
fn find<'a>(snapshot: &'a SnapshotView<'_>, tensor: &str, want: String) -> Result<&'a DataView<'a>, Error> {
    let found = snapshot.tensors.get(tensor);
    let found = found.ok_or_else(|| Error::StateMissing { tensor: tensor.to_owned() })?;
    let got = found.describe();
    if got == want {
        return Ok(&found.data);
    }
    Err(Error::StateMismatch { tensor: tensor.to_owned(), got, want })
}

fn find_f32<'a>(snapshot: &'a SnapshotView<'_>, tensor: &str, want: String) -> Result<&'a [f32], Error> {
    match find(snapshot, tensor, want)? {
        DataView::F32(data) => Ok(data),
        DataView::U64(_) => unreachable!("`find` has compared the types"),
    }
}

fn find_u64<'a>(snapshot: &'a SnapshotView<'_>, tensor: &str, want: String) -> Result<&'a [u64], Error> {
    match find(snapshot, tensor, want)? {
        DataView::U64(data) => Ok(data),
        DataView::F32(_) => unreachable!("`find` has compared the types"),
    }
}

fn find_counter(snapshot: &SnapshotView<'_>, tensor: &str, most: u64) -> Result<u64, Error> {
    let value = find_u64(snapshot, tensor, "u64 []".to_owned())?[0];
    if value > most {
        return Err(Error::StateCounter { tensor: tensor.to_owned(), value, most });
    }
    Ok(value)
}

/// A counter that is 0 where a snapshot lacks it.
fn find_optional(snapshot: &SnapshotView<'_>, tensor: &str, most: u64) -> Result<u64, Error> {
    if snapshot.tensors.contains_key(tensor) { find_counter(snapshot, tensor, most) } else { Ok(0) }
}

/// `recorded` is the number of steps that were recorded beyond those taken, of all parameters.
fn read_rows<'a>(
    snapshot: &'a SnapshotView<'_>,
    info: &ParamInfo,
    recorded: u64,
) -> Result<RestoredRows<'a>, Error> {
    let [steps_name, last_steps_name, rates_name] = exact_names(info);
    let steps = find_counter(snapshot, &steps_name, MAX_COUNTER)?;
    let last_steps = find_u64(snapshot, &last_steps_name, format!("u64 [{}]", info.row_count()?))?;
    let recorded_name = recorded_name(info);
    let recorded = if snapshot.tensors.contains_key(&*recorded_name) {
        read_rates(snapshot, &recorded_name, length(recorded))?
    } else {
        &[]
    };
    // A history holds them all, and a row that misses more has been swept.
    let most = length(steps).min(MAX_STEPS - 1 - recorded.len());
    let missed = read_rates(snapshot, &rates_name, most)?;
    let least = steps - missed.len() as u64;
    if let Some(position) = last_steps.iter().position(|last| !(least..=steps).contains(last)) {
        let (value, most) = (last_steps[position], steps);
        return Err(Error::StateMark { tensor: last_steps_name, position, value, least, most });
    }
    #[expect(clippy::cast_possible_truncation, reason = "as RateHistory::current_step")]
    let last_steps = last_steps.iter().map(|&last| last as u32).collect();
    Ok(RestoredRows { steps, last_steps, missed, recorded })
}

/// A number of steps as the length of a slice.
fn length(steps: u64) -> usize {
    usize::try_from(steps).unwrap_or(usize::MAX)
}

/// The rates of some steps, at most so many.
fn read_rates<'a>(snapshot: &'a SnapshotView<'_>, tensor: &str, most: usize) -> Result<&'a [f32], Error> {
    let found =
        snapshot.tensors.get(tensor).map_or(0, |found| found.shape.first().copied().unwrap_or_default());
    let rates = find_f32(snapshot, tensor, format!("f32 [{}]", found.min(most)))?;
    check_values(tensor, rates)
}

fn read_plane<'a>(
    snapshot: &'a SnapshotView<'_>,
    info: &ParamInfo,
    tensor: &str,
) -> Result<&'a [f32], Error> {
    let plane = find_f32(snapshot, tensor, format!("f32 {:?}", info.state_shape()))?;
    if may_be_negative(tensor, &info.name) {
        return check_all(tensor, plane, |value| value.is_finite());
    }
    check_values(tensor, plane)
}

/// Refuses a value that is negative or not finite.
fn check_values<'a>(tensor: &str, values: &'a [f32]) -> Result<&'a [f32], Error> {
    check_all(tensor, values, is_saved)
}

fn check_all<'a>(
    tensor: &str,
    values: &'a [f32],
    is_saved: impl Fn(f32) -> bool,
) -> Result<&'a [f32], Error> {
    match values.iter().position(|value| !is_saved(*value)) {
        Some(position) => {
            Err(Error::StateValue { tensor: tensor.to_owned(), position, value: values[position] })
        }
        None => Ok(values),
    }
}
