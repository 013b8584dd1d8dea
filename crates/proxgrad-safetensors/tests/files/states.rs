//! The state of optimizers: saved, loaded and restored, a run goes on as if it had not stopped.

use std::{env, fs, path::Path};

use proxgrad::{
    Config, DynamicLossScale, Group, Rows, Shrinkage, Snapshot, Tensor,
    cpu::{Param, ProximalAdagrad, RowGrad},
    half::{bf16, f16},
};
use proxgrad_safetensors::{
    Contents, Error, Fault, File, Options, Target, TensorFault, TensorView, load, save,
};
use serde_json::Value;

use crate::fixture::{Folder, tensor_fault};

/// A run on the CPU with parameters of every kind.
struct Run {
    optimizer: ProximalAdagrad,
    values: [Vec<f32>; 4],
}

const NAMES: [&str; 4] = ["weight", "bias \"ß\"", "table", "nothing"];

impl Run {
    fn new(shrinkage: Shrinkage, dynamic: bool) -> Self {
        let config = Config {
            learning_rate: (0..40).map(|step| 0.5 / f64::from(step + 1)).collect(),
            l1: 0.01,
            l2: 0.02,
            shrinkage,
            skip_on_overflow: !dynamic,
            dynamic_loss_scale: dynamic.then(|| DynamicLossScale::new(8.0, 2.0, 3).unwrap()),
            ..Config::default()
        };
        let mut optimizer = ProximalAdagrad::new(config).unwrap();
        let group = Group { learning_rate: Some(vec![0.25; 40].into()), ..Group::default() };
        let group = optimizer.add_group(group).unwrap();
        let shapes: [&[usize]; 4] = [&[2, 3], &[], &[5, 2], &[0, 4]];
        for (name, shape) in NAMES.into_iter().zip(shapes) {
            let param = Param::new(name, shape);
            let param = if name == "table" { param.rows(Rows::Exact) } else { param };
            optimizer.add_param(if shape.is_empty() { param.group(group) } else { param }).unwrap();
        }
        let values = [vec![0.5; 6], vec![1.0], (0..10u8).map(f32::from).collect(), Vec::new()];
        Self { optimizer, values }
    }

    /// Some steps; every fifth has a gradient that is not finite.
    fn run(&mut self, steps: std::ops::Range<usize>) {
        let [weight, bias, table, _] = self.optimizer.params().collect::<Vec<_>>().try_into().unwrap();
        for step in steps {
            let [weights, biases, rows, _] = &mut self.values;
            let poison = if step % 5 == 4 { f32::NAN } else { 0.5 };
            let (grads, indices) = ([0.25, -0.5, 1.0, 0.0, poison, 2.0], [step % 5, 3]);
            let mut taken = self.optimizer.begin_step();
            taken.dense(weight, weights, &grads).unwrap();
            taken.dense(bias, biases, &[0.125]).unwrap();
            taken.rows(table, rows, RowGrad::new(&indices, &[0.5, -0.5, 1.0, 0.25])).unwrap();
            taken.finish().unwrap();
        }
    }

    fn save(&self, path: &Path) {
        let snapshot = self.optimizer.snapshot();
        let shapes: [&[usize]; 4] = [&[2, 3], &[], &[5, 2], &[0, 4]];
        let values = NAMES.into_iter().zip(&self.values).zip(shapes);
        let values = values.map(|((name, values), shape)| (name, TensorView::of(shape, values).unwrap()));
        save(path, &snapshot, values, &Options::default()).unwrap();
    }
}

#[test]
fn a_run_that_is_saved_and_loaded_goes_on_to_the_same_bits() {
    let folder = Folder::new();
    let path = folder.path("state.safetensors");
    for shrinkage in [Shrinkage::Documented, Shrinkage::Adaptive] {
        for dynamic in [false, true] {
            for at in [0, 1, 5, 12] {
                let mut straight = Run::new(shrinkage, dynamic);
                straight.run(0..at);
                straight.save(&path);

                let state = load(&path).unwrap();
                assert_eq!(state.snapshot(), straight.optimizer.snapshot());
                assert_eq!(state.global_step(), straight.optimizer.global_step());
                assert_eq!(state.version(), Some(env!("CARGO_PKG_VERSION")));
                let mut resumed = Run::new(shrinkage, dynamic);
                resumed.optimizer.restore(&state.snapshot()).unwrap();
                for (values, name) in resumed.values.iter_mut().zip(NAMES) {
                    *values = state.values(name).unwrap().to_vec().unwrap();
                }
                let mut names = NAMES;
                names.sort_unstable();
                assert!(state.all_values().map(|(name, _)| name).eq(names));

                straight.run(at..30);
                resumed.run(at..30);
                assert_eq!(resumed.values, straight.values);
                assert_eq!(resumed.optimizer.snapshot(), straight.optimizer.snapshot());
            }
        }
    }
    assert_eq!(folder.names(), ["state.safetensors"]);
}

/// Snapshots that were recorded, one of them on a GPU that had skipped steps.
#[test]
fn recorded_snapshots_are_saved_and_loaded_as_they_are() {
    let folder = Folder::new();
    let path = folder.path("state");
    // These tests may run where they were not compiled, and are then told at run time.
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let recorded = Path::new(&package).join("../../tests/fixtures/snapshots");
    let mut tensors = 0;
    for entry in fs::read_dir(recorded).unwrap() {
        let document: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
        let snapshot = snapshot_of(&document["tensors"]);
        tensors += snapshot.tensors.len();
        save(&path, &snapshot, [], &Options::default()).unwrap();
        assert_eq!(load(&path).unwrap().snapshot(), snapshot);
        assert_eq!(load(&path).unwrap().all_values().count(), 0);
    }
    assert!(tensors > 20, "{tensors}");
}

fn snapshot_of(tensors: &Value) -> Snapshot {
    let numbers = |of: &Value| -> Vec<u64> { serde_json::from_value(of.clone()).unwrap() };
    let tensor = |tensor: &Value| {
        let shape: Vec<usize> = serde_json::from_value(tensor["shape"].clone()).unwrap();
        let data = &tensor["data"];
        if data["u64"].is_array() {
            return Tensor::u64(&shape, numbers(&data["u64"]));
        }
        let bits = numbers(&data["f32_bits"]);
        Tensor::f32(
            &shape,
            bits.into_iter().map(|bits| f32::from_bits(u32::try_from(bits).unwrap())).collect(),
        )
    };
    tensors.as_object().unwrap().iter().map(|(name, value)| (name.clone(), tensor(value))).collect()
}

/// A state after three steps, with values in several formats.
fn saved(path: &Path, options: &Options) -> Result<(), Error> {
    let mut run = Run::new(Shrinkage::Documented, false);
    run.run(0..3);
    let halves = [f16::from_f32(0.5); 6];
    let brains = [bf16::from_f32(-0.25)];
    let values = [
        ("weight", TensorView::of_values(&[2, 3], &halves).unwrap()),
        ("bias \"ß\"", TensorView::of_values(&[], &brains).unwrap()),
        ("seeds", TensorView::of(&[2], &[7u32, 9]).unwrap()),
        ("global_step", TensorView::of(&[1], &[5u64]).unwrap()),
    ];
    save(path, run.optimizer.snapshot(), values, options)
}

#[test]
fn values_are_kept_in_their_format_and_apart_from_the_state() {
    let folder = Folder::new();
    let path = folder.path("state");
    let mut options = Options::default();
    options.metadata.insert("model".to_owned(), "digits".to_owned());
    saved(&path, &options).unwrap();
    let state = load(&path).unwrap();
    assert_eq!(state.values("weight").unwrap().to_vec(), Some(vec![f16::from_f32(0.5); 6]));
    assert_eq!(state.values("bias \"ß\"").unwrap().to_vec(), Some(vec![bf16::from_f32(-0.25)]));
    assert_eq!(state.values("seeds").unwrap().to_vec(), Some(vec![7u32, 9]));
    // A parameter may be called like a tensor of the state.
    assert_eq!(state.values("global_step").unwrap().to_vec(), Some(vec![5u64]));
    assert_eq!(state.global_step(), 3);
    assert!(state.snapshot().tensors.keys().all(|name| !name.starts_with("values")));
    let error = state.values("table").unwrap_err();
    assert_eq!(tensor_fault(&error), ("values.table", &TensorFault::Missing));
    let metadata: Vec<_> = state.file().all_metadata().collect();
    let version = env!("CARGO_PKG_VERSION");
    let own = [("proxgrad.format", "1"), ("proxgrad.global_step", "3"), ("proxgrad.version", version)];
    assert_eq!(metadata, [&[("model", "digits")][..], &own].concat());
}

#[test]
fn states_that_cannot_be_saved_are_refused_and_leave_the_old_file() {
    let folder = Folder::new();
    let path = folder.path("state");
    saved(&path, &Options::default()).unwrap();
    let before = fs::read(&path).unwrap();
    let snapshot = load(&path).unwrap().snapshot();
    let with = |name: &str, tensor: Tensor| {
        let mut snapshot = snapshot.clone();
        snapshot.tensors.insert(name.to_owned(), tensor);
        snapshot
    };
    let mut own_key = Options::default();
    own_key.metadata.insert("proxgrad.format".to_owned(), "2".to_owned());
    let ragged: Snapshot = [
        ("global_step".to_owned(), Tensor::counter(1)),
        ("accum.a".to_owned(), Tensor::f32(&[3], vec![1.0])),
    ]
    .into_iter()
    .collect();
    let plain = Options::default();
    let cases = [
        (save(&path, Snapshot::default(), [], &plain), "its tensor \"global_step\" is missing"),
        (
            save(&path, with("global_step", Tensor::f32(&[], vec![1.0])), [], &plain),
            "its tensor \"global_step\" is f32 []; it must be u64 []",
        ),
        (
            save(&path, with("global_step", Tensor::u64(&[0], vec![])), [], &plain),
            "its tensor \"global_step\" is u64 [0]; it must be u64 []",
        ),
        (
            save(&path, with("values.weight", Tensor::counter(1)), [], &plain),
            "its tensor \"values.weight\" has a name that stands for values, not for state",
        ),
        (save(&path, &ragged, [], &plain), "its tensor \"accum.a\" has 4 bytes; F32 [3] takes 12"),
        (
            save(&path, &snapshot, [], &own_key),
            "the entry \"proxgrad.format\" of its metadata has a key of this format's own; choose another one",
        ),
        (
            save(
                &path,
                &snapshot,
                [
                    ("a", TensorView::of(&[1], &[1.0f32]).unwrap()),
                    ("a", TensorView::of(&[1], &[2.0f32]).unwrap()),
                ],
                &plain,
            ),
            "its tensor \"values.a\" is there twice",
        ),
    ];
    for (outcome, message) in cases {
        assert_eq!(outcome.unwrap_err().to_string(), format!("{}: {message}", path.display()));
        assert!(fs::read(&path).unwrap() == before && folder.names() == ["state"], "{message}");
    }
}

/// Writes tensors and metadata as they are.
fn written(
    folder: &Folder,
    metadata: &[(&str, &str)],
    tensors: &[(&str, TensorView<'_>)],
) -> Result<(), Error> {
    let path = folder.path("state");
    let contents =
        metadata.iter().fold(Contents::new(), |contents, (key, text)| contents.metadata(*key, *text));
    let contents =
        tensors.iter().fold(contents, |contents, (name, tensor)| contents.tensor(*name, tensor.clone()));
    Target::open(&path).unwrap().write(contents).unwrap();
    assert!(File::open(&path).is_ok());
    load(&path).map(drop)
}

#[test]
fn files_without_a_state_of_this_format_are_refused() {
    let folder = Folder::new();
    let (three, rates) = ([3u64], [0.5f32; 2]);
    let step = ("global_step", TensorView::of(&[], &three).unwrap());
    let good = [("proxgrad.format", "1"), ("proxgrad.global_step", "3")];
    assert_eq!(written(&folder, &good, std::slice::from_ref(&step)), Ok(()));
    let accum = |view| [step.clone(), ("accum.weight", view)];
    let halves = [f16::ONE; 2];
    let vector = ("global_step", TensorView::of(&[1], &three).unwrap());
    let float = ("global_step", TensorView::of(&[], &rates[..1]).unwrap());
    let rates = ("accum.weight", TensorView::of(&[2], &rates).unwrap());
    for (metadata, tensors, message) in [
        (
            &[][..],
            std::slice::from_ref(&step),
            "the entry \"proxgrad.format\" of its metadata is missing; the file has no state of proxgrad",
        ),
        (
            &[("proxgrad.format", "2"), good[1]],
            std::slice::from_ref(&step),
            "the entry \"proxgrad.format\" of its metadata is \"2\"; this version reads \"1\"",
        ),
        (
            &good[..1],
            std::slice::from_ref(&step),
            "the entry \"proxgrad.global_step\" of its metadata is missing",
        ),
        (
            &[good[0], ("proxgrad.global_step", "4")],
            std::slice::from_ref(&step),
            "the entry \"proxgrad.global_step\" of its metadata is \"4\", and its tensor \"global_step\" holds 3",
        ),
        (&good, &[rates], "its tensor \"global_step\" is missing"),
        (&good, &[vector], "its tensor \"global_step\" is u64 [1]; it must be u64 []"),
        (&good, &[float], "its tensor \"global_step\" is f32 []; it must be u64 []"),
        (
            &good,
            &accum(TensorView::of(&[2], &halves).unwrap()),
            "its tensor \"accum.weight\" is f16 [2]; it must be f32 or u64",
        ),
    ] {
        let error = written(&folder, metadata, tensors).unwrap_err().to_string();
        assert!(error.contains(message), "expected «{message}» in: {error}");
    }
}

/// What is not of the optimizer is for it to say.
#[test]
fn missing_extra_and_misshapen_tensors_are_refused_by_the_optimizer() {
    let folder = Folder::new();
    let path = folder.path("state");
    let mut run = Run::new(Shrinkage::Documented, false);
    run.run(0..3);
    let snapshot = run.optimizer.snapshot();
    type Spoil = fn(&mut Snapshot);
    let cases: [(Spoil, &str); 4] = [
        (|snapshot| drop(snapshot.tensors.remove("accum.weight")), "no tensor \"accum.weight\""),
        (|snapshot| drop(snapshot.tensors.remove("steps.table")), "no tensor \"steps.table\""),
        (
            |snapshot| drop(snapshot.tensors.insert("accum.other".to_owned(), Tensor::f32(&[1], vec![0.5]))),
            "a tensor \"accum.other\" that this optimizer does not know",
        ),
        (
            |snapshot| {
                drop(snapshot.tensors.insert("accum.weight".to_owned(), Tensor::f32(&[6], vec![0.5; 6])))
            },
            "\"accum.weight\" is f32 [6]; this optimizer needs f32 [2, 3]",
        ),
    ];
    for (spoil, message) in cases {
        let mut spoilt = snapshot.clone();
        spoil(&mut spoilt);
        save(&path, &spoilt, [], &Options::default()).unwrap();
        let error = run.optimizer.restore(&load(&path).unwrap().snapshot()).unwrap_err().to_string();
        assert!(error.contains(message), "expected «{message}» in: {error}");
        assert_eq!(run.optimizer.snapshot(), snapshot);
    }
}

#[test]
fn a_file_that_is_none_is_an_error_that_names_it() {
    let folder = Folder::new();
    let path = folder.path("none");
    for error in [load(&path).unwrap_err(), File::open(&path).unwrap_err()] {
        assert_eq!(error.path(), path);
        let Fault::Io { doing: "looking for it", kind: std::io::ErrorKind::NotFound, .. } = error.fault()
        else {
            panic!("{error}")
        };
    }
}
