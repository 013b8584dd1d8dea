//! Plans the sums of pieces of rows with many entries side by side: one thread would take long for such a row.

use super::{
    dispatch::Stage,
    kernel::{Kernel, SortedRows},
    planner::Planner,
    program::word,
    uniforms::ElementUniforms,
};
use crate::row_groups::{PIECE, RowGroups};

/// Entries of a row that one thread may sum up where the host knows that no row has more, and saves a dispatch.
const MAX_ENTRIES_PER_THREAD: usize = 2 * PIECE;

impl Planner<'_> {
    /// Plans the partial sums of a row gradient that the host has grouped, if a row has many entries, and lists the pieces in
    /// the table; returns the address of the partial sums.
    pub(super) fn host_partial_sums(&mut self, groups: &RowGroups, uniforms: ElementUniforms) -> Option<u32> {
        let lengths = groups.starts.windows(2).map(|ends| (ends[1] - ends[0]) as usize);
        if lengths.max().unwrap_or_default() <= MAX_ENTRIES_PER_THREAD {
            return None;
        }
        let listed: Vec<_> = pieces(&groups.starts).flatten().collect();
        let entries = groups.order.len() as u64;
        if !self.has_room(listed.len() as u64, places(entries) * self.input.windows.width) {
            return None;
        }
        let uniforms = ElementUniforms { piece_table: word(self.program.table.len() as u64), ..uniforms };
        let count = listed.len() as u64 / 3;
        self.program.table.extend(listed);
        Some(self.partial_sums(SortedRows::HostTable, count, entries, uniforms))
    }

    /// Whether so many more words leave table and scratch buffer well below the limits of the device: a step that is near them
    /// does without partial sums rather than being refused.
    fn has_room(&self, table_words: u64, scratch_words: u64) -> bool {
        let table = size_of_val(&*self.program.table) as u64 + 4 * table_words;
        let scratch = self.program.scratch[self.slot()].size() + 4 * scratch_words;
        table.max(scratch) <= self.limits.binding / 2
    }

    /// Plans the partial sums of all pieces that a row gradient of so many entries may have, where the device has grouped it;
    /// returns the address of the partial sums.
    pub(super) fn device_partial_sums(&mut self, entries: u64, uniforms: ElementUniforms) -> u32 {
        self.partial_sums(SortedRows::DeviceSorted, places(entries), entries, uniforms)
    }

    fn partial_sums(
        &mut self,
        rows: SortedRows,
        pieces: u64,
        entries: u64,
        uniforms: ElementUniforms,
    ) -> u32 {
        let words = places(entries) * self.input.windows.width;
        let partial_sums = self.scratch().allocate(words);
        let (storage, width) = self.row_storage();
        let uniforms = ElementUniforms {
            thread_count: word(pieces * width),
            width: word(width),
            partial_sums,
            ..uniforms
        };
        self.push(Stage::Gather, Kernel::PartialSums(storage, rows), 0, uniforms);
        partial_sums
    }
}

/// Places of partial sums: two for each 64 entries, as `place_of_piece` in `shaders/row/piece.wgsl` numbers them.
fn places(entries: u64) -> u64 {
    2 * entries.div_ceil(PIECE as u64)
}

/// First entry, last + 1 and place of every piece of the rows that have more than one.
fn pieces(starts: &[u32]) -> impl Iterator<Item = [u32; 3]> {
    let piece = word(PIECE as u64);
    let long_rows = starts.windows(2).map(|ends| ends[0]..ends[1]).filter(move |row| row.len() > PIECE);
    long_rows.flat_map(move |row| {
        let first = row.start;
        row.clone().step_by(PIECE).map(move |start| {
            [start, row.end.min(start + piece), start / piece * 2 + u32::from(start == first)]
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_rows_with_many_entries_and_no_two_have_the_same_place() {
        let starts = [0, 1, 65, 130, 131, 400, 464, 600];
        let pieces: Vec<_> = pieces(&starts).collect();
        let of_row =
            |range: std::ops::Range<u32>| pieces.iter().filter(move |piece| range.contains(&piece[0]));
        for ends in starts.windows(2) {
            let mut end = ends[0];
            for piece in of_row(ends[0]..ends[1]) {
                assert_eq!(piece[0], end);
                assert!((1..=64).contains(&(piece[1] - piece[0])));
                end = piece[1];
            }
            assert_eq!(end, if ends[1] - ends[0] > 64 { ends[1] } else { ends[0] });
        }
        let mut places: Vec<_> = pieces.iter().map(|piece| u64::from(piece[2])).collect();
        assert!(places.iter().all(|&place| place < super::places(600)));
        places.sort_unstable();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
    }
}
