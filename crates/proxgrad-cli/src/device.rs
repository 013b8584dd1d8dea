//! The device that a command runs on.

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use proxgrad::{gpu, wgpu};

/// `--device` and `--adapter`.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct DeviceArgs {
    /// Where to run: auto uses a hardware adapter if there is one, otherwise the CPU implementation.
    #[arg(long, value_enum, default_value_t, value_name = "DEVICE")]
    pub(crate) device: Device,
    /// Part of the adapter's name, in any case; `proxgrad info` lists them.
    #[arg(long, value_name = "SUBSTRING")]
    pub(crate) adapter: Option<String>,
}

/// A value of `--device`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Device {
    /// A hardware adapter if there is one, otherwise the CPU implementation.
    #[default]
    Auto,
    /// An adapter, software too.
    Gpu,
    /// The CPU implementation.
    Cpu,
}

/// A value of `--device` where both can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Devices {
    /// An adapter, software too.
    Gpu,
    /// The CPU implementation.
    Cpu,
    /// Both of them.
    Both,
}

impl Devices {
    /// Whether an adapter is used.
    ///
    /// # Errors
    /// No adapter is used, and one is named.
    pub(crate) fn gpu(self, adapter: Option<&str>) -> Result<bool> {
        if self == Self::Cpu && adapter.is_some() {
            bail!("--adapter names a GPU adapter and --device cpu uses none; drop one of them");
        }
        Ok(self != Self::Cpu)
    }

    /// Whether the CPU implementation is used.
    pub(crate) fn cpu(self) -> bool {
        self != Self::Gpu
    }
}

impl From<Device> for gpu::DevicePreference {
    fn from(device: Device) -> Self {
        match device {
            Device::Auto => Self::Auto,
            Device::Gpu => Self::Gpu,
            Device::Cpu => Self::Cpu,
        }
    }
}

/// An opened device.
#[derive(Clone, Debug)]
pub(crate) enum Opened {
    /// An adapter.
    Gpu {
        device: wgpu::Device,
        queue: wgpu::Queue,
        /// The adapter's name.
        adapter: String,
    },
    /// The CPU implementation.
    Cpu,
}

impl Opened {
    /// `gpu` or `cpu`, as the JSON documents print it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Gpu { .. } => "gpu",
            Self::Cpu => "cpu",
        }
    }

    /// The name of the adapter; `None` for the CPU implementation.
    pub(crate) fn adapter(&self) -> Option<&str> {
        match self {
            Self::Gpu { adapter, .. } => Some(adapter),
            Self::Cpu => None,
        }
    }
}

impl Opened {
    /// Names and values of what the bits and the times of a run may depend on, for people.
    pub(crate) fn facts(&self) -> Vec<Vec<String>> {
        let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        let mut rows = vec![
            ("proxgrad", format!("{}, {profile} build", env!("CARGO_PKG_VERSION"))),
            ("system", format!("{os}, {arch}, {cores} cores")),
        ];
        match self {
            Self::Gpu { device, .. } => {
                let info = device.adapter_info();
                rows.push(("device", format!("{} ({:?}, {})", info.name, info.device_type, info.backend)));
                rows.push(("driver", format!("{} {}", info.driver, info.driver_info).trim().to_owned()));
            }
            Self::Cpu => rows.push(("device", "CPU implementation".to_owned())),
        }
        rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect()
    }
}

/// An instance with the backends that `WGPU_BACKEND` selects.
///
/// # Errors
/// `WGPU_BACKEND` names something else than backends that this program has, where wgpu would find no adapter.
pub(crate) fn instance() -> Result<wgpu::Instance> {
    if let Some(value) = env::var_os(BACKEND) {
        check_backends(&value.to_string_lossy(), wgpu::Instance::enabled_backend_features())?;
    }
    Ok(gpu::instance()?)
}

/// The variable by which wgpu selects backends: a list of names, with commas between them.
const BACKEND: &str = "WGPU_BACKEND";

fn check_backends(value: &str, compiled: wgpu::Backends) -> Result<()> {
    let known = compiled.iter_names().map(|(name, _)| name.to_lowercase()).collect::<Vec<_>>().join(", ");
    for name in value.split(',').map(str::trim) {
        // wgpu leaves out names that it does not know.
        let backends = wgpu::Backends::from_comma_list(name);
        if !compiled.intersects(backends) {
            bail!("{BACKEND} is {value:?}, and `{name}` is no backend of this program, which has {known}");
        }
    }
    Ok(())
}

/// The best adapter, software too, or the best of those whose name contains `name`.
///
/// # Errors
/// There is none.
pub(crate) fn adapter(name: Option<&str>) -> Result<wgpu::Adapter> {
    let choice = pollster::block_on(gpu::choose(&instance()?, gpu::DevicePreference::Gpu, name))?;
    choice.adapter.context("no adapter was chosen")
}

impl DeviceArgs {
    /// Opens the device; returns it with one line about the choice, for people.
    ///
    /// # Errors
    /// No adapter that fits, or a driver that refuses.
    pub(crate) fn open(&self) -> Result<(Opened, String)> {
        if self.device == Device::Cpu && self.adapter.is_some() {
            bail!("--adapter names a GPU adapter and --device cpu uses none; drop one of them");
        }
        let choice =
            pollster::block_on(gpu::choose(&instance()?, self.device.into(), self.adapter.as_deref()))?;
        let Some(adapter) = choice.adapter else { return Ok((Opened::Cpu, choice.reason)) };
        let (device, queue) = pollster::block_on(gpu::open(&adapter))?;
        ignore_errors_of_a_lost_device(&device);
        let adapter = adapter.get_info().name;
        Ok((Opened::Gpu { device, queue, adapter }, choice.reason))
    }
}

/// Has errors ignored that wgpu reports after the loss of a device, which the next call of the library reports. Other errors are
/// faults of this program, and end it as wgpu's own handler does.
fn ignore_errors_of_a_lost_device(device: &wgpu::Device) {
    let is_lost = Arc::new(AtomicBool::new(false));
    let flag = is_lost.clone();
    device.set_device_lost_callback(move |_, _| flag.store(true, Ordering::Release));
    device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        assert!(is_lost.load(Ordering::Acquire), "wgpu error: {error}");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backends_that_the_program_does_not_have_are_named() {
        let compiled = wgpu::Backends::VULKAN | wgpu::Backends::DX12;
        for (value, named) in [("foo", "`foo`"), ("vulkan,mtl", "`mtl`"), ("", "``"), ("gl", "`gl`")] {
            let said = check_backends(value, compiled).unwrap_err().to_string();
            assert!(said.contains(named) && said.ends_with("vulkan, dx12"), "{said}");
        }
        for value in ["vulkan", "VK", "dx12, vulkan"] {
            check_backends(value, compiled).unwrap();
        }
    }
}
