//! Checkpoints as any number of ranks, or a single process, reads them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use proxgrad::{DataView, Snapshot, Tensor, TensorView};
use proxgrad_safetensors::State;

use crate::{
    error::Error,
    manifest::{Manifest, SavedParam},
};

/// A complete checkpoint, for programs that read it without MPI: to evaluate a model, to export it, or to go on in a single process.
///
/// ```no_run
/// use proxgrad_mpi::Checkpoint;
///
/// # fn main() -> Result<(), proxgrad_mpi::Error> {
/// let checkpoint = Checkpoint::open("checkpoints")?;
/// println!("{} ranks after {} steps", checkpoint.ranks(), checkpoint.global_step());
/// let whole = checkpoint.whole()?;
/// let users = &whole.values["users"]; // row-major, all rows in their order
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Checkpoint {
    folder: PathBuf,
    pub(crate) manifest: Manifest,
    /// By rank.
    states: Vec<State>,
}

/// Values and state of all parameters, as an optimizer of a single process has them.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Whole {
    /// The state, to be restored by an optimizer of `proxgrad` with these parameters.
    pub snapshot: Snapshot,
    /// Values by parameter, row-major. Those of exact rows lack the steps that the state holds as pending.
    pub values: BTreeMap<String, Vec<f32>>,
}

/// State and values of the rows that one rank loads.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) snapshot: Snapshot,
    /// By parameter, in the order that was asked for.
    pub(crate) values: Vec<Vec<f32>>,
}

/// Rows of a parameter that are to be loaded.
pub(crate) struct Wanted<'a> {
    pub(crate) name: &'a str,
    pub(crate) rows: Vec<u64>,
    /// The shape of what is loaded, which has one row in place of none.
    pub(crate) shape: Vec<usize>,
}

impl Checkpoint {
    /// Opens the checkpoint in a folder. Files are mapped into memory, and read where they are needed; their contents are checked
    /// by [`Checkpoint::verify`].
    ///
    /// # Errors
    /// No checkpoint; a file that is missing or of another kind; a later version of the format.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = folder.as_ref();
        let manifest = Manifest::read(folder)?;
        let folder = folder.join(&manifest.folder);
        let open = |name: &String| {
            let path = folder.join(name);
            proxgrad_safetensors::load(&path).map_err(|error| Error::checkpoint(&path, error.fault()))
        };
        let states = manifest.files.iter().map(|file| open(&file.name)).collect::<Result<_, _>>()?;
        Ok(Self { folder, manifest, states })
    }

    /// Number of steps taken, without skipped ones.
    pub fn global_step(&self) -> u64 {
        self.manifest.global_step
    }

    /// Number of ranks that have saved it.
    pub fn ranks(&self) -> usize {
        self.states.len()
    }

    /// Checks length and checksum of all files.
    ///
    /// # Errors
    /// A file that is damaged.
    pub fn verify(&self) -> Result<(), Error> {
        self.verify_part(0, 1)
    }

    /// As [`Checkpoint::verify`], of one part of so many of the files.
    pub(crate) fn verify_part(&self, part: usize, parts: usize) -> Result<(), Error> {
        self.manifest.files.iter().skip(part).step_by(parts).try_for_each(|file| file.check(&self.folder))
    }

    /// Everything, as an optimizer of a single process has it.
    ///
    /// # Errors
    /// A tensor that is missing or of another shape.
    pub fn whole(&self) -> Result<Whole, Error> {
        let params = self.manifest.params.iter();
        let wanted: Vec<_> = params
            .map(SavedParam::all_rows)
            .map(|(name, rows, shape)| Wanted { name, rows, shape })
            .collect();
        let Loaded { mut snapshot, values } = self.load(&wanted)?;
        let tensors = &mut snapshot.tensors;
        if self.manifest.skipped_steps > 0 {
            tensors.insert("skipped_steps".to_owned(), Tensor::counter(self.manifest.skipped_steps));
        }
        if let Some((scale, good_steps)) = self.manifest.loss_scale {
            tensors.insert("loss_scale".to_owned(), Tensor::f32(&[], vec![to_f32(scale)]));
            tensors.insert("good_steps".to_owned(), Tensor::counter(good_steps.into()));
        }
        let names = self.manifest.params.iter().map(|param| param.name.clone());
        Ok(Whole { snapshot, values: names.zip(values).collect() })
    }

    /// Values and state of some rows of all parameters.
    pub(crate) fn load(&self, wanted: &[Wanted<'_>]) -> Result<Loaded, Error> {
        let mut loaded = Loaded::default();
        let first = self.states[0].view();
        for (name, tensor) in &first.tensors {
            loaded.snapshot.tensors.insert(name.clone().into_owned(), tensor.clone().into_tensor());
        }
        for wanted in wanted {
            let param = self.param(wanted.name)?;
            let sources = param.sources(self.ranks(), wanted.rows.iter().copied());
            let gather = Gather { checkpoint: self, param, sources: &sources, shape: &wanted.shape };
            let values = |rank: usize| {
                let tensor = self.states[rank].values(wanted.name).ok()?;
                tensor.to_view()
            };
            let Tensor { data, .. } = gather.tensor(wanted.name, values)?;
            let proxgrad::Data::F32(values) = data else {
                return Err(self.error(wanted.name, "has values that are no f32"));
            };
            loaded.values.push(values);
            let names: Vec<_> = first.row_tensors(wanted.name).map(|(name, _)| name.to_owned()).collect();
            for name in names {
                let of_rank = |rank: usize| self.states[rank].view().tensors.get(&*name).cloned();
                let tensor = gather.tensor(&name, of_rank)?;
                loaded.snapshot.tensors.insert(name, tensor);
            }
            self.join_rates(wanted.name, &mut loaded.snapshot);
        }
        Ok(loaded)
    }

    /// Replaces the rates that the oldest row of the first rank has missed by those that the oldest of the loaded rows has missed.
    fn join_rates(&self, param: &str, snapshot: &mut Snapshot) {
        let name = format!("missed_rates.{param}");
        let all = self.states.iter().filter_map(|state| state.view().tensors.get(&*name).cloned());
        let Some(TensorView { data: DataView::F32(longest), .. }) =
            all.max_by_key(|rates| rates.shape.first().copied())
        else {
            return;
        };
        let counts = |name: String| match snapshot.tensors.get(&name).map(|tensor| &tensor.data) {
            Some(proxgrad::Data::U64(counts)) => counts.iter().min().copied(),
            _ => None,
        };
        let (steps, oldest) = (counts(format!("steps.{param}")), counts(format!("last_touched.{param}")));
        let missed =
            steps.zip(oldest).and_then(|(steps, oldest)| usize::try_from(steps.checked_sub(oldest)?).ok());
        let missed = missed.map_or(longest.len(), |missed| missed.min(longest.len()));
        let rates = longest[longest.len() - missed..].to_vec();
        snapshot.tensors.insert(name, Tensor::f32(&[rates.len()], rates));
    }

    pub(crate) fn param(&self, name: &str) -> Result<&SavedParam, Error> {
        let param = self.manifest.params.iter().find(|param| param.name == name);
        param.ok_or_else(|| self.error(name, "is not in the checkpoint"))
    }

    pub(crate) fn error(&self, name: &str, reason: &str) -> Error {
        Error::checkpoint(&self.folder, format!("parameter \"{name}\" {reason}"))
    }
}

/// Collects rows of one parameter from the files of all ranks.
struct Gather<'a> {
    checkpoint: &'a Checkpoint,
    param: &'a SavedParam,
    /// Rank, and row in its file, of each row.
    sources: &'a [(usize, usize)],
    /// Shape of the values.
    shape: &'a [usize],
}

impl Gather<'_> {
    /// The rows of a tensor that each rank has in its file.
    fn tensor<'t>(
        &self,
        name: &str,
        of_rank: impl Fn(usize) -> Option<TensorView<'t>>,
    ) -> Result<Tensor, Error> {
        let ranks = self.checkpoint.ranks();
        let missing = || self.checkpoint.error(&self.param.name, &format!("lacks the tensor \"{name}\""));
        let tensors: Vec<_> = (0..ranks).map(&of_rank).collect::<Option<_>>().ok_or_else(missing)?;
        let mut shape = tensors[0].shape.to_vec();
        if let (Some(rows), Some(own)) = (shape.first_mut(), self.shape.first()) {
            *rows = *own;
        }
        let elements: usize = shape.iter().product();
        let width = if self.sources.is_empty() { 0 } else { elements / self.sources.len() };
        for (rank, tensor) in tensors.iter().enumerate() {
            let rows = self.param.rows_of_rank(ranks, rank);
            let len = match &tensor.data {
                DataView::F32(data) => data.len(),
                DataView::U64(data) => data.len(),
                _ => 0,
            };
            if len < rows * width {
                let reason = format!("has a tensor \"{name}\" of rank {rank} with too few elements");
                return Err(self.checkpoint.error(&self.param.name, &reason));
            }
        }
        let rows = self.sources.iter();
        let tensor = match &tensors[0].data {
            DataView::F32(_) => {
                let row = |&(rank, row): &(usize, usize)| match &tensors[rank].data {
                    DataView::F32(data) => Some(&data[row * width..][..width]),
                    _ => None,
                };
                let mut data: Vec<f32> = rows.filter_map(row).flatten().copied().collect();
                // A row in place of none: accumulators are above 0, everything else is 0.
                data.resize(elements, if name.starts_with("accum.") { 1.0 } else { 0.0 });
                Tensor::f32(&shape, data)
            }
            DataView::U64(_) => {
                let row = |&(rank, row): &(usize, usize)| match &tensors[rank].data {
                    DataView::U64(data) => Some(&data[row * width..][..width]),
                    _ => None,
                };
                let mut data: Vec<u64> = rows.filter_map(row).flatten().copied().collect();
                data.resize(elements, self.steps());
                Tensor::u64(&shape, data)
            }
            _ => return Err(missing()),
        };
        Ok(tensor)
    }

    /// Number of steps that the parameter took part in, which a row in place of none is up to date with.
    fn steps(&self) -> u64 {
        let view = self.checkpoint.states[0].view();
        let steps = view.tensors.get(&*format!("steps.{}", self.param.name));
        match steps.map(|steps| &steps.data) {
            Some(DataView::U64(steps)) => steps.first().copied().unwrap_or_default(),
            _ => 0,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the scale is an f32, which JSON holds as f64")]
fn to_f32(scale: f64) -> f32 {
    scale as f32
}
