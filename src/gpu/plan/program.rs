//! The program of a step as plain data: what is uploaded, and what is dispatched.

use super::{
    dispatch::Dispatch,
    group_places::GroupPlaces,
    index_buffers::IndexPlace,
    limits::Limits,
    scratch_layout::{SLOTS, ScratchLayout},
    table_sort::TableSort,
    uniforms::{RuleUniforms, Uniforms},
};
use crate::error::Error;

/// The program of a step, a flush or a measurement.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// In the order in which they run.
    pub(crate) dispatches: Vec<Dispatch>,
    pub(super) uniforms: Vec<Uniforms>,
    /// Offset of each entry of `uniforms` in bytes.
    offsets: Vec<u32>,
    /// Bytes of all uniforms.
    uniforms_size: u64,
    /// Of each entry of `uniforms`, the parameter group and lag by which it is patched.
    pub(super) owners: Vec<UniformsOwner>,
    /// By parameter group, where there are arenas.
    pub(super) rules: Vec<RuleUniforms>,
    /// Indices in `uniforms` of the rule uniforms, piece by piece.
    pub(super) rule_pieces: Vec<usize>,
    /// Tables of row groups, one behind the other, and lists for the patch pass.
    pub(super) table: Vec<u32>,
    /// By slot.
    pub(super) scratch: [ScratchLayout; SLOTS],
    pub(super) sums: Vec<SquareSum>,
    /// Sorts that are not planned yet.
    pub(super) sorts: Vec<TableSort>,
    /// Inputs whose groups are copied into scratch memory before the dispatches, and where to.
    pub(super) loaded_groups: Vec<(usize, GroupPlaces)>,
    /// Lists of the caller's index buffers that dispatches bind.
    pub(crate) index_lists: Vec<Vec<IndexPlace>>,
}

/// The parameter group and the lag by which uniforms are patched.
#[derive(Clone, Copy, Debug)]
pub(super) struct UniformsOwner {
    pub(super) group: usize,
    /// Index in the report of the lag of a parameter with exact rows.
    pub(super) lag: Option<u32>,
}

/// Sums of squares in the scratch buffer that together are a part of a norm.
#[derive(Clone, Copy, Debug)]
pub(super) struct SquareSum {
    /// Random stream of the parameter, by which sums are ordered.
    pub(super) noise_stream: u32,
    /// The slot of the scratch buffer, and where in it the sums begin.
    pub(super) slot: usize,
    pub(super) address: u32,
    pub(super) count: u32,
    /// Index of the limit to the norm.
    pub(super) norm_limit: u32,
}

impl Program {
    /// Appends uniforms; returns their index.
    pub(super) fn push_uniforms(
        &mut self,
        uniforms: Uniforms,
        owner: UniformsOwner,
        limits: &Limits,
    ) -> usize {
        self.offsets.push(word(self.uniforms_size));
        self.uniforms_size += uniforms.stride(limits.uniform_alignment);
        self.uniforms.push(uniforms);
        self.owners.push(owner);
        self.uniforms.len() - 1
    }

    /// Makes room behind the last uniforms, so that a binding of so many bytes may begin with them.
    pub(super) fn pad_uniforms(&mut self, binding: u64) {
        let last = self.offsets.last().map_or(0, |&offset| u64::from(offset));
        self.uniforms_size = self.uniforms_size.max(last + binding);
    }

    /// Slot, input and places of the groups that are copied into scratch memory before the dispatches.
    pub(crate) fn loaded_groups(&self) -> impl Iterator<Item = (usize, usize, GroupPlaces)> {
        self.loaded_groups.iter().map(|&(input, places)| (input % SLOTS, input, places))
    }

    /// The dispatches of each compute pass.
    pub(crate) fn passes(&self) -> impl Iterator<Item = &[Dispatch]> {
        self.dispatches.chunk_by(|_, next| !next.begins_pass)
    }

    /// Offset in bytes of the uniforms with this index.
    pub(crate) fn offset(&self, uniforms: usize) -> u32 {
        self.offsets[uniforms]
    }

    /// All uniforms and their offsets in bytes.
    pub(super) fn uniforms_with_offsets(&self) -> impl Iterator<Item = (&Uniforms, u32, UniformsOwner)> {
        let entries = self.uniforms.iter().zip(&self.offsets).zip(&self.owners);
        entries.map(|((uniforms, offset), owner)| (uniforms, *offset, *owner))
    }

    /// Address in words of the end of the table, counted from the start of the upload.
    pub(super) fn end_of_table(&self) -> u32 {
        word(self.upload_size() / size_of::<u32>() as u64)
    }

    /// Bytes to upload.
    pub(crate) fn upload_size(&self) -> u64 {
        self.uniforms_size + size_of_val(&*self.table) as u64
    }

    /// Bytes of the scratch buffer of each slot.
    pub(crate) fn scratch_sizes(&self) -> [u64; SLOTS] {
        self.scratch.each_ref().map(ScratchLayout::size)
    }

    /// Calls `put(offset, bytes)` for every piece of the upload.
    pub(crate) fn upload(&self, mut put: impl FnMut(u64, &[u8])) {
        for (uniforms, offset, _) in self.uniforms_with_offsets() {
            put(offset.into(), uniforms.bytes(&self.rules));
        }
        if !self.table.is_empty() {
            put(self.uniforms_size, bytemuck::cast_slice(&self.table));
        }
    }

    /// Refuses grids that are too large even when they are folded, on devices whose limit is far below the usual 65,535.
    pub(super) fn check_grids(&self, limits: &Limits) -> Result<(), Error> {
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

    /// Refuses an upload that no binding covers; turns addresses in the table into addresses in the upload.
    pub(super) fn place_table(&mut self, limits: &Limits) -> Result<(), Error> {
        let needed = self.upload_size();
        if needed > limits.binding {
            return Err(Error::Limit {
                what: "the upload of one step in bytes".to_owned(),
                limit: "max_storage_buffer_binding_size",
                needed,
                allowed: limits.binding,
            });
        }
        let table = word(self.uniforms_size / size_of::<u32>() as u64);
        for uniforms in &mut self.uniforms {
            match uniforms {
                Uniforms::ElementWithTable(element) => {
                    element.row_table += table;
                    element.piece_table += table;
                    element.row_starts += table;
                    element.entry_order += table;
                }
                Uniforms::SortWithTable(sorts) => sorts.iter_mut().for_each(|sort| sort.first_index += table),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A number of elements, rows or words of a binding as u32. Bindings are below 4 GiB, so that there are fewer than 2³⁰.
pub(super) fn word(count: u64) -> u32 {
    u32::try_from(count).expect("bindings are below 4 GiB")
}
