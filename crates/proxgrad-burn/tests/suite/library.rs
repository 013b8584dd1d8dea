//! A step of a module has the bits of the library alone.

use burn::{module::ParamGroup, tensor::Device};
use proxgrad::{
    Config, Group, Kernels, Param, ProximalAdagrad, Schedule, Snapshot, cpu, gpu,
    wgpu::{self, BufferUsages, util::DeviceExt},
};
use proxgrad_burn::ProximalAdagradConfig;

use crate::common::{Mixed, NAMES, SHAPES, bits, devices, random};

const STEPS: usize = 6;

fn config() -> Config {
    Config {
        learning_rate: Schedule::function(|step| 0.1 / (1.0 + step as f64)),
        l1: 0.01,
        l2: 0.02,
        weight_decay: 0.05.into(),
        clip_norm: Some(2.0),
        loss_scale: 4.0,
        skip_on_overflow: true,
        grad_centralization: true,
        ..Config::default()
    }
}

fn group() -> Group {
    Group { l1: Some(0.1), clip_norm: Some(0.5), ..Group::default() }
}

/// Gradients of a step; that of step 3 overflows, and those of odd steps leave a parameter out.
fn grads(step: usize, numbers: &mut fastrand::Rng) -> ([Vec<f32>; 4], Option<usize>) {
    let mut grads = random(numbers);
    if step == 3 {
        grads[1][7] = f32::INFINITY;
    }
    (grads, (step % 2 == 1).then_some(step % 4))
}

/// Values and state after all steps, through burn.
fn through_burn(device: &Device, values: &[Vec<f32>; 4]) -> ([Vec<f32>; 4], Snapshot) {
    let mut module = Mixed::new(values, &device.clone().autodiff());
    let config = ProximalAdagradConfig::new(config()).with_group(ParamGroup::from_path("weight"), group());
    let mut optimizer = config.init_module(&module).unwrap();
    assert_eq!(optimizer.param_names(), NAMES);
    let mut numbers = fastrand::Rng::with_seed(8);
    for step in 0..STEPS {
        let (grads, without) = grads(step, &mut numbers);
        let grads = module.grads(&grads, without, device);
        module = optimizer.step(module, grads).unwrap();
    }
    assert_eq!(optimizer.copies(), 0);
    assert!(module.bias.is_require_grad());
    (module.values(), optimizer.snapshot().unwrap())
}

/// The same by the CPU implementation alone.
fn on_the_cpu(values: &[Vec<f32>; 4]) -> ([Vec<f32>; 4], Snapshot) {
    let mut values = values.clone();
    let mut optimizer = cpu::ProximalAdagrad::new(config()).unwrap();
    let own = optimizer.add_group(group()).unwrap();
    let ids: Vec<_> = (0..4)
        .map(|i| {
            let param = cpu::Param::new(NAMES[i], SHAPES[i]);
            optimizer.add_param(if i == 1 { param.group(own) } else { param }).unwrap()
        })
        .collect();
    let mut numbers = fastrand::Rng::with_seed(8);
    for step in 0..STEPS {
        let (grads, without) = grads(step, &mut numbers);
        let mut step = optimizer.begin_step();
        for (i, values) in values.iter_mut().enumerate().filter(|(i, _)| Some(*i) != without) {
            step.dense(ids[i], values, &grads[i]).unwrap();
        }
        step.finish().unwrap();
    }
    (values, optimizer.snapshot())
}

/// The same by the kernels alone, on a device and in buffers of its own.
fn on_the_gpu(values: &[Vec<f32>; 4]) -> ([Vec<f32>; 4], Snapshot) {
    let instance = gpu::instance().unwrap();
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)).unwrap();
    let (device, queue) = pollster::block_on(gpu::open(&choice.adapter.unwrap())).unwrap();
    let buffer = |contents: &[f32]| {
        device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: None,
            contents: &contents.iter().flat_map(|element| element.to_le_bytes()).collect::<Vec<_>>(),
            usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC,
        })
    };
    let buffers = values.each_ref().map(|values| buffer(values));
    let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device).unwrap(), config()).unwrap();
    let own = optimizer.add_group(group()).unwrap();
    let ids: Vec<_> = (0..4)
        .map(|i| {
            let param = Param::new(NAMES[i], SHAPES[i], buffers[i].slice(..));
            optimizer.add_param(if i == 1 { param.group(own) } else { param }).unwrap()
        })
        .collect();
    let mut numbers = fastrand::Rng::with_seed(8);
    for step in 0..STEPS {
        let (grads, without) = grads(step, &mut numbers);
        let grads = grads.each_ref().map(|grads| buffer(grads));
        let mut encoder = device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        for i in (0..4).filter(|i| Some(*i) != without) {
            step.dense(ids[i], grads[i].slice(..)).unwrap();
        }
        step.finish().unwrap();
        queue.submit([encoder.finish()]);
    }
    let download = |buffer: &wgpu::Buffer| {
        gpu::block_on(&device, gpu::download(&device, &queue, buffer.slice(..))).unwrap()
    };
    let snapshot = gpu::block_on(&device, optimizer.snapshot(&queue)).unwrap();
    (buffers.each_ref().map(download), snapshot)
}

#[test]
fn a_step_of_a_module_has_the_bits_of_the_library_alone() {
    let values = random(&mut fastrand::Rng::with_seed(7));
    for device in devices() {
        let (got, got_state) = through_burn(&device, &values);
        let is_cpu = device == Device::flex();
        let (want, want_state) = if is_cpu { on_the_cpu(&values) } else { on_the_gpu(&values) };
        for (i, name) in NAMES.iter().enumerate() {
            assert_eq!(bits(&got[i]), bits(&want[i]), "{name} on {device:?}");
            assert_ne!(bits(&got[i]), bits(&values[i]), "{name} on {device:?}");
        }
        assert!(got_state == want_state, "{device:?}");
    }
}
