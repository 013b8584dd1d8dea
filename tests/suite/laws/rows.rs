//! Laws of row gradients.

use proxgrad::{Config, RowDecay, Tensor};
use proxgrad_testing::{Grad, Indices, Param};

use super::problem::{STEPS, problem};
use crate::common::{
    devices::{is_ieee, on_every_device},
    numbers::bits,
    param::{TestGrad, TestParam},
    random::Random,
    state::State,
    variants::SHRINKAGES,
};

#[test]
fn untouched_rows_keep_every_bit() {
    /// Bits that do not survive a register, a conversion or an addition of 0.
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
fn rows_with_every_index_once_in_order_equal_dense() {
    let mut random = Random::new(15);
    let (mut dense, mut rows) = (Vec::new(), Vec::new());
    for width in [1, 2, 3, 4, 5, 16] {
        let shape = [37, width];
        let values = random.values(37 * width);
        let grads: Vec<_> = (0..STEPS).map(|_| random.grads(37 * width)).collect();
        let name = format!("width {width}");
        let by_rows = |values: &Vec<f32>| TestGrad::rows((0..37).collect(), values.clone());
        rows.push(TestParam::new(&name, &shape, values.clone(), grads.iter().map(by_rows).collect()));
        dense.push(TestParam::new(&name, &shape, values, grads.into_iter().map(TestGrad::Dense).collect()));
    }
    on_every_device(|device| {
        for shrinkage in SHRINKAGES {
            let dense = problem(shrinkage, 0.1, 0.3, dense.clone());
            let rows = problem(shrinkage, 0.1, 0.3, rows.clone());
            let (from_dense, from_rows) = (dense.run(device), rows.run(device));
            // Both kernels call the same function, but a driver may contract it differently in each of them.
            if is_ieee(device) {
                dense.assert_same_bits(&format!("{shrinkage:?}"), &from_dense, &from_rows);
            }
            dense.compare(&from_dense).assert_passed("dense gradients");
            rows.compare(&from_rows).assert_passed("row gradients");
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
                // Entries of other rows lie between them.
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
fn a_row_decays_once_or_for_every_entry() {
    const ROWS: [u32; 4] = [0, 2, 3, 5];
    // The number of entries of each row, in mixed order.
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
                        // g = times·0.25·2 and A = 1 + g² are exact.
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
