//! What the tests of the library share: the devices, a float64 oracle, random data.

#![allow(dead_code, reason = "every test binary includes all of it and uses a part")]

pub(crate) mod data;
pub(crate) mod one_buffer;
pub(crate) mod oracle;
pub(crate) mod problem;
pub(crate) mod state;

use std::{env, sync::LazyLock};

use proxgrad::Error;
use proxgrad_golden::{Backend, Cpu, Gpu};

/// A device that test threads share.
pub(crate) type Device = dyn Backend + Sync;

/// Every device there is: the CPU implementation and the GPU.
pub(crate) fn backends() -> Vec<&'static Device> {
    let gpu = gpu().map(|gpu| -> &Device { gpu });
    [&Cpu as &Device].into_iter().chain(gpu).collect()
}

/// Runs a test body on every device; what it prints says on which one it failed.
pub(crate) fn on_every_device(mut body: impl FnMut(&'static Device)) {
    for device in backends() {
        println!("on {}", device.describe());
        body(device);
    }
}

/// The best adapter, software too, opened once for all tests of a binary. `None` only where the environment allows it.
pub(crate) fn gpu() -> Option<&'static Gpu> {
    static GPU: LazyLock<Result<Gpu, Error>> = LazyLock::new(|| Gpu::open(None));
    match &*GPU {
        Ok(gpu) => Some(gpu),
        Err(Error::NoAdapter(reason)) if env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => {
            eprintln!("SKIPPED on the GPU: {reason}");
            None
        }
        Err(error) => panic!(
            "{error}\nThese tests need an adapter, and software is enough: run `cargo xtask setup`, \
             or set PROXGRAD_ALLOW_NO_GPU=1 to test the CPU implementation alone."
        ),
    }
}

/// Whether a device is known to round every operation as IEEE 754 does and to contract nothing, so that two kernels
/// agree to the last bit, with each other and with the CPU.
///
/// WGSL promises less, so elsewhere the tests demand its accuracy table.
pub(crate) fn is_ieee(backend: &Device) -> bool {
    backend.name() == "cpu" || backend.describe().contains("llvmpipe")
}
