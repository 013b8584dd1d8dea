//! Pipelines and layouts: made once for a device, cheap to clone, shared between optimizers.

use std::sync::{Arc, OnceLock};

use wgpu::{BindingType, BufferBindingType, ShaderStages};

use crate::{
    catch_up::Law,
    error::Error,
    plan::{Arena, Elements, Kernel, Limits, Pass, Source, Storage, Told, Variant, WORKGROUP},
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
    /// By variant, and as in [`Kernel::ALL`].
    pipelines: [[OnceLock<wgpu::ComputePipeline>; Kernel::ALL.len()]; Variant::COUNT],
}

/// Bind groups by how often they change.
#[derive(Debug)]
pub(super) struct Layouts {
    /// Group 0: the slots and row tables of a step.
    pub(super) step: wgpu::BindGroupLayout,
    /// Group 1: values and accumulators of a parameter.
    pub(super) param: wgpu::BindGroupLayout,
    /// Group 1 where rows are exact: their history, too.
    pub(super) exact: wgpu::BindGroupLayout,
    /// Group 2: its gradient, or the indices of one.
    pub(super) grads: wgpu::BindGroupLayout,
    /// Group 2: a row gradient and its indices.
    pub(super) indexed: wgpu::BindGroupLayout,
    /// Group 2: the indices alone, in the same place.
    pub(super) named: wgpu::BindGroupLayout,
    /// Group 3: what dispatches leave for each other, and the report.
    pub(super) work: wgpu::BindGroupLayout,
    /// Group 0 of an arena: rules.
    pub(super) rules: wgpu::BindGroupLayout,
    /// Group 3 of an arena: which rule each of its blocks obeys.
    pub(super) blocks: wgpu::BindGroupLayout,
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
            pipelines: [const { [const { OnceLock::new() }; Kernel::ALL.len()] }; Variant::COUNT],
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

    /// The pipeline of a kernel.
    pub(super) fn pipeline(&self, kernel: Kernel, variant: Variant) -> &wgpu::ComputePipeline {
        let Shared { device, layouts, pipelines, .. } = &*self.shared;
        pipelines[variant.index()][kernel.index()].get_or_init(|| compile(device, layouts, kernel, variant))
    }
}

/// The most that one thread may address: a 32-bit index then never wraps.
const MOST_BYTES: u64 = u32::MAX as u64 / 256 * 256;

/// Bytes that a binding must be able to cover: more than the most that one dispatch is told.
const SMALLEST_BINDING: u32 = 1 << 14;
/// The most bytes that a workgroup shares, for the counters of a sort, and the most storage buffers that a kernel binds.
pub(super) const SHARED: u32 = 9088;
pub(super) const BUFFERS: u32 = 8;

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
        let layout = |label, entries: &[_]| layout(device, label, entries);
        Self {
            step: layout("proxgrad step", &step),
            param: layout("proxgrad param", &param[..2]),
            exact: layout("proxgrad exact param", &param),
            grads: layout("proxgrad grads", &grads[..1]),
            indexed: layout("proxgrad grads and indices", &grads),
            named: layout("proxgrad indices", &grads[1..]),
            work: layout("proxgrad work", &work),
            rules: layout("proxgrad rules", &rules),
            blocks: layout("proxgrad blocks", &blocks),
        }
    }

    /// What a kernel binds, by group. Not `work` where nothing needs what others leave: then nothing has to wait.
    fn groups(&self, kernel: Kernel) -> [Option<&wgpu::BindGroupLayout>; 4] {
        if kernel == Kernel::Arena {
            return [Some(&self.rules), Some(&self.param), Some(&self.grads), Some(&self.blocks)];
        }
        let folds = kernel == Kernel::Wide(Elements::Folded);
        let values = match kernel {
            _ if folds || kernel.sorts() => None,
            _ if kernel.remembers() => Some(&self.exact),
            _ => Some(&self.param),
        };
        let grads = match (kernel.flushes(), kernel.indexes()) {
            _ if folds => None,
            (true, true) => Some(&self.named),
            (true, false) => None,
            (false, true) => Some(&self.indexed),
            (false, false) => Some(&self.grads),
        };
        [Some(&self.step), values, grads, Some(&self.work).filter(|_| kernel.works())]
    }
}

/// What kernels bind, by group; of group 1 most the first two, and of group 2 most the first, alone. The last two are
/// groups 0 and 3 of an arena.
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
        vec![entry(0, storage), entry(1, storage), entry(2, storage)],
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
    layouts: &Layouts,
    kernel: Kernel,
    variant: Variant,
) -> wgpu::ComputePipeline {
    let (entry_point, files) = files(kernel);
    let label = format!("proxgrad {kernel:?}, {variant:?}");
    let groups = layouts.groups(kernel);
    let last = groups.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("proxgrad"),
        bind_group_layouts: &groups[..last],
        immediate_size: 0,
    });
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(&label),
        source: wgpu::ShaderSource::Wgsl(files.join("\n").into()),
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(&label),
        layout: Some(&layout),
        module: &module,
        entry_point: Some(entry_point),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants: &constants(kernel, variant),
            // Every kernel writes first what it reads, and some devices let one thread clear all.
            zero_initialize_workgroup_memory: false,
        },
        cache: None,
    })
}

/// What the host says when it compiles a kernel: to each file what it asks for.
pub(super) fn constants(kernel: Kernel, variant: Variant) -> Vec<(&'static str, f64)> {
    let (_, files) = files(kernel);
    let truth = |is| f64::from(u8::from(is));
    let asked = [
        (RULE, "ADAPTIVE", truth(variant.law != Law::Documented)),
        (TIMELINE, "BINNED", truth(variant.law == Law::AdaptiveL2)),
        (EXACT, "ALONE", truth(variant.alone)),
    ];
    let asked = asked.into_iter().filter(|(file, ..)| files.contains(file));
    let workgroup = ("WORKGROUP", f64::from(kernel.workgroup()));
    [workgroup].into_iter().chain(asked.map(|(_, name, value)| (name, value))).collect()
}

macro_rules! shader {
    ($name:literal) => {
        include_str!(concat!("../../shaders/", $name, ".wgsl"))
    };
}

/// The file in which kernels that update learn of the shrinkage.
const RULE: &str = shader!("rule");
/// And those in which they learn how exact rows shrink, and who marks them.
const TIMELINE: &str = shader!("timeline");
const EXACT: &str = shader!("exact");

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
        Kernel::Dense(storage, source) => {
            ("dense", shader!("dense"), [loading(storage, source), vec![TOUCHED]].concat())
        }
        Kernel::Rows(storage, source) => {
            each_group([summing(storage, source), vec![TOUCHED, shader!("rows")]])
        }
        Kernel::Exact(storage, source) => {
            each_group([remembering(storage, source), vec![EXACT, shader!("rows")]])
        }
        Kernel::Flush(storage, source) => {
            each_group([remembering(storage, source), vec![EXACT, shader!("flush")]])
        }
        Kernel::Mark(source) => each_group([remembering(Storage::Singles, source), vec![shader!("mark")]]),
        Kernel::Arena => ("arena", shader!("arena"), vec![RULE, shader!("quads"), TOUCHED]),
    };
    (entry_point, needs.into_iter().chain([body]).collect())
}

/// A kernel that takes every distinct row once; one of its files says what is done with it.
fn each_group(needs: [Vec<&'static str>; 2]) -> (&'static str, &'static str, Vec<&'static str>) {
    ("each_group", shader!("each_group"), needs.concat())
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

/// How a kernel updates where rows are not exact.
const TOUCHED: &str = shader!("touched");

fn loading(storage: Storage, source: Source) -> Vec<&'static str> {
    let storage = match storage {
        Storage::Quads => shader!("quads"),
        Storage::Singles => shader!("singles"),
    };
    match source {
        Source::Uploaded | Source::Every => vec![RULE, shader!("slot"), storage, shader!("uploaded")],
        _ => vec![RULE, shader!("slot"), storage, shader!("work"), shader!("computed")],
    }
}

fn summing(storage: Storage, source: Source) -> Vec<&'static str> {
    let rows = match source {
        Source::Uploaded | Source::Computed => shader!("listed"),
        Source::Grouped => shader!("grouped"),
        Source::Indexed => shader!("indexed"),
        Source::Every => shader!("every"),
    };
    [loading(storage, source), vec![rows, shader!("entries")]].concat()
}

fn remembering(storage: Storage, source: Source) -> Vec<&'static str> {
    [summing(storage, source), vec![TIMELINE, shader!("catch_up")]].concat()
}

fn piecing(storage: Storage, source: Source) -> Vec<&'static str> {
    let pieces = if source == Source::Grouped { shader!("places") } else { shader!("heavy") };
    [summing(storage, source), vec![pieces]].concat()
}

fn averaging(elements: Elements) -> Vec<&'static str> {
    match elements {
        Elements::Channels => [loading(Storage::Singles, Source::Computed), vec![shader!("channels")]],
        Elements::Groups(source) => [summing(Storage::Singles, source), vec![shader!("groups")]],
        Elements::Folded => [loading(Storage::Singles, Source::Computed), vec![shader!("folded")]],
    }
    .concat()
}
