//! Where the pieces of rows with many entries are summed side by side, because one thread would take long.

use super::{Kernel, Planner, Slot, Source, word};
use crate::row_groups::{PIECE, RowGroups};

/// Entries of a row that one thread may sum, where the host can tell that none has more and spare a dispatch.
const LIGHT: usize = 4 * PIECE;

impl Planner<'_> {
    /// Plans the sums of pieces of a gradient that the host has grouped, if a row has many entries; lists them in the
    /// table, and says where they will be.
    pub(super) fn listed_pieces(&mut self, groups: &RowGroups, slot: Slot) -> Option<u32> {
        let lengths = groups.starts.windows(2).map(|ends| (ends[1] - ends[0]) as usize);
        if lengths.max().unwrap_or_default() <= LIGHT {
            return None;
        }
        let listed: Vec<_> = pieces(&groups.starts).flatten().collect();
        let entries = groups.order.len() as u64;
        if !self.has_room(listed.len() as u64, places(entries) * self.of.windows.width) {
            return None;
        }
        let slot = Slot { rows: word(self.plan.table.len() as u64), ..slot };
        let count = listed.len() as u64 / 3;
        self.plan.table.extend(listed);
        Some(self.pieces(Source::Computed, count, entries, slot))
    }

    /// Whether so many more words leave table and memory well below the limits of the device: a step that is near them
    /// does without pieces rather than being refused.
    fn has_room(&self, table: u64, work: u64) -> bool {
        let table = size_of_val(&*self.plan.table) as u64 + 4 * table;
        let work = self.plan.work.size() + 4 * work;
        table.max(work) <= self.limits.binding / 2
    }

    /// Plans the sums of all the pieces that a gradient of so many entries could have, where a device has grouped it;
    /// says where they will be.
    pub(super) fn possible_pieces(&mut self, entries: u64, slot: Slot) -> u32 {
        self.pieces(Source::Grouped, places(entries), entries, slot)
    }

    fn pieces(&mut self, source: Source, count: u64, entries: u64, slot: Slot) -> u32 {
        let partials = self.plan.work.take(places(entries) * self.of.windows.width);
        let (storage, width) = self.row_storage();
        let slot = Slot { count: word(count * width), width: word(width), partials, ..slot };
        self.push(Kernel::Pieces(storage, source), 0, slot);
        partials
    }
}

/// Room for the sums of pieces: two for as many entries as a piece has, as `place_of_piece` in `shaders/entries.wgsl`
/// says.
fn places(entries: u64) -> u64 {
    2 * entries.div_ceil(PIECE as u64)
}

/// First entry, last + 1 and place of every piece of the rows that have more than one.
fn pieces(starts: &[u32]) -> impl Iterator<Item = [u32; 3]> {
    let piece = word(PIECE as u64);
    let heavy = starts.windows(2).map(|ends| ends[0]..ends[1]).filter(move |row| row.len() > PIECE);
    heavy.flat_map(move |row| {
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
