//! Prepares the grouping of a row gradient's entries on the device: a stable radix sort by as many bits as rows need, then the
//! places where rows begin. What later dispatches find is the same in each form of the sort. The dispatches are planned with
//! those of other row gradients (`sort_batch`).

use super::{
    group_places::GroupPlaces,
    index_buffers::IndexPlace,
    input::{PlanInput, Work},
    kernel::SortForm,
    limits::Limits,
    planner::{Planner, row_count},
    program::{Program, word},
    table::WORKGROUP,
    table_sort::{SortTask, TableSort},
    uniforms::{NONE, SortUniforms},
    windows::Windows,
};
use crate::{error::Error, rule::StepParams};

pub(crate) mod serial;
pub(crate) mod tiled;

/// The most entries that one workgroup groups by itself.
const SMALL: u64 = 4096;

/// The most workgroups that count indices which are no row.
const MAX_COUNTING_BLOCKS: u32 = 256;

impl Program {
    /// Plans the grouping of the indices of some tables and nothing else: for each of them the place of its indices, their number,
    /// and the number of rows. Returns also the places of the groups of each table.
    pub(crate) fn sort_alone(
        tables: &[(IndexPlace, u64, u64)],
        limits: &Limits,
    ) -> Result<(Self, Vec<GroupPlaces>), Error> {
        let mut program = Self::default();
        let params = StepParams::new(0.0, 0.0, 0.0);
        let plan = |(index, &(indices, entries, param_rows)): (usize, &(IndexPlace, u64, u64))| {
            let windows = Windows::new(param_rows, 1, size_of::<f32>() as u64, 1, limits);
            let work = Work::DeviceRows { entries, indices, param_rows, unique: false };
            let input = PlanInput::plain(&windows, &params, work);
            program.push_grouping(index, input, entries, param_rows, limits)
        };
        let places = tables.iter().enumerate().map(plan).collect();
        program.finish_sorts(limits)?;
        Ok((program, places))
    }

    /// Plans the grouping of the indices of an input and nothing else. Returns also the places of the groups.
    pub(crate) fn grouping(
        input: PlanInput<'_>,
        entries: u64,
        param_rows: u64,
        limits: &Limits,
    ) -> Result<(Self, GroupPlaces), Error> {
        let mut program = Self::default();
        let places = program.push_grouping(0, input, entries, param_rows, limits);
        program.finish_sorts(limits)?;
        program.place_table(limits)?;
        Ok((program, places))
    }

    fn push_grouping(
        &mut self,
        index: usize,
        input: PlanInput<'_>,
        entries: u64,
        param_rows: u64,
        limits: &Limits,
    ) -> GroupPlaces {
        Planner { program: self, index, input, control: None, limits }.group_on_device(entries, param_rows)
    }

    fn finish_sorts(&mut self, limits: &Limits) -> Result<(), Error> {
        self.push_sorts(limits);
        self.order_dispatches();
        self.check_grids(limits)?;
        self.scratch.iter().try_for_each(|scratch| scratch.check(limits))
    }
}

impl Planner<'_> {
    /// Plans the grouping of so many entries of a parameter with so many rows; returns the places of the groups.
    pub(super) fn group_on_device(&mut self, entries: u64, param_rows: u64) -> GroupPlaces {
        let places = GroupPlaces::allocate(self.scratch(), entries);
        let sort = self.prepare_sort(places, param_rows);
        let is_small = entries <= SMALL;
        let (passes, heads) = match self.limits.sort_form() {
            SortForm::Serial if is_small => self.prepare_small_serially(sort),
            SortForm::Serial => self.prepare_serially(sort),
            SortForm::Tiled if is_small => self.prepare_small_tile(sort),
            SortForm::Tiled => self.prepare_tiles(sort),
        };
        self.push_sort(if is_small { SortTask::GroupSmall } else { SortTask::Group }, passes, heads);
        GroupPlaces { row_starts: heads.row_starts, ..places }
    }

    /// Plans the count of indices that are no row, where there is nothing to update.
    pub(super) fn check_on_device(&mut self, entries: u64, param_rows: u64) {
        let entry_count = word(entries);
        let block_count = entry_count.div_ceil(WORKGROUP).min(MAX_COUNTING_BLOCKS);
        let param_rows = row_count(param_rows);
        let sort = SortUniforms { entry_count, param_rows, block_count, ..SortUniforms::default() };
        self.push_sort(SortTask::CountBadRows, sort, sort);
    }

    fn push_sort(&mut self, task: SortTask, passes: SortUniforms, heads: SortUniforms) {
        let indices = match self.input.work {
            Work::DeviceRows { indices, .. } => Some(indices),
            _ => None,
        };
        let scan_workgroups = match self.limits.sort_form() {
            SortForm::Serial => Self::quads_of_digits(passes),
            SortForm::Tiled => Self::groups_of_tiles(passes),
        };
        let sort = TableSort { input: self.index, task, indices, passes, scan_workgroups, heads };
        self.program.sorts.push(sort);
    }

    fn prepare_sort(&mut self, places: GroupPlaces, param_rows: u64) -> SortUniforms {
        let first_index = word(self.program.table.len() as u64);
        if let Work::UploadedRows { indices, .. } = self.input.work {
            self.program.table.extend(indices);
        }
        SortUniforms {
            entry_count: word(places.entries),
            param_rows: row_count(param_rows),
            sorted: places.sorted,
            group_count: places.group_count,
            entry_groups: places.entry_groups,
            digit_totals: NONE,
            first_index,
            ..SortUniforms::default()
        }
    }

    /// The list of rows, in the place of the entries before the last pass.
    fn prepare_heads(&mut self, sort: SortUniforms, entries_per_block: u32) -> SortUniforms {
        let block_count = sort.entry_count.div_ceil(entries_per_block);
        let block_counts = self.scratch().allocate(block_count.into());
        SortUniforms { block_count, block_counts, row_starts: sort.entries, ..sort }
    }
}

/// Divides the bits of a row into digits of about the same length, of at most `most` bits.
fn with_digits(sort: SortUniforms, most: u32) -> SortUniforms {
    // Indices that are no row become `param_rows`, the largest. A quad of digits needs two bits.
    let bits = (u32::BITS - sort.param_rows.leading_zeros()).max(2);
    let digit_count = bits.div_ceil(most);
    SortUniforms { digit_count, digit_bits: bits.div_ceil(digit_count), ..sort }
}
