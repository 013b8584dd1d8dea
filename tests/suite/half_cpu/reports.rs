//! Norm, zeros and largest element of values.

use proxgrad::{
    Rows, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
    half::f16,
};

use super::case::config;

#[test]
fn measured_are_norm_zeros_and_the_largest() {
    let mut optimizer = ProximalAdagrad::new(config(Shrinkage::Documented)).unwrap();
    let a = optimizer.add_param(Param::new("a", &[5])).unwrap();
    let b = optimizer.add_param(Param::new("b", &[3])).unwrap();
    let halves = [f16::from_f32(-4.0), f16::ZERO, f16::NEG_ZERO];
    // The optimizer adds in its own order, whatever the order of these.
    optimizer.measure([(b, (&halves).into()), (a, (&[3.0, 0.0, 1e-30, -0.0, 0.5]).into())]).unwrap();
    let report = optimizer.report();
    assert_eq!((report.nonzero, report.max_abs), (4, 4.0));
    assert_eq!(report.weight_norm, 25.25f32.sqrt());

    assert!(optimizer.measure([(a, (&[1.0]).into())]).is_err());
    assert_eq!(optimizer.report(), report);
    optimizer.measure([(b, (&[f32::NAN, f32::INFINITY, 0.0]).into())]).unwrap();
    assert!(optimizer.report().max_abs.is_nan() && optimizer.report().nonzero == 2);
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
