//! `proxgrad info`: every adapter with its limits and features, and which one would be chosen.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args as ClapArgs;
use proxgrad::{gpu, wgpu};
use serde::Serialize;

use crate::{device, stdout::line};

/// Arguments of `proxgrad info`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Print one JSON document instead of a table.
    #[arg(long)]
    json: bool,
    /// Exit with status 1 if there is no adapter.
    #[arg(long)]
    require_adapter: bool,
}

/// What `proxgrad info --json` prints.
#[derive(Debug, Serialize)]
struct Info {
    version: &'static str,
    adapters: Vec<AdapterInfo>,
    /// The adapter that `--device gpu` takes, which may be software.
    gpu: Option<AdapterInfo>,
    auto: Auto,
}

/// One adapter.
#[derive(Debug, Serialize)]
struct AdapterInfo {
    name: String,
    device_type: String,
    driver: String,
    backend: String,
    limits: Limits,
    features: Features,
}

/// Limits that determine how a step is split into dispatches.
#[derive(Debug, Serialize)]
struct Limits {
    max_buffer_size: u64,
    max_storage_buffer_binding_size: u64,
    max_compute_workgroups_per_dimension: u32,
    max_storage_buffers_per_shader_stage: u32,
    min_storage_buffer_offset_alignment: u32,
}

/// Optional features that the library or the program can use.
#[derive(Debug, Serialize)]
struct Features {
    shader_f16: bool,
    subgroup: bool,
    timestamp_query: bool,
    mappable_primary_buffers: bool,
}

/// The choice of `--device auto`.
#[derive(Debug, Serialize)]
struct Auto {
    device: &'static str,
    adapter: Option<String>,
    reason: String,
}

/// Runs the command.
///
/// # Errors
/// None that a caller causes.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let info = Info::gather()?;
    if args.json {
        line!("{}", serde_json::to_string(&info)?)?;
    } else {
        info.print()?;
    }
    let missing = args.require_adapter && info.adapters.is_empty();
    Ok(if missing { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Info {
    fn gather() -> Result<Self> {
        let instance = device::instance()?;
        let adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::all()));
        let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Auto, None))?;
        // Without any adapter that is an error, which the empty list says as well.
        let gpu = device::adapter(None).ok().as_ref().map(AdapterInfo::of);
        let adapter = choice.adapter.map(|adapter| adapter.get_info().name);
        let device = if adapter.is_some() { "gpu" } else { "cpu" };
        Ok(Self {
            version: env!("CARGO_PKG_VERSION"),
            adapters: adapters.iter().map(AdapterInfo::of).collect(),
            gpu,
            auto: Auto { device, adapter, reason: choice.reason },
        })
    }

    fn print(&self) -> Result<()> {
        line!("proxgrad {}", self.version)?;
        if self.adapters.is_empty() {
            line!("no adapter: install a Vulkan, Metal or DX12 driver to use a GPU")?;
        }
        self.adapters.iter().try_for_each(AdapterInfo::print)?;
        line!("\n--device auto: {}", self.auto.reason)
    }
}

impl AdapterInfo {
    fn of(adapter: &wgpu::Adapter) -> Self {
        let (info, limits, features) = (adapter.get_info(), adapter.limits(), adapter.features());
        Self {
            name: info.name,
            device_type: format!("{:?}", info.device_type),
            driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
            backend: info.backend.to_string(),
            limits: Limits {
                max_buffer_size: limits.max_buffer_size,
                max_storage_buffer_binding_size: limits.max_storage_buffer_binding_size,
                max_compute_workgroups_per_dimension: limits.max_compute_workgroups_per_dimension,
                max_storage_buffers_per_shader_stage: limits.max_storage_buffers_per_shader_stage,
                min_storage_buffer_offset_alignment: limits.min_storage_buffer_offset_alignment,
            },
            features: Features {
                shader_f16: features.contains(wgpu::Features::SHADER_F16),
                subgroup: features.contains(wgpu::Features::SUBGROUP),
                timestamp_query: features.contains(wgpu::Features::TIMESTAMP_QUERY),
                mappable_primary_buffers: features.contains(wgpu::Features::MAPPABLE_PRIMARY_BUFFERS),
            },
        }
    }

    fn print(&self) -> Result<()> {
        let Limits { max_buffer_size, max_storage_buffer_binding_size: binding, .. } = self.limits;
        let mib = |bytes: u64| format!("{} MiB", bytes >> 20);
        line!("\n{}", self.name)?;
        for (name, value) in [
            ("type", self.device_type.clone()),
            ("driver", self.driver.clone()),
            ("backend", self.backend.clone()),
            ("largest buffer", mib(max_buffer_size)),
            ("largest binding", mib(binding)),
            ("workgroups", format!("{} a dimension", self.limits.max_compute_workgroups_per_dimension)),
            ("storage buffers", format!("{} a stage", self.limits.max_storage_buffers_per_shader_stage)),
            (
                "binding offsets",
                format!("multiples of {} B", self.limits.min_storage_buffer_offset_alignment),
            ),
            ("features", self.features.list()),
        ] {
            line!("  {name:<17}{value}")?;
        }
        Ok(())
    }
}

impl Features {
    fn list(&self) -> String {
        let all = [
            ("f16", self.shader_f16),
            ("subgroups", self.subgroup),
            ("timestamps", self.timestamp_query),
            ("mappable buffers", self.mappable_primary_buffers),
        ];
        let present: Vec<_> = all.iter().filter(|(_, present)| *present).map(|(name, _)| *name).collect();
        if present.is_empty() { "none of those that help".to_owned() } else { present.join(", ") }
    }
}
