//! Edges of the rules that the documentation defines, and settings that are refused.

use proxgrad::{Config, Error, Ftrl, FtrlForm, FtrlStart, Rows, UpdateRule};
use proxgrad_testing::{Grad, Param};

use super::setup::rules;
use crate::common::{
    devices::{gpu, on_every_device},
    numbers::bits,
};

fn config(rule: UpdateRule) -> Config {
    Config { rule, learning_rate: 0.5.into(), l1: 0.25, l2: 0.5, ..Config::default() }
}

#[test]
fn a_sum_at_the_threshold_gives_zero() {
    on_every_device(|device| {
        let ftrl = UpdateRule::Ftrl(Ftrl { start: FtrlStart::Zero, ..Ftrl::default() });
        for rule in [ftrl, UpdateRule::AdagradRda] {
            let mut optimizer = device.optimizer(config(rule)).unwrap();
            let weight = optimizer.add_param(Param::new("w", &[4], &[0.0; 4])).unwrap();
            // z or G is the gradient, and l1, or l1·T, is 0.25.
            optimizer.step(&[(weight, Grad::Dense(&[0.25, -0.25, 0.2500001, -0.2500001]))]).unwrap();
            let values = optimizer.values(weight).unwrap();
            assert_eq!(values[..2], [0.0; 2], "{rule:?}");
            assert!(values[2] < 0.0 && values[3] > 0.0, "{rule:?}: {values:?}");
        }
    });
}

#[test]
fn without_state_and_gradient_the_value_stays_as_it_is() {
    on_every_device(|device| {
        for rule in rules(true) {
            if matches!(rule, UpdateRule::Fobos) {
                continue;
            }
            for rows in [Rows::Touched, Rows::Exact] {
                let exact = rows == Rows::Exact;
                if exact && matches!(rule, UpdateRule::Ftrl(Ftrl { l2_shrinkage, .. }) if l2_shrinkage > 0.0)
                {
                    continue;
                }
                let config = Config { accum: 0.0, ..config(rule) };
                let mut optimizer = device.optimizer(config).unwrap();
                let values = [1.5, -0.0, -2.0, 1e-3];
                let table = optimizer.add_param(Param::new("w", &[4, 1], &values).rows(rows)).unwrap();
                for _ in 0..2 {
                    optimizer.step(&[(table, Grad::rows(&[0u32, 1, 2, 3], &[0.0; 4]))]).unwrap();
                    optimizer.step(&[(table, Grad::Dense(&[0.0; 4]))]).unwrap();
                }
                let got = optimizer.exported(table).unwrap();
                assert_eq!(bits(&got), bits(&values), "{rule:?} {rows:?}");
            }
        }
    });
}

#[test]
fn training_goes_on_from_the_values_or_from_zero() {
    on_every_device(|device| {
        for form in [FtrlForm::TensorFlow, FtrlForm::McMahan] {
            for power in [-0.5, -0.25] {
                let ftrl = Ftrl { form, learning_rate_power: power, beta: 0.5, ..Ftrl::default() };
                let run = |start| {
                    let rule = UpdateRule::Ftrl(Ftrl { start, ..ftrl });
                    let mut optimizer = device.optimizer(config(rule)).unwrap();
                    let weight = optimizer.add_param(Param::new("w", &[3], &[1.5, -2.0, 0.75])).unwrap();
                    // A gradient of next to nothing begins, none does not.
                    optimizer.step(&[(weight, Grad::Dense(&[1e-10, -1e-10, 0.0]))]).unwrap();
                    optimizer.values(weight).unwrap()
                };
                let kept = run(FtrlStart::Values);
                assert!(
                    (kept[0] - 1.5).abs() < 1e-6 && (kept[1] + 2.0).abs() < 1e-6 && kept[2] == 0.75,
                    "{kept:?}"
                );
                assert_eq!(run(FtrlStart::Zero), [0.0; 3]);
            }
        }
    });
}

#[test]
fn a_step_with_a_gradient_that_is_not_a_number_is_skipped_or_seen() {
    on_every_device(|device| {
        for rule in rules(true) {
            let guarded = Config { skip_on_overflow: true, ..config(rule) };
            let mut optimizer = device.optimizer(guarded).unwrap();
            let weight = optimizer.add_param(Param::new("w", &[2], &[1.5, -2.0])).unwrap();
            let before = optimizer.snapshot().unwrap();
            optimizer.step(&[(weight, Grad::Dense(&[f32::NAN, 1.0]))]).unwrap();
            assert_eq!(optimizer.values(weight).unwrap(), [1.5, -2.0], "{rule:?}");
            let after = optimizer.snapshot().unwrap();
            for (name, tensor) in before.tensors.iter().filter(|(name, _)| name.ends_with(".w")) {
                assert_eq!(&after.tensors[name], tensor, "{rule:?} {name}");
            }
            assert_eq!(optimizer.report().unwrap().skipped_steps, 1);
        }
    });
}

#[test]
fn settings_that_no_rule_can_have_are_refused_by_name() {
    let ftrl = |ftrl| Config { rule: UpdateRule::Ftrl(ftrl), ..Config::default() };
    on_every_device(|device| {
        for (config, want) in [
            (
                ftrl(Ftrl { learning_rate_power: 0.5, ..Ftrl::default() }),
                "learning_rate_power is 0.5; it must be from -1 to 0",
            ),
            (ftrl(Ftrl { beta: -1.0, ..Ftrl::default() }), "beta is -1; it must be finite and at least 0"),
            (
                ftrl(Ftrl { l2_shrinkage: f64::NAN, ..Ftrl::default() }),
                "l2_shrinkage is NaN; it must be finite and at least 0",
            ),
        ] {
            let error = device.optimizer(config).map(drop).unwrap_err();
            assert_eq!(error.to_string(), want);
        }
        let shrinks = ftrl(Ftrl { l2_shrinkage: 0.1, ..Ftrl::default() });
        let mut optimizer = device.optimizer(shrinks).unwrap();
        let error = optimizer.add_param(Param::new("t", &[2, 2], &[0.0; 4]).rows(Rows::Exact)).unwrap_err();
        assert!(
            error.to_string().starts_with("parameter \"t\" cannot have exact rows: l2_shrinkage"),
            "{error}"
        );

        let mut optimizer = device
            .optimizer(Config { learning_rate: [0.1, 0.0][..].into(), ..ftrl(Ftrl::default()) })
            .unwrap();
        let weight = optimizer.add_param(Param::new("w", &[1], &[1.0])).unwrap();
        optimizer.step(&[(weight, Grad::Dense(&[1.0]))]).unwrap();
        let before = optimizer.values(weight).unwrap();
        let error = optimizer.step(&[(weight, Grad::Dense(&[1.0]))]).unwrap_err();
        assert!(matches!(error, Error::RateTooSmall { .. }), "{error}");
        assert_eq!(optimizer.values(weight).unwrap(), before);
    });
}

#[test]
fn accumulators_of_the_callers_are_for_rules_with_one_of_them() {
    let Some(gpu) = gpu() else { return };
    let mut optimizer =
        proxgrad::ProximalAdagrad::new(gpu.kernels(), config(UpdateRule::AdagradRda)).unwrap();
    let [values, accum] = [[1.0f32; 4], [0.1; 4]].map(|contents| gpu.upload(&contents));
    let param = proxgrad::Param::new("w", &[4], values.slice(..)).accum(accum.slice(..));
    let error = optimizer.add_param(param).unwrap_err();
    assert!(matches!(error, Error::AccumOfCaller { .. }), "{error}");
}
