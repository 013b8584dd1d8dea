//! Plans the grouping of a row gradient's entries on the device: a stable radix sort by as many bits as rows need, then the
//! places where rows begin. What later dispatches find is the same in each form of the sort.

use super::{
    dispatch::Stage,
    input::{PlanInput, Work},
    kernel::{Kernel, SortForm, SortInput},
    limits::Limits,
    planner::{Planner, row_count},
    program::{Program, word},
    table::WORKGROUP,
    uniforms::{ElementUniforms, NONE, SortUniforms, Uniforms},
    windows::Windows,
};
use crate::{error::Error, row_groups::PIECE, rule::StepParams};

pub(crate) mod serial;
pub(crate) mod tiled;

/// The most entries that one workgroup groups by itself.
const SMALL: u64 = 4096;

/// The most workgroups that count indices which are no row.
const MAX_COUNTING_BLOCKS: u32 = 256;

impl Program {
    /// Plans the grouping of so many indices and nothing else; returns also uniforms with the addresses of the groups.
    pub(crate) fn sort_alone(
        entries: u64,
        param_rows: u64,
        limits: &Limits,
    ) -> Result<(Self, ElementUniforms), Error> {
        let windows = Windows::new(param_rows, 1, size_of::<f32>() as u64, limits);
        let params = StepParams::new(0.0, 0.0, 0.0);
        let input =
            PlanInput::plain(&windows, &params, Work::DeviceRows { entries, param_rows, unique: false });
        let mut program = Self::default();
        let mut planner = Planner { program: &mut program, index: 0, input, control: None, limits };
        let groups = planner.group_on_device(entries, param_rows);
        program.check_grids(limits)?;
        program.scratch.iter().try_for_each(|scratch| scratch.check(limits))?;
        Ok((program, groups))
    }
}

impl Planner<'_> {
    /// Plans the grouping of so many entries of a parameter with so many rows; returns uniforms with the addresses of the
    /// groups.
    pub(super) fn group_on_device(&mut self, entries: u64, param_rows: u64) -> ElementUniforms {
        let sort = self.prepare_sort(entries, param_rows);
        let sort = match self.limits.sort_form() {
            SortForm::Serial if entries <= SMALL => self.group_small_serially(sort),
            SortForm::Serial => self.group_serially(sort),
            SortForm::Tiled if entries <= SMALL => self.group_small_tile(sort),
            SortForm::Tiled => self.group_tiles(sort),
        };
        ElementUniforms {
            entry_groups: sort.entry_groups,
            row_starts: sort.row_starts,
            entry_order: sort.sorted,
            group_count: sort.group_count,
            ..self.uniforms()
        }
    }

    /// Plans the count of indices that are no row, where there is nothing to update.
    pub(super) fn check_on_device(&mut self, entries: u64, param_rows: u64) {
        let entry_count = word(entries);
        let block_count = entry_count.div_ceil(WORKGROUP).min(MAX_COUNTING_BLOCKS);
        let param_rows = row_count(param_rows);
        let sort = SortUniforms { entry_count, param_rows, block_count, ..SortUniforms::default() };
        self.push_sort(Kernel::CountBadRows, block_count, sort);
    }

    /// Where the first pass finds the entries.
    fn first_input(&self) -> SortInput {
        match self.input.work {
            Work::UploadedRows { .. } => SortInput::UploadedIndices,
            _ => SortInput::CallerIndices,
        }
    }

    fn prepare_sort(&mut self, entries: u64, param_rows: u64) -> SortUniforms {
        let index_table = word(self.program.table.len() as u64);
        if let Work::UploadedRows { indices, .. } = self.input.work {
            self.program.table.extend(indices);
        }
        let scratch = self.scratch();
        SortUniforms {
            entry_count: word(entries),
            param_rows: row_count(param_rows),
            sorted: scratch.allocate(2 * entries),
            group_count: scratch.allocate(1),
            entry_groups: scratch.allocate(entries.div_ceil(PIECE as u64)),
            digit_totals: NONE,
            index_table,
            ..SortUniforms::default()
        }
    }

    /// One pass for each digit, from the lowest, between blocks that `sort` describes.
    fn sort_by_row(&mut self, form: SortForm, mut sort: SortUniforms, scan_workgroups: u32) -> SortUniforms {
        let mut input = self.first_input();
        for _ in 0..sort.digit_count {
            self.push_sort(Kernel::CountDigits(form, input), sort.block_count, sort);
            if sort.digit_totals != NONE {
                self.push_sort(Kernel::ScanDigits(form), scan_workgroups, sort);
            }
            self.push_sort(Kernel::ScatterEntries(form, input), sort.block_count, sort);
            input = SortInput::ScratchEntries;
            sort.digit_shift += sort.digit_bits;
            std::mem::swap(&mut sort.entries, &mut sort.sorted);
        }
        std::mem::swap(&mut sort.entries, &mut sort.sorted);
        sort
    }

    /// Lists where rows begin, in the place of the entries before the last pass.
    fn list_heads(&mut self, form: SortForm, sort: SortUniforms, entries_per_block: u32) -> SortUniforms {
        let block_count = sort.entry_count.div_ceil(entries_per_block);
        let block_counts = self.scratch().allocate(block_count.into());
        let sort = SortUniforms { block_count, block_counts, row_starts: sort.entries, ..sort };
        self.push_sort(Kernel::CountHeads(form), block_count, sort);
        self.push_sort(Kernel::WriteHeads(form), block_count, sort);
        sort
    }

    fn push_sort(&mut self, kernel: Kernel, workgroups: u32, sort: SortUniforms) {
        let [x, y] = self.fold(workgroups);
        let grid_stride = x * kernel.row().workgroup;
        let sort = SortUniforms { grid_stride, ..sort };
        let uniforms = if kernel.reads_uploaded_indices() {
            Uniforms::SortWithTable(sort)
        } else {
            Uniforms::Sort(sort)
        };
        self.push_dispatch(Stage::Gather, kernel, 0, [x, y], uniforms);
    }
}

/// Divides the bits of a row into digits of about the same length, of at most `most` bits.
fn with_digits(sort: SortUniforms, most: u32) -> SortUniforms {
    // Indices that are no row become `param_rows`, the largest. A quad of digits needs two bits.
    let bits = (u32::BITS - sort.param_rows.leading_zeros()).max(2);
    let digit_count = bits.div_ceil(most);
    SortUniforms { digit_count, digit_bits: bits.div_ceil(digit_count), ..sort }
}
