//! A trained model: weights, bias and the state of the optimizer, and its file.

use std::path::Path;

use anyhow::{Context, Error, Result, anyhow, bail};
use proxgrad::{Data, Snapshot, Tensor};
use proxgrad_safetensors::{Contents, Error as FileError, File, Target, TensorView};
use proxgrad_testing::Stored;
use serde::{Deserialize, Serialize};

use super::{option_values::Precision, position::Position, saved_settings::SavedSettings};
use crate::data::{Classes, Vocabulary};

/// The only entry of the metadata of a model file: a [`Header`] as JSON.
const HEADER: &str = "proxgrad";
/// The `format` of a header.
const FORMAT: &str = "linear model 1";
/// The tensor with [`Model::stored`].
const STORED: &str = "values.weight";
/// The tensors that are not the optimizer's state.
const OF_MODEL: [&str; 4] = ["weight", "bias", "features", STORED];

/// The description of the tensors of a model.
#[derive(Debug, Deserialize, Serialize)]
struct Header {
    format: String,
    /// The labels, in the order of the classes.
    classes: Vec<String>,
    /// Bits of the hash of feature names; `None` where the file names every feature.
    bits: Option<u32>,
    /// Epochs trained to their end.
    epochs: u64,
    /// Steps of the epoch after these; missing where there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    epoch_steps: u64,
    /// Examples of that epoch.
    #[serde(default, skip_serializing_if = "is_zero")]
    epoch_examples: u64,
    /// Storage format of the weights during training; f32 where it is missing. The weights of the file are f32, which
    /// represents every format exactly.
    #[serde(default)]
    precision: Precision,
    /// The settings of the run that has saved the model; missing in files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settings: Option<SavedSettings>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// A linear model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Columns of the weights: 1 for two classes, else the number of classes.
    pub(crate) outputs: usize,
    /// `[features, outputs]`, row-major, with all steps applied.
    pub(crate) weights: Vec<f32>,
    /// The same weights as the optimizer has them, where exact rows are behind: training goes on from these.
    pub(crate) stored: Option<Vec<f32>>,
    /// `[outputs]`
    pub(crate) bias: Vec<f32>,
    /// The state of the optimizer; `None` before the first step.
    pub(crate) state: Option<Snapshot>,
    /// The strength of L1 that the next step takes; `None` where the settings say it.
    pub(crate) l1: Option<f64>,
}

impl Model {
    /// An untrained model: all weights are zero.
    pub(crate) fn new(features: usize, classes: usize) -> Self {
        Self::of_shape(features, outputs(classes))
    }

    /// An untrained model with so many columns of weights.
    pub(crate) fn of_shape(features: usize, outputs: usize) -> Self {
        let (weights, bias) = (vec![0.0; features * outputs], vec![0.0; outputs]);
        Self { outputs, weights, bias, ..Self::default() }
    }

    /// Weights that are not exactly zero, without the bias.
    pub(crate) fn nonzero(&self) -> u64 {
        self.weights.iter().filter(|weight| **weight != 0.0).count() as u64
    }

    /// Whether the model is untrained, so that all of its weights are zero.
    pub(super) fn is_new(&self) -> bool {
        self.state.is_none()
    }

    /// Steps that the optimizer has taken.
    pub(crate) fn steps(&self) -> u64 {
        self.counter("global_step")
    }

    /// Steps that the optimizer has taken or skipped.
    pub(crate) fn tried_steps(&self) -> u64 {
        self.steps().saturating_add(self.counter("skipped_steps"))
    }

    /// A counter of the state; 0 where it has none.
    fn counter(&self, name: &str) -> u64 {
        let counter = self.state.as_ref().and_then(|state| state.tensors.get(name));
        match counter.map(|tensor| &tensor.data) {
            Some(Data::U64(counter)) => counter.first().copied().unwrap_or_default(),
            _ => 0,
        }
    }

    /// Adds rows for new features: weights 0, accumulators `accum`, sums of gradients 0. Tensors of the state that do not have
    /// the rows of the weights stay as they are, so that the optimizer refuses them.
    pub(crate) fn grow(&mut self, features: usize, accum: f32) {
        let before = self.weights.len() / self.outputs;
        for weights in [Some(&mut self.weights), self.stored.as_mut()].into_iter().flatten() {
            weights.resize(features * self.outputs, 0.0);
        }
        for (name, initial) in [("accum.weight", accum), ("grad_sum.weight", 0.0), ("linear.weight", 0.0)] {
            let tensors = self.state.as_mut().map(|state| &mut state.tensors);
            if let Some(Tensor { shape, data: Data::F32(saved), .. }) =
                tensors.and_then(|tensors| tensors.get_mut(name))
                // One number for each weight, or for each row.
                && (*shape == [before, self.outputs] || *shape == [before])
            {
                shape[0] = features;
                saved.resize(shape.iter().product(), initial);
            }
        }
        self.grow_marks(before, features);
    }

    /// Whether the model was trained with a dynamic loss scale.
    pub(crate) fn is_dynamic(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.tensors.contains_key("loss_scale"))
    }

    /// Whether the model was trained with exact rows.
    pub(crate) fn exact(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.tensors.contains_key("last_touched.weight"))
    }

    /// Marks the rows from `before` on, which are new, as up to date.
    fn grow_marks(&mut self, before: usize, features: usize) {
        let steps = self.counter("steps.weight");
        let Some(Snapshot { tensors, .. }) = &mut self.state else { return };
        if let Some(Tensor { shape, data: Data::U64(marks), .. }) = tensors.get_mut("last_touched.weight")
            && *shape == [before]
        {
            *shape = vec![features];
            marks.resize(features, steps);
        }
    }
}

/// Columns of the weights.
pub(crate) fn outputs(classes: usize) -> usize {
    if classes == 2 { 1 } else { classes }
}

/// A model as it is saved, with the meaning of its rows and columns.
pub(crate) struct Saved {
    pub(crate) model: Model,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) classes: Classes,
    /// Epochs trained to their end.
    pub(crate) epochs: u64,
    /// Steps of the epoch after these, where the model was saved in the middle of one.
    pub(crate) epoch_steps: u64,
    /// Examples of that epoch.
    pub(crate) epoch_examples: u64,
    /// Whether the bias was trained.
    pub(crate) bias: bool,
    /// Storage format of the weights during training.
    pub(crate) precision: Precision,
    /// The settings of the run that has saved the model; `None` in files of earlier versions.
    pub(crate) settings: Option<SavedSettings>,
}

impl Saved {
    /// The entry of the metadata of a file that says it is a model.
    pub(crate) const METADATA: &str = HEADER;

    /// How far the model was trained.
    pub(crate) fn position(&self) -> Position {
        let &Self { epochs, epoch_steps, .. } = self;
        Position { epochs, epoch_steps, steps: self.model.tried_steps() }
    }

    /// Reads a file that [`Saved::save`] wrote.
    ///
    /// # Errors
    /// No such file, another kind of file, or a damaged one.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        File::open(path).map_err(Error::from).and_then(|file| Self::parse(&file)).map_err(fault_of)
    }

    fn parse(file: &File) -> Result<Self> {
        let header = Header::read(file)?;
        let classes = Classes::from_names(&header.classes)?;
        let mut vocabulary = match header.bits {
            Some(bits) => Vocabulary::hashed(bits)?,
            None => {
                let names = serde_json::from_slice(file.tensor("features")?.bytes());
                Vocabulary::from_names(
                    names.map_err(|_| anyhow!("its tensor \"features\" is no JSON list of names"))?,
                )?
            }
        };
        let outputs = outputs(classes.len());
        let shape = [vocabulary.len(), outputs];
        let weights = values(file, "weight", &shape, header.precision)?;
        let has_stored = file.tensors().any(|(name, _)| name == STORED);
        let stored = has_stored.then(|| values(file, STORED, &shape, header.precision)).transpose()?;
        for (row, weights) in (0..).zip(weights.chunks_exact(outputs)) {
            if weights.iter().any(|weight| *weight != 0.0) {
                vocabulary.set_used(row);
            }
        }
        let (bias, state) = (values(file, "bias", &[outputs], header.precision)?, state(file)?);
        let model = Model { outputs, weights, stored, bias, state: Some(state), l1: None };
        let Header { epochs, epoch_steps, epoch_examples, precision, settings, .. } = header;
        let state = model.state.as_ref().map(|state| &state.tensors);
        let has = |name: &str| state.is_some_and(|tensors| tensors.contains_key(name));
        // A rule without state has tensors neither of the weights nor of the bias.
        let said = settings
            .as_ref()
            .filter(|_| !has("accum.weight"))
            .and_then(|settings| settings.get("bias")?.as_bool());
        let bias = said.unwrap_or_else(|| has("accum.bias"));
        Ok(Self {
            model,
            vocabulary,
            classes,
            epochs,
            epoch_steps,
            epoch_examples,
            bias,
            precision,
            settings,
        })
    }

    /// Writes the model, and replaces an existing file.
    ///
    /// # Errors
    /// A disk that is full or fails.
    pub(crate) fn save(&self, target: Target) -> Result<()> {
        let Model { outputs, weights, stored, bias, state, .. } = &self.model;
        let names = self.vocabulary.names();
        let bits = if names.is_none() { Some(self.vocabulary.len().ilog2()) } else { None };
        let &Self { epochs, epoch_steps, epoch_examples, precision, .. } = self;
        let (format, classes, settings) = (FORMAT.to_owned(), self.classes.names(), self.settings.clone());
        let header =
            Header { format, classes, bits, epochs, epoch_steps, epoch_examples, precision, settings };
        let names = names.map(|names| serde_json::to_vec(&names)).transpose()?;
        let mut contents = Contents::new()
            .metadata(HEADER, serde_json::to_string(&header)?)
            .tensor("weight", TensorView::of(&[self.vocabulary.len(), *outputs], weights)?)
            .tensor("bias", TensorView::of(&[*outputs], bias)?);
        if let Some(stored) = stored {
            contents = contents.tensor(STORED, TensorView::of(&[self.vocabulary.len(), *outputs], stored)?);
        }
        for (name, tensor) in state.iter().flat_map(|state| &state.tensors) {
            contents = contents.tensor(name, TensorView::of_tensor(tensor)?);
        }
        if let Some(names) = &names {
            contents = contents.tensor("features", TensorView::of(&[names.len()], names)?);
        }
        let path = target.path().display().to_string();
        let written = target.write(contents);
        written.map_err(FileError::into_fault).with_context(|| format!("cannot save to {path}"))
    }
}

impl Header {
    fn read(file: &File) -> Result<Self> {
        let header = file.metadata(HEADER).ok_or_else(|| anyhow!("its metadata has no \"{HEADER}\""))?;
        let header: Self = serde_json::from_str(header).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            anyhow!("its description, the entry \"proxgrad\" of its metadata, cannot be read from line {line}, column {column} on")
        })?;
        if header.format != FORMAT {
            bail!("its format is \"{}\"; this version reads \"{FORMAT}\"", header.format);
        }
        Ok(header)
    }
}

/// An f32 tensor of a file, whose shape is checked, and whose numbers are finite in the storage format.
fn values(file: &File, name: &str, shape: &[usize], precision: Precision) -> Result<Vec<f32>> {
    let numbers: Vec<f32> = file.elements(name, shape)?;
    let stored = Stored::nearest(&numbers, precision.format()).to_f32();
    if let Some(position) = stored.iter().position(|number| !number.is_finite()) {
        let (number, precision) = (numbers[position], precision.name());
        bail!("its tensor \"{name}\" holds {number} at {position}, which is not finite in {precision}");
    }
    Ok(numbers)
}

/// The state of the optimizer: all tensors except for those of the model.
fn state(file: &File) -> Result<Snapshot> {
    let state = file.tensors().filter(|(name, _)| !OF_MODEL.contains(name));
    let tensor = |(name, tensor): (&str, TensorView<'_>)| {
        let of_state = tensor.to_tensor().map(|tensor| (name.to_owned(), tensor));
        of_state.ok_or_else(|| {
            anyhow!("its tensor \"{name}\" is {}; the optimizer's are F32 or U64", tensor.dtype())
        })
    };
    state.map(tensor).collect()
}

/// Prepares the file to which a model will be saved.
///
/// # Errors
/// A folder that does not exist or cannot be written to; a path to something other than a file.
pub(crate) fn target(path: &Path) -> Result<Target> {
    let target = Target::open(path).map_err(FileError::into_fault);
    target.with_context(|| format!("cannot save to {}", path.display()))
}

/// What is wrong with a file, without its path, which the context says.
fn fault_of(error: Error) -> Error {
    error.downcast::<FileError>().map_or_else(|error| error, |error| error.into_fault().into())
}
