//! Plans visits of rows: updates with row gradients, and flushes of the rows that indices name.

use std::ops::Range;

use super::{
    dispatch::Stage,
    group_places::GroupPlaces,
    kernel::{GradRows, Kernel, PieceSums, ReduceInput, RowSource, SortedRows, Storage, WholeRows},
    partial_sums::Pieces,
    parts::Parts,
    planner::{Planner, for_each_row, row_count},
    program::word,
    table::WORKGROUP,
    uniforms::{ElementUniforms, NONE},
};
use crate::{reduce::reciprocal, row_groups::RowGroups};

/// The most rows that one dispatch takes as a whole, a workgroup for each.
const MAX_WHOLE_ROWS: u64 = 1 << 20;

impl Planner<'_> {
    /// Plans visits of rows that the host has grouped.
    pub(super) fn host_rows(&mut self, groups: &RowGroups) {
        let rows = self.program.table.len();
        let starts = rows + groups.rows.len();
        self.program.table.extend(groups.rows.iter().chain(&groups.starts).chain(&groups.order));
        let mut shared = ElementUniforms {
            row_table: word(rows as u64),
            row_starts: word(starts as u64),
            entry_order: word((starts + groups.starts.len()) as u64),
            ..self.uniforms()
        };
        let group_count = groups.rows.len() as u64;
        let pieces = if self.input.updates() { self.list_pieces(groups, &mut shared) } else { None };
        self.row_squares(GradRows::HostTable, pieces, group_count, u64::MAX, shared);
        let shared = self.with_partial_sums(PieceSums::Update(SortedRows::HostTable), pieces, shared);
        let has_results = self.input.centralized || pieces.is_some();
        for (window, range) in self.input.windows.iter().enumerate() {
            let rows = self.input.rows_of(&range);
            let first = groups.rows.partition_point(|&row| u64::from(row) < rows.start) as u64;
            let end = groups.rows.partition_point(|&row| u64::from(row) < rows.end) as u64;
            if first < end {
                let uniforms = ElementUniforms { first_group: word(first), ..shared };
                self.visit_rows(GradRows::HostTable, has_results, window, rows, end - first, uniforms);
            }
        }
    }

    /// Plans visits of rows that the device has to sort and group first.
    pub(super) fn device_rows(&mut self, entries: u64, param_rows: u64) {
        let uniforms = self.group_on_device(entries, param_rows).write_into(self.uniforms());
        self.squares_and_sorted_rows(entries, param_rows, uniforms);
    }

    /// Plans visits of rows that the device has sorted and grouped before.
    pub(super) fn grouped_rows(&mut self, entries: u64, param_rows: u64) {
        let places = GroupPlaces::allocate_all(self.scratch(), entries);
        self.program.loaded_groups.push((self.index, places));
        let uniforms = places.write_into(self.uniforms());
        self.squares_and_sorted_rows(entries, param_rows, uniforms);
    }

    fn squares_and_sorted_rows(&mut self, entries: u64, param_rows: u64, uniforms: ElementUniforms) {
        let pieces = Pieces::of_device(entries);
        self.row_squares(GradRows::DeviceSorted, pieces, entries.min(param_rows), param_rows, uniforms);
        self.sorted_rows(entries, param_rows, uniforms);
    }

    /// Plans visits of rows that the device has grouped.
    fn sorted_rows(&mut self, entries: u64, param_rows: u64, uniforms: ElementUniforms) {
        let pieces = Pieces::of_device(entries).filter(|_| self.input.updates());
        let sums = PieceSums::Update(SortedRows::DeviceSorted);
        let uniforms = self.with_partial_sums(sums, pieces, uniforms);
        self.device_groups(GradRows::DeviceSorted, entries.min(param_rows), uniforms);
    }

    /// Plans visits of rows whose indices differ: every entry is a group.
    pub(super) fn unique_rows(&mut self, entries: u64, param_rows: u64) {
        // Updates bind the scratch buffer, even where nothing is left in it.
        self.scratch().allocate(1);
        let uniforms = ElementUniforms { param_rows: row_count(param_rows), ..self.uniforms() };
        self.row_squares(GradRows::DeviceUnique, None, entries, param_rows, uniforms);
        if self.input.parts == Parts::WHOLE {
            self.device_groups(GradRows::DeviceUnique, entries, uniforms);
        } else {
            // Updates that find rows in the caller's indices have no bindings left for further parts of a gradient.
            let uniforms = self.group_on_device(entries, param_rows).write_into(self.uniforms());
            self.sorted_rows(entries, param_rows, uniforms);
        }
    }

    /// Plans visits of as many row groups as there could be: only the device knows how many there are.
    fn device_groups(&mut self, rows: GradRows, groups: u64, uniforms: ElementUniforms) {
        for (window, range) in self.input.windows.iter().enumerate() {
            self.visit_rows(rows, true, window, self.input.rows_of(&range), groups, uniforms);
        }
    }

    /// Plans visits of `groups` row groups, from `uniforms.first_group` on, in a window of the parameter. `has_results` says whether
    /// earlier dispatches have left means or partial sums.
    fn visit_rows(
        &mut self,
        rows: GradRows,
        has_results: bool,
        window: usize,
        window_rows: Range<u64>,
        groups: u64,
        uniforms: ElementUniforms,
    ) {
        let mut uniforms = ElementUniforms {
            base_row: word(window_rows.start),
            bound_rows: word(window_rows.end - window_rows.start),
            ..self.with_lazy_state(uniforms)
        };
        if self.input.updates() && self.input.centralized {
            let width = self.input.windows.width;
            uniforms.means = self.means(ReduceInput::RowChannels(rows), window, groups, width, uniforms);
        }
        if self.input.params.rule.takes_rows() {
            let (stage, kernel) = self.whole_row_kernel(rows, has_results);
            return self.whole_rows(stage, kernel, window, groups, uniforms);
        }
        let (storage, width) = self.row_storage();
        let uniforms = for_each_row(rows.into(), groups, width, uniforms, self.limits);
        let (stage, kernel) = self.row_kernel(storage, rows, has_results);
        self.push(stage, kernel, window, uniforms);
        self.mark_rows(Stage::Finish, rows.into(), window, groups, uniforms);
    }

    /// Plans visits of `groups` row groups, from `uniforms.first_group` on, each by a workgroup.
    pub(super) fn whole_rows(
        &mut self,
        stage: Stage,
        kernel: Kernel,
        window: usize,
        groups: u64,
        uniforms: ElementUniforms,
    ) {
        let width = self.input.windows.width;
        let threads = |groups: u64| word(groups * u64::from(WORKGROUP));
        let uniforms = ElementUniforms {
            width: word(width),
            factor: reciprocal(usize::try_from(width).expect("bindings are in memory")),
            ..uniforms
        };
        // As many as a grid that is folded has at most.
        let most = MAX_WHOLE_ROWS.min(u64::from(self.limits.workgroups).pow(2));
        if kernel.rows() == Some(RowSource::DeviceSorted) {
            // Workgroups take several groups each, because only the device knows how many there are.
            let groups = groups.min(most);
            let uniforms =
                ElementUniforms { thread_count: threads(groups), group_stride: word(groups), ..uniforms };
            return self.push(stage, kernel, window, uniforms);
        }
        for part in 0..groups.div_ceil(most) {
            let first = part * most;
            let count = (groups - first).min(most);
            let means = if uniforms.means == NONE { NONE } else { uniforms.means + word(first) };
            let first_group = uniforms.first_group + word(first);
            let uniforms = ElementUniforms { first_group, means, thread_count: threads(count), ..uniforms };
            self.push(stage, kernel, window, uniforms);
        }
    }

    /// The kernel for rows that the rule takes as a whole.
    fn whole_row_kernel(&self, rows: GradRows, has_results: bool) -> (Stage, Kernel) {
        let source = rows.for_update(has_results);
        match self.input.lazy {
            None => (Stage::Update, Kernel::UpdateWholeRows(WholeRows::Named(source))),
            Some(_) if self.input.updates() => (Stage::Update, Kernel::UpdateLazyWholeRows(source)),
            Some(_) => (Stage::Prepare, Kernel::CatchUpWholeRows(rows.into())),
        }
    }

    fn row_kernel(&self, storage: Storage, rows: GradRows, has_results: bool) -> (Stage, Kernel) {
        let source = rows.for_update(has_results);
        match self.input.lazy {
            None => (Stage::Update, Kernel::UpdateRows(storage, source)),
            Some(_) if self.input.updates() => (Stage::Update, Kernel::UpdateLazyRows(storage, source)),
            Some(_) => (Stage::Prepare, Kernel::CatchUpRows(storage, rows.into())),
        }
    }
}
