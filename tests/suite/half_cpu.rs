//! 16-bit storage, skipped steps, limits and reports of the CPU implementation: held against the f32 one, whose results the
//! half crate narrows, and against sums in f64.

#![expect(clippy::cast_possible_truncation, reason = "tests count little, and round on purpose")]

use proxgrad::{
    Config, DynamicLossScale, Format, Group, ParamId, Rounding, Rows, Shrinkage, Values, ValuesMut,
    cpu::{Grad, Param, ProximalAdagrad, RowGrad},
    half::{bf16, f16},
};
use rayon::ThreadPoolBuilder;

const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];

/// Elements of one format or another.
#[derive(Clone, Debug, PartialEq)]
enum Owned {
    F32(Vec<f32>),
    F16(Vec<f16>),
    Bf16(Vec<bf16>),
}

impl Owned {
    fn narrowed(format: Format, values: &[f32]) -> Self {
        match format {
            Format::F32 => Self::F32(values.to_vec()),
            Format::F16 => Self::F16(values.iter().copied().map(f16::from_f32).collect()),
            Format::Bf16 => Self::Bf16(values.iter().copied().map(bf16::from_f32).collect()),
        }
    }

    fn read(&self) -> Values<'_> {
        match self {
            Self::F32(values) => values.into(),
            Self::F16(values) => values.into(),
            Self::Bf16(values) => values.into(),
        }
    }

    fn lend(&mut self) -> ValuesMut<'_> {
        match self {
            Self::F32(values) => values.into(),
            Self::F16(values) => values.into(),
            Self::Bf16(values) => values.into(),
        }
    }

    fn wide(&self) -> Vec<f32> {
        self.read().to_f32()
    }

    fn bits(&self) -> Vec<u32> {
        bits(&self.wide())
    }
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn numbers(random: &mut fastrand::Rng, len: usize) -> Vec<f32> {
    (0..len).map(|_| random.f32() * 2.0 - 1.0).collect()
}

fn config(shrinkage: Shrinkage) -> Config {
    Config { learning_rate: 0.1.into(), l1: 0.02, l2: 0.1, shrinkage, ..Config::default() }
}

/// A parameter and its gradients, step by step; without indices dense.
struct Case {
    shape: Vec<usize>,
    rows: Rows,
    config: Config,
    /// Of each step.
    indices: Option<Vec<Vec<u32>>>,
}

impl Case {
    fn optimizer(&self) -> (ProximalAdagrad, ParamId) {
        let mut optimizer = ProximalAdagrad::new(self.config.clone()).unwrap();
        let param = optimizer.add_param(Param::new("weight", &self.shape).rows(self.rows)).unwrap();
        (optimizer, param)
    }

    fn len(&self) -> usize {
        self.shape.iter().product()
    }

    fn grads(&self, step: usize) -> usize {
        let width: usize = self.shape.iter().skip(1).product();
        self.indices.as_ref().map_or(self.len(), |indices| indices[step].len() * width)
    }

    fn step(
        &self,
        optimizer: &mut ProximalAdagrad,
        param: ParamId,
        values: ValuesMut<'_>,
        grads: Values<'_>,
        at: usize,
    ) {
        let mut step = optimizer.begin_step();
        match &self.indices {
            None => step.dense(param, values, grads).unwrap(),
            Some(indices) => step.rows(param, values, RowGrad::new(&indices[at], grads)).unwrap(),
        }
        step.finish().unwrap();
    }

    /// Some steps in these formats give the bits of the f32 implementation, narrowed step by step.
    fn check(&self, values: Format, grads: Format, steps: usize) {
        let mut random = fastrand::Rng::with_seed(self.len() as u64);
        let ((mut half, own), (mut full, its)) = (self.optimizer(), self.optimizer());
        let mut stored = Owned::narrowed(values, &numbers(&mut random, self.len()));
        for at in 0..steps {
            let grads = Owned::narrowed(grads, &numbers(&mut random, self.grads(at)));
            let (mut wide, before) = (stored.wide(), stored.bits());
            self.step(&mut full, its, (&mut wide).into(), (&grads.wide()).into(), at);
            self.step(&mut half, own, stored.lend(), grads.read(), at);
            let context = format!(
                "{:?} of {values:?} by {grads:?} at step {at}",
                self.shape,
                grads = grads.read().len()
            );
            assert_eq!(stored.bits(), Owned::narrowed(values, &wide).bits(), "{context}");
            assert_eq!(bits(half.accum(own).unwrap()), bits(full.accum(its).unwrap()), "{context}");
            self.check_untouched(&before, &stored.bits(), at);
        }
        self.check_flushes(&mut half, own, &mut full, its, &stored);
    }

    fn check_untouched(&self, before: &[u32], after: &[u32], at: usize) {
        let Some(indices) = &self.indices else { return };
        let width: usize = self.shape[1..].iter().product();
        for row in (0..self.shape[0]).filter(|row| !indices[at].contains(&(*row as u32))) {
            let elements = row * width..(row + 1) * width;
            assert_eq!(before[elements.clone()], after[elements], "row {row} of {:?}", self.shape);
        }
    }

    fn check_flushes(
        &self,
        half: &mut ProximalAdagrad,
        own: ParamId,
        full: &mut ProximalAdagrad,
        its: ParamId,
        stored: &Owned,
    ) {
        let format = match stored {
            Owned::F32(_) => Format::F32,
            Owned::F16(_) => Format::F16,
            Owned::Bf16(_) => Format::Bf16,
        };
        let wide = stored.wide();
        let (mut got, mut want) = (stored.clone(), wide.clone());
        let mut of_f32 = vec![0.0; wide.len()];
        half.export(own, stored.read(), got.lend()).unwrap();
        full.export(its, &wide, &mut want).unwrap();
        half.export(own, stored.read(), &mut of_f32).unwrap();
        let want_narrow = Owned::narrowed(format, &want);
        assert_eq!(got.bits(), want_narrow.bits(), "export of {:?}", self.shape);
        assert_eq!(bits(&of_f32), bits(&want), "export of {:?} to f32", self.shape);

        half.measure([(own, stored.read())]).unwrap();
        // As they are once up to date, and before they are rounded.
        let sum: f64 = want.iter().map(|&value| f64::from(value).powi(2)).sum();
        assert!((f64::from(half.report().weight_norm) - sum.sqrt()).abs() <= 1e-5 * sum.sqrt());

        let mut flushed = stored.clone();
        if self.indices.is_some() {
            let mut wide = wide.clone();
            let some: Vec<u32> = (0..self.shape[0] as u32).step_by(2).collect();
            half.flush_rows(own, flushed.lend(), &some).unwrap();
            full.flush_rows(its, &mut wide, &some).unwrap();
            assert_eq!(flushed.bits(), Owned::narrowed(format, &wide).bits(), "rows of {:?}", self.shape);
        }
        half.flush(own, flushed.lend()).unwrap();
        assert_eq!(flushed.bits(), want_narrow.bits(), "flush of {:?}", self.shape);
    }

    fn check_formats(&self, steps: usize) {
        for values in FORMATS {
            for grads in FORMATS {
                self.check(values, grads, steps);
            }
        }
    }
}

const SHRINKAGES: [Shrinkage; 2] = [Shrinkage::Documented, Shrinkage::Adaptive];

#[test]
fn dense_steps_are_f32_steps_narrowed() {
    for shrinkage in SHRINKAGES {
        for len in [0, 1, 3, 5, 64, 1000, 4099, 200_001] {
            let config = Config { weight_decay: 0.01.into(), ..config(shrinkage) };
            Case { shape: vec![len], rows: Rows::Touched, config, indices: None }.check_formats(3);
        }
    }
}

#[test]
fn centralized_steps_are_f32_steps_narrowed() {
    for shape in [[0, 1, 3], [5, 1, 1], [3, 1, 3], [100, 2, 2], [70, 1, 70], [2, 5, 1000], [2, 1, 100_003]] {
        let config =
            Config { weight_decay: 0.01.into(), grad_centralization: true, ..config(Shrinkage::Documented) };
        Case { shape: shape.to_vec(), rows: Rows::Touched, config, indices: None }.check_formats(3);
    }
}

/// Indices of some steps: few, many with duplicates, none.
fn indices(rows: usize, seed: u64) -> Vec<Vec<u32>> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut some = |count: usize| (0..count).map(|_| random.u32(0..rows as u32)).collect::<Vec<_>>();
    vec![some(3), some(rows), some(0), some(2 * rows + 1), some(5)]
}

#[test]
fn steps_by_rows_are_f32_steps_narrowed() {
    for shrinkage in SHRINKAGES {
        for (rows, width) in [(1, 1), (5, 3), (300, 1), (600, 3), (50, 4), (20, 70), (3, 0)] {
            for (axes, centralized) in [(vec![rows, width], false), (vec![rows, 1, width], true)] {
                let config = Config {
                    weight_decay: 0.01.into(),
                    grad_centralization: centralized,
                    ..config(shrinkage)
                };
                let indices = Some(indices(rows, width as u64));
                Case { shape: axes, rows: Rows::Touched, config, indices }.check_formats(5);
            }
        }
    }
}

#[test]
fn steps_of_exact_rows_are_f32_steps_narrowed_once() {
    for shrinkage in SHRINKAGES {
        for l2 in [0.0, 0.1] {
            for (rows, width) in [(1, 1), (300, 1), (600, 3), (50, 4), (20, 70), (2, 5000)] {
                let config = Config { l2, ..config(shrinkage) };
                let indices = Some(indices(rows, width as u64));
                Case { shape: vec![rows, width], rows: Rows::Exact, config, indices }.check_formats(5);
            }
        }
    }
}

#[test]
fn rows_that_threads_share_are_f32_rows_narrowed() {
    for rows in [Rows::Touched, Rows::Exact] {
        let indices = Some(vec![vec![1; 4000], (0..3000).map(|i| i % 3).collect()]);
        let case = Case { shape: vec![3, 70], rows, config: config(Shrinkage::Documented), indices };
        case.check_formats(2);
    }
}

#[test]
fn positions_take_every_format() {
    let mut optimizer = ProximalAdagrad::new(Config::default()).unwrap();
    for name in ["a", "b"] {
        optimizer.add_param(Param::new(name, &[2])).unwrap();
    }
    let (mut a, mut b) = ([bf16::ONE; 2], [1.0f32; 2]);
    let mut step = optimizer.begin_step();
    let grads = [f16::ONE; 2];
    let given: [(ValuesMut<'_>, _); 2] =
        [((&mut a).into(), Grad::dense(&grads)), ((&mut b).into(), Grad::dense(&[0.5, 0.5]))];
    step.in_order(given).unwrap();
    step.finish().unwrap();
    assert!(a[0] <= bf16::ONE && b[0] < 1.0);
}

/// The two neighbours of a number in a format.
fn neighbours(format: Format, value: f32) -> [f32; 2] {
    let cut = if format == Format::F16 { 13 } else { 16 };
    let down = f32::from_bits(value.to_bits() >> cut << cut);
    [down, f32::from_bits(down.to_bits() + (1 << cut))]
}

#[test]
fn rounding_by_chance_is_right_on_average_and_to_a_neighbour() {
    const SEEDS: u32 = 2000;
    // Rows 0 and 2 are updated, row 1 is behind and flushed.
    let start = [0.7, -0.3, 0.25, 0.9, 0.6, -0.5];
    let grads = [0.31, -0.47, 0.11, 0.53];
    let run = |format, rounding| {
        let config = Config { rounding, learning_rate: 0.013.into(), l1: 0.1, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(config).unwrap();
        let table = optimizer.add_param(Param::new("table", &[3, 2]).rows(Rows::Exact)).unwrap();
        let mut values = Owned::narrowed(format, &Owned::narrowed(Format::Bf16, &start).wide());
        let mut step = optimizer.begin_step();
        step.rows(table, values.lend(), RowGrad::new(&[2, 0], &grads)).unwrap();
        step.finish().unwrap();
        optimizer.flush(table, values.lend()).unwrap();
        values.wide()
    };
    let want = run(Format::F32, Rounding::Nearest);
    for format in [Format::F16, Format::Bf16] {
        let all: Vec<_> = (0..SEEDS).map(|seed| run(format, Rounding::Stochastic { seed })).collect();
        for (i, &want) in want.iter().enumerate() {
            let [low, high] = neighbours(format, want).map(f64::from);
            let got = || all.iter().map(|values| f64::from(values[i]));
            assert!(got().all(|value| value == low || value == high), "{format:?} element {i}");
            let mean = got().sum::<f64>() / f64::from(SEEDS);
            let share = (f64::from(want) - low) / (high - low);
            let deviation = (high - low).abs() * (share * (1.0 - share) / f64::from(SEEDS)).sqrt();
            let off = (mean - f64::from(want)).abs();
            assert!(off <= 5.0 * deviation, "{format:?} element {i}: off by {off}, {deviation}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_on_any_number_of_threads() {
    let run = |threads, seed| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let config = Config {
                rounding: Rounding::Stochastic { seed },
                clip_norm: Some(3.0),
                grad_centralization: true,
                ..config(Shrinkage::Adaptive)
            };
            let mut optimizer = ProximalAdagrad::new(config).unwrap();
            let mut random = fastrand::Rng::with_seed(1);
            let mut outcome = Vec::new();
            let shapes: [(&[usize], bool, Rows); 5] = [
                (&[300_000], false, Rows::Touched),
                (&[3, 1, 90_000], false, Rows::Touched),
                (&[100_000, 3], true, Rows::Exact),
                (&[3000, 70], true, Rows::Touched),
                (&[4, 70], true, Rows::Exact),
            ];
            let params: Vec<_> = shapes
                .iter()
                .enumerate()
                .map(|(i, (shape, _, rows))| {
                    optimizer.add_param(Param::new(&i.to_string(), shape).rows(*rows)).unwrap()
                })
                .collect();
            let mut values: Vec<_> = shapes
                .iter()
                .map(|(shape, ..)| {
                    Owned::narrowed(Format::Bf16, &numbers(&mut random, shape.iter().product()))
                })
                .collect();
            for _ in 0..2 {
                let grads: Vec<_> = shapes
                    .iter()
                    .map(|(shape, by_rows, _)| {
                        let width: usize = shape[1..].iter().product();
                        let rows = if *by_rows { 5000 } else { shape[0] };
                        let indices: Vec<_> = (0..rows).map(|_| random.u32(0..shape[0] as u32)).collect();
                        (indices, Owned::narrowed(Format::F16, &numbers(&mut random, rows * width)))
                    })
                    .collect();
                let mut step = optimizer.begin_step();
                for (i, (values, (indices, grads))) in values.iter_mut().zip(&grads).enumerate() {
                    if shapes[i].1 {
                        step.rows(params[i], values.lend(), RowGrad::new(indices, grads.read())).unwrap();
                    } else {
                        step.dense(params[i], values.lend(), grads.read()).unwrap();
                    }
                }
                step.finish().unwrap();
                outcome.push(optimizer.report().grad_norm.to_bits());
            }
            optimizer.measure(params.iter().copied().zip(values.iter().map(Owned::read))).unwrap();
            outcome.push(optimizer.report().weight_norm.to_bits());
            for (param, values) in params.into_iter().zip(&mut values) {
                optimizer.flush(param, values.lend()).unwrap();
                outcome.extend(values.bits());
            }
            outcome
        })
    };
    let one = run(1, 7);
    assert!(one == run(4, 7) && one == run(7, 7));
    assert!(one != run(1, 8));
}

#[test]
fn a_step_with_a_gradient_that_is_not_finite_changes_nothing() {
    let config = Config {
        learning_rate: vec![0.1, 0.05, 0.02].into(),
        skip_on_overflow: true,
        rounding: Rounding::Stochastic { seed: 3 },
        ..config(Shrinkage::Adaptive)
    };
    let indices = [2, 0, 2, 1, 2];
    let step = |optimizer: &mut ProximalAdagrad, values: &mut [Owned; 2], grads: [&Owned; 2]| {
        let params: Vec<_> = optimizer.params().collect();
        let [weight, table] = values;
        let mut step = optimizer.begin_step();
        step.dense(params[0], weight.lend(), grads[0].read()).unwrap();
        step.rows(params[1], table.lend(), RowGrad::new(&indices, grads[1].read())).unwrap();
        step.finish()
    };
    let build = || {
        let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
        optimizer.add_param(Param::new("weight", &[5001])).unwrap();
        optimizer.add_param(Param::new("table", &[9, 3]).rows(Rows::Exact)).unwrap();
        optimizer
    };
    for format in FORMATS {
        let mut random = fastrand::Rng::with_seed(5);
        let mut of = |len| Owned::narrowed(format, &numbers(&mut random, len));
        let (weight, table) = (of(5001), of(15));
        let start = [of(5001), of(27)];
        for poison in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            // First, odd, last; then in a row, in a duplicate, and last.
            for (of, at) in [(0, 0), (0, 4097), (0, 5000), (1, 4), (1, 7), (1, 14)] {
                let mut grads = [weight.wide(), table.wide()];
                grads[of][at] = poison;
                let bad = grads.map(|grads| Owned::narrowed(format, &grads));
                let (mut optimizer, mut values) = (build(), start.clone());
                step(&mut optimizer, &mut values, [&weight, &table]).unwrap();
                let (snapshot, before) = (optimizer.snapshot(), values.clone());
                step(&mut optimizer, &mut values, [&bad[0], &bad[1]]).unwrap();
                assert_eq!(optimizer.snapshot(), snapshot, "{format:?} {poison} at {of}, {at}");
                assert_eq!(values, before, "{format:?} {poison} at {of}, {at}");
                assert_eq!((optimizer.report().skipped_steps, optimizer.global_step()), (1, 1));

                let (mut never, mut want) = (build(), start.clone());
                for _ in 0..2 {
                    step(&mut never, &mut want, [&weight, &table]).unwrap();
                }
                step(&mut optimizer, &mut values, [&weight, &table]).unwrap();
                assert_eq!((&values, optimizer.snapshot()), (&want, never.snapshot()));
                // A list that has ended is an error, whatever the gradients are.
                step(&mut optimizer, &mut values, [&weight, &table]).unwrap();
                assert!(step(&mut optimizer, &mut values, [&bad[0], &bad[1]]).is_err());
                assert_eq!(optimizer.report().skipped_steps, 1);
            }
        }
    }
}

#[test]
fn a_dynamic_loss_scale_is_found_and_divided_by() {
    let mut twin = DynamicLossScale::new(64.0, 2.0, 2).unwrap();
    let dynamic = Config { dynamic_loss_scale: Some(twin.clone()), ..config(Shrinkage::Documented) };
    let build = |config: &Config| {
        let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
        let weight = optimizer.add_param(Param::new("weight", &[2])).unwrap();
        (optimizer, weight)
    };
    let (mut optimizer, weight) = build(&dynamic);
    let (mut plain, its) = build(&config(Shrinkage::Documented));
    let (mut values, mut want) = ([1.0, -2.0], [1.0, -2.0]);
    for overflow in [false, true, true, false, false, false, true, false, false, false] {
        assert_eq!(optimizer.current_loss_scale(), twin.scale());
        let scale = optimizer.report().loss_scale;
        let grads = [if overflow { f32::NAN } else { 0.3 * scale }, 0.7 * scale];
        let mut step = optimizer.begin_step();
        step.dense(weight, &mut values, &grads).unwrap();
        step.finish().unwrap();
        if !overflow {
            plain.set_loss_scale(twin.scale()).unwrap();
            let mut step = plain.begin_step();
            step.dense(its, &mut want, &grads).unwrap();
            step.finish().unwrap();
        }
        twin.update(overflow);
        assert_eq!(bits(&values), bits(&want));

        // Half of the way it goes on in another optimizer.
        let snapshot = optimizer.snapshot();
        let (mut next, id) = build(&dynamic);
        next.restore(&snapshot).unwrap();
        assert_eq!((next.current_loss_scale(), next.snapshot()), (twin.scale(), snapshot));
        assert_eq!(id, next.params().next().unwrap());
    }
    assert_eq!(optimizer.report().skipped_steps, 3);
}

/// A sum of squares in the order that is promised: 64 lanes of a chunk, halved, and chunks likewise.
fn tree(numbers: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 64];
    numbers.iter().enumerate().for_each(|(i, number)| lanes[i % 64] += number);
    for half in [32, 16, 8, 4, 2, 1] {
        (0..half).for_each(|lane| lanes[lane] += lanes[lane + half]);
    }
    lanes[0]
}

fn sum_of_squares(numbers: &[f32], scale: f32) -> f32 {
    let mut sums: Vec<f32> = numbers.iter().map(|number| (number * scale) * (number * scale)).collect();
    if sums.len() <= 64 {
        return sums.into_iter().reduce(|sum, q| sum + q).unwrap_or_default();
    }
    while sums.len() > 1 {
        sums = sums.chunks(4096).map(tree).collect();
    }
    sums[0]
}

#[test]
fn norms_are_summed_in_the_order_that_is_promised() {
    let mut random = fastrand::Rng::with_seed(11);
    for format in FORMATS {
        for len in [0, 1, 64, 65, 4096, 4097, 300_001] {
            for (rows, width) in [(3, 1), (200, 3), (70, 70), (2, 5000)] {
                let config = Config { loss_scale: 3.0, ..Config::default() };
                let mut optimizer = ProximalAdagrad::new(config).unwrap();
                let weight = optimizer.add_param(Param::new("weight", &[len])).unwrap();
                let table = optimizer.add_param(Param::new("table", &[rows, width])).unwrap();
                let grads = Owned::narrowed(format, &numbers(&mut random, len));
                // No row twice.
                let indices: Vec<u32> = (0..rows as u32).rev().collect();
                let of_rows = Owned::narrowed(format, &numbers(&mut random, rows * width));
                let (mut a, mut b) = (vec![1.0; len], vec![1.0; rows * width]);
                let mut step = optimizer.begin_step();
                step.measure();
                step.rows(table, &mut b, RowGrad::new(&indices, of_rows.read())).unwrap();
                step.dense(weight, &mut a, grads.read()).unwrap();
                step.finish().unwrap();

                let unscale = (1.0f64 / 3.0) as f32;
                let row_sums: Vec<f32> =
                    of_rows.wide().chunks(width).rev().map(|row| sum_of_squares(row, unscale)).collect();
                let want = (0.0 + sum_of_squares(&grads.wide(), unscale) + tree(&row_sums)).sqrt();
                assert_eq!(optimizer.report().grad_norm.to_bits(), want.to_bits(), "{len}, {rows} × {width}");
            }
        }
    }
}

#[test]
fn norms_beyond_a_limit_are_brought_to_it() {
    let mut random = fastrand::Rng::with_seed(2);
    for (shared, own) in [(1.0, 0.5), (1e9, 0.5), (0.3, 1e9), (1e9, 1e9), (0.7, f64::INFINITY)] {
        let limited = Config { clip_norm: Some(shared), loss_scale: 8.0, ..config(Shrinkage::Documented) };
        let build = |config: &Config, own| {
            let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
            let group = Group { clip_norm: own, ..Group::default() };
            let group = optimizer.add_group(group).unwrap();
            let a = optimizer.add_param(Param::new("a", &[100])).unwrap();
            let b = optimizer.add_param(Param::new("b", &[7, 3])).unwrap();
            let c = optimizer.add_param(Param::new("c", &[50]).group(group)).unwrap();
            (optimizer, [a, b, c])
        };
        let (mut optimizer, ids) = build(&limited, Some(own));
        let (mut plain, its) = build(&config(Shrinkage::Documented), None);
        let grads = [100, 21, 50].map(|len| numbers(&mut random, len));
        let indices = [3, 1, 3, 3, 0, 6, 1];
        let run =
            |optimizer: &mut ProximalAdagrad, ids: [ParamId; 3], grads: &[Vec<f32>; 3], indices: &[u32]| {
                let mut values = [vec![0.5f32; 100], vec![0.5; 21], vec![0.5; 50]];
                let [a, b, c] = &mut values;
                let mut step = optimizer.begin_step();
                step.dense(ids[0], a, &grads[0]).unwrap();
                step.rows(ids[1], b, RowGrad::new(indices, &grads[1])).unwrap();
                step.dense(ids[2], c, &grads[2]).unwrap();
                step.finish().unwrap();
                values.concat()
            };
        let got = run(&mut optimizer, ids, &grads, &indices);

        // In f64: unscaled, equal rows summed.
        let unscaled = |grads: &[f32]| grads.iter().map(|&g| f64::from(g) / 8.0).collect::<Vec<_>>();
        let mut table = vec![0.0; 21];
        for (entry, &row) in unscaled(&grads[1]).chunks(3).zip(&indices) {
            entry.iter().zip(&mut table[3 * row as usize..]).for_each(|(g, sum)| *sum += g);
        }
        let mut all = [unscaled(&grads[0]), table, unscaled(&grads[2])];
        let square = |g: &[f64]| g.iter().map(|g| g * g).sum::<f64>();
        let (first, second) = (square(&all[0]) + square(&all[1]), square(&all[2]));
        let factor = |limit: f64, total: f64| if total.sqrt() > limit { limit / total.sqrt() } else { 1.0 };
        let factors = [factor(shared, first), factor(shared, first), factor(own, second)];
        all.iter_mut().zip(factors).for_each(|(g, factor)| g.iter_mut().for_each(|g| *g *= factor));
        let touched = [0, 1, 3, 6];
        let rows: Vec<f64> = touched.iter().flat_map(|&row| all[1][3 * row..3 * row + 3].to_vec()).collect();
        let narrow = |g: &[f64]| g.iter().map(|&g| g as f32).collect::<Vec<_>>();
        let clipped = [narrow(&all[0]), narrow(&rows), narrow(&all[2])];
        let want = run(&mut plain, its, &clipped, &touched.map(|row| row as u32));
        for (i, (got, want)) in got.iter().zip(&want).enumerate() {
            assert!((got - want).abs() < 1e-6, "limits {shared} and {own}, element {i}: {got}, not {want}");
        }
        let norm = f64::from(optimizer.report().grad_norm);
        assert!((norm / (first + second).sqrt() - 1.0).abs() < 1e-6, "{norm}");
    }
}

#[test]
fn a_norm_that_is_not_finite_wipes_no_gradient() {
    let mut optimizer =
        ProximalAdagrad::new(Config { clip_norm: Some(1.0), learning_rate: 0.1.into(), ..Config::default() })
            .unwrap();
    let weight = optimizer.add_param(Param::new("weight", &[2])).unwrap();
    let mut values = [1.0, 1.0];
    let mut step = optimizer.begin_step();
    step.dense(weight, &mut values, &[f32::INFINITY, 0.5]).unwrap();
    step.finish().unwrap();
    let (want, _) = proxgrad::rule::update(1.0, 0.1, 0.5, &proxgrad::rule::StepParams::new(0.1, 0.0, 0.0));
    assert_eq!(values[1], want);
    assert!(values[0].is_nan());
}

#[test]
fn elements_beyond_a_limit_are_brought_to_it_before_weight_decay() {
    let mut random = fastrand::Rng::with_seed(4);
    let plain = Config { weight_decay: 0.1.into(), ..config(Shrinkage::Documented) };
    let limited = Config { clip_value: Some(0.25), ..plain.clone() };
    let run = |config: &Config, grads: &[f32], indices: &[u32], rows: &[f32]| {
        let mut optimizer = ProximalAdagrad::new(config.clone()).unwrap();
        let weight = optimizer.add_param(Param::new("weight", &[300])).unwrap();
        let narrow = optimizer.add_param(Param::new("narrow", &[3, 3])).unwrap();
        let wide = optimizer.add_param(Param::new("wide", &[3, 70])).unwrap();
        let repeated = rows.repeat(24);
        let (mut a, mut b, mut c) = (vec![bf16::ONE; 300], vec![f16::ONE; 9], vec![1.0f32; 210]);
        let mut step = optimizer.begin_step();
        step.dense(weight, &mut a, grads).unwrap();
        step.rows(narrow, &mut b, RowGrad::new(indices, &rows[..3 * indices.len()])).unwrap();
        step.rows(wide, &mut c, RowGrad::new(indices, &repeated[..70 * indices.len()])).unwrap();
        step.finish().unwrap();
        (a, b, c)
    };
    let grads = numbers(&mut random, 300);
    let clipped: Vec<f32> = grads.iter().map(|g| g.clamp(-0.25, 0.25)).collect();
    // Row 1 is 0.2 + 0.2: clipped once it is summed.
    let got = run(&limited, &grads, &[1, 2, 1], &[0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2]);
    let (a, b, _) = run(&plain, &clipped, &[1, 2], &[0.25, 0.25, 0.25, 0.1, 0.1, 0.1]);
    assert_eq!((got.0, got.1), (a, b));
    let (_, _, alone) = run(&plain, &clipped, &[1], &[0.25; 3]);
    let (_, _, wide) = run(&limited, &clipped, &[1, 1], &[0.2; 6]);
    assert_eq!(wide, alone);
}

#[test]
fn measured_are_norm_zeros_and_the_largest() {
    let mut optimizer = ProximalAdagrad::new(config(Shrinkage::Documented)).unwrap();
    let a = optimizer.add_param(Param::new("a", &[5])).unwrap();
    let b = optimizer.add_param(Param::new("b", &[3])).unwrap();
    let halves = [f16::from_f32(-4.0), f16::ZERO, f16::NEG_ZERO];
    // In any order: what is added is added in the optimizer's.
    optimizer.measure([(b, (&halves).into()), (a, (&[3.0, 0.0, 1e-30, -0.0, 0.5]).into())]).unwrap();
    let report = optimizer.report();
    assert_eq!((report.nonzero, report.largest), (4, 4.0));
    assert_eq!(report.weight_norm, 25.25f32.sqrt());

    assert!(optimizer.measure([(a, (&[1.0]).into())]).is_err());
    assert_eq!(optimizer.report(), report);
    optimizer.measure([(b, (&[f32::NAN, f32::INFINITY, 0.0]).into())]).unwrap();
    assert!(optimizer.report().largest.is_nan() && optimizer.report().nonzero == 2);
}

#[test]
fn rows_that_are_behind_are_measured_as_they_would_be() {
    let mut optimizer = ProximalAdagrad::new(config(Shrinkage::Documented)).unwrap();
    let table = optimizer.add_param(Param::new("table", &[3, 1]).rows(Rows::Exact)).unwrap();
    let mut values = [1.0, 1e-3, -2.0];
    for _ in 0..2 {
        let mut step = optimizer.begin_step();
        step.rows(table, &mut values, RowGrad::new(&[0], &[0.5])).unwrap();
        step.finish().unwrap();
    }
    let snapshot = optimizer.snapshot();
    optimizer.measure([(table, (&values).into())]).unwrap();
    let behind = optimizer.report();
    assert_eq!((behind.nonzero, optimizer.snapshot()), (2, snapshot));
    optimizer.flush(table, &mut values).unwrap();
    optimizer.measure([(table, (&values).into())]).unwrap();
    assert_eq!(optimizer.report(), behind);
}
