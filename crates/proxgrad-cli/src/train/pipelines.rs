//! The program's own kernels: a linear model's forward pass, loss and gradients, `shaders/*.wgsl`.

use bytemuck::{Pod, Zeroable};
use proxgrad::wgpu::{self, BufferBindingType, ShaderStages};

/// Threads in a workgroup; `shaders/sums.wgsl` repeats it.
const WORKGROUP: u32 = 64;

/// One kernel, `shaders/<name>.wgsl`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kernel {
    Forward,
    Loss,
    Gradient,
    Sums,
    Score,
    Nonzero,
}

/// Name and source of every kernel, in the order of [`Kernel`].
const SOURCES: [(&str, &str); 6] = [
    ("forward", include_str!("../../shaders/forward.wgsl")),
    ("loss", include_str!("../../shaders/loss.wgsl")),
    ("gradient", include_str!("../../shaders/gradient.wgsl")),
    ("sums", include_str!("../../shaders/sums.wgsl")),
    ("score", include_str!("../../shaders/score.wgsl")),
    ("nonzero", include_str!("../../shaders/nonzero.wgsl")),
];

/// The twin of `Batch` in `shaders/model.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, Pod, Zeroable)]
pub(super) struct Batch {
    pub(super) first: u32,
    pub(super) count: u32,
    pub(super) first_entry: u32,
    pub(super) step: u32,
    pub(super) outputs: u32,
    pub(super) examples: u32,
    pub(super) entries: u32,
    pub(super) row_grads: u32,
}

/// Pipelines, and the layouts of what they read.
pub(super) struct Pipelines {
    device: wgpu::Device,
    examples: wgpu::BindGroupLayout,
    model: wgpu::BindGroupLayout,
    pipelines: Vec<wgpu::ComputePipeline>,
}

impl Pipelines {
    pub(super) fn new(device: &wgpu::Device) -> Self {
        let examples = layout(device, "examples", &[BindingKind::Slot, BindingKind::Read, BindingKind::Read]);
        let model = layout(
            device,
            "model",
            &[
                BindingKind::Read,
                BindingKind::Read,
                BindingKind::Write,
                BindingKind::Write,
                BindingKind::Write,
                BindingKind::Write,
            ],
        );
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("proxgrad-cli"),
            bind_group_layouts: &[Some(&examples), Some(&model)],
            immediate_size: 0,
        });
        let pipelines = SOURCES.iter().map(|(name, source)| compile(device, &layout, name, source)).collect();
        Self { device: device.clone(), examples, model, pipelines }
    }

    /// Bytes from what one batch's kernels are told to the next.
    pub(super) fn batch_stride(&self) -> u64 {
        let alignment = self.device.limits().min_uniform_buffer_offset_alignment;
        (size_of::<Batch>() as u64).next_multiple_of(u64::from(alignment))
    }

    /// Binds a data set: what one of `batches` is told, the examples, their order.
    pub(super) fn bind_examples(
        &self,
        batches: &wgpu::Buffer,
        data: &wgpu::Buffer,
        epoch: &wgpu::Buffer,
    ) -> wgpu::BindGroup {
        let size = std::num::NonZero::new(size_of::<Batch>() as u64);
        let batches = wgpu::BindingResource::Buffer(wgpu::BufferBinding { buffer: batches, offset: 0, size });
        let resources = [batches, data.as_entire_binding(), epoch.as_entire_binding()];
        bind(&self.device, "examples", &self.examples, &resources)
    }

    /// Binds weights, bias, scratch, gradients, losses and counts.
    pub(super) fn bind_model(&self, buffers: [&wgpu::Buffer; 6]) -> wgpu::BindGroup {
        bind(&self.device, "model", &self.model, &buffers.map(wgpu::Buffer::as_entire_binding))
    }

    /// Runs a kernel over `threads` threads, in a grid folded where it would be too wide.
    pub(super) fn dispatch(&self, pass: &mut wgpu::ComputePass<'_>, kernel: Kernel, threads: u64) {
        let widest = self.device.limits().max_compute_workgroups_per_dimension;
        let workgroups = threads.div_ceil(u64::from(WORKGROUP));
        let x = u32::try_from(workgroups).unwrap_or(u32::MAX).min(widest).max(1);
        let y = u32::try_from(workgroups.div_ceil(u64::from(x))).unwrap_or(u32::MAX);
        pass.set_pipeline(&self.pipelines[kernel as usize]);
        pass.dispatch_workgroups(x, y, 1);
    }

    /// Runs the reduction, a workgroup for each of its sums.
    pub(super) fn dispatch_sums(&self, pass: &mut wgpu::ComputePass<'_>, sums: u32) {
        pass.set_pipeline(&self.pipelines[Kernel::Sums as usize]);
        pass.dispatch_workgroups(sums, 1, 1);
    }
}

#[derive(Clone, Copy)]
enum BindingKind {
    Slot,
    Read,
    Write,
}

fn layout(device: &wgpu::Device, label: &str, kinds: &[BindingKind]) -> wgpu::BindGroupLayout {
    let entry = |(binding, kind): (u32, &BindingKind)| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer {
            ty: match kind {
                BindingKind::Slot => BufferBindingType::Uniform,
                BindingKind::Read => BufferBindingType::Storage { read_only: true },
                BindingKind::Write => BufferBindingType::Storage { read_only: false },
            },
            has_dynamic_offset: matches!(kind, BindingKind::Slot),
            min_binding_size: None,
        },
        count: None,
    };
    let entries: Vec<_> = (0..).zip(kinds).map(entry).collect();
    device
        .create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some(label), entries: &entries })
}

fn bind(
    device: &wgpu::Device,
    label: &str,
    layout: &wgpu::BindGroupLayout,
    resources: &[wgpu::BindingResource<'_>],
) -> wgpu::BindGroup {
    let entries: Vec<_> = (0..)
        .zip(resources)
        .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource: resource.clone() })
        .collect();
    device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some(label), layout, entries: &entries })
}

fn compile(
    device: &wgpu::Device,
    layout: &wgpu::PipelineLayout,
    name: &str,
    source: &str,
) -> wgpu::ComputePipeline {
    let label = format!("proxgrad-cli {name}");
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(&label),
        source: wgpu::ShaderSource::Wgsl(
            [include_str!("../../shaders/model.wgsl"), source].join("\n").into(),
        ),
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(&label),
        layout: Some(layout),
        module: &module,
        entry_point: Some(name),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants: &[("WORKGROUP", f64::from(WORKGROUP))],
            ..Default::default()
        },
        cache: None,
    })
}
