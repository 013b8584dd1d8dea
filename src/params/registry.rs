//! All parameters and parameter groups of an optimizer, and its step number.

use std::{
    collections::HashMap,
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    group::{ParamGroup, is_zero},
    info::{GroupId, ParamId, ParamInfo, element_count},
};
use crate::{
    config::{Config, Group},
    error::{Error, Field},
    lazy::{LazyForm, RateHistory},
    loss_scale::DynamicLossScale,
    rounding::to_f32,
    rule::{Rows, StepParams},
    schedule::Schedule,
    validate,
};

/// Index of the parameter group of ungrouped parameters that decay.
const DECAYING: usize = 0;
/// Index of the parameter group of ungrouped parameters that their names exempt from weight decay.
const EXEMPT: usize = 1;
/// Index of the caller's first parameter group.
const FIRST_GROUP: usize = 2;

/// All parameters and parameter groups of an optimizer, and its step number.
#[derive(Debug)]
pub(crate) struct ParamRegistry {
    id: u64,
    config: Config,
    pub(super) groups: Vec<ParamGroup>,
    infos: Vec<ParamInfo>,
    /// By parameter: the rates that its rows may have missed, where its rows are exact.
    pub(super) rate_histories: Vec<Option<RateHistory>>,
    /// Number of steps beyond those taken that a device had recorded when a snapshot was made of it; kept until the next step, for
    /// the next snapshot. 0 where this optimizer goes on from them.
    pub(super) recorded_steps: u64,
    /// By parameter: the rates of those of these steps that it took part in, where its rows are exact.
    pub(super) recorded_rates: Vec<Vec<f32>>,
    /// By parameter: its position among the parameters with exact rows, where it is one of them.
    exact_indices: Vec<Option<u32>>,
    /// By parameter: the steps that it had taken part in when all of its rows were last brought up to date.
    flushed: Vec<u64>,
    /// By parameter: whether steps leave it as it is.
    frozen: Vec<bool>,
    /// Indices of `infos` in the order that the caller has set.
    order: Vec<usize>,
    /// Index of every name in `infos`.
    names: HashMap<String, usize>,
    /// The first setting that lists learning rates, and the length of its list, which all other lists must
    /// have.
    listed: Option<(Field, usize)>,
    /// Number of steps taken, including those that a device has skipped.
    pub(crate) step: u64,
}

impl ParamRegistry {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        // Ids have this number, so that an id of another optimizer can be refused.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        config.check()?;
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let decaying = ParamGroup::new(&config, Group::default(), None);
        let exempt =
            ParamGroup::new(&config, Group { weight_decay: Some(0.0.into()), ..Group::default() }, None);
        let listed = list_len(&config.learning_rate).map(|len| (Field::new("learning_rate"), len));
        Ok(Self {
            id,
            config,
            groups: vec![decaying, exempt],
            infos: Vec::new(),
            rate_histories: Vec::new(),
            recorded_steps: 0,
            recorded_rates: Vec::new(),
            exact_indices: Vec::new(),
            flushed: Vec::new(),
            frozen: Vec::new(),
            order: Vec::new(),
            names: HashMap::new(),
            listed,
            step: 0,
        })
    }

    /// A number that no other optimizer has.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    pub(crate) fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        let index = self.groups.len() - FIRST_GROUP;
        group.check(index, self.config.rule)?;
        let len = group.learning_rate.as_ref().and_then(list_len);
        self.listed = check_list(len, Field::of_group("learning_rate", index), self.listed)?;
        self.groups.push(ParamGroup::new(&self.config, group, Some(index)));
        Ok(GroupId { registry: self.id, index })
    }

    /// Describes a parameter without adding it, because the implementation may have further reasons to refuse
    /// it.
    pub(crate) fn draft(
        &self,
        name: &str,
        shape: &[usize],
        group: Option<GroupId>,
        rows: Rows,
    ) -> Result<ParamInfo, Error> {
        self.check_name(name)?;
        let name = name.to_owned();
        let group = match group {
            None if name.contains("beta") || name.contains("gamma") => EXEMPT,
            group => self.group_index(group)?,
        };
        let too_large = || Error::ShapeTooLarge { name: name.clone(), shape: shape.to_vec() };
        let len = element_count(shape).ok_or_else(too_large)?;
        let accum = to_f32(self.groups[group].accum);
        let centralized = self.groups[group].centralized && self.config.centralization.covers(shape);
        let (shape, rule) = (shape.to_vec(), self.config.rule);
        let info = ParamInfo { name, shape, len, accum, rule, group, centralized, rows, part: None };
        if rows == Rows::Exact {
            self.check_exact(&info)?;
        }
        Ok(info)
    }

    /// Refuses exact rows of a scalar, more exact rows than a u32 counts, and exact rows with weight decay or a rule for which
    /// there is no closed form.
    fn check_exact(&self, info: &ParamInfo) -> Result<(), Error> {
        if u32::try_from(info.row_count()?).is_err() {
            return Err(Error::ShapeTooLarge { name: info.name.clone(), shape: info.shape.clone() });
        }
        let ParamGroup { l1, l21, .. } = self.groups[info.group];
        if let Some(reason) = info.rule.not_exact(l1, l21) {
            return Err(Error::ExactRule { name: info.name.clone(), reason });
        }
        if is_zero(&self.groups[info.group].weight_decay) {
            return Ok(());
        }
        Err(Error::ExactDecay { name: info.name.clone() })
    }

    /// Describes a parameter with another number of rows, without changing it.
    pub(crate) fn with_rows(&self, param: usize, rows: usize) -> Result<ParamInfo, Error> {
        let mut info = self.infos[param].clone();
        info.row_count()?;
        info.shape[0] = rows;
        info.part = None;
        let too_large = || Error::ShapeTooLarge { name: info.name.clone(), shape: info.shape.clone() };
        info.len = element_count(&info.shape).ok_or_else(too_large)?;
        if info.rows == Rows::Exact {
            self.check_exact(&info)?;
        }
        Ok(info)
    }

    /// Takes over a description of [`ParamRegistry::with_rows`]. All rows are up to date.
    pub(crate) fn set_rows(&mut self, param: usize, info: ParamInfo) {
        self.infos[param] = info;
        self.note_flush(param);
    }

    /// Refuses a name that another parameter has.
    pub(crate) fn check_name(&self, name: &str) -> Result<(), Error> {
        if self.names.contains_key(name) {
            return Err(Error::DuplicateName { name: name.to_owned() });
        }
        Ok(())
    }

    /// Adds a parameter that [`ParamRegistry::draft`] has described.
    pub(crate) fn add(&mut self, info: ParamInfo) -> ParamId {
        let index = self.infos.len();
        self.names.insert(info.name.clone(), index);
        self.groups[info.group].used = true;
        let is_exact = info.rows == Rows::Exact;
        let before = self.exact_indices.iter().flatten().count();
        self.exact_indices.push(u32::try_from(before).ok().filter(|_| is_exact));
        self.rate_histories.push(is_exact.then(|| self.new_rate_history(&info)));
        self.recorded_rates.push(Vec::new());
        self.flushed.push(0);
        self.frozen.push(false);
        self.infos.push(info);
        self.order.push(index);
        ParamId { registry: self.id, index }
    }

    /// The rate history of a parameter with exact rows before its first step.
    pub(crate) fn new_rate_history(&self, info: &ParamInfo) -> RateHistory {
        let ParamGroup { l1, l2, .. } = self.groups[info.group];
        let l1 = l1.max(self.group_strength(info));
        RateHistory::new(LazyForm::of(self.config.rule.form(), self.config.shrinkage, l2), l1, l2)
    }

    /// The strength with which steps shrink the norm of a row of a parameter.
    fn group_strength(&self, info: &ParamInfo) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "an upper limit")]
        let width = info.width() as f64;
        self.groups[info.group].l21 * width.sqrt()
    }

    /// Sets the order of the parameters; refuses names that are not those of all parameters, each once.
    /// Without any name the order stays.
    pub(crate) fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        if names.len() != self.infos.len() {
            return Err(Error::OrderLength { got: names.len(), want: self.infos.len() });
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
        self.order.iter().map(|&index| ParamId { registry: self.id, index })
    }

    /// Descriptions of all parameters, in order of registration.
    pub(crate) fn infos(&self) -> &[ParamInfo] {
        &self.infos
    }

    /// Index of a parameter in [`ParamRegistry::infos`].
    pub(crate) fn index(&self, param: ParamId) -> Result<usize, Error> {
        if param.registry == self.id { Ok(param.index) } else { Err(Error::ForeignId { what: "parameter" }) }
    }

    /// Description of a parameter.
    pub(crate) fn info(&self, param: ParamId) -> Result<&ParamInfo, Error> {
        Ok(&self.infos[self.index(param)?])
    }

    /// The parameter with this name.
    pub(crate) fn param(&self, name: &str) -> Option<ParamId> {
        self.names.get(name).map(|&index| ParamId { registry: self.id, index })
    }

    /// The group of the caller's that a parameter is in.
    pub(crate) fn group_of(&self, param: ParamId) -> Result<Option<GroupId>, Error> {
        let group = self.info(param)?.group.checked_sub(FIRST_GROUP);
        Ok(group.map(|index| GroupId { registry: self.id, index }))
    }

    /// Sets the learning rate of later steps.
    pub(crate) fn set_learning_rate(
        &mut self,
        group: Option<GroupId>,
        learning_rate: Schedule,
    ) -> Result<(), Error> {
        let groups = self.indices_of(group)?;
        let field = self.groups[groups.start].field("learning_rate");
        learning_rate.check(field)?;
        let others = (0..self.groups.len()).filter(|index| !groups.contains(index));
        let other_lists = others.filter_map(|index| {
            let group = &self.groups[index];
            list_len(&group.learning_rate).map(|len| (group.field("learning_rate"), len))
        });
        let listed = other_lists.min_by_key(|(field, _)| field.group);
        self.listed = check_list(list_len(&learning_rate), field, listed)?;
        for group in &mut self.groups[groups] {
            group.learning_rate = learning_rate.clone();
            group.changed = true;
        }
        Ok(())
    }

    /// Sets the weight decay of later steps.
    pub(crate) fn set_weight_decay(
        &mut self,
        group: Option<GroupId>,
        weight_decay: Schedule,
    ) -> Result<(), Error> {
        let group = self.group_index(group)?;
        weight_decay.check(self.groups[group].field("weight_decay"))?;
        let exact = self.infos.iter().find(|info| info.group == group && info.rows == Rows::Exact);
        if let Some(info) = exact.filter(|_| !is_zero(&weight_decay)) {
            return Err(Error::ExactDecay { name: info.name.clone() });
        }
        self.groups[group].weight_decay = weight_decay;
        self.groups[group].changed = true;
        Ok(())
    }

    /// Sets the L1 strength of later steps.
    pub(crate) fn set_l1(&mut self, group: Option<GroupId>, l1: f64) -> Result<(), Error> {
        self.set_strength(group, "l1", l1, |l1, _| l1)
    }

    /// Sets the L2 strength of later steps.
    pub(crate) fn set_l2(&mut self, group: Option<GroupId>, l2: f64) -> Result<(), Error> {
        self.set_strength(group, "l2", l2, |_, l2| l2)
    }

    fn set_strength(
        &mut self,
        group: Option<GroupId>,
        name: &'static str,
        strength: f64,
        of: for<'a> fn(&'a mut f64, &'a mut f64) -> &'a mut f64,
    ) -> Result<(), Error> {
        let groups = self.indices_of(group)?;
        validate::at_least_zero(self.groups[groups.start].field(name), strength)?;
        let mut changed: Vec<_> =
            self.groups[groups.clone()].iter().map(|group| [group.l1, group.l2]).collect();
        changed.iter_mut().for_each(|[l1, l2]| *of(l1, l2) = strength);
        let mut histories = Vec::new();
        for (param, info) in self.infos.iter().enumerate().filter(|(_, info)| groups.contains(&info.group)) {
            let [l1, l2] = changed[info.group - groups.start];
            if let Some(history) = &self.rate_histories[param] {
                histories.push((param, self.changed_history(param, history, l1, l2, name)?));
            }
        }
        for (group, [l1, l2]) in self.groups[groups].iter_mut().zip(changed) {
            (group.l1, group.l2) = (l1, l2);
            group.changed = true;
        }
        histories.into_iter().for_each(|(param, history)| self.rate_histories[param] = Some(history));
        Ok(())
    }

    /// The rate history of a parameter whose rows are up to date, with other strengths.
    fn changed_history(
        &self,
        param: usize,
        history: &RateHistory,
        l1: f64,
        l2: f64,
        field: &'static str,
    ) -> Result<RateHistory, Error> {
        let info = &self.infos[param];
        let reason = info.rule.not_exact(l1, self.groups[info.group].l21);
        if let Some(reason) = reason {
            return Err(Error::ExactRule { name: info.name.clone(), reason });
        }
        let l1 = l1.max(self.group_strength(info));
        let form = LazyForm::of(self.config.rule.form(), self.config.shrinkage, l2);
        let is_up_to_date = self.flushed[param] == history.step_count();
        // Only a device that may skip steps knows how many its rows are up to date with.
        let is_known = is_up_to_date && !self.skips_on_overflow();
        let changed = history.with_strengths(form, l1, l2).filter(|_| is_known);
        changed.ok_or_else(|| Error::ExactStrength { name: self.infos[param].name.clone(), field })
    }

    /// Notes that rows may be behind, because their state was replaced.
    pub(super) fn forget_flushes(&mut self) {
        self.flushed.fill(u64::MAX);
    }

    /// Notes that all rows of a parameter are up to date.
    pub(crate) fn note_flush(&mut self, param: usize) {
        if let Some(history) = &self.rate_histories[param] {
            self.flushed[param] = history.step_count();
        }
    }

    /// The learning rate of the next step, for a group of the caller's or for ungrouped parameters.
    pub(crate) fn lr(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.groups[self.group_index(group)?].learning_rate_at(self.step)
    }

    /// The learning rate of a parameter's next step.
    pub(crate) fn lr_of(&self, param: ParamId) -> Result<f64, Error> {
        self.groups[self.info(param)?.group].learning_rate_at(self.step)
    }

    /// The weight decay of a parameter's next step; 0 for parameters exempt by name.
    pub(crate) fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error> {
        self.groups[self.info(param)?.group].weight_decay_at(self.step)
    }

    /// Sets the divisor of the gradients of later steps.
    pub(crate) fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        validate::loss_scale(loss_scale)?;
        if self.config.dynamic_loss_scale.is_some() {
            validate::loss_scale_beside_dynamic(loss_scale)?;
        }
        self.config.loss_scale = loss_scale;
        Ok(())
    }

    pub(crate) fn loss_scale(&self) -> f64 {
        self.config.loss_scale
    }

    /// Parameters of the next step, one set for each parameter group.
    pub(crate) fn step_params(&self) -> Result<Vec<StepParams>, Error> {
        self.step_params_at(self.step)
    }

    /// Parameters of the step with this number, one set for each parameter group.
    pub(super) fn step_params_at(&self, step: u64) -> Result<Vec<StepParams>, Error> {
        if let Some(group) = self.groups[FIRST_GROUP..].iter().position(|group| !group.used) {
            return Err(Error::EmptyGroup { group });
        }
        if self.infos.is_empty() {
            return Err(Error::NoParams);
        }
        self.groups.iter().map(|group| group.step_params(&self.config, step)).collect()
    }

    /// Parameters for bringing rows up to date between steps, one set for each parameter group.
    pub(crate) fn catch_up_params(&self) -> Vec<StepParams> {
        self.groups.iter().map(|group| group.catch_up_params(&self.config, self.step)).collect()
    }

    /// Whether the schedules of each parameter group vary.
    pub(crate) fn varying_groups(&self) -> impl ExactSizeIterator<Item = bool> {
        self.groups.iter().map(ParamGroup::varies)
    }

    /// Whether the update rule takes rows as a whole.
    pub(crate) fn takes_rows(&self) -> bool {
        self.config.rule.form().takes_rows()
    }

    /// Whether a step with a gradient that is not finite is skipped.
    pub(crate) fn skips_on_overflow(&self) -> bool {
        self.config.skip_on_overflow || self.config.dynamic_loss_scale.is_some()
    }

    /// The dynamic loss scale as it was configured.
    pub(crate) fn dynamic_loss_scale(&self) -> Option<&DynamicLossScale> {
        self.config.dynamic_loss_scale.as_ref()
    }

    /// Limits to norms of gradients: first the limit that all parameter groups without a limit of their own
    /// share, then the limits of single groups; infinity for no limit.
    pub(crate) fn norm_limits(&self) -> Vec<f32> {
        let shared = self.config.clip_norm.unwrap_or(f64::INFINITY);
        let own = self.groups.iter().filter_map(|group| group.clip_norm);
        [shared].into_iter().chain(own).map(to_f32).collect()
    }

    /// Index in [`ParamRegistry::norm_limits`] of the limit that each parameter group has.
    pub(crate) fn norm_limit_of_groups(&self) -> Vec<usize> {
        let mut own = 0;
        let limit_of = |group: &ParamGroup| {
            group.clip_norm.map_or(0, |_| {
                own += 1;
                own
            })
        };
        self.groups.iter().map(limit_of).collect()
    }

    /// The rates that rows of a parameter may have missed, if its rows are exact.
    pub(crate) fn rate_history(&self, index: usize) -> Option<&RateHistory> {
        self.rate_histories[index].as_ref()
    }

    /// Indices of the parameters whose rows are exact.
    pub(crate) fn exact_params(&self) -> impl Iterator<Item = usize> + use<'_> {
        (0..self.infos.len()).filter(|&index| self.rate_histories[index].is_some())
    }

    /// Whether steps leave the parameter with this index as it is.
    pub(crate) fn is_frozen(&self, index: usize) -> bool {
        self.frozen[index]
    }

    /// Sets whether steps leave a parameter as it is.
    pub(crate) fn set_frozen(&mut self, index: usize, is_frozen: bool) {
        self.frozen[index] = is_frozen;
    }

    /// Position of a parameter among those whose rows are exact.
    pub(crate) fn exact_index(&self, param: usize) -> Option<u32> {
        self.exact_indices[param]
    }

    /// Counts a step with these parameters of each parameter group, in which `params` had a gradient.
    pub(crate) fn advance(&mut self, params: impl Iterator<Item = usize>, step_params: &[StepParams]) {
        self.step += 1;
        if self.recorded_steps > 0 {
            // The device would have counted on from another step.
            self.recorded_steps = 0;
            self.recorded_rates.iter_mut().for_each(Vec::clear);
        }
        for param in params {
            if let Some(rate_history) = &mut self.rate_histories[param] {
                rate_history.advance(step_params[self.infos[param].group].learning_rate);
            }
        }
    }

    /// Index in `groups` of a group of the caller's, or of the ungrouped parameters that decay.
    fn group_index(&self, group: Option<GroupId>) -> Result<usize, Error> {
        match group {
            Some(group) if group.registry != self.id => Err(Error::ForeignId { what: "group" }),
            Some(group) => Ok(FIRST_GROUP + group.index),
            None => Ok(DECAYING),
        }
    }

    /// Indices in `groups` of a group of the caller's, or of all ungrouped parameters.
    fn indices_of(&self, group: Option<GroupId>) -> Result<Range<usize>, Error> {
        let index = self.group_index(group)?;
        Ok(if index == DECAYING { DECAYING..FIRST_GROUP } else { index..index + 1 })
    }
}

/// Refuses a list of learning rates that is not as long as an earlier one, `listed`; returns the first of them.
/// `len` is the length of the new list, if it is a list.
fn check_list(
    len: Option<usize>,
    field: Field,
    listed: Option<(Field, usize)>,
) -> Result<Option<(Field, usize)>, Error> {
    match (len, listed) {
        (Some(got), Some((other, want))) if got != want => Err(Error::ListLength { field, got, other, want }),
        (len, listed) => Ok(listed.or(len.map(|len| (field, len)))),
    }
}

/// Number of values that a schedule lists, if it is a list.
fn list_len(schedule: &Schedule) -> Option<usize> {
    match schedule {
        Schedule::List(values) => Some(values.len()),
        _ => None,
    }
}
