//! The CPU implementation gives every element the bits of the scalar rule with any number of threads:
//! compared with plain loops over `rule::update`, on lengths and rows around every size at which work is
//! divided.

mod reference;

use proxgrad::{
    Config, Group, RowDecay, Rows, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::common::{random::Random, sums::CHUNK, variants::SHRINKAGES};
use reference::{Case, State};

/// Elements of one job.
const GRAIN: usize = 16 * 1024;
/// Elements for each thread: twice as many start a second one.
const PER_THREAD: usize = 5 * GRAIN;
/// Elements of a row or channel from which on several threads share it.
const HEAVY: usize = 4 * GRAIN;

const POISON: [f32; 12] = [
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::MAX,
    f32::MIN,
    f32::MIN_POSITIVE,
    1e-40,
    -1e-42,
    1e-20,
    0.0,
    -0.0,
    1e20,
];

/// Calls `run` outside of any thread pool, and inside of pools of several sizes.
fn with_any_threads(mut run: impl FnMut(&str) + Send) {
    run("rayon's own threads");
    for threads in [1, 2, 3, 8] {
        let pool: ThreadPool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(&format!("{threads} threads")));
    }
}

/// Gradients of which one in `rare` is an extreme number or not finite.
fn poisoned(random: &mut Random, len: usize, rare: usize) -> Vec<f32> {
    let mut numbers = random.grads(len);
    for number in &mut numbers {
        if random.one_in(rare) {
            *number = random.pick(&POISON);
        }
    }
    numbers
}

fn indices_of(random: &mut Random, entries: usize, rows: usize) -> Vec<u32> {
    if rows == 0 { Vec::new() } else { random.indices(entries, to_u32(rows)) }
}

fn to_u32(number: usize) -> u32 {
    number.try_into().unwrap()
}

/// Three dense steps of one parameter.
fn dense(case: &Case, shape: &[usize], values: &[f32], grads: &[f32], threads: &str) {
    let mut optimizer = ProximalAdagrad::new(case.config()).unwrap();
    let weight = optimizer.add_param(Param::new("weight", shape)).unwrap();
    assert_eq!(optimizer.is_centralized(weight).unwrap(), case.centralized);
    let mut want = State::new(values.to_vec(), case);
    let mut values = values.to_vec();
    let channel = if case.centralized { shape[1..].iter().product() } else { values.len() };
    for number in 0..3 {
        let mut step = optimizer.begin_step();
        step.dense(weight, &mut values, grads).unwrap();
        step.finish().unwrap();
        for first in (0..values.len()).step_by(channel.max(1)) {
            want.update(first, &grads[first..][..channel], case, 1);
        }
        let got = State { values: values.clone(), accums: optimizer.accum(weight).unwrap().to_vec() };
        want.assert_eq(&got, &format!("{case:?}, {shape:?}, step {number}, {threads}"));
    }
}

/// Two steps of one parameter with row gradients.
fn rows(case: &Case, shape: &[usize], indices: &[u32], values: &[f32], grads: &[f32], threads: &str) {
    let width = shape[1..].iter().product();
    let mut optimizer = ProximalAdagrad::new(case.config()).unwrap();
    let table = optimizer.add_param(Param::new("table", shape)).unwrap();
    assert_eq!(optimizer.is_centralized(table).unwrap(), case.centralized);
    let mut want = State::new(values.to_vec(), case);
    let mut values = values.to_vec();
    for number in 0..2 {
        let mut step = optimizer.begin_step();
        step.rows(table, &mut values, RowGrad::new(indices, grads)).unwrap();
        step.finish().unwrap();
        want.update_rows(width, indices, grads, case);
        let got = State { values: values.clone(), accums: optimizer.accum(table).unwrap().to_vec() };
        let entries = indices.len();
        want.assert_eq(&got, &format!("{case:?}, {shape:?}, {entries} entries, step {number}, {threads}"));
    }
}

#[test]
fn dense_gradients_of_any_length_give_the_bits_of_the_rule() {
    let mut random = Random::new(1);
    let ends = [GRAIN, 2 * GRAIN, 2 * PER_THREAD];
    let around = ends.iter().flat_map(|end| [end - 1, *end, end + 1]);
    let lengths: Vec<usize> =
        (0..=40).chain([63, 64, 65, 100]).chain(around).chain([3 * PER_THREAD + 5]).collect();
    for shrinkage in SHRINKAGES {
        for accum in [0.1, 0.0] {
            let case = Case { accum, ..Case::new(shrinkage) };
            let given: Vec<_> = lengths
                .iter()
                .map(|&len| (len, poisoned(&mut random, len, 5), poisoned(&mut random, len, 5)))
                .collect();
            with_any_threads(|threads| {
                for (len, values, grads) in &given {
                    dense(&case, &[*len], values, grads, threads);
                }
            });
        }
    }
}

#[test]
fn every_pair_of_poisons_gives_the_bits_of_the_rule() {
    let numbers = || POISON.into_iter().chain([1.0, -0.5]);
    let pairs: Vec<(f32, f32)> =
        numbers().flat_map(|value| numbers().map(move |grad| (value, grad))).collect();
    let (values, grads): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
    for shrinkage in SHRINKAGES {
        for (accum, weight_decay, l1) in
            [(0.0, 0.0, 0.02), (0.0, 0.01, 0.0), (0.1, 0.0, 0.0), (1e-38, 0.01, 0.02), (1e38, 0.0, 0.02)]
        {
            let case = Case { accum, weight_decay, l1, ..Case::new(shrinkage) };
            with_any_threads(|threads| dense(&case, &[values.len()], &values, &grads, threads));
            // Each pair alone is the remainder of a vectorised loop.
            for at in 0..values.len() {
                dense(&case, &[1], &values[at..=at], &grads[at..=at], "alone");
            }
        }
    }
}

#[test]
fn centralized_channels_of_any_width_give_the_bits_of_the_rule() {
    let mut random = Random::new(2);
    let widths = [1, 2, 7, 63, 64, 65, 100, CHUNK - 1, CHUNK, CHUNK + 1, 3 * GRAIN + 7];
    let shapes = widths.map(|width| [(2 * PER_THREAD + GRAIN).div_ceil(width).clamp(3, 5000), width, 1]);
    // Channels that several threads share.
    let wide = [[1, HEAVY, 1], [1, HEAVY + 1, 1], [2, 2 * HEAVY + 5, 1], [1, CHUNK * 40 + 65, 1]];
    for shrinkage in SHRINKAGES {
        let case = Case { centralized: true, ..Case::new(shrinkage) };
        for shape in shapes.iter().chain(&wide) {
            let len = shape.iter().product();
            let (values, grads) = (random.values(len), random.grads(len));
            with_any_threads(|threads| dense(&case, shape, &values, &grads, threads));
        }
    }
}

#[test]
fn rows_of_any_width_give_the_bits_of_the_rule() {
    let mut random = Random::new(3);
    for width in [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100] {
        let count = 300;
        // Numbers of entries for one thread and for several.
        for entries in [0, 1, 63, 64, 65, 700, 9 * PER_THREAD / (width + 16)] {
            let indices = indices_of(&mut random, entries, count);
            let values = poisoned(&mut random, count * width, 50);
            let grads = poisoned(&mut random, entries * width, 500);
            for shrinkage in SHRINKAGES {
                let case = Case {
                    row_decay: random.pick(&[RowDecay::Once, RowDecay::PerOccurrence]),
                    ..Case::new(shrinkage)
                };
                with_any_threads(|threads| rows(&case, &[count, width], &indices, &values, &grads, threads));
            }
        }
    }
}

#[test]
fn rows_with_many_entries_give_the_bits_of_the_rule() {
    let mut random = Random::new(4);
    let count = 50;
    for width in [1, 3, 4, 16, 17, 64, 100] {
        let entries = 3 * HEAVY / (width + 16) + 77;
        let all_one = vec![7; entries];
        let half =
            (0..entries).map(|_| if random.one_in(2) { 49 } else { to_u32(random.below(count)) }).collect();
        let two = (0..2 * entries).map(|at| to_u32(at % 2 * 30)).collect();
        for (name, indices) in [("all one row", all_one), ("half one row", half), ("two rows", two)] {
            let values = random.values(count * width);
            let grads = poisoned(&mut random, indices.len() * width, 100_000);
            let shrinkage = random.pick(&SHRINKAGES);
            let case = Case { row_decay: RowDecay::PerOccurrence, ..Case::new(shrinkage) };
            with_any_threads(|threads| {
                rows(&case, &[count, width], &indices, &values, &grads, &format!("{name}, {threads}"));
            });
        }
    }
}

#[test]
fn centralized_rows_give_the_bits_of_the_rule() {
    let mut random = Random::new(5);
    for (count, width) in [(400, 1), (400, 3), (400, 64), (300, 65), (200, 100), (5, CHUNK + 1)] {
        let entries = (9 * PER_THREAD / (width + 16)).max(40);
        let mut indices = indices_of(&mut random, entries, count);
        // A row with so many entries that several threads share it.
        indices.iter_mut().step_by(2).for_each(|index| *index = 3);
        let values = random.values(count * width);
        let grads = random.grads(entries * width);
        for shrinkage in SHRINKAGES {
            let case = Case { centralized: true, ..Case::new(shrinkage) };
            with_any_threads(|threads| rows(&case, &[count, width, 1], &indices, &values, &grads, threads));
        }
    }
}

/// One of many parameters in a step.
struct Part {
    shape: Vec<usize>,
    centralized: bool,
    /// `None` for a dense gradient.
    indices: Option<Vec<u32>>,
    values: Vec<f32>,
    grads: Vec<f32>,
}

impl Part {
    fn random(random: &mut Random) -> Self {
        let kind = random.below(6);
        let shape = match kind {
            0 => vec![random.pick(&[0, 1, 5, 8, 1000, 3 * GRAIN, 6 * PER_THREAD])],
            1 => vec![random.pick(&[3, 20]), random.pick(&[1, 17, 65, 5000, 2 * HEAVY]), 1],
            2 => vec![0, 4],
            3 => vec![5, 0],
            _ => vec![random.pick(&[10, 1000]), random.pick(&[1, 3, 16, 100])],
        };
        let (centralized, len) = (kind == 1, shape.iter().product());
        let entries = random.pick(&[0, 1, 100, 10_000]);
        let indices = (kind > 2).then(|| indices_of(random, entries, shape[0]));
        let width: usize = shape[1..].iter().product();
        let grads = indices.as_ref().map_or(len, |indices| indices.len() * width);
        Self { centralized, indices, values: random.values(len), grads: random.grads(grads), shape }
    }

    fn expect(&self, state: &mut State, case: &Case) {
        let case = Case { centralized: self.centralized, ..*case };
        let width: usize = self.shape[1..].iter().product();
        match &self.indices {
            Some(indices) => state.update_rows(width, indices, &self.grads, &case),
            None if self.centralized => {
                let channels = self.grads.chunks(width);
                channels.enumerate().for_each(|(at, grads)| state.update(at * width, grads, &case, 1));
            }
            None => state.update(0, &self.grads, &case, 1),
        }
    }
}

#[test]
fn a_step_of_many_parameters_gives_the_bits_of_the_rule() {
    for seed in Random::seeds(0..6) {
        let mut random = Random::new(seed);
        let parts: Vec<Part> = (0..60).map(|_| Part::random(&mut random)).collect();
        let case = Case::new(random.pick(&SHRINKAGES));
        let mut want: Vec<State> = parts.iter().map(|part| State::new(part.values.clone(), &case)).collect();
        parts.iter().zip(&mut want).for_each(|(part, want)| part.expect(want, &case));
        with_any_threads(|threads| {
            let mut optimizer = ProximalAdagrad::new(case.config()).unwrap();
            let central = Group { grad_centralization: Some(true), ..Group::default() };
            let central =
                parts.iter().any(|part| part.centralized).then(|| optimizer.add_group(central).unwrap());
            let mut values: Vec<Vec<f32>> = parts.iter().map(|part| part.values.clone()).collect();
            let mut ids = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                let name = at.to_string();
                let param = Param::new(&name, &part.shape);
                let param = central.filter(|_| part.centralized).map_or(param, |group| param.group(group));
                ids.push(optimizer.add_param(param).unwrap());
            }
            let mut step = optimizer.begin_step();
            // In reverse order of registration.
            for ((part, values), &id) in parts.iter().zip(&mut values).zip(&ids).rev() {
                match &part.indices {
                    Some(indices) => step.rows(id, values, RowGrad::new(indices, &part.grads)).unwrap(),
                    None => step.dense(id, values, &part.grads).unwrap(),
                }
            }
            step.finish().unwrap();
            for (((part, want), values), id) in parts.iter().zip(&want).zip(values).zip(ids) {
                let got = State { values, accums: optimizer.accum(id).unwrap().to_vec() };
                want.assert_eq(&got, &format!("seed {seed}, {:?}, {threads}", part.shape));
            }
        });
    }
}

#[test]
fn exact_rows_and_their_flushes_give_the_same_bits_on_any_number_of_threads() {
    let mut random = Random::new(8);
    for (shrinkage, l2, width) in
        [(Shrinkage::Documented, 0.3, 5), (Shrinkage::Adaptive, 0.0, 16), (Shrinkage::Adaptive, 0.3, 64)]
    {
        let rows = 5 * PER_THREAD / width;
        let values = random.values(rows * width);
        // Row 7 has so many entries that several threads share it.
        let steps: Vec<_> = (0..3)
            .map(|_| {
                let mut indices = indices_of(&mut random, PER_THREAD / 8, rows);
                indices.extend(vec![7; 2 * HEAVY / (16 + width)]);
                let grads = random.grads(indices.len() * width);
                (indices, grads)
            })
            .collect();
        let config = Config { learning_rate: 0.1.into(), l1: 0.02, l2, shrinkage, ..Config::default() };
        let mut first: Option<Vec<u32>> = None;
        with_any_threads(|threads| {
            let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
            let table = optimizer.add_param(Param::new("table", &[rows, width]).rows(Rows::Exact)).unwrap();
            let mut values = values.clone();
            for (indices, grads) in &steps {
                let mut step = optimizer.begin_step();
                step.rows(table, &mut values, RowGrad::new(indices, grads)).unwrap();
                step.finish().unwrap();
            }
            optimizer.flush(table, &mut values).unwrap();
            let bits: Vec<_> = values.iter().map(|value| value.to_bits()).collect();
            assert!(*first.get_or_insert_with(|| bits.clone()) == bits, "{threads}, {shrinkage:?}");
        });
    }
}
