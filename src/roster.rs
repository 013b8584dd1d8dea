//! Who takes part: names, shapes and groups become ids, and the settings of every group become the numbers of a step.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::atomic::{AtomicU64, Ordering},
};

use crate::{
    config::{Config, Group, check_loss_scale},
    error::{Error, Field},
    rule::{StepParams, round},
    schedule::Schedule,
    state::{Data, Snapshot, Tensor},
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
    /// Indices of `entries`, in the optimizer's order.
    order: Vec<usize>,
    /// Index of every name in `entries`.
    names: HashMap<String, usize>,
    /// The first list of learning rates, and its length: the others are as long.
    listed: Option<(Field, usize)>,
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
            order: Vec::new(),
            names: HashMap::new(),
            listed,
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
    pub(crate) fn draft(&self, name: &str, shape: &[usize], group: Option<GroupId>) -> Result<Entry, Error> {
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
        Ok(Entry { name, shape: shape.to_vec(), len, accum, lane, centralized })
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
        self.entries.push(entry);
        self.order.push(index);
        ParamId { roster: self.id, index }
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

    /// The rate of the shrinks, the same for all.
    #[cfg(feature = "gpu")]
    pub(crate) fn shrinkage(&self) -> crate::Shrinkage {
        self.config.shrinkage
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

    /// The state, with every parameter's accumulators in order of registration.
    pub(crate) fn snapshot(&self, accums: impl IntoIterator<Item = Vec<f32>>) -> Snapshot {
        let mut tensors: BTreeMap<String, Tensor> = self.rates().collect();
        tensors.insert("global_step".to_owned(), Tensor::counter(self.step));
        for (entry, accum) in self.entries.iter().zip(accums) {
            tensors.insert(accum_name(entry), Tensor::f32(&entry.shape, accum));
        }
        Snapshot { tensors }
    }

    /// The step number and accumulators in a snapshot, if it fits this optimizer to the last tensor.
    pub(crate) fn read<'a>(&self, snapshot: &'a Snapshot) -> Result<(u64, Vec<&'a [f32]>), Error> {
        let Data::U64(step) = find(snapshot, "global_step", "u64 []".to_owned())? else {
            unreachable!("`find` compared the types");
        };
        let mut known = HashSet::from(["global_step".to_owned()]);
        for (name, _) in self.rates() {
            find(snapshot, &name, "f32 []".to_owned())?;
            known.insert(name);
        }
        let mut accums = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            accums.push(read_accum(snapshot, entry)?);
            known.insert(accum_name(entry));
        }
        match snapshot.tensors.keys().find(|tensor| !known.contains(*tensor)) {
            Some(tensor) => Err(Error::StateExtra { tensor: tensor.clone() }),
            None => Ok((step[0], accums)),
        }
    }

    /// The current rate of every lane with parameters, under the name a snapshot gives it.
    fn rates(&self) -> impl Iterator<Item = (String, Tensor)> {
        self.lanes.iter().filter(|lane| lane.used).map(|lane| {
            let rate = round(lane.learning_rate.at_or_last(self.step));
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
            group: index,
            used: false,
        }
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
            shrinkage: config.shrinkage,
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
