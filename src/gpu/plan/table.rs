//! The table of kernels: what each of them is made of. Pipelines, bind group layouts, recording and tests read it.

use super::{
    bindings::BindGroup,
    kernel::{
        GradRows, GradientForm, Kernel, Marks, ReduceInput, ReduceStage, RowSource, SortInput, SortedRows,
        Storage, UpdateSource, Variant, Weights,
    },
};
use crate::{format::Format, lazy::LazyForm};

/// Threads in a workgroup. Every device runs 64 well, and the sums of a chunk are those of 64 threads.
pub(crate) const WORKGROUP: u32 = 64;

/// Threads in a workgroup that sorts. Each has a column of counters in workgroup memory, and this many fit on every device.
pub(crate) const SORT_WORKGROUP: u32 = 32;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// The kernel's own shader file in `shaders/kernel`; its last component is the entry point. [`Kernel::file`] has it for each
    /// variant.
    kernel: &'static str,
    /// The shader files that are joined in front of it.
    pub(crate) files: Files,
    /// The bind groups, by number, where the values have no 16-bit copy.
    bind_groups: [Option<BindGroup>; 4],
    /// Threads in a workgroup.
    pub(crate) workgroup: u32,
    /// Properties of a parameter for which the kernel is compiled.
    pub(crate) axes: &'static [VariantAxis],
}

/// Lists of shader files, one behind the other.
pub(crate) type Files = [&'static [File]; 10];

/// A shader file that a kernel is joined from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    /// The file with this path in `shaders`.
    Fixed(&'static str),
    /// The file for the format of the values, and for the format of their 16-bit copy.
    Values(Storage),
    /// The file for the format of the gradients.
    Grads(Storage),
}

/// A property of a parameter that is compiled into kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariantAxis {
    /// Documented or adaptive shrinkage.
    Shrinkage,
    /// How exact rows catch up.
    Lazy,
    /// Who writes down that exact rows are up to date.
    Marks,
    /// Format of the values.
    Values,
    /// Format of the gradients.
    Grads,
    /// Whether there is a 16-bit copy of the values, and its format.
    Copy,
    /// Whether values are rounded stochastically.
    Rounding,
    /// What is done to gradients before the rule sees them.
    Gradient,
}

use File::Fixed;

const NONE: &[File] = &[];
const SORT: &[File] = &[Fixed("common"), Fixed("uniform/sort"), Fixed("buffer/scratch")];
const SORT_PAIRS: &[File] = &[Fixed("common"), Fixed("uniform/sort"), Fixed("buffer/scratch_pairs")];
const SORT_DIGITS: &[File] = &[Fixed("sort/prefix_sum"), Fixed("sort/digits")];
const SORT_HEADS: &[File] = &[Fixed("sort/prefix_sum"), Fixed("sort/heads")];
const CALLER_INDICES: &[File] = &[Fixed("buffer/report"), Fixed("sort_input/caller_indices")];
const SCRATCH_ENTRIES: &[File] = &[Fixed("sort_input/scratch_entries")];
const PATCH: &[File] = &[Fixed("common"), Fixed("uniform/patch"), Fixed("buffer/report")];
const UNIFORMS: &[File] = &[Fixed("common"), Fixed("rule/uniforms"), Fixed("uniform/element")];
const RULE: &[File] = &[Fixed("rule/proximal_adagrad")];
const GRADIENT: &[File] = &[Fixed("rule/gradient")];
const TOUCHED: &[File] = &[Fixed("rule/element/touched")];
const LAZY: &[File] = &[
    Fixed("rule/proximal_adagrad"),
    Fixed("buffer/history"),
    Fixed("rule/lazy/rate_history"),
    Fixed("rule/lazy/closed_form"),
    Fixed("rule/lazy/catch_up"),
];
const SCRATCH: &[File] = &[Fixed("buffer/scratch")];
const REPORT: &[File] = &[Fixed("buffer/report")];
const NO_RESULTS: &[File] = &[Fixed("scratch/none")];
const RESULTS: &[File] = &[Fixed("buffer/scratch"), Fixed("scratch/used")];

impl Kernel {
    /// The kernel's row of the table.
    pub(crate) fn row(self) -> Row {
        use BindGroup::{
            ArenaBlocks, ArenaStep, Grads, Indices, LazyParam, Param, Patch, Scratch, SortIndices, Step,
        };
        use VariantAxis::{Copy, Gradient, Grads as GradFormat, Lazy, Marks, Rounding, Shrinkage, Values};
        match self {
            Self::GroupSmall => Row {
                kernel: "sort/group_small",
                files: files([SORT, CALLER_INDICES, SORT_DIGITS, SORT_HEADS]),
                bind_groups: [Some(Step), None, Some(SortIndices), Some(Scratch)],
                workgroup: SORT_WORKGROUP,
                axes: &[],
            },
            Self::CountDigits(input) => Row {
                kernel: "sort/count_digits",
                files: files([SORT_PAIRS, input.files(), SORT_DIGITS]),
                bind_groups: [Some(Step), None, input.indices(), Some(Scratch)],
                workgroup: SORT_WORKGROUP,
                axes: &[],
            },
            Self::ScanDigits => Row {
                kernel: "sort/scan_digits",
                files: files([SORT_PAIRS]),
                bind_groups: [Some(Step), None, None, Some(Scratch)],
                workgroup: SORT_WORKGROUP,
                axes: &[],
            },
            Self::ScatterEntries(input) => Row {
                kernel: "sort/scatter_entries",
                files: files([SORT_PAIRS, input.files(), SORT_DIGITS]),
                bind_groups: [Some(Step), None, input.indices(), Some(Scratch)],
                workgroup: SORT_WORKGROUP,
                axes: &[],
            },
            Self::CountHeads => Row {
                kernel: "sort/count_heads",
                files: files([SORT, SORT_HEADS]),
                bind_groups: [Some(Step), None, None, Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::WriteHeads => Row {
                kernel: "sort/write_heads",
                files: files([SORT, SORT_HEADS]),
                bind_groups: [Some(Step), None, None, Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::PartialSums(storage, rows) => Row {
                kernel: "partial_sums",
                files: files([
                    UNIFORMS,
                    storage.grads(),
                    SCRATCH,
                    RowSource::from(rows).files(),
                    &[Fixed("row/piece")],
                    rows.partial_files(),
                ]),
                bind_groups: [Some(RowSource::from(rows).step()), None, Some(Grads), Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[GradFormat],
            },
            Self::ReduceThread(input) => input.row("reduce_thread"),
            Self::ReduceWorkgroup(ReduceStage::First(input)) => input.row("reduce_workgroup"),
            Self::ReduceWorkgroup(ReduceStage::ChunkSums) => Row {
                kernel: "reduce_workgroup",
                files: files([
                    UNIFORMS,
                    Storage::Scalar.elements(),
                    SCRATCH,
                    &[Fixed("channel/chunk_sums"), Fixed("reduce_input/chunk_sums")],
                ]),
                bind_groups: [Some(Step), None, None, Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::CatchUpRows(storage, rows) => Row {
                kernel: "rows",
                files: files([
                    UNIFORMS,
                    storage.values_and_state(),
                    LAZY,
                    rows.files(),
                    &[Fixed("row_op/catch_up")],
                ]),
                bind_groups: [Some(rows.step()), Some(LazyParam), rows.indices(Indices), rows.scratch()],
                workgroup: WORKGROUP,
                axes: &[Lazy, Marks, Values, Copy, Rounding],
            },
            Self::UpdateDense(storage, uses_scratch) => Row {
                kernel: "dense",
                files: files([
                    UNIFORMS,
                    GRADIENT,
                    storage.values_and_state(),
                    storage.grads(),
                    RULE,
                    if uses_scratch { RESULTS } else { NO_RESULTS },
                    TOUCHED,
                ]),
                bind_groups: [Some(Step), Some(Param), Some(Grads), uses_scratch.then_some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[Shrinkage, Values, Copy, GradFormat, Rounding, Gradient],
            },
            Self::UpdateRows(storage, source) => Row {
                kernel: "rows",
                files: source.files(storage, RULE, TOUCHED),
                bind_groups: [Some(source.step()), Some(Param), Some(source.grads()), source.scratch()],
                workgroup: WORKGROUP,
                axes: &[Shrinkage, Values, Copy, GradFormat, Rounding, Gradient],
            },
            Self::UpdateLazyRows(storage, source) => Row {
                kernel: "rows",
                files: source.files(storage, LAZY, &[Fixed("rule/element/lazy")]),
                bind_groups: [Some(source.step()), Some(LazyParam), Some(source.grads()), source.scratch()],
                workgroup: WORKGROUP,
                axes: &[Lazy, Marks, Values, Copy, GradFormat, Rounding, Gradient],
            },
            Self::UpdateArena => Row {
                kernel: "arena",
                files: files([
                    &[Fixed("common"), Fixed("rule/uniforms")],
                    GRADIENT,
                    Storage::Vec4.values_and_state(),
                    Storage::Vec4.grads(),
                    RULE,
                    TOUCHED,
                ]),
                bind_groups: [Some(ArenaStep), Some(Param), Some(Grads), Some(ArenaBlocks)],
                workgroup: WORKGROUP,
                axes: &[Shrinkage, Values, GradFormat, Rounding, Gradient],
            },
            Self::MarkRows(rows) => Row {
                kernel: "rows",
                files: files([
                    UNIFORMS,
                    Storage::Scalar.elements(),
                    &[Fixed("buffer/history")],
                    rows.files(),
                    &[Fixed("row_op/mark")],
                ]),
                bind_groups: [Some(rows.step()), Some(LazyParam), rows.indices(Indices), rows.scratch()],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::CheckFinite(storage) => Row {
                kernel: "check_finite",
                files: files([UNIFORMS, storage.grads(), REPORT]),
                bind_groups: [Some(Step), None, Some(Grads), Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[GradFormat],
            },
            Self::SkipStep => Row {
                kernel: "patch/skip_step",
                files: files([PATCH]),
                bind_groups: [Some(Patch), None, None, Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::ClipNorm => Row {
                kernel: "patch/clip_norm",
                files: files([PATCH, SCRATCH]),
                bind_groups: [Some(Patch), None, None, Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::WeightStats(weights) => Row {
                kernel: "weight_stats",
                files: files([UNIFORMS, weights.files(), weights.lazy_files(), REPORT, weights.file()]),
                bind_groups: [Some(Step), Some(weights.param()), None, Some(Scratch)],
                workgroup: WORKGROUP,
                axes: weights.axes(),
            },
        }
    }

    /// The kernel's own shader file in `shaders/kernel`, for a variant; its last component is the entry point.
    pub(crate) fn file(self, variant: Variant) -> &'static str {
        match variant.marks {
            Marks::FirstThread => "rows_and_marks",
            Marks::OnlyThread | Marks::Later => self.row().kernel,
        }
    }

    /// The bind groups of a variant, by number.
    pub(crate) fn bind_groups(self, variant: Variant) -> [Option<BindGroup>; 4] {
        let bind_groups = self.row().bind_groups;
        if variant.copy.is_none() {
            return bind_groups;
        }
        bind_groups.map(|bind_group| bind_group.map(BindGroup::with_copy))
    }

    /// How the kernel is compiled for a parameter: properties that it is not compiled for are set to a default.
    pub(crate) fn variant(self, param: Variant) -> Variant {
        let axes = self.row().axes;
        let has = |axis| axes.contains(&axis);
        let lazy_form = match param.lazy_form {
            form if has(VariantAxis::Lazy) => form,
            LazyForm::Documented => LazyForm::Documented,
            _ if has(VariantAxis::Shrinkage) => LazyForm::Adaptive,
            _ => LazyForm::Documented,
        };
        let values = if has(VariantAxis::Values) { param.values } else { Format::F32 };
        Variant {
            lazy_form,
            marks: if has(VariantAxis::Marks) { param.marks } else { Marks::Later },
            values,
            copy: param.copy.filter(|_| has(VariantAxis::Copy)),
            grads: if has(VariantAxis::Grads) { param.grads } else { Format::F32 },
            stochastic: param.stochastic && values != Format::F32 && has(VariantAxis::Rounding),
            gradient: if has(VariantAxis::Gradient) { param.gradient } else { GradientForm::default() },
        }
    }
}

/// Fills up a list of lists of files.
fn files<const N: usize>(lists: [&'static [File]; N]) -> Files {
    let mut files = [NONE; 10];
    files[..N].copy_from_slice(&lists);
    files
}

impl Storage {
    /// The number of elements that a thread takes.
    fn elements(self) -> &'static [File] {
        match self {
            Self::Vec4 => &[Fixed("storage/vec4/elements")],
            Self::Scalar => &[Fixed("storage/scalar/elements")],
        }
    }

    fn values(self) -> &'static [File] {
        match self {
            Self::Vec4 => &[Fixed("storage/vec4/elements"), File::Values(Self::Vec4)],
            Self::Scalar => &[Fixed("storage/scalar/elements"), File::Values(Self::Scalar)],
        }
    }

    fn values_and_state(self) -> &'static [File] {
        match self {
            Self::Vec4 => {
                &[Fixed("storage/vec4/elements"), File::Values(Self::Vec4), Fixed("storage/vec4/state")]
            }
            Self::Scalar => {
                &[Fixed("storage/scalar/elements"), File::Values(Self::Scalar), Fixed("storage/scalar/state")]
            }
        }
    }

    fn grads(self) -> &'static [File] {
        match self {
            Self::Vec4 => &[Fixed("storage/vec4/elements"), File::Grads(Self::Vec4)],
            Self::Scalar => &[Fixed("storage/scalar/elements"), File::Grads(Self::Scalar)],
        }
    }
}

impl SortInput {
    fn files(self) -> &'static [File] {
        match self {
            Self::CallerIndices => CALLER_INDICES,
            Self::ScratchEntries => SCRATCH_ENTRIES,
        }
    }

    fn indices(self) -> Option<BindGroup> {
        (self == Self::CallerIndices).then_some(BindGroup::SortIndices)
    }
}

impl SortedRows {
    fn partial_files(self) -> &'static [File] {
        match self {
            Self::HostTable => &[Fixed("partial_source/host_table")],
            Self::DeviceSorted => &[Fixed("partial_source/device_sorted")],
        }
    }
}

impl RowSource {
    fn files(self) -> &'static [File] {
        match self {
            Self::HostTable => &[Fixed("row/entries"), Fixed("buffer/table"), Fixed("row_source/host_table")],
            Self::DeviceSorted => {
                &[Fixed("row/entries"), Fixed("buffer/scratch"), Fixed("row_source/device_sorted")]
            }
            Self::DeviceUnique => {
                &[Fixed("row/entries"), Fixed("buffer/report"), Fixed("row_source/device_unique")]
            }
            Self::All => &[Fixed("row/entries"), Fixed("row_source/all")],
        }
    }

    /// The bind group with indices, where rows are found in the caller's indices.
    fn indices(self, bind_group: BindGroup) -> Option<BindGroup> {
        (self == Self::DeviceUnique).then_some(bind_group)
    }

    /// The uniforms, with the host's table where rows are found in it.
    fn step(self) -> BindGroup {
        if self == Self::HostTable { BindGroup::StepAndTable } else { BindGroup::Step }
    }

    /// The scratch buffer and the report, where rows are found in the one, or bad rows are counted in the other.
    fn scratch(self) -> Option<BindGroup> {
        matches!(self, Self::DeviceSorted | Self::DeviceUnique).then_some(BindGroup::Scratch)
    }

    /// Whether uniforms hold addresses in the host's table.
    pub(crate) fn is_host_table(self) -> bool {
        self == Self::HostTable
    }
}

impl UpdateSource {
    fn files(self, storage: Storage, rule: &'static [File], element: &'static [File]) -> Files {
        files([
            UNIFORMS,
            GRADIENT,
            storage.values_and_state(),
            storage.grads(),
            rule,
            RowSource::from(self).files(),
            if self == Self::HostTable { NO_RESULTS } else { RESULTS },
            &[Fixed("row/piece"), Fixed("row/sum"), Fixed("row_op/update")],
            element,
        ])
    }

    fn step(self) -> BindGroup {
        RowSource::from(self).step()
    }

    fn grads(self) -> BindGroup {
        if self == Self::DeviceUnique { BindGroup::GradsAndIndices } else { BindGroup::Grads }
    }

    fn scratch(self) -> Option<BindGroup> {
        (self != Self::HostTable).then_some(BindGroup::Scratch)
    }
}

impl GradRows {
    fn grads(self) -> BindGroup {
        if self == Self::DeviceUnique { BindGroup::GradsAndIndices } else { BindGroup::Grads }
    }
}

impl Weights {
    fn files(self) -> &'static [File] {
        match self {
            Self::Stored => Storage::Scalar.values(),
            Self::Pending => Storage::Scalar.values_and_state(),
        }
    }

    fn lazy_files(self) -> &'static [File] {
        if self == Self::Pending { LAZY } else { NONE }
    }

    fn file(self) -> &'static [File] {
        match self {
            Self::Stored => &[Fixed("weights/stored")],
            Self::Pending => &[Fixed("weights/pending")],
        }
    }

    fn param(self) -> BindGroup {
        if self == Self::Pending { BindGroup::LazyParam } else { BindGroup::Param }
    }

    fn axes(self) -> &'static [VariantAxis] {
        match self {
            Self::Stored => &[VariantAxis::Values],
            Self::Pending => &[VariantAxis::Lazy, VariantAxis::Values],
        }
    }
}

impl ReduceInput {
    fn step(self) -> BindGroup {
        self.rows().map_or(BindGroup::Step, RowSource::step)
    }

    /// The row of a kernel that sums up these numbers.
    fn row(self, kernel: &'static str) -> Row {
        use BindGroup::{Grads, Param, Scratch};
        const STORAGE: Storage = Storage::Scalar;
        const ELEMENTS: &[File] = &[Fixed("channel/elements")];
        const ROWS: &[File] = &[Fixed("row/piece"), Fixed("row/sum"), Fixed("channel/rows")];
        let row = |files, param, grads, axes| Row {
            kernel,
            files,
            bind_groups: [Some(self.step()), param, grads, Some(Scratch)],
            workgroup: WORKGROUP,
            axes,
        };
        match self {
            Self::DenseChannels => row(
                files([
                    UNIFORMS,
                    GRADIENT,
                    STORAGE.values(),
                    STORAGE.grads(),
                    SCRATCH,
                    ELEMENTS,
                    &[Fixed("reduce_input/dense_channels")],
                ]),
                Some(Param),
                Some(Grads),
                &[VariantAxis::Values, VariantAxis::Grads, VariantAxis::Gradient],
            ),
            Self::RowChannels(rows) => row(
                files([
                    UNIFORMS,
                    GRADIENT,
                    STORAGE.values(),
                    STORAGE.grads(),
                    RowSource::from(rows).files(),
                    RESULTS,
                    ROWS,
                    &[Fixed("reduce_input/row_channels")],
                ]),
                Some(Param),
                Some(rows.grads()),
                &[VariantAxis::Values, VariantAxis::Grads, VariantAxis::Gradient],
            ),
            Self::DenseSquares => row(
                files([UNIFORMS, STORAGE.grads(), SCRATCH, ELEMENTS, &[Fixed("reduce_input/dense_squares")]]),
                None,
                Some(Grads),
                &[VariantAxis::Grads],
            ),
            Self::RowSquares(rows) => row(
                files([
                    UNIFORMS,
                    STORAGE.grads(),
                    RowSource::from(rows).files(),
                    RESULTS,
                    ROWS,
                    &[Fixed("reduce_input/row_squares")],
                ]),
                None,
                Some(rows.grads()),
                &[VariantAxis::Grads],
            ),
            Self::WeightSquares(weights) => row(
                files([
                    UNIFORMS,
                    weights.files(),
                    weights.lazy_files(),
                    SCRATCH,
                    ELEMENTS,
                    weights.file(),
                    &[Fixed("reduce_input/weight_squares")],
                ]),
                Some(weights.param()),
                None,
                weights.axes(),
            ),
        }
    }
}
