//! `--rule`: every update rule on both devices, with both kinds of rows, saved and resumed, and its options.

use std::fs;

use crate::{
    checkpoints::killed_after,
    fixtures::{fixture, header, tensors},
    program::{devices, proxgrad},
    train::{Problem, number},
};

/// Each rule with options that it has, and the tensors of its state of the weights.
const RULES: [(&str, &[&str], &[&str]); 6] = [
    ("proximal-adagrad", &["--shrinkage", "adaptive", "--accum", "0.2"], &["accum.weight"]),
    (
        "ftrl",
        &["--ftrl-form", "mcmahan", "--learning-rate-power", "-0.4", "--beta", "0.1", "--l2", "0.01"],
        &["accum.weight", "linear.weight"],
    ),
    ("rda", &["--accum", "0.2"], &["accum.weight", "grad_sum.weight"]),
    ("fobos", &[], &[]),
    ("rowwise", &["--l21", "0.025"], &["accum.weight"]),
    ("group-ftrl", &["--l21", "1", "--beta", "0.1"], &["accum.weight", "linear.weight"]),
];

/// The options of a rule, with a strength of L1 that suits it.
fn options<'a>(rule: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let l1 = match rule {
        "ftrl" | "group-ftrl" => "0.5",
        // Exact rows have either L1 or group lasso.
        "rowwise" => "0",
        _ => "0.002",
    };
    [&["--rule", rule, "--l1", l1], more].concat()
}

#[test]
fn gpu_and_cpu_learn_the_same_model_by_every_rule_with_both_kinds_of_rows() {
    let problem = Problem::new(4);
    for (rule, more, _) in RULES {
        for rows in ["touched", "exact"] {
            let options = [&options(rule, more)[..], &["--rows", rows, "--epochs", "3"]].concat();
            let run = |device: &&str| problem.train(&[&options[..], &["--device", device]].concat()).json();
            let runs: Vec<_> = devices().iter().map(run).collect();
            for run in &runs {
                assert_eq!(run["rule"], rule);
                assert!(number(run, "test_error") < 0.35, "{rule}, {rows}: {run}");
                assert!(number(run, "nonzero_share") < 1.0, "{rule}, {rows}: {run}");
                let loss = number(&runs[0], "train_loss") - number(run, "train_loss");
                assert!(loss.abs() < 1e-3, "{rule}, {rows}: {runs:?}");
            }
        }
    }
}

#[test]
fn a_resumed_run_goes_on_with_the_rule_and_its_state() {
    let problem = Problem::new(2);
    let [whole, half, rest] = ["whole", "half", "rest"].map(|name| problem.path(name));
    for (rule, more, state) in RULES {
        for rows in ["touched", "exact"] {
            let options = [&options(rule, more)[..], &["--rows", rows, "--device", "cpu"]].concat();
            let train = |more: &[&str]| problem.train(&[&options[..], more].concat()).json();
            train(&["--epochs", "3", "--save", &whole]);
            train(&["--epochs", "1", "--save", &half]);
            let resumed = problem
                .train_at(&["--device", "cpu"], &["--resume", &half, "--epochs", "2", "--save", &rest]);
            resumed.json();
            let [whole, rest] = [&whole, &rest].map(|path| fs::read(path).unwrap());
            assert!(whole == rest, "{rule}, {rows}: {}", resumed.stderr());
            assert_eq!(header(&whole)["settings"]["rule"], rule);
            let planes = ["accum.weight", "linear.weight", "grad_sum.weight"];
            let tensors = tensors(&whole);
            let found: Vec<_> = planes.into_iter().filter(|plane| tensors.contains_key(*plane)).collect();
            assert_eq!(found, state, "{rule}");
        }
    }
}

#[test]
fn a_run_that_was_killed_goes_on_with_the_same_bits() {
    let problem = Problem::new(2);
    let [train, whole, rest] = ["train", "whole", "rest"].map(|name| problem.path(name));
    for (rule, more, _) in RULES {
        for device in devices() {
            let options = [&options(rule, more)[..], &["--rows", "exact", "--device", device]].concat();
            let checkpoint = killed_after(&problem, 50, &options);
            let fixed = ["train", &train, "--json", "--device", device];
            proxgrad(&[&fixed[..], &["--resume", &checkpoint, "--save", &rest]].concat()).json();
            proxgrad(&[&fixed[..], &["--save", &whole], &options].concat()).json();
            let [whole, rest] = [&whole, &rest].map(|path| tensors(&fs::read(path).unwrap()));
            assert!(whole == rest, "{rule} on {device}");
        }
    }
}

#[test]
fn a_resumed_run_trains_features_that_the_model_did_not_have() {
    let problem = Problem::new(2);
    let (saved, more) = (problem.path("saved"), problem.path("more"));
    let text = fs::read_to_string(problem.path("train")).unwrap();
    fs::write(&more, format!("{text}\n1 200:1 201:1\n0 202:1\n")).unwrap();
    for (rule, more_options, _) in RULES {
        for device in devices() {
            let options = options(rule, more_options);
            let new = ["--rows", "exact", "--device", device, "--save", &saved];
            problem.train(&[&options[..], &new].concat()).json();
            let run = proxgrad(&["train", &more, "--json", "--device", device, "--resume", &saved]);
            assert_eq!(number(&run.json(), "features_seen"), 63.0, "{rule}: {}", run.stderr());
        }
    }
}

#[test]
fn group_lasso_makes_all_weights_of_a_feature_zero() {
    let problem = Problem::new(4);
    let saved = problem.path("saved");
    for (rule, l21) in [("rowwise", "0.1"), ("group-ftrl", "1")] {
        for device in devices() {
            let options = ["--rule", rule, "--l21", l21, "--device", device, "--save", &saved];
            problem.train(&options).json();
            let weights = &tensors(&fs::read(&saved).unwrap())["weight"];
            let zeros: Vec<_> = bytemuck::pod_collect_to_vec::<u8, f32>(weights)
                .chunks(4)
                .map(|row| row.iter().filter(|weight| **weight == 0.0).count())
                .collect();
            assert!(zeros.iter().all(|zeros| [0, 4].contains(zeros)), "{rule} on {device}: {zeros:?}");
            assert!(zeros.contains(&4) && zeros.contains(&0), "{rule} on {device}: {zeros:?}");
        }
    }
}

#[test]
fn options_of_another_rule_are_refused_with_its_name() {
    let problem = Problem::new(2);
    let has_no = |option: &str, rule: &str| {
        format!("{option} has no effect with --rule {rule}; drop it, or use --rule ")
    };
    let cases: [(&[&str], String); 11] = [
        (&["--beta", "1"], has_no("--beta", "proximal-adagrad") + "ftrl or --rule group-ftrl"),
        (
            &["--rule", "rda", "--ftrl-form", "mcmahan"],
            has_no("--ftrl-form", "rda") + "ftrl or --rule group-ftrl",
        ),
        (&["--rule", "fobos", "--l2-shrinkage", "1"], has_no("--l2-shrinkage", "fobos") + "ftrl"),
        (
            &["--rule", "rda", "--learning-rate-power", "-0.3"],
            has_no("--learning-rate-power", "rda") + "ftrl",
        ),
        (&["--rule", "ftrl", "--shrinkage", "adaptive"], has_no("--shrinkage", "ftrl") + "proximal-adagrad"),
        (&["--l21", "1"], has_no("--l21", "proximal-adagrad") + "rowwise or --rule group-ftrl"),
        (&["--rule", "rowwise", "--l21", "-1"], "--l21 is -1".to_owned()),
        (
            &["--rule", "rowwise", "--rows", "exact", "--l1", "0.1", "--l21", "0.1"],
            "the shrinks by --l1 and --l21 together have no closed form; set one of them to 0".to_owned(),
        ),
        (&["--rule", "fobos", "--accum", "1"], has_no("--accum", "fobos")),
        (&["--rule", "ftrl", "--learning-rate-power", "0.5"], "--learning-rate-power is 0.5".to_owned()),
        (
            &["--rule", "ftrl", "--rows", "exact", "--l2-shrinkage", "0.1"],
            "--l2-shrinkage changes the state of every row in every step; set it to 0".to_owned(),
        ),
    ];
    for (options, said) in cases {
        problem.train(&[&["--device", "cpu"], options].concat()).refused(&said);
    }
    // A preset is for all rules.
    problem.train(&["--device", "cpu", "--rule", "ftrl", "--preset", "sparse"]).json();
}

#[test]
fn a_resumed_run_cannot_change_the_rule() {
    let problem = Problem::new(2);
    let [train, saved] = ["train", "saved"].map(|name| problem.path(name));
    problem.train(&["--device", "cpu", "--rule", "ftrl", "--save", &saved]).json();
    let fixed = ["train", &train, "--json", "--device", "cpu", "--resume", &saved];
    let resume = |options: &[&str]| proxgrad(&[&fixed[..], options].concat());
    resume(&["--rule", "rda"]).refused(
        "the saved model was trained with --rule ftrl, and a resumed run cannot change that; drop --rule rda",
    );
    resume(&["--shrinkage", "adaptive"]).refused("--shrinkage has no effect with --rule ftrl");
    let changed = resume(&["--beta", "1"]);
    changed.json();
    let note = "note: beta is 0 in the model and 1 now; used from here on";
    assert!(changed.stderr().contains(note), "{}", changed.stderr());
    assert!(changed.stderr().contains("not given: rule ftrl, learning-rate 0.5\n"), "{}", changed.stderr());
}

#[test]
fn a_model_of_an_earlier_version_was_trained_by_proximal_adagrad() {
    let [data, model] =
        ["two.svm", "touched.safetensors"].map(|name| fixture(name).to_str().unwrap().to_owned());
    assert_eq!(proxgrad(&["inspect", &model, "--json"]).json()["rule"], "proximal-adagrad");
    let fixed = ["train", &data, "--json", "--device", "cpu", "--resume", &model, "--rule"];
    let resume = |rule| proxgrad(&[&fixed[..], &[rule]].concat());
    assert_eq!(resume("proximal-adagrad").json()["rule"], "proximal-adagrad");
    resume("fobos").refused("trained with --rule proximal-adagrad");
}

#[test]
fn the_page_of_a_report_has_the_settings_that_the_rule_has() {
    let problem = Problem::new(2);
    let folder = problem.path("report");
    for (rule, has, lacks) in [("ftrl", "ftrl-form", "shrinkage"), ("rda", "accum", "ftrl-form")] {
        problem.train(&["--device", "cpu", "--rule", rule, "--report", &folder]).json();
        let page = fs::read_to_string(format!("{folder}/index.html")).unwrap();
        let of = |name: &str| page.contains(&format!(">{name}<"));
        assert!(of("rule") && of(rule) && of(has) && !of(lacks), "{rule}");
    }
}
