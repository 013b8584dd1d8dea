//! Counts of the indices that are no rows.

use proxgrad_testing::{Grad, Indices};

use super::case::table_of;
use crate::common::devices::gpu;

#[test]
fn bad_rows_are_counted_over_all_steps_and_by_each_optimizer_for_itself() {
    let Some(gpu) = gpu() else { return };
    let ((mut one, in_one), (mut other, in_other)) = (table_of(gpu, &[4, 2]), table_of(gpu, &[4, 2]));
    let bad = Indices::Device(&[4, 1, u32::MAX]);
    let good = Indices::Device(&[0, 1, 3]);
    let unique = Indices::DeviceUnique(&[7, 1, 2]);
    let grad = |indices| Grad::Rows { indices, values: &[0.5; 6] };
    assert_eq!(one.bad_rows().unwrap(), 0);
    for (indices, count) in [(bad, 2), (good, 2), (unique, 3), (bad, 5)] {
        one.step(&[(in_one, grad(indices))]).unwrap();
        other.step(&[(in_other, grad(good))]).unwrap();
        assert_eq!((one.bad_rows().unwrap(), other.bad_rows().unwrap()), (count, 0));
    }
    // A step for which the optimizer's buffers grow keeps the count.
    let many = vec![4; 50_000];
    let grads = vec![0.5; 100_000];
    let indices = Indices::Device(&many);
    one.step(&[(in_one, Grad::Rows { indices, values: &grads })]).unwrap();
    assert_eq!((one.bad_rows().unwrap(), other.bad_rows().unwrap()), (50_005, 0));
}

#[test]
fn tables_without_elements_count_bad_rows_too() {
    let Some(gpu) = gpu() else { return };
    for (shape, bad) in [([0, 3], 3), ([3, 0], 1), ([0, 0], 3)] {
        for indices in [Indices::Device(&[0, 2, 3]), Indices::DeviceUnique(&[0, 2, 3])] {
            let (mut optimizer, table) = table_of(gpu, &shape);
            let grads = vec![0.5; 3 * shape[1]];
            optimizer.step(&[(table, Grad::Rows { indices, values: &grads })]).unwrap();
            assert_eq!(optimizer.bad_rows().unwrap(), bad, "{shape:?}");
        }
    }
}
