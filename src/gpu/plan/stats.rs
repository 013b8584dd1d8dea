//! Plans what is measured of gradients and values: whether gradients are finite, norms, and statistics of values.

use std::ops::Range;

use super::{
    dispatch::Stage,
    input::Work,
    kernel::{GradRows, Kernel, PieceSums, ReduceInput, SortedRows, Storage, SumKind, Weights},
    partial_sums::Pieces,
    planner::{Planner, row_count, row_width, vec4_and_rest},
    program::{SquareSum, word},
    reduce::chunk_count,
    table::WORKGROUP,
    uniforms::ElementUniforms,
};

/// The most sums of squares of a gradient that `kernel/patch/norm_sums` adds up: one for each of its threads.
const MAX_SUMS: u64 = WORKGROUP as u64;

/// Ranges of elements, adjacent ones as one.
fn merged(group_ranges: &[(usize, Range<u64>)]) -> Vec<Range<u64>> {
    let mut merged: Vec<Range<u64>> = Vec::new();
    for (_, range) in group_ranges {
        match merged.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => merged.push(range.clone()),
        }
    }
    merged
}

impl Planner<'_> {
    /// Plans the check of every element of the gradient.
    pub(super) fn check_finite(&mut self) {
        let entries = match self.input.work {
            Work::Dense => return self.check_elements(0..self.input.windows.len),
            Work::Arena(_) => {
                for elements in merged(self.input.group_ranges) {
                    self.check_elements(elements);
                }
                return;
            }
            Work::HostRows(groups) => groups.order.len() as u64,
            Work::DeviceRows { entries, .. } | Work::GroupedRows { entries, .. } => entries,
            Work::UploadedRows { indices, .. } => indices.len() as u64,
            Work::Flush | Work::Stats => return,
        };
        self.check_window(0, 0..entries * self.input.windows.width);
    }

    /// Plans the check of some elements of a dense gradient.
    fn check_elements(&mut self, elements: Range<u64>) {
        for (window, range) in self.input.windows.iter().enumerate() {
            let part = elements.start.max(range.start)..elements.end.min(range.end);
            if !part.is_empty() {
                self.check_window(window, part.start - range.start..part.end - range.start);
            }
        }
    }

    /// Plans the check of some elements of a window, which begin at a multiple of four.
    fn check_window(&mut self, window: usize, elements: Range<u64>) {
        for (storage, first, threads) in vec4_and_rest(elements.end - elements.start) {
            let first = elements.start + first;
            let first = if storage == Storage::Vec4 { first / 4 } else { first };
            let uniforms = ElementUniforms {
                first_element: word(first),
                thread_count: word(threads),
                ..self.uniforms()
            };
            self.push(Stage::Check, Kernel::CheckFinite(storage), window, uniforms);
        }
    }

    /// Plans the sum of squares of a dense gradient, if its norm is wanted.
    pub(super) fn dense_squares(&mut self) {
        if !self.wants_norm() {
            return;
        }
        for (window, range) in self.input.windows.iter().enumerate() {
            self.squares(window, 0..range.end - range.start);
        }
    }

    /// Plans the sums of squares of an arena's gradient, one for each range of elements of a parameter group.
    pub(super) fn arena_squares(&mut self) {
        if !self.wants_norm() {
            return;
        }
        // The other uniforms of an arena belong to no single group.
        let group_of_arena = self.input.group;
        for (window, range) in self.input.windows.iter().enumerate() {
            for (group, elements) in self.input.group_ranges {
                let part = elements.start.max(range.start)..elements.end.min(range.end);
                if part.is_empty() {
                    continue;
                }
                self.input.group = *group;
                self.squares(window, part.start - range.start..part.end - range.start);
            }
        }
        self.input.group = group_of_arena;
    }

    /// Plans the sum of squares of some elements of a window.
    fn squares(&mut self, window: usize, elements: Range<u64>) {
        let (first, len) = (word(elements.start), word(elements.end - elements.start));
        let uniforms = ElementUniforms { width: len, first_element: first, ..self.uniforms() };
        let input = ReduceInput::DenseSquares;
        let (address, count) = self.partial_reduction(Stage::Gather, input, window, 1, MAX_SUMS, uniforms);
        self.note_sum(address, count);
    }

    /// Plans the sums of squares of the distinct rows of a row gradient, if its norm is wanted. The whole gradient is bound,
    /// so that all rows are in reach, whatever window their values are in.
    pub(super) fn row_squares(
        &mut self,
        rows: GradRows,
        pieces: Option<Pieces>,
        groups: u64,
        param_rows: u64,
        uniforms: ElementUniforms,
    ) {
        if !self.wants_norm() || self.input.windows.len == 0 || groups == 0 {
            return;
        }
        let uniforms = match rows {
            GradRows::HostTable => {
                self.with_partial_sums(PieceSums::Norm(SortedRows::HostTable), pieces, uniforms)
            }
            _ => self.with_partial_sums(PieceSums::Norm(SortedRows::DeviceSorted), pieces, uniforms),
        };
        let width = word(self.input.windows.width);
        let bound_rows = row_count(param_rows);
        let uniforms = ElementUniforms { width, base_row: 0, bound_rows, ..uniforms };
        let row_sums = self.sums(Stage::Gather, ReduceInput::RowSquares(rows), 0, groups, uniforms);
        // All rows are one channel, whose elements are the sums of the rows.
        let uniforms = ElementUniforms { chunk_sums: row_sums, ..self.uniforms() };
        let (address, count) =
            self.fold_sums(Stage::Gather, SumKind::Squares, 0, 1, MAX_SUMS, uniforms, groups);
        self.note_sum(address, count);
    }

    pub(super) fn wants_norm(&self) -> bool {
        self.input.updates() && self.control.is_some_and(|control| control.norm.is_some())
    }

    fn note_sum(&mut self, address: u32, count: u64) {
        let norm_limit = self.control.map_or(0, |control| control.groups[self.input.group].norm_limit);
        let (count, norm_limit) = (word(count), word(norm_limit as u64));
        let (noise_stream, slot) = (self.input.noise_stream, self.slot());
        self.program.sums.push(SquareSum { noise_stream, slot, address, count, norm_limit });
    }

    /// Plans the statistics of the values.
    pub(super) fn stats(&mut self) {
        let weights = if self.input.lazy.is_some() { Weights::Pending } else { Weights::Stored };
        for (window, range) in self.input.windows.iter().enumerate() {
            let len = range.end - range.start;
            let rows = self.input.rows_of(&range);
            let uniforms = ElementUniforms {
                width: word(len),
                row_width: row_width(self.input.windows.width),
                bound_rows: if self.input.lazy.is_some() { word(rows.end - rows.start) } else { 0 },
                ..self.with_last_step(self.uniforms(), 0)
            };
            let chunks = chunk_count(len);
            let means = self.scratch().allocate(chunks * SumKind::Squares.words());
            let thread_count = word(chunks * u64::from(WORKGROUP));
            let stats = ElementUniforms { thread_count, means, ..uniforms };
            self.push(Stage::Gather, Kernel::WeightStats(weights), window, stats);
            let uniforms = ElementUniforms { chunk_sums: means, ..self.uniforms() };
            let (address, count) =
                self.fold_sums(Stage::Gather, SumKind::Squares, window, 1, MAX_SUMS, uniforms, chunks);
            self.note_sum(address, count);
        }
    }
}
