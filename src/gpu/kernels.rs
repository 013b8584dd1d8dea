//! Pipelines: compiled once for a device, cheap to clone, shared between optimizers.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use super::{
    device_status::DeviceStatus,
    layouts::Layouts,
    limits,
    plan::{
        kernel::{Kernel, Variant},
        limits::Limits,
    },
    shaders::JoinedShader,
};
use crate::error::Error;

/// The compute kernels on one device. Cloning shares them.
///
/// Needs no device feature and no more than `wgpu::Limits::default()`. Where the device was opened with
/// [`SHADER_F16`](wgpu::Features::SHADER_F16), values and gradients in f16 are read and written as such, with the same
/// results. A pipeline is compiled ahead by [`Kernels::prepare`], or else when the first step needs it, while steps of
/// other threads go on with the pipelines that they need.
#[derive(Clone, Debug)]
pub struct Kernels {
    shared: Arc<Shared>,
}

/// A pipeline, which the first thread that needs it compiles.
type Pipeline = Arc<OnceLock<Result<wgpu::ComputePipeline, Error>>>;

#[derive(Debug)]
struct Shared {
    status: DeviceStatus,
    limits: Limits,
    layouts: Layouts,
    /// Whether kernels use the type f16.
    native_f16: bool,
    /// Compiled outside of the lock.
    pipelines: RwLock<HashMap<(Kernel, Variant), Pipeline>>,
}

impl Kernels {
    /// Kernels for a device of the caller's.
    ///
    /// # Errors
    /// A device whose limits are too low for compute kernels, WebGL's for example; a lost device, or one without memory.
    pub fn new(device: &wgpu::Device) -> Result<Self, Error> {
        Self::with(device, device.features().contains(wgpu::Features::SHADER_F16), is_software(device))
    }

    /// The same without any optional feature of the device: the kernels that all devices run.
    ///
    /// # Errors
    /// As [`Kernels::new`].
    pub fn portable(device: &wgpu::Device) -> Result<Self, Error> {
        Self::with(device, false, is_software(device))
    }

    /// The same with the kernels that a software adapter runs best, or those that a GPU does, whatever the device is: for
    /// tests, which compare them, and benchmarks.
    ///
    /// # Errors
    /// As [`Kernels::new`].
    #[doc(hidden)]
    pub fn for_software(device: &wgpu::Device, software: bool) -> Result<Self, Error> {
        Self::with(device, device.features().contains(wgpu::Features::SHADER_F16), software)
    }

    fn with(device: &wgpu::Device, native_f16: bool, software: bool) -> Result<Self, Error> {
        let limits = Limits { software, ..limits::check(&device.limits())? };
        let status = DeviceStatus::new(device);
        let layouts = status.guarded("making kernels", || Ok(Layouts::new(device)))?;
        let pipelines = RwLock::default();
        let shared = Shared { status, limits, layouts, native_f16, pipelines };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Whether the others are clones of these. wgpu cannot tell whether two devices are the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Fails if the device was lost, as every call of an optimizer does that uses it. Does not wait for the device.
    ///
    /// The library asks the device itself: a program has to tell it nothing, except in a browser, where a loss is noticed
    /// through [`Kernels::device_lost_callback`] and readbacks alone.
    ///
    /// # Errors
    /// [`Error::DeviceLost`].
    pub fn check_device(&self) -> Result<(), Error> {
        self.status().check("asking the device")
    }

    /// A function to be called when the device is lost: all optimizers of these kernels then return an error that holds the
    /// reason. A device has one callback for its loss, so the library does not set it. Pass this one to
    /// [`Device::set_device_lost_callback`](wgpu::Device::set_device_lost_callback), or call it in the program's own.
    pub fn device_lost_callback(
        &self,
    ) -> impl Fn(wgpu::DeviceLostReason, String) + Clone + Send + Sync + use<> + 'static {
        // Not the kernels: they hold the device, which holds its callback.
        let loss = self.status().loss().clone();
        move |reason, message| {
            let reason = format!("{reason:?}: {message}").trim_end_matches(": ").to_owned();
            // The first reason stays.
            let _ = loss.set(reason);
        }
    }

    pub(super) fn device(&self) -> &wgpu::Device {
        self.shared.status.device()
    }

    pub(super) fn status(&self) -> &DeviceStatus {
        &self.shared.status
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    pub(super) fn layouts(&self) -> &Layouts {
        &self.shared.layouts
    }

    /// Number of pipelines that are compiled so far.
    pub fn pipeline_count(&self) -> usize {
        let pipelines = self.shared.pipelines.read().unwrap_or_else(PoisonError::into_inner);
        pipelines.values().filter(|pipeline| matches!(pipeline.get(), Some(Ok(_)))).count()
    }

    /// The pipeline of a kernel, compiled on first use. Threads that need the same one wait for each other, others do not.
    ///
    /// # Errors
    /// The driver cannot compile it, or the device was lost. The next call tries again.
    pub(super) fn pipeline(&self, kernel: Kernel, variant: Variant) -> Result<wgpu::ComputePipeline, Error> {
        let pipelines = &self.shared.pipelines;
        let key = (kernel, variant);
        let known = pipelines.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let pipeline = known.unwrap_or_else(|| {
            let mut pipelines = pipelines.write().unwrap_or_else(PoisonError::into_inner);
            pipelines.entry(key).or_default().clone()
        });
        let compile = || Ok(self.shared.compile(kernel, variant));
        let compiled = pipeline.get_or_init(|| self.status().guarded("compiling kernels", compile)).clone();
        if compiled.is_err() {
            let mut pipelines = pipelines.write().unwrap_or_else(PoisonError::into_inner);
            pipelines.retain(|_, other| !Arc::ptr_eq(other, &pipeline));
        }
        compiled
    }
}

/// Whether the device is a processor.
fn is_software(device: &wgpu::Device) -> bool {
    device.adapter_info().device_type == wgpu::DeviceType::Cpu
}

impl Shared {
    fn compile(&self, kernel: Kernel, variant: Variant) -> wgpu::ComputePipeline {
        let shader = JoinedShader::new(kernel, variant, self.native_f16);
        let label = format!("proxgrad {kernel:?}, {variant:?}");
        let bind_groups = kernel.bind_groups(variant).map(|group| group.map(|group| self.layouts.get(group)));
        let last = bind_groups.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let layout = self.status.device().create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("proxgrad"),
            bind_group_layouts: &bind_groups[..last],
            immediate_size: 0,
        });
        let module = self.status.device().create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(&label),
            source: wgpu::ShaderSource::Wgsl(shader.text().into()),
        });
        self.status.device().create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(&label),
            layout: Some(&layout),
            module: &module,
            entry_point: Some(shader.entry_point),
            compilation_options: wgpu::PipelineCompilationOptions {
                constants: &shader.constants(kernel, variant, self.limits.software),
                // Kernels write all workgroup memory before they read it, and some drivers clear it with one thread.
                zero_initialize_workgroup_memory: false,
            },
            cache: None,
        })
    }
}
