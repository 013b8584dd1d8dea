//! Checkpoints of other programs, imported by the scripts of `docs/import`: the state restores, and further steps
//! with recorded gradients give what the other program made of them. `cargo xtask interchange` makes the files anew.

use std::{env, fs, path::PathBuf};

use half::{bf16, f16};
use proxgrad::{
    Config, Group, Rows, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
    schedule::{ExponentialDecay, InverseDecay},
};
use proxgrad_safetensors::{Contents, Dtype, File, State, Target, load};

use crate::fixture::Folder;

/// The rate that all models were trained with, before any decay.
const RATE: f32 = 0.1;
/// Steps before the checkpoint, and recorded steps behind it.
const BEFORE: u64 = 3;
const BEHIND: usize = 2;

/// A model that another program has trained.
struct Case {
    folder: &'static str,
    /// The settings that the program had.
    config: Config,
    /// Weight decay of all parameters but the table.
    decay: Option<f64>,
    /// What the import has added to the accumulators.
    epsilon: f32,
}

impl Case {
    fn new(folder: &'static str, config: Config) -> Self {
        Self { folder, config, decay: None, epsilon: 0.0 }
    }
}

fn cases() -> [Case; 7] {
    let plain = Config { learning_rate: 0.1.into(), ..Config::default() };
    let proximal = Config { l1: 0.01, l2: 0.02, shrinkage: Shrinkage::Adaptive, ..plain.clone() };
    let falling = ExponentialDecay { learning_rate: 0.1, decay_rate: 0.9, decay_steps: 2, staircase: false };
    // PyTorch divides by 1 + lr_decay·t.
    let inverse = InverseDecay { learning_rate: 0.1, decay_rate: 0.05, decay_steps: 1, staircase: false };
    let mindspore = Config {
        learning_rate: falling.into(),
        l1: 0.01,
        l2: 0.02,
        weight_decay: 0.05.into(),
        ..Config::mindspore()
    };
    [
        Case::new("tensorflow/saver", proximal.clone()),
        Case::new("tensorflow/objects", proximal),
        Case { epsilon: 1e-7, ..Case::new("tensorflow/keras", plain.clone()) },
        Case { epsilon: 1e-7, ..Case::new("tensorflow/keras_2", plain.clone()) },
        Case {
            decay: Some(0.01),
            ..Case::new("pytorch/one_file", Config { learning_rate: inverse.into(), ..plain.clone() })
        },
        Case::new("pytorch/two_files", plain),
        Case::new("mindspore/training_cell", mindspore),
    ]
}

/// A file of a case. These tests may run where they were not compiled, and are then told at run time.
fn file(case: &Case, name: &str) -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(package).join("../../tests/fixtures/import").join(case.folder).join(name)
}

/// The values of a parameter: f32 where gradients were recorded.
type Named = (String, Vec<f32>);

/// An optimizer with all parameters of a state, restored from it; values that are f32.
fn resumed(case: &Case, state: &State) -> (ProximalAdagrad, Vec<Option<Named>>) {
    let mut optimizer = ProximalAdagrad::new(case.config.clone()).unwrap();
    let group = case.decay.map(|decay| Group { weight_decay: Some(decay.into()), ..Group::default() });
    let group = group.map(|group| optimizer.add_group(group).unwrap());
    let snapshot = state.snapshot();
    let mut values = Vec::new();
    for (name, view) in state.all_values() {
        let mut param = Param::new(name, view.shape());
        if snapshot.tensors.contains_key(&format!("steps.{name}")) {
            param = param.rows(Rows::Exact);
        }
        if let Some(group) = group.filter(|_| !name.starts_with("table")) {
            param = param.group(group);
        }
        optimizer.add_param(param).unwrap();
        values.push(view.to_vec().map(|values| (name.to_owned(), values)));
    }
    optimizer.restore(&snapshot).unwrap();
    assert_eq!((optimizer.global_step(), state.global_step()), (BEFORE, BEFORE), "{}", case.folder);
    (optimizer, values)
}

/// Gradients of one parameter in one step, with the rows where they are of rows.
fn recorded(file: &File, step: usize, name: &str) -> Option<(Vec<f32>, Option<Vec<i64>>)> {
    let numbers = |kind| Some(file.tensor(&format!("{kind}.{step}.{name}")).ok()?.to_vec::<f32>().unwrap());
    if let Some(grads) = numbers("grads") {
        return Some((grads, None));
    }
    let indices = file.tensor(&format!("indices.{step}.{name}")).ok()?.to_vec().unwrap();
    Some((numbers("rows")?, Some(indices)))
}

fn take_step(
    optimizer: &mut ProximalAdagrad,
    values: &mut [Option<Named>],
    file: &File,
    number: usize,
) -> usize {
    let ids: Vec<_> = optimizer.params().collect();
    let grads: Vec<_> = values
        .iter()
        .map(|named| named.as_ref().and_then(|(name, _)| recorded(file, number, name)))
        .collect();
    let mut step = optimizer.begin_step();
    for ((id, named), grads) in ids.into_iter().zip(values).zip(&grads) {
        let (Some((_, values)), Some((grads, rows))) = (named, grads) else { continue };
        match rows {
            None => step.dense(id, values, grads).unwrap(),
            Some(rows) => step.rows(id, values, RowGrad::new(rows, grads)).unwrap(),
        }
    }
    step.finish().unwrap();
    grads.iter().flatten().count()
}

/// An element is compared with a sum of roundings. Both programs compute γ·g/√A, at most γ because A ≥ g², with some
/// eight roundings in each step, among them a reciprocal root in TensorFlow; and round the value some four times as
/// it is decayed, moved, shrunk and divided. In two programs and two steps that is 32 roundings of γ and 16 of the
/// value, of 2⁻²⁴ each.
fn value_tolerance(value: f32) -> f32 {
    8.0 * f32::EPSILON * (value.abs() + 2.0 * RATE)
}

/// A sum of squares is rounded twice in each step. Weight decay rounds the gradient, too, of which A ≥ g² holds.
fn accum_tolerance(accum: f32) -> f32 {
    8.0 * f32::EPSILON * accum
}

#[test]
fn imported_states_go_on_as_the_program_did_that_they_came_from() {
    for case in cases() {
        let state = load(file(&case, "state.safetensors")).unwrap();
        let continued = File::open(file(&case, "continued.safetensors")).unwrap();
        let (mut optimizer, mut values) = resumed(&case, &state);
        for step in 0..BEHIND {
            let taken = take_step(&mut optimizer, &mut values, &continued, step);
            assert!(taken >= 3, "{}: {taken} gradients", case.folder);
        }
        let mut compared = 0;
        let mut faults = Vec::new();
        for (id, named) in optimizer.params().zip(&values) {
            let Some((name, values)) = named else { continue };
            let Ok(want) = continued.tensor(&format!("values.{name}")) else { continue };
            let want: Vec<f32> = want.to_vec().unwrap();
            let accums: Vec<f32> = continued.tensor(&format!("accum.{name}")).unwrap().to_vec().unwrap();
            assert_eq!((want.len(), accums.len()), (values.len(), values.len()), "{}: {name}", case.folder);
            for (at, (&got, &want)) in values.iter().zip(&want).enumerate() {
                // This optimizer aims at zeros, which are to be the same ones.
                if (got - want).abs() > value_tolerance(want) || (got == 0.0) != (want == 0.0) {
                    faults.push(format!("{}: {name}[{at}] is {got}, not {want}", case.folder));
                }
            }
            for (at, (&got, &want)) in optimizer.accum(id).unwrap().iter().zip(&accums).enumerate() {
                let want = want + case.epsilon;
                if (got - want).abs() > accum_tolerance(want) {
                    faults.push(format!("{}: accum.{name}[{at}] is {got}, not {want}", case.folder));
                }
            }
            compared += values.len();
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        // A matrix of 4 × 3, a bias of 3, a table of 6 × 2.
        assert!(compared >= 27, "{}: {compared}", case.folder);
    }
}

/// Without the accumulators of the file the same steps lead elsewhere, so that the comparison above would notice
/// their loss.
#[test]
fn imported_accumulators_matter_to_the_steps_that_follow() {
    for case in cases() {
        let state = load(file(&case, "state.safetensors")).unwrap();
        let continued = File::open(file(&case, "continued.safetensors")).unwrap();
        let (mut optimizer, mut values) = resumed(&case, &state);
        let mut snapshot = state.snapshot();
        for (name, tensor) in &mut snapshot.tensors {
            if name.starts_with("accum.") {
                let len = tensor.shape.iter().product();
                *tensor = proxgrad::Tensor::f32(&tensor.shape.clone(), vec![0.1; len]);
            }
        }
        optimizer.restore(&snapshot).unwrap();
        for step in 0..BEHIND {
            take_step(&mut optimizer, &mut values, &continued, step);
        }
        let mut moved = 0;
        for (name, values) in values.iter().flatten() {
            let Ok(want) = continued.tensor(&format!("values.{name}")) else { continue };
            let want: Vec<f32> = want.to_vec().unwrap();
            let same =
                values.iter().zip(&want).all(|(got, want)| (got - want).abs() <= value_tolerance(*want));
            moved += usize::from(!same);
        }
        // Two at least: a bias in front of a batch normalization has no gradient.
        assert!(moved >= 2, "{}: {moved}", case.folder);
    }
}

#[test]
fn imported_16_bit_values_keep_their_bits_and_have_f32_accumulators() {
    let [.., case, _] = cases();
    assert_eq!(case.folder, "pytorch/two_files");
    let state = load(file(&case, "state.safetensors")).unwrap();
    let (gain, shift) = (state.values("gain").unwrap(), state.values("shift").unwrap());
    assert_eq!((gain.dtype(), gain.shape()), (Dtype::BF16, &[3][..]));
    assert_eq!((shift.dtype(), shift.shape()), (Dtype::F16, &[][..]));
    let (optimizer, _) = resumed(&case, &state);
    for (name, start) in [("gain", [1.0, 0.5, -2.0]), ("shift", [0.25; 3])] {
        let id = optimizer.params().find(|id| optimizer.name(*id).unwrap() == name).unwrap();
        let accums = optimizer.accum(id).unwrap();
        // PyTorch keeps sums in the type of the values: they have no more bits than that.
        let short = |accum: &f32| match name {
            "gain" => bf16::from_f32(*accum).to_f32() == *accum,
            _ => f16::from_f32(*accum).to_f32() == *accum,
        };
        assert!(accums.iter().all(|accum| *accum > 0.5 && short(accum)), "{name}: {accums:?}");
        let values: Vec<f32> = match name {
            "gain" => gain.to_vec::<bf16>().unwrap().into_iter().map(bf16::to_f32).collect(),
            _ => shift.to_vec::<f16>().unwrap().into_iter().map(f16::to_f32).collect(),
        };
        // Three steps of at most the rate each.
        let near = values.iter().zip(start).all(|(value, start): (&f32, f32)| {
            (value - start).abs() > 0.01 && (value - start).abs() < 3.1 * RATE
        });
        assert!(near, "{name}: {values:?}");
    }
}

/// The scripts write files byte by byte as this crate would.
#[test]
fn imported_files_are_those_that_this_crate_writes_of_the_same_contents() {
    let folder = Folder::new();
    for case in cases() {
        let path = file(&case, "state.safetensors");
        let read = File::open(&path).unwrap();
        let contents =
            read.all_metadata().fold(Contents::new(), |contents, (key, text)| contents.metadata(key, text));
        let contents = read.tensors().fold(contents, |contents, (name, view)| contents.tensor(name, view));
        let copy = folder.path("copy");
        Target::open(&copy).unwrap().write(contents).unwrap();
        assert!(fs::read(&copy).unwrap() == fs::read(&path).unwrap(), "{}", case.folder);
    }
}
