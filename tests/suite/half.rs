//! Values and gradients of 16 bits, steps that skip themselves, limits, the loss scale and the report: every device against
//! the CPU implementation, whose own are in `tests/half_cpu.rs`.

use std::sync::LazyLock;

use crate::common::{
    Device, all_devices, backends, data::Random, gpu, is_ieee, on_every_device, reassociates, state::bits,
};
use proxgrad::{
    Config, DynamicLossScale, Error, Format, Group, ParamId, ProximalAdagrad, Report, Rounding, RowGrad,
    Rows, Schedule, Shrinkage, Snapshot,
    gpu::{self as gpu_api, Param as GpuParam},
    half::{bf16, f16},
    wgpu,
};
use proxgrad_golden::{Cpu, Gpu, Grad, Indices, Optimizer, Param};

const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];

/// How a gradient is handed over.
#[derive(Clone, Copy, Debug, PartialEq)]
enum By {
    Dense,
    Host,
    Device,
    Unique,
}

/// A parameter and its gradients, the same at every step but for the numbers.
#[derive(Clone, Debug)]
struct Tensor {
    name: String,
    shape: Vec<usize>,
    by: By,
    rows: Rows,
    values: Vec<f32>,
    /// By step.
    grads: Vec<(Vec<u32>, Vec<f32>)>,
}

impl Tensor {
    fn new(random: &mut Random, name: &str, shape: &[usize], by: By, rows: Rows, steps: usize) -> Self {
        let len = shape.iter().product();
        let width: usize = shape.iter().skip(1).product();
        let mut grad = || match by {
            By::Dense => (Vec::new(), random.grads(len)),
            By::Unique => {
                let rows = u32::try_from(shape[0]).unwrap();
                let mut indices = random.permutation(rows);
                indices.truncate(shape[0] / 2 + 1);
                let grads = random.grads(indices.len() * width);
                (indices, grads)
            }
            By::Host | By::Device => {
                let indices = random.indices(2 * shape[0], u32::try_from(shape[0]).unwrap());
                let grads = random.grads(indices.len() * width);
                (indices, grads)
            }
        };
        let grads = (0..steps).map(|_| grad()).collect();
        let values = random.values(len);
        Self { name: name.to_owned(), shape: shape.to_vec(), by, rows, values, grads }
    }

    fn grad(&self, step: usize) -> Grad<'_> {
        let (indices, values) = &self.grads[step];
        match self.by {
            By::Dense => Grad::Dense(values),
            By::Host => Grad::rows(indices, values),
            By::Device => Grad::rows(Indices::Device(indices), values),
            By::Unique => Grad::rows(Indices::DeviceUnique(indices), values),
        }
    }
}

/// Parameters of all kinds and odd sizes.
fn tensors(random: &mut Random, steps: usize) -> Vec<Tensor> {
    let mut tensors = Vec::new();
    for len in [0, 1, 2, 3, 5, 64, 1000, 4099] {
        tensors.push(Tensor::new(random, &format!("dense{len}"), &[len], By::Dense, Rows::Touched, steps));
    }
    for by in [By::Host, By::Device, By::Unique] {
        for rows in [Rows::Touched, Rows::Exact] {
            for shape in [&[61, 1], &[40, 3], &[31, 4], &[7, 70]] {
                let name = format!("{by:?} {rows:?} {shape:?}");
                tensors.push(Tensor::new(random, &name, shape, by, rows, steps));
            }
        }
    }
    tensors.push(Tensor::new(random, "conv", &[5, 3, 3], By::Dense, Rows::Touched, steps));
    tensors.push(Tensor::new(random, "conv exact", &[5, 3, 3], By::Dense, Rows::Exact, steps));
    tensors
}

/// An optimizer with these parameters.
fn start(
    device: &Device,
    config: &Config,
    formats: [Format; 2],
    tensors: &[Tensor],
) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let mut optimizer = device.optimizer(config.clone()).unwrap();
    let params: Vec<_> = tensors
        .iter()
        .map(|tensor| {
            let param = Param::new(&tensor.name, &tensor.shape, &tensor.values).rows(tensor.rows);
            param.formats(formats[0], formats[1])
        })
        .collect();
    let ids = optimizer.add_params(&params).unwrap();
    (optimizer, ids)
}

fn take(optimizer: &mut dyn Optimizer, ids: &[ParamId], tensors: &[Tensor], step: usize) {
    let grads: Vec<_> = ids.iter().zip(tensors).map(|(id, tensor)| (*id, tensor.grad(step))).collect();
    optimizer.step(&grads).unwrap();
}

/// Values that are up to date, and accumulators, of every parameter.
fn results(optimizer: &mut dyn Optimizer, ids: &[ParamId]) -> Vec<[Vec<f32>; 2]> {
    ids.iter().map(|&id| [optimizer.exported(id).unwrap(), optimizer.accum(id).unwrap()]).collect()
}

/// Everything that a skipped step has to leave as it is.
fn everything(optimizer: &dyn Optimizer, ids: &[ParamId]) -> (Vec<Vec<u32>>, Snapshot) {
    (ids.iter().map(|&id| bits(&optimizer.values(id).unwrap())).collect(), optimizer.snapshot().unwrap())
}

/// Equal to the last bit, signs of zeros apart, on devices that round as IEEE 754 does; elsewhere what WGSL's table lets
/// become of a few steps. A step moves a value by γ·g/√A, which is at most γ, 0.2: there a division and a root are off by up to
/// 8 units of 2⁻²³, so five steps by 1e-6, beside roundings of the value itself. Where values are of 16 bits, a rounding may go
/// the other way, which is one of their units.
#[track_caller]
fn agree(what: &str, is_exact: bool, formats: [Format; 2], got: &[[Vec<f32>; 2]], want: &[[Vec<f32>; 2]]) {
    let [relative, absolute] = match formats[0] {
        Format::F32 => [1e-6, 1e-6],
        Format::F16 => [2f32.powi(-10), 1e-4],
        Format::Bf16 => [2f32.powi(-7), 8e-4],
    };
    for (param, (got, want)) in got.iter().zip(want).enumerate() {
        for (tensor, [relative, absolute]) in [(0, [relative, absolute]), (1, [2e-5, 2e-6])] {
            let pairs = got[tensor].iter().zip(&want[tensor]).enumerate();
            for (i, (&got, &want)) in pairs {
                let is_near = (got - want).abs() <= relative * want.abs() + absolute;
                let fits = if is_exact { got == want } else { is_near };
                assert!(fits, "{what}: tensor {tensor} of parameter {param} at {i}: {got:e}, not {want:e}");
            }
        }
    }
}

/// A GPU without optional features, if the other one has any.
fn portable() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| gpu().unwrap().portable().unwrap());
    gpu().map(|_| &*GPU)
}

fn config(shrinkage: Shrinkage, rounding: Rounding) -> Config {
    // A GPU's host counts skipped steps, too: the list has room for them.
    let learning_rate = Schedule::from([0.1, 0.07, 0.2, 0.05].repeat(100));
    Config { learning_rate, l1: 0.05, l2: 0.1, shrinkage, rounding, ..Config::default() }
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
            crate::common::cutting().is_some_and(|cutting| std::ptr::addr_eq(device, cutting))
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

/// Where a gradient can be not finite, of a dense one of this length.
fn positions(len: usize) -> Vec<usize> {
    let mut all = vec![0, 1, len / 2, len / 2 + 1, len.saturating_sub(2), len - 1];
    all.retain(|&at| at < len);
    all.sort_unstable();
    all.dedup();
    all
}

const POISON: [f32; 3] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];

#[test]
fn a_step_with_any_gradient_that_is_not_finite_changes_nothing() {
    let clean = tensors(&mut Random::new(4), 5);
    on_every_device(|device| {
        for formats in [[Format::F32, Format::F32], [Format::F16, Format::F16], [Format::Bf16, Format::F32]] {
            let config = Config {
                skip_on_overflow: true,
                ..config(Shrinkage::Adaptive, Rounding::Stochastic { seed: 3 })
            };
            let (mut optimizer, ids) = start(device, &config, formats, &clean);
            take(&mut *optimizer, &ids, &clean, 0);
            let before = everything(&*optimizer, &ids);
            let mut skipped = 0;
            for (at, tensor) in clean.iter().enumerate().filter(|(_, tensor)| !tensor.values.is_empty()) {
                let len = tensor.grads[1].1.len();
                for (i, position) in positions(len).into_iter().enumerate() {
                    let mut poisoned = clean.clone();
                    poisoned[at].grads[1].1[position] = POISON[(i + at) % 3];
                    take(&mut *optimizer, &ids, &poisoned, 1);
                    skipped += 1;
                }
            }
            let what = format!("{formats:?} on {}", device.describe());
            assert_eq!(everything(&*optimizer, &ids), before, "{what}");
            assert_eq!(optimizer.report().unwrap().skipped_steps, skipped, "{what}");

            // What comes then is what would have come: no schedule has moved.
            let (mut other, other_ids) = start(device, &config, formats, &clean);
            take(&mut *other, &other_ids, &clean, 0);
            for step in 1..3 {
                take(&mut *optimizer, &ids, &clean, step);
                take(&mut *other, &other_ids, &clean, step);
            }
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *other, &other_ids));
            for (tensor, (got, want)) in clean.iter().zip(got.iter().zip(&want)) {
                // Sums over the steps that exact rows have missed are differences of two after a skipped step.
                let is_exact = tensor.rows == Rows::Touched;
                let (got, want) = (std::slice::from_ref(got), std::slice::from_ref(want));
                agree(&format!("{what}: {}", tensor.name), is_exact, formats, got, want);
            }
        }
    });
}

#[test]
fn one_element_of_a_thousand_tensors_is_enough() {
    let mut random = Random::new(5);
    let clean: Vec<_> = (0..1000)
        .map(|i| Tensor::new(&mut random, &format!("p{i}"), &[1 + i % 9], By::Dense, Rows::Touched, 1))
        .collect();
    let in_arenas = gpu().map(Gpu::in_arenas);
    let devices = backends().into_iter().chain(in_arenas.as_ref().map(|gpu| gpu as &Device));
    for device in devices {
        for (i, at) in [0, 1, 499, 998, 999].into_iter().enumerate() {
            let config = Config { skip_on_overflow: true, ..Config::default() };
            let (mut optimizer, ids) = start(device, &config, [Format::Bf16, Format::F16], &clean);
            let before = everything(&*optimizer, &ids);
            let mut poisoned = clean.clone();
            *poisoned[at].grads[0].1.last_mut().unwrap() = POISON[i % 3];
            take(&mut *optimizer, &ids, &poisoned, 0);
            assert_eq!(everything(&*optimizer, &ids), before, "{at} on {}", device.describe());
            take(&mut *optimizer, &ids, &clean, 0);
            assert_ne!(everything(&*optimizer, &ids).0, before.0);
        }
    }
}

#[test]
fn a_skipped_step_uses_up_no_value_of_any_schedule() {
    let learning_rate: Vec<f64> = (1..=40).map(|i| 0.01 * f64::from(i)).collect();
    let weight_decay: Vec<f64> = (1..=40).map(|i| 0.001 * f64::from(i)).collect();
    let mut random = Random::new(6);
    let tensor = Tensor::new(&mut random, "weight", &[37], By::Dense, Rows::Touched, 40);
    let exact = Tensor::new(&mut random, "table", &[11, 3], By::Host, Rows::Exact, 40);
    let config =
        Config { learning_rate: learning_rate.into(), l1: 0.01, skip_on_overflow: true, ..Config::default() };
    for device in all_devices() {
        // Arenas, and a device that cuts, have no exact rows, or no room for what they have missed.
        let with_exact = device.name() == "cpu" || gpu().is_some_and(|gpu| std::ptr::addr_eq(gpu, device));
        for with_decay in if with_exact { vec![false, true] } else { vec![true] } {
            let tensors = if with_decay { vec![tensor.clone()] } else { vec![tensor.clone(), exact.clone()] };
            let weight_decay = Schedule::from(if with_decay { weight_decay.clone() } else { vec![0.0; 40] });
            let config = Config { weight_decay, ..config.clone() };
            let formats = [Format::F32, Format::F32];
            let (mut optimizer, ids) = start(device, &config, formats, &tensors);
            let (mut clean, clean_ids) = start(device, &config, formats, &tensors);
            for step in 0..20 {
                if step % 3 == 1 || step == 7 {
                    let mut poisoned = tensors.clone();
                    poisoned[0].grads[step].1[5] = f32::NAN;
                    take(&mut *optimizer, &ids, &poisoned, step);
                }
                take(&mut *optimizer, &ids, &tensors, step);
                take(&mut *clean, &clean_ids, &tensors, step);
            }
            assert_eq!(
                optimizer.snapshot().unwrap().tensors["global_step"].data,
                proxgrad::Data::U64(vec![20])
            );
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *clean, &clean_ids));
            agree(&device.describe(), true, formats, &got[..1], &want[..1]);
            agree(&device.describe(), false, formats, &got, &want);

            // A snapshot begins anew: what it restores goes on the same way.
            let snapshot = optimizer.snapshot().unwrap();
            optimizer.restore(&snapshot).unwrap();
            for step in 20..25 {
                take(&mut *optimizer, &ids, &tensors, step);
                take(&mut *clean, &clean_ids, &tensors, step);
            }
            let (got, want) = (results(&mut *optimizer, &ids), results(&mut *clean, &clean_ids));
            agree(&device.describe(), true, formats, &got[..1], &want[..1]);
            agree(&device.describe(), false, formats, &got, &want);
        }
    }
}

/// Exact rows whose sums are differences, over ends of blocks and by every law.
#[test]
fn exact_rows_stay_exact_where_steps_were_skipped() {
    let steps = 700;
    let mut random = Random::new(7);
    let grads: Vec<_> = (0..steps).map(|_| (random.indices(3, 50), random.grads(6))).collect();
    let values = random.values(100);
    for (shrinkage, l2, rate) in [
        (Shrinkage::Documented, 0.3, 0.05),
        (Shrinkage::Adaptive, 0.0, 0.05),
        (Shrinkage::Adaptive, 0.3, 0.05),
        (Shrinkage::Adaptive, 0.3, 0.0),
    ] {
        let rates: Vec<f64> =
            (0..800).map(|i| if rate > 0.0 { rate } else { 0.02 + 0.0001 * f64::from(i) }).collect();
        let learning_rate = if rate > 0.0 { Schedule::Constant(rate) } else { Schedule::from(rates) };
        let config =
            Config { learning_rate, l1: 0.002, l2, shrinkage, skip_on_overflow: true, ..Config::default() };
        on_every_device(|device| {
            let mut both = [0, 1].map(|_| {
                let mut optimizer = device.optimizer(config.clone()).unwrap();
                let id =
                    optimizer.add_param(Param::new("table", &[50, 2], &values).rows(Rows::Exact)).unwrap();
                (optimizer, id)
            });
            for (step, (indices, grads)) in grads.iter().enumerate() {
                if step % 50 == 3 || (250..259).contains(&step) {
                    let (optimizer, id) = &mut both[1];
                    optimizer.step(&[(*id, Grad::rows(indices, &[f32::INFINITY; 6]))]).unwrap();
                }
                for (optimizer, id) in &mut both {
                    optimizer.step(&[(*id, Grad::rows(indices, grads))]).unwrap();
                }
                if step % 233 == 0 || step + 1 == steps {
                    let [want, got] = both.each_mut().map(|(optimizer, id)| optimizer.exported(*id).unwrap());
                    for (got, want) in got.iter().zip(&want) {
                        let near = (got - want).abs() <= 2e-6 + 1e-5 * want.abs();
                        assert!(
                            near,
                            "{shrinkage:?}, {l2}, step {step}, {}: {got}, not {want}",
                            device.describe()
                        );
                    }
                }
            }
        });
    }
}

#[test]
fn a_loss_scale_is_found_on_the_device_and_goes_on_from_a_snapshot() {
    let dynamic = DynamicLossScale::new(1024.0, 2.0, 3).unwrap();
    let config =
        Config { learning_rate: 0.1.into(), dynamic_loss_scale: Some(dynamic.clone()), ..Config::default() };
    on_every_device(|device| {
        // A step without a gradient is one without an overflow.
        let mut optimizer = device.optimizer(config.clone()).unwrap();
        optimizer.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
        (0..3).for_each(|_| optimizer.step(&[]).unwrap());
        assert_eq!(optimizer.report().unwrap().loss_scale, 2048.0, "{}", device.describe());

        let mut want = dynamic.clone();
        let mut optimizer = device.optimizer(config.clone()).unwrap();
        optimizer.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
        let mut plain = device.optimizer(Config { learning_rate: 0.1.into(), ..Config::default() }).unwrap();
        let plain_id = plain.add_param(Param::new("weight", &[3], &[1.0, 2.0, 3.0])).unwrap();
        for step in 0..30u8 {
            let overflow = step % 7 == 2 || step % 11 == 5;
            let scale = optimizer.report().unwrap().loss_scale;
            assert_eq!(f64::from(scale), want.scale(), "step {step} on {}", device.describe());
            let grads = [0.5, -0.25, 1.0];
            let mut scaled = grads.map(|g| g * scale);
            if overflow {
                scaled[usize::from(step) % 3] = f32::NEG_INFINITY;
            } else {
                plain.step(&[(plain_id, Grad::Dense(&grads))]).unwrap();
            }
            let id = optimizer.params()[0];
            optimizer.step(&[(id, Grad::Dense(&scaled))]).unwrap();
            want.update(overflow);
            if step == 13 {
                let snapshot = optimizer.snapshot().unwrap();
                let values = optimizer.values(id).unwrap();
                optimizer = device.optimizer(config.clone()).unwrap();
                optimizer.add_param(Param::new("weight", &[3], &values)).unwrap();
                optimizer.restore(&snapshot).unwrap();
            }
            let id = optimizer.params()[0];
            // Powers of two are divided by without rounding.
            let near = optimizer.values(id).unwrap().into_iter().zip(plain.values(plain_id).unwrap());
            let is_same = |(got, want): (f32, f32)| {
                if is_ieee(device) { got == want } else { (got - want).abs() < 1e-5 }
            };
            assert!(near.into_iter().all(is_same), "step {step} on {}", device.describe());
        }
    });
}

#[test]
fn limits_agree_and_are_a_groups_own() {
    let all = tensors(&mut Random::new(8), 3);
    let all: Vec<_> = all.into_iter().filter(|tensor| tensor.rows == Rows::Touched).collect();
    for (clip_norm, clip_value) in [(Some(3.0), None), (None, Some(0.25)), (Some(20.0), Some(0.5))] {
        let config = Config {
            clip_norm,
            clip_value,
            loss_scale: 4.0,
            ..config(Shrinkage::Documented, Rounding::Nearest)
        };
        for formats in [[Format::F32, Format::F32], [Format::Bf16, Format::F16]] {
            let run = |device: &Device| {
                let mut optimizer = device.optimizer(config.clone()).unwrap();
                let own = Group { clip_norm: Some(0.5), clip_value: Some(f64::INFINITY), ..Group::default() };
                let own = optimizer.add_group(own).unwrap();
                let params: Vec<_> = all
                    .iter()
                    .enumerate()
                    .map(|(i, tensor)| {
                        let param = Param::new(&tensor.name, &tensor.shape, &tensor.values);
                        let param = param.formats(formats[0], formats[1]);
                        if i % 3 == 1 { param.group(own) } else { param }
                    })
                    .collect();
                let ids = optimizer.add_params(&params).unwrap();
                let mut norms = Vec::new();
                for step in 0..3 {
                    take(&mut *optimizer, &ids, &all, step);
                    norms.push(optimizer.report().unwrap().grad_norm);
                }
                (results(&mut *optimizer, &ids), norms)
            };
            let (want, want_norms) = run(&Cpu);
            assert!(want_norms.iter().all(|norm| *norm > 10.0), "{want_norms:?}");
            for device in all_devices() {
                let (got, norms) = run(device);
                // Windows and arenas are summed piece by piece.
                let is_whole = !device.describe().contains("arenas")
                    && !std::ptr::addr_eq(device, crate::common::cutting().unwrap());
                let what = format!("{clip_norm:?}, {clip_value:?}, {formats:?}, {}", device.describe());
                agree(&what, is_ieee(device) && is_whole, formats, &got, &want);
                let is_near = |(got, want): (&f32, &f32)| (got - want).abs() <= 1e-5 * want;
                assert!(norms.iter().zip(&want_norms).all(is_near), "{what}: {norms:?}, not {want_norms:?}");
            }
        }
    }
}

#[test]
fn what_is_measured_is_what_there_is() {
    let all = tensors(&mut Random::new(9), 3);
    for formats in [[Format::F32, Format::F32], [Format::F16, Format::Bf16]] {
        let config = config(Shrinkage::Documented, Rounding::Nearest);
        let mut reports: Vec<(String, bool, Report)> = Vec::new();
        on_every_device(|device| {
            let (mut optimizer, ids) = start(device, &config, formats, &all);
            assert_eq!(optimizer.report().unwrap().grad_norm, 0.0);
            optimizer.measure_steps(true);
            (0..3).for_each(|step| take(&mut *optimizer, &ids, &all, step));
            let before = everything(&*optimizer, &ids);
            let report = optimizer.report().unwrap();
            assert_eq!(everything(&*optimizer, &ids), before, "measuring changes nothing");
            assert_eq!(optimizer.report().unwrap(), report, "and gives the same again");
            let values: Vec<f32> =
                results(&mut *optimizer, &ids).into_iter().flat_map(|[values, _]| values).collect();
            let nonzero = values.iter().filter(|value| **value != 0.0).count() as u64;
            let largest = values.iter().fold(0.0, |most: f32, value| most.max(value.abs()));
            let norm = values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
            // Of exact rows what is measured is rounded in f32, and exported in the values' format.
            assert!((report.largest - largest).abs() <= 4e-3 * largest);
            assert!(report.nonzero.abs_diff(nonzero) <= if formats[0] == Format::F32 { 0 } else { 2 });
            assert!((f64::from(report.weight_norm) - norm).abs() <= 1e-3 * norm, "{report:?}, {norm}");
            reports.push((device.describe(), is_ieee(device), report));
        });
        let [(_, _, want), rest @ ..] = &reports[..] else { return };
        for (device, _, report) in rest.iter().filter(|(_, is_ieee, _)| *is_ieee) {
            assert_eq!(report, want, "{formats:?} on {device}");
        }
    }
}

/// A GPU's own things: what its slices have to be, the copy, the ring.
mod on_a_gpu {
    use super::*;

    fn encoder(gpu: &Gpu) -> wgpu::CommandEncoder {
        gpu.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
    }

    fn words(gpu: &Gpu, slice: wgpu::BufferSlice<'_>) -> Vec<u32> {
        let words = gpu_api::download(gpu.device(), gpu.queue(), slice);
        gpu_api::block_on(gpu.device(), words).unwrap()
    }

    fn halves(words: &[u32]) -> Vec<u16> {
        bytemuck::pod_collect_to_vec(bytemuck::cast_slice::<u32, u8>(words))
    }

    #[test]
    fn a_copy_in_16_bits_follows_every_change_and_keeps_the_half_behind_it() {
        let Some(gpu) = gpu() else { return };
        for (format, shape, rows) in [
            (Format::F16, &[4099][..], Rows::Touched),
            (Format::Bf16, &[41, 3], Rows::Touched),
            (Format::Bf16, &[41, 3], Rows::Exact),
            (Format::F16, &[10, 8], Rows::Exact),
        ] {
            let len: usize = shape.iter().product();
            let mut random = Random::new(10);
            let values = random.values(len);
            let narrow = |value: f32| match format {
                Format::F16 => f16::from_f32(value).to_bits(),
                _ => bf16::from_f32(value).to_bits(),
            };
            let mut start: Vec<u16> = values.iter().map(|value| narrow(*value)).collect();
            if len % 2 == 1 {
                start.push(0x1234);
            }
            let start: Vec<f32> = bytemuck::pod_collect_to_vec(&start);
            let (buffer, copy) = (gpu.upload(&values), gpu.upload(&start));
            let config = Config { learning_rate: 0.1.into(), l1: 0.1, ..Config::default() };
            let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
            let param =
                GpuParam::new("weight", shape, buffer.slice(..)).rows(rows).copy(copy.slice(..), format);
            let id = optimizer.add_param(param).unwrap();
            let check = |what: &str| {
                let values = gpu.download(buffer.slice(..)).unwrap();
                let got = halves(&words(gpu, copy.slice(..)));
                let want: Vec<u16> = values.iter().map(|value| narrow(*value)).collect();
                assert_eq!(got[..len], want, "{what} of {shape:?}, {rows:?}");
                assert_eq!(got[len..], if len % 2 == 1 { vec![0x1234] } else { vec![] });
            };
            for by in 0..5 {
                let mut encoder = encoder(gpu);
                let width = len / shape[0];
                let indices = [3u32, 7, 3, 8];
                let unique = [9u32, 2];
                let on_device = |indices: &[u32]| gpu.upload(bytemuck::cast_slice(indices));
                let (listed, named) = (on_device(&indices), on_device(&unique));
                let grads = gpu.upload(&random.grads(len.max(4 * width)));
                let of = |count: usize| grads.slice(..(count * 4) as u64);
                let mut step = optimizer.begin_step(&mut encoder);
                match by {
                    0 => step.dense(id, of(len)).unwrap(),
                    1 => step.rows(id, RowGrad::new(&indices, of(4 * width))).unwrap(),
                    2 => {
                        let indices = gpu_api::Indices::Device(listed.slice(..));
                        step.rows(id, RowGrad { indices, values: of(4 * width) }).unwrap();
                    }
                    3 => {
                        let indices = gpu_api::Indices::DeviceUnique(named.slice(..));
                        step.rows(id, RowGrad { indices, values: of(2 * width) }).unwrap();
                    }
                    _ => {}
                }
                step.finish().unwrap();
                if by == 4 {
                    optimizer.flush(&mut encoder).unwrap();
                }
                gpu.queue().submit([encoder.finish()]);
                check(&format!("way {by}"));
            }
        }
    }

    #[test]
    fn what_cannot_be_stored_is_refused_and_named() {
        let Some(gpu) = gpu() else { return };
        let refuse = |config: Config| ProximalAdagrad::new(gpu.kernels(), config).unwrap_err().to_string();
        let dynamic = Some(DynamicLossScale::default());
        assert_eq!(
            refuse(Config { dynamic_loss_scale: dynamic, loss_scale: 2.0, ..Config::default() }),
            "loss_scale is 2; it must be 1 beside a dynamic_loss_scale, which takes its place"
        );
        assert_eq!(
            refuse(Config { clip_norm: Some(0.0), ..Config::default() }),
            "clip_norm is 0; it must be above 0"
        );
        assert_eq!(
            refuse(Config { clip_value: Some(f64::NAN), ..Config::default() }),
            "clip_value is NaN; it must be above 0"
        );

        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
        let buffer = gpu.upload(&[0.0; 1024]);
        let five = |slice| GpuParam::new("weight", &[5], slice).format(Format::Bf16);
        let error = optimizer.add_param(five(buffer.slice(..10))).unwrap_err();
        assert_eq!(error, Error::HalfWord { name: "weight".to_owned(), role: "values", got: 10, needed: 12 });
        assert!(error.to_string().contains("12 bytes"), "{error}");
        let error = optimizer.add_param(five(buffer.slice(..20))).unwrap_err();
        assert!(matches!(error, Error::Length { got: 10, want: 5, .. }), "{error}");
        let error = optimizer
            .add_param(five(buffer.slice(..12)).copy(buffer.slice(256..268), Format::F16))
            .unwrap_err();
        assert!(matches!(error, Error::CopyFormat { .. }), "{error}");
        let master = GpuParam::new("weight", &[5], buffer.slice(..20));
        let error = optimizer.add_param(master.copy(buffer.slice(256..268), Format::F32)).unwrap_err();
        assert!(matches!(error, Error::CopyFormat { .. }), "{error}");
        let error = optimizer.add_param(master.copy(buffer.slice(..12), Format::F16)).unwrap_err();
        assert!(matches!(error, Error::Overlap { role: "copy", .. }), "{error}");
        let error = optimizer.add_param(master.copy(buffer.slice(256..276), Format::F16)).unwrap_err();
        assert!(matches!(error, Error::Length { role: "copy", .. }), "{error}");

        let id = optimizer.add_param(five(buffer.slice(..12))).unwrap();
        let mut encoder = encoder(gpu);
        let mut step = optimizer.begin_step(&mut encoder);
        let error = step.dense(id, buffer.slice(256..276)).unwrap_err();
        assert!(matches!(error, Error::Length { role: "grads", got: 10, want: 5, .. }), "{error}");
        step.dense(id, buffer.slice(256..268)).unwrap();
        step.finish().unwrap();
        assert!(optimizer.set_loss_scale(4.0).is_ok());

        let config = Config { dynamic_loss_scale: Some(DynamicLossScale::default()), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        assert!(optimizer.set_loss_scale(4.0).is_err());
    }

    #[test]
    fn a_skipped_step_hides_nothing_from_a_report_and_counts_no_bad_rows() {
        let Some(gpu) = gpu() else { return };
        let config = Config { skip_on_overflow: true, learning_rate: 0.1.into(), ..Config::default() };
        let (formats, values) = ([Format::Bf16, Format::F16], [3.0, 0.0, -4.0, 0.0]);
        let mut optimizer = (gpu as &Device).optimizer(config).unwrap();
        let param = Param::new("table", &[4, 1], &values).formats(formats[0], formats[1]);
        let id = optimizer.add_param(param).unwrap();
        optimizer.measure_steps(true);
        optimizer.step(&[(id, Grad::rows(Indices::Device(&[0, 9]), &[0.0, 0.0]))]).unwrap();
        let before = optimizer.report().unwrap();
        assert_eq!((before.weight_norm, before.nonzero, before.largest, before.bad_rows), (5.0, 2, 4.0, 1));

        for indices in [Indices::Device(&[1, 9]), Indices::DeviceUnique(&[1, 9])] {
            optimizer.step(&[(id, Grad::rows(indices, &[f32::NAN, 1.0]))]).unwrap();
        }
        let after = optimizer.report().unwrap();
        assert_eq!(after.skipped_steps, 2);
        assert_eq!((after.weight_norm, after.nonzero, after.grad_norm, after.bad_rows), (5.0, 2, 0.0, 1));
        optimizer.step(&[(id, Grad::Dense(&[2.0; 4]))]).unwrap();
        for indices in [Indices::Device(&[1]), Indices::DeviceUnique(&[1])] {
            optimizer.step(&[(id, Grad::rows(indices, &[f32::INFINITY]))]).unwrap();
        }
        // Measured after the last step that was taken, and again now.
        let (report, values) = (optimizer.report().unwrap(), optimizer.values(id).unwrap());
        let norm = values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        assert!((f64::from(report.weight_norm) - norm).abs() < 1e-5, "{report:?}, {values:?}");
        assert_eq!((report.nonzero, report.grad_norm), (4, 4.0));
    }

    #[test]
    fn reports_come_in_order_and_are_never_waited_for() {
        let Some(gpu) = gpu() else { return };
        let buffer = gpu.upload(&[1.0; 8]);
        let grads = gpu.upload(&[1.0; 8]);
        let config = Config { learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let id = optimizer.add_param(GpuParam::new("weight", &[8], buffer.slice(..))).unwrap();
        assert_eq!(optimizer.receive_report(), None);
        let mut sent = Vec::new();
        for _ in 0..6 {
            let mut encoder = encoder(gpu);
            let mut step = optimizer.begin_step(&mut encoder);
            step.measure();
            step.dense(id, grads.slice(..)).unwrap();
            step.finish().unwrap();
            sent.push(optimizer.send_report(&mut encoder).unwrap());
            gpu.queue().submit([encoder.finish()]);
        }
        assert_eq!(sent, [true, true, true, true, false, false]);
        optimizer.set_loss_scale(2.0).unwrap();
        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        let reports: Vec<_> = std::iter::from_fn(|| optimizer.receive_report()).collect();
        assert_eq!(reports.len(), 4);
        assert!(reports.windows(2).all(|pair| pair[0].weight_norm > pair[1].weight_norm), "{reports:#?}");
        assert!(
            reports.iter().all(|report| report.nonzero == 8 && (report.grad_norm - 8f32.sqrt()).abs() < 1e-5)
        );

        assert!(reports.iter().all(|report| report.loss_scale == 2.0));

        // There is room again, even where encoders were dropped that had taken all of it.
        for _ in 0..8 {
            assert!(optimizer.send_report(&mut encoder(gpu)).unwrap());
        }
        let mut encoder = encoder(gpu);
        assert!(optimizer.send_report(&mut encoder).unwrap());
        gpu.queue().submit([encoder.finish()]);
        gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
        assert!(optimizer.receive_report().is_some());
    }

    /// The scale is read by a kernel of the caller's, in the step in which it is to be used.
    #[test]
    fn a_kernel_of_the_callers_can_bind_the_loss_scale() {
        let Some(gpu) = gpu() else { return };
        let dynamic = DynamicLossScale::new(64.0, 4.0, 2).unwrap();
        let config = Config { dynamic_loss_scale: Some(dynamic.clone()), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let (values, grads) = (gpu.upload(&[1.0; 4]), gpu.upload(&[0.0; 4]));
        let id = optimizer.add_param(GpuParam::new("weight", &[4], values.slice(..))).unwrap();
        let source = "@group(0) @binding(0) var<uniform> scale: f32;
            @group(0) @binding(1) var<storage, read_write> grads: array<f32>;
            @compute @workgroup_size(4)
            fn main(@builtin(local_invocation_index) i: u32) { grads[i] = 0.5 * scale; }";
        let module = gpu.device().create_shader_module(wgpu::ShaderModuleDescriptor {
            label: None,
            source: wgpu::ShaderSource::Wgsl(source.into()),
        });
        let pipeline = gpu.device().create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: None,
            module: &module,
            entry_point: None,
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        let scale = optimizer.loss_scale_buffer();
        let bound = gpu.device().create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.get_bind_group_layout(0),
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                        buffer: scale.buffer(),
                        offset: scale.offset(),
                        size: std::num::NonZero::new(scale.size()),
                    }),
                },
                wgpu::BindGroupEntry { binding: 1, resource: grads.as_entire_binding() },
            ],
        });
        // All in one encoder: nothing goes through the host.
        let (mut encoder, mut want) = (encoder(gpu), dynamic);
        let mut seen = Vec::new();
        for _ in 0..7 {
            {
                let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
                pass.set_pipeline(&pipeline);
                pass.set_bind_group(0, &bound, &[]);
                pass.dispatch_workgroups(1, 1, 1);
            }
            let copy = gpu.upload(&[0.0; 4]);
            encoder.copy_buffer_to_buffer(&grads, 0, &copy, 0, 16);
            seen.push((copy, want.scale()));
            let mut step = optimizer.begin_step(&mut encoder);
            step.dense(id, grads.slice(..)).unwrap();
            step.finish().unwrap();
            want.update(false);
        }
        gpu.queue().submit([encoder.finish()]);
        for (step, (copy, scale)) in seen.iter().enumerate() {
            let got = f64::from(gpu.download(copy.slice(..)).unwrap()[0]);
            assert_eq!(got, 0.5 * scale, "step {step}");
        }
    }
}
