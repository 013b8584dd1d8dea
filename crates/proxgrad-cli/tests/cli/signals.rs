//! SIGINT and SIGTERM end `proxgrad train` after its step, and lose nothing.

use std::{fs, path::Path, process::Command};

use crate::{
    fixtures::header,
    program::{Running, devices},
    train::Problem,
};

#[test]
fn the_first_signal_saves_and_says_how_to_go_on_with_the_same_bits() {
    let problem = Problem::new(2);
    let (train, model) = (problem.path("train"), problem.path("a model"));
    let options = ["--learning-rate", "0.5", "--rows", "exact", "--l1", "0.002", "--batch", "8"];
    for device in devices() {
        for signal in ["INT", "TERM"] {
            let fixed = ["train", &train, "--device", device, "--epochs", "100000", "--save", &model];
            let mut running = Running::start(&[&fixed[..], &options].concat());
            running.wait_for("device: ");
            running.send(signal);
            let (code, said) = running.end();
            assert_eq!(code, Some(130), "{device}, {signal}: {said}");

            let own = header(&fs::read(&model).unwrap());
            let count = |key: &str| own[key].as_u64().unwrap_or(0);
            let (epochs, steps) = (count("epochs"), 75 * count("epochs") + count("epoch_steps"));
            assert!(said.contains(&format!("interrupted; saved {model}: ")), "{said}");
            assert!(said.contains(&format!(" after step {steps}, ")), "{steps}: {said}");
            let (_, command) = said.split_once("continue with: ").unwrap();
            let rest = (100_000 - epochs).to_string();
            let (command, _) = command.trim_end().rsplit_once(&rest).unwrap();

            // To the end of the epoch, in place of the rest.
            let resumed = Command::new("sh").arg("-c").arg(format!("{command} 1")).output().unwrap();
            assert!(resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
            let got = fs::read(&model).unwrap();
            let epochs = (epochs + 1).to_string();
            let want = problem.model(&options, &["--device", device, "--epochs", &epochs]);
            assert!(got == want, "{device}, {signal}, resumed after step {steps}");
        }
    }
}

#[test]
fn without_a_file_a_signal_ends_the_run_and_leaves_nothing_behind() {
    let problem = Problem::new(2);
    let (train, report) = (problem.path("train"), problem.path("a/report"));
    for signal in ["INT", "TERM"] {
        let options = ["--device", "cpu", "--epochs", "1000000", "--report", &report];
        let mut running = Running::start(&[&["train", &train], &options[..]].concat());
        running.wait_for("device: ");
        running.send(signal);
        let (code, said) = running.end();
        assert_eq!(code, Some(130), "{signal}: {said}");
        assert!(said.starts_with("interrupted after step "), "{said}");
        assert!(said.contains("nothing was saved, because there is no --save"), "{said}");
    }
    for name in ["model", "a"] {
        assert!(!Path::new(&problem.path(name)).exists(), "{name}");
    }
}

#[test]
fn a_sweep_is_ended_by_the_signal_itself() {
    let problem = Problem::new(2);
    let (train, test) = (problem.path("train"), problem.path("test"));
    let sweep = ["--sweep-l1", "0.001", "--seeds", "1000000", "--device", "cpu"];
    let mut running = Running::start(&[&["train", &train, "--test", &test], &sweep[..]].concat());
    running.wait_for("device: ");
    running.send("TERM");
    let (code, said) = running.end();
    assert_eq!((code, said.as_str()), (None, ""));
}
