//! A training run as plain data: settings, groups, parameters and their gradients, for any device and the oracle.

use proxgrad::{Config, Group, GroupId, ParamId, Shrinkage};
use proxgrad_golden::{Grad, Optimizer, Param};

use super::{
    Device, is_ieee,
    oracle::{Judge, Real, Rule},
    state::bits,
};

/// What a group can set, step by step where it may vary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) learning_rate: Option<Vec<f64>>,
    pub(crate) weight_decay: Option<Vec<f64>>,
    pub(crate) grad_centralization: Option<bool>,
    pub(crate) l1: Option<f64>,
    pub(crate) l2: Option<f64>,
    pub(crate) accum: Option<f64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) shrinkage: Shrinkage,
    pub(crate) loss_scale: f64,
    /// All of it set.
    pub(crate) defaults: Settings,
    pub(crate) groups: Vec<Settings>,
    pub(crate) params: Vec<Given>,
}

/// A parameter with its gradients.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
    /// Index of its group.
    pub(crate) group: Option<usize>,
    /// By step.
    pub(crate) grads: Vec<GivenGrad>,
}

#[derive(Clone, Debug)]
pub(crate) enum GivenGrad {
    None,
    Dense(Vec<f32>),
    Rows { indices: Vec<u32>, values: Vec<f32> },
}

/// Values and accumulators of a parameter.
pub(crate) type Tensors = [Vec<f32>; 2];

impl Problem {
    /// Runs on every device, judges every step by the oracle, and demands equal bits of devices known to be exact.
    /// Gives how many elements had to be zero, and how many must not be.
    #[track_caller]
    pub(crate) fn agrees(&self, what: &str, devices: &[&Device]) -> (u64, u64) {
        let mut decided = (0, 0);
        let mut exact: Option<Vec<Vec<Tensors>>> = None;
        for &device in devices {
            let mut judge = Judge::default();
            let history = self.run(device);
            self.judge(&history, &mut judge);
            decided = (decided.0 + judge.zeros(), decided.1 + judge.others());
            judge.conclude(&format!("{what}, {} against the oracle", device.describe()));
            if is_ieee(device) {
                let first = exact.get_or_insert_with(|| history.clone());
                self.assert_same_bits(
                    &format!("{what}, {} against the first", device.describe()),
                    first,
                    &history,
                );
            }
        }
        decided
    }

    /// Every parameter before the first step and after each.
    pub(crate) fn run(&self, device: &Device) -> Vec<Vec<Tensors>> {
        let (mut optimizer, ids) = self.start(device);
        let mut history = vec![tensors(&*optimizer, &ids)];
        for step in 0..self.steps() {
            optimizer.step(&self.grads(step, &ids)).unwrap();
            history.push(tensors(&*optimizer, &ids));
        }
        history
    }

    /// Judges a whole run by the oracle, each step from where the device itself was before it.
    pub(crate) fn judge(&self, history: &[Vec<Tensors>], judge: &mut Judge) {
        self.judge_start(&history[0], judge);
        for (step, pair) in history.windows(2).enumerate() {
            for (param, (before, after)) in self.params.iter().zip(pair[0].iter().zip(&pair[1])) {
                self.judge_step(param, step, before, after, judge);
            }
        }
    }

    /// The gradients of a step.
    pub(crate) fn grads(&self, step: usize, ids: &[ParamId]) -> Vec<(ParamId, Grad<'_>)> {
        let params = self.params.iter().zip(ids);
        params.filter_map(|(param, &id)| Some((id, param.grads[step].as_grad()?))).collect()
    }

    /// The optimizer with groups and parameters, before the first step.
    pub(crate) fn start(&self, device: &Device) -> (Box<dyn Optimizer>, Vec<ParamId>) {
        let mut optimizer = device.optimizer(self.config()).unwrap();
        let groups: Vec<GroupId> =
            self.groups.iter().map(|group| optimizer.add_group(group.group()).unwrap()).collect();
        let ids = self
            .params
            .iter()
            .map(|given| {
                let param = Param::new(&given.name, &given.shape, &given.values);
                let param = given.group.map_or(param, |group| param.group(groups[group]));
                optimizer.add_param(param).unwrap()
            })
            .collect();
        (optimizer, ids)
    }

    pub(crate) fn steps(&self) -> usize {
        self.params.iter().map(|param| param.grads.len()).max().unwrap_or(0)
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            accum: self.defaults.accum.unwrap(),
            learning_rate: self.defaults.learning_rate.clone().unwrap().into(),
            l1: self.defaults.l1.unwrap(),
            l2: self.defaults.l2.unwrap(),
            loss_scale: self.loss_scale,
            weight_decay: self.defaults.weight_decay.clone().unwrap().into(),
            shrinkage: self.shrinkage,
            ..Config::default()
        }
    }

    /// What the specification says holds for a parameter at a step.
    pub(crate) fn rule(&self, param: &Given, step: usize) -> Rule {
        let settings = self.settings(param);
        let exempt = param.group.is_none() && (param.name.contains("beta") || param.name.contains("gamma"));
        let decay = settings.weight_decay.as_ref().unwrap()[step];
        Rule {
            learning_rate: settings.learning_rate.as_ref().unwrap()[step],
            l1: settings.l1.unwrap(),
            l2: settings.l2.unwrap(),
            weight_decay: if exempt { 0.0 } else { decay },
            loss_scale: self.loss_scale,
            shrinkage: self.shrinkage,
        }
    }

    /// A parameter's settings: its group's, where that sets them, else the optimizer's.
    fn settings(&self, param: &Given) -> Settings {
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

    fn judge_start(&self, states: &[Tensors], judge: &mut Judge) {
        for (param, [values, accum]) in self.params.iter().zip(states) {
            let start = Real::rounded(self.settings(param).accum.unwrap());
            if bits(values) != bits(&param.values) || !accum.iter().all(|a| start.allows(*a)) {
                judge.fail(|| format!("\"{}\" does not start as it should", param.name));
            }
        }
    }

    /// Judges what one step made of one parameter.
    pub(crate) fn judge_step(
        &self,
        param: &Given,
        step: usize,
        before: &Tensors,
        after: &Tensors,
        judge: &mut Judge,
    ) {
        let rule = self.rule(param, step);
        let mut element = |i: usize, grad: Real| {
            let (old, new) = ([before[0][i], before[1][i]], [after[0][i], after[1][i]]);
            judge.element(&rule, old, grad, new, || format!("\"{}\" step {step} element {i}", param.name));
        };
        let mut touched = vec![true; param.values.len()];
        match &param.grads[step] {
            GivenGrad::None => touched.fill(false),
            GivenGrad::Dense(grads) => {
                grads.iter().enumerate().for_each(|(i, grad)| element(i, Real::exact(*grad)));
            }
            GivenGrad::Rows { indices, values } => {
                touched.fill(false);
                for (i, grad) in row_sums(param, indices, values) {
                    element(i, grad);
                    touched[i] = true;
                }
            }
        }
        let changed = |i: usize| (0..2).any(|t| before[t][i].to_bits() != after[t][i].to_bits());
        for i in (0..touched.len()).filter(|&i| !touched[i] && changed(i)) {
            judge.fail(|| format!("\"{}\" step {step} element {i} had no gradient and changed", param.name));
        }
    }

    /// The same run, to the last bit.
    #[track_caller]
    pub(crate) fn assert_same_bits(&self, what: &str, want: &[Vec<Tensors>], got: &[Vec<Tensors>]) {
        assert_eq!(want.len(), got.len(), "{what}: steps");
        for (step, (want, got)) in want.iter().zip(got).enumerate() {
            for (param, (want, got)) in self.params.iter().zip(want.iter().zip(got)) {
                for (tensor, (want, got)) in ["values", "accum"].iter().zip(want.iter().zip(got)) {
                    let different = (0..want.len()).find(|&i| want[i].to_bits() != got[i].to_bits());
                    let different = different.map(|i| (i, want[i], got[i]));
                    assert_eq!(different, None, "{what}: {tensor} of \"{}\" after {step} steps", param.name);
                }
            }
        }
    }
}

/// Values and accumulators of every parameter.
pub(crate) fn tensors(optimizer: &dyn Optimizer, params: &[ParamId]) -> Vec<Tensors> {
    params.iter().map(|&id| [optimizer.values(id).unwrap(), optimizer.accum(id).unwrap()]).collect()
}

/// The gradient of every element of the touched rows: equal rows summed in order of occurrence.
fn row_sums(param: &Given, indices: &[u32], values: &[f32]) -> impl Iterator<Item = (usize, Real)> {
    let width: usize = param.shape[1..].iter().product();
    let mut sums: Vec<Option<Real>> = vec![None; param.values.len()];
    for (entry, &row) in indices.iter().enumerate() {
        for column in 0..width {
            let grad = Real::exact(values[entry * width + column]);
            let sum = &mut sums[row as usize * width + column];
            *sum = Some(sum.map_or(grad, |sum| sum.add(grad)));
        }
    }
    sums.into_iter().enumerate().filter_map(|(i, sum)| Some((i, sum?)))
}

impl Settings {
    pub(crate) fn group(&self) -> Group {
        Group {
            learning_rate: self.learning_rate.clone().map(Into::into),
            weight_decay: self.weight_decay.clone().map(Into::into),
            grad_centralization: self.grad_centralization,
            l1: self.l1,
            l2: self.l2,
            accum: self.accum,
        }
    }
}

impl GivenGrad {
    pub(crate) fn as_grad(&self) -> Option<Grad<'_>> {
        match self {
            Self::None => None,
            Self::Dense(grads) => Some(Grad::Dense(grads)),
            Self::Rows { indices, values } => Some(Grad::rows(indices, values)),
        }
    }
}
