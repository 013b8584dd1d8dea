//! The entries of a row are summed in pieces of 64: those of a piece in order of occurrence, then the pieces in order.

use proxgrad::{
    Config,
    rule::{StepParams, update},
};
use proxgrad_testing::{Grad, Indices, Param};

use crate::common::{
    devices::{is_ieee, on_every_device},
    numbers::bits,
    random::Random,
};

const PIECE: usize = 64;
const ROWS: usize = 6;

/// The sum that the documentation describes, of one column.
fn in_pieces(entries: &[f32]) -> f32 {
    let piece = |piece: &[f32]| piece.iter().fold(-0.0, |sum, entry| sum + entry);
    if entries.len() <= PIECE {
        piece(entries)
    } else {
        entries.chunks(PIECE).map(piece).fold(-0.0, |a, b| a + b)
    }
}

#[test]
fn entries_of_a_row_are_summed_in_pieces_of_64_on_every_device() {
    let mut random = Random::new(64);
    for (entries, width) in [(1, 3), (64, 4), (66, 3), (200, 4), (200, 3), (257, 1), (5000, 4), (5000, 3)] {
        // Other rows in between, so that places and order differ.
        let all = entries + entries / 3;
        let mut order = vec![2u32; entries];
        order.extend((entries..all).map(|i| [0, 1, 3, 5][i % 4]));
        let indices = random.shuffled(order);
        let grads: Vec<f32> = random.grads(all * width).iter().map(|g| g / 8.0).collect();
        let start = random.values(ROWS * width);
        let params = StepParams::new(0.1, 0.01, 0.1);
        let sum_of = |row: u32, column: usize| {
            let of_row = indices.iter().zip(0..).filter(|(index, _)| **index == row);
            let column: Vec<f32> = of_row.map(|(_, entry)| grads[entry * width + column]).collect();
            (column.iter().fold(-0.0, |sum, entry| sum + entry), in_pieces(&column), column.is_empty())
        };
        let mut differs = false;
        let want: Vec<(f32, f32)> = (0..ROWS * width)
            .map(|i| {
                let (one_by_one, sum, is_empty) = sum_of(u32::try_from(i / width).unwrap(), i % width);
                differs |= one_by_one.to_bits() != sum.to_bits();
                if is_empty { (start[i], 0.1) } else { update(start[i], 0.1, sum, &params) }
            })
            .collect();
        assert_eq!(differs, entries > PIECE, "another order would give the same bits");
        let (want_values, want_accums): (Vec<_>, Vec<_>) = want.into_iter().unzip();
        on_every_device(|device| {
            for indices in [Indices::from(&indices), Indices::Device(&indices)] {
                let config = Config { learning_rate: 0.1.into(), l1: 0.01, l2: 0.1, ..Config::default() };
                let mut optimizer = device.optimizer(config).unwrap();
                let id = optimizer.add_param(Param::new("table", &[ROWS, width], &start)).unwrap();
                optimizer.step(&[(id, Grad::Rows { indices, values: &grads })]).unwrap();
                let (values, accums) = (optimizer.values(id).unwrap(), optimizer.accum(id).unwrap());
                let what = format!("{entries} entries, width {width}, {}", device.describe());
                if is_ieee(device) {
                    assert_eq!(bits(&accums), bits(&want_accums), "accumulators: {what}");
                    assert_eq!(bits(&values), bits(&want_values), "values: {what}");
                } else {
                    // A device may contract A + g² into one rounding; the order of the sum is the same.
                    let near = |(got, want): (&f32, &f32)| (got - want).abs() <= f32::EPSILON * want.abs();
                    assert!(accums.iter().zip(&want_accums).all(near), "accumulators: {what}");
                }
            }
        });
    }
}
