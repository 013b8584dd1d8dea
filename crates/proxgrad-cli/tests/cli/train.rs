//! `proxgrad train` as a user runs it: on both devices, saved and resumed, on good files and bad ones.

use std::{fs, path::Path};

use crate::program::{Output, devices, proxgrad};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a training and a test file of a made-up sparse problem.
struct Problem {
    dir: TempDir,
}

/// Features that occur; the first ten decide the label.
const FEATURES: usize = 60;

impl Problem {
    fn new(classes: usize) -> Self {
        let dir = TempDir::new().unwrap();
        let mut random = fastrand::Rng::with_seed(11);
        for (name, examples) in [("train", 600), ("test", 300)] {
            let lines: Vec<String> = (0..examples).map(|_| example(&mut random, classes)).collect();
            fs::write(dir.path().join(name), lines.join("\n")).unwrap();
        }
        Self { dir }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    /// Trains with these options and some defaults of the tests.
    fn train(&self, options: &[&str]) -> Output {
        let (train, test) = (self.path("train"), self.path("test"));
        let fixed = ["train", &train, "--test", &test, "--json", "--learning-rate", "0.5", "--batch", "8"];
        proxgrad(&[&fixed[..], options].concat())
    }
}

/// One line of libsvm text: the label is the class whose features weigh most.
fn example(random: &mut fastrand::Rng, classes: usize) -> String {
    let mut scores = vec![0.0; classes];
    let mut text = String::new();
    for feature in 0..FEATURES {
        if random.u32(0..4) == 0 {
            let value = random.f32() + 0.5;
            text += &format!(" {}:{value:.3}", feature + 1);
            if feature < 10 {
                scores[feature % classes] += value;
            }
        }
    }
    let best = (0..classes).fold(0, |best, class| if scores[class] > scores[best] { class } else { best });
    format!("{best}{text}")
}

fn number(document: &Value, key: &str) -> f64 {
    document[key].as_f64().unwrap_or_else(|| panic!("{key} is no number in {document}"))
}

#[test]
fn gpu_and_cpu_learn_the_same_model_of_two_and_of_four_classes() {
    for classes in [2, 4] {
        let problem = Problem::new(classes);
        let runs: Vec<Value> = devices()
            .iter()
            .map(|device| problem.train(&["--device", device, "--l1", "0.002", "--epochs", "5"]).json())
            .collect();
        for run in &runs {
            assert_eq!(number(run, "train_rows"), 600.0);
            assert_eq!(number(run, "test_rows"), 300.0);
            assert_eq!(number(run, "features_seen"), FEATURES as f64);
            assert_eq!(number(run, "classes"), classes as f64);
            assert_eq!(number(run, "steps"), 375.0);
            assert!(number(run, "test_error") < 0.15, "{run}");
            let outputs = if classes == 2 { 1 } else { classes };
            let share = number(run, "nonzero") / (FEATURES * outputs) as f64;
            assert!((number(run, "nonzero_share") - share).abs() < 1e-9, "{run}");
            let [first, run] = [&runs[0], run];
            assert!(
                (number(first, "test_error") - number(run, "test_error")).abs() <= 0.003 + 1e-9,
                "{runs:?}"
            );
            assert!((number(first, "train_loss") - number(run, "train_loss")).abs() < 1e-3, "{runs:?}");
        }
    }
}

#[test]
fn more_l1_leaves_fewer_weights() {
    let problem = Problem::new(2);
    for device in devices() {
        let nonzero = |l1| {
            let run = problem.train(&["--device", device, "--l1", l1, "--epochs", "5"]).json();
            run["nonzero"].as_u64().unwrap()
        };
        let counts = ["0", "0.003", "0.01", "0.1", "100"].map(nonzero);
        assert!(counts.is_sorted_by(|a, b| a >= b), "{device}: {counts:?}");
        assert_eq!((counts[0], counts[4]), (FEATURES as u64, 0), "{device}: {counts:?}");
    }
}

#[test]
fn the_bias_is_never_regularised_and_can_be_left_out() {
    let dir = TempDir::new().unwrap();
    // Nine of ten are class 1 whatever their features say.
    let lines: Vec<String> = (0..200).map(|i| format!("{} {}:1", u8::from(i % 10 != 0), i % 7 + 1)).collect();
    let data = dir.path().join("data");
    fs::write(&data, lines.join("\n")).unwrap();
    let data = data.to_str().unwrap();
    for device in devices() {
        let fixed = ["train", data, "--test", data, "--json", "--device", device, "--l1", "100"];
        let with = proxgrad(&fixed).json();
        assert_eq!(number(&with, "nonzero"), 0.0);
        assert!((number(&with, "test_error") - 0.1).abs() < 1e-9, "{with}");
        let without = proxgrad(&[&fixed[..], &["--no-bias"]].concat()).json();
        assert!((number(&without, "test_error") - 0.9).abs() < 1e-9, "all logits are 0: {without}");
    }
}

#[test]
fn a_resumed_run_is_the_uninterrupted_one_to_the_last_bit() {
    let problem = Problem::new(4);
    for device in devices() {
        let common = ["--device", device, "--l1", "0.002", "--weight-decay", "0.001"];
        let save = |name: &str, extra: &[&str]| {
            let path = problem.path(name);
            problem.train(&[&common[..], extra, &["--save", &path]].concat()).json();
            fs::read(&path).unwrap()
        };
        let whole = save("whole", &["--epochs", "3"]);
        save("half", &["--epochs", "1"]);
        let half = problem.path("half");
        let resumed = save("resumed", &["--epochs", "2", "--resume", &half]);
        assert!(whole == resumed, "{device}: the files differ");
        let again = save("again", &["--epochs", "3"]);
        assert!(whole == again, "{device}: the same run gave other bits");
    }
}

#[test]
fn a_model_saved_on_one_device_resumes_on_the_other_and_meets_new_features() {
    let problem = Problem::new(2);
    let (model, more) = (problem.path("model"), problem.path("more"));
    let mut text = fs::read_to_string(problem.path("train")).unwrap();
    text.push_str("\n1 1:1 9001:0.5\n");
    fs::write(&more, text).unwrap();
    let [first, .., last] = devices() else { panic!("two devices") };
    problem.train(&["--device", first, "--save", &model]).json();
    let resumed = proxgrad(&["train", &more, "--json", "--device", last, "--resume", &model]).json();
    assert_eq!(number(&resumed, "features_seen"), FEATURES as f64 + 1.0);
    assert_eq!(number(&resumed, "nonzero"), FEATURES as f64 + 1.0);
    assert!(resumed["test_error"].is_null());
}

#[test]
fn gzip_and_vowpal_wabbit_text_give_the_same_model_as_libsvm_text() {
    let problem = Problem::new(2);
    let plain = problem.train(&["--device", "cpu"]).json();
    for name in ["train", "test"] {
        let text = fs::read_to_string(problem.path(name)).unwrap();
        let lines: Vec<String> = text.lines().map(|line| line.replacen(' ', " |f ", 1)).collect();
        let file = fs::File::create(problem.path(name)).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, lines.join("\n").as_bytes()).unwrap();
        gzip.finish().unwrap();
    }
    let other = problem.train(&["--device", "cpu"]).json();
    for key in ["train_loss", "test_error", "nonzero", "features_seen"] {
        assert_eq!(plain[key], other[key], "{key}");
    }
}

#[test]
fn hashing_bounds_the_table_and_still_learns() {
    let problem = Problem::new(2);
    for device in devices() {
        let hashed = problem.train(&["--device", device, "--bits", "18", "--epochs", "5"]).json();
        assert!(number(&hashed, "test_error") < 0.15, "{hashed}");
        let crowded = problem.train(&["--device", device, "--bits", "3"]).json();
        assert!(number(&crowded, "features_seen") <= 8.0, "{crowded}");
    }
}

#[test]
fn sizes_at_the_edges_train() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    // One entry, no entries, a feature twice; batches of one, of all, of more than there are.
    fs::write(&data, "0\n1 5:1\n0 5:1 5:2 7:0\n1\n1 3:1e-30").unwrap();
    let data = data.to_str().unwrap();
    for device in devices() {
        for batch in ["1", "2", "5", "4000000"] {
            let run = proxgrad(&["train", data, "--json", "--device", device, "--batch", batch]).json();
            assert_eq!(number(&run, "train_rows"), 5.0);
            assert!(number(&run, "train_loss").is_finite());
        }
        fs::write(dir.path().join("empty"), "0\n1\n0").unwrap();
        let empty = dir.path().join("empty");
        let run = proxgrad(&["train", empty.to_str().unwrap(), "--json", "--device", device]).json();
        assert_eq!((number(&run, "features_seen"), number(&run, "nonzero")), (0.0, 0.0));
    }
}

#[test]
fn a_report_holds_its_pictures() {
    let problem = Problem::new(2);
    let report = problem.path("report");
    problem.train(&["--device", "cpu", "--report", &report]).json();
    let page = fs::read_to_string(Path::new(&report).join("index.html")).unwrap();
    for picture in ["loss.svg", "nonzero.svg"] {
        assert!(page.contains(picture), "the page lacks {picture}");
        assert!(fs::read_to_string(Path::new(&report).join(picture)).unwrap().contains("<svg"));
    }
}

#[test]
fn bad_input_names_file_line_and_column_and_writes_nothing() {
    let problem = Problem::new(2);
    let (bad, model, report) = (problem.path("bad"), problem.path("model"), problem.path("report"));
    fs::write(&bad, "0 1:1\n1 1:1 2:x\n").unwrap();
    let output = proxgrad(&["train", &bad, "--save", &model, "--report", &report, "--device", "cpu"]);
    output.refused(&format!("{bad}:2:9: expected "));
    let train = problem.path("train");
    let output = proxgrad(&["train", &train, "--test", &bad, "--save", &model, "--report", &report]);
    output.refused(&format!("{bad}:2:9: expected "));
    assert!(!Path::new(&model).exists() && !Path::new(&report).exists(), "something was written");
    let left: Vec<_> =
        fs::read_dir(problem.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn arguments_out_of_range_are_refused_before_training() {
    let problem = Problem::new(2);
    let (model, nowhere) = (problem.path("model"), problem.path("no/such/folder/model"));
    problem.train(&["--device", "cpu", "--save", &model]).json();
    for (options, message) in [
        (&["--l1", "NaN"][..], "l1 is NaN; it must be finite and at least 0"),
        (&["--learning-rate", "-1"], "learning_rate is -1; it must be finite and at least 0"),
        (&["--batch", "0"], "0 is not in 1.."),
        (&["--bits", "40"], "expected 1 to 30 hash bits"),
        (&["--rows", "exact"], "invalid value 'exact'"),
        (&["--save", &nowhere], "cannot save to"),
        (&["--resume", &nowhere], "cannot resume from"),
        (&["--resume", &model, "--no-bias"], "the saved model has a trained bias; drop --no-bias"),
        (&["--device", "cpu", "--adapter", "x"], "--device cpu uses none"),
        (&["--device", "gpu", "--adapter", "no such adapter"], "adapter"),
    ] {
        problem.train(options).refused(message);
    }
    fs::write(&model, b"something else").unwrap();
    problem.train(&["--resume", &model]).refused("not a safetensors file");
}

#[test]
fn a_loss_that_explodes_stops_the_run_and_saves_nothing() {
    let problem = Problem::new(2);
    let model = problem.path("model");
    // On the CPU alone: WGSL promises nothing about what is not finite.
    let options = ["--device", "cpu", "--learning-rate", "1e38", "--epochs", "9", "--save", &model];
    problem.train(&options).refused("lower --learning-rate");
    assert!(!Path::new(&model).exists(), "a broken model was saved");
}
