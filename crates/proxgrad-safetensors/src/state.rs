//! Files with the state of an optimizer, and values.

use std::{collections::BTreeMap, path::Path};

use proxgrad::{Snapshot, SnapshotView};
use safetensors::Dtype;

use crate::{
    contents::Contents,
    error::{Error, Fault, TensorFault},
    file::File,
    target::Target,
    tensor::TensorView,
};

/// The version of the format, as text.
const FORMAT: &str = "1";
/// What the keys of this crate begin with.
const OWN: &str = "proxgrad.";
const FORMAT_KEY: &str = "proxgrad.format";
const VERSION_KEY: &str = "proxgrad.version";
const STEP_KEY: &str = "proxgrad.global_step";

/// The tensor of a snapshot that counts steps.
const STEP: &str = "global_step";
/// What the names of values begin with.
const VALUES: &str = "values.";

/// What else to write to a file with a state.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Further entries of the metadata, for the program's own use. Keys that begin with `proxgrad.` are refused.
    pub metadata: BTreeMap<String, String>,
}

/// Writes the state of an optimizer, and the values of parameters by name, to a file, which is replaced as a whole
/// ([`Target`]). Keep values and snapshot of the same moment together; a program that has its values elsewhere gives none.
///
/// # Errors
/// As [`Target::open`] and [`Target::write`]; a snapshot without a number of steps, or with a tensor whose name begins with
/// `values.` or whose shape is not that of its elements; keys of the metadata that begin with `proxgrad.`. The file is as it was
/// then.
pub fn save<'a>(
    path: impl AsRef<Path>,
    snapshot: impl Into<SnapshotView<'a>>,
    values: impl IntoIterator<Item = (&'a str, TensorView<'a>)>,
    options: &Options,
) -> Result<(), Error> {
    let target = Target::open(path)?;
    let snapshot = snapshot.into();
    let contents = Contents::of_state(&snapshot, values, options);
    let contents = contents.map_err(|fault| Error::new(target.path(), fault))?;
    target.write(contents)
}

/// Opens a file with the state of an optimizer ([`File::open`]), and checks that it is one.
///
/// # Errors
/// As [`File::open`]; a file of another kind or of a later version of the format; a tensor of a type that no state has.
pub fn load(path: impl AsRef<Path>) -> Result<State, Error> {
    let file = File::open(path)?;
    let global_step = check(&file)?;
    Ok(State { file, global_step })
}

/// A file with the state of an optimizer, and perhaps values.
#[derive(Debug)]
pub struct State {
    file: File,
    global_step: u64,
}

impl<'a> Contents<'a> {
    /// The state of an optimizer, and the values of parameters by name, as [`save`] writes them: for a [`Target`] that was opened
    /// before, or with further tensors of the state in [pieces](Contents::pieces).
    ///
    /// # Errors
    /// A snapshot without a number of steps, or with a tensor whose name begins with `values.` or whose shape is not that of its
    /// elements; keys of the metadata that begin with `proxgrad.`.
    pub fn of_state<'v: 'a>(
        snapshot: &'a SnapshotView<'_>,
        values: impl IntoIterator<Item = (&'v str, TensorView<'v>)>,
        options: &Options,
    ) -> Result<Self, Fault> {
        let step = snapshot.tensors.get(STEP).ok_or(TensorFault::Missing);
        let step = step.and_then(step_of).map_err(|fault| fault.of(STEP))?;
        if let Some(key) = options.metadata.keys().find(|key| key.starts_with(OWN)) {
            return Err(Fault::metadata(key, "has a key of this format's own; choose another one"));
        }
        let mut contents = Self::new()
            .metadata(FORMAT_KEY, FORMAT)
            .metadata(VERSION_KEY, env!("CARGO_PKG_VERSION"))
            .metadata(STEP_KEY, step.to_string());
        for (key, text) in &options.metadata {
            contents = contents.metadata(key, text);
        }
        for (name, tensor) in &snapshot.tensors {
            if name.starts_with(VALUES) {
                return Err(TensorFault::Name { reason: "stands for values, not for state" }.of(name));
            }
            let view = TensorView::of_view(tensor).map_err(|fault| fault.of(name))?;
            contents = contents.tensor(name.as_ref(), view);
        }
        let values = values.into_iter();
        Ok(values
            .fold(contents, |contents, (name, values)| contents.tensor(format!("{VALUES}{name}"), values)))
    }
}

impl State {
    /// Number of steps taken.
    pub fn global_step(&self) -> u64 {
        self.global_step
    }

    /// The version of this crate that wrote the file.
    pub fn version(&self) -> Option<&str> {
        self.file.metadata(VERSION_KEY)
    }

    /// The file, with all of its tensors and its metadata.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// The state, to be restored by `restore_view`: as it lies in the file, without a copy in memory. Where a file of another
    /// program has elements at odd places, they are copied.
    pub fn view(&self) -> SnapshotView<'_> {
        let state = self.file.tensors().filter(|(name, _)| !name.starts_with(VALUES));
        state.filter_map(|(name, view)| Some((name, view.to_view()?))).collect()
    }

    /// A copy of the state, to be restored.
    pub fn snapshot(&self) -> Snapshot {
        self.view().into_snapshot()
    }

    /// Name and values of each parameter that has values in the file, by name.
    pub fn all_values(&self) -> impl Iterator<Item = (&str, TensorView<'_>)> {
        self.file.tensors().filter_map(|(name, view)| Some((name.strip_prefix(VALUES)?, view)))
    }

    /// The values of a parameter.
    ///
    /// # Errors
    /// The file has none of it.
    pub fn values(&self, param: &str) -> Result<TensorView<'_>, Error> {
        self.file.tensor(&format!("{VALUES}{param}"))
    }
}

/// Checks that a file has a state; returns the number of steps.
fn check(file: &File) -> Result<u64, Error> {
    let text = |key| {
        let missing = || Fault::metadata(key, "is missing; the file has no state of proxgrad");
        file.metadata(key).ok_or_else(|| file.fault(missing()))
    };
    let format = text(FORMAT_KEY)?;
    if format != FORMAT {
        let reason = format!("is {format:?}; this version reads {FORMAT:?}");
        return Err(file.fault(Fault::metadata(FORMAT_KEY, reason)));
    }
    let mut state = file.tensors().filter(|(name, _)| !name.starts_with(VALUES));
    if let Some((name, view)) = state.find(|(_, view)| !matches!(view.dtype(), Dtype::F32 | Dtype::U64)) {
        return Err(file.fault(view.mismatch("f32 or u64").of(name)));
    }
    let want = file.elements::<u64>(STEP, &[])?[0];
    let got = text(STEP_KEY)?;
    if got == want.to_string() {
        return Ok(want);
    }
    let reason = format!("is {got:?}, and its tensor {STEP:?} holds {want}");
    Err(file.fault(Fault::metadata(STEP_KEY, reason)))
}

/// The number of steps in the tensor of a snapshot.
fn step_of(tensor: &proxgrad::TensorView<'_>) -> Result<u64, TensorFault> {
    let view = TensorView::of_view(tensor)?;
    let steps = if view.shape().is_empty() { view.to_vec::<u64>() } else { None };
    steps.map(|steps| steps[0]).ok_or_else(|| view.mismatch("u64 []"))
}
