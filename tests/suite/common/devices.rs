//! The devices that tests run on: the CPU implementation, the GPU, and the GPU opened with lowered limits.

use std::{
    collections::HashMap,
    env, ptr,
    sync::{LazyLock, Mutex},
};

use proxgrad::{Error, wgpu::Limits};
use proxgrad_testing::{Backend, Cpu, Gpu};

use super::arithmetic;

/// A device that test threads share.
pub(crate) type Device = dyn Backend + Sync;

/// The CPU implementation and the GPU.
pub(crate) fn backends() -> Vec<&'static Device> {
    let gpu = gpu().map(|gpu| -> &Device { gpu });
    [&Cpu as &Device].into_iter().chain(gpu).collect()
}

/// Runs a test body on the CPU implementation and on the GPU, and prints which of them comes next.
pub(crate) fn on_every_device(mut body: impl FnMut(&'static Device)) {
    for device in backends() {
        println!("on {}", device.describe());
        body(device);
    }
}

/// The best adapter, software included, opened once for all tests. `None` only where the environment allows
/// that.
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

/// The GPU with kernels that use no optional feature of the device.
pub(crate) fn portable_gpu() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| gpu().unwrap().portable().unwrap());
    gpu().map(|_| &*GPU)
}

/// Elements that one binding of [`small_binding_gpu`] covers.
pub(crate) const WINDOW: usize = 1 << 14;

/// A GPU on which every tensor of more than [`WINDOW`] elements has to be split into windows.
pub(crate) fn small_binding_gpu() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| {
        let max_storage_buffer_binding_size = (WINDOW * size_of::<f32>()) as u64;
        Gpu::with_limits(|_| Limits { max_storage_buffer_binding_size, ..Limits::default() }).unwrap()
    });
    gpu().map(|_| &*GPU)
}

/// Exact rows whose history one binding of [`exact_binding_gpu`] covers.
pub(crate) const EXACT_ROWS: usize = 1 << 13;

/// Words of the rates of exact rows, which every window of them binds; `binned` with adaptive shrinkage and L2.
fn rate_words(binned: bool) -> usize {
    (65_536 + 256) * if binned { 4 } else { 1 }
}

/// Elements that one binding of [`exact_binding_gpu`] covers.
pub(crate) fn exact_window(binned: bool) -> usize {
    rate_words(binned) + EXACT_ROWS
}

/// A GPU like [`small_binding_gpu`] whose bindings cover the history of [`EXACT_ROWS`] exact rows.
pub(crate) fn exact_binding_gpu(binned: bool) -> Option<&'static Gpu> {
    static GPUS: LazyLock<[Gpu; 2]> =
        LazyLock::new(|| [false, true].map(|binned| exact_rows_gpu(binned, EXACT_ROWS)));
    gpu().map(|_| &GPUS[usize::from(binned)])
}

/// A GPU whose bindings cover the history of 64 exact rows, the fewest that a window of rows of one element has.
pub(crate) fn least_exact_binding_gpu(binned: bool) -> Option<&'static Gpu> {
    static GPUS: LazyLock<[Gpu; 2]> =
        LazyLock::new(|| [false, true].map(|binned| exact_rows_gpu(binned, 64)));
    gpu().map(|_| &GPUS[usize::from(binned)])
}

/// A GPU whose bindings cover the history of so many exact rows.
fn exact_rows_gpu(binned: bool, rows: usize) -> Gpu {
    let max_storage_buffer_binding_size = ((rate_words(binned) + rows) * size_of::<u32>()) as u64;
    Gpu::with_limits(|_| Limits { max_storage_buffer_binding_size, ..Limits::default() }).unwrap()
}

/// A GPU whose grids fold into a second dimension after 32 workgroups, and whose bindings may begin at every
/// offset that its adapter allows.
pub(crate) fn small_grid_gpu() -> Option<&'static Gpu> {
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

/// A GPU with the kernels that software runs best, and with those for hardware: both give the same bits.
pub(crate) fn in_all_forms(gpu: &'static Gpu) -> [&'static Gpu; 2] {
    static FORMS: LazyLock<Mutex<HashMap<usize, [&'static Gpu; 2]>>> = LazyLock::new(Mutex::default);
    let mut forms = FORMS.lock().unwrap();
    *forms.entry(ptr::from_ref(gpu).addr()).or_insert_with(|| {
        [true, false].map(|software| &*Box::leak(Box::new(gpu.for_software(software).unwrap())))
    })
}

/// The GPU and the two with lowered limits.
pub(crate) fn all_gpus() -> Vec<&'static Gpu> {
    [gpu(), small_binding_gpu(), small_grid_gpu()].into_iter().flatten().collect()
}

/// The CPU implementation, [`all_gpus`], and each of these once more with parameters in arenas.
pub(crate) fn all_devices() -> Vec<&'static Device> {
    static IN_ARENAS: LazyLock<Vec<Gpu>> =
        LazyLock::new(|| all_gpus().into_iter().map(Gpu::in_arenas).collect());
    let gpus = all_gpus().into_iter().chain(&*IN_ARENAS).map(|gpu| -> &Device { gpu });
    [&Cpu as &Device].into_iter().chain(gpus).collect()
}

/// Whether each parameter has a buffer of its own on a device, and one binding covers it: not so in arenas,
/// and not on [`small_binding_gpu`].
pub(crate) fn keeps_params_whole(device: &Device) -> bool {
    let is_split = small_binding_gpu().is_some_and(|gpu| ptr::addr_eq(device, gpu));
    !is_split && !device.describe().contains("arenas")
}

/// Whether a device rounds every operation as IEEE 754 does and contracts none, so that two kernels agree to
/// the last bit, with each other and, but for [`reassociates`], with the CPU implementation.
///
/// WGSL promises less, so elsewhere the tests demand its accuracy table. All tests run on one adapter.
pub(crate) fn is_ieee(device: &Device) -> bool {
    device.name() == "cpu" || arithmetic::is_ieee()
}

/// Whether the compiler of a device adds in another order than the kernel does, which WGSL allows: Mesa turns
/// `s + (grad + decay)` in the sum of a mean into `(s + grad) + decay`. Only centralized gradients with
/// weight decay have such sums of three.
pub(crate) fn reassociates(device: &Device) -> bool {
    device.describe().contains("llvmpipe")
}
