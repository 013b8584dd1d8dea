//! Plans the sorts of a step. Tables that share a slot are sorted by the same dispatches, each by workgroups of its own, so that
//! many tables wait as often as one does.

use super::{
    dispatch::{Dispatch, Stage, Wave},
    index_buffers::IndexBindings,
    kernel::{IndexBuffers, Kernel, SortForm, SortInput, Variant},
    limits::Limits,
    program::{Program, UniformsOwner, word},
    table_sort::{SortTask, TableSort},
    uniforms::{MAX_TABLES, NONE, SortUniforms, Uniforms},
};

/// Entries of the tables that are sorted together. Passes over more take longer than the waits that others would save, and
/// fill the caches with them.
const MAX_ENTRIES: u32 = 1 << 20;

/// Tables whose entries one dispatch reads.
#[derive(Debug)]
struct Share {
    input: SortInput,
    /// Index of the list of index buffers.
    indices: Option<usize>,
    tables: Vec<TableSort>,
}

impl Program {
    /// Plans the sorts of all inputs.
    pub(super) fn push_sorts(&mut self, limits: &Limits) {
        let mut sorts = std::mem::take(&mut self.sorts);
        if sorts.is_empty() {
            return;
        }
        // Uploaded indices come first, and those in the same buffer in the order of their offsets.
        sorts.sort_by_key(|sort| (sort.slot(), sort.task, sort.indices));
        for of_slot in sorts.chunk_by(|a, b| a.slot() == b.slot()) {
            let mut rest = of_slot;
            for turn in 0.. {
                let Some(count) = batch_len(rest) else { break };
                let wave = Wave { turn, level: 0 };
                Batch { program: self, limits, wave }.plan(&rest[..count]);
                rest = &rest[count..];
            }
        }
        self.pad_uniforms(Uniforms::SORTS_SIZE);
    }
}

/// The number of tables, from the first on, that are sorted together.
fn batch_len(sorts: &[TableSort]) -> Option<usize> {
    let first = sorts.first()?;
    let mut entries = 0u32;
    let fits = |sort: &&TableSort| {
        entries = entries.saturating_add(sort.passes.entry_count);
        sort.task == first.task && entries <= MAX_ENTRIES
    };
    Some(sorts.iter().take(MAX_TABLES).take_while(fits).count().max(1))
}

/// The planner of tables that are sorted together.
struct Batch<'a> {
    program: &'a mut Program,
    limits: &'a Limits,
    /// Of the next dispatch.
    wave: Wave,
}

impl Batch<'_> {
    fn plan(&mut self, tables: &[TableSort]) {
        let form = self.limits.sort_form();
        match tables[0].task {
            SortTask::Group => self.group(form, tables),
            SortTask::GroupSmall => {
                for share in self.shares(tables) {
                    let SortInput::CallerIndices(buffers) = share.input else { continue };
                    self.push(Kernel::GroupSmall(form, buffers), &share, |table| (table.passes, 1));
                }
            }
            SortTask::CountBadRows => {
                for table in tables {
                    let [share] = &self.shares(std::slice::from_ref(table))[..] else { continue };
                    self.push(Kernel::CountBadRows, share, |table| (table.passes, table.passes.block_count));
                }
            }
        }
    }

    /// One pass for each digit, from the lowest, and then the list of rows.
    fn group(&mut self, form: SortForm, tables: &[TableSort]) {
        let digits = tables.iter().map(|table| table.passes.digit_count).max().unwrap_or(0);
        let mut shares = self.shares(tables);
        for digit in 0..digits {
            let pass = |table: &TableSort| (table.pass(digit), table.passes.block_count);
            let in_pass = of_tables(tables, |table| table.passes.digit_count > digit);
            for share in &shares {
                self.push(Kernel::CountDigits(form, share.input), share, pass);
            }
            let scanned = of_tables(&in_pass.tables, |table| table.passes.digit_totals != NONE);
            self.push(Kernel::ScanDigits(form), &scanned, |table| (table.pass(digit), table.scan_workgroups));
            for share in &shares {
                self.push(Kernel::ScatterEntries(form, share.input), share, pass);
            }
            shares = vec![of_tables(tables, |table| table.passes.digit_count > digit + 1)];
        }
        let all = of_tables(tables, |_| true);
        for kernel in [Kernel::CountHeads(form), Kernel::WriteHeads(form)] {
            self.push(kernel, &all, |table| (table.heads, table.heads.block_count));
        }
    }

    /// Divides tables by what a dispatch has to bind for their indices.
    fn shares(&mut self, tables: &[TableSort]) -> Vec<Share> {
        let mut shares = Vec::new();
        let mut rest = tables;
        while !rest.is_empty() {
            let share = self.share(rest);
            rest = &rest[share.tables.len()..];
            shares.push(share);
        }
        shares
    }

    /// The tables, from the first on, whose indices one dispatch can bind.
    fn share(&mut self, tables: &[TableSort]) -> Share {
        let uploaded: Vec<_> = tables.iter().take_while(|table| table.indices.is_none()).copied().collect();
        if !uploaded.is_empty() {
            return Share { input: SortInput::UploadedIndices, indices: None, tables: uploaded };
        }
        let mut found = IndexBindings::default();
        let bound = |table: &TableSort| {
            let passes = found.find(table.indices?, table.passes, self.limits)?;
            Some(TableSort { passes, ..*table })
        };
        let tables = tables.iter().map_while(bound).collect();
        let buffers = if found.bindings.len() > 1 { IndexBuffers::Several } else { IndexBuffers::One };
        self.program.index_lists.push(found.bindings);
        let indices = Some(self.program.index_lists.len() - 1);
        Share { input: SortInput::CallerIndices(buffers), indices, tables }
    }

    /// Appends a dispatch for the tables of a share; none for no tables. `of` has the uniforms and workgroups of each.
    fn push(&mut self, kernel: Kernel, share: &Share, of: impl Fn(&TableSort) -> (SortUniforms, u32)) {
        let Some(first) = share.tables.first() else { return };
        let mut workgroups = 0;
        let mut tables: Vec<_> = share
            .tables
            .iter()
            .map(|table| {
                let (uniforms, own) = of(table);
                let first_workgroup = workgroups;
                workgroups += own;
                SortUniforms { first_workgroup, table_count: word(share.tables.len() as u64), ..uniforms }
            })
            .collect();
        let [x, y] = self.limits.fold(workgroups);
        tables.iter_mut().for_each(|table| table.grid_stride = x * kernel.row().workgroup);
        let is_upload = share.input == SortInput::UploadedIndices;
        let uniforms = if is_upload { Uniforms::SortWithTable(tables) } else { Uniforms::Sort(tables) };
        let uniforms =
            self.program.push_uniforms(uniforms, UniformsOwner { group: 0, lag: None }, self.limits);
        self.program.dispatches.push(Dispatch {
            kernel,
            variant: Variant::ONLY,
            stage: Stage::Group,
            input: Some(first.input),
            window: 0,
            uniforms,
            rules: None,
            indices: share.indices,
            workgroups: [x, y],
            slot: first.slot(),
            binds_slot: true,
            wave: self.wave,
            begins_pass: false,
        });
        self.wave.level += 1;
    }
}

/// Those of the tables for which this holds, with entries that earlier passes have left.
fn of_tables(tables: &[TableSort], is: impl Fn(&TableSort) -> bool) -> Share {
    let tables = tables.iter().filter(|table| is(table)).copied().collect();
    Share { input: SortInput::ScratchEntries, indices: None, tables }
}

#[cfg(test)]
mod tests;
