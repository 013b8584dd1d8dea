//! Row gradients whose indices only the device knows: grouped there, they give what grouping on the host gives, and
//! what is no row is skipped and counted.

use std::time::Instant;

use crate::common::{
    cutting,
    data::Random,
    folding, gpu, is_ieee,
    judge::Judge,
    one_buffer::OneBuffer,
    problem::{Given, GivenGrad, GivenIndices, History, Problem, Settings},
    state::bits,
};
use proxgrad::{
    Centralization, Config, Indices, Param, ProximalAdagrad, RowDecay, RowGrad, Shrinkage, gpu::block_on,
    wgpu::CommandEncoderDescriptor,
};
use proxgrad_golden::{Backend, Cpu, Gpu, Grad, Optimizer};

/// Everything that treats rows in a way of its own: means, where the width is a multiple of 16, and a decay for every
/// entry.
fn problem(params: Vec<Given>) -> Problem {
    let defaults = Settings {
        learning_rate: Some(0.1.into()),
        weight_decay: Some(0.01.into()),
        grad_centralization: Some(true),
        l1: Some(0.05),
        l2: Some(0.2),
        accum: Some(0.1),
    };
    Problem {
        centralization: Centralization::MultiplesOf16,
        row_decay: RowDecay::PerOccurrence,
        params,
        ..Problem::new(Shrinkage::Adaptive, defaults)
    }
}

/// One step of a table.
struct Case {
    what: String,
    shape: Vec<usize>,
    values: Vec<f32>,
    indices: Vec<u32>,
    grads: Vec<f32>,
}

impl Case {
    fn new(random: &mut Random, what: &str, shape: &[usize], indices: Vec<u32>) -> Self {
        let width: usize = shape[1..].iter().product();
        Self {
            what: format!("{what}: {} entries of {shape:?}", indices.len()),
            shape: shape.to_vec(),
            values: random.values(shape[0] * width),
            grads: random.grads(indices.len() * width),
            indices,
        }
    }

    fn problem(&self, indices: GivenIndices, grads: Vec<f32>) -> Problem {
        problem(vec![Given {
            name: "table".to_owned(),
            shape: self.shape.clone(),
            values: self.values.clone(),
            group: None,
            grads: vec![GivenGrad::Rows { indices, values: grads }],
        }])
    }

    fn on_device(&self) -> Problem {
        self.problem(GivenIndices::Device(self.indices.clone()), self.grads.clone())
    }

    fn unique(&self) -> Problem {
        self.problem(GivenIndices::DeviceUnique(self.indices.clone()), self.grads.clone())
    }

    /// What is left without the bad ones.
    fn on_host(&self) -> Problem {
        let width: usize = self.shape[1..].iter().product();
        let good = |&at: &usize| (self.indices[at] as usize) < self.shape[0];
        let good: Vec<_> = (0..self.indices.len()).filter(good).collect();
        let grads = good.iter().flat_map(|at| &self.grads[at * width..(at + 1) * width]).copied().collect();
        self.problem(GivenIndices::U32(good.iter().map(|&at| self.indices[at]).collect()), grads)
    }

    fn is_distinct(&self) -> bool {
        let mut sorted = self.indices.clone();
        sorted.sort_unstable();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    }

    /// What is wrong with it on a GPU: by the oracle, against the host's grouping, against the CPU, and against
    /// trusting.
    fn failure(&self, gpu: &Gpu) -> Option<String> {
        let what = format!("{} on {}", self.what, gpu.describe());
        self.compare(&what, gpu).err()
    }

    fn compare(&self, what: &str, gpu: &Gpu) -> Result<(), String> {
        let problem = self.on_device();
        let history = problem.run(gpu);
        let mut judge = Judge::default();
        problem.judge(&history, &mut judge);
        judge.verdict(what)?;
        let same = |how: &str, other: &History| {
            problem.same_bits(&format!("{what}, {how}"), other, &history, |_| true)
        };
        // Other kernels update what the host has grouped, and WGSL lets a driver contract them differently.
        if is_ieee(gpu) {
            same("host", &self.on_host().run(gpu))?;
            let exact = |param: &Given| problem.is_exact(param, &Cpu, gpu);
            problem.same_bits(&format!("{what}, CPU"), &self.on_host().run(&Cpu), &history, exact)?;
        }
        if self.is_distinct() {
            same("unique", &self.unique().run(gpu))?;
        }
        Ok(())
    }
}

#[track_caller]
fn all_agree(gpu: &Gpu, cases: impl IntoIterator<Item = Case>) {
    let failures: Vec<_> = cases.into_iter().filter_map(|case| case.failure(gpu)).collect();
    assert!(failures.is_empty(), "{} cases failed:\n{}", failures.len(), failures.join("\n"));
}

/// Where grouping has other numbers of threads, pieces, workgroups and dispatches.
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
fn device_indices_of_tables_of_all_lengths_give_the_bits_of_host_indices() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(52);
    let random = &mut random;
    // Where the sort has digits of other lengths, and another number of them.
    let bits = [1, 2, 3, 7, 8, 14, 16, 20].map(|bits| 1 << bits);
    let lengths = bits.into_iter().flat_map(|rows: u32| [rows - 1, rows, rows + 1]);
    all_agree(
        gpu,
        lengths.zip([FEW, MANY].into_iter().cycle()).map(|(rows, entries)| {
            // With the last row, and the one behind it.
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
    for entries in [FEW, MANY] {
        let mut indices = random.indices(entries, ROWS);
        indices.extend(ROWS - 6..ROWS + 1);
        let indices = random.shuffled(indices);
        // None of them zero, and so are their sums.
        let grads: Vec<f32> = random.grads(indices.len()).iter().map(|grad| grad.abs() + 0.01).collect();
        let step = |of: proxgrad_golden::Indices<'_>, grads: &[f32]| {
            let (mut optimizer, table) = table_of(gpu, &[ROWS as usize, 1]);
            optimizer.step(&[(table, Grad::Rows { indices: of, values: grads })]).unwrap();
            (optimizer.values(table).unwrap(), optimizer.bad_rows().unwrap())
        };
        let (got, bad) = step(proxgrad_golden::Indices::Device(&indices), &grads);
        let good = |(index, _): &(&u32, &f32)| **index < ROWS;
        let (on_host, grads): (Vec<u32>, Vec<f32>) = indices.iter().zip(&grads).filter(good).unzip();
        let (want, _) = step((&on_host).into(), &grads);
        let differ = (0..want.len()).filter(|&i| want[i].to_bits() != got[i].to_bits()).count();
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
            // Enough for pieces to be summed side by side, whoever groups.
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

/// Fewer entries than rows.
fn patterns(random: &mut Random, rows: u32, entries: u32) -> Vec<(&'static str, Vec<u32>)> {
    let mixed = random.indices(entries as usize, rows);
    let distinct: Vec<_> = random.permutation(rows).into_iter().take(entries as usize).collect();
    let spoilt = |indices: &[u32], bad: &dyn Fn(u32) -> Option<u32>| -> Vec<u32> {
        indices.iter().zip(0..).map(|(&index, at)| bad(at).unwrap_or(index)).collect()
    };
    let all = |row| vec![row; entries as usize];
    let middle = entries / 2;
    let mut patterns = vec![
        ("all one row", all(17)),
        ("all the last row", all(rows - 1)),
        ("half of all one row", spoilt(&mixed, &|at| (at % 2 == 0).then_some(3))),
        ("first half one row", spoilt(&mixed, &|at| (at < middle).then_some(3))),
        ("ascending", (0..entries).collect()),
        ("descending", (0..entries).rev().collect()),
        ("none good", all(rows)),
        ("one bad alone", vec![u32::MAX]),
        ("one good alone", vec![rows - 1]),
    ];
    for indices in [&mixed, &distinct] {
        patterns.extend([
            ("first bad", spoilt(indices, &|at| (at == 0).then_some(rows))),
            ("last bad", spoilt(indices, &|at| (at == entries - 1).then_some(rows))),
            ("every second bad", spoilt(indices, &|at| (at % 2 == 1).then(|| rows + at))),
            ("the largest index", spoilt(indices, &|at| (at == middle).then_some(u32::MAX))),
            ("one good", spoilt(indices, &|at| (at != middle).then(|| u32::MAX - at))),
        ]);
    }
    patterns
}

/// So many entries of the first row, so many of the second, …
fn rows_of(lengths: impl IntoIterator<Item = usize>) -> Vec<u32> {
    (0..).zip(lengths).flat_map(|(row, entries)| std::iter::repeat_n(row, entries)).collect()
}

#[test]
fn rows_of_all_numbers_of_entries_are_summed_in_the_same_pieces_by_whoever_groups_them() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(62);
    let random = &mut random;
    // Around one piece, around what the host leaves to one thread, and so that rows begin anywhere among 64 entries.
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
    let Some(gpu) = cutting() else { return };
    let mut random = Random::new(55);
    let random = &mut random;
    // Of 16,384 elements each, and no more entries than the sort has room for in as many words.
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
            // Enough for pieces to be summed side by side, whoever groups.
            indices[..300].fill(rows - 1);
            [Case::new(random, "mixed", shape, indices), Case::new(random, "distinct", shape, distinct)]
        }),
    );
}

#[test]
fn device_indices_agree_where_grids_are_folded() {
    let Some(gpu) = folding() else { return };
    let mut random = Random::new(56);
    let random = &mut random;
    // More than 32 workgroups, of threads with an entry each and of threads with 16.
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
    let start = Instant::now();
    let history = case.on_device().run(gpu);
    println!("{:.2?}", start.elapsed());
    let same = case.on_device().same_bits("a million", &case.on_host().run(gpu), &history, |_| is_ieee(gpu));
    same.unwrap_or_else(|failure| panic!("{failure}"));
    let mut judge = Judge::default();
    case.on_device().judge(&history, &mut judge);
    judge.conclude("a million");
}

/// Several tables and a tensor, three steps, all of them with indices of the device's, some bad.
fn several(random: &mut Random) -> Problem {
    let table = |random: &mut Random, shape: &[usize], entries: usize| {
        let width: usize = shape[1..].iter().product();
        let rows = u32::try_from(shape[0]).unwrap();
        let grad = |step: usize, random: &mut Random| {
            // More from step to step, so that the room for them grows.
            let entries = entries * (step + 1);
            let indices = GivenIndices::Device(random.indices(entries, rows + rows.div_ceil(20)));
            GivenGrad::Rows { indices, values: random.grads(entries * width) }
        };
        Given {
            name: format!("table {shape:?}"),
            shape: shape.to_vec(),
            values: random.values(shape[0] * width),
            group: None,
            grads: (0..3).map(|step| grad(step, random)).collect(),
        }
    };
    let mut unique = table(random, &[70, 5], 0);
    for grad in &mut unique.grads {
        let indices = GivenIndices::DeviceUnique(random.permutation(73));
        *grad = GivenGrad::Rows { values: random.grads(73 * 5), indices };
    }
    let mut dense = table(random, &[33, 16], 0);
    dense.grads = (0..3).map(|_| GivenGrad::Dense(random.grads(33 * 16))).collect();
    dense.name = "dense".to_owned();
    let tables = [(&[90, 3][..], 700), (&[90, 16], 200), (&[4_000], 1_500), (&[1, 8], 150)];
    let tables = tables.map(|(shape, entries)| table(random, shape, entries));
    problem(tables.into_iter().chain([unique, dense]).collect())
}

#[test]
fn several_parameters_with_device_indices_agree_on_every_device() {
    let problem = several(&mut Random::new(58));
    let (zeros, others) = problem.agrees("several", &crate::common::backends());
    assert!(zeros > 200 && others > 5_000, "{zeros} zeros and {others} others prove little");
}

#[test]
fn indices_in_the_buffer_of_values_and_gradients_agree_in_one_encoder_or_several() {
    let problem = several(&mut Random::new(59));
    for gpu in [gpu(), folding()].into_iter().flatten() {
        let mut apart = OneBuffer::new(&problem, gpu);
        (0..3).for_each(|step| apart.step(step));
        let mut together = OneBuffer::new(&problem, gpu);
        let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
        (0..3).for_each(|step| together.record(step, &mut encoder));
        gpu.queue().submit([encoder.finish()]);

        assert_eq!(bits(&together.contents()), bits(&apart.contents()));
        let history = problem.run(gpu);
        let (contents, accums) = (apart.contents(), apart.accums());
        for (i, want) in history[3].iter().enumerate() {
            let got = [&contents[apart.values(i)], &accums[i]];
            assert_eq!(got.map(bits), [bits(&want[0]), bits(&want[1])], "{}", problem.params[i].name);
            assert_eq!(bits(&together.accums()[i]), bits(&want[1]));
        }
        let bad: usize = (0..3).flat_map(|s| problem.params.iter().map(move |p| p.bad_rows(s))).sum();
        assert!(bad > 100, "{bad} bad indices prove little");
        assert_eq!([apart.bad_rows() as usize, together.bad_rows() as usize], [bad; 2]);
    }
}

#[test]
fn ten_runs_give_the_same_bits() {
    let Some(gpu) = gpu() else { return };
    let problem = several(&mut Random::new(60));
    let first = problem.run(gpu);
    for run in 1..10 {
        problem.assert_same_bits(&format!("run {run}"), &first, &problem.run(gpu));
    }
}

fn table_of(gpu: &Gpu, shape: &[usize]) -> (Box<dyn Optimizer>, proxgrad::ParamId) {
    let mut optimizer = gpu.optimizer(Config::default()).unwrap();
    let values = vec![1.0; shape.iter().product()];
    let table = optimizer.add_param(proxgrad_golden::Param::new("table", shape, &values)).unwrap();
    (optimizer, table)
}

#[test]
fn bad_rows_are_counted_over_all_steps_and_by_each_optimizer_for_itself() {
    let Some(gpu) = gpu() else { return };
    let ((mut one, in_one), (mut other, in_other)) = (table_of(gpu, &[4, 2]), table_of(gpu, &[4, 2]));
    let bad = proxgrad_golden::Indices::Device(&[4, 1, u32::MAX]);
    let good = proxgrad_golden::Indices::Device(&[0, 1, 3]);
    let unique = proxgrad_golden::Indices::DeviceUnique(&[7, 1, 2]);
    let grad = |indices| Grad::Rows { indices, values: &[0.5; 6] };
    assert_eq!(one.bad_rows().unwrap(), 0);
    for (indices, count) in [(bad, 2), (good, 2), (unique, 3), (bad, 5)] {
        one.step(&[(in_one, grad(indices))]).unwrap();
        other.step(&[(in_other, grad(good))]).unwrap();
        assert_eq!((one.bad_rows().unwrap(), other.bad_rows().unwrap()), (count, 0));
    }
    // A step that needs more room keeps the count.
    let many = vec![4; 50_000];
    let grads = vec![0.5; 100_000];
    let indices = proxgrad_golden::Indices::Device(&many);
    one.step(&[(in_one, Grad::Rows { indices, values: &grads })]).unwrap();
    assert_eq!((one.bad_rows().unwrap(), other.bad_rows().unwrap()), (50_005, 0));
}

#[test]
fn whoever_knows_the_indices_may_change_from_step_to_step() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(63);
    let ways = [GivenIndices::U32, GivenIndices::Device, GivenIndices::DeviceUnique];
    let steps: Vec<_> = (0..9).map(|_| (random.permutation(50), random.grads(50 * 12))).collect();
    let problem = |ways: &[fn(Vec<u32>) -> GivenIndices]| {
        let grads = steps.iter().zip(ways.iter().cycle()).map(|((indices, grads), way)| GivenGrad::Rows {
            indices: way(indices.clone()),
            values: grads.clone(),
        });
        let values = vec![0.5; 50 * 12];
        let name = "table".to_owned();
        problem(vec![Given { name, shape: vec![50, 12], values, group: None, grads: grads.collect() }])
    };
    let (mixed, same) = (problem(&ways), problem(&ways[..1]));
    let (mixed, same) = (mixed.run(gpu), (same.run(gpu), same));
    if is_ieee(gpu) {
        same.1.assert_same_bits("in turns", &same.0, &mixed);
    }
}

#[test]
fn tables_without_elements_count_bad_rows_too() {
    let Some(gpu) = gpu() else { return };
    for (shape, bad) in [([0, 3], 3), ([3, 0], 1), ([0, 0], 3)] {
        for indices in
            [proxgrad_golden::Indices::Device(&[0, 2, 3]), proxgrad_golden::Indices::DeviceUnique(&[0, 2, 3])]
        {
            let (mut optimizer, table) = table_of(gpu, &shape);
            let grads = vec![0.5; 3 * shape[1]];
            optimizer.step(&[(table, Grad::Rows { indices, values: &grads })]).unwrap();
            assert_eq!(optimizer.bad_rows().unwrap(), bad, "{shape:?}");
        }
    }
}

#[test]
fn one_buffer_of_indices_serves_several_tables() {
    let Some(gpu) = gpu() else { return };
    let config = || Config { learning_rate: 0.1.into(), ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config()).unwrap();
    let (first, second) = (gpu.upload(&[1.0; 12]), gpu.upload(&[2.0; 12]));
    let ids = [("first", &first), ("second", &second)]
        .map(|(name, values)| optimizer.add_param(Param::new(name, &[4, 3], values.slice(..))).unwrap());
    let indices = gpu.upload(bytemuck::cast_slice(&[3u32, 0, 3]));
    let grads = gpu.upload(&[0.25; 9]);
    let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
    let mut step = optimizer.begin_step(&mut encoder);
    for id in ids {
        let indices = Indices::Device(indices.slice(..));
        step.rows(id, RowGrad { indices, values: grads.slice(..) }).unwrap();
    }
    step.finish().unwrap();
    gpu.queue().submit([encoder.finish()]);
    for (values, start) in [(&first, 1.0), (&second, 2.0)] {
        let values = gpu.download(values.slice(..)).unwrap();
        let moved: Vec<_> = values.iter().map(|value| *value != start).collect();
        assert_eq!(moved, [[true; 3], [false; 3], [false; 3], [true; 3]].concat());
    }
    assert_eq!(block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap().bad_rows, 0);
}
