//! The codec of snapshots: the state of an optimizer as the named tensors of a [`Snapshot`], and back.
//!
//! [`Snapshot`] documents the names, types and shapes. Names never change, because files written earlier must
//! load.

use std::collections::{BTreeMap, HashSet};

use super::{
    group::{GROUP_RATE, RATE},
    info::ParamInfo,
    registry::ParamRegistry,
};
use crate::{
    error::Error,
    lazy::{MAX_STEPS, RateHistory},
    loss_scale::DynamicLossScale,
    rounding::to_f32,
    rule::{Rule, UpdateRule},
    schedule::Schedule,
    state::{Data, Snapshot, Tensor},
};

const STEP: &str = "global_step";
/// The most steps that a snapshot may count, so that an optimizer that goes on never counts beyond u64.
const MAX_COUNTER: u64 = 1 << 62;

const LOSS_SCALE: &str = "loss_scale";
const GOOD_STEPS: &str = "good_steps";

/// The part of the state that the registry lacks: only the implementation that runs the steps, GPU or CPU,
/// knows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Number of steps that the registry has counted although the device has skipped them.
    pub(crate) skipped: u64,
    /// The same number for each parameter with exact rows, of its own steps, in order of registration; 0
    /// where it is missing.
    pub(crate) skipped_of_exact: Vec<u64>,
    /// The dynamic loss scale as it is now, where the optimizer has one.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// The contents of a snapshot, checked against an optimizer.
#[derive(Debug)]
pub(crate) struct RestoredState<'a> {
    /// Number of steps taken.
    pub(crate) step: u64,
    /// The planes of state of each parameter, in order of registration.
    pub(crate) accums: Vec<&'a [f32]>,
    /// State of the exact rows of each parameter, in order of registration; `None` where rows are not exact.
    pub(crate) exact: Vec<Option<RestoredRows>>,
    /// The dynamic loss scale, where the optimizer has one.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// The state of the exact rows of a parameter.
#[derive(Debug)]
pub(crate) struct RestoredRows {
    rate_history: RateHistory,
    /// `[rows]`: the number of steps that each row is up to date with, as [`RateHistory`] counts them.
    last_steps: Vec<u32>,
}

/// The registry's part of a snapshot, as it was at one moment: the optimizer may go on while a device copies the rest.
#[derive(Debug)]
pub(crate) struct SnapshotDraft {
    /// Number of steps taken, including those that the device has skipped.
    step: u64,
    /// Name of the learning rate's tensor and schedule of each parameter group with parameters.
    rates: Vec<(String, Schedule)>,
    /// Description of each parameter, and the rates that its rows may have missed, where its rows are exact.
    params: Vec<(ParamInfo, Option<RateHistory>)>,
}

impl SnapshotDraft {
    /// Writes the snapshot. `accums` has the planes of state of each parameter, `last_steps` the last step of
    /// each row of each parameter with exact rows, both in order of registration.
    pub(crate) fn finish(
        &self,
        accums: impl IntoIterator<Item = Vec<f32>>,
        last_steps: impl IntoIterator<Item = Vec<u32>>,
        progress: &Progress,
    ) -> Snapshot {
        let step = self.step.saturating_sub(progress.skipped);
        let rate = |(name, schedule): &(String, Schedule)| Some((name.clone(), rate_tensor(schedule, step)?));
        let rates = self.rates.iter().filter_map(rate);
        let mut tensors: BTreeMap<String, Tensor> = rates.collect();
        tensors.insert(STEP.to_owned(), Tensor::counter(step));
        if let Some(dynamic) = &progress.loss_scale {
            tensors.insert(LOSS_SCALE.to_owned(), Tensor::f32(&[], vec![to_f32(dynamic.scale())]));
            tensors.insert(GOOD_STEPS.to_owned(), Tensor::counter(dynamic.good_steps().into()));
        }
        let infos = self.params.iter().map(|(info, _)| info);
        let planes = infos.flat_map(|info| plane_names(info).map(|name| (name, &info.shape)));
        tensors.extend(planes.zip(accums).map(|((name, shape), plane)| (name, Tensor::f32(shape, plane))));
        let skipped = progress.skipped_of_exact.iter().copied().chain(std::iter::repeat(0));
        let exact = self.params.iter().filter_map(|(info, history)| Some((info, history.as_ref()?)));
        for (((info, history), last_steps), skipped) in exact.zip(last_steps).zip(skipped) {
            let steps = history.step_count() - skipped;
            let last_steps: Vec<_> =
                last_steps.iter().map(|&last| history.step_count() - history.pending_steps(last)).collect();
            let missed = history.rates_between(*last_steps.iter().min().unwrap_or(&steps), steps);
            let names = exact_names(info);
            let last_steps = Tensor::u64(&[last_steps.len()], last_steps);
            let missed = Tensor::f32(&[missed.len()], missed);
            tensors.extend(names.into_iter().zip([Tensor::counter(steps), last_steps, missed]));
        }
        Snapshot { tensors }
    }
}

impl ParamRegistry {
    /// The registry's part of a snapshot.
    pub(crate) fn draft_snapshot(&self) -> SnapshotDraft {
        let histories = self.rate_histories.iter().cloned();
        SnapshotDraft {
            step: self.step,
            rates: self.rates().map(|(name, schedule)| (name, schedule.clone())).collect(),
            params: self.infos().iter().cloned().zip(histories).collect(),
        }
    }

    /// Reads a snapshot, without taking anything over. Refuses one in which a tensor is missing, does not
    /// fit, holds impossible values, or is not of this optimizer.
    pub(crate) fn read<'a>(&self, snapshot: &'a Snapshot) -> Result<RestoredState<'a>, Error> {
        let step = find_counter(snapshot, STEP)?;
        let mut known = HashSet::from([STEP.to_owned()]);
        for name in snapshot.tensors.keys().filter(|name| is_rate_name(name)) {
            check_values(name, find_f32(snapshot, name, "f32 []".to_owned())?)?;
            known.insert(name.clone());
        }
        let loss_scale = self.read_loss_scale(snapshot)?;
        if loss_scale.is_some() {
            known.extend([LOSS_SCALE, GOOD_STEPS].map(str::to_owned));
        }
        let accums = Vec::with_capacity(self.infos().len());
        let mut restored = RestoredState { step, accums, exact: Vec::new(), loss_scale };
        for (param, info) in self.infos().iter().enumerate() {
            for name in plane_names(info) {
                restored.accums.push(read_plane(snapshot, info, &name)?);
                known.insert(name);
            }
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

    /// Takes over the registry's part of a snapshot that was read. Returns the last steps of the rows of each
    /// parameter, in order of registration; `None` where rows are not exact.
    pub(crate) fn restore(&mut self, step: u64, exact: Vec<Option<RestoredRows>>) -> Vec<Option<Vec<u32>>> {
        self.step = step;
        self.forget_flushes();
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

    /// Name of the learning rate's tensor and schedule of each parameter group with parameters.
    fn rates(&self) -> impl Iterator<Item = (String, &Schedule)> {
        let used = self.groups.iter().filter(|group| group.used);
        used.map(|group| (group.rate_name(), &group.learning_rate))
    }
}

/// Whether a tensor is the record of a learning rate. A restore needs none, whatever groups the optimizer has: it computes rates
/// from its own schedules.
fn is_rate_name(tensor: &str) -> bool {
    let of_group = |number: &str| number.parse::<usize>().is_ok();
    tensor == RATE || tensor.strip_prefix(GROUP_RATE).is_some_and(of_group)
}

/// The rate of the next step; `None` where the schedule has none in range, because no restore would take it.
fn rate_tensor(schedule: &Schedule, step: u64) -> Option<Tensor> {
    let rate = to_f32(schedule.at_or_last(step));
    is_saved(rate).then(|| Tensor::f32(&[], vec![rate]))
}

/// Names of the tensors of exact rows: the number of steps that the parameter took part in, the last step of
/// each row, and the rates of the steps that the oldest row has missed.
fn exact_names(info: &ParamInfo) -> [String; 3] {
    ["steps", "last_touched", "missed_rates"].map(|what| format!("{what}.{}", info.name))
}

/// Names of the tensors of a parameter's planes of state.
fn plane_names(info: &ParamInfo) -> impl Iterator<Item = String> {
    Rule::PLANE_NAMES.into_iter().map(|plane| format!("{plane}.{}", info.name))
}

/// The data of a tensor that must have the type and shape `want`, written as [`Tensor::describe`] does.
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
    let value = find_u64(snapshot, tensor, "u64 []".to_owned())?[0];
    if value > MAX_COUNTER {
        return Err(Error::StateCounter { tensor: tensor.to_owned(), value, most: MAX_COUNTER });
    }
    Ok(value)
}

/// `history` gives the settings of the restored history; its steps are left out.
fn read_rows(snapshot: &Snapshot, info: &ParamInfo, history: &RateHistory) -> Result<RestoredRows, Error> {
    let [steps_name, last_steps_name, rates_name] = exact_names(info);
    let steps = find_counter(snapshot, &steps_name)?;
    let last_steps = find_u64(snapshot, &last_steps_name, format!("u64 [{}]", info.row_count()?))?;
    let rates = read_missed_rates(snapshot, &rates_name, steps)?;
    let least = steps - rates.len() as u64;
    if let Some(position) = last_steps.iter().position(|last| !(least..=steps).contains(last)) {
        let (value, most) = (last_steps[position], steps);
        return Err(Error::StateMark { tensor: last_steps_name, position, value, least, most });
    }
    #[expect(clippy::cast_possible_truncation, reason = "as RateHistory::current_step")]
    let last_steps = last_steps.iter().map(|&last| last as u32).collect();
    Ok(RestoredRows { rate_history: history.replayed(steps, rates), last_steps })
}

/// The rates that the oldest row has missed: at most as many as there were steps, and fewer than a history
/// holds.
fn read_missed_rates<'a>(snapshot: &'a Snapshot, tensor: &str, steps: u64) -> Result<&'a [f32], Error> {
    let most = usize::try_from(steps).unwrap_or(usize::MAX).min(MAX_STEPS - 1);
    let found =
        snapshot.tensors.get(tensor).map_or(0, |found| found.shape.first().copied().unwrap_or_default());
    let rates = find_f32(snapshot, tensor, format!("f32 [{}]", found.min(most)))?;
    check_values(tensor, rates)
}

fn read_plane<'a>(snapshot: &'a Snapshot, info: &ParamInfo, tensor: &str) -> Result<&'a [f32], Error> {
    let plane = find_f32(snapshot, tensor, format!("f32 {:?}", info.shape))?;
    check_values(tensor, plane)
}

/// Whether an accumulator or a rate may have a value: it is finite and at least 0.
fn is_saved(value: f32) -> bool {
    value.is_finite() && value >= 0.0
}

/// Refuses a value that is negative or not finite.
fn check_values<'a>(tensor: &str, values: &'a [f32]) -> Result<&'a [f32], Error> {
    match values.iter().position(|value| !is_saved(*value)) {
        Some(position) => {
            Err(Error::StateValue { tensor: tensor.to_owned(), position, value: values[position] })
        }
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{Config, Group},
        rule::Rows,
    };

    fn dynamic() -> DynamicLossScale {
        DynamicLossScale::new(8.0, 2.0, 3).unwrap()
    }

    /// A registry with `table`, of three exact rows, and a scalar `bias` in a group.
    fn registry(dynamic_loss_scale: Option<DynamicLossScale>) -> ParamRegistry {
        let learning_rate = vec![0.1, 0.2, 0.3, 0.4].into();
        let config = Config { learning_rate, dynamic_loss_scale, ..Config::default() };
        let mut registry = ParamRegistry::new(config).unwrap();
        let learning_rate = Some(vec![0.5; 4].into());
        let group = registry.add_group(Group { learning_rate, ..Group::default() }).unwrap();
        let bias: &[usize] = &[];
        for (name, shape, group, rows) in
            [("table", &[3, 2][..], None, Rows::Exact), ("bias", bias, Some(group), Rows::Touched)]
        {
            let info = registry.draft(name, shape, group, rows).unwrap();
            registry.add(info);
        }
        registry
    }

    /// A snapshot after three steps of all parameters.
    fn snapshot(last_steps: [u32; 3], progress: &Progress) -> Snapshot {
        let mut registry = registry(progress.loss_scale.clone());
        for _ in 0..3 {
            let step_params = registry.step_params().unwrap();
            registry.advance(0..2, &step_params);
        }
        registry.draft_snapshot().finish([vec![1.5; 6], vec![2.5]], [last_steps.to_vec()], progress)
    }

    fn u64s(shape: &[usize], data: &[u64]) -> Tensor {
        Tensor { shape: shape.to_vec(), data: Data::U64(data.to_vec()) }
    }

    #[test]
    fn a_restored_registry_writes_the_same_snapshot_again() {
        let loss_scale = Some(dynamic().resume(4.0, 2).unwrap());
        let written =
            snapshot([3, 1, 2], &Progress { loss_scale: loss_scale.clone(), ..Progress::default() });
        let names: Vec<_> = written.tensors.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "accum.bias",
                "accum.table",
                "global_step",
                "good_steps",
                "last_touched.table",
                "learning_rate",
                "learning_rate_group_0",
                "loss_scale",
                "missed_rates.table",
                "steps.table"
            ]
        );
        assert_eq!(written.tensors["missed_rates.table"], Tensor::f32(&[2], vec![0.2, 0.3]));

        let mut registry = registry(Some(dynamic()));
        let RestoredState { step, accums, exact, loss_scale: restored } = registry.read(&written).unwrap();
        assert_eq!((step, &accums[..], &restored), (3, &[&[1.5; 6][..], &[2.5]][..], &loss_scale));
        let accums: Vec<_> = accums.into_iter().map(<[f32]>::to_vec).collect();
        let last_steps = registry.restore(step, exact);
        assert_eq!(last_steps, [Some(vec![3, 1, 2]), None]);
        let progress = Progress { loss_scale, ..Progress::default() };
        assert_eq!(
            registry.draft_snapshot().finish(accums, last_steps.into_iter().flatten(), &progress),
            written
        );
    }

    #[test]
    fn skipped_steps_are_not_steps_of_a_snapshot() {
        let progress = Progress { skipped: 1, skipped_of_exact: vec![1], ..Progress::default() };
        let Snapshot { tensors } = snapshot([2, 1, 2], &progress);
        assert_eq!([&tensors["global_step"], &tensors["steps.table"]], [&Tensor::counter(2); 2]);
        assert_eq!(tensors["learning_rate"], Tensor::f32(&[], vec![0.3]));
        assert_eq!(tensors["last_touched.table"], u64s(&[3], &[2, 1, 2]));
        assert_eq!(tensors["missed_rates.table"], Tensor::f32(&[1], vec![0.2]));
    }

    #[test]
    fn tensors_that_cannot_be_are_refused_with_name_and_numbers() {
        let written = snapshot([3, 1, 2], &Progress { loss_scale: Some(dynamic()), ..Progress::default() });
        let rates = |len| Tensor::f32(&[len], vec![0.1; len]);
        let cases = [
            (
                vec![("last_touched.table", u64s(&[3], &[3, 0, 2]))],
                "the snapshot's tensor \"last_touched.table\" holds 0 at 1; a row is up to date with a step from 1 to 3",
            ),
            (
                vec![("steps.table", Tensor::counter(1))],
                "the snapshot's tensor \"missed_rates.table\" is f32 [2]; this optimizer needs f32 [1]",
            ),
            (
                vec![("steps.table", Tensor::counter(1 << 40)), ("missed_rates.table", rates(MAX_STEPS))],
                "the snapshot's tensor \"missed_rates.table\" is f32 [65536]; this optimizer needs f32 [65535]",
            ),
            (
                vec![("good_steps", Tensor::counter(3))],
                "good_steps of DynamicLossScale is 3; it must be below window, which is 3",
            ),
            (
                vec![("loss_scale", Tensor::f32(&[], vec![0.5]))],
                "scale of DynamicLossScale is 0.5; it must be at least 1 and at most 2^126",
            ),
        ];
        for (changes, message) in cases {
            let mut snapshot = written.clone();
            snapshot.tensors.extend(changes.into_iter().map(|(name, tensor)| (name.to_owned(), tensor)));
            assert_eq!(registry(Some(dynamic())).read(&snapshot).unwrap_err().to_string(), message);
        }
        let without = registry(None).read(&written).unwrap_err();
        assert_eq!(without, Error::StateExtra { tensor: "good_steps".to_owned() });
    }
}
