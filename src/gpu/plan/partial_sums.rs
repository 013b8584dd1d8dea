//! Plans the sums of pieces of rows with many entries side by side: one thread would take long for such a row.

use super::{
    dispatch::Stage,
    kernel::{Kernel, PieceSums},
    planner::Planner,
    program::word,
    uniforms::ElementUniforms,
};
use crate::row_groups::{PIECE, RowGroups};

/// Entries of a row that one thread may sum up where the host knows that no row has more, and saves a dispatch.
const MAX_ENTRIES_PER_THREAD: usize = 2 * PIECE;

/// Pieces of rows with many entries, whose sums are to be left in the scratch buffer.
#[derive(Clone, Copy)]
pub(super) struct Pieces {
    /// How many there may be.
    count: u64,
    /// Entries of the row gradient.
    entries: u64,
}

impl Pieces {
    /// All pieces that a row gradient of so many entries may have, where the device has grouped it; none where no row can have
    /// more entries than one piece.
    pub(super) fn of_device(entries: u64) -> Option<Self> {
        (entries > PIECE as u64).then_some(Self { count: places(entries), entries })
    }
}

impl Planner<'_> {
    /// Lists the pieces of a row gradient that the host has grouped in the table, if a row has many entries, and writes the
    /// address of the list into `uniforms`.
    pub(super) fn list_pieces(
        &mut self,
        groups: &RowGroups,
        uniforms: &mut ElementUniforms,
    ) -> Option<Pieces> {
        let lengths = groups.starts.windows(2).map(|ends| (ends[1] - ends[0]) as usize);
        if lengths.max().unwrap_or_default() <= MAX_ENTRIES_PER_THREAD {
            return None;
        }
        let listed: Vec<_> = pieces(&groups.starts).flatten().collect();
        let entries = groups.order.len() as u64;
        // Sums for the update and for the norm.
        let uses = 1 + u64::from(self.wants_norm());
        if !self.has_room(listed.len() as u64, uses * places(entries) * self.input.windows.width) {
            return None;
        }
        uniforms.piece_table = word(self.program.table.len() as u64);
        let count = listed.len() as u64 / 3;
        self.program.table.extend(listed);
        Some(Pieces { count, entries })
    }

    /// Whether so many more words leave table and scratch buffer well below the limits of the device: a step that is near them
    /// does without partial sums rather than being refused.
    fn has_room(&self, table_words: u64, scratch_words: u64) -> bool {
        let table = size_of_val(&*self.program.table) as u64 + 4 * table_words;
        let scratch = self.program.scratch[self.slot()].size() + 4 * scratch_words;
        table.max(scratch) <= self.limits.binding / 2
    }

    /// Plans the sums of pieces, if there are pieces; returns uniforms with their address.
    pub(super) fn with_partial_sums(
        &mut self,
        sums: PieceSums,
        pieces: Option<Pieces>,
        uniforms: ElementUniforms,
    ) -> ElementUniforms {
        let Some(Pieces { count, entries }) = pieces else {
            return uniforms;
        };
        let words = places(entries) * self.input.windows.width;
        let partial_sums = self.scratch().allocate(words);
        let (storage, width) = self.row_storage();
        let of_pieces = ElementUniforms {
            thread_count: word(count * width),
            width: word(width),
            partial_sums,
            ..uniforms
        };
        // Entries of an update are multiplied by the factor of a norm beyond its limit.
        let stage = match sums {
            PieceSums::Norm(_) => Stage::Gather,
            PieceSums::Update(_) => Stage::Prepare,
        };
        self.push(stage, Kernel::PartialSums(storage, sums), 0, of_pieces);
        ElementUniforms { partial_sums, ..uniforms }
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
