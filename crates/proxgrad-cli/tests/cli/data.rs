//! Data files as a user has them: what `proxgrad inspect` and `proxgrad train` say of them.

use std::{fs, io::Write};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Output, proxgrad};

/// A folder of data files.
struct Files {
    folder: TempDir,
}

impl Files {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Writes a file, and returns its path.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn train(arguments: &[&str]) -> Output {
    proxgrad(&[&["train", "--device", "cpu", "--json"], arguments].concat())
}

fn inspect(path: &str) -> Value {
    proxgrad(&["inspect", "--json", path]).json()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn tags_and_names_of_vowpal_wabbit_may_hold_number_signs_and_carets() {
    let files = Files::new();
    for text in ["1 #1|f good\n-1 #2|f bad\n", "1 |a^b c\n-1 |a b^c\n", "1 |f a#b\n-1 |f a#c # |#\n"] {
        let data = files.write("data", text);
        let run = train(&[&data]).json();
        assert_eq!(run["train_data"]["format"], "vw", "{text:?}");
        assert_eq!(run["features_seen"], inspect(&data)["features"], "{text:?}");
        assert_eq!(run["train_data"]["examples_without_features"], 0, "{text:?}");
        assert!(run["features_seen"].as_u64().unwrap() >= 2, "{text:?}: {run}");
    }
}

#[test]
fn a_feature_of_value_zero_keeps_its_weight_as_if_it_were_absent() {
    let files = Files::new();
    let models = ["1 1:1 2:1 3:0\n-1 2:1 3:1\n", "1 1:1 2:1\n-1 2:1 3:1\n"].map(|text| {
        let (data, model) = (files.write("data", text), files.folder.path().join("model"));
        train(&[&data, "--l1", "0.01", "--epochs", "3", "--batch", "1", "--save", model.to_str().unwrap()])
            .json();
        fs::read(model).unwrap()
    });
    assert!(models[0] == models[1], "the models differ");
}

#[test]
fn padding_after_gzip_is_ignored_and_anything_else_with_a_warning() {
    let files = Files::new();
    let text = "1 1:1\n-1 2:1\n";
    let plain = files.write("plain", text);
    let padded = files.write("padded", [gzip(text), vec![0; 10_000]].concat());
    let followed = files.write("followed", [gzip(text), b"more".to_vec()].concat());
    let loss = |path: &str| train(&[path]).json()["train_loss"].clone();
    for path in [&padded, &followed] {
        assert_eq!(loss(path), loss(&plain));
        assert_eq!(inspect(path)["packing"], "gzip");
    }
    assert_eq!(train(&[&padded]).warnings(), [""; 0]);
    let warning = format!("{followed}: what follows the packed data is ignored, as gzip does");
    assert_eq!(train(&[&followed]).warnings(), [&warning]);
    let cut = files.write("cut", &gzip(text)[..20]);
    train(&[&cut]).refused(&format!("{cut}:2: broken gzip: "));
    let zip = files.write("zip", b"PK\x03\x04");
    train(&[&zip])
        .refused(&format!("{zip}: expected libsvm or Vowpal Wabbit text, found a ZIP archive; unpack it"));
}

#[test]
fn examples_without_features_are_counted_in_training_and_test_data() {
    let files = Files::new();
    let data = files.write("data", "1 1:1\n-1 2:0\n1\n-1 2:1\n");
    let test = files.write("test", "-1 9:0\n1 1:2\n");
    let run = train(&[&data, "--test", &test]);
    let document = run.json();
    let found = |file: &str| document[file]["examples_without_features"].clone();
    assert_eq!((found("train_data"), found("test_data")), (json!(2), json!(1)));
    let expected = [
        format!("{data}: 2 of 4 examples have no features"),
        format!("{test}: 1 of 2 examples have no features"),
    ];
    assert_eq!(run.warnings(), expected);
    let table = proxgrad(&["train", "--device", "cpu", &data, "--test", &test]);
    for line in [
        "training data     libsvm text (guessed), 2 of 4 examples without features\n",
        "test data         libsvm text (guessed), 1 of 2 examples without features, 100.00 % of the entries known from training\n",
    ] {
        assert!(table.stdout().contains(line), "{}", table.stdout());
    }
    let sweep = train(&[&data, "--test", &test, "--sweep-l1", "0.1", "--seeds", "1"]).json();
    assert_eq!(sweep["test_data"], document["test_data"]);

    let empty = files.write("empty", "1\n-1 1:0\n");
    train(&[&empty]).refused(&format!("{empty}: expected features, found 2 examples without any"));
    train(&[&data, "--test", &empty])
        .refused(&format!("{empty}: expected features, found 2 examples without any"));
}

#[test]
fn test_data_that_matches_nothing_of_training_is_refused() {
    let files = Files::new();
    let data = files.write("data", "1 |f a b\n-1 |f c\n");
    let refused = |name, text: &str, options: &[&str], message: &str| {
        let test = files.write(name, text);
        train(&[&[&data[..], "--test", &test], options].concat()).refused(&message.replace("TEST", &test));
    };
    for options in [&[][..], &["--bits", "20"]] {
        let message = "TEST: expected features that occur in training, found none among 2 entries";
        refused("names", "1 |g a\n-1 |g c\n", options, message);
        let message =
            format!("{message}: it is read as libsvm text, and {data} as Vowpal Wabbit text; test on");
        refused("format", "1 1:1\n-1 2:1\n", options, &message);
    }
    refused(
        "labels",
        "2 |f a\n",
        &[],
        "TEST:1:1: expected a label that occurs in training (-1, 1), found \"2\"",
    );
    let forced = "TEST:1:1: expected a | after the label, found \"1 1:1\"";
    refused("forced", "1 1:1\n", &["--format", "vw"], forced);
}

#[test]
fn test_data_with_few_known_features_or_in_another_format_is_warned_of() {
    let files = Files::new();
    let data = files.write("data", "1 |f a b\n-1 |f c\n");
    let strangers: String = (0..399).map(|i| format!(" s{i}")).collect();
    let test = files.write("test", format!("1 |f a{strangers}\n"));
    let warning = format!("{test}: only 0.25 % of its 400 entries have features known from training");
    assert_eq!(train(&[&data, "--test", &test]).warnings(), [&warning]);
    // In a table as small as this, features of any format share rows.
    let numbers: String = (0..99).map(|i| format!(" {i}:1")).collect();
    let test = files.write("numbers", format!("1{numbers}\n"));
    let warning = format!("{test}: it is read as libsvm text, and {data} as Vowpal Wabbit text");
    assert_eq!(train(&[&data, "--test", &test, "--bits", "2"]).warnings(), [&warning]);
}

#[test]
fn a_resumed_run_on_data_without_a_feature_of_the_model_is_warned_of() {
    let files = Files::new();
    let model = files.folder.path().join("model");
    let model = model.to_str().unwrap();
    train(&[&files.write("data", "1 |f a\n-1 |f c\n"), "--save", model]).json();
    let other = files.write("other", "1 |g a\n-1 |g c\n");
    let warning = format!("{other}: only 0.00 % of its 2 entries have features known from the saved model");
    assert_eq!(train(&[&other, "--resume", model]).warnings(), [&warning]);
}

#[test]
fn a_hashed_model_that_is_resumed_knows_the_features_of_its_training() {
    let files = Files::new();
    let model = files.folder.path().join("model");
    let model = model.to_str().unwrap();
    let data = files.write("data", "1 |f a\n-1 |f c\n");
    train(&[&data, "--bits", "20", "--save", model]).json();
    let other = files.write("other", "1 |g a\n-1 |g c\n");
    let run = train(&[&other, "--resume", model, "--test", &data]).json();
    assert_eq!(run["test_data"]["known_entries"], 2);
}

#[test]
fn inspecting_a_file_shows_its_first_examples_in_either_format() {
    let files = Files::new();
    let text = "1 1:1 # |f a\n-1 3:0 2:0.5\n1\n1 1:1\n";
    let data = files.write("data", text);
    let found = proxgrad(&["inspect", &data]);
    let expected = "data              libsvm text (guessed), 1 of 4 examples without features\n\
                    features          2\n\
                    labels            -1 (1), 1 (3)\n\
                    1: 1 = 1\n-1: 2 = 0.5\n1: \n";
    assert_eq!(found.stdout(), expected);
    let document = inspect(&files.write("vw", "1 |f:2 a b:x :3 |g c:0\n"));
    let features = json!([
        { "namespace": "f", "feature": "a", "value": 2.0 },
        { "namespace": "f", "feature": "b", "text": "x", "value": 1.0 },
        { "namespace": "f", "position": 0, "value": 6.0 },
    ]);
    assert_eq!(document["first"], json!([{ "label": 1, "features": features }]));
    assert_eq!((&document["guessed"], &document["features"]), (&json!(true), &json!(3)));
    let forced = proxgrad(&["inspect", "--format", "vw", &data]);
    forced.refused(&format!("{data}:1:3: expected an importance of 1, found \"1:1\""));
}

#[test]
fn what_a_run_with_huge_values_saves_can_be_resumed() {
    let files = Files::new();
    let data = files.write("data", "1 |a b:1e20 c\n1 |a b:1e20 c\n-1 |a b:1 d\n");
    let model = files.write("model", "");
    std::fs::remove_file(&model).unwrap();
    let options = ["--epochs", "3", "--order", "file", "--batch", "1"];
    train(&[&[&data[..]], &options[..], &["--save", &model]].concat()).json();
    train(&[&[&data[..]], &options[..], &["--resume", &model]].concat()).json();
}
