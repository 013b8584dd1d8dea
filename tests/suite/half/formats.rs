//! Every combination of formats, on every device.

use std::sync::LazyLock;

use proxgrad::{Config, Format, Rounding, Rows, Shrinkage};
use proxgrad_golden::{Cpu, Gpu};

use super::params::{By, FORMATS, Tensor, agree, config, results, start, take, tensors};
use crate::common::{
    devices::{Device, all_devices, gpu, is_ieee, reassociates},
    random::Random,
};

/// A GPU without optional features, if the other one has any.
fn portable() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| gpu().unwrap().portable().unwrap());
    gpu().map(|_| &*GPU)
}

/// Three steps on a device.
fn run(device: &Device, config: &Config, formats: [Format; 2], tensors: &[Tensor]) -> Vec<[Vec<f32>; 2]> {
    let (mut optimizer, ids) = start(device, config, formats, tensors);
    (0..3).for_each(|step| take(&mut *optimizer, &ids, tensors, step));
    results(&mut *optimizer, &ids)
}

#[track_caller]
fn agrees_with_cpu(devices: &[&Device], config: &Config, formats: [Format; 2], tensors: &[Tensor]) {
    let want = run(&Cpu, config, formats, tensors);
    for device in devices {
        let what = format!("{formats:?}, {:?}, {}", config.rounding, device.describe());
        agree(&what, is_ieee(*device), formats, &run(*device, config, formats, tensors), &want);
    }
}

#[test]
fn every_combination_of_formats_agrees_on_every_kind_of_parameter() {
    let tensors = tensors(&mut Random::new(1), 3);
    let Some(gpu) = gpu() else { return };
    for (i, formats) in FORMATS.iter().flat_map(|&v| FORMATS.map(|g| [v, g])).enumerate() {
        let shrinkage = [Shrinkage::Documented, Shrinkage::Adaptive][i % 2];
        let config = config(shrinkage, Rounding::Nearest);
        agrees_with_cpu(&[gpu, portable().unwrap()], &config, formats, &tensors);
    }
}

#[test]
fn rounding_by_chance_gives_the_same_bits_everywhere() {
    let tensors = tensors(&mut Random::new(2), 3);
    let devices: Vec<_> = all_devices().into_iter().chain(portable().map(|gpu| gpu as &Device)).collect();
    for (formats, shrinkage) in [
        ([Format::Bf16, Format::F16], Shrinkage::Adaptive),
        ([Format::F16, Format::F16], Shrinkage::Documented),
    ] {
        // Arenas have touched rows and dense gradients alone.
        let dense: Vec<_> = tensors.iter().filter(|tensor| tensor.rows == Rows::Touched).cloned().collect();
        let config = config(shrinkage, Rounding::Stochastic { seed: 0xdead_beef });
        agrees_with_cpu(&devices, &config, formats, &dense);
        // And what rows have missed has to fit one binding.
        let is_cut = |device: &Device| {
            crate::common::devices::cutting().is_some_and(|cutting| std::ptr::addr_eq(device, cutting))
        };
        let has_room = |&device: &&Device| !device.describe().contains("arenas") && !is_cut(device);
        let others: Vec<_> = devices.iter().copied().filter(has_room).collect();
        agrees_with_cpu(&others, &config, formats, &tensors);
        // Another seed, other bits.
        let other = Config { rounding: Rounding::Stochastic { seed: 7 }, ..config.clone() };
        assert_ne!(run(&Cpu, &other, formats, &dense), run(&Cpu, &config, formats, &dense));
    }
}

#[test]
fn centralized_gradients_and_weight_decay_of_16_bits_agree() {
    let mut random = Random::new(3);
    let shapes = [&[5, 3, 3][..], &[3, 70, 2], &[2, 50, 100]];
    let mut tensors = vec![Tensor::new(&mut random, "rows", &[9, 5, 5], By::Device, Rows::Touched, 3)];
    for shape in shapes {
        tensors.push(Tensor::new(&mut random, &format!("{shape:?}"), shape, By::Dense, Rows::Touched, 3));
    }
    for weight_decay in [0.0, 0.01] {
        let config = Config {
            grad_centralization: true,
            weight_decay: weight_decay.into(),
            ..config(Shrinkage::Documented, Rounding::Nearest)
        };
        for formats in [[Format::F16, Format::Bf16], [Format::Bf16, Format::Bf16]] {
            let want = run(&Cpu, &config, formats, &tensors);
            for device in all_devices() {
                let what = format!("{formats:?}, {}", device.describe());
                // Sums of three may be added in another order.
                let is_exact = is_ieee(device) && (weight_decay == 0.0 || !reassociates(device));
                agree(&what, is_exact, formats, &run(device, &config, formats, &tensors), &want);
            }
        }
    }
}
