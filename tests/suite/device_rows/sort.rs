//! What the device's sort leaves for later dispatches, word for word, in each of its forms.

use std::ops::Range;

use proxgrad::{
    gpu::{RowSort, SortResult, block_on},
    wgpu,
};
use proxgrad_testing::{Backend, Gpu};

use crate::common::{
    devices::{gpu, in_all_forms, small_grid_gpu},
    gpu_step::new_encoder,
    random::Random,
};

/// Numbers of entries around which the number of threads, pieces, workgroups, tiles or dispatches changes.
const SIZES: [u32; 22] = [
    1, 2, 15, 16, 17, 63, 64, 65, 255, 256, 257, 2047, 2048, 2049, 4095, 4096, 4097, 6145, 131_071, 131_072,
    131_073, 200_000,
];

/// Numbers of rows around which the sort changes the number and the length of its digits.
const ROWS: [u32; 14] = [
    1,
    2,
    3,
    100,
    255,
    256,
    (1 << 16) - 1,
    1 << 16,
    (1 << 20) - 1,
    1 << 20,
    (1 << 24) - 1,
    1 << 24,
    1 << 31,
    u32::MAX,
];

/// What a sort has to leave: the entries sorted by a comparison sort that is stable, and what follows from their order.
fn want(indices: &[u32], rows: u32) -> SortResult {
    let mut entries: Vec<_> = (0..).zip(indices).map(|(at, row)| [(*row).min(rows), at]).collect();
    entries.sort_by_key(|[row, _]| *row);
    let (mut row_starts, mut entry_groups) = (Vec::new(), Vec::new());
    for (at, entry) in (0u32..).zip(&entries) {
        if at == 0 || entry[0] != entries[at as usize - 1][0] {
            row_starts.push(at);
        }
        if at.is_multiple_of(64) {
            entry_groups.push(u32::try_from(row_starts.len()).unwrap() - 1);
        }
    }
    row_starts.push(u32::try_from(indices.len()).unwrap());
    let bad_rows = indices.iter().filter(|index| **index >= rows).count() as u64;
    SortResult { entries, row_starts, entry_groups, bad_rows }
}

/// What one sort of several tables leaves: of each the slice with its indices, and its number of rows.
fn sorted(gpu: &Gpu, tables: &[(wgpu::BufferSlice<'_>, u32)]) -> Vec<SortResult> {
    let mut sort = RowSort::new(gpu.kernels(), tables).unwrap();
    let mut encoder = new_encoder(gpu);
    sort.record(&mut encoder).unwrap();
    gpu.queue().submit([encoder.finish()]);
    block_on(gpu.device(), sort.groups(gpu.queue())).unwrap()
}

/// The first difference, in words that show where it is.
fn difference(got: &SortResult, want: &SortResult) -> Option<String> {
    let first = |got: &[[u32; 2]], want: &[[u32; 2]]| {
        (0..want.len()).find(|&i| got.get(i) != Some(&want[i])).map(|i| (i, got.get(i).copied(), want[i]))
    };
    if let Some(difference) = first(&got.entries, &want.entries) {
        return Some(format!("entry (index, got, want): {difference:?}"));
    }
    let lists =
        [("row start", &got.row_starts, &want.row_starts), ("group", &got.entry_groups, &want.entry_groups)];
    for (what, got, want) in lists {
        if got != want {
            let at = (0..want.len()).find(|&i| got.get(i) != Some(&want[i]));
            return Some(format!("{what} {at:?} of {} is wrong, there are {}", want.len(), got.len()));
        }
    }
    (got != want).then(|| format!("{} bad rows instead of {}", got.bad_rows, want.bad_rows))
}

/// Panics with every case that differs in any form of the sort.
fn all_sorted(gpu: &'static Gpu, cases: impl IntoIterator<Item = (String, u32, Vec<u32>)>) {
    let mut failures = Vec::new();
    for (what, rows, indices) in cases {
        let want = want(&indices, rows);
        for gpu in in_all_forms(gpu) {
            let buffer = gpu.upload(bytemuck::cast_slice(&indices));
            let [got] = &sorted(gpu, &[(buffer.slice(..), rows)])[..] else { panic!("one table is sorted") };
            if let Some(difference) = difference(got, &want) {
                let entries = indices.len();
                let gpu = gpu.describe();
                failures.push(format!("{what}, {entries} entries of {rows} rows on {gpu}: {difference}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} cases failed:\n{}", failures.len(), failures.join("\n"));
}

/// Indices of so many rows; one in fifty is no row where that is possible.
fn mixed(random: &mut Random, entries: u32, rows: u32) -> Vec<u32> {
    random.indices(entries as usize, rows.saturating_add(rows.div_ceil(50)))
}

#[test]
fn entries_of_all_numbers_are_sorted_and_grouped_in_every_form() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(71);
    let cases = SIZES.into_iter().flat_map(|entries| {
        [3, 100, 1 << 20].map(|rows| ("mixed".to_owned(), rows, mixed(&mut random, entries, rows)))
    });
    all_sorted(gpu, cases.collect::<Vec<_>>());
}

#[test]
fn rows_of_all_lengths_in_bits_are_sorted_and_grouped_in_every_form() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(72);
    let cases = ROWS.into_iter().flat_map(|rows| {
        [257, 3_000, 9_000].map(|entries| {
            let mut indices = mixed(&mut random, entries, rows);
            // The last row, the first index beyond it, the first row and the last index there is.
            indices.extend([rows - 1, rows, 0, u32::MAX]);
            ("mixed".to_owned(), rows, random.shuffled(indices))
        })
    });
    all_sorted(gpu, cases.collect::<Vec<_>>());
}

#[test]
fn all_patterns_of_indices_are_sorted_and_grouped_in_every_form() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(73);
    let mut cases = Vec::new();
    for entries in [1_000, 4_096, 10_000, 140_000] {
        let rows = 200_000;
        let distinct = random.permutation(rows).into_iter().take(entries as usize).collect();
        let half: Vec<_> = (0..entries).map(|at| if at % 2 == 0 { 7 } else { at }).collect();
        let patterns: [(&str, Vec<u32>); 7] = [
            ("all equal", vec![5; entries as usize]),
            ("all the last row", vec![rows - 1; entries as usize]),
            ("all bad", vec![u32::MAX; entries as usize]),
            ("all distinct", distinct),
            ("ascending", (0..entries).collect()),
            ("descending", (0..entries).rev().collect()),
            ("half of them equal", half),
        ];
        cases.extend(patterns.map(|(what, indices)| (what.to_owned(), rows, indices)));
    }
    all_sorted(gpu, cases);
}

#[test]
fn entries_are_sorted_and_grouped_in_folded_grids() {
    let Some(gpu) = small_grid_gpu() else { return };
    let mut random = Random::new(74);
    // More than 32 and than 64 tiles, and no multiple of 32 tiles.
    let cases =
        [70_000, 140_000].map(|entries| ("folded".to_owned(), 10_000, mixed(&mut random, entries, 10_000)));
    all_sorted(gpu, cases);
}

#[test]
fn bad_rows_of_several_sorts_add_up_and_each_sort_leaves_the_same() {
    let Some(gpu) = gpu() else { return };
    for gpu in in_all_forms(gpu) {
        let indices = mixed(&mut Random::new(75), 5_000, 100);
        let want = want(&indices, 100);
        assert!(want.bad_rows > 10, "{} bad rows prove little", want.bad_rows);
        let buffer = gpu.upload(bytemuck::cast_slice(&indices));
        let mut sort = RowSort::new(gpu.kernels(), &[(buffer.slice(..), 100)]).unwrap();
        for times in 1..4 {
            let mut encoder = new_encoder(gpu);
            sort.record(&mut encoder).unwrap();
            gpu.queue().submit([encoder.finish()]);
            let got = block_on(gpu.device(), sort.groups(gpu.queue())).unwrap();
            let want = SortResult { bad_rows: times * want.bad_rows, ..want.clone() };
            assert_eq!(got.len(), 1);
            assert_eq!(difference(&got[0], &want), None);
        }
    }
}

/// Panics with every table that differs, in any form of the sort, from what a sort of its own leaves. `tables` has the words of
/// buffers, and for each table the buffer, the range of its indices, and its number of rows.
fn all_sorted_together(
    gpu: &'static Gpu,
    what: &str,
    buffers: &[Vec<u32>],
    tables: &[(usize, Range<usize>, u32)],
) {
    let wants = tables.iter().map(|(buffer, range, rows)| want(&buffers[*buffer][range.clone()], *rows));
    let mut wants: Vec<_> = wants.collect();
    let bad_rows = wants.iter().map(|want| want.bad_rows).sum();
    wants.iter_mut().for_each(|want| want.bad_rows = bad_rows);
    for gpu in in_all_forms(gpu) {
        let buffers: Vec<_> = buffers.iter().map(|words| gpu.upload(bytemuck::cast_slice(words))).collect();
        let slices = tables.iter().map(|(buffer, range, rows)| {
            (buffers[*buffer].slice(range.start as u64 * 4..range.end as u64 * 4), *rows)
        });
        let got = sorted(gpu, &slices.collect::<Vec<_>>());
        assert_eq!(got.len(), wants.len());
        for (table, (got, want)) in got.iter().zip(&wants).enumerate() {
            let difference = difference(got, want);
            assert_eq!(difference, None, "{what}: table {table}, {:?} on {}", tables[table], gpu.describe());
        }
    }
}

/// Tables of all sizes, few of them alike, one in three of them with more entries than one workgroup sorts.
fn sizes(count: u32) -> impl Iterator<Item = (u32, u32)> {
    let rows = [100, 70_000, 3, 1 << 20, 250, u32::MAX];
    let entries = move |table: u32| if table % 3 == 2 { 4_097 + table * 771 } else { 1 + table * 37 % 4_096 };
    (0..count).map(move |table| (entries(table), rows[table as usize % rows.len()]))
}

#[test]
fn tables_in_buffers_of_their_own_are_sorted_together_as_each_alone() {
    let mut random = Random::new(76);
    for count in [2, 5, 26, 75] {
        let Some(gpu) = gpu() else { return };
        let buffers: Vec<_> = sizes(count).map(|(entries, rows)| mixed(&mut random, entries, rows)).collect();
        let tables = buffers.iter().zip(sizes(count)).enumerate();
        let tables: Vec<_> = tables.map(|(at, (words, (_, rows)))| (at, 0..words.len(), rows)).collect();
        all_sorted_together(gpu, "own buffers", &buffers, &tables);
    }
}

#[test]
fn tables_in_one_buffer_are_sorted_together_even_where_their_indices_overlap() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(77);
    let words = mixed(&mut random, 202_000, 90_000);
    let side_by_side = (0..40).map(|at| (0, at * 5_056..at * 5_056 + 10 + at * 120, 90_000));
    // The same indices for several tables, as a model with a weight and a bias has them, and for tables of other heights.
    let overlapping = (0..12).zip(1..).map(|(at, nth)| (0, at % 3 * 64..9_000, 1_000 * nth));
    let few = (0..12).zip(1..).map(|(at, nth)| (0, at % 3 * 64..2_000, 1_000 * nth));
    let tables: Vec<_> = side_by_side.chain(overlapping).chain(few).collect();
    all_sorted_together(gpu, "one buffer", &[words], &tables);
}

#[test]
fn tables_are_sorted_together_in_folded_grids() {
    let Some(gpu) = small_grid_gpu() else { return };
    let mut random = Random::new(78);
    // The second table has more than 64 tiles, the third fewer than 16 blocks; both have workgroups that idle behind them.
    let sizes = [(70_000, 10_000), (140_000, 3), (9_000, 1 << 20), (300, 10), (4_096, 70_000)];
    let sizes = sizes.into_iter().cycle().take(60);
    let buffers: Vec<_> =
        sizes.clone().take(25).map(|(entries, rows)| mixed(&mut random, entries, rows)).collect();
    let tables = buffers.iter().zip(sizes).enumerate();
    let tables: Vec<_> = tables.map(|(at, (words, (_, rows)))| (at, 0..words.len(), rows)).collect();
    all_sorted_together(gpu, "folded", &buffers, &tables);
}
