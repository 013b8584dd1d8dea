//! Wrong files, and folders of files.

use std::{env, fs, path::PathBuf, process};

use proxgrad_testing::{Cpu, File, FileReport, Run, expand};

use crate::golden;

#[test]
fn a_run_counts_cases_over_all_files() {
    let folder = Folder::new("counts");
    let text = fs::read_to_string(golden("ms_test_constants")).unwrap();
    let wrong = folder.write("wrong.json", &text.replace("0.392964751", "0.25"));
    let paths = [golden("sparse_ms"), golden("sparse_tf_sequential"), wrong];
    let files = paths.map(|path| File::read(&path).unwrap());
    let run = Run::new(&Cpu, &files);
    assert_eq!((run.device, run.files.len(), run.passed, run.failed), ("cpu", 3, 10, 1));
    assert_eq!(run.files[1].informative, 3);
}

/// A temporary folder that is deleted with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("proxgrad-testing-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // An error only leaves the folder behind.
        let _ = fs::remove_dir_all(&self.0);
    }
}

const HEADER: &str =
    r#"{"format": "proximal-adagrad-golden", "format_version": 1, "family": "f", "kind": "dense","#;
const CASE: &str = r#"{"id": "one", "shrink": "documented", "dtype": "f32", "shape": [2],
 "hyper": {"lr": 0.1, "l1": 0.0, "l2": 0.0, "accum": 0.1}, "tol": {"rtol": 1e-5, "atol": 2e-6},
 "init": {"param": [1.0, 2.0]}, "steps": [{"grad": [0.0, 0.0], "expect": {"param": [1.0, 2.0], "accum": [0.1, 0.1]}}]}"#;

fn file(case: &str) -> String {
    format!("{HEADER}\n \"cases\": [\n{case}]}}")
}

#[test]
fn bad_files_are_refused_with_file_line_and_column() {
    let folder = Folder::new("bad");
    for (what, text, message) in [
        ("no JSON", "what?".to_owned(), "expected value at line 1 column 1"),
        ("cut off", file(CASE)[..200].to_owned(), "EOF while parsing"),
        (
            "other format",
            file(CASE).replace("proximal-adagrad-golden", "other"),
            "unknown variant `other`, expected `proximal-adagrad-golden` at line 1 column 18",
        ),
        (
            "other version",
            file(CASE).replace("_version\": 1", "_version\": 2"),
            "invalid value: integer `2`, expected format version 1 at line 1 column 57",
        ),
        ("no kind", file(CASE).replace("\"kind\": \"dense\",", ""), "missing field `kind` at line"),
        ("no id", file(CASE).replace("\"id\": \"one\",", ""), "missing field `id` at line 5 column 118"),
        (
            "no gradient",
            file(CASE).replace("\"grad\": [0.0, 0.0],", ""),
            "missing field `grad` at line 5 column",
        ),
        (
            "a word for a number",
            file(CASE).replace("[1.0, 2.0]}, \"steps", "[1.0, \"two\"]}, \"steps"),
            "invalid value: string \"two\", expected a number in the range of f32, \"NaN\", \"Infinity\" or \"-Infinity\" at line 5 column 30",
        ),
        (
            "no f32",
            file(CASE).replace("[0.0, 0.0]", "[0.0, 1e300]"),
            "invalid value: floating point `1e+300`, expected a number",
        ),
        (
            "other dtype",
            file(CASE).replace("\"f32\"", "\"f8\""),
            "unknown variant `f8`, expected `f16` or `f32` at line 3 column 51",
        ),
        ("no cases", file(""), "the file holds no cases"),
    ] {
        let path = folder.write("bad.json", &text);
        let error = File::read(&path).err().unwrap_or_else(|| panic!("{what} was taken")).to_string();
        assert!(error.starts_with(&format!("{}: ", path.display())), "{what}: {error}");
        assert!(error.contains(message), "{what}: {error}");
    }
}

#[test]
fn cases_that_contradict_themselves_fail() {
    let folder = Folder::new("contradictions");
    for (what, case, message) in [
        ("sound", CASE.to_owned(), None),
        ("shape", CASE.replace("[2],", "[3],"), Some("init.param has 2 elements, which do not fill [3]")),
        ("endless shape", CASE.replace("[2],", "[4294967296, 4294967296],"), Some("do not fill")),
        ("no rate", CASE.replace("\"lr\": 0.1", "\"lr\": null"), Some("a step has no learning rate")),
        (
            "no accum",
            CASE.replace("\"accum\": 0.1}", "\"accum\": null}"),
            Some("it has no initial accumulator"),
        ),
        (
            "expected lengths",
            CASE.replace("\"accum\": [0.1, 0.1]", "\"accum\": [0.1]"),
            Some("accum at step 0 (documented shrinkage): 1 elements expected of 2"),
        ),
        (
            "no steps",
            CASE.replace(", \"steps\": [{", ", \"steps\": [], \"other\": [{"),
            Some("it expects nothing"),
        ),
        (
            "gradient",
            CASE.replace("\"grad\": [0.0, 0.0]", "\"grad\": [0.0]"),
            Some("grads hold 1 elements; 2 are needed"),
        ),
        (
            "setting",
            CASE.replace("\"l1\": 0.0", "\"l1\": -1.0"),
            Some("l1 is -1; it must be finite and at least 0"),
        ),
    ] {
        let report = File::read(&folder.write("case.json", &file(&case))).unwrap().replay(&Cpu);
        let failures: Vec<_> = report.failures().map(|(_, failure)| failure.to_string()).collect();
        match message {
            None => assert!(failures.is_empty(), "{what}: {failures:?}"),
            Some(message) => {
                assert_eq!((report.passed, report.failed), (0, 1), "{what}");
                assert!(failures[0].contains(message), "{what}: {failures:?}");
            }
        }
    }
}

const RULE: &str = r#"{"name": "ftrl", "form": "mcmahan", "learning_rate_power": -0.5, "l2_shrinkage": 0, "beta": 1,
 "start": "zero"}"#;

/// A case of FTRL, whose gradient is 0, so that the value becomes 0.
fn rule_case() -> String {
    CASE.replace("\"shrink\": \"documented\"", &format!("\"rule\": {RULE}"))
        .replace(
            "\"expect\": {\"param\": [1.0, 2.0]",
            "\"expect\": {\"param\": [0.0, 0.0], \"linear\": [0.0, 0.0]",
        )
        .replace("\"tol\"", "\"exact_zeros\": true, \"tol\"")
}

fn rule_file(case: &str) -> String {
    file(case).replace("\"dense\"", "\"rule_dense\"")
}

#[test]
fn cases_of_rules_that_contradict_themselves_fail() {
    let folder = Folder::new("rule-contradictions");
    for (what, case, message) in [
        ("sound", rule_case(), None),
        ("a setting", rule_case().replace("\"beta\": 1,", ""), Some("its rule lacks `beta`")),
        (
            "a tensor",
            rule_case().replace("\"linear\": [0.0, 0.0], ", ""),
            Some("it expects the tensors accum, param; there are accum, linear, param"),
        ),
        (
            "not 0",
            rule_case().replace("\"param\": [0.0, 0.0]", "\"param\": [0.0, 1e-7]"),
            Some("param at step 0 (gradients by id): element 1 is 0, expected 0.0000001 within 0.000e0"),
        ),
        (
            "a state",
            rule_case().replace("\"linear\": [0.0, 0.0]", "\"linear\": [0.0, 0.5]"),
            Some("linear at step 0 (gradients by id): element 1 is 0, expected 0.5 within 7.000e-6"),
        ),
        (
            "setting out of range",
            rule_case().replace("\"beta\": 1", "\"beta\": -1"),
            Some("beta is -1; it must be finite and at least 0"),
        ),
    ] {
        let report = File::read(&folder.write("case.json", &rule_file(&case))).unwrap().replay(&Cpu);
        let failures: Vec<_> = report.failures().map(|(_, failure)| failure.to_string()).collect();
        assert_eq!(failures.len(), usize::from(message.is_some()), "{what}: {failures:?}");
        assert!(failures.iter().all(|failure| failure.contains(message.unwrap())), "{what}: {failures:?}");
    }
    // A case of the other kind states a shrinkage.
    let report = File::read(&folder.write("case.json", &file(&rule_case()))).unwrap().replay(&Cpu);
    let failures: Vec<_> = report.failures().map(|(_, failure)| failure.to_string()).collect();
    assert_eq!(failures, ["the case is wrong: it lacks `shrink`"]);

    let unknown = rule_file(&rule_case()).replace("\"ftrl\"", "\"sgd\"");
    let error = File::read(&folder.write("case.json", &unknown)).err().unwrap().to_string();
    assert!(error.contains("unknown variant `sgd`") && error.contains("at line 3 column"), "{error}");
}

#[test]
fn informative_cases_never_fail_not_even_of_unknown_kinds() {
    let folder = Folder::new("informative");
    let wrong = CASE.replace("\"param\": [1.0, 2.0], \"accum\"", "\"param\": [5.0, 2.0], \"accum\"");
    let informative = wrong.replace("{\"id\"", "{\"informative\": true, \"id\"");
    for (text, counts) in [
        (file(&wrong), (0, 1, 0)),
        (file(&informative), (0, 0, 1)),
        (file(&format!("{informative}, {wrong}, {CASE}")), (1, 1, 1)),
        (
            file(&format!("{informative}, {CASE}"))
                .replace("\"kind\": \"dense\"", "\"kind\": \"unheard of\""),
            (0, 1, 1),
        ),
    ] {
        let report = File::read(&folder.write("case.json", &text)).unwrap().replay(&Cpu);
        assert_eq!((report.passed, report.failed, report.informative), counts, "{text}");
        assert_eq!(report.cases, counts.0 + counts.1 + counts.2);
    }
}

#[test]
fn learning_rates_may_vary_from_step_to_step() {
    let folder = Folder::new("rates");
    let step = |rate: &str, grad: &str, param: &str| {
        format!(r#"{{"grad": [{grad}], {rate} "expect": {{"param": [{param}], "accum": [1.0]}}}}"#)
    };
    // No gradient, so L1 alone moves the weight, by γ·l1.
    let steps =
        [step("\"lr\": 0.5,", "0.0", "1.5"), step("\"lr\": 0.25,", "0.0", "1.25"), step("", "0.0", "0.25")];
    let case = format!(
        r#"{{"id": "one", "shrink": "documented", "dtype": "f32", "shape": [1],
            "hyper": {{"lr": 1.0, "l1": 1.0, "l2": 0.0, "accum": 1.0}}, "tol": {{"rtol": 0.0, "atol": 0.0}},
            "init": {{"param": [2.0]}}, "steps": [{}]}}"#,
        steps.join(", ")
    );
    let report = File::read(&folder.write("case.json", &file(&case))).unwrap().replay(&Cpu);
    assert_eq!((report.passed, report.failed), (1, 0), "{:?}", report.failures().collect::<Vec<_>>());
}

#[test]
fn folders_give_their_json_files_in_order() {
    let folder = Folder::new("paths");
    let (b, a) = (folder.write("b.json", ""), folder.write("a.json", ""));
    let text = folder.write("FORMAT.md", "");
    assert_eq!(expand(&[&folder.0]).unwrap(), [a.clone(), b.clone()]);
    // A file that is named is used, whatever its extension, in the order of the names.
    assert_eq!(expand(&[&text, &folder.0, &a]).unwrap(), [text.clone(), a.clone(), b, a]);

    let missing = folder.0.join("missing.json");
    let error = expand(&[&missing]).unwrap_err().to_string();
    assert!(error.starts_with(&format!("{}: cannot be read: ", missing.display())), "{error}");
    let empty = Folder::new("empty");
    empty.write("notes.txt", "");
    let error = expand(&[&empty.0]).unwrap_err().to_string();
    let want = format!(
        "{}: the folder holds no .json file; name a file, or the folder that holds them",
        empty.0.display()
    );
    assert_eq!(error, want);
}

/// A golden file in which one text is replaced by another.
fn altered(name: &str, from: &str, to: &str) -> FileReport {
    let text = fs::read_to_string(golden(name)).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    let folder = Folder::new(&format!("altered-{name}"));
    File::read(&folder.write("case.json", &text.replacen(from, to, 1))).unwrap().replay(&Cpu)
}

#[test]
fn wrong_lists_and_sequences_fail() {
    for (name, from, to, message) in [
        (
            // A change in the last digit of an f64.
            "dynamic_lr_ms",
            "0.08100000000000002",
            "0.081000000001",
            "list: element 4 is 0.08100000000000002, expected 0.081000000001 within 8.200e-14",
        ),
        (
            "dynamic_lr_ms",
            "[0.1,0.1,0.05,",
            "[0.1,0.05,",
            "the case is wrong: list: 9 elements expected of 10",
        ),
        (
            "dynamic_lr_ms",
            "\"decay_rate\":0.9",
            "\"decay_rate\":-0.9",
            "list: refused: decay_rate of exponential",
        ),
        (
            "loss_scale_ms",
            "\"scaler\":[1024.0,",
            "\"scaler\":[1023.0,",
            "scaler: element 0 is 1024, expected 1023",
        ),
        ("loss_scale_ms", "\"manager\":[1024.0,", "\"manager\":[1023.0,", "manager: element 0 is 1024"),
        (
            "loss_scale_ms",
            "\"scale_window\":3",
            "\"scale_window\":4",
            "manager: element 4 is 512, expected 1024",
        ),
        ("lr_schedules_ms", "\"decay_rate\":0.9", "\"decay_rate\":0.8", "schedule: element 1 is 0.0"),
        (
            "ms_test_constants",
            "\"num_steps\":1",
            "\"num_steps\":3000000000000",
            "the case is wrong: num_steps is 3000000000000; a replay takes at most 100000 steps",
        ),
        (
            "dynamic_lr_ms",
            "\"total_step\":10",
            "\"total_step\":1000000000010",
            "the case is wrong: the length of the list is 1000000000010; a replay takes at most 100000 steps",
        ),
        (
            "edge_ms",
            "\"informative\":true,",
            "",
            "param at step 0 (adaptive shrinkage): element 0 is 1, expected NaN",
        ),
        (
            "optimizer_ms",
            "\"global_step\":1",
            "\"global_step\":2",
            "global_step at step 0 (documented shrinkage): is 1",
        ),
    ] {
        let report = altered(name, from, to);
        let failures: Vec<_> = report.failures().map(|(_, failure)| failure.to_string()).collect();
        assert_eq!(report.failed, 1, "{name}: {from}: {failures:?}");
        assert!(failures[0].starts_with(message), "{name}: {from}: {failures:?}");
    }
}

#[test]
fn what_a_kind_does_not_know_is_refused_with_line_and_column() {
    for (name, from, to, message) in [
        ("optimizer_ms", "\"use_locking\"", "\"momentum\"", "unknown field `momentum`, expected one of"),
        (
            "optimizer_groups_ms",
            "\"lr\": 0.02",
            "\"lr\": \"fast\"",
            "invalid value: string \"fast\", expected a number",
        ),
        (
            "optimizer_groups_ms",
            "{\"order_params\"",
            "{\"lr\": 1, \"order_params\"",
            "order_params stands beside other",
        ),
        (
            "documented_centralization",
            "conv: three",
            "three",
            "the rule \"three or more axes, any channel count\"",
        ),
        (
            "lr_schedules_ms",
            "\"ExponentialDecayLR\"",
            "\"SlowLR\"",
            "SlowLR: there is no schedule of this name",
        ),
        ("dynamic_lr_ms", "\"warmup_lr\"", "\"slow_lr\"", "unknown variant `slow_lr`"),
        ("errors_ms", "\"ok\":true", "\"ok\":false", "expected ok with optimizer_order, or not ok with"),
    ] {
        let text = fs::read_to_string(golden(name)).unwrap();
        let (from, to) = if text.contains(from) {
            (from.to_owned(), to.to_owned())
        } else {
            (from.replace(": ", ":"), to.replace(": ", ":"))
        };
        assert!(text.contains(&from), "{name} has no {from}");
        let folder = Folder::new(&format!("unknown-{name}"));
        let path = folder.write("case.json", &text.replacen(&from, &to, 1));
        let error = File::read(&path).err().unwrap_or_else(|| panic!("{name}: {to} was taken")).to_string();
        let reason = error.strip_prefix(&format!("{}: ", path.display())).unwrap();
        assert!(reason.starts_with(message), "{name}: {reason}");
        assert!(reason.contains(" at line ") && !reason.contains(" at line 1 "), "{name}: {reason}");
    }
}
