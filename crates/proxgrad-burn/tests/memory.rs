//! Memory stays the same over many steps. In a process of its own, which runs nothing else meanwhile.

use burn::{
    optim::GradientsParams,
    tensor::{Device, Int, Tensor},
};
use proxgrad::{Config, gpu};
use proxgrad_burn::{ProximalAdagradConfig, RowTableConfig};

/// Steps; `PROXGRAD_BURN_STEPS` sets another number.
fn steps() -> usize {
    std::env::var("PROXGRAD_BURN_STEPS").ok().map_or(1500, |steps| steps.parse().expect("a number"))
}

/// Bytes of the memory of this process.
fn resident() -> Option<usize> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(statm.split_whitespace().nth(1)?.parse::<usize>().ok()? * 4096)
}

fn in_use(device: &Device) -> u64 {
    device.memory_cleanup();
    device.sync().unwrap();
    device.memory_pool_usage().map_or(0, |usage| usage.bytes_in_use)
}

#[test]
fn memory_does_not_grow_over_many_steps() {
    let instance = gpu::instance().unwrap();
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None));
    if choice.is_err() && std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() {
        return;
    }
    choice.unwrap();
    let device = proxgrad_burn::init_wgpu().unwrap();
    let on_autodiff = device.clone().autodiff();
    let mut table = RowTableConfig::new(10_000, 16).init(&on_autodiff);
    let config = Config { learning_rate: 0.1.into(), l1: 1e-3, ..Config::default() };
    let settings = ProximalAdagradConfig::new(config).with_exact_rows(burn::module::ParamGroup::all());
    let mut optimizer = settings.init_module(&table).unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    let mut run = |steps: usize, mut table: proxgrad_burn::RowTable| {
        for _ in 0..steps {
            // Of another size in each step.
            let ids: Vec<i32> = (0..random.usize(1..200)).map(|_| random.i32(0..10_000)).collect();
            let ids = Tensor::<1, Int>::from_ints(&*ids, &on_autodiff);
            let read = [(table.id(), ids.clone())];
            table = optimizer.flush_rows(table, read).unwrap();
            let lookup = table.forward(ids);
            let mut grads = lookup.rows().square().sum().backward();
            let grads = [lookup.row_gradient(&mut grads)];
            table = optimizer.step_rows(table, GradientsParams::new(), grads).unwrap();
        }
        assert_eq!(optimizer.copies(), 0);
        table
    };
    table = run(300, table);
    let (device_before, host_before) = (in_use(&device), resident());
    table = run(steps(), table);
    let (device_after, host_after) = (in_use(&device), resident());
    drop(table);
    assert!(device_after <= device_before + (1 << 20), "{device_before} {device_after}");
    if let (Some(before), Some(after)) = (host_before, host_after) {
        assert!(after <= before + (24 << 20), "{before} {after}");
    }
}
