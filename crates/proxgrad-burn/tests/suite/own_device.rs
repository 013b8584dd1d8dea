//! A wgpu device that the program has made and given to burn.

use burn::{
    module::Module,
    nn::{Linear, LinearConfig},
    optim::GradientsParams,
    tensor::{Device, Int, Tensor, wgpu::WgpuSetup},
};
use proxgrad::{Config, gpu, wgpu};
use proxgrad_burn::{ProximalAdagradConfig, RowTable, RowTableConfig, register_wgpu};

use crate::common::numbers;

/// A device with all features of its adapter, by which burn chooses its types, and what burn needs to use it.
fn own_device() -> Option<WgpuSetup> {
    crate::common::gpu()?;
    let instance = gpu::instance().unwrap();
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)).unwrap();
    let adapter = choice.adapter.unwrap();
    let descriptor = wgpu::DeviceDescriptor {
        required_features: adapter.features() - wgpu::Features::all_experimental_mask(),
        required_limits: adapter.limits(),
        ..Default::default()
    };
    let (device, queue) = pollster::block_on(adapter.request_device(&descriptor)).unwrap();
    let backend = adapter.get_info().backend;
    Some(WgpuSetup { instance, adapter, device, queue, backend })
}

#[derive(Module, Debug)]
struct Model {
    table: RowTable,
    output: Linear,
}

#[test]
fn a_warm_step_on_a_device_of_the_program_makes_no_buffers() {
    let Some(setup) = own_device() else { return };
    let device = Device::wgpu_options().setup(setup.clone()).init().unwrap();
    register_wgpu(&device, &setup).unwrap();
    let on_autodiff = device.clone().autodiff();
    let mut model = Model {
        table: RowTableConfig::new(1000, 8).init(&on_autodiff),
        output: LinearConfig::new(8, 1).init(&on_autodiff),
    };
    let config = Config { learning_rate: 0.1.into(), l1: 1e-3, clip_norm: Some(1.0), ..Config::default() };
    let settings = ProximalAdagradConfig::new(config).with_exact_rows(burn::module::ParamGroup::all());
    // The pattern is for tables alone.
    let mut optimizer = settings.init_module(&model).unwrap();
    let before = numbers(model.output.weight.val());
    let ids = Tensor::<1, Int>::from_ints([1, 5, 5, 900, -1], &on_autodiff);
    let mut counts = Vec::new();
    for _ in 0..60 {
        let read = [(model.table.id(), ids.clone())];
        model = optimizer.flush_rows(model, read).unwrap();
        let lookup = model.table.forward(ids.clone());
        let mut grads = model.output.forward(lookup.rows()).square().mean().backward();
        let rows = [lookup.row_gradient(&mut grads)];
        let grads = GradientsParams::from_grads(grads, &model);
        model = optimizer.step_rows(model, grads, rows).unwrap();
        counts.push(setup.device.get_internal_counters().hal.buffers.read());
    }
    device.sync().unwrap();
    assert_ne!(numbers(model.output.weight.val()), before);
    // burn's memory pools have settled by then as well.
    assert!(counts[0] > 0 && counts[30..].iter().all(|count| *count == counts[59]), "{counts:?}");
}
