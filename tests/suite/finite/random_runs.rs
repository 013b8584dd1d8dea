//! Random runs with numbers over the whole range of f32.
//!
//! `PROXGRAD_TEST_RUNS` sets the number of runs, of four steps each; `PROXGRAD_TEST_SEED` runs one of them alone.

use std::env;

use proxgrad::{Config, Error, Format, Rounding, RowDecay, Rows, Schedule, Shrinkage};
use proxgrad_testing::Cpu;

use crate::{
    common::{
        devices::{Device, backends, gpu, is_ieee},
        numbers::bits,
        param::{IndexSource, TestGrad, TestIndices, TestParam},
        random::Random,
    },
    half::params::{param, start},
};

const STEPS: usize = 4;

/// The ranges of the exponents of 2 that a run draws from.
#[derive(Clone, Copy, Debug)]
struct Exponents {
    elements: [i32; 2],
    settings: [i32; 2],
    loss_scale: [i32; 2],
    clip_norm: [i32; 2],
}

/// All normal numbers. Settings that an optimizer refuses are drawn again.
const WHOLE: Exponents =
    Exponents { elements: [-126, 127], settings: [-120, 120], loss_scale: [-30, 30], clip_norm: [-100, 120] };

/// Numbers whose products are not subnormal, which devices may flush to zero.
const LARGE: Exponents =
    Exponents { elements: [0, 100], settings: [-10, 10], loss_scale: [-10, 10], clip_norm: [60, 90] };

fn seeds() -> Vec<u64> {
    let runs = env::var("PROXGRAD_TEST_RUNS").map_or(60, |runs| runs.parse().expect("a number of runs"));
    Random::seeds(0..runs)
}

/// A positive number, or 0 once in five times.
fn setting(random: &mut Random, exponents: Exponents) -> f64 {
    if random.one_in(5) { 0.0 } else { f64::from(random.magnitude(exponents.settings)) }
}

fn config(random: &mut Random, exponents: Exponents) -> Config {
    let limit =
        |random: &mut Random, exponents| random.one_in(3).then(|| f64::from(random.magnitude(exponents)));
    Config {
        learning_rate: f64::from(random.magnitude([exponents.settings[0], exponents.settings[1].min(64)]))
            .into(),
        accum: setting(random, exponents),
        l1: setting(random, exponents),
        l2: setting(random, exponents),
        weight_decay: if random.one_in(2) { 0.0 } else { setting(random, exponents) }.into(),
        clip_value: limit(random, exponents.settings),
        clip_norm: limit(random, exponents.clip_norm),
        loss_scale: if random.one_in(2) { 1.0 } else { f64::from(random.magnitude(exponents.loss_scale)) },
        shrinkage: random.pick(&[Shrinkage::Documented, Shrinkage::Adaptive]),
        grad_centralization: random.one_in(2),
        row_decay: random.pick(&[RowDecay::Once, RowDecay::PerOccurrence]),
        rounding: random.pick(&[Rounding::Nearest, Rounding::Stochastic { seed: 9 }]),
        skip_on_overflow: random.one_in(2),
        ..Config::default()
    }
}

/// Parameters of every kind. Exact rows are refused with weight decay.
fn params(random: &mut Random, exponents: Exponents, decays: bool) -> Vec<TestParam> {
    let mut params = Vec::new();
    for (name, shape) in [("dense", &[70][..]), ("conv", &[3, 2, 2, 2]), ("wide", &[2, 9, 9])] {
        params.push(param(random, name, shape, None, Rows::Touched, STEPS));
    }
    for source in [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique] {
        for (shape, rows) in [(&[5, 4][..], Rows::Touched), (&[9, 1], Rows::Touched), (&[4, 3], Rows::Exact)]
        {
            if rows == Rows::Touched || !decays {
                params.push(param(
                    random,
                    &format!("{source:?} {shape:?}"),
                    shape,
                    Some(source),
                    rows,
                    STEPS,
                ));
            }
        }
    }
    // 130 entries of one row are three pieces.
    for source in [IndexSource::Host, IndexSource::Device] {
        let grads = (0..STEPS)
            .map(|_| TestGrad::Rows { values: random.grads(260), indices: source.indices(vec![1; 130]) });
        let grads = grads.collect();
        params.push(TestParam::new(format!("long {source:?}"), &[3, 2], random.values(6), grads));
    }
    for param in &mut params {
        let elements = param.grads.iter_mut().flat_map(|grad| grad.elements_mut().iter_mut());
        for element in param.values.iter_mut().chain(elements) {
            *element = random.magnitude(exponents.elements).copysign(*element) * element.signum().abs();
        }
    }
    params
}

/// A problem that an optimizer takes.
struct Run {
    config: Config,
    formats: [Format; 2],
    params: Vec<TestParam>,
}

impl Run {
    fn new(seed: u64, exponents: Exponents) -> Self {
        let mut random = Random::unnamed(seed);
        let config = loop {
            let config = config(&mut random, exponents);
            if is_taken(&config) {
                break config;
            }
        };
        let formats = [Format::F32, Format::F16, Format::Bf16];
        let formats = [random.pick(&formats), random.pick(&formats)];
        let decays = !matches!(config.weight_decay, Schedule::Constant(0.0));
        Self { params: params(&mut random, exponents, decays), config, formats }
    }

    /// The same problem with indices of [`IndexSource::DeviceUnique`] in ascending order: a device adds up their norm in the
    /// order of the entries, the CPU implementation in that of the rows.
    fn with_sorted_indices(mut self) -> Self {
        for grad in self.params.iter_mut().flat_map(|param| &mut param.grads) {
            if let TestGrad::Rows { indices: TestIndices::DeviceUnique(indices), .. } = grad {
                indices.sort_unstable();
            }
        }
        self
    }

    /// Bits of all values and accumulators after each step, in which zeros of both signs are equal: WGSL's `clamp` leaves
    /// open which of two zeros it returns.
    fn steps(&self, device: &Device, check: impl Fn(&str, &[f32])) -> Vec<Vec<u32>> {
        let (mut optimizer, ids) = start(device, &self.config, self.formats, &self.params);
        // What was no number of its format before a run is none afterwards.
        let was_finite: Vec<Vec<bool>> = ids
            .iter()
            .map(|&id| optimizer.values(id).unwrap().iter().map(|value| value.is_finite()).collect())
            .collect();
        let mut all = Vec::new();
        for step in 0..STEPS {
            let grads: Vec<_> =
                ids.iter().zip(&self.params).map(|(&id, param)| (id, param.grads[step].as_grad())).collect();
            optimizer.step(&grads).unwrap();
            let mut state = Vec::new();
            for ((&id, param), was_finite) in ids.iter().zip(&self.params).zip(&was_finite) {
                let what = format!("{} after step {step} on {}", param.name, device.describe());
                let values: Vec<f32> = optimizer.exported(id).unwrap();
                let finite: Vec<f32> =
                    values.iter().zip(was_finite).filter(|(_, was)| **was).map(|(value, _)| *value).collect();
                check(&format!("values of {what}"), &finite);
                let accum = optimizer.accum(id).unwrap();
                check(&format!("accumulators of {what}"), &accum);
                let positive_zeros: Vec<_> = values.iter().chain(&accum).map(|number| number + 0.0).collect();
                state.extend(bits(&positive_zeros));
            }
            all.push(state);
        }
        let snapshot = optimizer.snapshot().unwrap();
        optimizer.restore(&snapshot).unwrap();
        all
    }
}

/// Whether no setting is refused, alone or together with others.
fn is_taken(config: &Config) -> bool {
    let Ok(mut optimizer) = proxgrad::cpu::ProximalAdagrad::new(config.clone()) else { return false };
    let weight = optimizer.add_param(proxgrad::cpu::Param::new("weight", &[1])).unwrap();
    let mut step = optimizer.begin_step();
    let mut value = [0.0];
    let taken = step.dense(weight, &mut value, &[0.0]).and_then(|_| step.finish());
    assert!(
        !matches!(&taken, Err(error) if !matches!(error, Error::StrengthTooLarge { .. } | Error::RateTooLarge { .. })),
        "{taken:?}"
    );
    taken.is_ok()
}

#[test]
fn no_step_makes_finite_state_infinite_or_nan_whatever_the_magnitudes() {
    for seed in seeds() {
        let run = Run::new(seed, WHOLE);
        for device in backends() {
            run.steps(device, |what, numbers| {
                let bad = numbers.iter().position(|number| !number.is_finite());
                assert_eq!(
                    bad, None,
                    "PROXGRAD_TEST_SEED={seed}: {what}: {numbers:?}\n{:?} {:?}",
                    run.config, run.formats
                );
            });
        }
    }
}

#[test]
fn gradients_of_all_large_magnitudes_give_the_same_bits_on_every_device() {
    let Some(gpu) = gpu().filter(|gpu| is_ieee(*gpu)) else { return };
    for seed in seeds() {
        let run = Run::new(seed, LARGE).with_sorted_indices();
        let [want, got] = [&Cpu as &Device, gpu].map(|device| run.steps(device, |_, _| ()));
        for (step, (want, got)) in want.iter().zip(&got).enumerate() {
            let at = want.iter().zip(got).position(|(want, got)| want != got);
            assert_eq!(
                at, None,
                "PROXGRAD_TEST_SEED={seed}: step {step}: {:?} {:?}",
                run.config, run.formats
            );
        }
    }
}
