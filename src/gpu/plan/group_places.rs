//! Where the entries of a row gradient, grouped by row, lie in scratch memory.

use super::{scratch_layout::ScratchLayout, uniforms::ElementUniforms};
use crate::row_groups::PIECE;

/// Where the entries of a row gradient, grouped by row, lie in scratch memory. All addresses are in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupPlaces {
    /// Number of entries.
    pub(super) entries: u64,
    /// Row and position of every entry, by row.
    pub(crate) sorted: u32,
    /// Number of distinct rows.
    pub(crate) group_count: u32,
    /// The distinct row of every 64th entry.
    pub(crate) entry_groups: u32,
    /// The first entry of each distinct row, and the number of entries.
    pub(crate) row_starts: u32,
}

/// A copy between scratch memory and a buffer for the groups alone, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupCopy {
    in_scratch: u64,
    alone: u64,
    words: u64,
}

impl GroupCopy {
    /// Where it lies in scratch memory, where in a buffer for the groups alone, and its size.
    pub(crate) fn bytes(self) -> [u64; 3] {
        [self.in_scratch, self.alone, self.words].map(|words| words * size_of::<u32>() as u64)
    }
}

impl GroupPlaces {
    /// Allocates all but the first entries of rows, for which a sort has a place already.
    pub(super) fn allocate(scratch: &mut ScratchLayout, entries: u64) -> Self {
        Self {
            entries,
            sorted: scratch.allocate(2 * entries),
            group_count: scratch.allocate(1),
            entry_groups: scratch.allocate(entries.div_ceil(PIECE as u64)),
            row_starts: 0,
        }
    }

    /// Allocates all.
    pub(super) fn allocate_all(scratch: &mut ScratchLayout, entries: u64) -> Self {
        let places = Self::allocate(scratch, entries);
        Self { row_starts: scratch.allocate(entries + 1), ..places }
    }

    /// The same uniforms with these addresses.
    pub(super) fn write_into(self, uniforms: ElementUniforms) -> ElementUniforms {
        ElementUniforms {
            entry_groups: self.entry_groups,
            row_starts: self.row_starts,
            entry_order: self.sorted,
            group_count: self.group_count,
            ..uniforms
        }
    }

    /// The copies between scratch memory and a buffer for the groups alone. There may be fewer rows than entries; what is copied
    /// behind the last one is not used.
    pub(crate) fn copies(self) -> [GroupCopy; 2] {
        let marks = self.entries.div_ceil(PIECE as u64);
        // One behind the other.
        let entries = u64::from(self.entry_groups - self.sorted) + marks;
        let starts = self.entries + 1;
        [
            GroupCopy { in_scratch: self.sorted.into(), alone: 0, words: entries },
            GroupCopy { in_scratch: self.row_starts.into(), alone: entries, words: starts },
        ]
    }

    /// Bytes of a buffer for the groups alone.
    pub(crate) fn size_alone(self) -> u64 {
        let [_, last] = self.copies();
        (last.alone + last.words) * size_of::<u32>() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_cover_every_place_once() {
        for entries in [1, 2, 63, 64, 65, 4_097] {
            let mut scratch = ScratchLayout::default();
            scratch.allocate(12);
            let places = GroupPlaces::allocate_all(&mut scratch, entries);
            let [first, last] = places.copies();
            let covers = |copy: GroupCopy, at: u32, words: u64| {
                (copy.in_scratch..=copy.in_scratch + copy.words - words).contains(&at.into())
            };
            assert!(covers(first, places.sorted, 2 * entries), "{entries}");
            assert!(covers(first, places.group_count, 1), "{entries}");
            assert!(covers(first, places.entry_groups, entries.div_ceil(64)), "{entries}");
            assert!(covers(last, places.row_starts, entries + 1), "{entries}");
            assert_eq!((first.alone, last.alone), (0, first.words));
            assert!((last.in_scratch + last.words) * 4 <= scratch.size(), "{entries}");
        }
    }
}
