//! Every combination of formats agrees on every device.

use proxgrad::{Config, Format, Rounding, Rows, Shrinkage};
use proxgrad_testing::Cpu;

use super::params::{
    assert_agree, assert_sums_agree, config, dense, every_kind, param, results, start, step,
};
use crate::common::{
    devices::{Device, WINDOW, all_devices, gpu, is_ieee, keeps_params_whole, portable_gpu, reassociates},
    param::{IndexSource, TestParam},
    problem::Tensors,
    random::Random,
    variants::{FORMATS, SHRINKAGES},
};

/// The results of three steps on a device.
fn run(device: &Device, config: &Config, formats: [Format; 2], params: &[TestParam]) -> Vec<Tensors> {
    let (mut optimizer, ids) = start(device, config, formats, params);
    (0..3).for_each(|number| step(&mut *optimizer, &ids, params, number));
    results(&mut *optimizer, &ids)
}

#[track_caller]
fn agrees_with_cpu(devices: &[&Device], config: &Config, formats: [Format; 2], params: &[TestParam]) {
    let want = run(&Cpu, config, formats, params);
    for device in devices {
        let what = format!("{formats:?}, {:?}, {}", config.rounding, device.describe());
        assert_agree(&what, is_ieee(*device), formats, &run(*device, config, formats, params), &want);
    }
}

#[test]
fn every_combination_of_formats_agrees_on_every_kind_of_parameter() {
    let params = every_kind(&mut Random::new(1), 3);
    let Some(gpu) = gpu() else { return };
    for (i, formats) in FORMATS.iter().flat_map(|&v| FORMATS.map(|g| [v, g])).enumerate() {
        let config = config(SHRINKAGES[i % 2], Rounding::Nearest);
        agrees_with_cpu(&[gpu, portable_gpu().unwrap()], &config, formats, &params);
    }
}

#[test]
fn rounding_by_chance_gives_the_same_bits_everywhere() {
    let mut random = Random::new(2);
    let mut params = every_kind(&mut random, 3);
    // Longer than what one binding of a device covers: each window goes on with the random numbers of the one before it.
    params.push(dense(&mut random, "long", &[2 * WINDOW + 5], 3));
    let devices: Vec<_> = all_devices().into_iter().chain(portable_gpu().map(|gpu| gpu as &Device)).collect();
    for (formats, shrinkage) in [
        ([Format::Bf16, Format::F16], Shrinkage::Adaptive),
        ([Format::F16, Format::F16], Shrinkage::Documented),
    ] {
        let touched: Vec<_> = params.iter().filter(|param| param.rows == Rows::Touched).cloned().collect();
        let config = config(shrinkage, Rounding::Stochastic { seed: 0xdead_beef });
        agrees_with_cpu(&devices, &config, formats, &touched);
        // Parameters in arenas have no exact rows, and a small binding does not cover the history of learning
        // rates.
        let whole: Vec<_> = devices.iter().copied().filter(|device| keeps_params_whole(*device)).collect();
        agrees_with_cpu(&whole, &config, formats, &params);
        // Another seed gives other bits.
        let other = Config { rounding: Rounding::Stochastic { seed: 7 }, ..config.clone() };
        assert_ne!(run(&Cpu, &other, formats, &touched), run(&Cpu, &config, formats, &touched));
    }
}

#[test]
fn centralized_gradients_and_weight_decay_of_16_bits_agree() {
    let mut random = Random::new(3);
    let mut params =
        vec![param(&mut random, "rows", &[9, 5, 5], Some(IndexSource::Device), Rows::Touched, 3)];
    for shape in [&[5, 3, 3][..], &[3, 70, 2], &[2, 50, 100]] {
        params.push(dense(&mut random, &format!("{shape:?}"), shape, 3));
    }
    for weight_decay in [0.0, 0.01] {
        let config = Config {
            grad_centralization: true,
            weight_decay: weight_decay.into(),
            ..config(Shrinkage::Documented, Rounding::Nearest)
        };
        for formats in [[Format::F16, Format::Bf16], [Format::Bf16, Format::Bf16]] {
            let want = run(&Cpu, &config, formats, &params);
            for device in all_devices() {
                let what = format!("{formats:?}, {}", device.describe());
                // With weight decay a mean has sums of three.
                let is_exact = is_ieee(device) && (weight_decay == 0.0 || !reassociates(device));
                assert_sums_agree(&what, is_exact, formats, &run(device, &config, formats, &params), &want);
            }
        }
    }
}
