//! A device that has no memory left.

use std::{
    env, fs,
    process::{self, Command},
};

use proxgrad::{Error, Param, wgpu};
use proxgrad_testing::Gpu;

use super::fixture::Fixture;
use crate::common::devices::gpu;

const NAME: &str = "reliability::memory::a_device_without_memory_is_an_error_of_who_asks_for_more_and_no_hindrance_to_warm_steps";

/// Set where this program may limit its own memory.
const LIMITED: &str = "PROXGRAD_TEST_LITTLE_MEMORY";

/// Bytes of addresses that a software driver and this program may use together beside those that they use already.
const SPARE: u64 = 1 << 30;

/// Keeps this process, on Linux, from using more memory than now and [`SPARE`].
fn limit_memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")).unwrap();
    let kilobytes: u64 = size.trim().trim_end_matches(" kB").parse().unwrap();
    let limit = format!("--as={}", kilobytes * 1024 + SPARE);
    let limited = Command::new("prlimit").args(["--pid", &process::id().to_string(), &limit]).status();
    assert!(limited.unwrap().success());
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

/// Takes memory until less is left than the next step of the test asks for.
fn fill(gpu: &Gpu) -> Vec<wgpu::Buffer> {
    let buffers: Vec<_> = std::iter::from_fn(|| takes(gpu, 1 << 26)).take(1000).collect();
    assert!(buffers.len() < 1000, "the device has more memory than the process may use");
    buffers
}

fn runs_out_of_memory() {
    const ELEMENTS: usize = 1 << 25;
    let mut fixture = Fixture::new();
    let gpu = fixture.gpu.clone();
    fixture.step().unwrap();
    fixture.step().unwrap();
    limit_memory();
    let values = takes(&gpu, (ELEMENTS * size_of::<f32>()) as u64).unwrap();
    let buffers = fill(&gpu);
    fixture.step().unwrap();
    for _ in 0..2 {
        let param = Param::new("large", &[ELEMENTS], values.slice(..));
        let error = fixture.optimizer.add_param(param).unwrap_err();
        assert!(matches!(error, Error::OutOfMemory { doing: "making a buffer", .. }), "{error}");
        assert_eq!(fixture.optimizer.params().len(), 5);
        fixture.step().unwrap();
    }
    // With memory again the same registration succeeds.
    drop(buffers);
    gpu.device().poll(wgpu::PollType::wait_indefinitely()).unwrap();
    fixture.optimizer.add_param(Param::new("large", &[ELEMENTS], values.slice(..))).unwrap();
    fixture.step().unwrap();
    assert_eq!(fixture.optimizer.global_step(), 6);
}

#[test]
fn a_device_without_memory_is_an_error_of_who_asks_for_more_and_no_hindrance_to_warm_steps() {
    let Some(gpu) = gpu() else { return };
    if env::var_os(LIMITED).is_some() {
        return runs_out_of_memory();
    }
    // Memory of a processor is limited by a program of util-linux.
    if gpu.device().adapter_info().device_type != wgpu::DeviceType::Cpu || !cfg!(target_os = "linux") {
        eprintln!("SKIPPED: the memory of this device cannot be limited");
        return;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([NAME, "--exact", "--nocapture"]).env(LIMITED, "1");
    let output = command.output().unwrap();
    let text =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}
