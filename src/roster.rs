//! Who takes part: names, shapes and groups become ids, and the settings of every group become the numbers of a step.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::{
    catch_up::Law,
    config::{Config, Group, check_dynamic, check_loss_scale},
    error::{Error, Field},
    loss_scale::DynamicLossScale,
    rule::{Rows, StepParams, round},
    schedule::Schedule,
    state::{Data, Snapshot, Tensor},
    timeline::{STEPS, Timeline},
};

/// A parameter of one optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParamId {
    roster: u64,
    index: usize,
}

/// A group of one optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId {
    roster: u64,
    index: usize,
}

/// What the host knows of a parameter, wherever its elements live.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    /// Elements.
    pub(crate) len: u64,
    /// Where its accumulators start.
    pub(crate) accum: f32,
    /// Which of [`Roster::resolve`]'s results is its own.
    pub(crate) lane: usize,
    /// Whether its gradients lose their mean.
    pub(crate) centralized: bool,
    /// Which of its rows a step regularises.
    pub(crate) rows_are: Rows,
}

impl Entry {
    /// Elements in a row: everything behind axis 0.
    pub(crate) fn width(&self) -> u64 {
        self.shape.iter().skip(1).map(|&extent| extent as u64).product()
    }

    /// Refuses all but `want` elements.
    pub(crate) fn check_len(&self, role: &'static str, got: u64, want: u64) -> Result<(), Error> {
        if got == want {
            return Ok(());
        }
        Err(Error::Length { name: self.name.clone(), role, got, want })
    }

    /// Axis 0, or an error for a scalar.
    pub(crate) fn rows(&self) -> Result<u64, Error> {
        let rows = self.shape.first().ok_or_else(|| Error::NoRows { name: self.name.clone() })?;
        Ok(*rows as u64)
    }
}

/// Parameters that share their numbers at a step: a group, or the ungrouped that decay, or those that do not.
#[derive(Debug)]
struct Lane {
    learning_rate: Schedule,
    weight_decay: Schedule,
    centralized: bool,
    l1: f64,
    l2: f64,
    accum: f64,
    clip_value: f64,
    /// A norm of its own.
    clip_norm: Option<f64>,
    /// `None` for the ungrouped.
    group: Option<usize>,
    /// A lane without parameters is not asked for its numbers.
    used: bool,
}

/// The ungrouped parameters that decay.
const DECAYING: usize = 0;
/// The ungrouped parameters exempt by name.
const EXEMPT: usize = 1;
/// Groups take the lanes from here.
const FIRST_GROUP: usize = 2;

/// All parameters of an optimizer, and its step number.
#[derive(Debug)]
pub(crate) struct Roster {
    id: u64,
    config: Config,
    lanes: Vec<Lane>,
    entries: Vec<Entry>,
    /// By parameter: of those whose rows are exact, what their rows may have missed.
    timelines: Vec<Option<Timeline>>,
    /// By parameter, which of those with exact rows it is.
    clocks: Vec<Option<u32>>,
    /// Indices of `entries`, in the optimizer's order.
    order: Vec<usize>,
    /// Index of every name in `entries`.
    names: HashMap<String, usize>,
    /// The first list of learning rates, and its length: the others are as long.
    listed: Option<(Field, usize)>,
    /// By lane, the numbers of steps before, the last in front: where steps may be skipped, and these turn out to be
    /// those of the step to come.
    past: Vec<VecDeque<[f32; 4]>>,
    /// Steps taken.
    pub(crate) step: u64,
}

impl Roster {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        // So that an id of another optimizer is noticed rather than mistaken for one's own.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        config.check()?;
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let decaying = Lane::of(&config, Group::default(), None);
        let exempt = Lane::of(&config, Group { weight_decay: Some(0.0.into()), ..Group::default() }, None);
        let listed = list_len(&config.learning_rate).map(|len| (Field::new("learning_rate"), len));
        Ok(Self {
            id,
            config,
            lanes: vec![decaying, exempt],
            entries: Vec::new(),
            timelines: Vec::new(),
            clocks: Vec::new(),
            order: Vec::new(),
            names: HashMap::new(),
            listed,
            past: Vec::new(),
            step: 0,
        })
    }

    pub(crate) fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        let index = self.lanes.len() - FIRST_GROUP;
        group.check(index)?;
        self.listed = self.check_list(&group, index)?;
        self.lanes.push(Lane::of(&self.config, group, Some(index)));
        Ok(GroupId { roster: self.id, index })
    }

    /// What a parameter will be, without adding it yet: the caller may still have reasons to refuse.
    pub(crate) fn draft(
        &self,
        name: &str,
        shape: &[usize],
        group: Option<GroupId>,
        rows_are: Rows,
    ) -> Result<Entry, Error> {
        self.check_name(name)?;
        let name = name.to_owned();
        let lane = match group {
            Some(group) if group.roster != self.id => return Err(Error::ForeignId { what: "group" }),
            Some(group) => FIRST_GROUP + group.index,
            None if name.contains("beta") || name.contains("gamma") => EXEMPT,
            None => DECAYING,
        };
        let too_large = || Error::ShapeTooLarge { name: name.clone(), shape: shape.to_vec() };
        let len = count(shape).ok_or_else(too_large)?;
        let accum = round(self.lanes[lane].accum);
        let centralized = self.lanes[lane].centralized && self.config.centralization.covers(shape);
        let entry = Entry { name, shape: shape.to_vec(), len, accum, lane, centralized, rows_are };
        if rows_are == Rows::Exact {
            self.check_exact(&entry)?;
        }
        Ok(entry)
    }

    /// Refuses exact rows where there are none, or more than marks can be told apart, and where untouched rows decay.
    fn check_exact(&self, entry: &Entry) -> Result<(), Error> {
        if u32::try_from(entry.rows()?).is_err() {
            return Err(Error::ShapeTooLarge { name: entry.name.clone(), shape: entry.shape.clone() });
        }
        if never(&self.lanes[entry.lane].weight_decay) {
            return Ok(());
        }
        Err(Error::ExactDecay { name: entry.name.clone() })
    }

    /// Refuses a name that is taken.
    pub(crate) fn check_name(&self, name: &str) -> Result<(), Error> {
        if self.names.contains_key(name) {
            return Err(Error::DuplicateName { name: name.to_owned() });
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, entry: Entry) -> ParamId {
        let index = self.entries.len();
        self.names.insert(entry.name.clone(), index);
        self.lanes[entry.lane].used = true;
        let is_exact = entry.rows_are == Rows::Exact;
        let before = self.clocks.iter().flatten().count();
        self.clocks.push(u32::try_from(before).ok().filter(|_| is_exact));
        self.timelines.push(is_exact.then(|| self.new_timeline(&entry)));
        self.entries.push(entry);
        self.order.push(index);
        ParamId { roster: self.id, index }
    }

    /// The timeline of a parameter with exact rows.
    pub(crate) fn new_timeline(&self, entry: &Entry) -> Timeline {
        let Lane { l1, l2, .. } = self.lanes[entry.lane];
        Timeline::new(Law::of(self.config.shrinkage, l2), l1, l2)
    }

    /// Puts the parameters into this order, if it names each of them once. Without any name the order stays.
    pub(crate) fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        if names.len() != self.entries.len() {
            return Err(Error::OrderLength { got: names.len(), want: self.entries.len() });
        }
        let mut seen = vec![false; names.len()];
        let mut order = Vec::with_capacity(names.len());
        for &name in names {
            let index = self.names.get(name).ok_or_else(|| Error::OrderUnknown { name: name.to_owned() })?;
            if std::mem::replace(&mut seen[*index], true) {
                return Err(Error::OrderRepeats { name: name.to_owned() });
            }
            order.push(*index);
        }
        self.order = order;
        Ok(())
    }

    /// All parameters, in the optimizer's order.
    pub(crate) fn params(&self) -> impl ExactSizeIterator<Item = ParamId> + use<'_> {
        self.order.iter().map(|&index| ParamId { roster: self.id, index })
    }

    /// Tells this optimizer from others.
    #[cfg(feature = "gpu")]
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// In order of registration.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Index of a parameter in [`Roster::entries`].
    pub(crate) fn index(&self, param: ParamId) -> Result<usize, Error> {
        if param.roster == self.id { Ok(param.index) } else { Err(Error::ForeignId { what: "parameter" }) }
    }

    /// A parameter's name.
    pub(crate) fn name(&self, param: ParamId) -> Result<&str, Error> {
        Ok(&self.entries[self.index(param)?].name)
    }

    /// Whether a parameter's gradients lose their mean.
    pub(crate) fn is_centralized(&self, param: ParamId) -> Result<bool, Error> {
        Ok(self.entries[self.index(param)?].centralized)
    }

    /// The learning rate of the next step, for a group or for the ungrouped.
    pub(crate) fn lr(&self, group: Option<GroupId>) -> Result<f64, Error> {
        let lane = match group {
            Some(group) if group.roster != self.id => return Err(Error::ForeignId { what: "group" }),
            Some(group) => FIRST_GROUP + group.index,
            None => DECAYING,
        };
        self.lanes[lane].rate(self.step)
    }

    /// The learning rate of a parameter's next step.
    pub(crate) fn lr_of(&self, param: ParamId) -> Result<f64, Error> {
        self.lane_of(param)?.rate(self.step)
    }

    /// The weight decay of a parameter's next step; 0 for those exempt by name.
    pub(crate) fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error> {
        self.lane_of(param)?.decay(self.step)
    }

    /// What gradients are divided by from now on.
    pub(crate) fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        check_loss_scale(loss_scale)?;
        if self.config.dynamic_loss_scale.is_some() {
            check_dynamic(loss_scale)?;
        }
        self.config.loss_scale = loss_scale;
        Ok(())
    }

    pub(crate) fn loss_scale(&self) -> f64 {
        self.config.loss_scale
    }

    /// The numbers of the next step, one set for each lane.
    pub(crate) fn resolve(&self) -> Result<Vec<StepParams>, Error> {
        if let Some(group) = self.lanes[FIRST_GROUP..].iter().position(|lane| !lane.used) {
            return Err(Error::EmptyGroup { group });
        }
        if self.entries.is_empty() {
            return Err(Error::NoParams);
        }
        self.lanes.iter().map(|lane| lane.resolve(&self.config, self.step)).collect()
    }

    /// L1 and L2 of each lane, which need no step number.
    pub(crate) fn strengths(&self) -> Vec<StepParams> {
        let (shrinkage, rounding, step) = (self.config.shrinkage, self.config.rounding, counter(self.step));
        let of =
            |lane: &Lane| StepParams { shrinkage, rounding, step, ..StepParams::new(0.0, lane.l1, lane.l2) };
        self.lanes.iter().map(of).collect()
    }

    /// Whether a step with a gradient that is not finite changes nothing.
    pub(crate) fn is_guarded(&self) -> bool {
        self.config.skip_on_overflow || self.config.dynamic_loss_scale.is_some()
    }

    /// A loss scale that finds its own value, as it is set up.
    pub(crate) fn dynamic_loss_scale(&self) -> Option<&DynamicLossScale> {
        self.config.dynamic_loss_scale.as_ref()
    }

    /// What has a limit to the norm of its gradients: in front all that share the optimizer's, then every group with one
    /// of its own; infinite for none.
    pub(crate) fn norm_limits(&self) -> Vec<f32> {
        let shared = self.config.clip_norm.unwrap_or(f64::INFINITY);
        [shared].into_iter().chain(self.lanes.iter().filter_map(|lane| lane.clip_norm)).map(round).collect()
    }

    /// Which of [`Roster::norm_limits`] each lane has.
    pub(crate) fn limit_of_lanes(&self) -> Vec<usize> {
        let mut own = 0;
        let of = |lane: &Lane| {
            lane.clip_norm.map_or(0, |_| {
                own += 1;
                own
            })
        };
        self.lanes.iter().map(of).collect()
    }

    /// What the rows of a parameter may have missed, if they are exact.
    pub(crate) fn timeline(&self, index: usize) -> Option<&Timeline> {
        self.timelines[index].as_ref()
    }

    /// Parameters whose rows are exact.
    pub(crate) fn exact(&self) -> impl Iterator<Item = usize> + use<'_> {
        (0..self.entries.len()).filter(|&index| self.timelines[index].is_some())
    }

    /// Which rows of a parameter a step regularises.
    pub(crate) fn rows_of(&self, param: ParamId) -> Result<Rows, Error> {
        Ok(self.entries[self.index(param)?].rows_are)
    }

    /// Counts a step in which these parameters took part.
    pub(crate) fn advance(&mut self, params: impl Iterator<Item = usize>, lanes: &[StepParams]) {
        self.step += 1;
        for param in params {
            if let Some(timeline) = &mut self.timelines[param] {
                timeline.advance(lanes[self.entries[param].lane].learning_rate);
            }
        }
    }

    /// Keeps the numbers of a step that may turn out to be skipped.
    #[cfg(feature = "gpu")]
    pub(crate) fn remember(&mut self, lanes: &[StepParams]) {
        if !self.is_guarded() {
            return;
        }
        self.past.resize(lanes.len(), VecDeque::new());
        for ((past, lane), params) in self.past.iter_mut().zip(&self.lanes).zip(lanes) {
            if lane.varies() {
                past.push_front(numbers(params));
                past.truncate(crate::plan::MOST_LAG as usize);
            }
        }
    }

    /// Learning rate, threshold, scale and weight decay of a lane's step, and of as many before as may turn out to be it.
    #[cfg(feature = "gpu")]
    pub(crate) fn rates_of(&self, lane: usize, params: &StepParams) -> Vec<[f32; 4]> {
        let past = self.past.get(lane).into_iter().flatten().copied();
        [numbers(params)].into_iter().chain(past).collect()
    }

    /// Bytes that the numbers of past steps may yet come to take up, so that no later step has to wait for memory.
    #[cfg(feature = "gpu")]
    pub(crate) fn room_for_rates(&self) -> u64 {
        let missing = |(index, lane): (usize, &Lane)| {
            let past = self.past.get(index).map_or(0, VecDeque::len);
            if lane.varies() { crate::plan::MOST_LAG as usize - past } else { 0 }
        };
        let missing: usize = self.lanes.iter().enumerate().map(missing).sum();
        if self.is_guarded() { (missing * size_of::<[f32; 4]>()) as u64 } else { 0 }
    }

    /// Which of those with exact rows a parameter is.
    #[cfg(feature = "gpu")]
    pub(crate) fn clock(&self, param: usize) -> Option<u32> {
        self.clocks[param]
    }

    fn lane_of(&self, param: ParamId) -> Result<&Lane, Error> {
        Ok(&self.lanes[self.entries[self.index(param)?].lane])
    }

    /// The list that all others are as long as, once this group has joined.
    fn check_list(&self, group: &Group, index: usize) -> Result<Option<(Field, usize)>, Error> {
        let Some(got) = group.learning_rate.as_ref().and_then(list_len) else { return Ok(self.listed) };
        let field = Field::of_group("learning_rate", index);
        match self.listed {
            Some((other, want)) if want != got => Err(Error::ListLength { field, got, other, want }),
            listed => Ok(listed.or(Some((field, got)))),
        }
    }

    /// The state, with every parameter's accumulators in order of registration, and the marks of those with exact rows.
    pub(crate) fn snapshot(
        &self,
        accums: impl IntoIterator<Item = Vec<f32>>,
        marks: impl IntoIterator<Item = Vec<u32>>,
        taken: &Taken,
    ) -> Snapshot {
        let step = self.step.saturating_sub(taken.skipped);
        let mut tensors: BTreeMap<String, Tensor> = self.rates(step).collect();
        tensors.insert("global_step".to_owned(), Tensor::counter(step));
        if let Some(dynamic) = &taken.loss_scale {
            tensors.insert(SCALE.to_owned(), Tensor::f32(&[], vec![round(dynamic.scale())]));
            tensors.insert(GOOD_STEPS.to_owned(), Tensor::counter(dynamic.good_steps().into()));
        }
        for (entry, accum) in self.entries.iter().zip(accums) {
            tensors.insert(accum_name(entry), Tensor::f32(&entry.shape, accum));
        }
        let skipped_of = taken.skipped_of.iter().copied().chain(std::iter::repeat(0));
        for ((index, marks), skipped) in self.exact().zip(marks).zip(skipped_of) {
            let (Some(timeline), entry) = (&self.timelines[index], &self.entries[index]) else { continue };
            let clock = timeline.clock() - skipped;
            let seen: Vec<_> = marks.iter().map(|&mark| timeline.clock() - timeline.behind(mark)).collect();
            let rates = timeline.rates_between(*seen.iter().min().unwrap_or(&clock), clock);
            let [steps, last, missed] = exact_names(entry);
            tensors.insert(steps, Tensor::counter(clock));
            tensors.insert(last, Tensor { shape: vec![seen.len()], data: Data::U64(seen) });
            tensors.insert(missed, Tensor::f32(&[rates.len()], rates));
        }
        Snapshot { tensors }
    }

    /// What a snapshot holds, if it fits this optimizer to the last tensor.
    pub(crate) fn read<'a>(&self, snapshot: &'a Snapshot) -> Result<Restored<'a>, Error> {
        let step = find_counter(snapshot, "global_step")?;
        let mut known = HashSet::from(["global_step".to_owned()]);
        for (name, _) in self.rates(step) {
            find(snapshot, &name, "f32 []".to_owned())?;
            known.insert(name);
        }
        let loss_scale = self.read_loss_scale(snapshot)?;
        if loss_scale.is_some() {
            known.extend([SCALE, GOOD_STEPS].map(str::to_owned));
        }
        let accums = Vec::with_capacity(self.entries.len());
        let mut restored = Restored { step, accums, exact: Vec::new(), loss_scale };
        for (entry, timeline) in self.entries.iter().zip(&self.timelines) {
            restored.accums.push(read_accum(snapshot, entry)?);
            known.insert(accum_name(entry));
            restored.exact.push(match timeline {
                Some(timeline) => {
                    known.extend(exact_names(entry));
                    Some(read_exact(snapshot, entry, timeline)?)
                }
                None => None,
            });
        }
        match snapshot.tensors.keys().find(|tensor| !known.contains(*tensor)) {
            Some(tensor) => Err(Error::StateExtra { tensor: tensor.clone() }),
            None => Ok(restored),
        }
    }

    /// The dynamic loss scale of a snapshot, where there is to be one.
    fn read_loss_scale(&self, snapshot: &Snapshot) -> Result<Option<DynamicLossScale>, Error> {
        let Some(own) = self.dynamic_loss_scale() else { return Ok(None) };
        let good_steps = find_counter(snapshot, GOOD_STEPS)?;
        let Data::F32(scale) = find(snapshot, SCALE, "f32 []".to_owned())? else {
            unreachable!("`find` compared the types");
        };
        let good_steps = u32::try_from(good_steps).unwrap_or(u32::MAX);
        own.clone().resume(scale[0].into(), good_steps).map(Some)
    }

    /// Takes up what a snapshot held of the host's; says the marks of every parameter with exact rows.
    pub(crate) fn restore(&mut self, step: u64, exact: Vec<Option<ReadExact>>) -> Vec<Option<Vec<u32>>> {
        self.step = step;
        self.past.clear();
        let take = |(own, read): (&mut Option<Timeline>, Option<ReadExact>)| {
            let ReadExact { timeline, marks } = read?;
            *own = Some(timeline);
            Some(marks)
        };
        self.timelines.iter_mut().zip(exact).map(take).collect()
    }

    /// The rate of every lane with parameters, under the name a snapshot gives it.
    fn rates(&self, step: u64) -> impl Iterator<Item = (String, Tensor)> {
        self.lanes.iter().filter(|lane| lane.used).map(move |lane| {
            let rate = round(lane.learning_rate.at_or_last(step));
            (lane.rate_name(), Tensor::f32(&[], vec![rate]))
        })
    }
}

impl Lane {
    fn of(config: &Config, group: Group, index: Option<usize>) -> Self {
        Self {
            learning_rate: group.learning_rate.unwrap_or_else(|| config.learning_rate.clone()),
            weight_decay: group.weight_decay.unwrap_or_else(|| config.weight_decay.clone()),
            centralized: group.grad_centralization.unwrap_or(config.grad_centralization),
            l1: group.l1.unwrap_or(config.l1),
            l2: group.l2.unwrap_or(config.l2),
            accum: group.accum.unwrap_or(config.accum),
            clip_value: group.clip_value.or(config.clip_value).unwrap_or(f64::INFINITY),
            clip_norm: group.clip_norm,
            group: index,
            used: false,
        }
    }

    /// Whether its numbers may change from step to step.
    #[cfg(feature = "gpu")]
    fn varies(&self) -> bool {
        [&self.learning_rate, &self.weight_decay].iter().any(|s| !matches!(s, Schedule::Constant(_)))
    }

    fn rate_name(&self) -> String {
        self.group.map_or("learning_rate".to_owned(), |index| format!("learning_rate_group_{index}"))
    }

    fn resolve(&self, config: &Config, step: u64) -> Result<StepParams, Error> {
        if !self.used {
            return Ok(StepParams::new(0.0, 0.0, 0.0));
        }
        let params = StepParams {
            weight_decay: round(self.decay(step)?),
            row_decay: config.row_decay,
            unscale: round(1.0 / config.loss_scale),
            clip: round(self.clip_value),
            shrinkage: config.shrinkage,
            rounding: config.rounding,
            step: counter(step),
            ..StepParams::new(self.rate(step)?, self.l1, self.l2)
        };
        params.check()?;
        Ok(params)
    }

    fn rate(&self, step: u64) -> Result<f64, Error> {
        value_at(&self.learning_rate, step, self.field("learning_rate"))
    }

    fn decay(&self, step: u64) -> Result<f64, Error> {
        value_at(&self.weight_decay, step, self.field("weight_decay"))
    }

    fn field(&self, name: &'static str) -> Field {
        self.group.map_or(Field::new(name), |index| Field::of_group(name, index))
    }
}

/// Those that schedules decide.
#[cfg(feature = "gpu")]
fn numbers(params: &StepParams) -> [f32; 4] {
    [params.learning_rate, params.threshold, params.scale, params.weight_decay]
}

/// A step, as rounding by chance counts them.
#[expect(clippy::cast_possible_truncation, reason = "steps 2³² apart may share their numbers")]
fn counter(step: u64) -> u32 {
    step as u32
}

/// How many values a schedule lists, if it is a list.
fn list_len(schedule: &Schedule) -> Option<usize> {
    match schedule {
        Schedule::List(values) => Some(values.len()),
        _ => None,
    }
}

/// Elements of a shape, if it and every part of it can be addressed in memory, whichever axes are empty.
fn count(shape: &[usize]) -> Option<u64> {
    let bytes = shape.iter().try_fold(size_of::<f32>(), |bytes, &extent| bytes.checked_mul(extent.max(1)))?;
    isize::try_from(bytes).ok()?;
    Some(shape.iter().map(|&extent| extent as u64).product())
}

/// A schedule's value, checked: lists end, and functions are the caller's.
fn value_at(schedule: &Schedule, step: u64, field: Field) -> Result<f64, Error> {
    let value = schedule.at(step).ok_or(Error::ScheduleEnded { field, step })?;
    if value >= 0.0 && round(value).is_finite() {
        return Ok(value);
    }
    Err(Error::ScheduleValue { field, step, value })
}

/// What a snapshot holds, found fit for an optimizer.
#[derive(Debug)]
pub(crate) struct Restored<'a> {
    pub(crate) step: u64,
    /// By parameter.
    pub(crate) accums: Vec<&'a [f32]>,
    /// By parameter, of those whose rows are exact.
    pub(crate) exact: Vec<Option<ReadExact>>,
    /// Where it is dynamic.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// What only those who take steps know of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// Steps that the roster has counted and that were skipped.
    pub(crate) skipped: u64,
    /// The same of every parameter with exact rows, in order of registration.
    pub(crate) skipped_of: Vec<u64>,
    /// Where it is dynamic.
    pub(crate) loss_scale: Option<DynamicLossScale>,
}

/// What a snapshot calls the dynamic loss scale, and the steps without overflow since it changed.
const SCALE: &str = "loss_scale";
const GOOD_STEPS: &str = "good_steps";

/// What it holds of a parameter with exact rows.
#[derive(Debug)]
pub(crate) struct ReadExact {
    timeline: Timeline,
    marks: Vec<u32>,
}

/// Whether a weight decay is known to be 0 at every step.
fn never(weight_decay: &Schedule) -> bool {
    match weight_decay {
        Schedule::Constant(decay) => *decay == 0.0,
        Schedule::List(decays) => decays.iter().all(|decay| *decay == 0.0),
        _ => false,
    }
}

/// How many steps the parameter took part in, the step that each row is up to date with, and the rates of those since the
/// oldest of them.
fn exact_names(entry: &Entry) -> [String; 3] {
    ["steps", "last_touched", "missed_rates"].map(|what| format!("{what}.{}", entry.name))
}

fn accum_name(entry: &Entry) -> String {
    format!("accum.{}", entry.name)
}

/// The data of a tensor that must look like `want`: type and shape, as [`Tensor::describe`] prints them.
fn find<'a>(snapshot: &'a Snapshot, tensor: &str, want: String) -> Result<&'a Data, Error> {
    let found = snapshot.tensors.get(tensor);
    let found = found.ok_or_else(|| Error::StateMissing { tensor: tensor.to_owned() })?;
    let got = found.describe();
    if got == want {
        return Ok(&found.data);
    }
    Err(Error::StateMismatch { tensor: tensor.to_owned(), got, want })
}

fn find_counter(snapshot: &Snapshot, tensor: &str) -> Result<u64, Error> {
    let Data::U64(count) = find(snapshot, tensor, "u64 []".to_owned())? else {
        unreachable!("`find` compared the types");
    };
    Ok(count[0])
}

fn read_exact(snapshot: &Snapshot, entry: &Entry, timeline: &Timeline) -> Result<ReadExact, Error> {
    let [steps, last, missed] = exact_names(entry);
    let most = find_counter(snapshot, &steps)?;
    let Data::U64(seen) = find(snapshot, &last, format!("u64 [{}]", entry.rows()?))? else {
        unreachable!("`find` compared the types");
    };
    let rates = read_rates(snapshot, &missed, most)?;
    let least = most - rates.len() as u64;
    if let Some(position) = seen.iter().position(|step| !(least..=most).contains(step)) {
        return Err(Error::StateMark { tensor: last, position, value: seen[position], least, most });
    }
    #[expect(clippy::cast_possible_truncation, reason = "no mark is older than the record is long")]
    let marks = seen.iter().map(|step| *step as u32).collect();
    Ok(ReadExact { timeline: timeline.replayed(most, rates), marks })
}

/// The rates that rows have missed: as many as the oldest needs, which is no more than were taken or recorded.
fn read_rates<'a>(snapshot: &'a Snapshot, tensor: &str, steps: u64) -> Result<&'a [f32], Error> {
    let most = usize::try_from(steps).unwrap_or(usize::MAX).min(STEPS - 1);
    let found =
        snapshot.tensors.get(tensor).map_or(0, |found| found.shape.first().copied().unwrap_or_default());
    let Data::F32(rates) = find(snapshot, tensor, format!("f32 [{}]", found.min(most)))? else {
        unreachable!("`find` compared the types");
    };
    match rates.iter().position(|rate| !(rate.is_finite() && *rate >= 0.0)) {
        Some(position) => {
            Err(Error::StateValue { tensor: tensor.to_owned(), position, value: rates[position] })
        }
        None => Ok(rates),
    }
}

fn read_accum<'a>(snapshot: &'a Snapshot, entry: &Entry) -> Result<&'a [f32], Error> {
    let tensor = accum_name(entry);
    let Data::F32(accum) = find(snapshot, &tensor, format!("f32 {:?}", entry.shape))? else {
        unreachable!("`find` compared the types");
    };
    match accum.iter().position(|a| !(a.is_finite() && *a >= 0.0)) {
        Some(position) => Err(Error::StateValue { tensor, position, value: accum[position] }),
        None => Ok(accum),
    }
}
