//! The public interface apart from results: types that cross threads, futures that borrow nothing, parameters by name.

use proxgrad::{
    Arena, Config, DynamicLossScale, Error, Group, Kernels, Locked, Param, ProximalAdagrad, Report, Schedule,
    Snapshot, Step, cpu,
    gpu::{self, block_on},
};

use proxgrad_testing::Backend;

use crate::common::{devices::gpu as device, gpu_step::submit_step};

fn is_send_and_sync<T: Send + Sync>() {}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn every_type_may_cross_threads() {
    is_send_and_sync::<(ProximalAdagrad, Step<'_>, Kernels, Arena, Param<'_>, gpu::AdapterChoice)>();
    is_send_and_sync::<(cpu::ProximalAdagrad, cpu::Step<'_>, cpu::Param<'_>, cpu::Grad<'_>)>();
    is_send_and_sync::<(Config, Group, Schedule, DynamicLossScale, Snapshot, Report, Error)>();
    is_send_and_sync::<(Locked<ProximalAdagrad>, Locked<cpu::ProximalAdagrad>)>();
}

#[test]
fn futures_are_send_and_leave_the_optimizer_free() {
    let Some(gpu) = device() else { return };
    let values = gpu.upload(&[1.0; 4]);
    let grads = gpu.upload(&[0.5; 4]);
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let weight = optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
    let step = |optimizer: &mut ProximalAdagrad| {
        submit_step(gpu, optimizer, |step| step.dense(weight, grads.slice(..))).unwrap();
    };
    step(&mut optimizer);
    let (device, queue) = (gpu.device(), gpu.queue());
    let before = block_on(device, optimizer.snapshot(queue)).unwrap();
    let snapshot = is_send(optimizer.snapshot(queue));
    let report = is_send(optimizer.report(queue));
    let copy = is_send(optimizer.values(queue, weight));
    let prepared = is_send(gpu.kernels().prepare(&optimizer, &[gpu::Call::Dense]));
    step(&mut optimizer);
    drop(optimizer);
    // The snapshot is that of the moment of the call, not of the moment at which it is awaited.
    assert_eq!(block_on(device, snapshot).unwrap(), before);
    assert_eq!(block_on(device, report).unwrap().skipped_steps, 0);
    assert_eq!(block_on(device, copy).unwrap().len(), 4);
    block_on(device, prepared).unwrap();
}

#[test]
fn a_parameter_is_found_by_its_name_with_its_shape_and_group() {
    let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let group = optimizer.add_group(Group::default()).unwrap();
    let table = optimizer.add_param(cpu::Param::new("table", &[3, 2]).group(group)).unwrap();
    let gamma = optimizer.add_param(cpu::Param::new("gamma", &[])).unwrap();
    assert_eq!([optimizer.param("table"), optimizer.param("gamma")], [Some(table), Some(gamma)]);
    assert_eq!(optimizer.param("tabl"), None);
    assert_eq!((optimizer.shape(table), optimizer.shape(gamma)), (Ok(&[3, 2][..]), Ok(&[][..])));
    assert_eq!((optimizer.group_of(table), optimizer.group_of(gamma)), (Ok(Some(group)), Ok(None)));
    let other = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    assert!(matches!(other.shape(table), Err(Error::ForeignId { what: "parameter", .. })));
    assert!(other.group_of(table).is_err());
}

#[test]
fn rates_convert_from_every_number_list_and_iterator() {
    let of = |schedule: Schedule| [schedule.at(0), schedule.at(1)];
    assert_eq!(of(0.5.into()), [Some(0.5); 2]);
    assert_eq!(of(0.5f32.into()), [Some(0.5); 2]);
    assert_eq!(of(1.into()), [Some(1.0); 2]);
    assert_eq!(of(1u32.into()), [Some(1.0); 2]);
    for list in [
        Schedule::from([0.5]),
        [0.5f32].into(),
        vec![0.5].into(),
        vec![0.5f32].into(),
        (&[0.5][..]).into(),
        std::iter::once(0.5).collect(),
    ] {
        assert_eq!(of(list), [Some(0.5), None]);
    }
    assert_eq!(of([1, 0].into()), [Some(1.0), Some(0.0)]);
}

/// `cargo xtask test --drivers` reads the line that this prints.
#[test]
fn a_gpu_says_which_adapter_and_driver_it_is() {
    let Some(gpu) = device() else { return };
    let (info, said) = (gpu.device().adapter_info(), gpu.describe());
    assert!(said.contains(&info.name) && said.contains(&info.driver_info), "{said}");
    assert!(said.contains(&format!("{:?}", info.backend)), "{said}");
    println!("adapter: {said}");
}
