//! Pipelines and layouts: made once for a device, cheap to clone, shared between optimizers.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use wgpu::{BindingType, BufferBindingType, ShaderStages};

use crate::{
    error::Error,
    format::Format,
    gpu::plan::{Arena, Current, Elements, Kernel, Limits, Pass, Source, Storage, Told, Variant, WORKGROUP},
    lazy::LazyForm,
    params::MAX_LAG,
};

/// The compute kernels on one device. Cloning shares them.
///
/// Needs no device feature and no more than `wgpu::Limits::default()`. Where the device was opened with
/// [`SHADER_F16`](wgpu::Features::SHADER_F16), values and gradients in f16 are read and written as such, with the same
/// results. A pipeline is compiled when the first step needs it.
#[derive(Clone, Debug)]
pub struct Kernels {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    device: wgpu::Device,
    limits: Limits,
    layouts: Layouts,
    /// Whether kernels know f16.
    native: bool,
    pipelines: RwLock<HashMap<(Kernel, Variant), wgpu::ComputePipeline>>,
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
    /// Group 0 of what edits what others are told.
    pub(super) orders: wgpu::BindGroupLayout,
}

impl Kernels {
    /// Kernels for a device of the caller's.
    ///
    /// # Errors
    /// A device whose limits are too low for compute kernels, WebGL's for example.
    pub fn new(device: &wgpu::Device) -> Result<Self, Error> {
        Self::with(device, device.features().contains(wgpu::Features::SHADER_F16))
    }

    /// The same without any optional feature of the device: what all devices run.
    ///
    /// # Errors
    /// As [`Kernels::new`].
    pub fn portable(device: &wgpu::Device) -> Result<Self, Error> {
        Self::with(device, false)
    }

    fn with(device: &wgpu::Device, native: bool) -> Result<Self, Error> {
        let limits = check_limits(&device.limits())?;
        let shared = Shared {
            device: device.clone(),
            limits,
            layouts: Layouts::new(device),
            native,
            pipelines: RwLock::default(),
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
    pub(super) fn pipeline(&self, kernel: Kernel, variant: Variant) -> wgpu::ComputePipeline {
        let Shared { device, layouts, native, pipelines, .. } = &*self.shared;
        let key = (kernel, variant);
        if let Some(known) = pipelines.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let mut pipelines = pipelines.write().unwrap_or_else(PoisonError::into_inner);
        pipelines.entry(key).or_insert_with(|| compile(device, layouts, kernel, variant, *native)).clone()
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
        let [step, param, grads, work, rules, blocks, orders] = entries();
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
            orders: layout("proxgrad orders", &orders),
        }
    }

    /// What a kernel binds, by group. Not `work` where nothing needs what others leave: then nothing has to wait.
    fn groups(&self, kernel: Kernel) -> [Option<&wgpu::BindGroupLayout>; 4] {
        if kernel == Kernel::Arena {
            return [Some(&self.rules), Some(&self.param), Some(&self.grads), Some(&self.blocks)];
        }
        if kernel.edits() {
            return [Some(&self.orders), None, None, Some(&self.work)];
        }
        let values = match kernel {
            Kernel::Wide(Elements::Folded) | Kernel::Inspect(..) => None,
            _ if kernel.sorts() => None,
            _ if kernel.remembers() => Some(&self.exact),
            _ => Some(&self.param),
        };
        let grads = match (kernel.is_without_grads(), kernel.indexes()) {
            (true, true) => Some(&self.named),
            (true, false) => None,
            (false, true) => Some(&self.indexed),
            (false, false) => Some(&self.grads),
        };
        [Some(&self.step), values, grads, Some(&self.work).filter(|_| kernel.works())]
    }
}

/// What kernels bind, by group; of group 1 most the first two, and of group 2 most the first, alone. The last three are
/// groups 0 and 3 of an arena, and group 0 of what edits.
pub(super) fn entries() -> [Vec<wgpu::BindGroupLayoutEntry>; 7] {
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
        vec![entry(0, storage)],
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
    native: bool,
) -> wgpu::ComputePipeline {
    let (entry_point, files) = files(kernel, variant, native);
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
    let (_, files) = files(kernel, variant, false);
    let truth = |is| f64::from(u8::from(is));
    let asked = [
        (RULE, "ADAPTIVE", truth(variant.law != LazyForm::Documented)),
        (TIMELINE, "BINNED", truth(variant.law == LazyForm::AdaptiveL2)),
        (EXACT, "ALONE", truth(variant.alone)),
        (HALF, "VALUES_BF16", truth(variant.values == Format::Bf16)),
        (HALF, "GRADS_BF16", truth(variant.grads == Format::Bf16)),
        (HALF, "STOCHASTIC", truth(variant.stochastic)),
        (VERDICT, "MAX_LAG", f64::from(MAX_LAG)),
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
const RULE: &str = shader!("rule/proximal_adagrad");
/// And those in which they learn how exact rows shrink, and who marks them.
const TIMELINE: &str = shader!("rule/lazy/rate_history");
const EXACT: &str = shader!("rule/element/lazy");

/// And that in which they learn how values and gradients of 16 bits are rounded.
const HALF: &str = shader!("storage/convert16");
const VERDICT: &str = shader!("kernel/patch/skip_step");

/// A kernel's entry point, and the files that it is joined from, its own last; `native` where the device knows f16.
pub(super) fn files(kernel: Kernel, variant: Variant, native: bool) -> (&'static str, Vec<&'static str>) {
    // What looks at bits reads words, and a copy has another place.
    let native = native && !matches!(kernel, Kernel::Inspect(..) | Kernel::Copied(..));
    let with = Files { variant: kernel.variant(variant), native };
    let (entry_point, body, needs) = match kernel {
        Kernel::Group => ("group", shader!("kernel/sort/group_small"), grouping()),
        Kernel::Count(pass) => ("count", shader!("kernel/sort/count_digits"), counting(pass)),
        Kernel::Scan => (
            "scan",
            shader!("kernel/sort/scan_digits"),
            vec![shader!("uniform/sort"), shader!("buffer/scratch_pairs")],
        ),
        Kernel::Scatter(pass) => ("scatter", shader!("kernel/sort/scatter_entries"), counting(pass)),
        Kernel::Heads => ("heads", shader!("kernel/sort/count_heads"), splitting()),
        Kernel::Split => ("split", shader!("kernel/sort/write_heads"), splitting()),
        Kernel::Pieces(storage, source) => {
            ("pieces", shader!("kernel/partial_sums"), with.piecing(storage, source))
        }
        Kernel::Narrow(elements) => ("narrow", shader!("kernel/reduce_thread"), with.averaging(elements)),
        Kernel::Wide(elements) => ("wide", shader!("kernel/reduce_workgroup"), with.averaging(elements)),
        Kernel::Dense(storage, source) => {
            ("dense", shader!("kernel/dense"), [with.loading(storage, source), vec![TOUCHED]].concat())
        }
        Kernel::Rows(storage, source) => {
            each_group([with.summing(storage, source), vec![TOUCHED, shader!("row_op/update")]])
        }
        Kernel::Exact(storage, source) => {
            each_group([with.remembering(storage, source), vec![EXACT, shader!("row_op/update")]])
        }
        Kernel::Flush(storage, source) => {
            each_group([with.remembering(storage, source), vec![EXACT, shader!("row_op/catch_up")]])
        }
        Kernel::Mark(source) => {
            each_group([with.remembering(Storage::Singles, source), vec![shader!("row_op/mark")]])
        }
        Kernel::Copied(storage, source) => {
            each_group([with.copying(storage, source), vec![shader!("row_op/copy")]])
        }
        Kernel::Arena => (
            "arena",
            shader!("kernel/arena"),
            [vec![RULE], with.storing(Storage::Quads), vec![TOUCHED]].concat(),
        ),
        Kernel::Inspect(storage, _) => {
            ("inspect", shader!("kernel/check_finite"), with.loading(storage, Source::Computed))
        }
        Kernel::Measure(current) => ("measure", shader!("kernel/weight_stats"), with.looking(current)),
        Kernel::Verdict => ("verdict", VERDICT, vec![shader!("uniform/patch"), shader!("buffer/report")]),
        Kernel::Limit => (
            "limit",
            shader!("kernel/patch/clip_norm"),
            vec![shader!("uniform/patch"), shader!("buffer/report"), shader!("buffer/scratch")],
        ),
    };
    let feature = with.is_native().then_some(shader!("storage/enable_f16"));
    (entry_point, feature.into_iter().chain(needs).chain([body]).collect())
}

/// A kernel that takes every distinct row once; one of its files says what is done with it.
fn each_group(needs: [Vec<&'static str>; 2]) -> (&'static str, &'static str, Vec<&'static str>) {
    ("each_group", shader!("kernel/rows"), needs.concat())
}

fn splitting() -> Vec<&'static str> {
    vec![shader!("uniform/sort"), shader!("buffer/scratch"), shader!("sort/heads")]
}

fn grouping() -> Vec<&'static str> {
    [
        splitting(),
        vec![shader!("buffer/report"), shader!("sort_input/caller_indices"), shader!("sort/digits")],
    ]
    .concat()
}

fn counting(pass: Pass) -> Vec<&'static str> {
    let entries = match pass {
        Pass::First => vec![shader!("buffer/report"), shader!("sort_input/caller_indices")],
        Pass::Later => vec![shader!("sort_input/scratch_entries")],
    };
    [vec![shader!("uniform/sort"), shader!("buffer/scratch_pairs")], entries, vec![shader!("sort/digits")]]
        .concat()
}

/// How a kernel updates where rows are not exact.
const TOUCHED: &str = shader!("rule/element/touched");

/// How a tensor is read and written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    Whole,
    Packed,
    Native,
}

/// The files of kernels that know elements, whatever these are stored as.
struct Files {
    variant: Variant,
    native: bool,
}

impl Files {
    fn is_native(&self) -> bool {
        let Variant { values, grads, .. } = self.variant;
        [values, grads].into_iter().any(|format| self.stored(format) == Stored::Native)
    }

    fn stored(&self, format: Format) -> Stored {
        match format {
            Format::F32 => Stored::Whole,
            Format::F16 if self.native => Stored::Native,
            Format::F16 | Format::Bf16 => Stored::Packed,
        }
    }

    /// Accumulators, values and gradients.
    fn storing(&self, storage: Storage) -> Vec<&'static str> {
        [self.storing_values(storage), vec![self.grads(storage)]].concat()
    }

    fn storing_values(&self, storage: Storage) -> Vec<&'static str> {
        use Storage::{Quads, Singles};
        let accum = match storage {
            Quads => shader!("storage/vec4/state"),
            Singles => shader!("storage/scalar/state"),
        };
        let values = match (storage, self.stored(self.variant.values)) {
            (Quads, Stored::Whole) => shader!("storage/vec4/values_f32"),
            (Quads, Stored::Packed) => shader!("storage/vec4/values_packed"),
            (Quads, Stored::Native) => shader!("storage/vec4/values_f16"),
            (Singles, Stored::Whole) => shader!("storage/scalar/values_f32"),
            (Singles, Stored::Packed) => shader!("storage/scalar/values_packed"),
            (Singles, Stored::Native) => shader!("storage/scalar/values_f16"),
        };
        let Variant { values: of_values, grads, .. } = self.variant;
        let has_halves = of_values != Format::F32 || grads != Format::F32;
        let half = has_halves.then_some(HALF);
        half.into_iter().chain([accum, values]).collect()
    }

    fn grads(&self, storage: Storage) -> &'static str {
        use Storage::{Quads, Singles};
        match (storage, self.stored(self.variant.grads)) {
            (Quads, Stored::Whole) => shader!("storage/vec4/grads_f32"),
            (Quads, Stored::Packed) => shader!("storage/vec4/grads_packed"),
            (Quads, Stored::Native) => shader!("storage/vec4/grads_f16"),
            (Singles, Stored::Whole) => shader!("storage/scalar/grads_f32"),
            (Singles, Stored::Packed) => shader!("storage/scalar/grads_packed"),
            (Singles, Stored::Native) => shader!("storage/scalar/grads_f16"),
        }
    }

    fn loading(&self, storage: Storage, source: Source) -> Vec<&'static str> {
        [vec![RULE, shader!("uniform/element")], self.storing(storage), sourcing(source)].concat()
    }

    fn summing(&self, storage: Storage, source: Source) -> Vec<&'static str> {
        [self.loading(storage, source), rows(source), vec![shader!("row/entries"), shader!("row/sum")]]
            .concat()
    }

    fn remembering(&self, storage: Storage, source: Source) -> Vec<&'static str> {
        [self.summing(storage, source), vec![TIMELINE, shader!("rule/lazy/closed_form")]].concat()
    }

    fn piecing(&self, storage: Storage, source: Source) -> Vec<&'static str> {
        let pieces = if source == Source::Grouped {
            shader!("partial_source/device_sorted")
        } else {
            shader!("partial_source/host_table")
        };
        [self.summing(storage, source), vec![pieces]].concat()
    }

    /// A copy in the place of gradients.
    fn copying(&self, storage: Storage, source: Source) -> Vec<&'static str> {
        let copy = match storage {
            Storage::Quads => shader!("storage/vec4/copy"),
            Storage::Singles => shader!("storage/scalar/copy"),
        };
        let storing = self.storing_values(storage);
        [
            vec![RULE, shader!("uniform/element")],
            storing,
            sourcing(source),
            rows(source),
            vec![shader!("row/entries"), copy],
        ]
        .concat()
    }

    /// Values alone.
    fn looking(&self, current: Current) -> Vec<&'static str> {
        match current {
            Current::Stored => {
                [self.loading(Storage::Singles, Source::Computed), vec![shader!("weights/stored")]].concat()
            }
            Current::Overdue => {
                let remembering = self.remembering(Storage::Singles, Source::Computed);
                [remembering, vec![EXACT, shader!("weights/pending")]].concat()
            }
        }
    }

    fn averaging(&self, elements: Elements) -> Vec<&'static str> {
        let loading = || self.loading(Storage::Singles, Source::Computed);
        let (of_channels, of_rows) = (shader!("channel/elements"), shader!("channel/rows"));
        match elements {
            Elements::Channels => [loading(), vec![of_channels, shader!("reduce_input/dense_channels")]],
            Elements::Groups(source) => {
                [self.summing(Storage::Singles, source), vec![of_rows, shader!("reduce_input/row_channels")]]
            }
            Elements::Folded => [loading(), vec![shader!("reduce_input/chunk_sums")]],
            Elements::Squares => [loading(), vec![shader!("reduce_input/dense_squares")]],
            Elements::SquaresOfRows(source) => {
                [self.summing(Storage::Singles, source), vec![of_rows, shader!("reduce_input/row_squares")]]
            }
            Elements::SquaresOfValues(current) => {
                [self.looking(current), vec![of_channels, shader!("reduce_input/weight_squares")]]
            }
        }
        .concat()
    }
}

/// Where means and sums of pieces are, and the report.
fn sourcing(source: Source) -> Vec<&'static str> {
    match source {
        Source::Uploaded | Source::Every => vec![shader!("scratch/none")],
        _ => vec![shader!("buffer/scratch"), shader!("buffer/report"), shader!("scratch/used")],
    }
}

/// Which rows there are.
fn rows(source: Source) -> Vec<&'static str> {
    vec![match source {
        Source::Uploaded | Source::Computed => shader!("row_source/host_table"),
        Source::Grouped => shader!("row_source/device_sorted"),
        Source::Indexed => shader!("row_source/device_unique"),
        Source::Every => shader!("row_source/all"),
    }]
}
