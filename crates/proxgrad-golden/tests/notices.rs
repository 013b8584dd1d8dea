//! A replay notices whatever it is there to notice: libraries that are wrong in one way each, and files that are.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use proxgrad::{Config, Error, Group, GroupId, HostIndices, ParamId, Snapshot};
use proxgrad_golden::{
    Backend, Cpu, Failure, File, FileReport, Grad, Indices, Optimizer, Param, Refused, Run, expand,
};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(name).with_extension("json")
}

fn replay(name: &str, backend: &dyn Backend) -> FileReport {
    File::read(&golden(name)).unwrap().replay(backend)
}

/// What is wrong with a library.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// Every step is done twice.
    StepsTwice,
    /// Steps do nothing to values.
    ValuesStay,
    /// Settings are ignored.
    NoL1,
    /// The last bit of every value flips, that of rows without a gradient too.
    TouchesAllRows,
    /// Rows that do not exist are dropped.
    DropsBadRows,
    /// A step that is refused has counted.
    CountsRefusals,
    /// Nothing is taken.
    RefusesAll,
}

struct Broken(Fault);

impl Backend for Broken {
    fn name(&self) -> &'static str {
        "cpu"
    }

    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }

    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error> {
        let config = if self.0 == Fault::NoL1 { Config { l1: 0.0, ..config } } else { config };
        let inner = Cpu.optimizer(config)?;
        Ok(Box::new(BrokenOptimizer {
            fault: self.0,
            inner,
            shape: Vec::new(),
            values: Vec::new(),
            refused: 0,
        }))
    }
}

struct BrokenOptimizer {
    fault: Fault,
    inner: Box<dyn Optimizer>,
    shape: Vec<usize>,
    values: Vec<f32>,
    refused: u64,
}

impl BrokenOptimizer {
    fn without_bad_rows(&self, indices: &[u32], values: &[f32]) -> (Vec<u32>, Vec<f32>) {
        let width = values.len() / indices.len();
        let good = |&at: &usize| (indices[at] as usize) < self.shape[0];
        let good: Vec<usize> = (0..indices.len()).filter(good).collect();
        let values = good.iter().flat_map(|&at| &values[at * width..(at + 1) * width]).copied().collect();
        (good.into_iter().map(|at| indices[at]).collect(), values)
    }
}

impl Optimizer for BrokenOptimizer {
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error> {
        self.inner.add_group(group)
    }

    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        (self.shape, self.values) = (param.shape.to_vec(), param.values.to_vec());
        self.inner.add_param(param)
    }

    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error> {
        match (self.fault, grads) {
            (Fault::RefusesAll, &[(param, _)]) => {
                let foreign = Cpu.optimizer(Config::default())?;
                foreign.accum(param).map(|_| Vec::new())
            }
            (
                Fault::DropsBadRows,
                &[(param, Grad::Rows { indices: Indices::Host(HostIndices::U32(indices)), values })],
            ) => {
                let (indices, values) = self.without_bad_rows(indices, values);
                self.inner.step_with(&[(param, Grad::rows(&indices, &values))], refused)
            }
            (Fault::StepsTwice, _) => {
                self.inner.step(grads)?;
                self.inner.step_with(grads, refused)
            }
            _ => {
                let outcome = self.inner.step_with(grads, refused);
                self.refused += u64::from(outcome.is_err());
                outcome
            }
        }
    }

    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error> {
        self.inner.step_in_order(grads)
    }

    fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        self.inner.order_params(names)
    }

    fn params(&self) -> Vec<ParamId> {
        self.inner.params()
    }

    fn lr(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.inner.lr(group)
    }

    fn lr_of(&self, param: ParamId) -> Result<f64, Error> {
        self.inner.lr_of(param)
    }

    fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error> {
        self.inner.weight_decay_of(param)
    }

    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error> {
        self.inner.set_loss_scale(loss_scale)
    }

    fn bad_rows(&self) -> Result<u32, Error> {
        self.inner.bad_rows()
    }

    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        let mut values = self.inner.values(param)?;
        match self.fault {
            Fault::ValuesStay => values.clone_from(&self.values),
            Fault::TouchesAllRows => {
                let last_bit = u32::from(!self.inner.global_step().is_multiple_of(2));
                values.iter_mut().for_each(|value| *value = f32::from_bits(value.to_bits() ^ last_bit));
            }
            _ => {}
        }
        Ok(values)
    }

    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error> {
        self.inner.accum(param)
    }

    fn snapshot(&self) -> Result<Snapshot, Error> {
        self.inner.snapshot()
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.inner.restore(snapshot)
    }

    fn global_step(&self) -> u64 {
        self.inner.global_step() + if self.fault == Fault::CountsRefusals { self.refused } else { 0 }
    }
}

#[test]
fn wrong_libraries_fail() {
    let different = |failure: &Failure| matches!(failure, Failure::Different(_));
    let untouched = |failure: &Failure| matches!(failure, Failure::UntouchedRow { .. });
    let not_refused = |failure: &Failure| matches!(failure, Failure::BadIndexNotRefused { .. });
    let counted = |failure: &Failure| matches!(failure, Failure::ChangedByRefusal { place } if place.tensor == "global_step");
    let refused = |failure: &Failure| matches!(failure, Failure::Refused { .. });
    // File, fault, how many cases fail, and how.
    type Expected<'a> = (&'a str, Fault, usize, &'a dyn Fn(&Failure) -> bool);
    let table: [Expected<'_>; 10] = [
        ("documented_dense", Fault::StepsTwice, 12, &different),
        // The other two have converged by then.
        ("tf_test_constants", Fault::StepsTwice, 2, &different),
        ("documented_edge", Fault::ValuesStay, 4, &different),
        // In one of its cases the rate is 0.
        ("dense_ms", Fault::ValuesStay, 11, &different),
        ("documented_edge", Fault::NoL1, 3, &different),
        ("sparse_ms", Fault::TouchesAllRows, 9, &untouched),
        ("sparse_ms", Fault::DropsBadRows, 1, &not_refused),
        ("sparse_ms", Fault::CountsRefusals, 1, &counted),
        ("sparse_tf", Fault::RefusesAll, 5, &refused),
        ("ms_test_constants", Fault::RefusesAll, 2, &refused),
    ];
    let mut wrong = String::new();
    for (name, fault, count, expected) in table {
        let report = replay(name, &Broken(fault));
        if report.failed != count || !report.failures().all(|(_, failure)| expected(failure)) {
            wrong += &format!("\n{name} on {fault:?}: {} failed", report.failed);
            report.failures().for_each(|(id, failure)| wrong += &format!("\n  {id}: {failure}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_wrong_element_is_named_with_everything_around_it() {
    let report = replay("ms_test_constants", &Broken(Fault::StepsTwice));
    assert_eq!((report.cases, report.passed, report.failed, report.informative), (2, 0, 2, 0));
    assert!(report.worst_share_of_tolerance > 1.0);
    let failures: Vec<_> = report.failures().collect();
    let (id, Failure::Different(first)) = failures[0] else { panic!("{:?}", failures[0]) };
    assert_eq!((id, first.place.tensor, first.place.step, first.index), ("mstest_0", "param", 0, 0));
    assert_eq!(first.want, 0.596_388_46);
    assert!((first.allowed - (1e-6 + 5e-6 * 0.596_388_46)).abs() < 1e-9);
    let text = failures[0].1.to_string();
    assert!(text.starts_with("param at step 0 (documented shrinkage): element 0 is 0.59"), "{text}");
    assert!(text.ends_with(", expected 0.59638846 within 3.982e-6"), "{text}");
}

#[test]
fn a_run_counts_cases_over_all_files() {
    let files =
        ["sparse_ms", "sparse_tf_sequential", "loss_scale_ms"].map(|name| File::read(&golden(name)).unwrap());
    let run = Run::new(&Cpu, &files);
    assert_eq!((run.device, run.files.len(), run.passed, run.failed), ("cpu", 3, 9, 3));
    assert_eq!(run.files[1].informative, 3);
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("proxgrad-golden-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind at worst.
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
    // What is named is taken, whatever it is called, and in the order named.
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
