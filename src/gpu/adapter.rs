//! Which device to run on: a hardware adapter where there is one, else the CPU implementation, and why.

use wgpu::{Adapter, AdapterInfo, DeviceType, Instance};

use crate::error::Error;

/// An instance with the backends that wgpu was compiled with, of which `WGPU_BACKEND` selects some, for example
/// `WGPU_BACKEND=vulkan`.
///
/// wgpu itself panics where it was compiled without a backend. The library's feature `backends` switches them on; without it
/// the application chooses, with features of its own dependency on wgpu.
///
/// # Errors
/// wgpu was compiled without a backend for this platform.
pub fn instance() -> Result<Instance, Error> {
    check_backends(Instance::enabled_backend_features())?;
    Ok(Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env()))
}

fn check_backends(compiled: wgpu::Backends) -> Result<(), Error> {
    if compiled.is_empty() { Err(Error::NoBackend) } else { Ok(()) }
}

/// Kind of device that a user asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DevicePreference {
    /// A hardware adapter, else the CPU implementation, which is faster than a software adapter.
    #[default]
    Auto,
    /// An adapter, including software adapters.
    Gpu,
    /// The CPU implementation.
    Cpu,
}

/// The adapter that [`choose`] has chosen.
#[derive(Debug)]
#[non_exhaustive]
pub struct AdapterChoice {
    /// The adapter; `None` stands for the CPU implementation.
    pub adapter: Option<Adapter>,
    /// Reason for the choice, in one line for the user.
    pub reason: String,
}

/// Chooses among the adapters of an instance; `name` is a part of the adapter's name, in any case.
///
/// ```
/// use proxgrad::gpu::{self, DevicePreference, choose};
///
/// let choice = pollster::block_on(choose(&gpu::instance()?, DevicePreference::Auto, None))?;
/// match &choice.adapter {
///     Some(adapter) => assert!(choice.reason.contains(&adapter.get_info().name)),
///     None => assert!(choice.reason.starts_with("CPU implementation")),
/// }
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
/// No adapter where one was asked for; the message lists those there are.
pub async fn choose(
    instance: &Instance,
    prefer: DevicePreference,
    name: Option<&str>,
) -> Result<AdapterChoice, Error> {
    let mut adapters = instance.enumerate_adapters(wgpu::Backends::all()).await;
    let infos: Vec<_> = adapters.iter().map(Adapter::get_info).collect();
    let (index, reason) = pick(&infos, prefer, name)?;
    Ok(AdapterChoice { adapter: index.map(|index| adapters.swap_remove(index)), reason })
}

/// Opens a device for this library: with the feature f16 where the adapter has it, with the adapter's limits for the sizes of
/// buffers and bindings, and with its alignments of offsets, which keep the gaps in an [`Arena`](super::Arena) small.
///
/// # Errors
/// The adapter refuses to open a device; the error holds the driver's reason.
pub async fn open(adapter: &Adapter) -> Result<(wgpu::Device, wgpu::Queue), Error> {
    let limits = adapter.limits();
    let required_limits = wgpu::Limits {
        max_buffer_size: limits.max_buffer_size,
        max_storage_buffer_binding_size: limits.max_storage_buffer_binding_size,
        min_storage_buffer_offset_alignment: limits.min_storage_buffer_offset_alignment,
        min_uniform_buffer_offset_alignment: limits.min_uniform_buffer_offset_alignment,
        ..wgpu::Limits::default()
    };
    let descriptor = wgpu::DeviceDescriptor {
        label: Some("proxgrad"),
        required_features: adapter.features() & wgpu::Features::SHADER_F16,
        required_limits,
        ..Default::default()
    };
    adapter
        .request_device(&descriptor)
        .await
        .map_err(|error| Error::Device { doing: "opening the device", reason: error.to_string() })
}

/// Index of the adapter to use, or `None` for the CPU implementation, and the reason.
fn pick(
    infos: &[AdapterInfo],
    prefer: DevicePreference,
    name: Option<&str>,
) -> Result<(Option<usize>, String), Error> {
    if prefer == DevicePreference::Cpu {
        return Ok((None, "CPU implementation, as asked for".to_owned()));
    }
    let named =
        |info: &AdapterInfo| name.is_none_or(|part| info.name.to_lowercase().contains(&part.to_lowercase()));
    let best = (0..infos.len()).filter(|&i| named(&infos[i])).min_by_key(|&i| rank(infos[i].device_type));
    let Some(best) = best else { return without_adapter(infos, prefer, name) };
    let info = &infos[best];
    let described = format!("{} ({:?}, {:?})", info.name, info.device_type, info.backend);
    if info.device_type != DeviceType::Cpu {
        return Ok((Some(best), described));
    }
    if prefer == DevicePreference::Auto && name.is_none() {
        let reason = format!(
            "CPU implementation: the only adapter, {described}, is software, and native code is faster"
        );
        return Ok((None, reason));
    }
    Ok((Some(best), format!("{described}, software")))
}

fn without_adapter(
    infos: &[AdapterInfo],
    prefer: DevicePreference,
    name: Option<&str>,
) -> Result<(Option<usize>, String), Error> {
    if prefer == DevicePreference::Auto && name.is_none() {
        return Ok((None, "CPU implementation: there is no adapter".to_owned()));
    }
    let found: Vec<_> = infos.iter().map(|info| format!("\"{}\"", info.name)).collect();
    Err(Error::NoAdapter(match (name, found.is_empty()) {
        (Some(name), false) => {
            format!("no adapter's name contains \"{name}\"; there are {}", found.join(", "))
        }
        _ => "no adapter was found: install a Vulkan, Metal or DX12 driver, or use the CPU implementation"
            .to_owned(),
    }))
}

/// Rank of a device type, the best first.
fn rank(device_type: DeviceType) -> u32 {
    match device_type {
        DeviceType::DiscreteGpu => 0,
        DeviceType::IntegratedGpu => 1,
        DeviceType::VirtualGpu => 2,
        DeviceType::Other => 3,
        DeviceType::Cpu => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(name: &str, device_type: DeviceType) -> AdapterInfo {
        AdapterInfo { name: name.to_owned(), ..AdapterInfo::new(device_type, wgpu::Backend::Vulkan) }
    }

    #[test]
    fn hardware_comes_before_software_and_discrete_before_integrated() {
        let infos = [
            info("llvmpipe", DeviceType::Cpu),
            info("Iris", DeviceType::IntegratedGpu),
            info("Radeon", DeviceType::DiscreteGpu),
        ];
        assert_eq!(pick(&infos, DevicePreference::Auto, None).unwrap().0, Some(2));
        assert_eq!(pick(&infos[..2], DevicePreference::Gpu, None).unwrap().0, Some(1));
        assert_eq!(pick(&infos, DevicePreference::Auto, Some("LLVM")).unwrap().0, Some(0));
    }

    #[test]
    fn software_alone_is_chosen_only_when_asked_for() {
        let infos = [info("llvmpipe", DeviceType::Cpu)];
        let (index, reason) = pick(&infos, DevicePreference::Auto, None).unwrap();
        assert_eq!(index, None);
        assert!(reason.contains("llvmpipe") && reason.contains("software"), "{reason}");
        assert_eq!(pick(&infos, DevicePreference::Gpu, None).unwrap().0, Some(0));
        assert_eq!(pick(&infos, DevicePreference::Cpu, None).unwrap().0, None);
    }

    #[test]
    fn no_backend_is_an_error_that_says_what_to_add_to_the_manifest() {
        assert_eq!(check_backends(wgpu::Backends::VULKAN), Ok(()));
        let error = check_backends(wgpu::Backends::empty()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "wgpu was compiled without a backend for this platform; switch on the feature \"backends\" of proxgrad in \
             Cargo.toml, or backends of wgpu itself, for example wgpu = { version = \"30\", features = [\"vulkan\", \
             \"metal\", \"dx12\", \"webgpu\"] }"
        );
    }

    #[test]
    fn no_adapter_is_an_error_only_when_one_was_asked_for() {
        assert_eq!(pick(&[], DevicePreference::Auto, None).unwrap().0, None);
        assert!(pick(&[], DevicePreference::Gpu, None).is_err());
        let error =
            pick(&[info("llvmpipe", DeviceType::Cpu)], DevicePreference::Gpu, Some("geforce")).unwrap_err();
        assert_eq!(error.to_string(), "no adapter's name contains \"geforce\"; there are \"llvmpipe\"");
    }
}
