//! A trained model: weights, bias and the state of the optimizer, and its file.

use std::{collections::HashMap, fs, io::Write, path::Path};

use anyhow::{Context, Result, anyhow, bail};
use proxgrad::{Data, Snapshot, Tensor};
use proxgrad_testing::Stored;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::settings::Precision;
use crate::data::{Classes, Vocabulary};

/// The only entry of the metadata of a model file: a [`Header`] as JSON. The format does not fix the order of several
/// entries, and equal models should be equal files.
const HEADER: &str = "proxgrad";
/// The `format` of a header.
const FORMAT: &str = "linear model 1";

/// The description of the tensors of a model.
#[derive(Debug, Deserialize, Serialize)]
struct Header {
    format: String,
    /// The labels, in the order of the classes.
    classes: Vec<String>,
    /// Bits of the hash of feature names; `None` where the file names every feature.
    bits: Option<u32>,
    /// Epochs trained.
    epochs: u64,
    /// Storage format of the weights during training; f32 where it is missing. The weights of the file are f32, which
    /// represents every format exactly.
    #[serde(default)]
    precision: Precision,
}

/// A linear model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Columns of the weights: 1 for two classes, else the number of classes.
    pub(crate) outputs: usize,
    /// `[features, outputs]`, row-major.
    pub(crate) weights: Vec<f32>,
    /// `[outputs]`
    pub(crate) bias: Vec<f32>,
    /// The state of the optimizer; `None` before the first step.
    pub(crate) state: Option<Snapshot>,
}

impl Model {
    /// An untrained model: all weights are zero.
    pub(crate) fn new(features: usize, classes: usize) -> Self {
        let outputs = outputs(classes);
        Self { outputs, weights: vec![0.0; features * outputs], bias: vec![0.0; outputs], state: None }
    }

    /// Steps that the optimizer has taken.
    pub(crate) fn steps(&self) -> u64 {
        let counter = self.state.as_ref().and_then(|state| state.tensors.get("global_step"));
        match counter.map(|tensor| &tensor.data) {
            Some(Data::U64(counter)) => counter.first().copied().unwrap_or_default(),
            _ => 0,
        }
    }

    /// Adds rows for new features: weights 0, accumulators `accum`. Tensors of the state that do not have the rows of the
    /// weights stay as they are, so that the optimizer refuses them.
    pub(crate) fn grow(&mut self, features: usize, accum: f32) {
        let before = self.weights.len() / self.outputs;
        self.weights.resize(features * self.outputs, 0.0);
        let tensors = self.state.as_mut().map(|state| &mut state.tensors);
        if let Some(Tensor { shape, data: Data::F32(saved), .. }) =
            tensors.and_then(|tensors| tensors.get_mut("accum.weight"))
            && *shape == [before, self.outputs]
        {
            *shape = vec![features, self.outputs];
            saved.resize(features * self.outputs, accum);
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
        let Some(Snapshot { tensors, .. }) = &mut self.state else { return };
        let steps = match tensors.get("steps.weight").map(|tensor| &tensor.data) {
            Some(Data::U64(steps)) => steps.first().copied().unwrap_or_default(),
            _ => return,
        };
        if let Some(Tensor { shape, data: Data::U64(marks), .. }) = tensors.get_mut("last_touched.weight")
            && *shape == [before]
        {
            *shape = vec![features];
            marks.resize(features, steps);
        }
    }
}

/// Columns of the weights.
fn outputs(classes: usize) -> usize {
    if classes == 2 { 1 } else { classes }
}

/// A model as it is saved, with the meaning of its rows and columns.
pub(crate) struct Saved {
    pub(crate) model: Model,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) classes: Classes,
    /// Epochs trained.
    pub(crate) epochs: u64,
    /// Whether the bias was trained.
    pub(crate) bias: bool,
    /// Storage format of the weights during training.
    pub(crate) precision: Precision,
}

impl Saved {
    /// Reads a file that [`Target`] wrote.
    ///
    /// # Errors
    /// No such file, another kind of file, or a damaged one.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        Self::parse(&fs::read(path)?)
    }

    fn parse(bytes: &[u8]) -> Result<Self> {
        let file = SafeTensors::deserialize(bytes).context("not a safetensors file")?;
        let header = Header::read(bytes)?;
        let classes = Classes::from_names(&header.classes)?;
        let mut vocabulary = match header.bits {
            Some(bits) => Vocabulary::hashed(bits)?,
            None => Vocabulary::from_names(serde_json::from_slice(file.tensor("features")?.data())?)?,
        };
        let outputs = outputs(classes.len());
        let weights = values(&file, "weight", &[vocabulary.len(), outputs], header.precision)?;
        for (row, weights) in (0..).zip(weights.chunks_exact(outputs)) {
            if weights.iter().any(|weight| *weight != 0.0) {
                vocabulary.set_used(row);
            }
        }
        let (bias, state) = (values(&file, "bias", &[outputs], header.precision)?, state(&file)?);
        let trains_bias = state.tensors.contains_key("accum.bias");
        let model = Model { outputs, weights, bias, state: Some(state) };
        let Header { epochs, precision, .. } = header;
        Ok(Self { model, vocabulary, classes, epochs, bias: trains_bias, precision })
    }

    fn to_bytes(&self) -> Result<Vec<u8>> {
        let Model { outputs, weights, bias, state } = &self.model;
        let mut tensors = vec![
            FileTensor::f32("weight", &[self.vocabulary.len(), *outputs], weights),
            FileTensor::f32("bias", &[*outputs], bias),
        ];
        for (name, Tensor { shape, data, .. }) in state.iter().flat_map(|state| &state.tensors) {
            tensors.push(match data {
                Data::F32(data) => FileTensor::f32(name, shape, data),
                Data::U64(data) => FileTensor::new(name, Dtype::U64, shape, bytemuck::cast_slice(data)),
                other => bail!("this version saves no tensor such as \"{name}\": {other:?}"),
            });
        }
        let names = self.vocabulary.names();
        let bits = if names.is_none() { Some(self.vocabulary.len().ilog2()) } else { None };
        if let Some(names) = names {
            let names = serde_json::to_vec(&names)?;
            tensors.push(FileTensor::new("features", Dtype::U8, &[names.len()], &names));
        }
        let (format, classes) = (FORMAT.to_owned(), self.classes.names());
        let header = Header { format, classes, bits, epochs: self.epochs, precision: self.precision };
        let metadata = HashMap::from([(HEADER.to_owned(), serde_json::to_string(&header)?)]);
        let views = tensors.iter().map(FileTensor::view).collect::<Result<Vec<_>>>()?;
        Ok(safetensors::serialize(views, Some(metadata))?)
    }
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self> {
        let (_, metadata) = SafeTensors::read_metadata(bytes)?;
        let header = metadata.metadata().as_ref().and_then(|metadata| metadata.get(HEADER));
        let header = header.ok_or_else(|| anyhow!("its metadata has no \"{HEADER}\""))?;
        let header: Self = serde_json::from_str(header)?;
        if header.format != FORMAT {
            bail!("its format is \"{}\"; this version reads \"{FORMAT}\"", header.format);
        }
        Ok(header)
    }
}

/// A tensor to be written to a file.
struct FileTensor {
    name: String,
    kind: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl FileTensor {
    fn new(name: &str, kind: Dtype, shape: &[usize], bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), kind, shape: shape.to_vec(), bytes: bytes.to_vec() }
    }

    fn f32(name: &str, shape: &[usize], data: &[f32]) -> Self {
        Self::new(name, Dtype::F32, shape, bytemuck::cast_slice(data))
    }

    fn view(&self) -> Result<(&str, TensorView<'_>)> {
        Ok((&self.name, TensorView::new(self.kind, self.shape.clone(), &self.bytes)?))
    }
}

/// An f32 tensor of a file, whose shape is checked, and whose numbers are finite in the storage format.
fn values(file: &SafeTensors<'_>, name: &str, shape: &[usize], precision: Precision) -> Result<Vec<f32>> {
    let tensor = file.tensor(name).with_context(|| format!("it has no tensor \"{name}\""))?;
    if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
        bail!("its tensor \"{name}\" is {:?} {:?}, not F32 {shape:?}", tensor.dtype(), tensor.shape());
    }
    let numbers: Vec<f32> = bytemuck::pod_collect_to_vec(tensor.data());
    let stored = Stored::nearest(&numbers, precision.format()).to_f32();
    if let Some(position) = stored.iter().position(|number| !number.is_finite()) {
        let (number, precision) = (numbers[position], precision.name());
        bail!("its tensor \"{name}\" holds {number} at {position}, which is not finite in {precision}");
    }
    Ok(numbers)
}

/// The state of the optimizer: all tensors except for those of the model.
fn state(file: &SafeTensors<'_>) -> Result<Snapshot> {
    let mut snapshot = Snapshot::default();
    for (name, tensor) in file.iter().filter(|(name, _)| !["weight", "bias", "features"].contains(name)) {
        let (shape, data) = (tensor.shape(), tensor.data());
        let tensor = match tensor.dtype() {
            Dtype::F32 => Tensor::f32(shape, bytemuck::pod_collect_to_vec(data)),
            Dtype::U64 => Tensor::u64(shape, bytemuck::pod_collect_to_vec(data)),
            other => bail!("its tensor \"{name}\" is {other:?}; the optimizer's are F32 or U64"),
        };
        snapshot.tensors.insert(name.to_owned(), tensor);
    }
    Ok(snapshot)
}

/// The file to which a model will be saved: it has another name until it is complete, so that no incomplete model is
/// ever read.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    path: &'a Path,
    file: NamedTempFile,
}

impl<'a> Target<'a> {
    /// Creates a temporary file next to `path`.
    ///
    /// # Errors
    /// A folder that does not exist or cannot be written to.
    pub(crate) fn open(path: &'a Path) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file =
            NamedTempFile::new_in(folder).with_context(|| format!("cannot save to {}", path.display()))?;
        Ok(Self { path, file })
    }

    /// The file that is written in the end.
    pub(crate) fn path(&self) -> &Path {
        self.path
    }

    /// Writes the model and replaces an existing file.
    ///
    /// # Errors
    /// A disk that is full or fails.
    pub(crate) fn save(mut self, model: &Saved) -> Result<()> {
        let what = || format!("cannot save to {}", self.path.display());
        self.file.write_all(&model.to_bytes()?).with_context(what)?;
        self.file.as_file().sync_all().with_context(what)?;
        self.file.persist(self.path).with_context(what)?;
        Ok(())
    }
}
