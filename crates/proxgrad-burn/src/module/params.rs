//! Traversal of a module: which parameters there are, and their values out of it and back.

use std::{
    any::Any,
    collections::{HashMap, hash_map},
};

use burn::{
    module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId, ParamMapper},
    optim::GradientsParams,
    tensor::{Device, GradientCheckpointingStrategy, Tensor},
};
use proxgrad::{Format, Rows};

use super::engine::{Engine, FORMATS, NewParam, format_of};
use crate::error::Error;

/// The container of the parameter of a [`RowTable`](crate::RowTable), as burn's derive macro writes it.
const TABLE: &str = "Struct:RowTable";

/// A parameter that was found in a module.
pub(super) struct Found {
    pub(super) id: ParamId,
    /// Path in the module.
    pub(super) name: String,
    pub(super) device: Device,
    pub(super) is_table: bool,
    requires_grad: bool,
    /// Whether it has a gradient and is not registered.
    pub(super) is_late: bool,
}

impl Found {
    /// Whether an optimizer updates it.
    pub(super) fn is_trained(&self) -> bool {
        self.requires_grad || self.is_table
    }
}

/// A registered parameter.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: ParamId,
    /// Path in the module.
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) format: Format,
    pub(super) is_table: bool,
    pub(super) rows: Rows,
}

/// The path of a visitor or mapper in a module.
#[derive(Default)]
struct Path {
    /// Names, with the containers that they are in.
    parts: Vec<(String, bool)>,
}

impl Path {
    fn enter(&mut self, name: &str, container: &str) {
        self.parts.push((name.to_owned(), container == TABLE));
    }

    fn exit(&mut self) {
        self.parts.pop();
    }

    fn name(&self) -> String {
        self.parts.iter().map(|(name, _)| &**name).collect::<Vec<_>>().join(".")
    }

    fn is_in_table(&self) -> bool {
        self.parts.last().is_some_and(|(_, is_in_table)| *is_in_table)
    }
}

/// Lists the float parameters of a module.
pub(super) struct Survey<'a> {
    path: Path,
    found: Vec<Found>,
    places: HashMap<ParamId, String>,
    shared: Option<Error>,
    /// The registered parameters and the gradients of a step.
    step: Option<(&'a HashMap<ParamId, usize>, &'a GradientsParams)>,
}

impl<'a> Survey<'a> {
    pub(super) fn of<M: Module>(module: &M) -> Result<Vec<Found>, Error> {
        Self::run(module, None)
    }

    /// The same, where `is_late` marks parameters that have a gradient and are not registered.
    pub(super) fn with_grads<M: Module>(
        module: &M,
        registered: &'a HashMap<ParamId, usize>,
        grads: &'a GradientsParams,
    ) -> Result<Vec<Found>, Error> {
        Self::run(module, Some((registered, grads)))
    }

    fn run<M: Module>(
        module: &M,
        step: Option<(&'a HashMap<ParamId, usize>, &'a GradientsParams)>,
    ) -> Result<Vec<Found>, Error> {
        let mut survey =
            Self { path: Path::default(), found: Vec::new(), places: HashMap::new(), shared: None, step };
        module.visit(&mut survey);
        survey.shared.map_or(Ok(survey.found), Err)
    }
}

impl ModuleVisitor for Survey<'_> {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.enter(name, container);
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let name = self.path.name();
        match self.places.entry(param.id) {
            hash_map::Entry::Occupied(first) => {
                let (first, second) = (first.get().clone(), name);
                self.shared.get_or_insert(Error::SharedParam { first, second });
                return;
            }
            hash_map::Entry::Vacant(place) => place.insert(name.clone()),
        };
        let is_late = self.step.is_some_and(|(registered, grads)| {
            !registered.contains_key(&param.id) && grads.get::<D>(param.id).is_some()
        });
        self.found.push(Found {
            id: param.id,
            name,
            device: param.lazy_device().without_autodiff(),
            is_table: self.path.is_in_table(),
            requires_grad: param.is_require_grad(),
            is_late,
        });
    }
}

/// Registers parameters with an engine.
pub(super) struct Register<'a, E: Engine> {
    engine: &'a mut E,
    new: HashMap<ParamId, NewParam>,
    done: Result<Vec<Entry>, Error>,
}

impl<'a, E: Engine> Register<'a, E> {
    pub(super) fn new(engine: &'a mut E, new: Vec<NewParam>) -> Self {
        let new = new.into_iter().map(|param| (param.found.id, param)).collect();
        Self { engine, new, done: Ok(Vec::new()) }
    }

    /// Returns the entries in the order of the module.
    pub(super) fn run<M: Module>(mut self, module: &M) -> Result<Vec<Entry>, Error> {
        module.visit(&mut self);
        self.done
    }

    fn register<const D: usize>(&mut self, param: NewParam, tensor: Tensor<D>) -> Result<Entry, Error> {
        let shape = tensor.dims().to_vec();
        let dtype = tensor.dtype();
        let name = param.found.name.clone();
        let unknown = || Error::Dtype { name: name.clone(), role: "value", dtype, want: FORMATS };
        let format = format_of(dtype).ok_or_else(unknown)?;
        let values = self.engine.take(plain(tensor), &name, "value")?;
        self.engine.add_param(&param, format, values)?;
        let NewParam { found: Found { id, is_table, .. }, rows, .. } = param;
        Ok(Entry { id, name, shape, format, is_table, rows })
    }
}

impl<E: Engine> ModuleVisitor for Register<'_, E> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let (Some(new), true) = (self.new.remove(&param.id), self.done.is_ok()) else { return };
        let registered = self.register(new, param.val());
        match (&mut self.done, registered) {
            (Ok(done), Ok(entry)) => done.push(entry),
            (done, Err(error)) => *done = Err(error),
            (Err(_), Ok(_)) => {}
        }
    }
}

/// The tensor without the graph of autodiff.
fn plain<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    if tensor.is_autodiff() { tensor.inner() } else { tensor }
}

/// Reads the values of all registered parameters, which stay in the module.
pub(super) fn read<E: Engine, M: Module>(
    engine: &E,
    entries: &[Entry],
    by_id: &HashMap<ParamId, usize>,
    module: &M,
) -> Result<Vec<(usize, E::Held)>, Error> {
    let mut read = Read { engine, entries, by_id, values: Ok(Vec::new()) };
    module.visit(&mut read);
    let values = read.values?;
    match entries.iter().enumerate().find(|(index, _)| !values.iter().any(|(found, _)| found == index)) {
        Some((_, entry)) => Err(Error::MissingParam { name: entry.name.clone() }),
        None => Ok(values),
    }
}

struct Read<'a, E: Engine> {
    engine: &'a E,
    entries: &'a [Entry],
    by_id: &'a HashMap<ParamId, usize>,
    values: Result<Vec<(usize, E::Held)>, Error>,
}

impl<E: Engine> ModuleVisitor for Read<'_, E> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let (Ok(values), Some(&index)) = (&mut self.values, self.by_id.get(&param.id)) else { return };
        let entry = &self.entries[index];
        let tensor = plain(param.val());
        let taken = check_value(entry, &tensor, &tensor.device(), self.engine)
            .and_then(|()| self.engine.take(tensor, &entry.name, "value"));
        match taken {
            Ok(value) => values.push((index, value)),
            Err(error) => self.values = Err(error),
        }
    }
}

/// Takes values of registered parameters out of a module, and their gradients out of those of a step. The parameters stay
/// without values until [`Give`] puts them back.
pub(super) struct Take<'a, E: Engine> {
    engine: &'a E,
    entries: &'a [Entry],
    by_id: &'a HashMap<ParamId, usize>,
    grads: Option<&'a mut GradientsParams>,
    /// By parameter: whether it changes without a dense gradient.
    touched: &'a [bool],
    pub(super) slots: Vec<Slot<E::Held>>,
    pub(super) taken_grads: Vec<(usize, E::Held)>,
    /// The first error; nothing is taken after it.
    pub(super) error: Option<Error>,
}

/// A value that was taken out of a module, and what it was like there.
pub(super) struct Slot<H> {
    id: ParamId,
    index: usize,
    value: Option<H>,
    /// A [`Kept`] of the parameter's rank.
    kept: Box<dyn Any>,
}

/// What a parameter has beside its value.
struct Kept<const D: usize> {
    mapper: ParamMapper<Tensor<D>>,
    tracking: Tracking,
}

impl<H> Slot<H> {
    pub(super) fn take_value(&mut self) -> (usize, H) {
        (self.index, self.value.take().expect("it is taken once"))
    }

    pub(super) fn put_value(&mut self, value: H) {
        self.value = Some(value);
    }
}

/// What autodiff knows of a parameter.
#[derive(Clone, Copy)]
struct Tracking {
    is_autodiff: bool,
    requires_grad: bool,
    is_distributed: bool,
    checkpointing: Option<GradientCheckpointingStrategy>,
}

impl Tracking {
    fn of<const D: usize>(tensor: &Tensor<D>) -> Self {
        Self {
            is_autodiff: tensor.is_autodiff(),
            requires_grad: tensor.is_require_grad(),
            is_distributed: tensor.is_distributed(),
            checkpointing: tensor.gradient_checkpointing_strategy(),
        }
    }

    fn restore<const D: usize>(self, tensor: Tensor<D>, id: ParamId) -> Tensor<D> {
        if !self.is_autodiff {
            return tensor;
        }
        let tensor = Tensor::from_inner(tensor);
        let tensor = match self.checkpointing {
            Some(strategy) => tensor.with_gradient_checkpointing_strategy(strategy),
            None => tensor,
        };
        let tensor = if self.requires_grad { tensor.require_grad() } else { tensor };
        if self.is_distributed { tensor.set_distributed(id) } else { tensor }
    }
}

impl<'a, E: Engine> Take<'a, E> {
    pub(super) fn new(
        engine: &'a E,
        entries: &'a [Entry],
        by_id: &'a HashMap<ParamId, usize>,
        grads: Option<&'a mut GradientsParams>,
        touched: &'a [bool],
    ) -> Self {
        let (slots, taken_grads) = (Vec::new(), Vec::new());
        Self { engine, entries, by_id, grads, touched, slots, taken_grads, error: None }
    }

    /// Checks the value of a parameter, and takes its gradient; returns whether the value is needed.
    fn prepare<const D: usize>(&mut self, index: usize, value: &Tensor<D>) -> Result<bool, Error> {
        let entry = &self.entries[index];
        let device = value.device();
        check_value(entry, value, &device, self.engine)?;
        let Some(grad) = self.grads.as_mut().and_then(|grads| grads.remove::<D>(entry.id)) else {
            return Ok(E::NEEDS_ALL || self.touched[index]);
        };
        if grad.device() != device {
            let (got, want) = (format!("{:?}", grad.device()), format!("{device:?}"));
            return Err(Error::OtherDevice { name: entry.name.clone(), role: "gradient", got, want });
        }
        if format_of(grad.dtype()) != Some(entry.format) {
            let (name, dtype, want) =
                (entry.name.clone(), grad.dtype(), "cast it to the type of the parameter");
            return Err(Error::Dtype { name, role: "gradient", dtype, want });
        }
        check_shape(entry, "gradient", &grad.dims())?;
        let grad = self.engine.take(plain(grad), &entry.name, "gradient")?;
        self.taken_grads.push((index, grad));
        Ok(true)
    }
}

fn check_shape(entry: &Entry, role: &'static str, got: &[usize]) -> Result<(), Error> {
    if got == entry.shape {
        return Ok(());
    }
    Err(Error::Shape { name: entry.name.clone(), role, got: got.to_vec(), want: entry.shape.clone() })
}

/// Refuses a value that is not as it was when the parameter was registered.
fn check_value<E: Engine, const D: usize>(
    entry: &Entry,
    value: &Tensor<D>,
    device: &Device,
    engine: &E,
) -> Result<(), Error> {
    check_shape(entry, "value", &value.dims())?;
    if device != engine.device() {
        let (got, want) = (format!("{device:?}"), format!("{:?}", engine.device()));
        return Err(Error::OtherDevice { name: entry.name.clone(), role: "value", got, want });
    }
    if format_of(value.dtype()) != Some(entry.format) {
        let (name, dtype) = (entry.name.clone(), value.dtype());
        let want = "it had another type when the optimizer was made, so make a new one";
        return Err(Error::Dtype { name, role: "value", dtype, want });
    }
    Ok(())
}

impl<E: Engine> ModuleMapper for Take<'_, E> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let (None, Some(&index)) = (&self.error, self.by_id.get(&param.id)) else { return param };
        let (id, tensor, mapper) = param.consume();
        match self.prepare(index, &tensor) {
            Ok(true) => {}
            Ok(false) => return Param::from_mapped_value(id, tensor, mapper),
            Err(error) => {
                self.error = Some(error);
                return Param::from_mapped_value(id, tensor, mapper);
            }
        }
        let tracking = Tracking::of(&tensor);
        let (shape, device) = (tensor.shape(), tensor.device());
        // Its memory could be reached when it was registered, and type and device are the same.
        let value = self.engine.take(plain(tensor), &self.entries[index].name, "value");
        let value = value.unwrap_or_else(|error| panic!("{error}"));
        let kept = Box::new(Kept { mapper, tracking });
        self.slots.push(Slot { id, index, value: Some(value), kept });
        Param::uninitialized(id, |_, _| unreachable!("`Give` puts the value back"), device, false, shape)
    }
}

/// Puts values back into the module that they were taken out of.
pub(super) struct Give<'a, E: Engine> {
    engine: &'a E,
    slots: HashMap<ParamId, Slot<E::Held>>,
}

impl<'a, E: Engine> Give<'a, E> {
    pub(super) fn new(engine: &'a E, slots: Vec<Slot<E::Held>>) -> Self {
        Self { engine, slots: slots.into_iter().map(|slot| (slot.id, slot)).collect() }
    }
}

impl<E: Engine> ModuleMapper for Give<'_, E> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(mut slot) = self.slots.remove(&param.id) else { return param };
        let (_, value) = slot.take_value();
        let kept = slot.kept.downcast::<Kept<D>>().expect("parameters keep their rank");
        let Kept { mapper, tracking } = *kept;
        let tensor = tracking.restore(self.engine.give::<D>(value), slot.id);
        Param::from_mapped_value(slot.id, tensor, mapper)
    }
}
