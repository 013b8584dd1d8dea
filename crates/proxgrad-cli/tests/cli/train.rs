//! `proxgrad train` as a user runs it: on both devices, saved and resumed, on good files and bad ones.

use std::{fs, path::Path};

use crate::{
    fixtures::tensors,
    program::{Output, devices, package_folder, proxgrad},
};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a training and a test file of a synthetic sparse problem.
pub(crate) struct Problem {
    dir: TempDir,
}

/// The number of features; the first ten determine the label.
const FEATURES: usize = 60;

impl Problem {
    pub(crate) fn new(classes: usize) -> Self {
        let dir = TempDir::new().unwrap();
        let mut random = fastrand::Rng::with_seed(11);
        for (name, examples) in [("train", 600), ("test", 300)] {
            let lines: Vec<String> = (0..examples).map(|_| example(&mut random, classes)).collect();
            fs::write(dir.path().join(name), lines.join("\n")).unwrap();
        }
        Self { dir }
    }

    /// The same problem with ten more features, each in one more example at the beginning of the file.
    fn with_rare_features() -> Self {
        let problem = Self::new(2);
        let path = problem.path("train");
        let rare: Vec<_> = (0..10).map(|i| format!("{} {}:1", i % 2, 100 + i)).collect();
        fs::write(&path, format!("{}\n{}", rare.join("\n"), fs::read_to_string(&path).unwrap())).unwrap();
        problem
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    /// Trains with these options and the defaults of the tests.
    pub(crate) fn train(&self, options: &[&str]) -> Output {
        self.train_at(&["--learning-rate", "0.5"], options)
    }

    /// Trains with this learning rate, given as an option and its value.
    pub(crate) fn train_at(&self, rate: &[&str], options: &[&str]) -> Output {
        let (train, test) = (self.path("train"), self.path("test"));
        let fixed = ["train", &train, "--test", &test, "--json", "--batch", "8"];
        proxgrad(&[&fixed[..], rate, options].concat())
    }

    /// The bytes of the model that a run saves.
    pub(crate) fn model(&self, rate: &[&str], options: &[&str]) -> Vec<u8> {
        let path = self.path("saved");
        self.train_at(rate, &[options, &["--save", &path]].concat()).json();
        fs::read(&path).unwrap()
    }
}

/// One line of libsvm text: the label is the class whose features have the largest sum.
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

pub(crate) fn number(document: &Value, key: &str) -> f64 {
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
    // Nine of ten examples are class 1, whatever their features are.
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

/// Half a cosine wave over three epochs of 75 steps.
const COSINE: &str = "cosine_decay(min_lr=0.01, max_lr=1, decay_steps=225)";

#[test]
fn a_resumed_run_follows_its_schedule_to_the_last_bit() {
    let problem = Problem::new(4);
    for device in devices() {
        for schedule in
            [COSINE, "polynomial_decay(learning_rate=1, end_learning_rate=0, decay_steps=99, power=2)"]
        {
            let rate = ["--schedule", schedule];
            let common = ["--device", device, "--l1", "0.002"];
            let whole = problem.model(&rate, &[&common[..], &["--epochs", "3"]].concat());
            let half = problem.path("half");
            problem.train_at(&rate, &[&common[..], &["--epochs", "1", "--save", &half]].concat()).json();
            let resumed =
                problem.model(&rate, &[&common[..], &["--epochs", "2", "--resume", &half]].concat());
            assert!(whole == resumed, "{device}, {schedule}: the files differ");
            // The schedule has an effect.
            let constant =
                problem.model(&["--learning-rate", "1"], &[&common[..], &["--epochs", "3"]].concat());
            assert!(
                tensors(&whole) != tensors(&constant),
                "{device}, {schedule}: the same as a constant rate"
            );
        }
    }
}

#[test]
fn exact_rows_leave_the_weights_that_dense_training_leaves_on_both_devices() {
    let problem = Problem::with_rare_features();
    for (shrinkage, l2) in
        [("documented", "0"), ("documented", "0.01"), ("adaptive", "0"), ("adaptive", "0.01")]
    {
        let run = |device: &str, rows: &str| {
            let options = ["--l1", "0.004", "--l2", l2, "--shrinkage", shrinkage, "--order", "file"];
            let options = [&options[..], &["--device", device, "--rows", rows, "--epochs", "2"]].concat();
            problem.train(&options).json()
        };
        let [first, second] = [0, 1].map(|i| run(devices()[i], "exact"));
        assert_eq!(first["nonzero"], second["nonzero"], "{shrinkage}, {l2}");
        assert!((number(&first, "test_error") - number(&second, "test_error")).abs() < 1e-9);
        let touched = run("cpu", "touched");
        let (exact, touched) = (number(&first, "nonzero"), number(&touched, "nonzero"));
        assert!(exact <= touched - 10.0, "{shrinkage}, {l2}: {exact} of {touched}");
    }
}

#[test]
fn a_resumed_run_with_exact_rows_is_the_uninterrupted_one_to_the_last_bit() {
    let problem = Problem::new(4);
    let half = problem.path("half");
    for device in devices() {
        for shrinkage in ["documented", "adaptive"] {
            let rate = ["--schedule", COSINE];
            let common = ["--device", device, "--l1", "0.002", "--l2", "0.001", "--rows", "exact"];
            let common = [&common[..], &["--shrinkage", shrinkage]].concat();
            let whole = problem.model(&rate, &[&common[..], &["--epochs", "3"]].concat());
            problem.train_at(&rate, &[&common[..], &["--epochs", "1", "--save", &half]].concat()).json();
            let resumed =
                problem.model(&rate, &[&common[..], &["--epochs", "2", "--resume", &half]].concat());
            assert!(whole == resumed, "{device}, {shrinkage}: the files differ");
        }
    }
    problem
        .train(&["--resume", &half, "--rows", "touched"])
        .refused("was trained with --rows exact, and a resumed run cannot change that; drop --rows touched");
    problem
        .train(&["--rows", "exact", "--weight-decay", "0.1", "--device", "cpu"])
        .refused("parameter \"weight\" has weight decay");
}

#[test]
fn a_model_with_exact_rows_meets_new_features_on_the_other_device() {
    let problem = Problem::new(2);
    let (model, more) = (problem.path("model"), problem.path("more"));
    fs::write(&more, format!("{}\n1 999:1 1:0.5", fs::read_to_string(problem.path("train")).unwrap()))
        .unwrap();
    let [first, second] = devices() else { panic!("two devices") };
    let exact = ["--rows", "exact", "--l1", "0.001"];
    problem.train(&[&exact[..], &["--device", first, "--save", &model]].concat()).json();
    let resumed = ["train", &more, "--json", "--device", second, "--resume", &model];
    let run = proxgrad(&[&resumed[..], &exact].concat()).json();
    assert_eq!(number(&run, "features_seen"), FEATURES as f64 + 1.0);
}

#[test]
fn a_sweep_compares_touched_and_exact_rows_for_every_strength() {
    let problem = Problem::with_rare_features();
    let report = problem.path("sweep");
    for device in devices() {
        let sweep = ["--sweep-l1", "0.0003, 0.005", "--seeds", "2", "--device", device, "--report", &report];
        let document = problem.train(&sweep).json();
        let points = document["sweep"].as_array().unwrap();
        assert_eq!(points.len(), 4);
        for (i, point) in points.iter().enumerate() {
            assert_eq!(number(point, "l1"), [0.0003, 0.005][i / 2]);
            assert_eq!(point["rows"], ["touched", "exact"][i % 2]);
            // Every point is the mean of single runs.
            let runs = ["0", "1"].map(|seed| {
                let rows = point["rows"].as_str().unwrap();
                let l1 = point["l1"].to_string();
                problem.train(&["--l1", &l1, "--rows", rows, "--seed", seed, "--device", device]).json()
            });
            for key in ["test_error", "nonzero_share"] {
                let mean = (number(&runs[0], key) + number(&runs[1], key)) / 2.0;
                assert!((number(point, key) - mean).abs() < 1e-9, "{key} of {point}");
            }
        }
        let share = |i: usize| number(&points[i], "nonzero_share");
        assert!(share(1) <= share(0) && share(3) < share(2), "{document}");
    }
    for picture in ["frontier.svg", "nonzero.svg", "error.svg", "index.html"] {
        assert!(Path::new(&report).join(picture).exists(), "{picture}");
    }
    let report = problem.path("refused");
    for (strengths, weight_decay, reason) in
        [("1e-3,-1", "0", "--sweep-l1 -1: --l1 is -1"), ("1e-3", "0.1", "has weight decay")]
    {
        let sweep = ["--sweep-l1", strengths, "--weight-decay", weight_decay, "--report", &report];
        problem.train(&sweep).refused(reason);
    }
    assert!(!Path::new(&report).exists());
    let last_seed = u64::MAX.to_string();
    let sweep = ["--sweep-l1", "0.001", "--seed", &last_seed, "--seeds", "2", "--device", "cpu"];
    let document = problem.train(&sweep).json();
    assert!(document["sweep"][0]["test_error"].is_number(), "{document}");
    problem.train(&["--sweep-l1", "0.1", "--save", "model"]).refused("cannot be used with");
    problem.train(&["--seeds", "3"]).refused("--sweep-l1");
}

#[test]
fn a_schedule_that_does_not_change_is_a_learning_rate() {
    let problem = Problem::new(2);
    let constant = problem.model(&["--learning-rate", "0.5"], &["--device", "cpu"]);
    let list = ["0.5"; 75].join(",");
    for schedule in ["0.5", &list, "warm_up(learning_rate=0.5, warmup_steps=1)"] {
        let scheduled = problem.model(&["--schedule", schedule], &["--device", "cpu"]);
        // A warm-up is 0 at the first step, so the result must differ.
        let is_same = tensors(&scheduled) == tensors(&constant);
        assert_eq!(is_same, !schedule.starts_with("warm_up"), "{schedule}");
    }
}

#[test]
fn gpu_and_cpu_follow_a_schedule_alike() {
    let problem = Problem::new(2);
    let rate = ["--schedule", COSINE];
    let [a, b] = devices() else { panic!("two devices") };
    let [a, b] = [a, b].map(|device| problem.train_at(&rate, &["--device", device, "--epochs", "3"]).json());
    assert!((number(&a, "train_loss") - number(&b, "train_loss")).abs() < 1e-3, "{a} and {b}");
    assert!((number(&a, "test_error") - number(&b, "test_error")).abs() <= 0.003 + 1e-9, "{a} and {b}");
}

#[test]
fn a_wrong_schedule_is_refused_with_the_reason_and_saves_nothing() {
    let problem = Problem::new(2);
    let model = problem.path("model");
    let soaring = "exponential_decay(learning_rate=1e10, decay_rate=1e38, decay_steps=1)";
    for (schedule, message) in [
        ("cos", "\"cos\" is no schedule; write a number, a list such as [0.1, 0.05], or"),
        ("warm_up", "it lacks `learning_rate`; write warm_up(learning_rate=NUMBER, warmup_steps=COUNT)"),
        (
            "cosine_decay(min_lr=1, max_lr=0.1, decay_steps=9)",
            "min_lr of --schedule is 1; it must be below max_lr",
        ),
        ("-0.1", "--schedule is -0.1; it must be finite and at least 0"),
        (
            "0.1, -0.1",
            "--schedule lists 2 values, and the run takes steps 0 to 74, counted from 0; give 75 values, or",
        ),
        (soaring, "at step 1; its schedule must give values finite and at least 0"),
    ] {
        let options = ["--device", "cpu", "--save", &model];
        problem.train_at(&["--schedule", schedule], &options).refused(message);
    }
    problem.train(&["--schedule", "0.1"]).refused("cannot be used with");
    let short = "--weight-decay lists 2 values, and the run takes steps 0 to 74";
    problem.train(&["--device", "cpu", "--weight-decay", "0.1, 0.2"]).refused(short);
    problem.train(&["--device", "cpu", "--weight-decay", "warm_up"]).refused("write warm_up(learning_rate=");
    assert!(!Path::new(&model).exists(), "something was saved");
}

#[test]
fn a_list_that_a_resumed_run_would_leave_is_refused_before_training() {
    let problem = Problem::new(2);
    let half = problem.path("half");
    let list = ["0.5"; 149].join(",");
    let rate = ["--schedule", &list[..]];
    problem.train_at(&rate, &["--device", "cpu", "--save", &half]).json();
    let resumed = problem.train_at(&rate, &["--device", "cpu", "--resume", &half]);
    resumed
        .refused("lists 149 values, and the run takes steps 75 to 149, counted from 0; give 150 values, or");
}

#[test]
fn the_help_names_every_schedule() {
    let help = proxgrad(&["train", "--help"]);
    for name in [
        "exponential_decay",
        "natural_exp_decay",
        "inverse_decay",
        "cosine_decay",
        "polynomial_decay",
        "warm_up",
    ] {
        assert!(help.stdout().contains(name), "{name} is missing in {}", help.stdout());
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
    // Examples with one entry, none, and the same feature twice; batches of one example, of all, and of more than all.
    fs::write(&data, "0\n1 5:1\n0 5:1 5:2 7:0\n1\n1 3:1e-30").unwrap();
    let data = data.to_str().unwrap();
    for device in devices() {
        for batch in ["1", "2", "5", "4000000"] {
            let run = proxgrad(&["train", data, "--json", "--device", device, "--batch", batch]).json();
            assert_eq!(number(&run, "train_rows"), 5.0);
            assert!(number(&run, "train_loss").is_finite());
        }
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
        (&["--l1", "NaN"][..], "--l1 is NaN; it must be finite and at least 0"),
        (&["--learning-rate", "-1"], "--learning-rate is -1; it must be finite and at least 0"),
        (&["--batch", "0"], "0 is not in 1.."),
        (&["--bits", "40"], "invalid value '40' for '--bits <BITS>': it is no whole number from 1 to 30"),
        (&["--bits", "0"], "invalid value '0' for '--bits <BITS>'"),
        (&["--rows", "all"], "invalid value 'all'"),
        (&["--save", &nowhere], "cannot save to"),
        (&["--resume", &nowhere], "cannot resume from"),
        (
            &["--resume", &model, "--no-bias"],
            "the saved model was trained with a bias, and a resumed run cannot change that; drop --no-bias",
        ),
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
    let [model, large] = ["model", "large"].map(|name| problem.path(name));
    fs::write(&large, "0 1:1e30\n1 1:-1e30\n").unwrap();
    // Only on the CPU, because WGSL guarantees nothing about numbers that are not finite.
    let options = ["--device", "cpu", "--learning-rate", "1e12", "--epochs", "9", "--save", &model];
    proxgrad(&[&["train", &large, "--json"], &options[..]].concat()).refused("lower the learning rate");
    assert!(!Path::new(&model).exists(), "a broken model was saved");
}

#[test]
fn a_preset_gives_a_small_model_and_an_l1_without_effect_is_said() {
    let data = |name: &str| package_folder().join("../../data").join(name).to_str().unwrap().to_owned();
    let [train, test] = ["sms.train.vw", "sms.test.vw"].map(data);
    for device in devices() {
        let run = |options: &[&str]| {
            let fixed = ["train", &train, "--test", &test, "--device", device, "--json"];
            proxgrad(&[&fixed, options].concat())
        };
        let sparse = run(&["--preset", "sparse"]);
        assert!(!sparse.stderr().contains("note:"), "{}", sparse.stderr());
        let sparse = sparse.json();
        assert!(number(&sparse, "test_error") < 0.02 && number(&sparse, "nonzero_share") < 0.1, "{sparse}");

        let touched = run(&["--l1", "1e-5"]);
        assert!(number(&touched.json(), "nonzero_share") > 0.95);
        assert!(touched.stderr().contains("use --preset sparse"), "{}", touched.stderr());
    }
    proxgrad(&["train", &train, "--preset", "sparse", "--resume", "model"]).refused("cannot be used with");
}
