//! The wgpu devices that burn's tensors may lie on.

use std::sync::{Mutex, PoisonError};

use burn::{
    backend::DispatchDevice,
    cubecl,
    tensor::{Device, wgpu::WgpuSetup},
};
use proxgrad::{Kernels, wgpu};

use crate::error::Error;

/// A burn device with its wgpu handles and compiled kernels.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) device: Device,
    /// Position among all devices known.
    pub(crate) id: usize,
    pub(crate) wgpu: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) kernels: Kernels,
}

/// All devices known; burn does not unregister devices either.
static CONTEXTS: Mutex<Vec<Context>> = Mutex::new(Vec::new());

impl Context {
    /// The context of a device, if it is known.
    pub(crate) fn of(device: &Device) -> Option<Self> {
        contexts(|contexts| contexts.iter().find(|context| context.device == *device).cloned())
    }
}

fn contexts<T>(use_contexts: impl FnOnce(&mut Vec<Context>) -> T) -> T {
    use_contexts(&mut CONTEXTS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Opens burn's default wgpu device, and makes it known to the optimizers of this crate. A later call returns the same device.
///
/// Call it before the program creates a tensor on that device, because burn otherwise opens the device itself and does not
/// give its wgpu handles out. A program that chooses the adapter or the graphics API uses
/// [`Device::wgpu_options`] and [`register_wgpu`].
///
/// # Errors
/// There is no adapter, burn has opened the device before, or kernels cannot be made for it.
pub fn init_wgpu() -> Result<Device, Error> {
    static DEFAULT: Mutex<Option<Device>> = Mutex::new(None);
    let mut default = DEFAULT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(device) = &*default {
        return Ok(device.clone());
    }
    let opened = Device::wgpu_options().init_with_setup();
    let (device, setup) = opened.map_err(|error| Error::Device { reason: error.to_string() })?;
    register_wgpu(&device, &setup)?;
    Ok(default.insert(device).clone())
}

/// Makes a burn device on wgpu known to the optimizers of this crate. `setup` is the one that
/// `WgpuOptions::init_with_setup` has returned with the device, or the one that the program has passed to
/// `WgpuOptions::setup`. A device that is known already stays as it is.
///
/// # Errors
/// Kernels cannot be made for the device.
pub fn register_wgpu(device: &Device, setup: &WgpuSetup) -> Result<(), Error> {
    let device = device.clone().without_autodiff();
    if Context::of(&device).is_some() {
        return Ok(());
    }
    let kernels = Kernels::new(&setup.device)?;
    contexts(|contexts| {
        let (wgpu, queue, id) = (setup.device.clone(), setup.queue.clone(), contexts.len());
        contexts.push(Context { device, id, wgpu, queue, kernels });
    });
    Ok(())
}

/// Whether a device is one of burn's wgpu backend.
pub(crate) fn is_wgpu(device: &Device) -> bool {
    matches!(device.as_dispatch(), DispatchDevice::Cube(cubecl::Device::Wgpu(_)))
}
