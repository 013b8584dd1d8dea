//! A stable sort of the entries of a row gradient by row: entries of equal rows stay in order of occurrence.
//!
//! It is a radix sort from the lowest digit. A pass counts how often each value of the digit occurs, computes
//! from the counts the destination of the first entry of each value (a prefix sum), then moves the entries.
//! Each thread moves the entries of one section, to destinations behind those of earlier sections, so the
//! order does not depend on the number of threads.

use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use super::groups::RowGroups;
use crate::threads::{parallel_for, thread_count};

/// Up to this many entries a comparison sort is faster.
const COMPARISON_MAX: usize = 600;

/// Maximum number of bits of a digit: the counts of 2048 values fit into the L1 cache.
const MAX_DIGIT_BITS: u32 = 11;

/// Sort key of an entry: the row in the upper half, the position in the lower half. Keys are distinct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    /// The key of the entry at `position`, one of at most 2³² entries.
    pub(super) fn new(row: u32, position: usize) -> Self {
        Self(u64::from(row) << u32::BITS | position as u64)
    }

    fn row(self) -> u32 {
        (self.0 >> u32::BITS) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "the position is the lower half")]
    fn position(self) -> u32 {
        self.0 as u32
    }
}

/// Groups entries whose rows are below `rows`. `keys` returns the keys of a range of entries.
pub(super) fn group<I: Iterator<Item = Key>>(
    entries: usize,
    rows: u64,
    keys: impl Fn(Range<usize>) -> I + Sync,
) -> RowGroups {
    if entries <= COMPARISON_MAX {
        let mut sorted: Vec<Key> = keys(0..entries).collect();
        sorted.sort_unstable();
        return split(1, entries, |range| sorted[range].iter().copied());
    }
    let threads = thread_count(2 * entries);
    let mut digits = digits(rows);
    let (mut sorted, mut spare) = (Keys::new(entries), Keys::new(0));
    pass(threads, keys, digits.next().expect("at least one"), &sorted);
    for digit in digits {
        spare = if spare.0.is_empty() { Keys::new(entries) } else { spare };
        pass(threads, |range| sorted.read(range), digit, &spare);
        std::mem::swap(&mut sorted, &mut spare);
    }
    split(threads, entries, |range| sorted.read(range))
}

/// Keys that threads write in parallel, each element once, so the order of the writes does not matter.
struct Keys(Vec<AtomicU64>);

impl Keys {
    fn new(len: usize) -> Self {
        Self((0..len).map(|_| AtomicU64::default()).collect())
    }

    fn read(&self, range: Range<usize>) -> impl Iterator<Item = Key> {
        self.0[range].iter().map(|key| Key(key.load(Relaxed)))
    }

    fn write(&self, index: u32, key: Key) {
        self.0[index as usize].store(key.0, Relaxed);
    }
}

/// A range of the bits of a row.
#[derive(Clone, Copy, Debug)]
struct Digit {
    shift: u32,
    bits: u32,
}

impl Digit {
    fn of(self, key: Key) -> usize {
        (key.row() >> self.shift) as usize & (self.values() - 1)
    }

    fn values(self) -> usize {
        1 << self.bits
    }
}

/// The digits of row numbers below `rows`, from the lowest.
fn digits(rows: u64) -> impl Iterator<Item = Digit> {
    let all = (u64::BITS - rows.saturating_sub(1).leading_zeros()).max(1);
    let passes = all.div_ceil(MAX_DIGIT_BITS);
    let bits = all.div_ceil(passes);
    (0..passes).map(move |pass| Digit { shift: pass * bits, bits })
}

/// Sorts all keys by one digit into `to`, stably.
fn pass<I: Iterator<Item = Key>>(
    threads: usize,
    keys: impl Fn(Range<usize>) -> I + Sync,
    digit: Digit,
    to: &Keys,
) {
    // [sections, values]: the count of each value of the digit, then the destination of its next key.
    let mut destinations = vec![0u32; threads * digit.values()];
    let sections = || sections(threads, to.0.len());
    let count = |(section, counts): (_, &mut [u32]), _: &mut ()| {
        keys(section).for_each(|key| counts[digit.of(key)] += 1);
    };
    parallel_for(threads, sections().zip(destinations.chunks_mut(digit.values())), count);
    prefix_sums(&mut destinations, digit.values());
    let scatter = |(section, destinations): (_, &mut [u32]), _: &mut ()| {
        for key in keys(section) {
            let destination = &mut destinations[digit.of(key)];
            to.write(*destination, key);
            *destination += 1;
        }
    };
    parallel_for(threads, sections().zip(destinations.chunks_mut(digit.values())), scatter);
}

/// Replaces each count, `[sections, values]`, by its exclusive prefix sum: the sum of all counts of lower
/// values, and of the counts of the same value in earlier sections.
fn prefix_sums(counts: &mut [u32], values: usize) {
    let mut sum = 0;
    for value in 0..values {
        for section in counts.chunks_mut(values) {
            sum += std::mem::replace(&mut section[value], sum);
        }
    }
}

/// One section of `len` entries for each thread, in order.
fn sections(threads: usize, len: usize) -> impl Iterator<Item = Range<usize>> + Send {
    let each = len.div_ceil(threads);
    (0..threads).map(move |thread| (thread * each).min(len)..((thread + 1) * each).min(len))
}

/// Splits sorted keys into groups.
fn split<I: Iterator<Item = Key>>(
    threads: usize,
    entries: usize,
    keys: impl Fn(Range<usize>) -> I + Sync,
) -> RowGroups {
    let mut parts: Vec<_> = sections(threads, entries).map(|section| (section, 0)).collect();
    parallel_for(threads, parts.iter_mut(), |(section, groups), _: &mut ()| {
        // Both ends move to the first entry of a group, so that no group is in two parts.
        *section = head(section.start, entries, &keys)..head(section.end, entries, &keys);
        *groups = count(keys(section.clone()));
    });

    let groups = parts.iter().map(|(_, groups)| groups).sum();
    let mut all = RowGroups { rows: vec![0; groups], starts: vec![0; groups + 1], order: vec![0; entries] };
    let (mut rows, mut ends, mut order) = (&mut *all.rows, &mut all.starts[1..], &mut *all.order);
    let jobs = parts.into_iter().map(|(section, groups)| Part {
        rows: rows.split_off_mut(..groups).expect("as many as were counted"),
        ends: ends.split_off_mut(..groups).expect("as many as were counted"),
        order: order.split_off_mut(..section.len()).expect("as many as there are entries"),
        section,
    });
    parallel_for(threads, jobs, |part: Part<'_>, _: &mut ()| part.fill(&keys));
    all
}

/// Position of the first entry of a group, from `at` on.
fn head<I: Iterator<Item = Key>>(at: usize, entries: usize, keys: impl Fn(Range<usize>) -> I) -> usize {
    if at == 0 {
        return 0;
    }
    let mut from = keys(at - 1..entries).map(Key::row);
    let row = from.next();
    at + from.take_while(|&next| Some(next) == row).count()
}

/// Number of distinct rows.
fn count(keys: impl Iterator<Item = Key>) -> usize {
    let mut last = None;
    keys.filter(|key| last.replace(key.row()) != Some(key.row())).count()
}

/// A section of the sorted entries, and the groups that it fills in.
struct Part<'a> {
    section: Range<usize>,
    rows: &'a mut [u32],
    /// End of the entries of each group.
    ends: &'a mut [u32],
    order: &'a mut [u32],
}

impl Part<'_> {
    fn fill<I: Iterator<Item = Key>>(self, keys: impl Fn(Range<usize>) -> I) {
        let mut last = None;
        let mut groups = 0;
        let start = u32::try_from(self.section.start).expect("positions are u32");
        let ends = start + 1..;
        for ((key, end), position) in keys(self.section).zip(ends).zip(self.order) {
            *position = key.position();
            // Every entry writes the row and the end of its group, and the last entry of the group writes the
            // right end. A branch on whether an entry is the first of its row would be unpredictable.
            groups += usize::from(last.replace(key.row()) != Some(key.row()));
            self.rows[groups - 1] = key.row();
            self.ends[groups - 1] = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups_of(rows: u64, indices: &[u32]) -> RowGroups {
        group(indices.len(), rows, |range| {
            range.clone().zip(&indices[range]).map(|(position, &row)| Key::new(row, position))
        })
    }

    /// The groups, computed by a comparison sort.
    fn expected(indices: &[u32]) -> RowGroups {
        let mut sorted: Vec<_> = (0..).zip(indices).map(|(position, &row)| (row, position)).collect();
        sorted.sort();
        let mut groups = RowGroups::default();
        for (at, &(row, position)) in (0..).zip(&sorted) {
            if groups.rows.last() != Some(&row) {
                groups.rows.push(row);
                groups.starts.push(at);
            }
            groups.order.push(position);
        }
        groups.starts.push(u32::try_from(indices.len()).unwrap());
        groups
    }

    #[test]
    fn entries_of_any_number_of_rows_are_grouped() {
        let mut random = fastrand::Rng::with_seed(7);
        for rows in [1, 2, 255, 256, 257, 2048, 2049, 1 << 22, (1 << 22) + 1, 1 << 32] {
            for entries in [0, 1, 2, COMPARISON_MAX - 1, COMPARISON_MAX, COMPARISON_MAX + 1, 3000, 100_003] {
                let highest = u32::try_from(rows - 1).unwrap();
                // A few rows occur often, among them the first and the last.
                let common: Vec<u32> = (0..5).map(|_| random.u32(..=highest)).chain([0, highest]).collect();
                let row = |random: &mut fastrand::Rng| match random.bool() {
                    true => common[random.usize(..common.len())],
                    false => random.u32(..=highest),
                };
                let indices: Vec<u32> = (0..entries).map(|_| row(&mut random)).collect();
                assert!(groups_of(rows, &indices) == expected(&indices), "{entries} entries of {rows} rows");
            }
        }
    }

    #[test]
    fn groups_are_the_same_on_any_number_of_threads() {
        let mut random = fastrand::Rng::with_seed(8);
        let indices: Vec<u32> = (0..300_001).map(|_| random.u32(..1000) * random.u32(..1000)).collect();
        let want = expected(&indices);
        for threads in [1, 2, 3, 8] {
            assert!(on(threads, || groups_of(1_000_000, &indices)) == want, "{threads} threads");
        }
    }

    #[test]
    fn no_group_is_cut_between_threads() {
        // Groups of one entry, of a few entries, and of more entries than a section has.
        for size in [1, 3, 70_000, 300_000] {
            let indices: Vec<u32> = (0..200_001).map(|at| at / size).collect();
            assert!(on(3, || groups_of(200_001, &indices)) == expected(&indices), "{size} entries a row");
        }
    }

    #[cfg(feature = "parallel")]
    fn on<R: Send>(threads: usize, run: impl FnOnce() -> R + Send) -> R {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
    }

    #[cfg(not(feature = "parallel"))]
    fn on<R>(_threads: usize, run: impl FnOnce() -> R) -> R {
        run()
    }
}
