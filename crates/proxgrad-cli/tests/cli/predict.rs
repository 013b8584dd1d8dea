//! `proxgrad predict`: predictions of a saved model.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::program::{self, Output, proxgrad};

/// A folder with a model and data.
struct Trained {
    folder: TempDir,
}

impl Trained {
    fn new(train: &str) -> Self {
        let trained = Self { folder: TempDir::new().unwrap() };
        let data = trained.write("train", train);
        let run = proxgrad(&[
            "train",
            "--device",
            "cpu",
            "--rows",
            "exact",
            "--l1",
            "1e-3",
            &data,
            "--save",
            &trained.path("model"),
        ]);
        assert_eq!(run.code(), Some(0), "{}", run.stderr());
        trained
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, content: &str) -> String {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn predict(&self, data: &str, arguments: &[&str]) -> Output {
        let model = self.path("model");
        proxgrad(&[&["predict", "--model", &model, data], arguments].concat())
    }

    fn numbers(&self, data: &str, print: &str) -> Vec<Vec<f32>> {
        let output = self.predict(data, &["--print", print]);
        let number = |number: &str| number.parse().unwrap();
        output.stdout().lines().map(|line| line.split(' ').map(number).collect()).collect()
    }
}

const TWO: &str = "1 1:1 2:1\n-1 3:1\n1 1:1\n-1 3:1 2:1\n1 1:2\n-1 3:2\n";
const THREE: &str = "0 1:1\n1 2:1\n2 3:1\n0 1:1 4:1\n1 2:1\n2 3:1 4:1\n";

#[test]
fn labels_scores_and_probabilities_say_the_same() {
    let trained = Trained::new(TWO);
    let data = trained.write("data", "0 1:1\n0 3:1\n0 9:1\n");
    let (scores, probabilities) = (trained.numbers(&data, "score"), trained.numbers(&data, "probability"));
    for (score, probability) in scores.iter().zip(&probabilities) {
        let want = 1.0 / (1.0 + (-score[0]).exp());
        assert!((probability[0] - want).abs() < 1e-6, "{score:?}, {probability:?}");
    }
    assert!(scores[0][0] > 0.0 && scores[1][0] < 0.0);
    // The third example has no known feature, so its label follows from the bias.
    let labels = scores.iter().map(|score| if score[0] > 0.0 { "1\n" } else { "-1\n" });
    assert_eq!(trained.predict(&data, &[]).stdout(), labels.collect::<String>());

    let trained = Trained::new(THREE);
    let data = trained.write("data", "0 1:1\n1 2:1\n2 3:1\n");
    assert_eq!(trained.predict(&data, &[]).stdout(), "0\n1\n2\n");
    for (example, probabilities) in trained.numbers(&data, "probability").iter().enumerate() {
        assert_eq!(probabilities.len(), 3);
        assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(probabilities.iter().all(|p| *p <= probabilities[example]));
    }
}

#[test]
fn the_error_of_predictions_is_that_of_the_training_run() {
    let trained = Trained::new(TWO);
    let (train, test) = (trained.path("train"), trained.write("test", "1 1:1\n1 3:1\n-1 3:1\n-1 2:5 3:1\n"));
    let arguments = ["train", "--device", "cpu", "--rows", "exact", "--l1", "1e-3", "--json"];
    let run = proxgrad(&[&arguments[..], &[&train, "--test", &test]].concat()).json();
    let wrong = run["test_error"].as_f64().unwrap() * 4.0;
    let output = trained.predict(&test, &[]);
    assert!(output.stderr().contains(&format!("4 predictions; {wrong} of 4 labels")), "{}", output.stderr());
}

#[test]
fn vowpal_wabbit_text_needs_no_labels_and_may_come_from_standard_input() {
    let trained = Trained::new("1 |f a\n-1 |f b\n1 |f a\n-1 |f b\n");
    let data = "|f a\n1 |f b\n 'tag|f a\n";
    let of_file = trained.predict(&trained.write("data", data), &[]);
    assert_eq!(of_file.stdout(), "1\n-1\n1\n");
    assert!(
        of_file.stderr().contains("3 predictions; 1 of 1 labels predicted wrong"),
        "{}",
        of_file.stderr()
    );
    let mut child = Command::new(program::path())
        .args(["predict", "-", "--model", &trained.path("model")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(data.as_bytes()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, b"1\n-1\n1\n");
    // Training needs them.
    let unlabelled = trained.write("unlabelled", "1 |f a\n|f b\n");
    proxgrad(&["train", "--device", "cpu", &unlabelled])
        .refused(&format!("{unlabelled}:2:1: expected a label before the |, found nothing"));
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_and_a_closed_one_is_none() {
    let trained = Trained::new(TWO);
    let data = trained.write("data", &"1 1:1\n".repeat(100_000));
    if cfg!(target_os = "linux") {
        let output = trained.predict(&data, &["--output", "/dev/full"]);
        assert_eq!(output.code(), Some(2));
        assert!(output.stderr().contains("the output cannot be written: No space left on device"));
    }
    let mut child = Command::new(program::path())
        .args(["predict", &data, "--model", &trained.path("model")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let missing = trained.predict(&data, &["--output", &trained.path("missing/file")]);
    assert_eq!(missing.code(), Some(2));
    assert!(missing.stderr().contains("cannot write to"), "{}", missing.stderr());
    proxgrad(&["predict", &data, "--model", &data])
        .refused(&format!("cannot predict by {data}: its header takes"));
}
