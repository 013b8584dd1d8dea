//! The device of a rank.

use std::error::Error;

use proxgrad_mpi::Device;

/// The CPU implementation, or a GPU.
///
/// # Errors
/// No GPU, or an example that was built without the feature `gpu`.
pub(crate) fn open(wants_gpu: bool) -> Result<Device, Box<dyn Error>> {
    if wants_gpu { open_gpu() } else { Ok(Device::Cpu) }
}

#[cfg(feature = "gpu")]
fn open_gpu() -> Result<Device, Box<dyn Error>> {
    use proxgrad_mpi::proxgrad::gpu;

    let instance = gpu::instance()?;
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None))?;
    let adapter = choice.adapter.ok_or("there is no GPU")?;
    let (device, queue) = pollster::block_on(gpu::open(&adapter))?;
    let info = adapter.get_info();
    let name = format!("{}, {:?}, {} {}", info.name, info.backend, info.driver, info.driver_info);
    Ok(Device::Gpu { device, queue, name })
}

#[cfg(not(feature = "gpu"))]
fn open_gpu() -> Result<Device, Box<dyn Error>> {
    Err("--gpu needs the feature gpu".into())
}
