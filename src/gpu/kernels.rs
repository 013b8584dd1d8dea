//! Pipelines and layouts: made once for a device, cheap to clone, shared between optimizers.

use std::sync::{Arc, OnceLock};

use wgpu::{BindingType, BufferBindingType, ShaderStages};

use crate::{
    error::Error,
    plan::{Arena, Elements, Kernel, Limits, Pass, Source, Storage, Told, WORKGROUP},
    rule::Shrinkage,
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
    /// By shrinkage, and as in [`Kernel::ALL`].
    pipelines: [[OnceLock<wgpu::ComputePipeline>; Kernel::ALL.len()]; 2],
}

/// Bind groups by how often they change.
#[derive(Debug)]
pub(super) struct Layouts {
    /// Group 0: the slots and row tables of a step.
    pub(super) step: wgpu::BindGroupLayout,
    /// Group 1: values and accumulators of a parameter.
    pub(super) param: wgpu::BindGroupLayout,
    /// Group 2: its gradient, or the indices of one.
    pub(super) grads: wgpu::BindGroupLayout,
    /// Group 2: a row gradient and its indices.
    pub(super) indexed: wgpu::BindGroupLayout,
    /// Group 3: what dispatches leave for each other, and the report.
    pub(super) work: wgpu::BindGroupLayout,
    /// Group 0 of an arena: rules.
    pub(super) rules: wgpu::BindGroupLayout,
    /// Group 3 of an arena: which rule each of its blocks obeys.
    pub(super) blocks: wgpu::BindGroupLayout,
    /// For kernels that need nothing of what others leave: then nothing has to wait.
    updating: wgpu::PipelineLayout,
    /// For kernels that do.
    working: wgpu::PipelineLayout,
    /// For kernels that read indices, too.
    indexing: wgpu::PipelineLayout,
    /// For kernels that know nothing of values.
    sorting: wgpu::PipelineLayout,
    /// For whole arenas.
    arena: wgpu::PipelineLayout,
    /// For kernels that know only what others have left.
    folding: wgpu::PipelineLayout,
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
            pipelines: [const { [const { OnceLock::new() }; Kernel::ALL.len()] }; 2],
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

    /// The pipeline of a kernel for optimizers with this shrinkage.
    pub(super) fn pipeline(&self, kernel: Kernel, shrinkage: Shrinkage) -> &wgpu::ComputePipeline {
        let Shared { device, layouts, pipelines, .. } = &*self.shared;
        pipelines[usize::from(shrinkage == Shrinkage::Adaptive)][kernel.index()]
            .get_or_init(|| compile(device, layouts.pipeline(kernel), kernel, shrinkage))
    }
}

/// The most that one thread may address: a 32-bit index then never wraps.
const MOST_BYTES: u64 = u32::MAX as u64 / 256 * 256;

/// Bytes that a binding must be able to cover: more than the most that one dispatch is told.
const SMALLEST_BINDING: u32 = 1 << 14;
/// The most bytes that a workgroup shares, for the counters of a sort, and the most storage buffers that a kernel binds.
pub(super) const SHARED: u32 = 9088;
pub(super) const BUFFERS: u32 = 7;

fn check_limits(limits: &wgpu::Limits) -> Result<Limits, Error> {
    let binding = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size).min(MOST_BYTES);
    for (limit, needed, allowed) in [
        ("max_compute_invocations_per_workgroup", WORKGROUP, limits.max_compute_invocations_per_workgroup),
        ("max_compute_workgroup_size_x", WORKGROUP, limits.max_compute_workgroup_size_x),
        ("max_compute_workgroups_per_dimension", 1, limits.max_compute_workgroups_per_dimension),
        ("max_storage_buffer_binding_size", SMALLEST_BINDING, u32::try_from(binding).unwrap_or(u32::MAX)),
        (
            "max_uniform_buffer_binding_size",
            SMALLEST_BINDING,
            u32::try_from(limits.max_uniform_buffer_binding_size).unwrap_or(u32::MAX),
        ),
        ("max_compute_workgroup_storage_size", SHARED, limits.max_compute_workgroup_storage_size),
        ("max_bind_groups", 4, limits.max_bind_groups),
        ("max_storage_buffers_per_shader_stage", BUFFERS, limits.max_storage_buffers_per_shader_stage),
        (
            "max_dynamic_uniform_buffers_per_pipeline_layout",
            2,
            limits.max_dynamic_uniform_buffers_per_pipeline_layout,
        ),
    ] {
        if allowed < needed {
            let (needed, allowed) = (u64::from(needed), u64::from(allowed));
            return Err(Error::Limit { what: "a compute kernel".to_owned(), limit, needed, allowed });
        }
    }
    Ok(Limits {
        binding,
        workgroups: limits.max_compute_workgroups_per_dimension,
        uniform_alignment: limits.min_uniform_buffer_offset_alignment.into(),
        alignment: limits.min_storage_buffer_offset_alignment.into(),
    })
}

impl Layouts {
    fn new(device: &wgpu::Device) -> Self {
        let [step, param, grads, work, rules, blocks] = entries();
        let step = layout(device, "proxgrad step", &step);
        let param = layout(device, "proxgrad param", &param);
        let indexed = layout(device, "proxgrad grads and indices", &grads);
        let grads = layout(device, "proxgrad grads", &grads[..1]);
        let work = layout(device, "proxgrad work", &work);
        let rules = layout(device, "proxgrad rules", &rules);
        let blocks = layout(device, "proxgrad blocks", &blocks);
        let pipeline = |bind_group_layouts: &[Option<&wgpu::BindGroupLayout>]| {
            device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: Some("proxgrad"),
                bind_group_layouts,
                immediate_size: 0,
            })
        };
        let updating = pipeline(&[Some(&step), Some(&param), Some(&grads)]);
        let working = pipeline(&[Some(&step), Some(&param), Some(&grads), Some(&work)]);
        let indexing = pipeline(&[Some(&step), Some(&param), Some(&indexed), Some(&work)]);
        let sorting = pipeline(&[Some(&step), None, Some(&grads), Some(&work)]);
        let arena = pipeline(&[Some(&rules), Some(&param), Some(&grads), Some(&blocks)]);
        let folding = pipeline(&[Some(&step), None, None, Some(&work)]);
        Self {
            step,
            param,
            grads,
            indexed,
            work,
            rules,
            blocks,
            updating,
            working,
            indexing,
            sorting,
            folding,
            arena,
        }
    }

    fn pipeline(&self, kernel: Kernel) -> &wgpu::PipelineLayout {
        match kernel {
            Kernel::Arena => &self.arena,
            Kernel::Wide(Elements::Folded) => &self.folding,
            _ if kernel.sorts() => &self.sorting,
            _ if kernel.indexes() => &self.indexing,
            _ if kernel.works() => &self.working,
            _ => &self.updating,
        }
    }
}

/// What kernels bind, by group, of group 2 most the first alone; the last two are groups 0 and 3 of an arena.
pub(super) fn entries() -> [Vec<wgpu::BindGroupLayoutEntry>; 6] {
    // Read and write also where a kernel only reads: the buffers are the caller's, and one buffer may hold a
    // parameter and its gradient, which then must be bound in the same way.
    let storage = BufferBindingType::Storage { read_only: false };
    let told = |size| wgpu::BindGroupLayoutEntry {
        ty: BindingType::Buffer {
            ty: BufferBindingType::Uniform,
            has_dynamic_offset: true,
            min_binding_size: std::num::NonZero::new(size),
        },
        ..entry(0, storage)
    };
    let rules = wgpu::BindGroupLayoutEntry { binding: 1, ..told(Told::RULES_SIZE) };
    let read_only = BufferBindingType::Storage { read_only: true };
    let two = || vec![entry(0, storage), entry(1, storage)];
    [
        vec![told(Told::SIZE), entry(1, read_only)],
        two(),
        two(),
        two(),
        vec![told(size_of::<Arena>() as u64), rules],
        vec![entry(0, read_only)],
    ]
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

fn compile(
    device: &wgpu::Device,
    layout: &wgpu::PipelineLayout,
    kernel: Kernel,
    shrinkage: Shrinkage,
) -> wgpu::ComputePipeline {
    let (entry_point, files) = files(kernel);
    let label = format!("proxgrad {kernel:?}, {shrinkage:?}");
    let adaptive = f64::from(u8::from(shrinkage == Shrinkage::Adaptive));
    let constants = [("WORKGROUP", f64::from(kernel.workgroup())), ("ADAPTIVE", adaptive)];
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(&label),
        source: wgpu::ShaderSource::Wgsl(files.join("\n").into()),
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(&label),
        layout: Some(layout),
        module: &module,
        entry_point: Some(entry_point),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants: &constants[..if files.contains(&RULE) { 2 } else { 1 }],
            // Every kernel writes first what it reads, and some devices let one thread clear all.
            zero_initialize_workgroup_memory: false,
        },
        cache: None,
    })
}

macro_rules! shader {
    ($name:literal) => {
        include_str!(concat!("../../shaders/", $name, ".wgsl"))
    };
}

/// The file in which kernels that update learn of the shrinkage.
pub(super) const RULE: &str = shader!("rule");

/// A kernel's entry point, and the files that it is joined from, its own last.
pub(super) fn files(kernel: Kernel) -> (&'static str, Vec<&'static str>) {
    let (entry_point, body, needs) = match kernel {
        Kernel::Group => ("group", shader!("group"), grouping()),
        Kernel::Count(pass) => ("count", shader!("count"), counting(pass)),
        Kernel::Scan => ("scan", shader!("scan"), vec![shader!("sort"), shader!("pairs")]),
        Kernel::Scatter(pass) => ("scatter", shader!("scatter"), counting(pass)),
        Kernel::Heads => ("heads", shader!("heads"), splitting()),
        Kernel::Split => ("split", shader!("split"), splitting()),
        Kernel::Pieces(storage, source) => ("pieces", shader!("pieces"), piecing(storage, source)),
        Kernel::Narrow(elements) => ("narrow", shader!("narrow"), averaging(elements)),
        Kernel::Wide(elements) => ("wide", shader!("wide"), averaging(elements)),
        Kernel::Dense(storage, source) => ("dense", shader!("dense"), updating(storage, source)),
        Kernel::Rows(storage, source) => ("rows", shader!("rows"), summing(storage, source)),
        Kernel::Arena => ("arena", shader!("arena"), vec![RULE, shader!("quads")]),
    };
    (entry_point, needs.into_iter().chain([body]).collect())
}

fn splitting() -> Vec<&'static str> {
    vec![shader!("sort"), shader!("work"), shader!("begun")]
}

fn grouping() -> Vec<&'static str> {
    [splitting(), vec![shader!("indices"), shader!("digits")]].concat()
}

fn counting(pass: Pass) -> Vec<&'static str> {
    let entries = match pass {
        Pass::First => shader!("indices"),
        Pass::Later => shader!("sorted"),
    };
    vec![shader!("sort"), shader!("pairs"), entries, shader!("digits")]
}

fn updating(storage: Storage, source: Source) -> Vec<&'static str> {
    let storage = match storage {
        Storage::Quads => shader!("quads"),
        Storage::Singles => shader!("singles"),
    };
    match source {
        Source::Uploaded => vec![RULE, shader!("slot"), storage, shader!("uploaded")],
        _ => vec![RULE, shader!("slot"), storage, shader!("work"), shader!("computed")],
    }
}

fn summing(storage: Storage, source: Source) -> Vec<&'static str> {
    let rows = match source {
        Source::Uploaded | Source::Computed => shader!("listed"),
        Source::Grouped => shader!("grouped"),
        Source::Indexed => shader!("indexed"),
    };
    [updating(storage, source), vec![rows, shader!("entries")]].concat()
}

fn piecing(storage: Storage, source: Source) -> Vec<&'static str> {
    let pieces = if source == Source::Grouped { shader!("places") } else { shader!("heavy") };
    [summing(storage, source), vec![pieces]].concat()
}

fn averaging(elements: Elements) -> Vec<&'static str> {
    match elements {
        Elements::Channels => [updating(Storage::Singles, Source::Computed), vec![shader!("channels")]],
        Elements::Groups(source) => [summing(Storage::Singles, source), vec![shader!("groups")]],
        Elements::Folded => [updating(Storage::Singles, Source::Computed), vec![shader!("folded")]],
    }
    .concat()
}
