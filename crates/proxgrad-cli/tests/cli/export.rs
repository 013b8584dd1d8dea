//! `proxgrad export`: what the files hold, what is refused, and what becomes of the file that is replaced.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::{Cursor, Read},
    path::Path,
    process::{Command, Stdio},
};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipArchive;

use crate::{
    fixtures::{fixture, header},
    program::{self, Output, proxgrad},
    train::Problem,
};

/// A model file, read without the program.
struct Model {
    path: String,
    labels: Vec<i64>,
    /// The names of the rows, where they have any.
    names: Option<Vec<String>>,
    /// `[features, outputs]`
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Model {
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let numbers = |name: &str| bytemuck::pod_collect_to_vec(file.tensor(name).unwrap().data());
        let classes = header(&bytes)["classes"].clone();
        let labels: Vec<String> = serde_json::from_value(classes).unwrap();
        Self {
            path: path.to_str().unwrap().to_owned(),
            labels: labels.iter().map(|label| label.parse().unwrap()).collect(),
            names: file.tensor("features").ok().map(|names| serde_json::from_slice(names.data()).unwrap()),
            weights: numbers("weight"),
            bias: numbers("bias"),
        }
    }

    fn fixture(name: &str) -> Self {
        Self::read(&fixture(&format!("{name}.safetensors")))
    }

    fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The number of a feature, and the row of its weights, where features are numbers.
    fn numbers(&self) -> Option<Vec<(usize, usize)>> {
        let names = self.names.as_ref()?.iter().enumerate();
        names.map(|(row, name)| Some((name.parse().ok()?, row))).collect()
    }

    /// `[outputs][columns]`; the weights as they should be exported, zeros and all. The features of these models that
    /// are numbers begin at 1.
    fn dense(&self) -> Vec<Vec<f32>> {
        let outputs = self.outputs();
        let rows = match self.numbers() {
            Some(numbers) => numbers.iter().map(|(number, row)| (number - 1, *row)).collect(),
            None => Vec::from_iter((0..self.weights.len() / outputs).map(|row| (row, row))),
        };
        let columns = rows.iter().map(|(column, _)| column + 1).max().unwrap();
        let mut dense = vec![vec![0.0; columns]; outputs];
        for (column, row) in rows {
            for (output, dense) in dense.iter_mut().enumerate() {
                dense[column] = self.weights[row * outputs + output];
            }
        }
        dense
    }

    fn export(&self, arguments: &[&str]) -> Output {
        proxgrad(&[&["export", &self.path, "--format"], arguments].concat())
    }

    /// The bytes of a file that is written.
    fn file(&self, arguments: &[&str]) -> Vec<u8> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("exported");
        let output = self.export(&[arguments, &["--output", path.to_str().unwrap()]].concat());
        assert_eq!((output.code(), output.stdout()), (Some(0), ""), "{}", output.stderr());
        fs::read(path).unwrap()
    }
}

/// A matrix in compressed sparse rows as dense rows, and the number of its elements.
fn dense(shape: &[i64], starts: &[i32], columns: &[i32], values: &[f32]) -> (Vec<Vec<f32>>, usize) {
    let size = |extent: i64| usize::try_from(extent).unwrap();
    let mut dense = vec![vec![0.0; size(shape[1])]; size(shape[0])];
    assert_eq!(starts.len(), dense.len() + 1);
    for (row, dense) in dense.iter_mut().enumerate() {
        let range = usize::try_from(starts[row]).unwrap()..usize::try_from(starts[row + 1]).unwrap();
        assert!(columns[range.clone()].is_sorted_by(|a, b| a < b), "{columns:?}");
        for (column, value) in columns[range.clone()].iter().zip(&values[range]) {
            dense[usize::try_from(*column).unwrap()] = *value;
        }
    }
    (dense, values.len())
}

/// The elements of a tensor of the file.
fn elements<T: bytemuck::Pod>(file: &SafeTensors<'_>, name: &str) -> Vec<T> {
    bytemuck::pod_collect_to_vec(file.tensor(name).unwrap().data())
}

fn of_safetensors(bytes: &[u8]) -> (Vec<Vec<f32>>, usize) {
    let file = SafeTensors::deserialize(bytes).unwrap();
    let [starts, columns] = ["coef.indptr", "coef.indices"].map(|name| elements(&file, name));
    dense(&elements::<i64>(&file, "coef.shape"), &starts, &columns, &elements(&file, "coef.data"))
}

/// The type and the bytes of the elements of each member of an archive.
fn members(bytes: &[u8]) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let member = |i| {
        let mut member = archive.by_index(i).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes[..8], *b"\x93NUMPY\x01\x00");
        let data = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        assert!(data.is_multiple_of(64) && bytes[data - 1] == b'\n');
        let header = String::from_utf8(bytes[10..data].to_vec()).unwrap();
        let dtype = header.strip_prefix("{'descr': '").unwrap().split_once('\'').unwrap().0.to_owned();
        (member.name().unwrap().strip_suffix(".npy").unwrap().to_owned(), (dtype, bytes[data..].to_vec()))
    };
    (0..count).map(member).collect()
}

fn of_npz(bytes: &[u8]) -> (Vec<Vec<f32>>, usize) {
    fn numbers<T: bytemuck::Pod>(
        members: &BTreeMap<String, (String, Vec<u8>)>,
        name: &str,
        dtype: &str,
    ) -> Vec<T> {
        assert_eq!(members[name].0, dtype, "{name}");
        bytemuck::pod_collect_to_vec(&members[name].1)
    }
    let members = members(bytes);
    assert_eq!(members["format"], ("|S3".to_owned(), b"csr".to_vec()));
    let [starts, columns] = ["indptr", "indices"].map(|name| numbers(&members, name, "<i4"));
    dense(&numbers::<i64>(&members, "shape", "<i8"), &starts, &columns, &numbers(&members, "data", "<f4"))
}

/// A model with these names of features and these weights, of two classes.
fn model(folder: &TempDir, names: &[&str], weights: &[f32], classes: Value) -> Model {
    let names = serde_json::to_vec(names).unwrap();
    let description = json!({ "format": "linear model 1", "classes": classes, "bits": null, "epochs": 1 });
    let bytes: Vec<u8> = bytemuck::cast_slice(weights).to_vec();
    let zeros = [0; 8];
    let view = |dtype, shape: &[usize], bytes| TensorView::new(dtype, shape.to_vec(), bytes).unwrap();
    let tensors = HashMap::from([
        ("features", view(Dtype::U8, &[names.len()], &names[..])),
        ("weight", view(Dtype::F32, &[weights.len(), 1], &bytes)),
        ("bias", view(Dtype::F32, &[1], &zeros[..4])),
        ("global_step", view(Dtype::U64, &[], &zeros)),
    ]);
    let path = folder.path().join("made");
    let metadata = HashMap::from([("proxgrad".to_owned(), description.to_string())]);
    fs::write(&path, safetensors::serialize(tensors, Some(metadata)).unwrap()).unwrap();
    Model::read(&path)
}

const FIXTURES: [&str; 5] = ["touched", "four_classes", "exact", "no_bias", "hashed"];

#[test]
fn matrices_have_the_weights_of_the_model_without_its_zeros() {
    let mut zeros = 0;
    for name in FIXTURES {
        let model = Model::fixture(name);
        let want = model.dense();
        let nonzero = model.weights.iter().filter(|weight| **weight != 0.0).count();
        zeros += model.weights.len() - nonzero;
        let (tensors, archive) = (model.file(&["safetensors"]), model.file(&["npz"]));
        assert_eq!(of_safetensors(&tensors), (want.clone(), nonzero), "{name}");
        assert_eq!(of_npz(&archive), (want, nonzero), "{name}");

        let file = SafeTensors::deserialize(&tensors).unwrap();
        assert_eq!(elements::<f32>(&file, "intercept"), model.bias, "{name}");
        assert_eq!(elements::<i64>(&file, "classes"), model.labels, "{name}");
        let members = members(&archive);
        assert_eq!(members["intercept"], ("<f4".to_owned(), bytemuck::cast_slice(&model.bias).to_vec()));
        assert_eq!(members["classes"], ("<i8".to_owned(), bytemuck::cast_slice(&model.labels).to_vec()));
        // Equal models are equal files.
        assert!(model.file(&["npz"]) == archive && model.file(&["safetensors"]) == tensors, "{name}");
    }
    assert!(zeros > 0, "no model has a zero");
}

#[test]
fn the_metadata_says_what_the_columns_are() {
    let metadata = |model: &Model, options: &[&str]| {
        let bytes = model.file(&[&["safetensors"], options].concat());
        let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
        let mut metadata = metadata.metadata().clone().unwrap();
        assert_eq!(metadata.remove("proxgrad.export").as_deref(), Some("1"));
        assert_eq!(metadata.remove("proxgrad.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
        metadata.into_iter().collect::<BTreeMap<_, _>>()
    };
    let want = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(key, text)| (key.to_string(), text.to_string()));
        pairs.collect::<BTreeMap<_, _>>()
    };
    let folder = TempDir::new().unwrap();
    let touched = Model::fixture("touched");
    assert_eq!(metadata(&touched, &[]), want(&[("columns", "numbers"), ("first", "1")]));
    let of_0 = model(&folder, &["5", "0"], &[1.0, 2.0], json!(["0", "1"]));
    assert_eq!(metadata(&of_0, &[]), want(&[("columns", "numbers"), ("first", "0")]));
    assert_eq!(of_safetensors(&of_0.file(&["safetensors"])).0, [[2.0, 0.0, 0.0, 0.0, 0.0, 1.0]]);
    let hashed = metadata(&Model::fixture("hashed"), &["--quantise", "f16"]);
    assert_eq!(hashed, want(&[("bits", "4"), ("columns", "hashes"), ("quantised", "f16")]));

    let named = model(&folder, &["f^b", "3"], &[1.0, 0.0], json!(["0", "1"]));
    let fixed = metadata(&named, &["--quantise", "q2.13"]);
    assert_eq!(fixed, want(&[("columns", "names"), ("quantised", "q2.13"), ("scale", "0.00012207031")]));
    assert_eq!(fixed["scale"].parse(), Ok(2f32.powi(-13)));
    let (tensors, archive) = (named.file(&["safetensors"]), named.file(&["npz"]));
    let file = SafeTensors::deserialize(&tensors).unwrap();
    for names in [file.tensor("features").unwrap().data(), &members(&archive)["features"].1] {
        assert_eq!(serde_json::from_slice::<Vec<String>>(names).unwrap(), ["f^b", "3"]);
    }
}

#[test]
fn a_model_of_liblinear_has_a_line_for_each_number_and_the_larger_label_first() {
    for name in ["touched", "four_classes", "exact", "no_bias"] {
        let model = Model::fixture(name);
        let text = model.export(&["liblinear"]);
        let (head, weights) = text.stdout().split_once("\nw\n").unwrap();
        let dense = model.dense();
        let (solver, labels) = match &model.labels[..] {
            [smaller, larger] => ("L1R_LR", format!("{larger} {smaller}")),
            labels => ("MCSVM_CS", labels.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")),
        };
        let (classes, features) = (model.labels.len(), dense[0].len());
        let bias = if name == "no_bias" { -1 } else { 1 };
        let want = format!(
            "solver_type {solver}\nnr_class {classes}\nlabel {labels}\nnr_feature {features}\nbias {bias}"
        );
        assert_eq!(head, want, "{name}");
        let number = |text: &str| text.parse::<f64>().unwrap();
        let mut rows: Vec<Vec<f64>> =
            weights.lines().map(|line| line.split(' ').map(number).collect()).collect();
        if name != "no_bias" {
            let bias: Vec<f64> = model.bias.iter().map(|bias| f64::from(*bias)).collect();
            assert_eq!(rows.pop(), Some(bias), "{name}");
        }
        let column = |i: usize| Vec::from_iter(dense.iter().map(|row| f64::from(row[i])));
        assert_eq!(rows, Vec::from_iter((0..features).map(column)), "{name}");
    }
}

#[test]
fn readable_text_has_a_line_for_each_weight_that_is_not_zero() {
    for name in FIXTURES {
        let model = Model::fixture(name);
        let text = model.export(&["vw"]);
        let mut want = BTreeMap::new();
        let outputs = model.outputs();
        let mut add = |feature: &str, weights: &[f32]| {
            for (label, weight) in model.labels.iter().zip(weights).filter(|(_, weight)| **weight != 0.0) {
                let class = if outputs == 1 { String::new() } else { format!("[{label}]") };
                want.insert(format!("{feature}{class}"), *weight);
            }
        };
        add("Constant", &model.bias);
        for (row, weights) in model.weights.chunks(outputs).enumerate() {
            add(&model.names.as_ref().map_or(row.to_string(), |names| names[row].clone()), weights);
        }
        let lines = text.stdout().lines().filter(|line| !line.starts_with("# "));
        let line = |line: &str| {
            let (name, weight) = line.rsplit_once(':').unwrap();
            (name.to_owned(), weight.parse().unwrap())
        };
        assert_eq!(lines.map(line).collect::<BTreeMap<String, f32>>(), want, "{name}");
        assert!(text.stdout().contains(&format!("\n# Labels: {}", model.labels[0])), "{}", text.stdout());
    }
    let folder = TempDir::new().unwrap();
    let names = ["f^a:b", "f^ 3", "^é", "f^zero"];
    let named = model(&folder, &names, &[0.1, -2e-9, 3.0, 0.0], json!(["0", "1"]));
    assert!(named.export(&["vw"]).stdout().ends_with("\nf^a:b:0.1\nf^ 3:-2e-9\n^é:3.0\n"));
}

#[test]
fn rounded_weights_are_stored_in_16_bits_and_the_loss_is_printed() {
    let problem = Problem::new(4);
    let path = problem.path("model");
    problem.train(&["--device", "cpu", "--l1", "0.002", "--epochs", "3", "--save", &path]).json();
    let model = Model::read(Path::new(&path));
    let want = model.dense();
    for (kind, dtype) in [("q2.13", Dtype::I16), ("f16", Dtype::F16)] {
        let bytes = model.file(&["safetensors", "--quantise", kind]);
        let file = SafeTensors::deserialize(&bytes).unwrap();
        let data = file.tensor("coef.data").unwrap();
        assert_eq!(data.dtype(), dtype);
        let archive = of_npz(&model.file(&["npz", "--quantise", kind]));
        let stored: Vec<f32> = match dtype {
            Dtype::I16 => {
                elements::<i16>(&file, "coef.data").iter().map(|x| f32::from(*x) / 8192.0).collect()
            }
            _ => elements::<u16>(&file, "coef.data")
                .iter()
                .map(|bits| proxgrad::half::f16::from_bits(*bits).to_f32())
                .collect(),
        };
        let [starts, columns] = ["coef.indptr", "coef.indices"].map(|name| elements(&file, name));
        let rounded = dense(&elements::<i64>(&file, "coef.shape"), &starts, &columns, &stored);
        assert_eq!(rounded, archive, "{kind}");
        assert!(stored.iter().all(|value| *value != 0.0), "{kind}: a zero is stored");
        for (rounded, want) in rounded.0.iter().flatten().zip(want.iter().flatten()) {
            let step = if kind == "f16" { want.abs() * 2f32.powi(-11) } else { 2f32.powi(-14) };
            assert!((rounded - want).abs() <= step.max(2f32.powi(-25)), "{kind}: {rounded}, not {want}");
        }
    }

    let said = model.export(&["vw", "--quantise", "q2.13", "--test", &problem.path("test")]);
    let wrong = proxgrad(&["predict", &problem.path("test"), "--model", &path]);
    let share = wrong.stderr().rsplit_once('(').unwrap().1.split_once(" %").unwrap().0.to_owned();
    let error = format!("\ntest error {share} % of 300 before, ");
    assert!(said.stderr().starts_with("rounded to q2.13 to the nearest: "), "{}", said.stderr());
    assert!(said.stderr().contains(&error), "expected {error:?} in {}", said.stderr());
    let losses = said.stderr().rsplit_once("log loss ").unwrap().1.to_owned();
    let losses: Vec<f64> = losses.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(losses.len() == 2 && 0.0 < losses[0] && (losses[0] - losses[1]).abs() < 1e-3, "{losses:?}");
    assert!(said.stdout().contains("\n# Weights are rounded to q2.13.\n"));
}

#[test]
fn weights_beyond_the_largest_number_and_below_the_smallest_are_counted() {
    let folder = TempDir::new().unwrap();
    let weights = [5.0, -5.0, 1e-5, 0.5, 0.0];
    let model = model(&folder, &["1", "2", "3", "4", "5"], &weights, json!(["0", "1"]));
    let output = model.export(&["liblinear", "--quantize", "q2.13"]);
    assert!(output.stdout().ends_with("\nw\n3.9998779296875\n-4.0\n0\n0.5\n0\n"), "{}", output.stdout());
    let said = "3 of 4 non-zero weights changed, 1 became zero, 2 were beyond the largest number; largest error 1.000e0";
    assert!(output.stderr().contains(said), "{}", output.stderr());
    assert_eq!(
        output.warnings(),
        ["2 weights are beyond the largest number of q2.13; f16 has numbers up to 65504"]
    );
    assert_eq!(model.export(&["liblinear", "--quantise", "f16"]).warnings(), [""; 0]);
    let random = |seed: &str| {
        let options = ["vw", "--quantise", "q2.13", "--rounding", "stochastic", "--seed", seed];
        model.export(&options).stdout().to_owned()
    };
    assert_eq!(random("1"), random("1"));
    assert!((2..40).any(|seed| random(&seed.to_string()) != random("1")), "every seed rounds alike");
}

#[test]
fn what_a_format_cannot_represent_is_refused_by_name() {
    let folder = TempDir::new().unwrap();
    let two = json!(["0", "1"]);
    let refused = |model: &Model, arguments: &[&str], message: &str| {
        model.export(arguments).refused(message);
        assert!(model.export(arguments).stderr().contains(&format!("cannot export {}: ", model.path)));
    };
    refused(&Model::fixture("hashed"), &["liblinear"], "its features are hashed to 4 bits");
    let names = model(&folder, &["1", "f^a"], &[1.0, 2.0], two.clone());
    refused(&names, &["liblinear"], "its feature \"f^a\" is no number that liblinear has");
    let zero = model(&folder, &["1", "0"], &[1.0, 2.0], two.clone());
    refused(&zero, &["liblinear"], "it has a feature 0, and liblinear counts from 1");
    let far = model(&folder, &["1", "2147483648"], &[1.0, 2.0], two.clone());
    refused(&far, &["liblinear"], "its feature 2147483648 is beyond 2147483646");
    let label = model(&folder, &["1"], &[1.0], json!(["0", "2147483648"]));
    refused(&label, &["liblinear"], "its label 2147483648 is beyond the 32 bits");
    let line = model(&folder, &["^a\nb"], &[1.0], two);
    refused(&line, &["vw"], "the name of its feature \"^a\\nb\" has an end of a line");
}

#[test]
fn a_number_far_away_is_a_column_of_its_own_that_takes_no_room() {
    let folder = TempDir::new().unwrap();
    let far = model(&folder, &["9000000000", "7"], &[0.5, 2.0], json!(["0", "1"]));
    let bytes = far.file(&["safetensors"]);
    let file = SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(elements::<i64>(&file, "coef.shape"), [1, 9_000_000_000]);
    assert_eq!(elements::<i64>(&file, "coef.indices"), [6, 8_999_999_999]);
    assert_eq!(elements::<i64>(&file, "coef.indptr"), [0, 2]);
    let members = members(&far.file(&["npz"]));
    assert_eq!((&*members["indices"].0, &*members["indptr"].0), ("<i8", "<i8"));
}

#[test]
fn arguments_that_do_not_fit_together_are_refused() {
    let model = Model::fixture("touched");
    for format in ["npz", "safetensors"] {
        model
            .export(&[format])
            .refused(&format!("{format} is not text; give the file to write by --output FILE"));
    }
    let data = fixture("two.svm");
    model.export(&["vw", "--test", data.to_str().unwrap()]).refused("--quantise <TYPE>");
    model.export(&["vw", "--rounding", "nearest"]).refused("--quantise <TYPE>");
    model.export(&["vw", "--quantise", "q8"]).refused("possible values: q2.13, f16");
    model.export(&["csv"]).refused("possible values: safetensors, npz, liblinear, vw");

    let folder = TempDir::new().unwrap();
    let unlabelled = folder.path().join("data");
    fs::write(&unlabelled, "|f a\n5 |f b\n").unwrap();
    let unlabelled = unlabelled.to_str().unwrap();
    model
        .export(&["vw", "--quantise", "f16", "--test", unlabelled])
        .refused(&format!("{unlabelled}: expected labels that the model knows (-1, 1), found none"));
}

#[test]
fn a_file_is_replaced_as_a_whole_or_stays() {
    let folder = TempDir::new().unwrap();
    let (target, damaged) = (folder.path().join("target"), folder.path().join("damaged"));
    fs::write(&target, "old").unwrap();
    let [model, to] =
        [fixture("touched.safetensors"), target.clone()].map(|path| path.to_str().unwrap().to_owned());
    let export = |model: &str, format: &str, to: &str| {
        proxgrad(&["export", model, "--format", format, "--output", to])
    };
    for cut in [0, 7, 8, 100, 800] {
        fs::write(&damaged, &fs::read(&model).unwrap()[..cut]).unwrap();
        let damaged = damaged.to_str().unwrap();
        export(damaged, "npz", &to).refused(&format!("cannot export {damaged}: "));
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }
    for format in ["safetensors", "npz", "liblinear", "vw"] {
        assert_eq!(export(&model, format, &to).code(), Some(0));
        assert_ne!(fs::read(&target).unwrap(), b"old");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "something else is left");
    fs::copy(&model, &to).unwrap();
    let test = ["export", &model, "--format", "vw", "--quantise", "f16", "--output", &to, "--test"];
    export(&to, "safetensors", &to).refused(&format!("cannot write to {to}: it is the model itself"));
    proxgrad(&[&test[..], &[&to]].concat())
        .refused(&format!("cannot write to {to}: it is the test data itself"));
    assert!(fs::read(&to).unwrap() == fs::read(&model).unwrap(), "a file that was read was replaced");
    let (of_folder, missing) = (folder.path().to_str().unwrap(), folder.path().join("no/file"));
    let missing = missing.to_str().unwrap();
    export(&model, "vw", of_folder).refused(&format!("cannot write to {of_folder}: it is a folder"));
    export(&model, "vw", missing).refused(&format!("cannot write to {missing}: making a file beside it"));
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is_one() {
    let problem = Problem::new(4);
    let path = problem.path("model");
    let names: Vec<String> = (0..20_000).map(|i| format!("{} |f name{i}", i % 4)).collect();
    fs::write(problem.path("train"), names.join("\n")).unwrap();
    fs::write(problem.path("test"), &names[0]).unwrap();
    problem.train(&["--device", "cpu", "--save", &path]).json();
    let mut child = Command::new(program::path())
        .args(["export", &path, "--format", "vw"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), &*ended.stderr), (Some(0), &b""[..]));
    if cfg!(target_os = "linux") {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let arguments = ["export", &path, "--format", "vw"];
        let ended = Command::new(program::path()).args(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2));
        assert!(said.starts_with("error: the output cannot be written: No space left on device"), "{said}");
    }
}
