//! Where a step runs: dispatches as plain data, decided before anything is recorded, testable without a GPU.

mod exact;
mod grouping;
mod kernel;
mod means;
mod norms;
mod orders;
mod pieces;
mod report;
mod slot;
mod windows;
mod work;

pub(crate) use exact::{Exact, Task};
pub(crate) use kernel::{Current, Elements, Kernel, Pass, Source, Storage, Variant};
pub(crate) use orders::{Control, Guarded, LaneControl, Orders};
pub(crate) use report::{
    BAD_ROWS, GOOD_STEPS, GRAD_NORM, LAG, LAGS, LARGEST, NONZERO, REPORT, SCALE, SKIPPED, WEIGHT_NORM,
};
pub(crate) use slot::Sort;
pub(crate) use slot::{Arena, NONE, RULES, Rule, Slot, Told};
pub(crate) use windows::Windows;
#[cfg(test)]
pub(crate) use {grouping::DIGITS, norms::SHARE};

use self::{norms::quads_and_rest, orders::Owner, work::Work};
use crate::{
    error::Error,
    format::Format,
    row_groups::{PIECE, RowGroups},
    rule::StepParams,
};

/// Threads in a workgroup. 64 suits every device, and a thread takes four elements.
pub(crate) const WORKGROUP: u32 = 64;

/// Parameters up to this many elements run one element at a time when four do not divide them: one dispatch that is a
/// little slower costs less than two.
const SMALL: u64 = 4096;

/// Elements of an arena that obey the same rule: four for each thread of a workgroup.
pub(crate) const BLOCK_OF_ARENA: u64 = 4 * WORKGROUP as u64;
/// Threads that keep a device busy, and groups of rows that each takes at most where there could be more.
const ENOUGH: u64 = 1 << 14;
const TURNS: u64 = 4;

/// What a device allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most bytes that one storage binding covers.
    pub(crate) binding: u64,
    /// The most workgroups along one axis of a grid.
    pub(crate) workgroups: u32,
    /// Bytes: where a uniform binding may begin.
    pub(crate) uniform_alignment: u64,
    /// Bytes: where a storage binding may begin.
    pub(crate) alignment: u64,
}

/// One parameter's part in a step.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) windows: &'a Windows,
    pub(crate) params: &'a StepParams,
    /// Whose numbers those are.
    pub(crate) lane: usize,
    pub(crate) grad: Grad<'a>,
    /// How values and gradients are stored, and the copy of the values, where there is one.
    pub(crate) formats: [Format; 2],
    pub(crate) copy: Option<Format>,
    /// What rounding by chance tells parameters apart by.
    pub(crate) stream: u32,
    /// Of an arena, the elements with the numbers of each lane.
    pub(crate) stretches: &'a [(usize, std::ops::Range<u64>)],
    /// Whether its gradient loses its mean.
    pub(crate) centralized: bool,
    /// What belongs to exact rows, where they are.
    pub(crate) exact: Option<Exact>,
}

/// What is known of a gradient.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grad<'a> {
    Dense,
    /// Of a whole arena, whose blocks obey these.
    Arena(&'a [StepParams]),
    /// By rows, grouped on the host.
    Grouped(&'a RowGroups),
    /// By rows whose indices are on the device.
    Device {
        entries: u64,
        /// Rows of the parameter.
        rows: u64,
        /// Whether no two indices are equal.
        unique: bool,
    },
    /// None: all rows are brought up to date.
    Flush,
    /// None: values are measured.
    Measure,
}

/// One dispatch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dispatch {
    pub(crate) kernel: Kernel,
    pub(crate) variant: Variant,
    stage: Stage,
    /// Which of the step's parts.
    pub(crate) part: usize,
    /// Which window of its parameter.
    pub(crate) window: usize,
    /// Which of the plan's slots.
    pub(crate) slot: usize,
    /// Which of them has the rules that an arena's knows.
    pub(crate) rules: Option<usize>,
    /// Workgroups along x and y.
    pub(crate) workgroups: [u32; 2],
}

/// When a dispatch runs; but for updates, in the order in which it was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Before it is decided whether the step changes anything.
    Inspect,
    Verdict,
    /// Before it is known how large gradients are: all of it that is the same whatever they are multiplied by.
    Gather,
    Limit,
    /// Before the updates, which need it.
    Before,
    /// An update: they touch no memory of each other's.
    Update,
    /// After the updates, which need what it changes.
    After,
}

/// A whole step: what is uploaded and what is dispatched.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// In the order in which they run.
    pub(crate) dispatches: Vec<Dispatch>,
    told: Vec<Told>,
    /// Where each of them begins, in bytes.
    offsets: Vec<u32>,
    /// Bytes that they take up.
    told_size: u64,
    /// One for each lane of the registry, where there are arenas.
    rules: Vec<Rule>,
    /// The slots in which arenas are told of them, piece by piece.
    rules_at: Vec<usize>,
    /// Row tables, one behind the other.
    table: Vec<u32>,
    work: Work,
    /// Whose everything is that is told.
    owners: Vec<Owner>,
    /// Where in `work` there are sums of squares, how many, and which limit they have; and of which parameter.
    sums: Vec<(u32, [u32; 3])>,
}

impl Plan {
    /// `control` is what is left to the device, if anything is.
    pub(crate) fn new<'a>(
        parts: impl Iterator<Item = Part<'a>>,
        control: Option<&Control>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let mut plan = Self::default();
        let mut parts = parts.enumerate().peekable();
        // A step without a gradient is one, too.
        let control = control.filter(|control| control.decides() || parts.peek().is_some());
        if control.is_some() {
            let owner = Owner { lane: 0, clock: None };
            plan.tell(Told::Orders(Orders::default()), owner, limits.uniform_alignment);
        }
        for (part, of) in parts {
            Planner { plan: &mut plan, part, of, control, limits }.part();
        }
        if let Some(control) = control {
            plan.order(control);
        }
        // Of updates the order is free, and this one has the fewest changes of pipeline.
        plan.dispatches.sort_by_key(|dispatch| {
            (dispatch.stage, Some(dispatch.kernel).filter(|_| dispatch.stage == Stage::Update))
        });
        plan.check_grids(limits)?;
        plan.work.check(limits)?;
        if let Some(control) = control {
            plan.write_orders(control);
        }
        plan.fit(limits)?;
        Ok(plan)
    }

    /// Says which slot it has.
    fn tell(&mut self, told: Told, owner: Owner, alignment: u64) -> usize {
        self.offsets.push(word(self.told_size));
        self.told_size += told.room(alignment);
        self.told.push(told);
        self.owners.push(owner);
        self.told.len() - 1
    }

    /// Where a slot begins, in bytes.
    pub(crate) fn offset(&self, slot: usize) -> u32 {
        self.offsets[slot]
    }

    /// Bytes to upload.
    pub(crate) fn size(&self) -> u64 {
        self.told_size + size_of_val(&*self.table) as u64
    }

    /// Bytes that the dispatches need to leave results for each other.
    pub(crate) fn work(&self) -> u64 {
        self.work.size()
    }

    /// What to upload: `put(offset, bytes)` for every piece.
    pub(crate) fn upload(&self, mut put: impl FnMut(u64, &[u8])) {
        for (told, &at) in self.told.iter().zip(&self.offsets) {
            put(at.into(), told.bytes(&self.rules));
        }
        if !self.table.is_empty() {
            put(self.told_size, bytemuck::cast_slice(&self.table));
        }
    }

    /// Refuses grids too large even when folded, which takes limits far below the usual 65,535 squared.
    fn check_grids(&self, limits: &Limits) -> Result<(), Error> {
        let tallest = self.dispatches.iter().map(|dispatch| dispatch.workgroups[1]).max().unwrap_or(0);
        if tallest <= limits.workgroups {
            return Ok(());
        }
        Err(Error::Limit {
            what: "a parameter folded into two dimensions of workgroups".to_owned(),
            limit: "max_compute_workgroups_per_dimension",
            needed: tallest.into(),
            allowed: limits.workgroups.into(),
        })
    }

    /// Moves the tables behind the slots, if both fit into one binding.
    fn fit(&mut self, limits: &Limits) -> Result<(), Error> {
        let needed = self.size();
        if needed > limits.binding {
            return Err(Error::Limit {
                what: "the upload of one step in bytes".to_owned(),
                limit: "max_storage_buffer_binding_size",
                needed,
                allowed: limits.binding,
            });
        }
        let behind = word(self.told_size / size_of::<u32>() as u64);
        for told in &mut self.told {
            if let Told::Listed(slot) = told {
                slot.rows += behind;
                slot.starts += behind;
                slot.order += behind;
            }
        }
        Ok(())
    }
}

/// Plans one part of a step.
struct Planner<'a> {
    plan: &'a mut Plan,
    part: usize,
    of: Part<'a>,
    control: Option<&'a Control>,
    limits: &'a Limits,
}

impl Planner<'_> {
    fn part(&mut self) {
        if self.updates() && self.control.is_some_and(Control::decides) {
            self.inspect();
        }
        self.overdue();
        match self.of.grad {
            Grad::Measure => self.measure(),
            Grad::Dense => self.dense(),
            Grad::Arena(rules) => self.arena(rules),
            Grad::Grouped(groups) => self.grouped_rows(groups),
            Grad::Device { entries: 0, .. } | Grad::Flush => {}
            Grad::Device { entries, rows, .. } if self.of.windows.len == 0 => {
                self.check_on_device(entries, rows)
            }
            Grad::Device { entries, rows, unique: false } => self.device_rows(entries, rows),
            Grad::Device { entries, rows, unique: true } => self.indexed_rows(entries, rows),
        }
    }

    fn dense(&mut self) {
        self.squares_of_dense();
        for (window, range) in self.of.windows.iter().enumerate() {
            let len = range.end - range.start;
            let mut slot = Slot { width: word(self.of.windows.width), ..Slot::of(self.of.params) };
            if self.of.centralized {
                slot.means = self.means(Elements::Channels, window, len / self.of.windows.width, slot);
            }
            for (storage, first, count) in quads_and_rest(len) {
                let kernel = Kernel::Dense(storage, self.source());
                self.push(kernel, window, Slot { first: word(first), count: word(count), ..slot });
            }
            self.copy_window(window, len);
        }
    }

    /// Plans the copy of all values of a window, as if they were rows.
    fn copy_window(&mut self, window: usize, len: u64) {
        for (storage, first, count) in quads_and_rest(len) {
            let row_count = word(first + count);
            let slot = Slot {
                first: word(first),
                count: word(count),
                width: 1,
                row_count,
                ..Slot::of(self.of.params)
            };
            self.copied(storage, Source::Every, window, slot);
        }
    }

    fn copied(&mut self, storage: Storage, source: Source, window: usize, slot: Slot) {
        let is_export = self.of.exact.as_ref().is_some_and(|exact| exact.task == Task::Export);
        if self.of.copy.is_some() && !is_export {
            self.push_at(Stage::After, Kernel::Copied(storage, source), window, slot);
        }
    }

    fn arena(&mut self, rules: &[StepParams]) {
        self.squares_of_arena();
        if self.plan.rules.is_empty() {
            self.plan.rules = rules.iter().map(Rule::from).collect();
            self.plan.rules_at =
                (0..rules.len()).step_by(RULES).map(|first| self.tell(Told::Rules(first))).collect();
        }
        for (window, range) in self.of.windows.iter().enumerate() {
            let first = word(range.start / BLOCK_OF_ARENA);
            let count = word((range.end - range.start) / 4);
            let (workgroups, stride) = self.grid(count);
            for base in (0..word(rules.len() as u64)).step_by(RULES) {
                let blocks = word(self.of.windows.len / BLOCK_OF_ARENA);
                let told = Told::Arena(Arena { first, count, stride, base, blocks });
                self.add(Stage::Update, Kernel::Arena, window, workgroups, told);
            }
        }
    }

    fn grouped_rows(&mut self, groups: &RowGroups) {
        let at = self.plan.table.len();
        let starts = at + groups.rows.len();
        self.plan.table.extend(groups.rows.iter().chain(&groups.starts).chain(&groups.order));
        let mut shared = Slot {
            rows: word(at as u64),
            starts: word(starts as u64),
            order: word((starts + groups.starts.len()) as u64),
            ..Slot::of(self.of.params)
        };
        let mut source = self.source();
        if self.updates()
            && let Some(partials) = self.listed_pieces(groups, shared)
        {
            (source, shared.partials) = (Source::Computed, partials);
        }
        self.squares_of_rows(Source::Computed, groups.rows.len() as u64, u64::MAX, shared);
        for (window, range) in self.of.windows.iter().enumerate() {
            let rows = self.rows_of(&range);
            let first = groups.rows.partition_point(|&row| u64::from(row) < rows.start) as u64;
            let end = groups.rows.partition_point(|&row| u64::from(row) < rows.end) as u64;
            if first < end {
                self.update_rows(source, window, rows, end - first, Slot { first: word(first), ..shared });
            }
        }
        self.mark_rows(Source::Uploaded, groups.rows.len() as u64, shared);
    }

    fn device_rows(&mut self, entries: u64, rows: u64) {
        let groups = self.group_on_device(entries, rows);
        let mut slot = groups.slot(self.of.params);
        // No row can have more entries than one piece otherwise.
        if self.updates() && entries > PIECE as u64 {
            slot.partials = self.possible_pieces(entries, slot);
        }
        self.squares_of_rows(Source::Grouped, entries.min(rows), rows, slot);
        for (window, range) in self.of.windows.iter().enumerate() {
            // As many as there could be: how many there are, only the device knows.
            self.update_rows(Source::Grouped, window, self.rows_of(&range), entries.min(rows), slot);
        }
        self.mark_rows(Source::Grouped, entries.min(rows), slot);
    }

    /// Every entry is a group.
    fn indexed_rows(&mut self, entries: u64, rows: u64) {
        // Bound beside the report, and not used.
        self.plan.work.take(1);
        let slot = Slot { all_rows: rows_below_none(rows), ..Slot::of(self.of.params) };
        self.squares_of_rows(Source::Indexed, entries, rows, slot);
        for (window, range) in self.of.windows.iter().enumerate() {
            self.update_rows(Source::Indexed, window, self.rows_of(&range), entries, slot);
        }
        self.mark_rows(Source::Indexed, entries, slot);
    }

    /// The update of as many groups of rows as there are from `slot.first` on.
    fn update_rows(
        &mut self,
        source: Source,
        window: usize,
        rows: std::ops::Range<u64>,
        groups: u64,
        slot: Slot,
    ) {
        let (base_row, row_count) = (word(rows.start), word(rows.end - rows.start));
        let mut slot = Slot { base_row, row_count, ..self.remembering_named(slot) };
        if self.updates() && self.of.centralized {
            let of_elements = Slot { width: word(self.of.windows.width), ..slot };
            slot.means = self.means(Elements::Groups(source), window, groups, of_elements);
        }
        let (storage, width) = self.row_storage();
        let slot = each_row(source, groups, width, slot);
        self.push(self.row_kernel(storage, source), window, slot);
        let source = if source == Source::Computed { Source::Uploaded } else { source };
        self.copied(storage, source, window, slot);
    }

    fn row_kernel(&self, storage: Storage, source: Source) -> Kernel {
        match self.of.exact {
            None => Kernel::Rows(storage, source),
            Some(_) if self.updates() => Kernel::Exact(storage, source),
            Some(_) => {
                Kernel::Flush(storage, if source == Source::Computed { Source::Uploaded } else { source })
            }
        }
    }

    fn row_storage(&self) -> (Storage, u64) {
        row_storage(self.of.windows.width)
    }

    fn rows_of(&self, window: &std::ops::Range<u64>) -> std::ops::Range<u64> {
        let width = self.of.windows.width;
        window.start / width..window.end / width
    }

    /// Where the updates of a gradient that the host knows find what belongs to the step.
    fn source(&self) -> Source {
        if self.of.centralized { Source::Computed } else { Source::Uploaded }
    }

    /// Adds a dispatch of `slot.count` threads; none for no threads.
    fn push(&mut self, kernel: Kernel, window: usize, slot: Slot) {
        let stage = match kernel {
            _ if kernel.updates() => Stage::Update,
            Kernel::Pieces(..) => Stage::Gather,
            _ => Stage::Before,
        };
        self.push_at(stage, kernel, window, slot);
    }

    fn push_at(&mut self, stage: Stage, kernel: Kernel, window: usize, slot: Slot) {
        let (workgroups, stride) = self.grid(slot.count);
        let (stream, origin) = (self.of.stream + u32::from(kernel.flushes()), self.of.windows.start(window));
        let slot = Slot { stride, stream, origin, ..slot };
        let told = if kernel.is_listed() { Told::Listed(slot) } else { Told::Slot(slot) };
        self.add(stage, kernel, window, workgroups, told);
    }

    /// Workgroups for so many threads, folded into a grid the device allows, and threads in one y of it.
    fn grid(&self, threads: u32) -> ([u32; 2], u32) {
        let [x, y] = self.fold(threads.div_ceil(WORKGROUP));
        ([x, y], x * WORKGROUP)
    }

    fn fold(&self, workgroups: u32) -> [u32; 2] {
        let x = workgroups.clamp(1, self.limits.workgroups);
        [x, workgroups.div_ceil(x)]
    }

    fn add(&mut self, stage: Stage, kernel: Kernel, window: usize, workgroups: [u32; 2], told: Told) {
        if workgroups[1] > 0 {
            let rules = match &told {
                Told::Arena(arena) => Some(self.plan.rules_at[arena.base as usize / RULES]),
                _ => None,
            };
            let slot = self.tell(told);
            let (part, variant) = (self.part, self.of.variant(kernel));
            let dispatch = Dispatch { kernel, variant, stage, part, window, slot, rules, workgroups };
            self.plan.dispatches.push(dispatch);
        }
    }

    /// Says which slot it has.
    fn tell(&mut self, told: Told) -> usize {
        let clock = self.of.exact.as_ref().and_then(|exact| exact.clock);
        self.plan.tell(told, Owner { lane: self.of.lane, clock }, self.limits.uniform_alignment)
    }
}

/// How threads take rows of this width, and how many a row takes.
fn row_storage(width: u64) -> (Storage, u64) {
    if width.is_multiple_of(4) { (Storage::Quads, width / 4) } else { (Storage::Singles, width) }
}

/// A thread for each column, or four, of each group of rows. Where nobody knows how many groups there are, and there would
/// be threads enough: fewer, that take several.
fn each_row(source: Source, groups: u64, width: u64, slot: Slot) -> Slot {
    let turns = if source == Source::Grouped { (groups * width / ENOUGH).clamp(1, TURNS) } else { 1 };
    let groups = groups.div_ceil(turns);
    Slot { count: word(groups * width), width: word(width), chunks: word(groups), ..slot }
}

/// Rows of a parameter: so many that a u32 cannot count them have no elements, or no device could hold them.
fn rows_below_none(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(NONE)
}

/// A number that counts elements, rows or words of a binding: a binding is below 4 GiB, so they are below 2³⁰.
fn word(count: u64) -> u32 {
    u32::try_from(count).expect("bindings are below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits =
        Limits { binding: 1 << 27, workgroups: 65_535, uniform_alignment: 256, alignment: 256 };

    fn params() -> StepParams {
        StepParams::new(0.1, 0.0, 0.0)
    }

    fn part<'a>(windows: &'a Windows, params: &'a StepParams, grad: Grad<'a>) -> Part<'a> {
        Part {
            windows,
            params,
            lane: 0,
            grad,
            formats: [Format::F32; 2],
            copy: None,
            stream: 0,
            stretches: &[],
            centralized: false,
            exact: None,
        }
    }

    fn plan(len: u64, width: u64, rows: Option<&RowGroups>, limits: &Limits) -> Plan {
        let windows = Windows::new(len, width, 4, limits);
        let params = params();
        let grad = rows.map_or(Grad::Dense, Grad::Grouped);
        Plan::new([part(&windows, &params, grad)].into_iter(), None, limits).unwrap()
    }

    fn slots(plan: &Plan) -> Vec<Slot> {
        let slot = |told: &Told| match told {
            Told::Slot(slot) | Told::Listed(slot) => *slot,
            told => panic!("{told:?}"),
        };
        plan.told.iter().map(slot).collect()
    }

    /// Kernel, window, first and count of every dispatch.
    fn summary(plan: &Plan) -> Vec<(Kernel, usize, u32, u32)> {
        let of = |dispatch: &Dispatch| {
            let slot = slots(plan)[dispatch.slot];
            (dispatch.kernel, dispatch.window, slot.first, slot.count)
        };
        plan.dispatches.iter().map(of).collect()
    }

    #[test]
    fn four_at_a_time_where_four_divide_and_a_tail_only_where_it_pays() {
        let dense = |len| summary(&plan(len, 1, None, &LIMITS));
        assert_eq!(dense(0), []);
        assert_eq!(dense(3), [(Kernel::Dense(Storage::Singles, Source::Uploaded), 0, 0, 3)]);
        assert_eq!(dense(8), [(Kernel::Dense(Storage::Quads, Source::Uploaded), 0, 0, 2)]);
        assert_eq!(dense(SMALL - 1), [(Kernel::Dense(Storage::Singles, Source::Uploaded), 0, 0, 4095)]);
        assert_eq!(
            dense(SMALL + 3),
            [
                (Kernel::Dense(Storage::Quads, Source::Uploaded), 0, 0, 1024),
                (Kernel::Dense(Storage::Singles, Source::Uploaded), 0, 4096, 3)
            ]
        );
    }

    #[test]
    fn grids_are_folded_where_they_would_be_too_wide() {
        let limits = Limits { workgroups: 10, ..LIMITS };
        let plan = plan(64 * 4 * 25, 1, None, &limits);
        assert_eq!(plan.dispatches[0].workgroups, [10, 3]);
        assert_eq!(slots(&plan)[0].stride, 640);
    }

    #[test]
    fn grids_too_large_for_two_dimensions_are_refused() {
        let limits = Limits { workgroups: 4, ..LIMITS };
        let windows = Windows::new(64 * 4 * 17, 1, 4, &limits);
        let params = params();
        let part = part(&windows, &params, Grad::Dense);
        let error = Plan::new([part].into_iter(), None, &limits).unwrap_err();
        assert!(matches!(error, Error::Limit { needed: 5, allowed: 4, .. }), "{error}");
    }

    #[test]
    fn every_window_gets_the_rows_that_lie_in_it() {
        // 64 rows of width 4 a window.
        let limits = Limits { binding: 1024, ..LIMITS };
        let groups =
            RowGroups { rows: vec![1, 63, 64, 130], starts: vec![0, 1, 2, 4, 5], order: vec![4, 3, 0, 2, 1] };
        let plan = plan(150 * 4, 4, Some(&groups), &limits);
        assert_eq!(
            summary(&plan),
            [
                (Kernel::Rows(Storage::Quads, Source::Uploaded), 0, 0, 2),
                (Kernel::Rows(Storage::Quads, Source::Uploaded), 1, 2, 1),
                (Kernel::Rows(Storage::Quads, Source::Uploaded), 2, 3, 1)
            ]
        );
        assert_eq!(slots(&plan).iter().map(|slot| slot.base_row).collect::<Vec<_>>(), [0, 64, 128]);
        assert_eq!(plan.table, [1, 63, 64, 130, 0, 1, 2, 4, 5, 4, 3, 0, 2, 1]);
        assert!(slots(&plan).iter().all(|slot| [slot.rows, slot.starts, slot.order] == [192, 196, 201]));
    }

    #[test]
    fn tables_beyond_a_binding_are_refused() {
        let indices: Vec<u32> = (0..100).collect();
        let groups = RowGroups { rows: indices.clone(), starts: (0..=100).collect(), order: indices };
        let limits = Limits { binding: 1024, ..LIMITS };
        let windows = Windows::new(100, 1, 4, &limits);
        let (params, grad) = (params(), Grad::Grouped(&groups));
        let part = part(&windows, &params, grad);
        let error = Plan::new([part].into_iter(), None, &limits).unwrap_err();
        assert!(matches!(error, Error::Limit { needed: 1460, allowed: 1024, .. }), "{error}");
    }

    #[test]
    fn an_upload_is_slots_at_their_stride_and_then_the_tables() {
        let groups = RowGroups { rows: vec![7], starts: vec![0, 1], order: vec![0] };
        let plan = plan(10, 1, Some(&groups), &LIMITS);
        let mut bytes = vec![0u8; usize::try_from(plan.size()).unwrap()];
        plan.upload(|offset, piece| {
            let offset = usize::try_from(offset).unwrap();
            bytes[offset..offset + piece.len()].copy_from_slice(piece);
        });
        assert_eq!(bytemuck::pod_read_unaligned::<Slot>(&bytes[..size_of::<Slot>()]), slots(&plan)[0]);
        assert_eq!(bytemuck::pod_collect_to_vec::<u8, u32>(&bytes[256..]), [7, 0, 1, 0]);
    }
}
