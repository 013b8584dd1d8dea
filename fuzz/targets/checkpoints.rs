//! Snapshots with any changes: a restore refuses them and changes nothing, or takes them as they are.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use proxgrad::{Config, Data, DynamicLossScale, Error, Group, ParamId, Rows, Shrinkage, Snapshot, Tensor};
use proxgrad_fuzz::{
    number::{Element, cycled},
    state::{State, assert_finite},
};
use proxgrad_testing::{Backend, Cpu, Grad, Optimizer, Param};

#[derive(Arbitrary, Debug)]
struct Input {
    dynamic: bool,
    adaptive: bool,
    l2: bool,
    steps_before: u8,
    /// What a device that has skipped steps adds.
    skipped: Option<(Count, u16, Element)>,
    edits: Vec<Edit>,
    grads: Vec<Element>,
}

#[derive(Arbitrary, Debug)]
enum Edit {
    Remove(u8),
    Add(AnyTensor, String),
    Replace(u8, AnyTensor),
    Element(u8, u8, Element, Count),
    Shape(u8, Vec<u8>),
    Rename(u8, u8),
}

#[derive(Arbitrary, Debug)]
enum AnyTensor {
    F32(Vec<u8>, Vec<Element>),
    U64(Vec<u8>, Vec<Count>),
    Rates(u32, Element),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Count {
    Small(u8),
    Any(u64),
    Power(u8, i8),
}

fuzz_target!(|input: Input| {
    let (mut optimizer, params) = input.optimizer();
    for step in 0..input.steps_before % 4 {
        input.step(&mut *optimizer, &params, usize::from(step) % 3);
    }
    let mut snapshot = optimizer.snapshot().expect("a snapshot");
    if let Some((count, recorded, rate)) = input.skipped {
        let recorded = usize::from(recorded % 1100);
        let rates = Tensor::f32(&[recorded], vec![rate.0; recorded]);
        snapshot.tensors.insert("recorded_rates.exact".to_owned(), rates);
        let recorded = Tensor::counter(recorded as u64 + u64::from(rate.0 > 1.0));
        snapshot.tensors.insert("recorded_steps".to_owned(), recorded);
        snapshot.tensors.insert("skipped_steps".to_owned(), Tensor::counter(count.number()));
    }
    input.edits.iter().for_each(|edit| edit.apply(&mut snapshot));
    let before = State::of(&*optimizer, &params);
    match optimizer.restore(&snapshot) {
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_eq!(State::of(&*optimizer, &params), before);
        }
        Ok(()) => {
            let taken = optimizer.snapshot().expect("a snapshot");
            assert_taken(&snapshot, &taken);
            optimizer.restore(&taken).expect("its own snapshot");
            assert_eq!(optimizer.snapshot(), Ok(taken));
        }
    }
    for param in &params {
        assert_finite(&mut *optimizer, *param);
    }
    for step in 0..3 {
        input.step(&mut *optimizer, &params, step);
        optimizer.flush(params[1]).expect("own parameter");
        params.iter().for_each(|param| assert_finite(&mut *optimizer, *param));
    }
    let last = optimizer.snapshot().expect("a snapshot");
    match optimizer.restore(&last) {
        // Steps that a restored snapshot has counted up to the limit.
        Ok(()) | Err(Error::StateCounter { .. }) => {}
        Err(error) => panic!("its own snapshot: {error}"),
    }
});

/// Asserts that the state is that of the snapshot, apart from rates, which are for information, rates that no
/// row has missed, and what only says that no step was skipped.
fn assert_taken(given: &Snapshot, taken: &Snapshot) {
    for (name, tensor) in &given.tensors {
        if name.starts_with("learning_rate") || name.starts_with("missed_rates.") || name == "good_steps" {
            continue;
        }
        let is_none = tensor == &Tensor::f32(&[0], Vec::new()) || tensor == &Tensor::counter(0);
        if is_none && (name == "skipped_steps" || name.starts_with("recorded_")) {
            continue;
        }
        assert_eq!(taken.tensors.get(name), Some(tensor), "{name}");
    }
}

impl Input {
    fn optimizer(&self) -> (Box<dyn Optimizer>, Vec<ParamId>) {
        let config = Config {
            learning_rate: 0.1.into(),
            l1: 0.01,
            l2: if self.l2 { 0.5 } else { 0.0 },
            shrinkage: if self.adaptive { Shrinkage::Adaptive } else { Shrinkage::Documented },
            dynamic_loss_scale: self.dynamic.then(|| DynamicLossScale::new(8.0, 2.0, 3).expect("in range")),
            ..Config::default()
        };
        let mut optimizer = Cpu.optimizer(config).expect("settings in range");
        let group = Group { l1: Some(0.5), learning_rate: Some(0.5.into()), ..Group::default() };
        let group = optimizer.add_group(group).expect("settings in range");
        let params = [
            Param::new("dense", &[3], &[1.0, -1.0, 0.5]),
            Param::new("exact", &[3, 2], &[1.0, 2.0, -3.0, 0.25, 0.0, 1e-3]).rows(Rows::Exact),
            Param::new("table", &[2, 2], &[1.0; 4]).group(group),
            Param::new("scalar", &[], &[2.0]).group(group),
        ];
        let params = optimizer.add_params(&params).expect("names and shapes in range");
        (optimizer, params)
    }

    fn step(&self, optimizer: &mut dyn Optimizer, params: &[ParamId], row: usize) {
        let numbers = cycled(&self.grads, 9, Element::finite);
        let row = [u32::try_from(row).expect("a small number")];
        let grads = [
            (params[0], Grad::Dense(&numbers[..3])),
            (params[1], Grad::rows(&row, &numbers[3..5])),
            (params[2], Grad::rows(&[0, 0], &numbers[5..9])),
            (params[3], Grad::Dense(&numbers[8..])),
        ];
        optimizer.step(&grads).expect("a step in range");
    }
}

impl Edit {
    fn apply(&self, snapshot: &mut Snapshot) {
        let Snapshot { tensors, .. } = snapshot;
        let names: Vec<_> = tensors.keys().cloned().collect();
        let name = |at: u8| names.get(usize::from(at) % names.len().max(1)).cloned().unwrap_or_default();
        match self {
            Self::Remove(at) => drop(tensors.remove(&name(*at))),
            Self::Add(tensor, name) => drop(tensors.insert(name.clone(), tensor.tensor())),
            Self::Replace(at, tensor) => drop(tensors.insert(name(*at), tensor.tensor())),
            Self::Element(at, element, float, count) => {
                match tensors.get_mut(&name(*at)).map(|tensor| &mut tensor.data) {
                    Some(Data::F32(data)) if !data.is_empty() => {
                        let element = usize::from(*element) % data.len();
                        data[element] = float.0;
                    }
                    Some(Data::U64(data)) if !data.is_empty() => {
                        let element = usize::from(*element) % data.len();
                        data[element] = count.number();
                    }
                    _ => {}
                }
            }
            Self::Shape(at, shape) => {
                if let Some(tensor) = tensors.get_mut(&name(*at)) {
                    tensor.shape = extents(shape);
                }
            }
            Self::Rename(at, other) => {
                if let Some(tensor) = tensors.remove(&name(*at)) {
                    tensors.insert(name(*other), tensor);
                }
            }
        }
    }
}

impl AnyTensor {
    fn tensor(&self) -> Tensor {
        match self {
            Self::F32(shape, data) => {
                Tensor::f32(&extents(shape), data.iter().map(|element| element.0).collect())
            }
            Self::U64(shape, data) => {
                Tensor::u64(&extents(shape), data.iter().map(|count| count.number()).collect())
            }
            Self::Rates(len, rate) => {
                let len = (*len % 70_000) as usize;
                Tensor::f32(&[len], vec![rate.0; len])
            }
        }
    }
}

fn extents(shape: &[u8]) -> Vec<usize> {
    shape.iter().map(|&extent| if extent == u8::MAX { usize::MAX } else { extent.into() }).collect()
}

impl Count {
    fn number(self) -> u64 {
        match self {
            Self::Small(number) => number.into(),
            Self::Any(number) => number,
            Self::Power(exponent, plus) => (1u64 << (exponent % 64)).wrapping_add_signed(plus.into()),
        }
    }
}
