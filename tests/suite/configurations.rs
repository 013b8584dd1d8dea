//! Random settings, parameters and kinds of gradients, each run compared with the oracle at every step.
//!
//! `PROXGRAD_TEST_SEED` runs one of the configurations alone.

use proxgrad::{
    Config, Schedule,
    schedule::{CosineDecay, ExponentialDecay, InverseDecay, NaturalExpDecay, PolynomialDecay, WarmUp},
};

use crate::common::{
    devices::backends,
    param::{TestGrad, TestIndices, TestParam},
    problem::{Problem, Settings},
    random::Random,
};

const STEPS: usize = 20;
/// Configurations in each test.
const CONFIGURATIONS: u64 = 40;

/// Scalars, vectors, tables and convolutions; shapes without elements, of width 1 and of width 0; channels
/// whose mean takes one thread, one workgroup and several workgroups.
const SHAPES: [&[usize]; 24] = [
    &[],
    &[0],
    &[1],
    &[7],
    &[130],
    &[0, 3],
    &[3, 0],
    &[5, 1],
    &[9, 3],
    &[6, 16],
    &[40, 4],
    &[8, 32],
    &[4, 65],
    &[1, 7],
    &[5, 1, 1],
    &[2, 0, 4],
    &[3, 2, 5],
    &[2, 16, 4],
    &[6, 1, 5, 5],
    &[4, 3, 3, 3],
    &[2, 1, 70, 1],
    &[1, 1, 4097],
    &[2, 48, 90],
    &[3, 16, 5, 1],
];

#[test]
fn configurations_of_the_specification_agree_at_every_step() {
    agree(1000, &Config::default());
}

#[test]
fn configurations_of_mindspore_agree_at_every_step() {
    agree(2000, &Config::mindspore());
}

#[track_caller]
fn agree(first_seed: u64, preset: &Config) {
    let (mut zeros, mut others) = (0, 0);
    let seeds = Random::seeds(first_seed..first_seed + CONFIGURATIONS);
    for &seed in &seeds {
        let problem = configuration(&mut Random::new(seed), preset);
        let decided = problem.agrees(&format!("configuration {seed}"), &backends());
        (zeros, others) = (zeros + decided.0, others + decided.1);
    }
    // As many as one device gives; a single configuration has no minimum.
    let enough = 2_000 * (seeds.len() as u64 - 1);
    assert!(zeros >= enough && others >= enough, "{zeros} zeros and {others} others prove little");
}

fn configuration(random: &mut Random, preset: &Config) -> Problem {
    // All lists of learning rates have the same length, which may exceed the number of steps.
    let listed = STEPS + random.below(3);
    let defaults = Settings {
        learning_rate: Some(rate(random, listed)),
        weight_decay: Some(decay(random)),
        grad_centralization: Some(random.one_in(2)),
        l1: Some(strength(random)),
        l2: Some(strength(random)),
        accum: Some(random.pick(&[0.1, 0.5, 1e-3])),
    };
    let groups: Vec<_> = (0..random.below(5)).map(|_| group(random, listed)).collect();
    let mut problem = Problem {
        centralization: preset.centralization,
        row_decay: preset.row_decay,
        loss_scales: loss_scales(random),
        groups,
        by_position: random.one_in(2),
        ..Problem::new(preset.shrinkage, defaults)
    };
    for _ in 0..problem.groups.len() + 1 + random.below(5) {
        let param = param(random, &problem);
        problem.params.push(param);
    }
    start_some_at_zero(random, &mut problem);
    if random.one_in(2) {
        problem.order = random.shuffled((0..problem.params.len()).collect());
    }
    problem
}

/// A group that overrides a random selection of settings.
fn group(random: &mut Random, listed: usize) -> Settings {
    fn own<T>(random: &mut Random, value: impl FnOnce(&mut Random) -> T) -> Option<T> {
        random.one_in(2).then(|| value(random))
    }
    Settings {
        learning_rate: own(random, |random| rate(random, listed)),
        weight_decay: own(random, decay),
        grad_centralization: own(random, |random| random.one_in(2)),
        l1: own(random, strength),
        l2: own(random, strength),
        accum: own(random, |random| random.pick(&[0.1, 1.0, 0.01])),
    }
}

/// Sets the initial accumulators of some problems to 0, but not where gradients are centralized: equal
/// gradients minus their mean are rounding errors, by which an element would move if its accumulator were 0.
fn start_some_at_zero(random: &mut Random, problem: &mut Problem) {
    let centralizes = |settings: &Settings| settings.grad_centralization == Some(true);
    if random.one_in(3) && !centralizes(&problem.defaults) && !problem.groups.iter().any(centralizes) {
        problem.defaults.accum = Some(0.0);
    }
}

fn strength(random: &mut Random) -> f64 {
    // Not 1: with an accumulator of 0 the first step moves a value by γ, and rounding would decide about a
    // threshold of γ.
    random.pick(&[0.0, 1e-3, 0.05, 0.3, 1.5])
}

fn loss_scales(random: &mut Random) -> Vec<f64> {
    match random.below(3) {
        0 => vec![1.0],
        1 => vec![random.pick(&[2.0, 3.0, 1024.0, 0.3])],
        _ => (0..STEPS).map(|_| random.pick(&[1.0, 8.0, 0.7, 65_536.0])).collect(),
    }
}

fn rate(random: &mut Random, listed: usize) -> Schedule {
    let highest = random.pick(&[0.1, 0.02, 0.5]);
    schedule(random, highest, listed)
}

fn decay(random: &mut Random) -> Schedule {
    let highest = random.pick(&[0.01, 0.1, 0.5]);
    match random.below(2) {
        0 => 0.0.into(),
        _ => schedule(random, highest, STEPS),
    }
}

/// A schedule of any kind.
fn schedule(random: &mut Random, highest: f64, listed: usize) -> Schedule {
    let (learning_rate, decay_rate) = (highest, random.pick(&[0.5, 0.9, 1.01]));
    let decay_steps = 1 + random.below(STEPS + 4) as u64;
    let staircase = random.one_in(2);
    match random.below(9) {
        0 => highest.into(),
        1 => (0..listed).map(|_| highest * random.pick(&[1.0, 0.5, 0.01, 0.0])).collect::<Vec<_>>().into(),
        2 => Schedule::function(move |step| highest / (1.0 + step as f64)),
        3 => ExponentialDecay { learning_rate, decay_rate, decay_steps, staircase }.into(),
        4 => NaturalExpDecay { learning_rate, decay_rate, decay_steps, staircase }.into(),
        5 => InverseDecay { learning_rate, decay_rate, decay_steps, staircase }.into(),
        6 => CosineDecay { min_lr: highest / 100.0, max_lr: highest, decay_steps }.into(),
        7 => PolynomialDecay {
            learning_rate,
            end_learning_rate: highest / 10.0,
            decay_steps,
            power: random.pick(&[1.0, 0.5, 2.0]),
            update_decay_steps: staircase,
        }
        .into(),
        _ => WarmUp { learning_rate, warmup_steps: decay_steps }.into(),
    }
}

/// The next parameter. The first ones are in one group each, the others in any group or in none.
fn param(random: &mut Random, problem: &Problem) -> TestParam {
    let (index, groups) = (problem.params.len(), problem.groups.len());
    let name = random.pick(&["weight", "beta", "layer.gamma", "alphabeta.w", "Gamma"]);
    let shape = random.pick(&SHAPES);
    let group = if index < groups { Some(index) } else { random.below(groups + 1).checked_sub(1) };
    let values = random.values(shape.iter().product());
    let grads = (0..STEPS).map(|_| grad(random, shape)).collect();
    TestParam { group, ..TestParam::new(format!("{name}.{index}"), shape, values, grads) }
}

fn grad(random: &mut Random, shape: &[usize]) -> TestGrad {
    match random.below(if shape.is_empty() { 4 } else { 8 }) {
        0 => TestGrad::None,
        1..4 => TestGrad::Dense(random.grads(shape.iter().product())),
        _ => {
            let indices = indices(random, u32::try_from(shape[0]).unwrap());
            let width: usize = shape[1..].iter().product();
            TestGrad::Rows { values: random.grads(indices.len() * width), indices }
        }
    }
}

/// Few entries, or so many that those of a row are summed in several pieces. Some indices of the device are
/// no rows.
fn indices(random: &mut Random, rows: u32) -> TestIndices {
    let most = random.pick(&[0, 3, 30, 200]);
    let entries = if rows == 0 { 0 } else { random.below(most + 1) };
    let rows_of = |random: &mut Random| if rows == 0 { Vec::new() } else { random.indices(entries, rows) };
    match random.below(5) {
        0 => TestIndices::U32(rows_of(random)),
        1 => TestIndices::I32(rows_of(random).into_iter().map(|row| row.try_into().unwrap()).collect()),
        2 => TestIndices::I64(rows_of(random).into_iter().map(i64::from).collect()),
        3 => {
            let bad = [rows, rows + 7, u32::MAX];
            let mut indices = rows_of(random);
            indices.extend(bad.into_iter().take(random.below(4)));
            TestIndices::Device(random.shuffled(indices))
        }
        _ => {
            // Up to two indices beyond the last row, also unique.
            let beyond = u32::try_from(random.below(3)).unwrap();
            let mut indices = random.permutation(rows + beyond);
            indices.truncate(30);
            TestIndices::DeviceUnique(indices)
        }
    }
}
