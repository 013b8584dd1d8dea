//! Steps that are skipped because a gradient is not finite, and the dynamic loss scale.

use proxgrad::{
    Config, DynamicLossScale, Rounding, Rows, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use proxgrad_testing::Stored;

use super::case::{bits_of, config, numbers};
use crate::common::{numbers::bits, state::without_skipped_steps, variants::FORMATS};

#[test]
fn a_step_with_a_gradient_that_is_not_finite_changes_nothing() {
    let config = Config {
        learning_rate: vec![0.1, 0.05, 0.02].into(),
        skip_on_overflow: true,
        rounding: Rounding::Stochastic { seed: 3 },
        ..config(Shrinkage::Adaptive)
    };
    let indices = [2, 0, 2, 1, 2];
    let step = |optimizer: &mut ProximalAdagrad, values: &mut [Stored; 2], grads: [&Stored; 2]| {
        let params: Vec<_> = optimizer.params().collect();
        let [weight, table] = values;
        let mut step = optimizer.begin_step();
        step.dense(params[0], weight.values_mut(), grads[0].values()).unwrap();
        step.rows(params[1], table.values_mut(), RowGrad::new(&indices, grads[1].values())).unwrap();
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
        let mut stored = |len| Stored::nearest(&numbers(&mut random, len), format);
        let (weight, table) = (stored(5001), stored(15));
        let start = [stored(5001), stored(27)];
        for poison in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            // The first, an odd and the last element of the dense gradient; an element of a row, of a
            // duplicate, and the last element of the row gradient.
            for (grad, at) in [(0, 0), (0, 4097), (0, 5000), (1, 4), (1, 7), (1, 14)] {
                let mut grads = [weight.to_f32(), table.to_f32()];
                grads[grad][at] = poison;
                let bad = grads.map(|grads| Stored::nearest(&grads, format));
                let (mut optimizer, mut values) = (build(), start.clone());
                step(&mut optimizer, &mut values, [&weight, &table]).unwrap();
                let (snapshot, before) = (optimizer.snapshot(), values.each_ref().map(bits_of));
                step(&mut optimizer, &mut values, [&bad[0], &bad[1]]).unwrap();
                let what = format!("{format:?} {poison} at {at} of gradient {grad}");
                assert_eq!(without_skipped_steps(optimizer.snapshot()), snapshot, "{what}");
                assert_eq!(values.each_ref().map(bits_of), before, "{what}");
                assert_eq!((optimizer.report().skipped_steps, optimizer.global_step()), (1, 1));

                let (mut unskipped, mut want) = (build(), start.clone());
                for _ in 0..2 {
                    step(&mut unskipped, &mut want, [&weight, &table]).unwrap();
                }
                step(&mut optimizer, &mut values, [&weight, &table]).unwrap();
                assert_eq!(values.each_ref().map(bits_of), want.each_ref().map(bits_of), "{what}");
                assert_eq!(without_skipped_steps(optimizer.snapshot()), unskipped.snapshot(), "{what}");
                // The end of a list is an error even if the gradients are not finite.
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
    let (mut plain, plain_weight) = build(&config(Shrinkage::Documented));
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
            step.dense(plain_weight, &mut want, &grads).unwrap();
            step.finish().unwrap();
        }
        twin.update(overflow);
        assert_eq!(bits(&values), bits(&want));

        // Another optimizer can go on from each snapshot.
        let snapshot = optimizer.snapshot();
        let (mut next, id) = build(&dynamic);
        next.restore(&snapshot).unwrap();
        assert_eq!((next.current_loss_scale(), next.snapshot()), (twin.scale(), snapshot));
        assert_eq!(id, next.params().next().unwrap());
    }
    assert_eq!(optimizer.report().skipped_steps, 3);
}
