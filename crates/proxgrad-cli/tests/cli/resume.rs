//! The settings of a resumed run: those of the model, but for those that are given.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use crate::{
    checkpoints::killed_after,
    damaged_models::damaged,
    fixtures::{fixture, header, tensors},
    program::{Output, devices, proxgrad},
    train::{Problem, number},
};

/// Options that change what a step does, none of them a default.
const OPTIONS: [&str; 20] = [
    "--learning-rate",
    "0.5",
    "--l1",
    "0.002",
    "--l2",
    "0.001",
    "--shrinkage",
    "adaptive",
    "--rows",
    "exact",
    "--accum",
    "0.2",
    "--batch",
    "10",
    "--seed",
    "3",
    "--clip-norm",
    "0.5",
    "--rounding",
    "nearest",
];

/// Trains on the data of a problem with these options alone.
fn train(problem: &Problem, options: &[&str]) -> Output {
    proxgrad(&[&["train", &problem.path("train"), "--json", "--device", "cpu"], options].concat())
}

#[test]
fn a_resumed_run_has_the_settings_of_the_model_without_being_given_them() {
    let problem = Problem::new(2);
    let [whole, half, rest] = ["whole", "half", "rest"].map(|name| problem.path(name));
    for more in [
        &["--precision", "bf16"][..],
        &["--precision", "f16", "--loss-scale", "dynamic", "--no-bias"],
        &["--order", "file", "--loss-scale", "64"],
    ] {
        let options = [&OPTIONS[..], more].concat();
        train(&problem, &[&options[..], &["--epochs", "3", "--save", &whole]].concat()).json();
        train(&problem, &[&options[..], &["--epochs", "1", "--save", &half]].concat()).json();
        train(&problem, &["--resume", &half, "--epochs", "2", "--save", &rest]).json();
        assert!(fs::read(&whole).unwrap() == fs::read(&rest).unwrap(), "{more:?}");
    }
    let schedule = "cosine_decay(min_lr=0.01, max_lr=1, decay_steps=225)";
    let options = ["--schedule", schedule, "--weight-decay", "0.1, 0.2"];
    for (options, weight_decay) in
        [(&options[..2], "0.001"), (&options[..2], "warm_up(learning_rate=0.01, warmup_steps=9)")]
    {
        let options = [options, &["--weight-decay", weight_decay]].concat();
        train(&problem, &[&options[..], &["--epochs", "3", "--save", &whole]].concat()).json();
        train(&problem, &[&options[..], &["--epochs", "1", "--save", &half]].concat()).json();
        train(&problem, &["--resume", &half, "--epochs", "2", "--save", &rest]).json();
        assert!(fs::read(&whole).unwrap() == fs::read(&rest).unwrap(), "{weight_decay}");
    }
}

#[test]
fn l1_goes_on_and_weights_stay_zero() {
    let problem = Problem::new(2);
    let saved = problem.path("saved");
    let options = ["--rows", "exact", "--l1", "0.1", "--epochs", "3"];
    let first = train(&problem, &[&options[..], &["--save", &saved]].concat()).json();
    let resumed = train(&problem, &["--resume", &saved, "--epochs", "3"]);
    let without = train(&problem, &["--resume", &saved, "--epochs", "3", "--l1", "0"]);
    let nonzero = |output: &Output| number(&output.json(), "nonzero");
    assert!(nonzero(&resumed) <= number(&first, "nonzero") + 3.0, "{first}, {}", resumed.stderr());
    assert!(nonzero(&without) > 2.0 * nonzero(&resumed), "{}", without.stderr());
    assert!(without.stderr().contains("note: l1 is 0.1 in the model and 0 now; used from here on"));
}

#[test]
fn every_difference_is_said_with_what_happens() {
    let problem = Problem::new(2);
    let saved = problem.path("saved");
    train(&problem, &[&OPTIONS[..], &["--save", &saved]].concat()).json();

    let same = train(&problem, &[&["--resume", &saved], &OPTIONS[..]].concat());
    same.json();
    assert!(
        !same.stderr().contains("in the model and") && !same.stderr().contains("warning:"),
        "{}",
        same.stderr()
    );

    let taken = train(&problem, &["--resume", &saved, "--seed", "3"]);
    let line = "resumed after step 60, the last of epoch 1; settings of the model that are not given: \
                learning-rate 0.5, l1 0.002, l2 0.001, accum 0.2, shrinkage adaptive, rows exact, rounding nearest, \
                clip-norm 0.5, batch 10";
    assert!(taken.stderr().lines().any(|said| said == line), "{}", taken.stderr());

    let options = [
        ["--schedule", "warm_up(learning_rate=1, warmup_steps=9)"],
        ["--l1", "1e-4"],
        ["--accum", "0.3"],
        ["--batch", "8"],
        ["--clip-norm", "none"],
        ["--clip-value", "2"],
        ["--rounding", "stochastic"],
    ];
    let changed = train(&problem, &[&["--resume", &saved], &options.concat()[..]].concat());
    changed.json();
    let notes = changed.stderr().lines().filter_map(|line| line.strip_prefix("note: "));
    // Not what to try where L1 has no effect.
    let notes: Vec<_> = notes.filter(|note| !note.starts_with("with --l1")).collect();
    let want = [
        "learning-rate is 0.5 in the model and warm_up(learning_rate=1, warmup_steps=9) now; used from here on",
        "l1 is 0.002 in the model and 0.0001 now; used from here on",
        "accum is 0.2 in the model and 0.3 now; used for features that the model does not have yet",
        "rounding is nearest in the model and stochastic now; used from here on",
        "clip-norm is 0.5 in the model and none now; used from here on",
        "clip-value is none in the model and 2 now; used from here on",
        "batch is 10 in the model and 8 now; used from here on",
    ];
    assert_eq!(notes, want);
}

#[test]
fn what_the_state_is_made_for_cannot_be_changed() {
    let problem = Problem::new(2);
    let saved = problem.path("saved");
    train(&problem, &["--rows", "exact", "--save", &saved]).json();
    let cannot = "and a resumed run cannot change that; drop";
    for (options, trained, remedy) in [
        (&["--rows", "touched"][..], "with --rows exact", "--rows touched"),
        (&["--precision", "bf16"], "with --precision f32", "--precision bf16"),
        (&["--no-bias"], "with a bias", "--no-bias"),
        (&["--loss-scale", "dynamic"], "without --loss-scale dynamic", "--loss-scale dynamic"),
    ] {
        let resumed = train(&problem, &[&["--resume", &saved, "--save", &saved], options].concat());
        resumed.refused(&format!("the saved model was trained {trained}, {cannot} {remedy}"));
    }
}

#[test]
fn a_file_of_an_earlier_version_says_what_it_does_not_know() {
    let data = fixture("two.svm");
    let resume = |name: &str, options: &[&str]| {
        let model = fixture(&format!("{name}.safetensors"));
        let [data, model] = [&data, &model].map(|path| path.to_str().unwrap());
        let output =
            proxgrad(&[&["train", data, "--json", "--device", "cpu", "--resume", model], options].concat());
        let warnings: Vec<_> = output.warnings().into_iter().map(str::to_owned).collect();
        (warnings, output.stderr().to_owned())
    };
    let warning = |names: &str| {
        let said = "the model is of an earlier version and does not say with which";
        vec![format!("{said} {names} it was trained; their defaults are used")]
    };
    let (warnings, said) = resume("exact", &["--learning-rate", "0.5", "--l1", "0.002", "--batch", "4"]);
    let rest = "l2, accum, weight-decay, shrinkage, rounding, loss-scale, clip-norm, clip-value, seed, order";
    assert_eq!(warnings, warning(rest));
    // What the tensors tell is known all the same.
    assert!(said.contains("settings of the model that are not given: rows exact\n"), "{said}");
    let (warnings, said) = resume("f16_dynamic", &["--learning-rate", "0.5", "--l1", "0", "--l2", "0"]);
    let rest = "accum, weight-decay, shrinkage, rounding, clip-norm, clip-value, batch, seed, order";
    assert_eq!(warnings, warning(rest));
    assert!(said.contains("not given: precision f16, loss-scale dynamic\n"), "{said}");
    let (_, said) = resume("no_bias", &[]);
    assert!(said.contains("not given: no bias\n"), "{said}");
}

#[test]
fn settings_of_a_later_version_are_ignored_with_a_warning() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("model");
    let settings = json!({ "l1": 0.002, "momentum": 0.9, "batch": 4 });
    fs::write(&path, damaged("touched", &[("settings", settings)], None)).unwrap();
    let [data, model] = [&fixture("two.svm"), &path].map(|path| path.to_str().unwrap().to_owned());
    let resumed = proxgrad(&["train", &data, "--json", "--device", "cpu", "--resume", &model]);
    assert_eq!(resumed.json()["steps"], 10);
    let unknown = "the model has settings that this version does not know, and ignores: momentum";
    assert!(resumed.warnings().contains(&unknown), "{}", resumed.stderr());
}

#[test]
fn another_order_or_other_data_begin_an_epoch_again() {
    let problem = Problem::new(2);
    // 600 examples in batches of 8: 75 steps, of which 25 are left.
    let saved = killed_after(&problem, 50, &["--device", "cpu"]);
    let resume = |options: &[&str]| {
        let output = train(&problem, &[&["--resume", &saved], options].concat());
        (number(&output.json(), "steps"), output.stderr().to_owned())
    };
    let (steps, said) = resume(&[]);
    assert!(steps == 25.0 && said.contains("resumed after step 50, in epoch 1"), "{steps}: {said}");
    let again = "and the epoch that the model was saved in the middle of begins again";
    for (options, want) in [(["--batch", "10"], 60.0), (["--seed", "7"], 75.0), (["--order", "file"], 75.0)] {
        let (steps, said) = resume(&options);
        assert!(steps == want && said.contains(again), "{options:?}, {steps}: {said}");
    }
    let path = problem.path("train");
    fs::write(&path, format!("{}\n1 1:1", fs::read_to_string(&path).unwrap())).unwrap();
    let (steps, said) = resume(&[]);
    let other =
        "saved in the middle of an epoch over 600 examples, and the data have 601; the epoch begins again";
    assert!(steps == 76.0 && said.contains(other), "{steps}: {said}");
}

/// With a learning rate of 0 nothing moves, so that what is seen is what becomes of steps that rows have missed.
#[test]
fn steps_that_rows_have_missed_keep_the_l1_of_the_model() {
    let problem = Problem::new(2);
    let rest = problem.path("rest");
    for device in devices() {
        let saved = killed_after(&problem, 50, &["--device", device, "--rows", "exact", "--l1", "0.004"]);
        let checkpoint = fs::read(&saved).unwrap();
        let was = tensors(&checkpoint);
        assert_eq!(header(&checkpoint)["epoch_steps"], 50);
        assert_ne!(was["values.weight"], was["weight"], "{device}: rows are behind");
        let options = ["--device", device, "--learning-rate", "0", "--resume", &saved, "--save", &rest];
        for more in [&[][..], &["--l1", "100"], &["--shrinkage", "adaptive"], &["--l2", "50"]] {
            let resumed = problem.train_at(&options, more);
            resumed.json();
            let is = tensors(&fs::read(&rest).unwrap());
            assert!(is["weight"] == was["weight"], "{device}, {more:?}: {}", resumed.stderr());
            assert!(!is.contains_key("values.weight"), "at the end of an epoch no row is behind");
        }
    }
}

#[test]
fn weights_are_counted_among_the_features_of_all_runs() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let [first, second, saved] = ["first", "second", "saved"].map(at);
    fs::write(&first, "1 | a b\n-1 | c d e\n").unwrap();
    fs::write(&second, "1 | f g\n-1 | a h\n").unwrap();
    // Hashed into 2^20 rows, the eight features have a row each, too.
    for options in [&[][..], &["--bits", "20"]] {
        let run = |arguments: &[&str]| proxgrad(&[arguments, &["--device", "cpu", "--json"]].concat()).json();
        run(&[&["train", &first, "--save", &saved][..], options].concat());
        let resumed = run(&["train", &second, "--resume", &saved]);
        assert_eq!((&resumed["nonzero"], &resumed["nonzero_share"]), (&8.into(), &1.0.into()), "{resumed}");
    }
}
