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
use proxgrad::GroupId;

use super::{
    engine::{Engine, NewParam},
    entry::{Entry, Found},
};
use crate::{
    error::Error,
    format::{FORMATS, format_of},
};

/// The container of the parameter of a [`RowTable`](crate::RowTable), as burn's derive macro writes it.
const TABLE: &str = "Struct:RowTable";

/// The path of a visitor in a module.
#[derive(Default)]
struct Path {
    text: String,
    /// Length of the text of each parent, and whether what follows it is a field of a table.
    parents: Vec<(usize, bool)>,
}

impl Path {
    fn enter(&mut self, name: &str, container: &str) {
        self.parents.push((self.text.len(), container == TABLE));
        if !self.text.is_empty() {
            self.text.push('.');
        }
        self.text.push_str(name);
    }

    fn exit(&mut self) {
        if let Some((len, _)) = self.parents.pop() {
            self.text.truncate(len);
        }
    }

    fn is_in_table(&self) -> bool {
        self.parents.last().is_some_and(|(_, is_in_table)| *is_in_table)
    }

    fn found<const D: usize>(&self, param: &Param<Tensor<D>>) -> Found {
        Found {
            id: param.id,
            name: self.text.clone(),
            device: param.lazy_device().without_autodiff(),
            is_table: self.is_in_table(),
            requires_grad: param.is_require_grad(),
        }
    }
}

/// Lists the float parameters of a module.
#[derive(Default)]
pub(super) struct Survey {
    path: Path,
    found: Vec<Found>,
    /// Index in `found`.
    places: HashMap<ParamId, usize>,
    error: Option<Error>,
}

impl Survey {
    pub(super) fn of<M: Module>(module: &M) -> Result<Vec<Found>, Error> {
        let mut survey = Self::default();
        module.visit(&mut survey);
        survey.error.map_or(Ok(survey.found), Err)
    }
}

impl ModuleVisitor for Survey {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.enter(name, container);
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        match self.places.entry(param.id) {
            hash_map::Entry::Occupied(first) => {
                let first = self.found[*first.get()].name.clone();
                self.error.get_or_insert(Error::SharedParam { first, second: self.path.text.clone() });
            }
            hash_map::Entry::Vacant(place) => {
                place.insert(self.found.len());
                self.found.push(self.path.found(param));
            }
        }
    }
}

/// Checks that a module is the one that an optimizer was made for, and finds parameters that have a gradient and are not
/// registered.
pub(super) struct Check<'a> {
    entries: &'a [Entry],
    by_id: &'a HashMap<ParamId, usize>,
    grads: &'a GradientsParams,
    path: Path,
    /// By entry, whether it was found.
    seen: Vec<bool>,
    late: Vec<Found>,
    error: Option<Error>,
}

impl<'a> Check<'a> {
    /// Returns the parameters that are not registered.
    pub(super) fn run<M: Module>(
        module: &M,
        entries: &'a [Entry],
        by_id: &'a HashMap<ParamId, usize>,
        grads: &'a GradientsParams,
    ) -> Result<Vec<Found>, Error> {
        let (path, seen) = (Path::default(), vec![false; entries.len()]);
        let mut check = Self { entries, by_id, grads, path, seen, late: Vec::new(), error: None };
        module.visit(&mut check);
        if let Some(error) = check.error {
            return Err(error);
        }
        match check.seen.iter().position(|seen| !seen) {
            Some(index) => Err(Error::MissingParam { name: entries[index].name.clone() }),
            None => Ok(check.late),
        }
    }
}

impl ModuleVisitor for Check<'_> {
    fn enter_module(&mut self, name: &str, container: &str) {
        self.path.enter(name, container);
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let first = match self.by_id.get(&param.id) {
            Some(&index) if std::mem::replace(&mut self.seen[index], true) => &self.entries[index].name,
            Some(_) => return,
            None => match self.late.iter().find(|late| late.id == param.id) {
                Some(late) => &late.name,
                None => {
                    if self.grads.get::<D>(param.id).is_some() {
                        self.late.push(self.path.found(param));
                    }
                    return;
                }
            },
        };
        let (first, second) = (first.clone(), self.path.text.clone());
        self.error.get_or_insert(Error::SharedParam { first, second });
    }
}

/// Registers parameters with an engine.
pub(super) struct Register<'a, E: Engine> {
    engine: &'a mut E,
    groups: &'a [GroupId],
    new: HashMap<ParamId, NewParam>,
    done: Vec<Entry>,
    /// The first error; nothing is registered after it.
    error: Option<Error>,
}

impl<'a, E: Engine> Register<'a, E> {
    pub(super) fn new(engine: &'a mut E, groups: &'a [GroupId], new: Vec<NewParam>) -> Self {
        let new = new.into_iter().map(|param| (param.found.id, param)).collect();
        Self { engine, groups, new, done: Vec::new(), error: None }
    }

    /// Returns the entries in the order of the module, and the error that has kept others from being registered.
    pub(super) fn run<M: Module>(mut self, module: &M) -> (Vec<Entry>, Option<Error>) {
        module.visit(&mut self);
        (self.done, self.error)
    }

    fn register<const D: usize>(&mut self, param: NewParam, tensor: Tensor<D>) -> Result<Entry, Error> {
        let shape = tensor.dims().to_vec();
        let dtype = tensor.dtype();
        let name = param.found.name.clone();
        let unknown = || Error::Dtype { name: name.clone(), role: "value", dtype, want: FORMATS };
        let format = format_of(dtype).ok_or_else(unknown)?;
        let values = self.engine.take(tensor.without_autodiff(), &name, "value")?;
        let group = param.group.map(|group| self.groups[group]);
        self.engine.add_param(&param, group, format, values)?;
        let NewParam { found: Found { id, is_table, .. }, group, rows } = param;
        Ok(Entry { id, name, shape, format, is_table, rows, group })
    }
}

impl<E: Engine> ModuleVisitor for Register<'_, E> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let (Some(new), None) = (self.new.remove(&param.id), &self.error) else { return };
        match self.register(new, param.val()) {
            Ok(entry) => self.done.push(entry),
            Err(error) => self.error = Some(error),
        }
    }
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
        let tensor = param.val().without_autodiff();
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
    requires_grad: bool,
    is_distributed: bool,
    /// `None` without autodiff.
    checkpointing: Option<GradientCheckpointingStrategy>,
}

impl Tracking {
    fn of<const D: usize>(tensor: &Tensor<D>) -> Self {
        let checkpointing = tensor.gradient_checkpointing_strategy();
        Self {
            requires_grad: tensor.is_require_grad(),
            is_distributed: checkpointing.is_some() && tensor.is_distributed(),
            checkpointing,
        }
    }

    fn restore<const D: usize>(self, tensor: Tensor<D>, id: ParamId) -> Tensor<D> {
        let Some(strategy) = self.checkpointing else { return tensor };
        let tensor = Tensor::from_inner(tensor).with_gradient_checkpointing_strategy(strategy);
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
            return Ok(self.touched[index]);
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
        let grad = self.engine.take(grad.without_autodiff(), &entry.name, "gradient")?;
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
        let value = self.engine.take(tensor.without_autodiff(), &self.entries[index].name, "value");
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
