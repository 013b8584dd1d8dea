//! A device that has no memory left.

use proxgrad::{Error, Param, gpu, wgpu};
use proxgrad_testing::Gpu;

use super::fixture::Fixture;
use crate::common::devices::gpu;

/// A device that may use so many hundredths of the memory, if it opens with that.
fn open(percent: u8) -> Option<Gpu> {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle_from_env();
    descriptor.memory_budget_thresholds.for_resource_creation = Some(percent);
    let instance = wgpu::Instance::new(descriptor);
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)).unwrap();
    let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap())).ok()?;
    let gpu = Gpu::from_device(device, queue).ok()?;
    takes(&gpu, 1 << 20).map(|_| gpu)
}

/// A buffer of so many bytes, if there is memory for it.
fn takes(gpu: &Gpu, size: u64) -> Option<wgpu::Buffer> {
    let memory = gpu.device().push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let buffer = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size,
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    });
    pollster::block_on(memory.pop()).is_none().then_some(buffer)
}

/// Takes all memory of a device but less than `least` bytes. Returns the buffers; `None` where it does not run out.
fn fill(gpu: &Gpu, least: u64) -> Option<Vec<wgpu::Buffer>> {
    let mut buffers = Vec::new();
    let mut size = gpu.device().limits().max_buffer_size.min(1 << 26);
    while size >= least {
        match takes(gpu, size) {
            Some(buffer) => buffers.push(buffer),
            None => size /= 2,
        }
        if buffers.len() > 2000 {
            return None;
        }
    }
    Some(buffers)
}

#[test]
fn a_device_without_memory_is_an_error_of_who_asks_for_more_and_no_hindrance_to_warm_steps() {
    if gpu().is_none() {
        return;
    }
    // A little more than what the device itself takes.
    let least = (1..=97).find(|&percent| open(percent).is_some()).expect("a device that opens");
    let gpu = open(least + 2).unwrap();
    let mut fixture = Fixture::on(gpu.clone());
    fixture.step().unwrap();
    fixture.step().unwrap();
    let values = takes(&gpu, 1 << 24).unwrap();
    let Some(buffers) = fill(&gpu, 1 << 12) else {
        eprintln!("SKIPPED: the driver tells no memory budget");
        return;
    };
    assert!(!buffers.is_empty());
    fixture.step().unwrap();
    let param = Param::new("large", &[1 << 22], values.slice(..));
    let error = fixture.optimizer.add_param(param).unwrap_err();
    assert!(matches!(error, Error::OutOfMemory { .. } | Error::DeviceLost { .. }), "{error}");
    assert_eq!(fixture.optimizer.params().len(), 5);
}
