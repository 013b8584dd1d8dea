//! Row gradients of all sizes, shapes and patterns of indices are grouped as the host groups them.

use std::time::Instant;

use proxgrad_testing::{Backend, Grad, Indices};

use super::case::{Case, all_agree, table_of};
use crate::common::{
    devices::{gpu, in_all_forms, is_ieee, small_binding_gpu, small_grid_gpu},
    random::Random,
};

/// Numbers of entries around which the number of threads, pieces, workgroups or dispatches changes.
const SIZES: [usize; 15] = [0, 1, 31, 32, 33, 63, 64, 65, 2047, 2048, 2049, 4095, 4096, 4097, 70_000];

/// Entries that one workgroup groups, and entries that take several dispatches.
const FEW: usize = 2_000;
const MANY: usize = 5_000;

#[test]
fn device_indices_of_all_sizes_give_the_bits_of_host_indices() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(51);
    let random = &mut random;
    all_agree(
        gpu,
        SIZES.iter().flat_map(|&entries| {
            let mixed = random.indices(entries, 5_000);
            let mut distinct = random.permutation(80_000);
            distinct.truncate(entries);
            [
                Case::new(random, "mixed", &[5_000, 3], mixed),
                Case::new(random, "distinct", &[80_000, 3], distinct),
            ]
        }),
    );
}

#[test]
fn many_indices_of_the_host_give_the_bits_of_device_indices_whoever_groups_them() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(62);
    let random = &mut random;
    // Kernels for hardware group 16,384 indices of the host or more; more than 131,072 take another kernel.
    all_agree(
        gpu,
        [(16_383, 1), (16_384, 16), (140_000, 1)].into_iter().map(|(entries, width)| {
            let mixed = random.indices(entries, 5_000);
            Case::new(random, "mixed", &[5_000, width], mixed)
        }),
    );
}

#[test]
fn a_bad_index_among_many_of_the_host_is_named_whoever_would_group_them() {
    let Some(gpu) = gpu() else { return };
    for gpu in in_all_forms(gpu) {
        let (mut optimizer, table) = table_of(gpu, &[100, 1]);
        let mut indices = vec![7u32; 20_000];
        indices[12_345] = 100;
        let grads = vec![1.0; indices.len()];
        let gradient = Grad::Rows { indices: (&indices).into(), values: &grads };
        let error = optimizer.step(&[(table, gradient)]).unwrap_err();
        assert!(error.to_string().contains("indices[12345] is 100"), "{error}");
        assert!(optimizer.values(table).unwrap().iter().all(|value| *value == 1.0));
    }
}

#[test]
fn device_indices_of_tables_of_all_lengths_give_the_bits_of_host_indices() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(52);
    let random = &mut random;
    // Numbers of rows around which the sort changes the number and the length of its digits.
    let bits = [1, 2, 3, 7, 8, 14, 16, 20].map(|bits| 1 << bits);
    let lengths = bits.into_iter().flat_map(|rows: u32| [rows - 1, rows, rows + 1]);
    all_agree(
        gpu,
        lengths.zip([FEW, MANY].into_iter().cycle()).map(|(rows, entries)| {
            // The last row and the first index beyond it are among the indices.
            let mut indices = random.indices(entries, rows);
            indices.extend([rows - 1, rows, 0]);
            let indices = random.shuffled(indices);
            Case::new(random, "mixed", &[rows as usize], indices)
        }),
    );
}

#[test]
fn rows_that_no_f32_counts_are_found() {
    const ROWS: u32 = (1 << 24) + 3;
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(61);
    for (gpu, entries) in in_all_forms(gpu).into_iter().flat_map(|gpu| [(gpu, FEW), (gpu, MANY)]) {
        let mut indices = random.indices(entries, ROWS);
        indices.extend(ROWS - 6..ROWS + 1);
        let indices = random.shuffled(indices);
        // No gradient is 0, and no sum of gradients is.
        let grads: Vec<f32> = random.grads(indices.len()).iter().map(|grad| grad.abs() + 0.01).collect();
        let step = |indices: Indices<'_>, grads: &[f32]| {
            let (mut optimizer, table) = table_of(gpu, &[ROWS as usize, 1]);
            optimizer.step(&[(table, Grad::Rows { indices, values: grads })]).unwrap();
            (optimizer.values(table).unwrap(), optimizer.bad_rows().unwrap())
        };
        let (got, bad) = step(Indices::Device(&indices), &grads);
        let good = |(index, _): &(&u32, &f32)| **index < ROWS;
        let (on_host, grads): (Vec<u32>, Vec<f32>) = indices.iter().zip(&grads).filter(good).unzip();
        let (want, _) = step((&on_host).into(), &grads);
        // Rows that the host has grouped are updated by another kernel, which a driver may contract
        // differently. A step of the default settings moves a value by at most 0.001, with an error of eight
        // units of 2⁻²³, and rounds the value, here about 1, once.
        let agree = |i: usize| match is_ieee(gpu) {
            true => want[i].to_bits() == got[i].to_bits(),
            false => (want[i] - got[i]).abs() <= 2f32.powi(-23),
        };
        let differ = (0..want.len()).filter(|&i| !agree(i)).count();
        assert_eq!((bad, differ), (1, 0), "{entries} entries");
        assert!(want[ROWS as usize - 6..].iter().all(|value| *value != 1.0), "the last rows are touched");
    }
}

#[test]
fn device_indices_of_tables_of_all_widths_give_the_bits_of_host_indices() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(53);
    let random = &mut random;
    let shapes = [&[300, 1][..], &[300, 3], &[300, 4], &[300, 16], &[300, 50], &[300, 48, 2], &[40, 16, 300]];
    all_agree(
        gpu,
        shapes.into_iter().flat_map(|shape| {
            let rows = u32::try_from(shape[0]).unwrap();
            let few = random.indices(70, rows);
            // One row has enough entries for its pieces to be summed in parallel.
            let heavy = (0..700).map(|at| if at % 2 == 0 { 7 } else { at % rows }).collect();
            [Case::new(random, "few", shape, few), Case::new(random, "heavy", shape, heavy)]
        }),
    );
}

#[test]
fn device_indices_of_all_patterns_give_the_bits_of_host_indices() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(54);
    let random = &mut random;
    for (rows, entries) in [(1_500, 1_300), (6_000, 5_100)] {
        let patterns = patterns(random, rows, entries);
        all_agree(
            gpu,
            patterns.into_iter().flat_map(|(what, indices)| {
                [1, 4, 16].map(|width| Case::new(random, what, &[rows as usize, width], indices.clone()))
            }),
        );
    }
}

/// Named patterns of indices; there are more rows than entries.
fn patterns(random: &mut Random, rows: u32, entries: u32) -> Vec<(&'static str, Vec<u32>)> {
    let mixed = random.indices(entries as usize, rows);
    let distinct: Vec<_> = random.permutation(rows).into_iter().take(entries as usize).collect();
    let replaced = |indices: &[u32], by: &dyn Fn(u32) -> Option<u32>| -> Vec<u32> {
        indices.iter().zip(0..).map(|(&index, at)| by(at).unwrap_or(index)).collect()
    };
    let all = |row| vec![row; entries as usize];
    let middle = entries / 2;
    let mut patterns = vec![
        ("all one row", all(17)),
        ("all the last row", all(rows - 1)),
        ("half of all one row", replaced(&mixed, &|at| (at % 2 == 0).then_some(3))),
        ("first half one row", replaced(&mixed, &|at| (at < middle).then_some(3))),
        ("ascending", (0..entries).collect()),
        ("descending", (0..entries).rev().collect()),
        ("none good", all(rows)),
        ("one bad alone", vec![u32::MAX]),
        ("one good alone", vec![rows - 1]),
    ];
    for indices in [&mixed, &distinct] {
        patterns.extend([
            ("first bad", replaced(indices, &|at| (at == 0).then_some(rows))),
            ("last bad", replaced(indices, &|at| (at == entries - 1).then_some(rows))),
            ("every second bad", replaced(indices, &|at| (at % 2 == 1).then(|| rows + at))),
            ("the largest index", replaced(indices, &|at| (at == middle).then_some(u32::MAX))),
            ("one good", replaced(indices, &|at| (at != middle).then(|| u32::MAX - at))),
        ]);
    }
    patterns
}

/// Indices with this many entries of the first row, this many of the second, and so on.
fn rows_of(lengths: impl IntoIterator<Item = usize>) -> Vec<u32> {
    (0..).zip(lengths).flat_map(|(row, entries)| std::iter::repeat_n(row, entries)).collect()
}

#[test]
fn rows_of_all_numbers_of_entries_are_summed_in_the_same_pieces_by_whoever_groups_them() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(62);
    let random = &mut random;
    // Numbers around the length of a piece and around the most entries that the host gives to one thread,
    // arranged so that rows begin at all positions modulo 64.
    let lengths = [
        vec![256; 3],
        vec![1, 257, 62, 64, 65, 63],
        vec![63, 257, 1, 1, 66, 128, 129, 700],
        vec![4096],
        vec![4097],
        (1..140).collect(),
    ];
    all_agree(
        gpu,
        lengths.into_iter().flat_map(|lengths| {
            let indices = rows_of(lengths);
            let shuffled = random.shuffled(indices.clone());
            [
                Case::new(random, "in order", &[200, 3], indices),
                Case::new(random, "shuffled", &[200, 16], shuffled),
            ]
        }),
    );
}

#[test]
fn device_indices_agree_where_tables_are_cut_into_windows() {
    let Some(gpu) = small_binding_gpu() else { return };
    let mut random = Random::new(55);
    let random = &mut random;
    // Tables of several windows of 16,384 elements, with no more entries than can be sorted within one
    // binding of as many words.
    let shapes = [
        (&[60_000][..], 3_000),
        (&[60_000], 2_000),
        (&[20_000, 4], 3_000),
        (&[20_000, 3], 3_000),
        (&[5_000, 16], 900),
    ];
    all_agree(
        gpu,
        shapes.into_iter().flat_map(|(shape, entries)| {
            let rows = u32::try_from(shape[0]).unwrap();
            let mut indices = random.indices(entries, rows + 200);
            let mut distinct = random.permutation(rows + 200);
            distinct.truncate(entries);
            // One row has enough entries for its pieces to be summed in parallel.
            indices[..300].fill(rows - 1);
            [Case::new(random, "mixed", shape, indices), Case::new(random, "distinct", shape, distinct)]
        }),
    );
}

#[test]
fn device_indices_agree_where_grids_are_folded() {
    let Some(gpu) = small_grid_gpu() else { return };
    let mut random = Random::new(56);
    let random = &mut random;
    // More than 32 workgroups, both of threads that take one entry and of threads that take 16.
    let shapes = [(&[100_000][..], 40_000), (&[9_000, 3], 12_000), (&[3_000, 16], 6_000)];
    all_agree(
        gpu,
        shapes.into_iter().flat_map(|(shape, entries)| {
            let rows = u32::try_from(shape[0]).unwrap();
            let indices = random.indices(entries, rows + rows / 50);
            let distinct = random.permutation(rows + 5).into_iter().take(entries).collect();
            [Case::new(random, "mixed", shape, indices), Case::new(random, "distinct", shape, distinct)]
        }),
    );
}

#[test]
fn a_million_device_indices_give_the_bits_of_host_indices() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(57);
    let indices = random.indices(1_000_000, (1 << 20) + 100);
    let case = Case::new(&mut random, "a million", &[1 << 20], indices);
    let want = case.on_host().run(gpu);
    for gpu in in_all_forms(gpu) {
        let start = Instant::now();
        let history = case.on_device().run(gpu);
        println!("{:.2?}", start.elapsed());
        let same = case.on_device().same_bits("a million", &want, &history, |_| is_ieee(gpu));
        same.unwrap_or_else(|failure| panic!("{failure} on {}", gpu.describe()));
        case.on_device().compare(&history).assert_passed("a million");
    }
}
