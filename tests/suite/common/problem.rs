//! A training run as plain data: settings, groups, parameters and their gradients, for any device and for the
//! oracle.

use proxgrad::{Centralization, Config, Group, GroupId, ParamId, RowDecay, Schedule, Shrinkage};
use proxgrad_testing::{Grad, Optimizer};

use super::{
    comparison::Comparison,
    devices::{Device, is_ieee, reassociates},
    numbers::bits,
    oracle::{Real, Rule},
    param::TestParam,
    schedules::{self, value},
};

/// The settings that a parameter group may override.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) learning_rate: Option<Schedule>,
    pub(crate) weight_decay: Option<Schedule>,
    pub(crate) grad_centralization: Option<bool>,
    pub(crate) l1: Option<f64>,
    pub(crate) l2: Option<f64>,
    pub(crate) accum: Option<f64>,
}

/// A training run as plain data.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) shrinkage: Shrinkage,
    pub(crate) centralization: Centralization,
    pub(crate) row_decay: RowDecay,
    /// By step; the last one holds for all later steps.
    pub(crate) loss_scales: Vec<f64>,
    /// The settings of the optimizer, all of them `Some`.
    pub(crate) defaults: Settings,
    pub(crate) groups: Vec<Settings>,
    pub(crate) params: Vec<TestParam>,
    /// The order of the parameters in the optimizer, as indices of `params`; empty for the order of
    /// registration.
    pub(crate) order: Vec<usize>,
    /// Whether gradients are passed by position, not by id.
    pub(crate) by_position: bool,
}

/// The values and the accumulators of a parameter.
pub(crate) type Tensors = [Vec<f32>; 2];

/// The tensors of every parameter before the first step and after each step.
pub(crate) type History = Vec<Vec<Tensors>>;

impl Problem {
    /// A problem without parameters; settings that no group has are the defaults of the library.
    pub(crate) fn new(shrinkage: Shrinkage, defaults: Settings) -> Self {
        Self {
            shrinkage,
            centralization: Centralization::default(),
            row_decay: RowDecay::default(),
            loss_scales: vec![1.0],
            defaults,
            groups: Vec::new(),
            params: Vec::new(),
            order: Vec::new(),
            by_position: false,
        }
    }

    /// Runs on every device, compares every step with the oracle, and asserts equal bits on devices that are
    /// known to be exact. Returns how many elements had to be zero, and how many must not be.
    #[track_caller]
    pub(crate) fn agrees(&self, what: &str, devices: &[&Device]) -> (u64, u64) {
        let mut decided = (0, 0);
        let mut exact: Vec<(&Device, History)> = Vec::new();
        for &device in devices {
            let history = self.run(device);
            let comparison = self.compare(&history);
            decided = (decided.0 + comparison.zeros(), decided.1 + comparison.others());
            comparison.assert_passed(&format!("{what}, {} against the oracle", device.describe()));
            if is_ieee(device) {
                for (other, want) in &exact {
                    let what = format!("{what}, {} against {}", device.describe(), other.describe());
                    let same =
                        self.same_bits(&what, want, &history, |param| self.is_exact(param, device, *other));
                    same.unwrap_or_else(|failure| panic!("{failure}"));
                }
                exact.push((device, history));
            }
        }
        decided
    }

    /// Runs all steps on a device; asserts learning rates, weight decays, and the numbers of steps and of bad
    /// rows on the way.
    #[track_caller]
    pub(crate) fn run(&self, device: &Device) -> History {
        let (mut optimizer, ids) = self.start(device);
        let mut history = vec![tensors(&*optimizer, &ids)];
        for step in 0..self.steps() {
            self.check_rates(&*optimizer, &ids, step);
            self.step(&mut *optimizer, &ids, step);
            history.push(tensors(&*optimizer, &ids));
        }
        self.check_counts(&*optimizer, self.steps());
        history
    }

    /// One step, with gradients by id or by position.
    #[track_caller]
    pub(crate) fn step(&self, optimizer: &mut dyn Optimizer, ids: &[ParamId], step: usize) {
        optimizer.set_loss_scale(self.loss_scale(step)).unwrap();
        if self.by_position {
            let grads: Vec<_> = self.order().iter().map(|&i| self.params[i].grads[step].as_grad()).collect();
            optimizer.step_in_order(&grads).unwrap();
        } else {
            optimizer.step(&self.grads(step, ids)).unwrap();
        }
    }

    /// Compares a run with the oracle, each step from the state of the device before it.
    pub(crate) fn compare(&self, history: &[Vec<Tensors>]) -> Comparison {
        let mut comparison = Comparison::default();
        self.compare_start(&history[0], &mut comparison);
        for (step, pair) in history.windows(2).enumerate() {
            for (param, (before, after)) in self.params.iter().zip(pair[0].iter().zip(&pair[1])) {
                self.compare_step(param, step, before, after, &mut comparison);
            }
        }
        comparison
    }

    /// The gradients of a step, by id.
    pub(crate) fn grads(&self, step: usize, ids: &[ParamId]) -> Vec<(ParamId, Grad<'_>)> {
        let grads = self.params.iter().zip(ids).map(|(param, &id)| (id, param.grads[step].as_grad()));
        grads.filter(|(_, grad)| !matches!(grad, Grad::None)).collect()
    }

    /// An optimizer with the groups and parameters, before the first step.
    pub(crate) fn start(&self, device: &Device) -> (Box<dyn Optimizer>, Vec<ParamId>) {
        let mut optimizer = device.optimizer(self.config()).unwrap();
        let groups: Vec<GroupId> =
            self.groups.iter().map(|group| optimizer.add_group(group.group()).unwrap()).collect();
        let params: Vec<_> = self.params.iter().map(|param| param.as_param(&groups)).collect();
        let ids = optimizer.add_params(&params).unwrap();
        let names: Vec<_> = self.order.iter().map(|&i| self.params[i].name.as_str()).collect();
        optimizer.order_params(&names).unwrap();
        let in_order: Vec<_> = self.order().iter().map(|&i| ids[i]).collect();
        assert_eq!(optimizer.params(), in_order);
        (optimizer, ids)
    }

    pub(crate) fn steps(&self) -> usize {
        self.params.iter().map(|param| param.grads.len()).max().unwrap_or(0)
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            accum: self.defaults.accum.unwrap(),
            learning_rate: self.defaults.learning_rate.clone().unwrap(),
            l1: self.defaults.l1.unwrap(),
            l2: self.defaults.l2.unwrap(),
            use_locking: false,
            loss_scale: self.loss_scale(0),
            weight_decay: self.defaults.weight_decay.clone().unwrap(),
            grad_centralization: self.defaults.grad_centralization.unwrap_or_default(),
            centralization: self.centralization,
            row_decay: self.row_decay,
            shrinkage: self.shrinkage,
            ..Config::default()
        }
    }

    /// The settings of a parameter at a step, as the specification defines them.
    pub(crate) fn rule(&self, param: &TestParam, step: usize) -> Rule {
        let settings = self.settings(param);
        let at = |schedule: Option<Schedule>| value(&schedule.unwrap(), step as u64);
        Rule {
            learning_rate: at(settings.learning_rate),
            l1: settings.l1.unwrap(),
            l2: settings.l2.unwrap(),
            weight_decay: if is_exempt(param) { 0.0 } else { at(settings.weight_decay) },
            loss_scale: self.loss_scale(step),
            shrinkage: self.shrinkage,
            centralized: settings.grad_centralization.unwrap_or_default() && self.covers(&param.shape),
            row_decay: self.row_decay,
        }
    }

    /// Compares one step of one parameter with the oracle.
    pub(crate) fn compare_step(
        &self,
        param: &TestParam,
        step: usize,
        before: &Tensors,
        after: &Tensors,
        comparison: &mut Comparison,
    ) {
        let rule = self.rule(param, step);
        let mut touched = vec![false; param.values.len()];
        for channel in param.channels(step, &rule) {
            let elements = channel.begin..channel.begin + channel.grads.len();
            let gradients = rule.gradients(&before[0][elements.clone()], &channel.grads, channel.decays);
            for (i, g) in elements.zip(gradients) {
                touched[i] = true;
                let (old, new) = ([before[0][i], before[1][i]], [after[0][i], after[1][i]]);
                comparison
                    .element(&rule, old, g, new, || format!("\"{}\" step {step} element {i}", param.name));
            }
        }
        let changed = |i: usize| (0..2).any(|t| before[t][i].to_bits() != after[t][i].to_bits());
        for i in (0..touched.len()).filter(|&i| !touched[i] && changed(i)) {
            comparison
                .fail(|| format!("\"{}\" step {step} element {i} had no gradient and changed", param.name));
        }
    }

    /// Panics unless two runs have the same bits.
    #[track_caller]
    pub(crate) fn assert_same_bits(&self, what: &str, want: &History, got: &History) {
        self.same_bits(what, want, got, |_| true).unwrap_or_else(|failure| panic!("{failure}"));
    }

    /// An error unless two runs have the same bits, for the parameters that `compared` selects.
    pub(crate) fn same_bits(
        &self,
        what: &str,
        want: &History,
        got: &History,
        compared: impl Fn(&TestParam) -> bool,
    ) -> Result<(), String> {
        assert_eq!(want.len(), got.len(), "{what}: steps");
        for (step, (want, got)) in want.iter().zip(got).enumerate() {
            let pairs = self.params.iter().zip(want.iter().zip(got));
            for (param, (want, got)) in pairs.filter(|(param, _)| compared(param)) {
                for (tensor, (want, got)) in ["values", "accum"].iter().zip(want.iter().zip(got)) {
                    if let Some(i) = (0..want.len()).find(|&i| want[i].to_bits() != got[i].to_bits()) {
                        let (name, got, want) = (&param.name, got[i], want[i]);
                        return Err(format!(
                            "{what}: {tensor}[{i}] of \"{name}\" after {step} steps is {got}, not {want}"
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether two devices that round as IEEE 754 does must agree on a parameter to the last bit.
    pub(crate) fn is_exact(&self, param: &TestParam, one: &Device, other: &Device) -> bool {
        // If only one of them turns `s + (grad + decay)` into `(s + grad) + decay`, means differ.
        reassociates(one) == reassociates(other) || !self.has_sums_of_two(param)
    }

    /// Whether a parameter has centralized gradients with weight decay, whose means are of sums of two.
    fn has_sums_of_two(&self, param: &TestParam) -> bool {
        let has = |step| self.rule(param, step).centralized && self.rule(param, step).weight_decay > 0.0;
        (0..self.steps()).any(has)
    }

    fn order(&self) -> Vec<usize> {
        if self.order.is_empty() { (0..self.params.len()).collect() } else { self.order.clone() }
    }

    fn loss_scale(&self, step: usize) -> f64 {
        self.loss_scales[step.min(self.loss_scales.len() - 1)]
    }

    /// Whether gradients of this shape are centralized: section 9 of the specification.
    fn covers(&self, shape: &[usize]) -> bool {
        match self.centralization {
            Centralization::Convolutions => shape.len() >= 3,
            Centralization::MultiplesOf16 => shape.get(1).is_some_and(|extent| extent.is_multiple_of(16)),
            other => panic!("the specification of these tests has no {other:?}"),
        }
    }

    /// The settings of a parameter: those of its group where the group has them, else those of the optimizer.
    fn settings(&self, param: &TestParam) -> Settings {
        let own = param.group.map(|group| self.groups[group].clone()).unwrap_or_default();
        let defaults = self.defaults.clone();
        Settings {
            learning_rate: own.learning_rate.or(defaults.learning_rate),
            weight_decay: own.weight_decay.or(defaults.weight_decay),
            grad_centralization: own.grad_centralization.or(defaults.grad_centralization),
            l1: own.l1.or(defaults.l1),
            l2: own.l2.or(defaults.l2),
            accum: own.accum.or(defaults.accum),
        }
    }

    /// Asserts the learning rates and weight decays of the next step.
    #[track_caller]
    fn check_rates(&self, optimizer: &dyn Optimizer, ids: &[ParamId], step: usize) {
        self.check_counts(optimizer, step);
        for (param, &id) in self.params.iter().zip(ids) {
            let rule = self.rule(param, step);
            for (number, got, want) in [
                ("learning rate", optimizer.lr_of(id), rule.learning_rate),
                ("weight decay", optimizer.weight_decay_of(id), rule.weight_decay),
            ] {
                let got = got.unwrap();
                let near = (got - want).abs() <= schedules::TOLERANCE * want;
                assert!(near, "{number} of \"{}\" at step {step}: {got}, not {want}", param.name);
            }
        }
    }

    #[track_caller]
    fn check_counts(&self, optimizer: &dyn Optimizer, steps: usize) {
        assert_eq!(optimizer.global_step(), steps as u64);
        let bad: usize = (0..steps).flat_map(|s| self.params.iter().map(move |p| p.bad_rows(s))).sum();
        assert_eq!(optimizer.bad_rows().unwrap(), bad as u64, "bad rows after {steps} steps");
    }

    fn compare_start(&self, states: &[Tensors], comparison: &mut Comparison) {
        for (param, [values, accum]) in self.params.iter().zip(states) {
            let start = Real::rounded(self.settings(param).accum.unwrap());
            if bits(values) != bits(&param.values) || !accum.iter().all(|a| start.allows(*a)) {
                comparison.fail(|| format!("\"{}\" does not start as it should", param.name));
            }
        }
    }
}

/// Whether a parameter is exempt from weight decay because of its name, which only parameters in no group
/// are.
fn is_exempt(param: &TestParam) -> bool {
    param.group.is_none() && (param.name.contains("beta") || param.name.contains("gamma"))
}

/// The values and the accumulators of these parameters.
pub(crate) fn tensors(optimizer: &dyn Optimizer, params: &[ParamId]) -> Vec<Tensors> {
    params.iter().map(|&id| [optimizer.values(id).unwrap(), optimizer.accum(id).unwrap()]).collect()
}

impl Settings {
    pub(crate) fn group(&self) -> Group {
        Group {
            learning_rate: self.learning_rate.clone(),
            weight_decay: self.weight_decay.clone(),
            grad_centralization: self.grad_centralization,
            l1: self.l1,
            l2: self.l2,
            accum: self.accum,
            ..Group::default()
        }
    }
}
