//! The planner of one input: appends dispatches and their uniforms to a program.

use super::{
    bindings::Access,
    control::DeviceControl,
    dispatch::{Dispatch, Stage, Wave},
    input::{LazyRows, PlanInput},
    kernel::{GradientForm, Kernel, Marks, RowSource, Storage, Variant},
    limits::Limits,
    program::{Program, UniformsOwner, word},
    scratch_layout::{SLOTS, ScratchLayout},
    table::WORKGROUP,
    uniforms::{ElementUniforms, MAX_RULES, NONE, Uniforms},
};
use crate::{lazy::LazyForm, rounding::Rounding};

/// Dense parameters up to this length are updated one element at a time where four do not divide the length: one dispatch that
/// is a little slower costs less than two.
const MAX_SCALAR_ELEMENTS: u64 = 4096;

/// Plans one input.
pub(super) struct Planner<'a> {
    pub(super) program: &'a mut Program,
    /// Index of the input.
    pub(super) index: usize,
    pub(super) input: PlanInput<'a>,
    pub(super) control: Option<&'a DeviceControl>,
    pub(super) limits: &'a Limits,
}

impl Planner<'_> {
    /// Uniforms with the input's step parameters, and without addresses.
    pub(super) fn uniforms(&self) -> ElementUniforms {
        ElementUniforms::new(self.input.params)
    }

    /// Appends a dispatch of `uniforms.thread_count` threads; none for no threads.
    pub(super) fn push(&mut self, stage: Stage, kernel: Kernel, window: usize, uniforms: ElementUniforms) {
        let (workgroups, grid_stride) = self.grid(uniforms.thread_count);
        // Rows that catch up and their update may round the same element, so they have random streams of their own.
        let stream_offset = u32::from(matches!(
            kernel,
            Kernel::CatchUpRows(..) | Kernel::CatchUpWholeRows(_) | Kernel::MarkRows(_)
        ));
        let uniforms = ElementUniforms {
            grid_stride,
            grad_part: word(self.input.parts.step),
            noise_stream: self.input.noise_stream + stream_offset,
            noise_origin: self.input.windows.start(window),
            ..uniforms
        };
        let uniforms = if kernel.rows().is_some_and(RowSource::is_host_table) {
            Uniforms::ElementWithTable(uniforms)
        } else {
            Uniforms::Element(uniforms)
        };
        self.push_dispatch(stage, kernel, window, workgroups, uniforms);
    }

    /// Appends a dispatch with uniforms of any kind; none for no workgroups.
    pub(super) fn push_dispatch(
        &mut self,
        stage: Stage,
        kernel: Kernel,
        window: usize,
        workgroups: [u32; 2],
        uniforms: Uniforms,
    ) {
        if workgroups[1] == 0 {
            return;
        }
        let rules = match &uniforms {
            Uniforms::Arena(arena) => Some(self.program.rule_pieces[arena.first_rule as usize / MAX_RULES]),
            _ => None,
        };
        // Arenas have a form for each parameter group, which few kernels need.
        let gradient =
            if kernel.has_gradient_form() { self.gradient_form() } else { GradientForm::default() };
        let variant = self.input.variant(kernel, gradient);
        let access = kernel.slot_access(variant);
        let is_update = matches!(stage, Stage::Update | Stage::Finish);
        let writes_slot = access == Some(Access::ReadWrite);
        let wave = if is_update && !writes_slot { Wave::default() } else { self.next_wave(stage) };
        let dispatch = Dispatch {
            kernel,
            variant,
            stage,
            input: Some(self.index),
            window,
            uniforms: self.push_uniforms(uniforms),
            rules,
            indices: None,
            workgroups,
            slot: self.slot(),
            binds_slot: access.is_some(),
            wave,
            begins_pass: false,
        };
        self.program.dispatches.push(dispatch);
    }

    /// The slot whose scratch buffer and report the input's dispatches bind.
    pub(super) fn slot(&self) -> usize {
        self.index % SLOTS
    }

    /// The layout of the scratch buffer of the input.
    pub(super) fn scratch(&mut self) -> &mut ScratchLayout {
        let slot = self.slot();
        &mut self.program.scratch[slot]
    }

    /// The wave of the input's next dispatch in a stage.
    fn next_wave(&self, stage: Stage) -> Wave {
        let own =
            self.program.dispatches.iter().rev().take_while(|dispatch| dispatch.input == Some(self.index));
        Wave { turn: self.index / SLOTS, level: own.filter(|dispatch| dispatch.stage == stage).count() }
    }

    /// Appends uniforms; returns their index.
    pub(super) fn push_uniforms(&mut self, uniforms: Uniforms) -> usize {
        let lag = self.input.lazy.as_ref().and_then(|lazy| lazy.lag);
        self.program.push_uniforms(uniforms, UniformsOwner { group: self.input.group, lag }, self.limits)
    }

    /// Workgroups for so many threads, folded into a grid that the device allows, and threads along x of the grid.
    pub(super) fn grid(&self, threads: u32) -> ([u32; 2], u32) {
        self.limits.grid(threads)
    }

    /// How many elements a thread takes of a row, and how many threads a row takes.
    pub(super) fn row_storage(&self) -> (Storage, u64) {
        row_storage(self.input.windows.width)
    }
}

impl PlanInput<'_> {
    /// How a kernel is compiled for the parameter.
    pub(super) fn variant(&self, kernel: Kernel, gradient: GradientForm) -> Variant {
        let adaptive = || LazyForm::of(self.params.rule, self.params.shrinkage, 0.0);
        // What is exported is a copy of its own.
        let copy = self.copy.filter(|_| self.lazy.as_ref().is_none_or(LazyRows::is_in_place));
        kernel.variant(Variant {
            rule: self.params.rule,
            lazy_form: self.lazy.as_ref().map_or_else(adaptive, |lazy| lazy.form),
            marks: kernel.rows().map_or(Marks::Later, |rows| self.marks(rows)),
            values: self.values,
            grads: self.grads,
            parts: self.parts.count,
            copy,
            stochastic: self.params.rounding != Rounding::Nearest,
            gradient,
        })
    }

    /// The writer of the last steps of the exact rows that a kernel visits.
    pub(super) fn marks(&self, rows: RowSource) -> Marks {
        let (_, threads) = row_storage(self.windows.width);
        let is_in_place = self.lazy.as_ref().is_some_and(LazyRows::is_in_place);
        let shares_workgroup = u64::from(WORKGROUP).is_multiple_of(threads);
        match rows {
            _ if !is_in_place => Marks::Later,
            // A workgroup takes a row, and marks it.
            _ if self.params.rule.takes_rows() => Marks::FirstThread,
            _ if threads == 1 => Marks::OnlyThread,
            // A thread takes several rows, one after the other.
            RowSource::DeviceSorted => Marks::Later,
            _ if shares_workgroup => Marks::FirstThread,
            _ => Marks::Later,
        }
    }

    /// The kernels of a sweep, which the first step prepares so that no later step has to wait for them.
    pub(crate) fn sweep_kernels(&self) -> impl Iterator<Item = (Kernel, Variant)> {
        let (storage, _) = row_storage(self.windows.width);
        let marks_later = self.marks(RowSource::All) == Marks::Later;
        let mark = marks_later.then_some(Kernel::MarkRows(RowSource::All));
        let catch_up = if self.params.rule.takes_rows() {
            Kernel::CatchUpWholeRows(RowSource::All)
        } else {
            Kernel::CatchUpRows(storage, RowSource::All)
        };
        let kernels = [catch_up].into_iter().chain(mark);
        kernels.filter(|_| self.lazy.is_some()).map(|kernel| {
            // They see no gradients.
            (kernel, self.variant(kernel, GradientForm::default()))
        })
    }
}

/// How many elements a thread takes of a row of this width, and how many threads a row takes.
fn row_storage(width: u64) -> (Storage, u64) {
    if width.is_multiple_of(4) { (Storage::Vec4, width / 4) } else { (Storage::Scalar, width) }
}

/// How consecutive elements are taken, four at a time and then one at a time: first element, and how often.
pub(super) fn vec4_and_rest(len: u64) -> [(Storage, u64, u64); 2] {
    let vectors = if len.is_multiple_of(4) || len > MAX_SCALAR_ELEMENTS { len / 4 } else { 0 };
    [(Storage::Vec4, 0, vectors), (Storage::Scalar, vectors * 4, len - vectors * 4)]
}

/// A thread for each column, or four columns, of each row group. Where only the device knows how many groups there are, and
/// `groups` of them would be threads enough, fewer threads that take several groups each.
pub(super) fn for_each_row(
    rows: RowSource,
    groups: u64,
    width: u64,
    uniforms: ElementUniforms,
    limits: &Limits,
) -> ElementUniforms {
    let turns = if rows == RowSource::DeviceSorted { limits.turns(groups * width) } else { 1 };
    let groups = groups.div_ceil(turns);
    ElementUniforms {
        thread_count: word(groups * width),
        width: word(width),
        group_stride: word(groups),
        ..uniforms
    }
}

/// The number of a parameter's rows as u32. Where it is larger the rows have no elements; others take no row gradients.
pub(super) fn row_count(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(NONE)
}

/// The number of elements in a row as u32. Where it is larger no window holds a whole row, and no kernel asks for rows.
pub(super) fn row_width(width: u64) -> u32 {
    u32::try_from(width).unwrap_or(NONE)
}
