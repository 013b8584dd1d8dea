//! Entries grouped by row, those of equal rows in order of occurrence.
//!
//! Entries go into buckets by the upper bits of their rows, and then every bucket is sorted by itself, where all of it is
//! at hand. Threads take a stretch of entries each, counting what goes into every bucket before they fill it, so that an
//! entry goes behind those of earlier stretches; then they take some buckets each. The groups are the same for any number
//! of threads.

use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use super::RowGroups;
use crate::threads::{share, worth};

/// The most upper bits: the ends of 2048 buckets stay in a processor's nearest caches.
const UPPER: u32 = 11;

/// The most lower bits of which every value is counted.
const LOWER: u32 = 16;

/// A row above the position of one of its entries. Keys are distinct, and their order is the one wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    /// Of one of at most 2³² entries.
    pub(super) fn new(row: u32, position: usize) -> Self {
        Self(u64::from(row) << u32::BITS | position as u64)
    }

    fn row(self) -> u32 {
        (self.0 >> u32::BITS) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower half of a u64 is asked for")]
    fn position(self) -> u32 {
        self.0 as u32
    }
}

/// Groups entries whose rows are below `rows`; `keys` gives the keys of a stretch of entries.
pub(super) fn group<I: Iterator<Item = Key>>(
    entries: usize,
    rows: u64,
    keys: impl Fn(Range<usize>) -> I + Sync,
) -> RowGroups {
    let threads = worth(2 * entries);
    let buckets = Buckets::new(entries, rows);
    let (keys, ends) = buckets.fill(threads, entries, keys);
    let mut order = vec![0; entries];
    let mut parts = parts(threads, &ends, &mut order);
    share(threads, parts.iter_mut(), |part, scratch| part.sort(buckets, &keys, &ends, scratch));
    let groups: Vec<_> = parts.into_iter().map(|part| part.groups).collect();
    join(groups.into_iter(), order)
}

/// What rows have in common that are in one bucket: all but so many lower bits.
#[derive(Clone, Copy, Debug)]
struct Buckets {
    upper: u32,
    lower: u32,
}

impl Buckets {
    fn new(entries: usize, rows: u64) -> Self {
        let bits = u64::BITS - rows.saturating_sub(1).leading_zeros();
        // No more buckets than a sixteenth of the entries, and half of the work left to do in them.
        let upper = bits.div_ceil(2).min(UPPER).min(entries.max(16).ilog2() - 4);
        Self { upper, lower: bits - upper }
    }

    fn count(self) -> usize {
        1 << self.upper
    }

    fn of(self, key: Key) -> usize {
        (key.row() >> self.lower) as usize
    }

    /// The first row of a bucket.
    fn first(self, bucket: usize) -> u32 {
        u32::try_from(bucket << self.lower).expect("less than the rows")
    }

    /// All keys in their buckets, and where these end.
    fn fill<I: Iterator<Item = Key>>(
        self,
        threads: usize,
        entries: usize,
        keys: impl Fn(Range<usize>) -> I + Sync,
    ) -> (Keys, Vec<u32>) {
        // [stretches, buckets]: how many entries there are, then where the next one goes.
        let mut places = vec![0u32; threads * self.count()];
        share(threads, stretches(threads, entries).zip(places.chunks_mut(self.count())), |of, _: &mut ()| {
            let (stretch, counts) = of;
            keys(stretch).for_each(|key| counts[self.of(key)] += 1);
        });
        add_up(&mut places, self.count());
        let filled = Keys::new(entries);
        share(threads, stretches(threads, entries).zip(places.chunks_mut(self.count())), |of, _: &mut ()| {
            let (stretch, places) = of;
            for key in keys(stretch) {
                let place = &mut places[self.of(key)];
                filled.write(*place, key);
                *place += 1;
            }
        });
        // Where the last stretch stopped.
        (filled, places.split_off((threads - 1) * self.count()))
    }
}

/// Keys that threads write side by side, each place once: the order in which they do does not matter.
struct Keys(Vec<AtomicU64>);

impl Keys {
    fn new(len: usize) -> Self {
        Self((0..len).map(|_| AtomicU64::default()).collect())
    }

    fn read(&self, places: Range<usize>) -> impl Iterator<Item = Key> {
        self.0[places].iter().map(|key| Key(key.load(Relaxed)))
    }

    fn write(&self, place: u32, key: Key) {
        self.0[place as usize].store(key.0, Relaxed);
    }
}

/// A stretch for each thread, one behind the other.
fn stretches(threads: usize, entries: usize) -> impl Iterator<Item = Range<usize>> + Send {
    let each = entries.div_ceil(threads);
    (0..threads).map(move |thread| (thread * each).min(entries)..((thread + 1) * each).min(entries))
}

/// Turns counts, `[stretches, buckets]`, into the sums of those before: of earlier buckets, or of the same one in earlier
/// stretches.
fn add_up(counts: &mut [u32], buckets: usize) {
    let mut sum = 0;
    for bucket in 0..buckets {
        for stretch in counts.chunks_mut(buckets) {
            sum += std::mem::replace(&mut stretch[bucket], sum);
        }
    }
}

/// Buckets one behind the other, with about as many entries in each part; several parts a thread, for there may be a
/// bucket with most of the entries.
fn parts<'a>(threads: usize, ends: &[u32], mut order: &'a mut [u32]) -> Vec<Part<'a>> {
    let count = if threads == 1 { 1 } else { 8 * threads };
    let each = order.len().div_ceil(count);
    let mut parts = Vec::with_capacity(count);
    let (mut bucket, mut entry) = (0, 0);
    for part in 1..=count {
        let first = bucket;
        bucket = ends.partition_point(|&end| end as usize <= part * each).max(bucket);
        let end = ends[..bucket].last().map_or(0, |&end| end as usize);
        let order = order.split_off_mut(..end - entry).expect("no more than there are");
        parts.push(Part { buckets: first..bucket, first: entry, order, groups: Groups::default() });
        entry = end;
    }
    parts
}

/// Some buckets, and what they become.
#[derive(Debug)]
struct Part<'a> {
    buckets: Range<usize>,
    /// Entries before it.
    first: usize,
    order: &'a mut [u32],
    groups: Groups,
}

/// Some groups.
#[derive(Debug, Default)]
struct Groups {
    rows: Vec<u32>,
    /// Where their entries end.
    ends: Vec<u32>,
}

/// Room to sort one bucket.
#[derive(Debug, Default)]
struct Scratch {
    keys: Vec<Key>,
    counts: Vec<u32>,
}

impl Part<'_> {
    fn sort(&mut self, buckets: Buckets, keys: &Keys, ends: &[u32], scratch: &mut Scratch) {
        let mut start = self.first;
        for bucket in self.buckets.clone() {
            let entries = start..ends[bucket] as usize;
            start = entries.end;
            let order = &mut self.order[entries.start - self.first..entries.end - self.first];
            let of = Bucket { entries, keys, order };
            if buckets.lower <= LOWER && 1 << buckets.lower <= 4 * of.order.len() {
                of.count(buckets.first(bucket), buckets.lower, &mut scratch.counts, &mut self.groups);
            } else {
                of.compare(&mut scratch.keys, &mut self.groups);
            }
        }
    }
}

/// One bucket.
struct Bucket<'a> {
    entries: Range<usize>,
    keys: &'a Keys,
    order: &'a mut [u32],
}

impl Bucket<'_> {
    /// Counts how often every row occurs, which says where its entries go.
    fn count(self, first: u32, lower: u32, places: &mut Vec<u32>, groups: &mut Groups) {
        let value = |key: Key| (key.row() - first) as usize;
        places.clear();
        places.resize(1 << lower, 0);
        self.keys.read(self.entries.clone()).for_each(|key| places[value(key)] += 1);

        let start = word(self.entries.start);
        let mut place = 0;
        groups.extend(1 + self.order.len().min(places.len()), |rows, ends| {
            let mut count = 0;
            for (value, next) in (0..).zip(&mut *places) {
                let entries = std::mem::replace(next, place);
                place += entries;
                // Written in any case, and kept if there are entries: no processor could predict such a branch.
                (rows[count], ends[count]) = (first + value, start + place);
                count += usize::from(entries > 0);
            }
            count
        });
        for key in self.keys.read(self.entries) {
            let place = &mut places[value(key)];
            self.order[*place as usize] = key.position();
            *place += 1;
        }
    }

    fn compare(self, keys: &mut Vec<Key>, groups: &mut Groups) {
        keys.clear();
        keys.extend(self.keys.read(self.entries.clone()));
        keys.sort_unstable();
        let start = word(self.entries.start);
        groups.extend(keys.len(), |rows, ends| {
            let mut count = 0;
            let mut last = None;
            for ((key, end), position) in keys.iter().zip(start + 1..).zip(self.order) {
                *position = key.position();
                // Every entry writes the row and end of its group, and the last one is right.
                count += usize::from(last.replace(key.row()) != Some(key.row()));
                (rows[count - 1], ends[count - 1]) = (key.row(), end);
            }
            count
        });
    }
}

impl Groups {
    /// Adds as many groups as `write` says that it wrote, at most so many.
    fn extend(&mut self, most: usize, write: impl FnOnce(&mut [u32], &mut [u32]) -> usize) {
        let before = self.rows.len();
        self.rows.resize(before + most, 0);
        self.ends.resize(before + most, 0);
        let count = write(&mut self.rows[before..], &mut self.ends[before..]);
        self.rows.truncate(before + count);
        self.ends.truncate(before + count);
    }
}

fn join(groups: impl Iterator<Item = Groups>, order: Vec<u32>) -> RowGroups {
    let all = groups.reduce(|mut all, groups| {
        all.rows.extend(groups.rows);
        all.ends.extend(groups.ends);
        all
    });
    let Groups { rows, ends: mut starts } = all.unwrap_or_default();
    starts.insert(0, 0);
    RowGroups { rows, starts, order }
}

fn word(position: usize) -> u32 {
    position.try_into().expect("there are no more entries than that")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups_of(rows: u64, indices: &[u32]) -> RowGroups {
        group(indices.len(), rows, |stretch| {
            stretch.clone().zip(&indices[stretch]).map(|(position, &row)| Key::new(row, position))
        })
    }

    /// By comparing, and one group after the other.
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
            for entries in [0, 1, 2, 15, 16, 33, 600, 3000, 100_003] {
                let highest = u32::try_from(rows - 1).unwrap();
                // Some of them often, and the outermost.
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
        // Groups of one entry, of a few, of more than a thread takes.
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
