//! `proxgrad train` in 16 bits, and with a loss scale: on both devices, saved and resumed.

use std::path::Path;

use serde_json::Value;

use crate::{
    program::devices,
    train::{Problem, number},
};

#[test]
fn sixteen_bits_learn_what_f32_learns_on_both_devices() {
    for classes in [2, 4] {
        let problem = Problem::new(classes);
        let train = |device: &str, options: &[&str]| {
            let common = ["--device", device, "--l1", "0.002", "--epochs", "5"];
            problem.train(&[&common[..], options].concat()).json()
        };
        for device in devices() {
            let full = train(device, &[]);
            assert_eq!((&full["precision"], &full["loss_scale"]), (&"f32".into(), &Value::Null));
            for options in [
                &["--precision", "bf16"][..],
                &["--precision", "f16", "--loss-scale", "dynamic"],
                &["--precision", "bf16", "--rows", "exact", "--loss-scale", "1024"],
                &["--loss-scale", "dynamic"],
            ] {
                let run = train(device, options);
                assert_eq!(number(&run, "skipped_steps"), 0.0, "{run}");
                assert!(
                    (number(&run, "train_loss") - number(&full, "train_loss")).abs() < 0.02,
                    "{run}, {full}"
                );
                assert!(
                    (number(&run, "test_error") - number(&full, "test_error")).abs() <= 0.02,
                    "{run}, {full}"
                );
                if options.contains(&"dynamic") {
                    assert_eq!(number(&run, "loss_scale"), 65536.0, "{run}");
                }
            }
        }
    }
}

#[test]
fn limits_that_bind_hold_weights_back_as_much_on_both_devices() {
    let problem = Problem::new(4);
    let norm = |device: &str, options: &[&str]| {
        let common = ["--device", device, "--epochs", "3"];
        number(&problem.train(&[&common[..], options].concat()).json(), "weight_norm")
    };
    let free = norm("cpu", &[]);
    for options in [
        &["--clip-norm", "0.05"][..],
        &["--clip-value", "0.001"],
        &["--clip-norm", "0.05", "--precision", "f16", "--loss-scale", "dynamic"],
        &["--clip-norm", "0.05", "--rows", "exact"],
    ] {
        let [first, second] = [0, 1].map(|i| norm(devices()[i], options));
        assert!(first < free / 2.0, "{options:?}: {first}, and {free} without a limit");
        // `exp` and `log` differ between devices, so a few stochastic roundings differ, too.
        assert!((first - second).abs() < 0.01 * first, "{options:?}: {first} and {second}");
    }
    let wide = norm(devices()[0], &["--clip-norm", "1e6", "--clip-value", "1e6"]);
    assert_eq!(wide, norm(devices()[0], &[]), "limits beyond all gradients change nothing");
}

#[test]
fn the_same_seed_gives_the_same_zeros_and_nearly_the_same_model_on_both_devices() {
    let problem = Problem::new(4);
    for precision in ["f16", "bf16"] {
        let options = ["--precision", precision, "--l1", "0.01", "--epochs", "3"];
        let [first, second] =
            [0, 1].map(|i| problem.train(&[&options[..], &["--device", devices()[i]]].concat()).json());
        // `exp` and `log` differ between devices, so a few stochastic roundings differ, too.
        assert!((number(&first, "nonzero") - number(&second, "nonzero")).abs() <= 4.0, "{first}, {second}");
        let norms = [&first, &second].map(|run| number(run, "weight_norm"));
        assert!((norms[0] - norms[1]).abs() < 0.01 * norms[0], "{first}, {second}");
    }
}

#[test]
fn what_overflows_is_skipped_and_counted() {
    let problem = Problem::new(2);
    for device in devices() {
        // 2¹⁸ times the largest gradients is beyond f16.
        let options = ["--device", device, "--precision", "f16", "--loss-scale", "262144"];
        let run = problem.train(&options).json();
        let (skipped, steps) = (number(&run, "skipped_steps"), number(&run, "steps"));
        assert!(0.0 < skipped && skipped < steps, "{run}");
    }
}

#[test]
fn a_run_whose_every_step_is_skipped_fails_and_saves_nothing() {
    let problem = Problem::new(2);
    let model = problem.path("model");
    for device in devices() {
        // 2²⁴ times any gradient of the data is beyond f16.
        let options = ["--device", device, "--precision", "f16", "--loss-scale", "16777216"];
        for more in [&["--save", &model][..], &["--sweep-l1", "0.001", "--seeds", "1"]] {
            let run = problem.train(&[&options[..], more].concat());
            run.refused("all 75 steps were skipped, because a gradient of each was not finite");
        }
        assert!(!Path::new(&model).exists(), "a model was saved");
    }
}

#[test]
fn a_resumed_run_in_16_bits_is_the_uninterrupted_one_to_the_last_bit() {
    let problem = Problem::new(4);
    let half = problem.path("half");
    let rate = ["--learning-rate", "0.1"];
    for device in devices() {
        for options in [&["--precision", "bf16"][..], &["--precision", "f16", "--loss-scale", "dynamic"]] {
            let common = [&["--device", device, "--l1", "0.002"][..], options].concat();
            let whole = problem.model(&rate, &[&common[..], &["--epochs", "3"]].concat());
            problem.train_at(&rate, &[&common[..], &["--epochs", "1", "--save", &half]].concat()).json();
            let resumed =
                problem.model(&rate, &[&common[..], &["--epochs", "2", "--resume", &half]].concat());
            assert!(whole == resumed, "{device}, {options:?}: the files differ");
        }
    }
    let common = ["--device", "cpu", "--resume", &half];
    for (options, message) in [
        (["--precision", "f32"], "was trained with --precision f16, and a resumed run cannot change that"),
        (["--loss-scale", "64"], "with --loss-scale dynamic, and a resumed run cannot change that"),
    ] {
        problem.train(&[&common[..], &options].concat()).refused(message);
    }
    let single = problem.path("single");
    problem.train(&["--device", "cpu", "--save", &single]).json();
    problem
        .train(&["--resume", &single, "--loss-scale", "dynamic"])
        .refused("was trained without --loss-scale dynamic");
}

#[test]
fn what_is_no_loss_scale_or_limit_is_refused_before_training() {
    let problem = Problem::new(2);
    problem.train(&["--device", "cpu", "--loss-scale", "0"]).refused("--loss-scale is 0");
    problem.train(&["--device", "cpu", "--clip-norm", "-1"]).refused("--clip-norm is -1; it must be above 0");
    problem.train(&["--clip-norm", "large"]).refused("neither a number nor `none`");
    problem.train(&["--loss-scale", "large"]).refused("neither a number nor `dynamic`");
    problem.train(&["--precision", "f8"]).refused("possible values: f32, f16, bf16");
}

#[test]
fn a_run_that_is_saved_reports_what_the_same_run_reports_that_is_not() {
    let problem = Problem::new(2);
    let model = problem.path("model");
    for device in devices() {
        // Rows that are behind are measured in f32; once they are up to date, they are rounded.
        let options =
            ["--device", device, "--rows", "exact", "--precision", "bf16", "--l1", "1e-3", "--l2", "1e-3"];
        let norm = |more: &[&str]| problem.train(&[&options, more].concat()).json()["weight_norm"].clone();
        assert_eq!(norm(&["--save", &model]), norm(&[]), "{device}");
    }
}
