//! A configuration as the data of a run: settings, parameters, gradients, and which steps are skipped.

use proxgrad::{
    Centralization, Config, DynamicLossScale, Format, Ftrl, FtrlForm, FtrlStart, Group, Rounding, RowDecay,
    Rows, Schedule, Shrinkage, UpdateRule,
    schedule::{CosineDecay, WarmUp},
};

use super::configuration::Configuration;
use crate::common::{
    devices::{EXACT_ROWS, WINDOW, exact_window},
    param::{IndexSource, TestGrad, TestParam},
    random::Random,
};

pub(super) const STEPS: usize = 8;

/// The step after which a run is resumed.
pub(super) const HALF: usize = 4;

/// The largest learning rate of all schedules.
pub(super) const LARGEST_RATE: f64 = 0.2;

pub(super) const CLIP_VALUE: f64 = 0.25;
pub(super) const CLIP_NORM: f64 = 0.5;

/// A configuration as the data of a run.
pub(super) struct Scenario {
    pub(super) configuration: Configuration,
    pub(super) config: Config,
    /// The group of the first parameter, if it is in one.
    pub(super) group: Option<Group>,
    /// Gradients are before scaling.
    pub(super) params: Vec<TestParam>,
    pub(super) formats: [Format; 2],
    pub(super) copy: Option<Format>,
    /// By step: the loss scale, by which gradients are multiplied.
    scales: Vec<f32>,
    /// The steps that are skipped.
    pub(super) skipped: Vec<usize>,
}

impl Scenario {
    pub(super) fn new(configuration: &Configuration) -> Self {
        let mut random = Random::unnamed(seed(&configuration.to_string()));
        let is = |factor, level| configuration.is(factor, level);
        let skipped = match configuration.of("overflow") {
            "one_skipped" => vec![2],
            "several_skipped" => vec![0, 3, 4, 5],
            _ => vec![],
        };
        let own = Group {
            clip_norm: is("clip_norm", "own").then_some(CLIP_NORM),
            learning_rate: Some(schedule(configuration.of("schedule"))),
            l2: Some(strength(configuration, "l2", 0.2)),
            ..Group::default()
        };
        let mut params = vec![first_param(configuration, &mut random)];
        if is("params", "several") {
            params.extend(further_params(&mut random));
        }
        if is("group", "all") {
            params.iter_mut().for_each(|param| param.group = Some(0));
        }
        Self {
            config: config(configuration),
            group: (!is("group", "none")).then_some(own),
            params,
            formats: ["values", "grads"].map(|factor| format(configuration.of(factor)).unwrap()),
            copy: format(configuration.of("copy")),
            scales: scales(configuration, &skipped),
            skipped,
            configuration: configuration.clone(),
        }
    }

    pub(super) fn is(&self, factor: &str, level: &str) -> bool {
        self.configuration.is(factor, level)
    }

    /// The gradients of a step as the optimizer gets them: scaled, and one of them with an element that is not
    /// finite where the step is to be skipped.
    pub(super) fn grads(&self, step: usize) -> Vec<TestGrad> {
        let mut grads: Vec<_> = self.params.iter().map(|param| param.grads[step].clone()).collect();
        for grad in &mut grads {
            grad.elements_mut().iter_mut().for_each(|element| *element *= self.scales[step]);
        }
        if let Some(nth) = self.skipped.iter().position(|skipped| *skipped == step) {
            // In turn in each parameter, from the last on, and in its last, first or middle element.
            let at = grads.len() - 1 - nth % grads.len();
            let elements = grads[at].elements_mut();
            let position = [elements.len() - 1, 0, elements.len() / 2][nth % 3];
            elements[position] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY][nth % 3];
        }
        grads
    }

    /// Rows of the first parameter to flush after a step.
    pub(super) fn rows_to_flush(&self, step: usize) -> Vec<u32> {
        let rows = u32::try_from(self.params[0].shape[0]).unwrap();
        let step = u32::try_from(step).unwrap();
        [0, rows - 1, rows / 2 + step, rows - 1].map(|row| row % rows).to_vec()
    }

    /// Whether a later step of an exact row catches up over skipped steps, which a device counts and the CPU
    /// implementation does not: other roundings, and other steps that are swept.
    pub(super) fn counts_skipped_steps(&self) -> bool {
        self.is("rows", "exact") && !self.skipped.is_empty()
    }

    /// Whether a device sweeps rows in other steps than the CPU implementation.
    pub(super) fn sweeps_in_other_steps(&self) -> bool {
        self.counts_skipped_steps() && self.is("sweep", "due")
    }
}

/// A number that a text decides (FNV-1a).
fn seed(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn format(name: &str) -> Option<Format> {
    Some(match name {
        "f32" => Format::F32,
        "f16" => Format::F16,
        "bf16" => Format::Bf16,
        _ => return None,
    })
}

fn config(configuration: &Configuration) -> Config {
    let is = |factor, level| configuration.is(factor, level);
    let binds = |factor, level, limit| is(factor, level).then_some(limit);
    Config {
        rule: rule(configuration),
        learning_rate: schedule(configuration.of("schedule")),
        // AdaGrad-RDA counts it as often as there were steps, which are many before a sweep, and FTRL-Proximal that begins with 0
        // needs gradients beyond it.
        l1: strength(
            configuration,
            "l1",
            if is("rule", "adagrad_rda") || is("rule", "ftrl_power") { 1e-4 } else { 0.05 },
        ),
        l21: group_lasso(configuration),
        l2: strength(configuration, "l2", 0.1),
        loss_scale: if is("loss_scale", "fixed") { 3.0 } else { 1.0 },
        dynamic_loss_scale: is("loss_scale", "dynamic").then(dynamic),
        // A dynamic scale guards alone.
        skip_on_overflow: !is("overflow", "unguarded") && !is("loss_scale", "dynamic"),
        clip_value: binds("clip_value", "binds", CLIP_VALUE),
        clip_norm: binds("clip_norm", "shared", CLIP_NORM),
        weight_decay: if is("decay", "none") { 0.0 } else { 0.01 }.into(),
        grad_centralization: !is("centralization", "off"),
        centralization: match configuration.of("centralization") {
            "multiples_of_16" => Centralization::MultiplesOf16,
            _ => Centralization::Convolutions,
        },
        row_decay: if is("decay", "per_entry") { RowDecay::PerOccurrence } else { RowDecay::Once },
        shrinkage: if is("shrinkage", "adaptive") { Shrinkage::Adaptive } else { Shrinkage::Documented },
        rounding: match is("rounding", "stochastic") {
            true => Rounding::Stochastic { seed: 0xfeed },
            false => Rounding::Nearest,
        },
        ..Config::default()
    }
}

/// The strength of the group lasso: of row-wise AdaGrad, exact rows have it or L1.
fn group_lasso(configuration: &Configuration) -> f64 {
    let is = |factor, level| configuration.is(factor, level);
    match configuration.of("rule") {
        "rowwise_adagrad" if is("rows", "exact") && is("l1", "positive") => 0.0,
        "rowwise_adagrad" | "group_ftrl" => 0.02,
        _ => 0.0,
    }
}

/// Of FTRL-Proximal with a square root the defaults, and with another power everything else.
fn rule(configuration: &Configuration) -> UpdateRule {
    let is_exact = configuration.is("rows", "exact");
    match configuration.of("rule") {
        "ftrl" => UpdateRule::Ftrl(Ftrl::default()),
        "ftrl_power" => UpdateRule::Ftrl(Ftrl {
            form: FtrlForm::McMahan,
            learning_rate_power: -0.3,
            l2_shrinkage: if is_exact { 0.0 } else { 0.1 },
            beta: 0.5,
            start: FtrlStart::Zero,
            ..Ftrl::default()
        }),
        "adagrad_rda" => UpdateRule::AdagradRda,
        "fobos" => UpdateRule::Fobos,
        "rowwise_adagrad" => UpdateRule::RowwiseAdagrad,
        "group_ftrl" => UpdateRule::GroupFtrl(Ftrl::default()),
        _ => UpdateRule::ProximalAdagrad,
    }
}

fn strength(configuration: &Configuration, factor: &str, positive: f64) -> f64 {
    if configuration.is(factor, "zero") { 0.0 } else { positive }
}

fn schedule(name: &str) -> Schedule {
    match name {
        // On a GPU a skipped step uses up a value of a list until the host knows of it.
        "list" => [0.1, 0.07, LARGEST_RATE, 0.0, 0.05].repeat(STEPS).into(),
        "warm_up" => WarmUp { learning_rate: LARGEST_RATE, warmup_steps: 5 }.into(),
        "cosine" => CosineDecay { min_lr: 0.01, max_lr: LARGEST_RATE, decay_steps: 6 }.into(),
        _ => 0.1.into(),
    }
}

/// A scale with which no gradient of these runs leaves the range of f16.
fn dynamic() -> DynamicLossScale {
    DynamicLossScale::new(64.0, 2.0, 3).unwrap()
}

#[expect(clippy::cast_possible_truncation, reason = "the scales are small integers")]
fn scales(configuration: &Configuration, skipped: &[usize]) -> Vec<f32> {
    if !configuration.is("loss_scale", "dynamic") {
        return vec![if configuration.is("loss_scale", "fixed") { 3.0 } else { 1.0 }; STEPS];
    }
    let mut scale = dynamic();
    let at = |step: usize| {
        let before = scale.scale() as f32;
        scale.update(skipped.contains(&step));
        before
    };
    (0..STEPS).map(at).collect()
}

/// The parameter that most factors are about.
fn first_param(configuration: &Configuration, random: &mut Random) -> TestParam {
    let is_exact = configuration.is("rows", "exact");
    let shape = shape(configuration);
    let (len, width) = (shape.iter().product(), shape[1] * shape[2]);
    let grads = (0..STEPS).map(|step| {
        let source = match (configuration.of("gradient"), step % 4) {
            ("dense", _) | ("alternating", 0) => return TestGrad::Dense(random.grads(len)),
            ("host", _) | ("alternating", 1) => IndexSource::Host,
            ("device", _) | ("alternating", 2) => IndexSource::Device,
            ("grouped", _) => IndexSource::Grouped,
            _ => IndexSource::DeviceUnique,
        };
        let indices = indices(configuration, random, source, shape[0]);
        TestGrad::Rows { values: random.grads(indices.len() * width), indices: source.indices(indices) }
    });
    let grads = grads.collect();
    let param = TestParam::new("weight", &shape, random.values(len), grads);
    let group = (!configuration.is("group", "none")).then_some(0);
    TestParam { rows: if is_exact { Rows::Exact } else { Rows::Touched }, group, ..param }
}

/// Three axes, so that gradients of every shape can be centralized. Rows of one element, of an odd number, of
/// more than a workgroup has threads, and few rows with many entries.
fn shape(configuration: &Configuration) -> [usize; 3] {
    let [rows, second, third] = match configuration.of("shape") {
        "narrow" => [300, 1, 1],
        "wide" => [9, 16, 5],
        "crowded" => [7, 16, 1],
        _ => [41, 3, 1],
    };
    // More than a binding covers, or than 32 workgroups visit.
    let is_exact = configuration.is("rows", "exact");
    let least = match (configuration.of("device"), is_exact) {
        ("whole", _) => return [rows, second, third],
        // The means of all rows lie in one binding, too.
        ("windows", false) if second == 1 && !configuration.is("centralization", "off") => {
            return [WINDOW / 2 + 5, 2, 1];
        }
        // Rows of few elements are cut because one binding cannot cover their history.
        ("windows", true) if second * third < 4 => return [EXACT_ROWS + 5, second, third],
        ("windows", true) => exact_window(configuration.has_binned_rates()),
        _ => WINDOW,
    };
    [least / (second * third) + 5, second, third]
}

fn indices(configuration: &Configuration, random: &mut Random, source: IndexSource, rows: usize) -> Vec<u32> {
    let rows = u32::try_from(rows).unwrap();
    let last = rows - 1;
    let bad = if configuration.is("bad_rows", "some") { vec![rows, u32::MAX] } else { vec![] };
    if source == IndexSource::DeviceUnique {
        // The last row lies in the last window.
        let mut indices = random.permutation(last);
        indices.truncate(9.min(rows as usize / 2));
        return random.shuffled([indices, vec![last], bad].concat());
    }
    let mut indices = match configuration.of("shape") {
        // One row has more entries than one thread sums.
        "crowded" => {
            let mut indices = random.indices(500, rows);
            indices[..300].fill(last);
            indices
        }
        "wide" => random.indices(12, rows),
        _ => random.indices(60, rows),
    };
    indices.push(last);
    if matches!(source, IndexSource::Device | IndexSource::Grouped) {
        indices.extend(bad);
    }
    random.shuffled(indices)
}

/// Two parameters with dense gradients, one of which has no gradient at one step, and a table.
fn further_params(random: &mut Random) -> [TestParam; 3] {
    let mut dense = |name: &str, shape: &[usize]| {
        let len = shape.iter().product();
        let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(len))).collect();
        TestParam::new(name, shape, random.values(len), grads)
    };
    let (mut bias, conv) = (dense("beta", &[37]), dense("conv", &[5, 3, 3]));
    bias.grads[1] = TestGrad::None;
    let mut table = dense("table", &[11, 3]);
    for (step, grad) in table.grads.iter_mut().enumerate() {
        let source = [IndexSource::Host, IndexSource::Device][step % 2];
        *grad = TestGrad::Rows { indices: source.indices(random.indices(8, 11)), values: random.grads(24) };
    }
    [bias, conv, table]
}
