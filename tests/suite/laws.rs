//! What holds of every step, whatever the numbers.

use crate::common::{
    data::Random,
    is_ieee,
    judge::Judge,
    on_every_device,
    oracle::Expected,
    problem::{Given, GivenGrad, GivenIndices, Problem, Settings},
    state::{State, bits},
};
use proxgrad::{Centralization, Config, Group, RowDecay, Shrinkage, Tensor};
use proxgrad_golden::{Grad, Indices, Param};

const STEPS: usize = 4;
const SHRINKAGES: [Shrinkage; 2] = [Shrinkage::Documented, Shrinkage::Adaptive];

fn problem(shrinkage: Shrinkage, l1: f64, l2: f64, params: Vec<Given>) -> Problem {
    let defaults = Settings {
        learning_rate: Some(vec![0.1, 0.3, 0.02, 0.1].into()),
        weight_decay: Some(vec![0.0, 0.01, 0.0, 0.1].into()),
        grad_centralization: None,
        l1: Some(l1),
        l2: Some(l2),
        accum: Some(0.1),
    };
    Problem { params, ..Problem::new(shrinkage, defaults) }
}

fn param(name: &str, shape: &[usize], values: Vec<f32>, grads: Vec<GivenGrad>) -> Given {
    Given { name: name.to_owned(), shape: shape.to_vec(), values, group: None, grads }
}

/// A parameter of every storage path: four elements at a time, one at a time, both; dense, by rows, and by rows that the
/// device knows.
fn of_every_path(random: &mut Random) -> Vec<Given> {
    let mut params = Vec::new();
    for shape in [&[64, 8][..], &[111], &[5_003]] {
        let len = shape.iter().product();
        let grads = (0..STEPS).map(|_| GivenGrad::Dense(random.grads(len))).collect();
        params.push(param(&format!("dense {shape:?}"), shape, random.values(len), grads));
    }
    type Kind = fn(Vec<u32>) -> GivenIndices;
    let kinds: [(&str, Kind); 2] = [("host", GivenIndices::U32), ("device", GivenIndices::Device)];
    for (kind, indices) in kinds {
        for shape in [[60, 8], [60, 3]] {
            let mut grad = || {
                let indices = indices(random.indices(70, 60));
                GivenGrad::Rows { indices, values: random.grads(70 * shape[1]) }
            };
            let grads = (0..STEPS).map(|_| grad()).collect();
            let values = random.values(shape[0] * shape[1]);
            params.push(param(&format!("{kind} rows {shape:?}"), &shape, values, grads));
        }
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
                    let bound = problem.rule(given, 0).step(given.values[i], 0.1, grad).value.error;
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
        let by_rows = |values: &Vec<f32>| GivenGrad::rows((0..37).collect(), values.clone());
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

/// Elements in a channel: that one thread averages, that a workgroup does, and that take several.
const CHANNELS: [[usize; 3]; 6] = [[3, 1, 1], [4, 3, 5], [2, 8, 8], [3, 5, 13], [2, 64, 64], [2, 4097, 1]];

/// One step with these gradients on convolutions that are centralized.
fn centralizing(weight_decay: f64, params: Vec<Given>) -> Problem {
    let mut problem = problem(Shrinkage::Documented, 0.0, 0.0, params);
    problem.defaults.weight_decay = Some(weight_decay.into());
    problem.defaults.grad_centralization = Some(true);
    problem
}

/// What the oracle expects of all elements of a parameter after one dense step.
fn expected(problem: &Problem, given: &Given) -> Vec<Expected> {
    let rule = problem.rule(given, 0);
    let channels = given.channels(0, &rule).into_iter().flat_map(|channel| {
        let values = &given.values[channel.begin..][..channel.grads.len()];
        let gradients = rule.gradients(values, &channel.grads, channel.decays);
        values.iter().zip(gradients).map(|(w, g)| rule.apply(*w, 0.1, g)).collect::<Vec<_>>()
    });
    channels.collect()
}

#[test]
fn a_constant_added_to_a_centralized_gradient_changes_nothing() {
    let mut random = Random::new(71);
    // Multiples of 1/64, so that adding is exact.
    let grads = CHANNELS.map(|shape| {
        let grads = random.grads(shape.iter().product());
        grads.iter().map(|grad| (grad * 64.0).round() / 64.0).collect::<Vec<_>>()
    });
    let values = CHANNELS.map(|shape| random.values(shape.iter().product()));
    let plus = |constant: f32, weight_decay: f64| {
        let params = CHANNELS.iter().zip(&grads).zip(&values).map(|((shape, grads), values)| {
            // Another one for every channel.
            let width = shape[1] * shape[2];
            let grads = grads.iter().zip(0..).map(|(grad, i)| grad + constant * (1 + i / width) as f32);
            let grads = vec![GivenGrad::Dense(grads.collect())];
            param(&format!("{shape:?}"), shape, values.clone(), grads)
        });
        centralizing(weight_decay, params.collect())
    };
    on_every_device(|device| {
        for weight_decay in [0.0, 0.1] {
            let (without, with) = (plus(0.0, weight_decay), plus(8.0, weight_decay));
            let (without_run, with_run) = (without.run(device), with.run(device));
            for (p, given) in with.params.iter().enumerate() {
                let pairs = expected(&without, &without.params[p]).into_iter().zip(expected(&with, given));
                for (i, (one, other)) in pairs.enumerate() {
                    let bound = one.value.error + other.value.error;
                    let (one, other) = (without_run[1][p][0][i], with_run[1][p][0][i]);
                    let change = (f64::from(one) - f64::from(other)).abs();
                    assert!(
                        change <= bound,
                        "\"{}\" {i}: {one} and {other}, {bound} apart at most",
                        given.name
                    );
                    assert!(bound < 1e-3, "{bound} proves little");
                }
            }
        }
    });
}

#[test]
fn equal_gradients_in_a_channel_do_not_move_it() {
    /// Rounding of a mean of up to 4097 equal numbers of 3 and less, times γ / √accum.
    const TOLERANCE: f32 = 1e-5;
    let mut random = Random::new(72);
    let params = CHANNELS.iter().map(|shape| {
        let width = shape[1] * shape[2];
        let grads = (0..shape[0] * width).map(|i| [0.1, -3.0, 0.7, 0.3][i / width]).collect();
        let values = random.values(shape[0] * width);
        param(&format!("{shape:?}"), shape, values, vec![GivenGrad::Dense(grads)])
    });
    let problem = centralizing(0.0, params.collect());
    on_every_device(|device| {
        let history = problem.run(device);
        for (given, [values, accum]) in problem.params.iter().zip(&history[1]) {
            let moved = values.iter().zip(&given.values).map(|(new, old)| (new - old).abs());
            let grown = accum.iter().map(|accum| accum - 0.1);
            let (moved, grown) = (moved.fold(0.0, f32::max), grown.fold(0.0, f32::max));
            assert!(moved < TOLERANCE && grown < TOLERANCE, "\"{}\": {moved}, {grown}", given.name);
        }
        let mut judge = Judge::default();
        problem.judge(&history, &mut judge);
        judge.conclude("by the oracle");
    });
}

#[test]
fn the_mean_of_a_million_gradients_is_as_good_as_a_tree_makes_it() {
    const LEN: usize = 1_000_000;
    /// 64 elements a lane and 6 halvings, then 4 of 245 trees a lane and 6 again: 78 roundings of 2⁻²⁴.
    const OF_MEAN: f64 = 78.0 / (1 << 24) as f64;
    /// Of `grad − mean`, its square and the root here, of a difference of at most 1e-3.
    const OF_ELEMENT: f64 = 1e-9;
    let mut random = Random::new(73);
    // Almost equal, so that one sum after the other would round the same way again and again.
    let grads: Vec<f32> = random.values(LEN).iter().map(|noise| 0.1 + 0.0005 * noise).collect();
    let mean = grads.iter().map(|grad| f64::from(*grad)).sum::<f64>() / LEN as f64;
    let bound = mean * OF_MEAN + OF_ELEMENT;
    let naive = f64::from(grads.iter().sum::<f32>()) / LEN as f64;
    assert!((naive - mean).abs() > 100.0 * bound, "{naive} proves little");

    let given = param("weight", &[1, 1000, 1000], vec![1.0; LEN], vec![GivenGrad::Dense(grads.clone())]);
    let mut problem = centralizing(0.0, vec![given]);
    // So that A = (grad − mean)².
    problem.defaults.accum = Some(0.0);
    on_every_device(|device| {
        let accum = &problem.run(device)[1][0][1];
        let errors = grads.iter().zip(accum).map(|(grad, accum)| {
            let (centred, got) = (f64::from(*grad) - mean, f64::from(*accum).sqrt());
            (centred.abs() - got).abs()
        });
        let worst = errors.fold(0.0, f64::max);
        assert!(worst <= bound, "off by {worst}, {bound} is allowed");
    });
}

#[test]
fn only_what_the_rule_covers_is_centralized() {
    use Centralization::{Convolutions, MultiplesOf16};
    let cases: [(&[usize], bool, bool); 8] = [
        (&[], false, false),
        (&[32], false, false),
        (&[2, 16], false, true),
        (&[2, 8], false, false),
        (&[2, 1, 2], true, false),
        (&[2, 32, 3], true, true),
        (&[2, 3, 1, 2], true, false),
        (&[2, 16, 1, 1], true, true),
    ];
    on_every_device(|device| {
        for (shape, of_convolutions, of_multiples) in cases {
            for (centralization, covered) in [(Convolutions, of_convolutions), (MultiplesOf16, of_multiples)]
            {
                for (grad_centralization, centralized) in [(true, covered), (false, false)] {
                    let config =
                        Config { accum: 1.0, grad_centralization, centralization, ..Config::default() };
                    let mut optimizer = device.optimizer(config).unwrap();
                    let ones = vec![1.0; shape.iter().product()];
                    let weight = optimizer.add_param(Param::new("weight", shape, &ones)).unwrap();
                    optimizer.step(&[(weight, Grad::Dense(&ones))]).unwrap();
                    // A = 1 + g², where g is 1 or its difference from a mean of ones: exact but where 1/n is not.
                    let grown = optimizer.accum(weight).unwrap()[0] > 1.5;
                    assert_eq!(grown, !centralized, "{shape:?} by {centralization:?}");
                }
            }
        }
    });
}

#[test]
fn a_row_decays_once_or_for_every_entry() {
    const ROWS: [u32; 4] = [0, 2, 3, 5];
    // As many entries of each, in an order that mixes them.
    const COUNTS: [usize; 4] = [1, 2, 3, 100];
    let mut random = Random::new(74);
    let entries = ROWS.iter().zip(COUNTS).flat_map(|(&row, count)| std::iter::repeat_n(row, count));
    let indices = random.shuffled(entries.collect());
    let wide: Vec<_> = indices.iter().map(|&row| i64::from(row)).collect();
    on_every_device(|device| {
        for width in [1, 3, 4] {
            let no_grads = vec![0.0; indices.len() * width];
            for given in [
                Grad::rows(&indices, &no_grads),
                Grad::rows(&wide, &no_grads),
                device_rows(&indices, &no_grads),
            ] {
                for row_decay in [RowDecay::Once, RowDecay::PerOccurrence] {
                    let config =
                        Config { accum: 1.0, weight_decay: 0.25.into(), row_decay, ..Config::default() };
                    let mut optimizer = device.optimizer(config).unwrap();
                    let values = vec![2.0; 6 * width];
                    let table = optimizer.add_param(Param::new("table", &[6, width], &values)).unwrap();
                    optimizer.step(&[(table, given)]).unwrap();
                    let accum = optimizer.accum(table).unwrap();
                    let mut want = vec![1.0; 6 * width];
                    for (row, count) in ROWS.iter().zip(COUNTS) {
                        let times = if row_decay == RowDecay::Once { 1 } else { count };
                        // g = times·0.25·2, and A = 1 + g²: all of it exact.
                        let g = times as f32 * 0.5;
                        want[*row as usize * width..][..width].fill(1.0 + g * g);
                    }
                    assert_eq!(accum, want, "{row_decay:?}, width {width}, {given:?}");
                }
            }
        }
    });
}

fn device_rows<'a>(indices: &'a [u32], values: &'a [f32]) -> Grad<'a> {
    Grad::rows(Indices::Device(indices), values)
}

#[test]
fn another_order_of_parameters_changes_nothing_else() {
    let mut random = Random::new(75);
    let by_id = problem(Shrinkage::Adaptive, 0.1, 0.3, of_every_path(&mut random));
    for by_position in [false, true] {
        let order = random.shuffled((0..by_id.params.len()).collect());
        let ordered = Problem { order, by_position, ..by_id.clone() };
        on_every_device(|device| {
            by_id.assert_same_bits("in another order", &by_id.run(device), &ordered.run(device));
            let end = |problem: &Problem| {
                let (mut optimizer, ids) = problem.start(device);
                problem.step(&mut *optimizer, &ids, 0);
                State::of(&*optimizer, &ids)
            };
            assert_eq!(end(&by_id), end(&ordered));
        });
    }
}

#[test]
fn parameters_added_after_an_order_come_last_and_no_names_are_no_order() {
    on_every_device(|device| {
        let mut optimizer = device.optimizer(Config::default()).unwrap();
        let [a, b, c] =
            ["a", "b", "c"].map(|name| optimizer.add_param(Param::new(name, &[1], &[1.0])).unwrap());
        optimizer.order_params(&["c", "a", "b"]).unwrap();
        let d = optimizer.add_param(Param::new("d", &[1], &[1.0])).unwrap();
        optimizer.order_params(&[]).unwrap();
        assert_eq!(optimizer.params(), [c, a, b, d]);
        // The position decides, and an empty place leaves its parameter alone.
        let grads = [4.0f32, 1.0, 2.0].map(|grad| [grad]);
        let grads = [Grad::Dense(&grads[0]), Grad::Dense(&grads[1]), Grad::None, Grad::Dense(&grads[2])];
        optimizer.step_in_order(&grads).unwrap();
        for (id, grad) in [(a, 1.0), (b, 0.0), (c, 4.0), (d, 2.0)] {
            assert_eq!(optimizer.accum(id).unwrap(), [0.1 + grad * grad]);
        }
    });
}

#[test]
fn rates_can_be_asked_for_and_asking_advances_nothing() {
    on_every_device(|device| {
        let config = Config {
            learning_rate: vec![0.5, 0.25].into(),
            weight_decay: vec![0.0, 0.125].into(),
            ..Config::default()
        };
        let mut optimizer = device.optimizer(config).unwrap();
        let own = Group { learning_rate: Some(0.75.into()), ..Group::default() };
        let own = optimizer.add_group(own).unwrap();
        let inheriting = optimizer.add_group(Group::default()).unwrap();
        let ids = [("w", None), ("beta", None), ("own", Some(own)), ("gamma", Some(inheriting))].map(
            |(name, group)| optimizer.add_param(Param { group, ..Param::new(name, &[1], &[1.0]) }).unwrap(),
        );
        for (rate, decay) in [(0.5, 0.0), (0.25, 0.125)] {
            for _ in 0..2 {
                let of_groups = [None, Some(own), Some(inheriting)].map(|group| optimizer.lr(group).unwrap());
                assert_eq!(of_groups, [rate, 0.75, rate]);
                assert_eq!(ids.map(|id| optimizer.lr_of(id).unwrap()), [rate, rate, 0.75, rate]);
                let decays = ids.map(|id| optimizer.weight_decay_of(id).unwrap());
                assert_eq!(decays, [decay, 0.0, decay, decay]);
            }
            optimizer.step(&[]).unwrap();
        }
        assert_eq!(optimizer.global_step(), 2);
        assert!(optimizer.lr(None).is_err() && optimizer.lr(Some(own)) == Ok(0.75));
    });
}

#[test]
fn gradients_times_a_loss_scale_that_is_a_power_of_two_give_the_same_bits() {
    let mut random = Random::new(76);
    let mut params = of_every_path(&mut random);
    let shape = [6, 3, 5];
    let grads = (0..STEPS).map(|_| GivenGrad::Dense(random.grads(90))).collect();
    params.push(param("convolution", &shape, random.values(90), grads));
    let mut plain = problem(Shrinkage::Documented, 0.1, 0.3, params);
    plain.defaults.grad_centralization = Some(true);
    let scales = [1024.0, 0.125, 65_536.0, 16_777_216.0];
    let mut scaled = Problem { loss_scales: scales.map(f64::from).to_vec(), ..plain.clone() };
    for param in &mut scaled.params {
        for (grad, scale) in param.grads.iter_mut().zip(scales) {
            grad.elements_mut().iter_mut().for_each(|element| *element *= scale);
        }
    }
    on_every_device(|device| {
        plain.assert_same_bits("scaled", &plain.run(device), &scaled.run(device));
    });
}
