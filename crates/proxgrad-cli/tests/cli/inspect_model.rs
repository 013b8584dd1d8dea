//! `proxgrad inspect` of models, of states and of other safetensors files, good ones and damaged ones.

use std::{
    collections::HashMap,
    fs,
    process::{Command, Stdio},
};

use proxgrad::{
    Config,
    cpu::{Param, ProximalAdagrad},
};
use proxgrad_safetensors::{Options, save};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    fixtures::{fixture, header},
    program::{self, Output, proxgrad},
};

/// A folder for files.
struct Files {
    folder: TempDir,
}

impl Files {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file, and returns its path.
    fn write(&self, name: &str, bytes: &[u8]) -> String {
        fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// Writes a safetensors file with these tensors, and returns its path.
    fn tensors(
        &self,
        name: &str,
        tensors: &[(&str, Dtype, &[usize], &[u8])],
        metadata: &[(&str, &str)],
    ) -> String {
        let view = |dtype, shape: &[usize], bytes| TensorView::new(dtype, shape.to_vec(), bytes).unwrap();
        let tensors = tensors.iter().map(|(name, dtype, shape, bytes)| (*name, view(*dtype, shape, *bytes)));
        let metadata = metadata.iter().map(|(key, text)| (key.to_string(), text.to_string()));
        let metadata = Some(metadata.collect::<HashMap<_, _>>());
        self.write(name, &safetensors::serialize(tensors, metadata).unwrap())
    }

    /// Writes a model file with another description, and returns its path.
    fn model(&self, saved: &str, changes: &[(&str, Value)]) -> String {
        let bytes = fs::read(fixture(&format!("{saved}.safetensors"))).unwrap();
        let mut header = header(&bytes);
        for (key, value) in changes {
            header[*key] = value.clone();
        }
        let metadata = HashMap::from([("proxgrad".to_owned(), header.to_string())]);
        let file = SafeTensors::deserialize(&bytes).unwrap();
        self.write("model", &safetensors::serialize(file.iter(), Some(metadata)).unwrap())
    }
}

fn inspect(path: &str) -> Value {
    proxgrad(&["inspect", "--json", path]).json()
}

fn table(path: &str) -> Output {
    proxgrad(&["inspect", path])
}

/// The tensor with this name.
fn tensor<'a>(document: &'a Value, name: &str) -> &'a Value {
    let tensors = document["tensors"].as_array().unwrap();
    tensors.iter().find(|tensor| tensor["name"] == name).unwrap_or_else(|| panic!("no {name} in {document}"))
}

/// Whether the table has a row with this name and value.
fn has_row(table: &Output, name: &str, value: &str) -> bool {
    let mut lines = table.stdout().lines();
    lines.any(|line| {
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with("  ") && rest.trim_start() == value)
    })
}

#[test]
fn a_model_is_described_with_what_it_was_trained_with_and_all_tensors() {
    for (name, features, classes, bits, rows, bias, precision, dynamic) in [
        ("touched", 12, json!([-1, 1]), Value::Null, "touched", true, "f32", false),
        ("four_classes", 12, json!([3, 7, 8, 12]), Value::Null, "touched", true, "f32", false),
        ("exact", 12, json!([-1, 1]), Value::Null, "exact", true, "f32", false),
        ("hashed", 16, json!([-1, 1]), json!(4), "touched", true, "f32", false),
        ("no_bias", 12, json!([-1, 1]), Value::Null, "touched", false, "f32", false),
        ("f16_dynamic", 12, json!([-1, 1]), Value::Null, "touched", true, "f16", true),
    ] {
        let path = fixture(&format!("{name}.safetensors"));
        let (path, bytes) = (path.to_str().unwrap(), fs::read(&path).unwrap());
        let found = inspect(path);
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let weights: Vec<f32> = bytemuck::pod_collect_to_vec(file.tensor("weight").unwrap().data());
        let zeros = weights.iter().filter(|weight| **weight == 0.0).count();
        let want = json!({
            "kind": "model", "bytes": bytes.len(), "problem": null, "classes": classes, "features": features,
            "hash_bits": bits, "weights": weights.len(), "nonzero": weights.len() - zeros, "steps": 20, "epochs": 2,
            "rule": "proximal-adagrad", "rows": rows, "bias": bias, "precision": precision, "dynamic_loss_scale": dynamic,
            "metadata": { "proxgrad": header(&bytes) }, "tensors": found["tensors"],
        });
        assert_eq!(found, want, "{name}");

        let weight = tensor(&found, "weight");
        let outputs = weights.len() / features;
        assert_eq!(
            (&weight["type"], &weight["shape"]),
            (&json!("f32"), &json!([features, outputs])),
            "{name}"
        );
        assert_eq!((&weight["zeros"], &weight["not_finite"]), (&json!(zeros), &json!(0)), "{name}");
        let norm = weights.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
        assert!((weight["norm"].as_f64().unwrap() - norm).abs() < 1e-9 * norm, "{name}: {weight}");
        let least = weights.iter().copied().fold(f32::MAX, f32::min);
        assert_eq!(weight["min"].as_f64(), Some(f64::from(least)), "{name}");
        assert_eq!(tensor(&found, "global_step")["max"], 20, "{name}");
        assert_eq!(found["tensors"].as_array().unwrap().len(), file.len(), "{name}");
        // Names are text, and bytes of text have no norm.
        let has_names = bits.is_null();
        assert!(!has_names || tensor(&found, "features").get("norm").is_none(), "{name}");

        let table = table(path);
        assert!(has_row(&table, "steps", "20, in 2 epochs"), "{}", table.stdout());
        assert!(
            has_row(&table, "rule", "ProximalAdagrad")
                && has_row(&table, "rows", rows)
                && has_row(&table, "precision", precision),
            "{}",
            table.stdout()
        );
    }
}

#[test]
fn entries_of_the_description_that_this_version_does_not_know_are_printed() {
    let files = Files::new();
    let settings = json!({ "l1": 0.002, "schedule": { "name": "cosine" }, "seeds": [1, 2] });
    let path = files.model("touched", &[("trained_with", settings.clone())]);
    let found = inspect(&path);
    assert_eq!(
        (&found["problem"], &found["metadata"]["proxgrad"]["trained_with"]),
        (&Value::Null, &settings)
    );
    let table = table(&path);
    for (name, value) in [
        ("proxgrad.trained_with.l1", "0.002"),
        ("proxgrad.trained_with.schedule.name", "cosine"),
        ("proxgrad.trained_with.seeds", "1, 2"),
    ] {
        assert!(has_row(&table, name, value), "no {name} in {}", table.stdout());
    }
    assert!(!table.stdout().contains("proxgrad.classes"), "{}", table.stdout());
}

#[test]
fn a_state_of_the_library_is_described_by_its_steps_and_parameters() {
    let files = Files::new();
    let mut optimizer = ProximalAdagrad::new(Config::default()).unwrap();
    let mut values = [1.0f32, -1.0, 0.0];
    let first = optimizer.add_param(Param::new("first", &[3])).unwrap();
    optimizer.add_param(Param::new("second", &[2])).unwrap();
    let mut step = optimizer.begin_step();
    step.dense(first, &mut values, &[0.5, 0.5, 0.0]).unwrap();
    step.finish().unwrap();
    let mut options = Options::default();
    options.metadata.insert("about".to_owned(), "a run".to_owned());
    let view = proxgrad_safetensors::TensorView::of(&[3], &values).unwrap();
    save(files.path("state"), optimizer.snapshot(), [("first", view)], &options).unwrap();

    let found = inspect(&files.path("state"));
    assert_eq!(
        (&found["kind"], &found["problem"], &found["steps"]),
        (&json!("state"), &Value::Null, &json!(1))
    );
    assert_eq!(found["parameters"], json!(["first", "second"]));
    assert_eq!(
        (&found["metadata"]["about"], &tensor(&found, "values.first")["zeros"]),
        (&json!("a run"), &json!(1))
    );
    let table = table(&files.path("state"));
    assert!(has_row(&table, "parameters", "2: first, second") && has_row(&table, "about", "a run"));
}

#[test]
fn any_other_file_is_described_by_its_metadata_and_tensors() {
    let files = Files::new();
    let numbers = [0.0f32, f32::NAN, -3.0, 4.0, f32::INFINITY, 0.0];
    let path = files.tensors(
        "other",
        &[
            ("numbers", Dtype::F32, &[2, 3], bytemuck::cast_slice(&numbers)),
            ("flags", Dtype::BOOL, &[2], &[0, 1]),
            ("empty", Dtype::F64, &[0], &[]),
        ],
        &[("a\u{1b}[31mkey", "{\"deep\": [1, \"two\"]}"), ("text", "{ no JSON")],
    );
    let found = inspect(&path);
    let want = json!({
        "name": "numbers", "type": "f32", "shape": [2, 3], "zeros": 2, "not_finite": 2, "norm": 5.0, "min": -3.0,
        "max": 4.0,
    });
    assert_eq!((&found["kind"], tensor(&found, "numbers")), (&json!("tensors"), &want));
    assert_eq!(tensor(&found, "flags"), &json!({ "name": "flags", "type": "bool", "shape": [2] }));
    assert_eq!(
        (&tensor(&found, "empty")["min"], &tensor(&found, "empty")["zeros"]),
        (&Value::Null, &json!(0))
    );
    assert_eq!(found["metadata"]["text"], "{ no JSON");
    let table = table(&path);
    assert!(has_row(&table, "a\\u{1b}[31mkey.deep", "1, two"), "{}", table.stdout());
    assert!(!table.stdout().contains('\u{1b}'), "text of the file controls the terminal");

    let exported = files.path("exported");
    let model = fixture("touched.safetensors");
    let export = ["export", model.to_str().unwrap(), "--format", "safetensors", "--output", &exported];
    assert_eq!(proxgrad(&export).code(), Some(0));
    let found = inspect(&exported);
    assert_eq!((&found["kind"], &tensor(&found, "coef.data")["zeros"]), (&json!("export"), &json!(0)));
}

#[test]
fn the_content_decides_whether_a_file_is_data_or_tensors() {
    let files = Files::new();
    let model = files.write("model.svm", &fs::read(fixture("touched.safetensors")).unwrap());
    assert_eq!(inspect(&model)["kind"], "model");
    let data = files.write("data.safetensors", b"1 1:1\n-1 2:1\n");
    assert_eq!(inspect(&data)["format"], "libsvm");
    // Vowpal Wabbit text whose ninth byte is that of a header.
    let data = files.write("data", b"1 |abcd {x\n-1 |f b\n");
    assert_eq!(inspect(&data)["format"], "vw");
    proxgrad(&["inspect", "--format", "libsvm", &model]).refused(&format!("{model}:1:"));
    let missing = files.path("missing");
    table(&missing).refused(&format!("{missing}: cannot be opened"));
}

#[test]
fn a_model_that_cannot_be_used_is_described_with_its_problem() {
    let files = Files::new();
    for (changes, problem) in [
        (("classes", json!(["1", "2", "3"])), "its tensor \"weight\" is f32 [12, 1]; it must be f32 [12, 3]"),
        (("classes", json!(["1", "spam"])), "expected whole numbers as class names, found \"spam\""),
        (
            ("format", json!("linear model 9")),
            "its format is \"linear model 9\"; this version reads \"linear model 1\"",
        ),
        (
            ("epochs", json!(-1)),
            "its description, the entry \"proxgrad\" of its metadata, cannot be read from line 1, column",
        ),
        (("bits", json!(64)), "expected 1 to 30 hash bits, found 64"),
    ] {
        let path = files.model("touched", &[changes]);
        let table = table(&path);
        assert_eq!((table.code(), table.stderr()), (Some(1), ""), "{problem}");
        let mut lines = table.stdout().lines();
        assert!(
            lines.any(|line| line.starts_with("problem  ") && line.contains(problem)),
            "{}",
            table.stdout()
        );
        assert!(lines.any(|line| line.starts_with("accum.weight ")), "{}", table.stdout());
        let json = proxgrad(&["inspect", "--json", &path]);
        let document: Value = serde_json::from_str(json.stdout()).unwrap();
        assert_eq!((json.code(), document["kind"].as_str()), (Some(1), Some("model")));
        assert!(document["problem"].as_str().unwrap().contains(problem), "{document}");
    }
    let state =
        files.tensors("state", &[("global_step", Dtype::U64, &[], &[0; 8])], &[("proxgrad.format", "2")]);
    let table = table(&state);
    assert_eq!(table.code(), Some(1));
    assert!(
        table.stdout().contains("the entry \"proxgrad.format\" of its metadata is \"2\""),
        "{}",
        table.stdout()
    );
}

#[test]
fn a_damaged_file_is_an_error_that_names_it_and_never_a_panic() {
    let files = Files::new();
    let whole = fs::read(fixture("touched.safetensors")).unwrap();
    let header = 8 + usize::try_from(u64::from_le_bytes(whole[..8].try_into().unwrap())).unwrap();
    let lengths = [9, 10, 100, header - 1, header, header + 1, whole.len() - 1];
    for length in lengths {
        let path = files.write("cut", &whole[..length]);
        table(&path).refused(&format!("error: {path}: its "));
    }
    let path = files.write("longer", &[&whole[..], b"more"].concat());
    table(&path).refused("behind the header are in no tensor");
    let mut random = fastrand::Rng::with_seed(3);
    for case in 0..100 {
        let mut bytes = whole.clone();
        for _ in 0..random.usize(1..4) {
            bytes[random.usize(8..header)] ^= 1 << random.u32(0..8);
        }
        let path = files.write("flipped", &bytes);
        let ended = table(&path);
        assert!(matches!(ended.code(), Some(0..=2)), "case {case}: {:?}, {}", ended.code(), ended.stderr());
        assert!(ended.code() != Some(2) || ended.stderr().contains(&path), "case {case}: {}", ended.stderr());
    }
    let entry = r#"{"weight":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}"#;
    let bytes = [&(entry.len() as u64).to_le_bytes()[..], entry.as_bytes(), &[0; 8]].concat();
    table(&files.write("huge", &bytes))
        .refused("its tensor \"weight\" is F32 [9223372036854775807, 4], which are more");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let (data, model) = (fixture("two.svm"), fixture("touched.safetensors"));
    for path in [&data, &model] {
        for options in [&["inspect"][..], &["inspect", "--json"]] {
            let mut child = Command::new(program::path())
                .args(options)
                .arg(path)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            drop(child.stdout.take());
            let ended = child.wait_with_output().unwrap();
            assert_eq!((ended.status.code(), &*ended.stderr), (Some(0), &b""[..]), "{}", path.display());
        }
    }
}
