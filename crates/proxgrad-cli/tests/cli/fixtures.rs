//! Model files that earlier versions have saved load, and training goes on from them as it did.

use std::{collections::BTreeMap, fs, path::PathBuf};

use safetensors::{Dtype, SafeTensors};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{devices, package_folder, proxgrad};

/// Name, data and options of each model, as `tests/fixtures/README.md` lists them.
const MODELS: [(&str, &str, &[&str]); 9] = [
    ("touched", "two.svm", &["--learning-rate", "0.5", "--l1", "0.002"]),
    ("without_precision", "two.svm", &["--learning-rate", "0.5", "--l1", "0.002"]),
    ("four_classes", "four.svm", &["--learning-rate", "0.5", "--l1", "0.002", "--shrinkage", "adaptive"]),
    (
        "exact",
        "two.svm",
        &[
            "--learning-rate",
            "0.5",
            "--rows",
            "exact",
            "--shrinkage",
            "adaptive",
            "--l1",
            "0.002",
            "--l2",
            "0.001",
        ],
    ),
    (
        "exact_schedule",
        "two.svm",
        &[
            "--schedule",
            "inverse_decay(learning_rate=0.5, decay_rate=0.5, decay_steps=10)",
            "--rows",
            "exact",
            "--l1",
            "0.002",
        ],
    ),
    ("f16_dynamic", "two.svm", &["--learning-rate", "0.5", "--precision", "f16", "--loss-scale", "dynamic"]),
    ("bf16", "two.svm", &["--learning-rate", "0.5", "--precision", "bf16", "--rounding", "nearest"]),
    ("hashed", "two.svm", &["--learning-rate", "0.5"]),
    ("no_bias", "two.svm", &["--learning-rate", "0.5", "--no-bias", "--l2", "0.01"]),
];

/// The path of a saved model, or of the data it was trained on.
pub(crate) fn fixture(name: &str) -> PathBuf {
    package_folder().join("../../tests/fixtures/models").join(name)
}

/// The description in the metadata of a model file.
pub(crate) fn header(bytes: &[u8]) -> Value {
    let (_, metadata) = SafeTensors::read_metadata(bytes).unwrap();
    serde_json::from_str(&metadata.metadata().as_ref().unwrap()["proxgrad"]).unwrap()
}

/// The bytes of each tensor of a model file.
pub(crate) fn tensors(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let file = SafeTensors::deserialize(bytes).unwrap();
    file.iter().map(|(name, tensor)| (name.to_owned(), tensor.data().to_vec())).collect()
}

/// Panics unless two model files have the same tensors: words and text bit for bit, numbers up to `tolerance` times
/// their size, or below 1 up to `tolerance`.
fn assert_same_tensors(got: &[u8], want: &[u8], tolerance: f32, what: &str) {
    let [got, want] = [got, want].map(|bytes| SafeTensors::deserialize(bytes).unwrap());
    let names = |file: &SafeTensors<'_>| {
        let mut names: Vec<_> = file.names().into_iter().map(str::to_owned).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(&got), names(&want), "{what}");
    for (name, want) in want.iter() {
        let got = got.tensor(name).unwrap();
        assert_eq!((got.dtype(), got.shape()), (want.dtype(), want.shape()), "{what}: {name}");
        if want.dtype() != Dtype::F32 {
            assert_eq!(got.data(), want.data(), "{what}: {name}");
            continue;
        }
        let [got, want] = [got, want].map(|tensor| bytemuck::pod_collect_to_vec::<u8, f32>(tensor.data()));
        for (i, (got, want)) in got.iter().zip(&want).enumerate() {
            let near = (got - want).abs() <= tolerance * want.abs().max(1.0);
            assert!(near, "{what}: {name}[{i}] is {got}, not {want}");
        }
    }
}

#[test]
fn models_of_earlier_versions_load_and_training_goes_on() {
    let folder = TempDir::new().unwrap();
    for device in devices() {
        for (name, data, options) in MODELS {
            let what = format!("{name} on {device}");
            let [data, model] = [data, &format!("{name}.safetensors")].map(fixture);
            let saved = folder.path().join(name);
            let [data, model, target] = [&data, &model, &saved].map(|path| path.to_str().unwrap());
            let fixed = [
                "train", data, "--json", "--device", device, "--batch", "4", "--epochs", "1", "--resume",
                model,
            ];
            let run = proxgrad(&[&fixed[..], &["--save", target], options].concat()).json();
            assert_eq!(run["steps"], 10, "{what}");

            let got = fs::read(&saved).unwrap();
            let want = fs::read(fixture(&format!("{name}.continued.safetensors"))).unwrap();
            // The exponential function of systems differs in the last bits; a device may round as WGSL allows. An
            // f16 or bf16 that falls on the other side differs by its spacing.
            let spacing = match header(&want)["precision"].as_str() {
                Some("f16") => 2f32.powi(-10),
                Some("bf16") => 2f32.powi(-7),
                _ => 0.0,
            };
            assert_same_tensors(&got, &want, 1e-5 + 2.0 * spacing, &what);
            for key in ["format", "classes", "bits", "epochs", "precision"] {
                assert_eq!(header(&got)[key], header(&want)[key], "{what}: {key}");
            }
        }
    }
}

#[test]
fn a_checkpoint_of_an_earlier_version_goes_on_in_the_middle_of_its_epoch() {
    let folder = TempDir::new().unwrap();
    let (data, model, saved) =
        (fixture("two.svm"), fixture("checkpoint.safetensors"), folder.path().join("saved"));
    let [data, model, target] = [&data, &model, &saved].map(|path| path.to_str().unwrap());
    for device in devices() {
        let options = ["--json", "--device", device, "--resume", model, "--save", target];
        // 40 examples in batches of 4, of which 5 are left.
        assert_eq!(proxgrad(&[&["train", data], &options[..]].concat()).json()["steps"], 5, "{device}");
        let (got, want) =
            (fs::read(&saved).unwrap(), fs::read(fixture("checkpoint.continued.safetensors")).unwrap());
        assert_same_tensors(&got, &want, 1e-5, device);
        // This version says more, with the values that the earlier one had.
        let mut header_of_want = header(&want);
        for (name, value) in [
            ("rule", json!("proximal-adagrad")),
            ("ftrl_form", json!("tensorflow")),
            ("learning_rate_power", json!(-0.5)),
            ("l2_shrinkage", json!(0.0)),
            ("beta", json!(0.0)),
            ("l21", json!(0.0)),
            ("target_zeros", Value::Null),
        ] {
            header_of_want["settings"][name] = value;
        }
        assert_eq!(header(&got), header_of_want, "{device}");
    }
}

#[test]
fn the_headers_of_saved_models_are_what_they_were() {
    let expected = |classes: Value, bits: Value, precision: Value| json!({ "format": "linear model 1", "classes": classes, "bits": bits, "epochs": 2, "precision": precision });
    for (name, _, _) in MODELS {
        let two = json!(["-1", "1"]);
        let mut want = match name {
            "four_classes" => expected(json!(["3", "7", "8", "12"]), Value::Null, json!("f32")),
            "hashed" => expected(two, json!(4), json!("f32")),
            "f16_dynamic" => expected(two, Value::Null, json!("f16")),
            "bf16" => expected(two, Value::Null, json!("bf16")),
            _ => expected(two, Value::Null, json!("f32")),
        };
        if name == "without_precision" {
            want.as_object_mut().unwrap().remove("precision");
        }
        let got = header(&fs::read(fixture(&format!("{name}.safetensors"))).unwrap());
        assert_eq!(got, want, "{name}");
    }
}
