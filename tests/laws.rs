//! What holds of every step, whatever the numbers.

mod common;

use common::{
    data::Random,
    is_ieee, on_every_device,
    oracle::{Judge, Real},
    problem::{Given, GivenGrad, Problem, Settings},
    state::{State, bits},
};
use proxgrad::{Config, Group, Shrinkage, Tensor};
use proxgrad_golden::{Grad, Param};

const STEPS: usize = 4;
const SHRINKAGES: [Shrinkage; 2] = [Shrinkage::Documented, Shrinkage::Adaptive];

fn problem(shrinkage: Shrinkage, l1: f64, l2: f64, params: Vec<Given>) -> Problem {
    let defaults = Settings {
        learning_rate: Some(vec![0.1, 0.3, 0.02, 0.1]),
        weight_decay: Some(vec![0.0, 0.01, 0.0, 0.1]),
        grad_centralization: None,
        l1: Some(l1),
        l2: Some(l2),
        accum: Some(0.1),
    };
    Problem { shrinkage, loss_scale: 1.0, defaults, groups: Vec::new(), params }
}

fn param(name: &str, shape: &[usize], values: Vec<f32>, grads: Vec<GivenGrad>) -> Given {
    Given { name: name.to_owned(), shape: shape.to_vec(), values, group: None, grads }
}

/// A parameter of every storage path: four elements at a time, one at a time, both; dense and by rows.
fn of_every_path(random: &mut Random) -> Vec<Given> {
    let mut params = Vec::new();
    for shape in [&[64, 8][..], &[111], &[5_003]] {
        let len = shape.iter().product();
        let grads = (0..STEPS).map(|_| GivenGrad::Dense(random.grads(len))).collect();
        params.push(param(&format!("dense {shape:?}"), shape, random.values(len), grads));
    }
    for shape in [[60, 8], [60, 3]] {
        let grads = (0..STEPS)
            .map(|_| GivenGrad::Rows { indices: random.indices(70, 60), values: random.grads(70 * shape[1]) })
            .collect();
        let values = random.values(shape[0] * shape[1]);
        params.push(param(&format!("rows {shape:?}"), &shape, values, grads));
    }
    params
}

#[test]
fn without_l1_and_l2_both_shrinkages_are_adagrad() {
    let mut random = Random::new(11);
    let params = of_every_path(&mut random);
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let problem = problem(shrinkage, 0.0, 0.0, params[..3].to_vec());
            let history = problem.run(device);
            for (p, given) in problem.params.iter().enumerate() {
                let GivenGrad::Dense(grads) = &given.grads[0] else {
                    unreachable!("the first three are dense")
                };
                for (i, &grad) in grads.iter().enumerate() {
                    let (w, g) = (f64::from(given.values[i]), f64::from(grad));
                    // w' = w − γ·g / √(accum + g²): Duchi, Hazan, Singer 2011
                    let adagrad = w - 0.1 * g / (f64::from(0.1f32) + g * g).sqrt();
                    let bound =
                        problem.rule(given, 0).step(given.values[i], 0.1, Real::exact(grad)).value.error;
                    let got = f64::from(history[1][p][0][i]);
                    assert!((got - adagrad).abs() <= bound, "{shrinkage:?} {w} {g}: {got}, not {adagrad}");
                }
            }
        }
    });
}

#[test]
fn more_l1_never_gives_fewer_zeros_in_one_step() {
    let mut random = Random::new(12);
    let params = of_every_path(&mut random);
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let zeros = |l1| -> Vec<bool> {
                let first = &problem(shrinkage, l1, 0.2, params.clone()).run(device)[1];
                first.iter().flat_map(|[values, _]| values.iter().map(|value| *value == 0.0)).collect()
            };
            let strengths = [0.0, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0];
            let sets: Vec<_> = strengths.map(zeros).into();
            for (l1, pair) in strengths.windows(2).zip(sets.windows(2)) {
                let lost = pair[0].iter().zip(&pair[1]).position(|(less, more)| *less && !*more);
                assert_eq!(lost, None, "{shrinkage:?}: zero with l1 = {}, not with {}", l1[0], l1[1]);
            }
            let count = |set: &[bool]| set.iter().filter(|zero| **zero).count();
            assert!(count(&sets[7]) > 2 * count(&sets[0]), "{shrinkage:?}: l1 makes no zeros");
        }
    });
}

#[test]
fn accumulators_never_fall_and_rise_with_every_gradient() {
    let mut random = Random::new(13);
    let params = of_every_path(&mut random);
    on_every_device(|device| {
        let history = problem(Shrinkage::Documented, 0.1, 0.1, params.clone()).run(device);
        for (step, pair) in history.windows(2).enumerate() {
            for (p, (before, after)) in pair[0].iter().zip(&pair[1]).enumerate() {
                let (before, after) = (&before[1], &after[1]);
                assert!((0..before.len()).all(|i| after[i] >= before[i]), "parameter {p} at step {step}");
                let risen = (0..before.len()).filter(|&i| after[i] > before[i]).count();
                assert!(risen > before.len() / 4, "parameter {p} at step {step}: only {risen} rose");
            }
        }
    });
}

#[test]
fn untouched_rows_keep_every_bit() {
    /// Whatever passes through a register, a conversion or an addition of 0 on its way does not survive it.
    const FRAGILE: [u32; 6] = [
        0x8000_0000, // −0
        0x0000_0001, // the smallest subnormal
        0x807f_ffff, // the largest, negative
        0x7fc1_2345, // NaN with a payload
        0xffa5_4321, // signalling NaN
        0xff80_0000, // −∞
    ];
    on_every_device(|device| {
        for width in [1, 3, 4, 8] {
            let shape = [6, width];
            let values: Vec<_> =
                FRAGILE.iter().flat_map(|&bits| std::iter::repeat_n(f32::from_bits(bits), width)).collect();
            let mut values_given = values.clone();
            values_given[2 * width..3 * width].fill(0.75);
            let config = Config { l1: 0.1, l2: 0.1, weight_decay: 0.1.into(), ..Config::default() };
            let mut optimizer = device.optimizer(config).unwrap();
            let table = optimizer.add_param(Param::new("table", &shape, &values_given)).unwrap();
            let mut snapshot = optimizer.snapshot().unwrap();
            let accum: Vec<_> =
                (0..6 * width).map(|i| f32::from_bits([0x8000_0000, 1, 0x7f_ffff][i % 3])).collect();
            snapshot.tensors.insert("accum.table".to_owned(), Tensor::f32(&shape, accum.clone()));
            optimizer.restore(&snapshot).unwrap();

            let grads = vec![0.5; 2 * width];
            optimizer.step(&[(table, Grad::rows(&[2, 2], &grads))]).unwrap();

            let touched = 2 * width..3 * width;
            for (tensor, before, after) in [
                ("values", &values_given, optimizer.values(table).unwrap()),
                ("accum", &accum, optimizer.accum(table).unwrap()),
            ] {
                let (before, after) = (bits(before), bits(&after));
                for i in 0..6 * width {
                    let same = before[i] == after[i];
                    assert_eq!(same, !touched.contains(&i), "{tensor} {i} of width {width}: {:x}", after[i]);
                }
            }
        }
    });
}

#[test]
fn the_same_run_twice_gives_the_same_bits() {
    let mut random = Random::new(14);
    let params = of_every_path(&mut random);
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let problem = problem(shrinkage, 0.1, 0.3, params.clone());
            let (first, second) = (problem.run(device), problem.run(device));
            problem.assert_same_bits(&format!("{shrinkage:?}"), &first, &second);
        }
    });
}

#[test]
fn rows_with_every_index_once_in_order_equal_dense() {
    let mut random = Random::new(15);
    let (mut dense, mut rows) = (Vec::new(), Vec::new());
    for width in [1, 2, 3, 4, 5, 16] {
        let shape = [37, width];
        let values = random.values(37 * width);
        let grads: Vec<_> = (0..STEPS).map(|_| random.grads(37 * width)).collect();
        let name = format!("width {width}");
        let by_rows =
            |values: &Vec<f32>| GivenGrad::Rows { indices: (0..37).collect(), values: values.clone() };
        rows.push(param(&name, &shape, values.clone(), grads.iter().map(by_rows).collect()));
        dense.push(param(&name, &shape, values, grads.into_iter().map(GivenGrad::Dense).collect()));
    }
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let dense = problem(shrinkage, 0.1, 0.3, dense.clone());
            let rows = problem(shrinkage, 0.1, 0.3, rows.clone());
            let (from_dense, from_rows) = (dense.run(device), rows.run(device));
            // Both kernels call one function, but WGSL lets a driver contract it differently in each.
            if is_ieee(device) {
                dense.assert_same_bits(&format!("{shrinkage:?}"), &from_dense, &from_rows);
            }
            let mut judge = Judge::default();
            dense.judge(&from_dense, &mut judge);
            rows.judge(&from_rows, &mut judge);
            judge.conclude("both by the oracle");
        }
    });
}

#[test]
fn equal_rows_are_summed_in_order_of_occurrence() {
    // In f32 the sum depends on the order: 1e8 + 1 is 1e8.
    let orders: [([f32; 4], f32); 3] =
        [([1e8, 1.0, -1e8, 0.5], 0.5), ([1e8, -1e8, 1.0, 0.5], 1.5), ([1.0, 1e8, 0.5, -1e8], 0.0)];
    on_every_device(|device| {
        for width in [1, 3, 4] {
            for (summands, sum) in orders {
                let mut optimizer = device.optimizer(Config { accum: 1.0, ..Config::default() }).unwrap();
                let values = vec![1.0; 5 * width];
                let table = optimizer.add_param(Param::new("table", &[5, width], &values)).unwrap();
                // Entries of other rows between them.
                let indices = [3, 1, 3, 3, 0, 3];
                let entries = [summands[0], 7.0, summands[1], summands[2], 9.0, summands[3]];
                let grads: Vec<_> =
                    entries.iter().flat_map(|&grad| std::iter::repeat_n(grad, width)).collect();
                optimizer.step(&[(table, Grad::rows(&indices, &grads))]).unwrap();
                let accum = optimizer.accum(table).unwrap();
                // 1 + sum², exact in f32.
                let want = vec![1.0 + sum * sum; width];
                assert_eq!(accum[3 * width..4 * width], want, "width {width}: {summands:?} in this order");
                assert_eq!(accum[width..2 * width], vec![50.0; width]);
                assert_eq!(accum[..width], vec![82.0; width]);
            }
        }
    });
}

#[test]
fn permuting_distinct_rows_changes_nothing() {
    let mut random = Random::new(16);
    for width in [1, 3, 4] {
        let (values, grads) = (random.values(50 * width), random.grads(50 * width));
        let order = random.permutation(50);
        let permuted: Vec<_> =
            order.iter().flat_map(|&row| &grads[row as usize * width..][..width]).copied().collect();
        let in_order: Vec<_> = (0..50).collect();
        on_every_device(|device| {
            let end = |indices: &[u32], grads: &[f32]| {
                let config = Config { learning_rate: 0.1.into(), l1: 0.1, ..Config::default() };
                let mut optimizer = device.optimizer(config).unwrap();
                let table = optimizer.add_param(Param::new("table", &[50, width], &values)).unwrap();
                optimizer.step(&[(table, Grad::rows(indices, grads))]).unwrap();
                State::of(&*optimizer, &[table])
            };
            assert_eq!(end(&in_order, &grads), end(&order, &permuted), "width {width}");
        });
    }
}

#[test]
fn names_with_beta_or_gamma_do_not_decay_and_groups_decide_for_themselves() {
    // Whether each decays without a group; in a group that decays, all of them do, and in one that does not, none.
    let names = [
        ("weight", true),
        ("Gamma.w", true),
        ("BETA", true),
        ("bet.a", true),
        ("beta", false),
        ("layer1.gamma", false),
        ("alphabeta.w", false),
    ];
    on_every_device(|device| {
        let config =
            Config { accum: 1.0, learning_rate: 0.5.into(), weight_decay: 0.25.into(), ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let inheriting = optimizer.add_group(Group::default()).unwrap();
        let group = Group { weight_decay: Some(0.0.into()), ..Group::default() };
        let exempt = optimizer.add_group(group).unwrap();
        let mut expected = Vec::new();
        for (name, alone) in names {
            for (place, group, decays) in [
                ("ungrouped", None, alone),
                ("in a decaying group", Some(inheriting), true),
                ("in an exempt group", Some(exempt), false),
            ] {
                let full = if group.is_none() { name.to_owned() } else { format!("{name} {place}") };
                let param = Param::new(&full, &[1], &[2.0]);
                let id = optimizer.add_param(Param { group, ..param }).unwrap();
                expected.push((id, format!("\"{name}\" {place}"), decays));
            }
        }
        let grads: Vec<_> = expected.iter().map(|(id, _, _)| (*id, Grad::Dense(&[0.0]))).collect();
        optimizer.step(&grads).unwrap();
        for (id, what, decays) in expected {
            // g = 0 + 0.25·2, so A = 1 + 0.25.
            let accum = if decays { 1.25 } else { 1.0 };
            assert_eq!(optimizer.accum(id).unwrap(), [accum], "{what}");
            assert_eq!(optimizer.values(id).unwrap()[0] < 2.0, decays, "{what}");
        }
    });
}
