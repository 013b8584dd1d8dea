//! The table of kernels: what each of them is made of. Pipelines, bind group layouts, recording and tests read it.

use super::{
    bindings::{Access, BindGroup},
    kernel::{
        GatherUnit, GradRows, GradientForm, IndexBuffers, Kernel, Marks, PartCount, ReduceInput, ReduceStage,
        RowSource, SortForm, SortInput, SortedRows, Storage, SumKind, UpdateSource, Variant, Weights,
        WholeRows,
    },
};
use crate::{format::Format, lazy::LazyForm, rule::RuleForm};

/// Threads in a workgroup. Every device runs 64 well, and the sums of a chunk are those of 64 threads.
pub(crate) const WORKGROUP: u32 = 64;

/// Threads in a workgroup that sorts in the serial form. Each has a column of counters in workgroup memory, and this many fit on
/// every device.
pub(crate) const SERIAL_SORT_WORKGROUP: u32 = 32;

/// Threads in a workgroup that sorts in the tiled form. `shaders/sort/prefix_sum.wgsl` has the same constant.
pub(crate) const TILED_SORT_WORKGROUP: u32 = 256;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// The kernel's own shader file in `shaders/kernel`; its last component is the entry point. [`Kernel::file`] has it for each
    /// variant.
    kernel: &'static str,
    /// The shader files that are joined in front of it.
    pub(crate) files: Files,
    /// The bind groups, by number, where the values have no 16-bit copy and one binding covers the
    /// gradient.
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
    /// The file for the state of the update rule, if it has any.
    State(Storage),
    /// The files of the update rule.
    Rule,
    /// The files that bring exact rows up to date, besides the history.
    LazyRule,
    /// The file for values of exact rows that are read, and not changed.
    Pending,
}

/// A property of a parameter that is compiled into kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariantAxis {
    /// The update rule, with documented or adaptive shrinkage.
    Rule,
    /// The update rule, and how exact rows catch up.
    Lazy,
    /// The writer of the last steps of exact rows.
    Marks,
    /// Format of the values.
    Values,
    /// Format of the gradients.
    Grads,
    /// The number of bindings that cover the gradient. Updates of rows in the caller's indices have no bindings to spare.
    Parts,
    /// Whether there is a 16-bit copy of the values, and its format.
    Copy,
    /// Whether values are rounded stochastically.
    Rounding,
    /// Unscaling, limit and weight decay of gradients.
    Gradient,
}

use File::Fixed;

const NONE: &[File] = &[];
const SORT: &[File] = &[Fixed("common"), Fixed("uniform/sort"), Fixed("buffer/scratch")];
const SORT_PAIRS: &[File] = &[Fixed("common"), Fixed("uniform/sort"), Fixed("buffer/scratch_pairs")];
const SORT_GROUPS: &[File] = &[Fixed("buffer/report"), Fixed("sort/sorted_rows"), Fixed("sort/groups")];
const SERIAL_RUNS: &[File] = &[Fixed("sort/serial/runs")];
const SERIAL_SUMS: &[File] = &[Fixed("sort/serial/prefix_sum")];
const SERIAL_DIGITS: &[File] =
    &[Fixed("sort/serial/runs"), Fixed("sort/serial/prefix_sum"), Fixed("sort/serial/digits")];
const SERIAL_HEADS: &[File] = &[Fixed("sort/sorted_rows"), Fixed("sort/serial/heads")];
const SERIAL_GROUPS: &[File] = &[Fixed("sort/serial/groups")];
const TILE: &[File] = &[Fixed("sort/prefix_sum"), Fixed("sort/tile")];
const TILE_DIGITS: &[File] = &[Fixed("sort/digits")];
const TILE_ORDER: &[File] = &[Fixed("sort/rank"), Fixed("sort/tile_order"), Fixed("sort/digit_places")];
const TILE_KEYS: &[File] = &[Fixed("sort/rank"), Fixed("sort/keys"), Fixed("sort/exchange")];
const TILE_HEADS: &[File] = &[Fixed("sort/heads")];
const CALLER_INDICES: &[File] = &[Fixed("sort_input/caller_indices")];
const CALLER_BUFFERS: &[File] = &[Fixed("sort_input/caller_buffers")];
const SCRATCH_ENTRIES: &[File] = &[Fixed("sort_input/scratch_entries")];
const PATCH: &[File] = &[Fixed("common"), Fixed("uniform/patch")];
const UNIFORMS: &[File] = &[Fixed("common"), Fixed("rule/uniforms"), Fixed("uniform/element")];
const RULE: &[File] = &[File::Rule];
const GRADIENT: &[File] = &[Fixed("rule/gradient")];
const TOUCHED: &[File] = &[Fixed("rule/element/touched")];
const LAZY: &[File] = &[Fixed("buffer/history"), File::LazyRule];
const LAZY_UPDATE: &[File] = &[File::Rule, Fixed("buffer/history"), File::LazyRule];
const LAZY_ROWS: &[File] = &[Fixed("buffer/history"), File::LazyRule, Fixed("row_before/caught_up")];
const SCRATCH: &[File] = &[Fixed("buffer/scratch")];
const REPORT: &[File] = &[Fixed("buffer/report")];
const NO_RESULTS: &[File] = &[Fixed("scratch/none")];
/// Results that a kernel reads which leaves some itself, and those that a kernel only reads.
const OWN_RESULTS: &[File] = &[Fixed("buffer/scratch"), Fixed("scratch/used")];
const RESULTS: &[File] = &[Fixed("buffer/results"), Fixed("scratch/used")];
const TREE: &[File] = &[Fixed("reduce/tree")];
const BATCHED: &[File] = &[Fixed("reduce/batched"), Fixed("reduce/tree")];
const IN_TURN: &[File] = &[Fixed("reduce/in_turn"), Fixed("reduce/tree")];

impl Kernel {
    /// The kernel's row of the table.
    pub(crate) fn row(self) -> Row {
        use BindGroup::{
            AllReports, AllResults, ArenaBlocks, ArenaStep, Gather, Grads, Indices, LazyParam, Param, Patch,
            Report, Scratch, ScratchAndReport, SortIndices, SortStep, Step,
        };
        use VariantAxis::{Copy, Gradient, Grads as GradFormat, Lazy, Marks, Parts, Rounding, Rule, Values};
        match self {
            Self::GroupSmall(form, buffers) => form.group_small(buffers),
            Self::CountDigits(form, input) => form.count_digits(input),
            Self::ScanDigits(form) => form.scan_digits(),
            Self::ScatterEntries(form, input) => form.scatter_entries(input),
            Self::CountHeads(form) => form.count_heads(),
            Self::WriteHeads(form) => form.write_heads(),
            Self::CountBadRows => Row {
                kernel: "sort/count_bad_rows",
                files: files([
                    &[Fixed("common"), Fixed("uniform/sort")],
                    CALLER_INDICES,
                    REPORT,
                    SERIAL_SUMS,
                ]),
                bind_groups: [Some(SortStep), None, Some(SortIndices), Some(Report)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::PartialSums(storage, sums) => Row {
                kernel: "partial_sums",
                files: files([
                    UNIFORMS,
                    GRADIENT,
                    storage.grads(),
                    SCRATCH,
                    RowSource::from(sums.rows()).files(),
                    &[Fixed("row/piece")],
                    sums.rows().partial_files(),
                ]),
                bind_groups: [Some(RowSource::from(sums.rows()).step()), None, Some(Grads), Some(Scratch)],
                workgroup: WORKGROUP,
                axes: &[GradFormat, Parts, Gradient],
            },
            Self::ReduceShort(input) => input.row("reduce_short", NONE),
            Self::ReduceWorkgroup(ReduceStage::First(input)) => {
                input.row("reduce_workgroup", input.chunk_files())
            }
            Self::ReduceWorkgroup(ReduceStage::ChunkSums(sums)) => Row {
                kernel: "reduce_workgroup",
                files: files([
                    UNIFORMS,
                    Storage::Scalar.elements(),
                    SCRATCH,
                    sums.files(),
                    &[Fixed("channel/chunk_sums"), Fixed("reduce_input/chunk_sums")],
                    BATCHED,
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
                    rows.results(),
                    rows.files(),
                    &[Fixed("row_op/catch_up")],
                ]),
                bind_groups: [Some(rows.step()), Some(LazyParam), rows.indices(Indices), rows.result_group()],
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
                bind_groups: [
                    Some(Step),
                    Some(Param),
                    Some(Grads),
                    uses_scratch.then_some(BindGroup::Results),
                ],
                workgroup: WORKGROUP,
                axes: &[Rule, Values, Copy, GradFormat, Rounding, Gradient],
            },
            Self::UpdateWholeRows(WholeRows::Dense(uses_scratch)) => Row {
                kernel: "whole_rows",
                files: files([
                    UNIFORMS,
                    GRADIENT,
                    Storage::Scalar.values_and_state(),
                    Storage::Scalar.grads(),
                    RULE,
                    if uses_scratch { RESULTS } else { NO_RESULTS },
                    RowSource::All.files(),
                    &[Fixed("row_grad/dense"), Fixed("row/lanes"), Fixed("row_before/stored")],
                ]),
                bind_groups: [
                    Some(Step),
                    Some(Param),
                    Some(Grads),
                    uses_scratch.then_some(BindGroup::Results),
                ],
                workgroup: WORKGROUP,
                axes: &[Rule, Values, Copy, GradFormat, Rounding, Gradient],
            },
            Self::UpdateWholeRows(WholeRows::Named(source)) => Row {
                kernel: "whole_rows",
                files: source.whole_files(&[Fixed("row_before/stored")]),
                ..Self::UpdateRows(Storage::Scalar, source).row()
            },
            Self::UpdateLazyWholeRows(source) => Row {
                kernel: "whole_rows",
                files: source.whole_files(LAZY_ROWS),
                ..Self::UpdateLazyRows(Storage::Scalar, source).row()
            },
            Self::CatchUpWholeRows(rows) => Row {
                kernel: "whole_rows",
                files: files([
                    UNIFORMS,
                    Storage::Scalar.values_and_state(),
                    LAZY_ROWS,
                    rows.results(),
                    rows.files(),
                    &[Fixed("row/lanes"), Fixed("rule/row/catch_up")],
                ]),
                ..Self::CatchUpRows(Storage::Scalar, rows).row()
            },
            Self::UpdateRows(storage, source) => Row {
                kernel: "rows",
                files: source.files(storage, RULE, TOUCHED),
                bind_groups: [Some(source.step()), Some(Param), Some(source.grads()), source.result_group()],
                workgroup: WORKGROUP,
                axes: if source == UpdateSource::DeviceUnique {
                    &[Rule, Values, Copy, GradFormat, Rounding, Gradient]
                } else {
                    &[Rule, Values, Copy, GradFormat, Parts, Rounding, Gradient]
                },
            },
            Self::UpdateLazyRows(storage, source) => Row {
                kernel: "rows",
                files: source.files(storage, LAZY_UPDATE, &[Fixed("rule/element/lazy")]),
                bind_groups: [
                    Some(source.step()),
                    Some(LazyParam),
                    Some(source.grads()),
                    source.result_group(),
                ],
                workgroup: WORKGROUP,
                axes: if source == UpdateSource::DeviceUnique {
                    &[Lazy, Marks, Values, Copy, GradFormat, Rounding, Gradient]
                } else {
                    &[Lazy, Marks, Values, Copy, GradFormat, Parts, Rounding, Gradient]
                },
            },
            Self::UpdateArena => Row {
                kernel: "arena",
                files: files([
                    &[Fixed("common"), Fixed("rule/uniforms")],
                    GRADIENT,
                    Storage::Vec4.values_and_state(),
                    Storage::Vec4.grads(),
                    RULE,
                    NO_RESULTS,
                    TOUCHED,
                ]),
                bind_groups: [Some(ArenaStep), Some(Param), Some(Grads), Some(ArenaBlocks)],
                workgroup: WORKGROUP,
                axes: &[Rule, Values, GradFormat, Rounding, Gradient],
            },
            Self::MarkRows(rows) => Row {
                kernel: "rows",
                files: files([
                    UNIFORMS,
                    Storage::Scalar.elements(),
                    &[Fixed("buffer/history")],
                    rows.results(),
                    rows.files(),
                    &[Fixed("row_op/mark")],
                ]),
                bind_groups: [Some(rows.step()), Some(LazyParam), rows.indices(Indices), rows.result_group()],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::CheckFinite(storage) => Row {
                kernel: "check_finite",
                files: files([UNIFORMS, storage.grads(), REPORT]),
                bind_groups: [Some(Step), None, Some(Grads), Some(Report)],
                workgroup: WORKGROUP,
                axes: &[GradFormat, Parts],
            },
            Self::SkipStep => Row {
                kernel: "patch/skip_step",
                files: files([PATCH, REPORT, &[Fixed("buffer/all_reports")]]),
                bind_groups: [Some(Patch), None, None, Some(AllReports)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::NormSums => Row {
                kernel: "patch/norm_sums",
                files: files([PATCH, &[Fixed("buffer/all_results"), Fixed("sum/squares")], TREE]),
                bind_groups: [Some(Patch), None, None, Some(AllResults)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::ClipNorm => Row {
                kernel: "patch/clip_norm",
                files: files([PATCH, REPORT, &[Fixed("sum/squares"), Fixed("sum/norm")]]),
                bind_groups: [Some(Patch), None, None, Some(Report)],
                workgroup: WORKGROUP,
                axes: &[],
            },
            Self::WeightStats(weights) => Row {
                kernel: "weight_stats",
                files: files([
                    UNIFORMS,
                    weights.files(),
                    weights.lazy_files(),
                    SCRATCH,
                    REPORT,
                    SumKind::Squares.files(),
                    weights.file(),
                    TREE,
                ]),
                bind_groups: [Some(Step), Some(weights.param()), None, Some(ScratchAndReport)],
                workgroup: WORKGROUP,
                axes: weights.axes(),
            },
            Self::Gather(unit) => Row {
                kernel: match unit {
                    GatherUnit::Words => "gather_words",
                    GatherUnit::Halves => "gather_halves",
                },
                files: files([&[Fixed("common"), Fixed("uniform/gather")]]),
                bind_groups: [Some(Gather), None, None, None],
                workgroup: WORKGROUP,
                axes: &[],
            },
        }
    }

    /// The kernel's own shader file in `shaders/kernel`, for a variant; its last component is the entry point.
    pub(crate) fn file(self, variant: Variant) -> &'static str {
        match variant.marks {
            Marks::FirstThread if !self.takes_rows() => "rows_and_marks",
            _ => self.row().kernel,
        }
    }

    /// Whether the kernel is compiled for what a step does to gradients before the rule sees them.
    pub(crate) fn has_gradient_form(self) -> bool {
        self.row().axes.contains(&VariantAxis::Gradient)
    }

    /// How the kernel binds the scratch buffer or the report of its slot, if it does.
    pub(crate) fn slot_access(self, variant: Variant) -> Option<Access> {
        match self.bind_groups(variant)[3]? {
            BindGroup::Results => Some(Access::Read),
            BindGroup::Scratch
            | BindGroup::ScratchAndReport
            | BindGroup::ResultsAndReport
            | BindGroup::Report => Some(Access::ReadWrite),
            _ => None,
        }
    }

    /// The bind groups of a variant, by number.
    pub(crate) fn bind_groups(self, variant: Variant) -> [Option<BindGroup>; 4] {
        let in_parts = |bind_group: BindGroup| bind_group.in_parts(variant.parts);
        let bind_groups = self.row().bind_groups.map(|bind_group| bind_group.map(in_parts));
        if variant.copy.is_none() {
            return bind_groups;
        }
        bind_groups.map(|bind_group| bind_group.map(BindGroup::with_copy))
    }

    /// How the kernel is compiled for a parameter: properties that it is not compiled for are set to a default.
    pub(crate) fn variant(self, param: Variant) -> Variant {
        let axes = self.row().axes;
        let has = |axis| axes.contains(&axis);
        let has_rule = has(VariantAxis::Rule) || has(VariantAxis::Lazy);
        let lazy_form = match param.lazy_form {
            form if has(VariantAxis::Lazy) => form,
            LazyForm::Adaptive | LazyForm::AdaptiveL2 if has_rule => LazyForm::Adaptive,
            _ => LazyForm::Documented,
        };
        let values = if has(VariantAxis::Values) { param.values } else { Format::F32 };
        Variant {
            rule: if has_rule { param.rule } else { RuleForm::default() },
            lazy_form,
            marks: if has(VariantAxis::Marks) { param.marks } else { Marks::Later },
            values,
            copy: param.copy.filter(|_| has(VariantAxis::Copy)),
            grads: if has(VariantAxis::Grads) { param.grads } else { Format::F32 },
            parts: if has(VariantAxis::Parts) { param.parts } else { PartCount::One },
            stochastic: param.stochastic && values != Format::F32 && has(VariantAxis::Rounding),
            gradient: if has(VariantAxis::Gradient) { param.gradient } else { GradientForm::default() },
        }
    }
}

impl Row {
    /// The same with this kind of bind group for its uniforms.
    fn with_step(mut self, step: BindGroup) -> Self {
        self.bind_groups[0] = Some(step);
        self
    }

    /// The same with the report of the slot beside scratch memory.
    fn with_report(mut self) -> Self {
        self.bind_groups[3] = Some(BindGroup::ScratchAndReport);
        self
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
                &[Fixed("storage/vec4/elements"), File::Values(Self::Vec4), File::State(Self::Vec4)]
            }
            Self::Scalar => {
                &[Fixed("storage/scalar/elements"), File::Values(Self::Scalar), File::State(Self::Scalar)]
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

impl IndexBuffers {
    fn files(self) -> &'static [File] {
        match self {
            Self::One => CALLER_INDICES,
            Self::Several => CALLER_BUFFERS,
        }
    }

    fn bind_group(self) -> BindGroup {
        match self {
            Self::One => BindGroup::SortIndices,
            Self::Several => BindGroup::SortBuffers,
        }
    }
}

impl SortInput {
    fn files(self) -> &'static [File] {
        match self {
            Self::CallerIndices(buffers) => buffers.files(),
            Self::UploadedIndices => &[Fixed("buffer/table"), Fixed("sort_input/uploaded_indices")],
            Self::ScratchEntries => SCRATCH_ENTRIES,
        }
    }

    fn indices(self) -> Option<BindGroup> {
        match self {
            Self::CallerIndices(buffers) => Some(buffers.bind_group()),
            Self::UploadedIndices | Self::ScratchEntries => None,
        }
    }

    /// The uniforms, with the table where indices are found in it.
    fn step(self) -> BindGroup {
        if self == Self::UploadedIndices { BindGroup::SortStepAndTable } else { BindGroup::SortStep }
    }
}

impl SortForm {
    /// The row of a kernel that binds these indices.
    fn row(
        self,
        [serial, tiled]: [&'static str; 2],
        files: Files,
        indices: Option<BindGroup>,
        workgroup: u32,
    ) -> Row {
        Row {
            kernel: if self == Self::Serial { serial } else { tiled },
            files,
            bind_groups: [Some(BindGroup::SortStep), None, indices, Some(BindGroup::Scratch)],
            workgroup,
            axes: &[],
        }
    }

    /// Threads in a workgroup that sorts.
    fn workgroup(self) -> u32 {
        match self {
            Self::Serial => SERIAL_SORT_WORKGROUP,
            Self::Tiled => TILED_SORT_WORKGROUP,
        }
    }

    fn group_small(self, buffers: IndexBuffers) -> Row {
        let files = match self {
            Self::Serial => {
                files([SORT, buffers.files(), SORT_GROUPS, SERIAL_DIGITS, SERIAL_HEADS, SERIAL_GROUPS])
            }
            Self::Tiled => files([SORT, buffers.files(), SORT_GROUPS, TILE, TILE_KEYS, TILE_HEADS]),
        };
        let kernels = ["sort/serial/group_small", "sort/group_small"];
        self.row(kernels, files, Some(buffers.bind_group()), self.workgroup()).with_report()
    }

    fn count_digits(self, input: SortInput) -> Row {
        let files = match self {
            Self::Serial => files([SORT_PAIRS, input.files(), SERIAL_DIGITS]),
            Self::Tiled => files([SORT_PAIRS, input.files(), TILE, TILE_DIGITS]),
        };
        let kernels = ["sort/serial/count_digits", "sort/count_digits"];
        self.row(kernels, files, input.indices(), self.workgroup()).with_step(input.step())
    }

    fn scan_digits(self) -> Row {
        let (files, workgroup) = match self {
            Self::Serial => (files([SORT_PAIRS]), SERIAL_SORT_WORKGROUP),
            // A thread takes a pair of digits.
            Self::Tiled => (files([SORT_PAIRS, TILE_DIGITS]), TILED_SORT_WORKGROUP / 2),
        };
        self.row(["sort/serial/scan_digits", "sort/scan_digits"], files, None, workgroup)
    }

    fn scatter_entries(self, input: SortInput) -> Row {
        let files = match self {
            Self::Serial => files([SORT_PAIRS, input.files(), SERIAL_DIGITS]),
            Self::Tiled => files([SORT_PAIRS, input.files(), TILE, TILE_DIGITS, TILE_ORDER]),
        };
        let kernels = ["sort/serial/scatter_entries", "sort/scatter_entries"];
        self.row(kernels, files, input.indices(), self.workgroup()).with_step(input.step())
    }

    fn count_heads(self) -> Row {
        let (files, workgroup) = match self {
            Self::Serial => (files([SORT, SERIAL_RUNS, SERIAL_SUMS, SERIAL_HEADS]), WORKGROUP),
            Self::Tiled => (files([SORT, &[Fixed("sort/sorted_rows")], TILE]), TILED_SORT_WORKGROUP),
        };
        self.row(["sort/serial/count_heads", "sort/count_heads"], files, None, workgroup)
    }

    fn write_heads(self) -> Row {
        let (files, workgroup) = match self {
            Self::Serial => (files([SORT, SORT_GROUPS, SERIAL_RUNS, SERIAL_SUMS, SERIAL_GROUPS]), WORKGROUP),
            Self::Tiled => (files([SORT, SORT_GROUPS, TILE, TILE_HEADS]), TILED_SORT_WORKGROUP),
        };
        self.row(["sort/serial/write_heads", "sort/write_heads"], files, None, workgroup).with_report()
    }
}

impl SumKind {
    fn files(self) -> &'static [File] {
        match self {
            Self::Numbers => &[Fixed("sum/numbers")],
            Self::Squares => &[Fixed("sum/squares"), Fixed("sum/squares_in_scratch")],
        }
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
            Self::DeviceSorted => &[Fixed("row/entries"), Fixed("row_source/device_sorted")],
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

    /// The file that reads scratch memory, where rows are listed there.
    fn results(self) -> &'static [File] {
        if self == Self::DeviceSorted { &[Fixed("buffer/results")] } else { NONE }
    }

    /// The bind group for a kernel that only visits rows: the scratch memory in which they are listed, or the report that counts
    /// indices which are no row.
    fn result_group(self) -> Option<BindGroup> {
        match self {
            Self::DeviceSorted => Some(BindGroup::Results),
            Self::DeviceUnique => Some(BindGroup::Report),
            Self::HostTable | Self::All => None,
        }
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
            if self == Self::HostTable { NO_RESULTS } else { RESULTS },
            RowSource::from(self).files(),
            &[Fixed("row/piece"), Fixed("row/sum"), Fixed("row_op/update")],
            element,
        ])
    }

    /// The files of an update that takes rows as a whole.
    fn whole_files(self, before: &'static [File]) -> Files {
        const STORAGE: Storage = Storage::Scalar;
        files([
            UNIFORMS,
            GRADIENT,
            STORAGE.values_and_state(),
            STORAGE.grads(),
            RULE,
            if self == Self::HostTable { NO_RESULTS } else { RESULTS },
            RowSource::from(self).files(),
            &[Fixed("row/piece"), Fixed("row/sum"), Fixed("row_grad/entries"), Fixed("row/lanes")],
            before,
        ])
    }

    fn step(self) -> BindGroup {
        RowSource::from(self).step()
    }

    fn grads(self) -> BindGroup {
        if self == Self::DeviceUnique { BindGroup::GradsAndIndices } else { BindGroup::Grads }
    }

    fn result_group(self) -> Option<BindGroup> {
        match self {
            Self::HostTable => None,
            Self::HostTableAndScratch | Self::DeviceSorted => Some(BindGroup::Results),
            Self::DeviceUnique => Some(BindGroup::ResultsAndReport),
        }
    }
}

impl GradRows {
    fn grads(self) -> BindGroup {
        if self == Self::DeviceUnique { BindGroup::GradsAndIndices } else { BindGroup::Grads }
    }

    /// The bind group for a kernel that leaves results for the rows.
    fn scratch(self) -> BindGroup {
        if self == Self::DeviceUnique { BindGroup::ScratchAndReport } else { BindGroup::Scratch }
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
            Self::Pending => &[File::Pending],
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

    /// Files of the sum that a thread takes of a chunk.
    fn chunk_files(self) -> &'static [File] {
        match self {
            Self::DenseChannels | Self::DenseSquares => BATCHED,
            Self::RowChannels(_) | Self::RowSquares(_) => IN_TURN,
        }
    }

    /// The row of a kernel that sums up these numbers, joined from these files besides.
    fn row(self, kernel: &'static str, chunk: &'static [File]) -> Row {
        use BindGroup::{Grads, Param, Scratch};
        const STORAGE: Storage = Storage::Scalar;
        const ELEMENTS: &[File] = &[Fixed("channel/elements")];
        const ROWS: &[File] = &[Fixed("row/piece"), Fixed("row/sum"), Fixed("channel/rows")];
        let scratch = self.grad_rows().map_or(Scratch, GradRows::scratch);
        let row = |files, param, grads, axes| Row {
            kernel,
            files,
            bind_groups: [Some(self.step()), param, grads, Some(scratch)],
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
                    self.sums().files(),
                    ELEMENTS,
                    &[Fixed("reduce_input/dense_channels")],
                    chunk,
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
                    OWN_RESULTS,
                    RowSource::from(rows).files(),
                    ROWS,
                    self.sums().files(),
                    &[Fixed("reduce_input/row_channels")],
                    chunk,
                ]),
                Some(Param),
                Some(rows.grads()),
                if rows == GradRows::DeviceUnique {
                    &[VariantAxis::Values, VariantAxis::Grads, VariantAxis::Gradient]
                } else {
                    &[VariantAxis::Values, VariantAxis::Grads, VariantAxis::Parts, VariantAxis::Gradient]
                },
            ),
            Self::DenseSquares => row(
                files([
                    UNIFORMS,
                    STORAGE.grads(),
                    SCRATCH,
                    self.sums().files(),
                    ELEMENTS,
                    &[Fixed("reduce_input/dense_squares")],
                    chunk,
                ]),
                None,
                Some(Grads),
                &[VariantAxis::Grads],
            ),
            Self::RowSquares(rows) => row(
                files([
                    UNIFORMS,
                    GRADIENT,
                    STORAGE.grads(),
                    OWN_RESULTS,
                    RowSource::from(rows).files(),
                    ROWS,
                    self.sums().files(),
                    &[Fixed("reduce_input/row_squares")],
                    chunk,
                ]),
                None,
                Some(rows.grads()),
                &[VariantAxis::Grads, VariantAxis::Parts, VariantAxis::Gradient],
            ),
        }
    }
}
