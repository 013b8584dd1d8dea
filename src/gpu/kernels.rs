//! Pipelines and layouts: made once for a device, cheap to clone, shared between optimizers.

use std::sync::{Arc, OnceLock};

use wgpu::{BindingType, BufferBindingType, ShaderStages};

use crate::{
    error::Error,
    plan::{Kernel, Limits, Slot, WORKGROUP},
};

/// The compute kernels on one device. Cloning shares them.
///
/// Needs no device feature and no more than `wgpu::Limits::default()`. A pipeline is compiled when the first step
/// needs it.
#[derive(Clone, Debug)]
pub struct Kernels {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    device: wgpu::Device,
    limits: Limits,
    layouts: Layouts,
    pipelines: [OnceLock<wgpu::ComputePipeline>; Kernel::ALL.len()],
}

/// Bind groups by how often they change.
#[derive(Debug)]
pub(super) struct Layouts {
    /// Group 0: the slots and row tables of a step.
    pub(super) step: wgpu::BindGroupLayout,
    /// Group 1: values and accumulators of a parameter.
    pub(super) param: wgpu::BindGroupLayout,
    /// Group 2: its gradient.
    pub(super) grads: wgpu::BindGroupLayout,
    pipeline: wgpu::PipelineLayout,
}

impl Kernels {
    /// Kernels for a device of the caller's.
    ///
    /// # Errors
    /// A device whose limits are too low for compute kernels, WebGL's for example.
    pub fn new(device: &wgpu::Device) -> Result<Self, Error> {
        let limits = check_limits(&device.limits())?;
        let shared = Shared {
            device: device.clone(),
            limits,
            layouts: Layouts::new(device),
            pipelines: Default::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    pub(super) fn device(&self) -> &wgpu::Device {
        &self.shared.device
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    pub(super) fn layouts(&self) -> &Layouts {
        &self.shared.layouts
    }

    pub(super) fn pipeline(&self, kernel: Kernel) -> &wgpu::ComputePipeline {
        self.shared.pipelines[kernel as usize]
            .get_or_init(|| compile(&self.shared.device, &self.shared.layouts.pipeline, kernel))
    }
}

/// The most that one thread may address: a 32-bit index then never wraps.
const MOST_BYTES: u64 = u32::MAX as u64 / 256 * 256;

fn check_limits(limits: &wgpu::Limits) -> Result<Limits, Error> {
    let binding = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size).min(MOST_BYTES);
    for (limit, needed, allowed) in [
        ("max_compute_invocations_per_workgroup", WORKGROUP, limits.max_compute_invocations_per_workgroup),
        ("max_compute_workgroup_size_x", WORKGROUP, limits.max_compute_workgroup_size_x),
        ("max_compute_workgroups_per_dimension", 1, limits.max_compute_workgroups_per_dimension),
        ("max_storage_buffer_binding_size", 256, u32::try_from(binding).unwrap_or(u32::MAX)),
        ("max_bind_groups", 3, limits.max_bind_groups),
        ("max_storage_buffers_per_shader_stage", 4, limits.max_storage_buffers_per_shader_stage),
        (
            "max_dynamic_uniform_buffers_per_pipeline_layout",
            1,
            limits.max_dynamic_uniform_buffers_per_pipeline_layout,
        ),
    ] {
        if allowed < needed {
            let (needed, allowed) = (u64::from(needed), u64::from(allowed));
            return Err(Error::Limit { what: "a compute kernel".to_owned(), limit, needed, allowed });
        }
    }
    let uniform_alignment = u64::from(limits.min_uniform_buffer_offset_alignment);
    Ok(Limits {
        binding,
        workgroups: limits.max_compute_workgroups_per_dimension,
        slot_stride: (size_of::<Slot>() as u64).next_multiple_of(uniform_alignment),
        alignment: limits.min_storage_buffer_offset_alignment.into(),
    })
}

impl Layouts {
    fn new(device: &wgpu::Device) -> Self {
        let [step, param, grads] = entries();
        let step = layout(device, "proxgrad step", &step);
        let param = layout(device, "proxgrad param", &param);
        let grads = layout(device, "proxgrad grads", &grads);
        let pipeline = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("proxgrad"),
            bind_group_layouts: &[Some(&step), Some(&param), Some(&grads)],
            immediate_size: 0,
        });
        Self { step, param, grads, pipeline }
    }
}

/// What every kernel binds, by group.
pub(super) fn entries() -> [Vec<wgpu::BindGroupLayoutEntry>; 3] {
    // Read and write also where a kernel only reads: the buffers are the caller's, and one buffer may hold a
    // parameter and its gradient, which then must be bound in the same way.
    let storage = BufferBindingType::Storage { read_only: false };
    let slot = wgpu::BindGroupLayoutEntry {
        ty: BindingType::Buffer {
            ty: BufferBindingType::Uniform,
            has_dynamic_offset: true,
            min_binding_size: std::num::NonZero::new(size_of::<Slot>() as u64),
        },
        ..entry(0, storage)
    };
    let table = entry(1, BufferBindingType::Storage { read_only: true });
    [vec![slot, table], vec![entry(0, storage), entry(1, storage)], vec![entry(0, storage)]]
}

fn entry(binding: u32, ty: BufferBindingType) -> wgpu::BindGroupLayoutEntry {
    let ty = BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None };
    wgpu::BindGroupLayoutEntry { binding, visibility: ShaderStages::COMPUTE, ty, count: None }
}

fn layout(
    device: &wgpu::Device,
    label: &str,
    entries: &[wgpu::BindGroupLayoutEntry],
) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some(label), entries })
}

fn compile(device: &wgpu::Device, layout: &wgpu::PipelineLayout, kernel: Kernel) -> wgpu::ComputePipeline {
    let label = label(kernel);
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(label),
        source: wgpu::ShaderSource::Wgsl(source(kernel).into()),
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(label),
        layout: Some(layout),
        module: &module,
        entry_point: Some(entry_point(kernel)),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants: &[("WORKGROUP", f64::from(WORKGROUP))],
            ..Default::default()
        },
        cache: None,
    })
}

fn label(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::DenseQuads => "proxgrad dense quads",
        Kernel::DenseSingles => "proxgrad dense singles",
        Kernel::RowsQuads => "proxgrad rows quads",
        Kernel::RowsSingles => "proxgrad rows singles",
    }
}

pub(super) fn entry_point(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::DenseQuads | Kernel::DenseSingles => "dense",
        Kernel::RowsQuads | Kernel::RowsSingles => "rows",
    }
}

/// The prelude, the storage and the kernel, joined.
pub(super) fn source(kernel: Kernel) -> String {
    let storage = match kernel {
        Kernel::DenseQuads | Kernel::RowsQuads => include_str!("../../shaders/quads.wgsl"),
        Kernel::DenseSingles | Kernel::RowsSingles => include_str!("../../shaders/singles.wgsl"),
    };
    let body = match kernel {
        Kernel::DenseQuads | Kernel::DenseSingles => include_str!("../../shaders/dense.wgsl"),
        Kernel::RowsQuads | Kernel::RowsSingles => include_str!("../../shaders/rows.wgsl"),
    };
    [include_str!("../../shaders/prelude.wgsl"), storage, body].join("\n")
}
