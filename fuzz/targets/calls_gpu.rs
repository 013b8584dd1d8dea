//! Sequences of calls on a GPU, or on a software driver, and on the CPU implementation.
//!
//! Software drivers give the bits of the CPU implementation; of other devices only finite results are asked.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use proxgrad::wgpu::DeviceType;
use proxgrad_fuzz::calls::Calls;
use proxgrad_testing::{Cpu, Gpu};

/// Buffers for each parameter, arenas, steps through a lock, and the other kernels.
static GPUS: LazyLock<[Gpu; 4]> = LazyLock::new(|| {
    let gpu = Gpu::open(None).expect("an adapter");
    let other = gpu.for_software(!is_software(&gpu)).expect("kernels");
    [gpu.clone(), gpu.in_arenas(), gpu.in_lock(), other]
});

fuzz_target!(|input: (u8, Calls)| {
    let (gpu, calls) = input;
    let gpu = &GPUS[usize::from(gpu) % GPUS.len()];
    calls.compare([gpu, &Cpu], is_software(gpu));
});

fn is_software(gpu: &Gpu) -> bool {
    gpu.device().adapter_info().device_type == DeviceType::Cpu
}
