//! The kernels of a linear model: forward pass, loss and gradients, `shaders/*.wgsl`.

use bytemuck::{Pod, Zeroable};
use proxgrad::wgpu::{self, BufferBindingType, ShaderStages};

use super::option_values::Precision;

/// Threads of a workgroup; `shaders/sums.wgsl` repeats the number.
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
    CopyRows,
    Pack,
}

/// Name and source of every kernel, in the order of [`Kernel`].
const SOURCES: [(&str, &str); 8] = [
    ("forward", include_str!("../../shaders/forward.wgsl")),
    ("loss", include_str!("../../shaders/loss.wgsl")),
    ("gradient", include_str!("../../shaders/gradient.wgsl")),
    ("sums", include_str!("../../shaders/sums.wgsl")),
    ("score", include_str!("../../shaders/score.wgsl")),
    ("nonzero", include_str!("../../shaders/nonzero.wgsl")),
    ("copy_rows", include_str!("../../shaders/copy_rows.wgsl")),
    ("pack", include_str!("../../shaders/pack.wgsl")),
];

/// Uniforms of one batch; the twin of `Batch` in `shaders/model.wgsl`.
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
    pub(super) packed: u32,
    pub(super) words: u32,
}

/// The pipelines, and the layouts of their bind groups.
pub(super) struct Pipelines {
    device: wgpu::Device,
    /// The most workgroups of one dimension of a grid.
    widest: u32,
    /// Bytes from the uniforms of one batch to those of the next.
    stride: u64,
    examples: wgpu::BindGroupLayout,
    model: wgpu::BindGroupLayout,
    pipelines: Vec<wgpu::ComputePipeline>,
}

impl Pipelines {
    pub(super) fn new(device: &wgpu::Device, precision: Precision) -> Self {
        let examples =
            layout(device, "examples", &[BindingKind::DynamicUniform, BindingKind::Read, BindingKind::Read]);
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
                BindingKind::Uniform,
            ],
        );
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("proxgrad-cli"),
            bind_group_layouts: &[Some(&examples), Some(&model)],
            immediate_size: 0,
        });
        let pipelines =
            SOURCES.iter().map(|(name, source)| compile(device, &layout, name, source, precision)).collect();
        let limits = device.limits();
        let alignment = u64::from(limits.min_uniform_buffer_offset_alignment);
        Self {
            device: device.clone(),
            widest: limits.max_compute_workgroups_per_dimension,
            stride: (size_of::<Batch>() as u64).next_multiple_of(alignment),
            examples,
            model,
            pipelines,
        }
    }

    /// Bytes from the uniforms of one batch to those of the next.
    pub(super) fn batch_stride(&self) -> u64 {
        self.stride
    }

    /// Binds a data set: the uniforms of one of `batches`, the examples, and their order. Kernels that visit rows of the weights
    /// find the list of these rows in the place of the examples.
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

    /// Binds weights, bias, scratch, gradients, losses and counts, and the loss scale.
    pub(super) fn bind_model(
        &self,
        buffers: [&wgpu::Buffer; 6],
        loss_scale: wgpu::BufferSlice<'_>,
    ) -> wgpu::BindGroup {
        let loss_scale = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: loss_scale.buffer(),
            offset: loss_scale.offset(),
            size: std::num::NonZero::new(loss_scale.size()),
        });
        let resources = buffers.map(wgpu::Buffer::as_entire_binding).into_iter().chain([loss_scale]);
        bind(&self.device, "model", &self.model, &resources.collect::<Vec<_>>())
    }

    /// Runs a kernel over `threads` threads, in a grid that is folded into two dimensions where one is too small.
    pub(super) fn dispatch(&self, pass: &mut wgpu::ComputePass<'_>, kernel: Kernel, threads: u64) {
        let workgroups = threads.div_ceil(u64::from(WORKGROUP));
        let x = u32::try_from(workgroups).unwrap_or(u32::MAX).min(self.widest).max(1);
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
    /// A uniform buffer with a dynamic offset.
    DynamicUniform,
    Uniform,
    Read,
    Write,
}

fn layout(device: &wgpu::Device, label: &str, kinds: &[BindingKind]) -> wgpu::BindGroupLayout {
    let entry = |(binding, kind): (u32, &BindingKind)| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer {
            ty: match kind {
                BindingKind::DynamicUniform | BindingKind::Uniform => BufferBindingType::Uniform,
                BindingKind::Read => BufferBindingType::Storage { read_only: true },
                BindingKind::Write => BufferBindingType::Storage { read_only: false },
            },
            has_dynamic_offset: matches!(kind, BindingKind::DynamicUniform),
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
    precision: Precision,
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
            constants: &[
                ("WORKGROUP", f64::from(WORKGROUP)),
                (
                    "PRECISION",
                    match precision {
                        Precision::F32 => 0.0,
                        Precision::F16 => 1.0,
                        Precision::Bf16 => 2.0,
                    },
                ),
            ],
            ..Default::default()
        },
        cache: None,
    })
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use proxgrad::wgpu::naga::{
        self, TypeInner,
        valid::{Capabilities, ValidationFlags, Validator},
    };

    use super::*;

    fn module(source: &str) -> naga::Module {
        let source = [include_str!("../../shaders/model.wgsl"), source].join("\n");
        naga::front::wgsl::parse_str(&source)
            .unwrap_or_else(|error| panic!("{}", error.emit_to_string(&source)))
    }

    #[test]
    fn every_shader_in_the_folder_is_a_kernel_and_standard_wgsl() {
        let folder = crate::package::package_folder().join("shaders");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|file| Some(file.unwrap().file_name().to_str()?.strip_suffix(".wgsl")?.to_owned()))
            .filter(|name| name != "model")
            .collect();
        let mut names = SOURCES.map(|(name, _)| name);
        files.sort_unstable();
        names.sort_unstable();
        assert_eq!(files, names);
        for (name, source) in SOURCES {
            let module = module(source);
            assert_eq!(module.entry_points[0].name, name);
            let mut validator = Validator::new(ValidationFlags::all(), Capabilities::default());
            if let Err(error) = validator.validate(&module) {
                panic!("{name}: {error:?}");
            }
        }
        let sums = module(SOURCES[Kernel::Sums as usize].1);
        assert_eq!(sums.entry_points[0].workgroup_size, [WORKGROUP, 1, 1]);
    }

    #[test]
    fn a_batch_is_laid_out_as_the_kernels_read_it() {
        let module = module("");
        let ty = module.types.iter().map(|(_, ty)| ty).find(|ty| ty.name.as_deref() == Some("Batch"));
        let Some(TypeInner::Struct { members, span }) = ty.map(|ty| &ty.inner) else { panic!("no Batch") };
        let members: Vec<_> =
            members.iter().map(|member| (member.name.as_deref().unwrap(), member.offset as usize)).collect();
        assert_eq!(*span as usize, size_of::<Batch>());
        assert_eq!(
            members,
            [
                ("first", offset_of!(Batch, first)),
                ("count", offset_of!(Batch, count)),
                ("first_entry", offset_of!(Batch, first_entry)),
                ("step", offset_of!(Batch, step)),
                ("outputs", offset_of!(Batch, outputs)),
                ("examples", offset_of!(Batch, examples)),
                ("entries", offset_of!(Batch, entries)),
                ("row_grads", offset_of!(Batch, row_grads)),
                ("packed", offset_of!(Batch, packed)),
                ("words", offset_of!(Batch, words)),
            ]
        );
    }
}
