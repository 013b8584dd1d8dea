//! Which device to run on: a hardware adapter where there is one, else the CPU implementation, and why.

use wgpu::{Adapter, AdapterInfo, DeviceType, Instance};

use crate::error::Error;

/// What a user asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// A hardware adapter, else the CPU implementation: where a CPU only pretends to be a GPU, native code is faster.
    #[default]
    Auto,
    /// An adapter, software too.
    Gpu,
    /// The CPU implementation.
    Cpu,
}

/// What was chosen.
#[derive(Debug)]
pub struct Choice {
    /// `None` is the CPU implementation.
    pub adapter: Option<Adapter>,
    /// One line for the user.
    pub reason: String,
}

/// Chooses among the adapters of an instance; `name` is a part of the adapter's name, in any case.
///
/// ```
/// use proxgrad::{gpu::{Prefer, choose}, wgpu};
///
/// // Honours WGPU_BACKEND.
/// let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
/// let choice = pollster::block_on(choose(&instance, Prefer::Auto, None))?;
/// match &choice.adapter {
///     Some(adapter) => assert!(choice.reason.contains(&adapter.get_info().name)),
///     None => assert!(choice.reason.starts_with("CPU implementation")),
/// }
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// # Errors
/// No adapter where one was asked for; the message lists those there are.
pub async fn choose(instance: &Instance, prefer: Prefer, name: Option<&str>) -> Result<Choice, Error> {
    let mut adapters = instance.enumerate_adapters(wgpu::Backends::all()).await;
    let infos: Vec<_> = adapters.iter().map(Adapter::get_info).collect();
    let (index, reason) = pick(&infos, prefer, name)?;
    Ok(Choice { adapter: index.map(|index| adapters.swap_remove(index)), reason })
}

/// Opens a device for this library: no feature but f16 where the adapter has it, binding and buffer sizes as large as the adapter allows, and offsets as
/// fine, so that little is left between the parameters of an [`Arena`](super::Arena).
///
/// # Errors
/// What the driver says.
pub async fn open(adapter: &Adapter) -> Result<(wgpu::Device, wgpu::Queue), Error> {
    let most = adapter.limits();
    let required_limits = wgpu::Limits {
        max_buffer_size: most.max_buffer_size,
        max_storage_buffer_binding_size: most.max_storage_buffer_binding_size,
        min_storage_buffer_offset_alignment: most.min_storage_buffer_offset_alignment,
        min_uniform_buffer_offset_alignment: most.min_uniform_buffer_offset_alignment,
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
fn pick(infos: &[AdapterInfo], prefer: Prefer, name: Option<&str>) -> Result<(Option<usize>, String), Error> {
    if prefer == Prefer::Cpu {
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
    if prefer == Prefer::Auto && name.is_none() {
        let reason = format!(
            "CPU implementation: the only adapter, {described}, is software, and native code is faster"
        );
        return Ok((None, reason));
    }
    Ok((Some(best), format!("{described}, software")))
}

fn without_adapter(
    infos: &[AdapterInfo],
    prefer: Prefer,
    name: Option<&str>,
) -> Result<(Option<usize>, String), Error> {
    if prefer == Prefer::Auto && name.is_none() {
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

/// Best first; of equals the first that the instance lists.
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
        assert_eq!(pick(&infos, Prefer::Auto, None).unwrap().0, Some(2));
        assert_eq!(pick(&infos[..2], Prefer::Gpu, None).unwrap().0, Some(1));
        assert_eq!(pick(&infos, Prefer::Auto, Some("LLVM")).unwrap().0, Some(0));
    }

    #[test]
    fn software_alone_is_chosen_only_when_asked_for() {
        let infos = [info("llvmpipe", DeviceType::Cpu)];
        let (index, reason) = pick(&infos, Prefer::Auto, None).unwrap();
        assert_eq!(index, None);
        assert!(reason.contains("llvmpipe") && reason.contains("software"), "{reason}");
        assert_eq!(pick(&infos, Prefer::Gpu, None).unwrap().0, Some(0));
        assert_eq!(pick(&infos, Prefer::Cpu, None).unwrap().0, None);
    }

    #[test]
    fn no_adapter_is_an_error_only_when_one_was_asked_for() {
        assert_eq!(pick(&[], Prefer::Auto, None).unwrap().0, None);
        assert!(pick(&[], Prefer::Gpu, None).is_err());
        let error = pick(&[info("llvmpipe", DeviceType::Cpu)], Prefer::Gpu, Some("geforce")).unwrap_err();
        assert_eq!(error.to_string(), "no adapter's name contains \"geforce\"; there are \"llvmpipe\"");
    }
}
