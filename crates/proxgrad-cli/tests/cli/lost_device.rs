//! `proxgrad train` and `proxgrad bench` on a device that is lost in the middle of a run.

use std::{fs, path::Path};

use crate::{
    program::{devices, proxgrad, proxgrad_with},
    train::Problem,
};

/// 600 examples in batches of 8.
const STEPS_OF_EPOCH: usize = 75;
const EPOCHS: usize = 4;

fn train(problem: &Problem, lose_after: Option<usize>, options: &[&str]) -> crate::program::Output {
    let (train, test) = (problem.path("train"), problem.path("test"));
    let fixed = ["train", &train, "--test", &test, "--json", "--batch", "8", "--learning-rate", "0.5"];
    let arguments = [&fixed[..], &["--device", "gpu"], options].concat();
    match lose_after {
        Some(steps) => proxgrad_with(&[("PROXGRAD_TEST_LOSE_DEVICE", &steps.to_string())], &arguments),
        None => proxgrad(&arguments),
    }
}

#[test]
fn a_run_whose_device_is_lost_saves_its_last_state_and_goes_on_with_the_same_bits() {
    if devices()[0] != "gpu" {
        return;
    }
    for rows in ["touched", "exact"] {
        let problem = Problem::new(2);
        let (whole, saved) = (problem.path("whole"), problem.path("saved"));
        let epochs = EPOCHS.to_string();
        train(&problem, None, &["--rows", rows, "--epochs", &epochs, "--save", &whole]).json();

        let lost = train(
            &problem,
            Some(3 * STEPS_OF_EPOCH + 10),
            &["--rows", rows, "--epochs", &epochs, "--save", &saved],
        );
        lost.refused("the device was lost");
        let stderr = lost.stderr();
        let (_, kept) =
            stderr.split_once("saved the state after epoch ").unwrap_or_else(|| panic!("{stderr}"));
        let kept: usize = kept.split_once(';').unwrap().0.parse().unwrap();
        assert!((1..EPOCHS).contains(&kept), "{kept}");

        let rest = (EPOCHS - kept).to_string();
        train(&problem, None, &["--rows", rows, "--epochs", &rest, "--resume", &saved, "--save", &saved])
            .json();
        assert!(
            fs::read(&saved).unwrap() == fs::read(&whole).unwrap(),
            "{rows}: resumed after {kept} epochs"
        );
    }
}

#[test]
fn a_run_whose_device_is_lost_after_a_checkpoint_goes_on_from_that() {
    if devices()[0] != "gpu" {
        return;
    }
    let problem = Problem::new(2);
    let (whole, saved) = (problem.path("whole"), problem.path("saved"));
    let common = ["--rows", "exact", "--l1", "0.002", "--epochs"];
    train(&problem, None, &[&common[..], &["3", "--save", &whole]].concat()).json();
    // Step 200 is in the middle of the third epoch; that of the second, which was kept, is older.
    let options = [&common[..], &["3", "--save", &saved, "--checkpoint-every", "50"]].concat();
    let lost = train(&problem, Some(210), &options);
    lost.refused("the device was lost");
    let remedy = format!("the state after step 200 was saved; continue with --resume {saved}");
    assert!(lost.stderr().contains(&remedy), "{}", lost.stderr());
    train(&problem, None, &["--epochs", "1", "--resume", &saved, "--save", &saved]).json();
    assert!(fs::read(&saved).unwrap() == fs::read(&whole).unwrap());
}

#[test]
fn a_device_that_is_lost_before_there_is_a_state_or_a_file_to_save_to_is_an_error_alone() {
    if devices()[0] != "gpu" {
        return;
    }
    let problem = Problem::new(2);
    let saved = problem.path("saved");
    for (steps, options) in [(5, &["--save", &saved][..]), (STEPS_OF_EPOCH / 2, &[][..])] {
        let lost = train(&problem, Some(steps), options);
        lost.refused("the device was lost");
        assert!(!lost.stderr().contains("saved") && !lost.stderr().contains("panicked"), "{}", lost.stderr());
        assert!(!Path::new(&saved).exists());
    }
}

#[test]
fn a_bench_whose_device_is_lost_is_an_error_without_results() {
    if devices()[0] != "gpu" {
        return;
    }
    // While timestamps are checked, where the device has any, and while steps are measured.
    for steps in ["1", "40", "300"] {
        for benches in [&["dense"][..], &["tensors", "rows", "exact", "half"]] {
            let arguments = [&["bench", "--quick", "--json", "--device", "both"][..], benches].concat();
            let lost = proxgrad_with(&[("PROXGRAD_TEST_LOSE_DEVICE", steps)], &arguments);
            lost.refused("the device was lost");
            assert!(!lost.stderr().contains("panicked"), "{}", lost.stderr());
        }
    }
}
