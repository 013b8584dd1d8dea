//! What the device's sort leaves for later dispatches, word for word, in each of its forms.

use proxgrad::gpu::{GroupedIndices, RowSort, block_on};
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
fn want(indices: &[u32], rows: u32) -> GroupedIndices {
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
    GroupedIndices { entries, row_starts, entry_groups, bad_rows }
}

fn sorted(gpu: &Gpu, indices: &[u32], rows: u32) -> GroupedIndices {
    let buffer = gpu.upload(bytemuck::cast_slice(indices));
    let mut sort = RowSort::new(gpu.kernels(), buffer.slice(..), rows).unwrap();
    let mut encoder = new_encoder(gpu);
    sort.record(&mut encoder).unwrap();
    gpu.queue().submit([encoder.finish()]);
    block_on(gpu.device(), sort.groups(gpu.queue())).unwrap()
}

/// The first difference, in words that show where it is.
fn difference(got: &GroupedIndices, want: &GroupedIndices) -> Option<String> {
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
            if let Some(difference) = difference(&sorted(gpu, &indices, rows), &want) {
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
        let mut sort = RowSort::new(gpu.kernels(), buffer.slice(..), 100).unwrap();
        for times in 1..4 {
            let mut encoder = new_encoder(gpu);
            sort.record(&mut encoder).unwrap();
            gpu.queue().submit([encoder.finish()]);
            let got = block_on(gpu.device(), sort.groups(gpu.queue())).unwrap();
            let want = GroupedIndices { bad_rows: times * want.bad_rows, ..want.clone() };
            assert_eq!(difference(&got, &want), None);
        }
    }
}
