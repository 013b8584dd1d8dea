//! The devices that tests run on.

use std::{env, sync::LazyLock};

use proxgrad::{Error, wgpu::Limits};
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

/// The best adapter, software too, opened once for all tests. `None` only where the environment allows it.
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

/// Elements that one binding of [`cutting`] covers.
pub(crate) const WINDOW: usize = 1 << 14;

/// A device on which every tensor of more than [`WINDOW`] elements has to be cut.
pub(crate) fn cutting() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| {
        let max_storage_buffer_binding_size = (WINDOW * size_of::<f32>()) as u64;
        Gpu::with_limits(|_| Limits { max_storage_buffer_binding_size, ..Limits::default() }).unwrap()
    });
    gpu().map(|_| &*GPU)
}

/// A device whose grids fold after 2048 threads, and that binds at the finest offsets its adapter can.
pub(crate) fn folding() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| {
        Gpu::with_limits(|adapter| Limits {
            max_compute_workgroups_per_dimension: 32,
            min_storage_buffer_offset_alignment: adapter.min_storage_buffer_offset_alignment,
            ..Limits::default()
        })
        .unwrap()
    });
    gpu().map(|_| &*GPU)
}

/// Every device, the two narrow ones included, and each GPU once more with parameters in arenas.
pub(crate) fn all_devices() -> Vec<&'static Device> {
    static IN_ARENAS: LazyLock<Vec<Gpu>> =
        LazyLock::new(|| [gpu(), cutting(), folding()].into_iter().flatten().map(Gpu::in_arenas).collect());
    let narrow = [cutting(), folding()].into_iter().flatten();
    let more = narrow.chain(&*IN_ARENAS).map(|gpu| -> &Device { gpu });
    backends().into_iter().chain(more).collect()
}

/// Whether a device is known to round every operation as IEEE 754 does and to contract nothing, so that two kernels
/// agree to the last bit, with each other and, but for [`reassociates`], with the CPU.
///
/// WGSL promises less, so elsewhere the tests demand its accuracy table.
pub(crate) fn is_ieee(backend: &Device) -> bool {
    backend.name() == "cpu"
        || ["llvmpipe", "SwiftShader"].iter().any(|name| backend.describe().contains(name))
}

/// Whether a device that otherwise is as exact adds in another order than is written where WGSL lets it: Mesa's compiler
/// makes the `s + (grad + decay)` of a mean to `(s + grad) + decay`. Only gradients with weight decay that lose their
/// mean have such sums of three.
pub(crate) fn reassociates(backend: &Device) -> bool {
    backend.describe().contains("llvmpipe")
}
