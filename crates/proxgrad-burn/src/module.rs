//! The optimizer of a whole module.

mod cpu;
mod engine;
mod entry;
#[cfg(feature = "wgpu")]
mod gpu;
mod params;
mod record;

use std::collections::{BTreeMap, HashMap};

use burn::{
    lr_scheduler::module_lr_scheduler::ModuleLearningRate,
    module::{Module, ParamId},
    optim::GradientsParams,
    tensor::{Device, Int, Tensor},
};
use proxgrad::{GroupId, Report, Rows, Schedule, Snapshot};

#[cfg(feature = "wgpu")]
use self::gpu::GpuEngine;
use self::{
    cpu::CpuEngine,
    engine::{Engine, NewParam, RowEntry, RowGrads, RowIds},
    entry::{Entry, Found},
    params::{Check, Give, Register, Slot, Survey, Take},
};
#[cfg(feature = "wgpu")]
use crate::wgpu::context::Context;
use crate::{
    config::{ProximalAdagradConfig, check_rule},
    error::{Error, Rejected},
    row_table::RowGradient,
};

/// ProximalAdagrad for a whole module: one step for all of its parameters together, recorded as one pass on a device.
///
/// [`ProximalAdagradConfig::init_module`] makes one. On wgpu the values stay in burn's buffers, the accumulators are in
/// buffers of the optimizer, and a step neither waits for the device nor reads anything back. On any other backend a step
/// copies the values to host memory and back, and takes place there, by proxgrad's CPU implementation.
///
/// A module that was cloned keeps its values: a step copies parameters that something else holds before it changes them, which
/// costs memory and time for as long as the clone lives. `module.valid()` is such a clone.
#[derive(Debug)]
pub struct ProximalAdagradModule {
    config: ProximalAdagradConfig,
    groups: Vec<GroupId>,
    device: Device,
    engine: AnyEngine,
    entries: Vec<Entry>,
    /// Index in `entries`.
    by_id: HashMap<ParamId, usize>,
}

#[derive(Debug)]
enum AnyEngine {
    #[cfg(feature = "wgpu")]
    Gpu(Box<GpuEngine>),
    Cpu(Box<CpuEngine>),
}

/// Evaluates an expression with the engine, whichever it is.
macro_rules! with_engine {
    ($engine:expr, $name:ident => $body:expr) => {
        match $engine {
            #[cfg(feature = "wgpu")]
            AnyEngine::Gpu($name) => $body,
            AnyEngine::Cpu($name) => $body,
        }
    };
}

impl ProximalAdagradModule {
    pub(crate) fn new<M: Module>(config: &ProximalAdagradConfig, module: &M) -> Result<Self, Error> {
        let found = Survey::of(module)?;
        let trained: Vec<_> = found.into_iter().filter(Found::is_trained).collect();
        let Some(first) = trained.first() else { return Err(Error::NoParams) };
        check_patterns(config, &trained)?;
        let device = first.device.clone();
        let mut engine = AnyEngine::new(config, &first.name, &device)?;
        let groups = config
            .groups()
            .iter()
            .map(|(_, group)| with_engine!(&mut engine, engine => engine.add_group(group.clone())));
        let groups = groups.collect::<Result<Vec<_>, _>>()?;
        let mut optimizer = Self {
            config: config.clone(),
            groups,
            device,
            engine,
            entries: Vec::new(),
            by_id: HashMap::new(),
        };
        optimizer.register(module, trained)?;
        Ok(optimizer)
    }

    /// Steps all parameters of the module that have a gradient.
    ///
    /// Parameters with a gradient that the optimizer does not have, because they did not require gradients when it was made, are
    /// added.
    ///
    /// # Errors
    /// Gradients on another device, or of another type or shape than their parameters; a module without a parameter of the
    /// optimizer's, or with one in two places; otherwise as `proxgrad::Step::finish`. The error contains the module, unchanged.
    pub fn step<M: Module>(&mut self, module: M, grads: GradientsParams) -> Result<M, Rejected<M>> {
        self.step_rows(module, grads, [])
    }

    /// Steps all parameters of the module that have a gradient, and the tables that have gradients of rows. Several gradients for
    /// one table, as of several reads in one forward pass, are summed.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::step`]; a gradient for a table that is not in the module.
    pub fn step_rows<M: Module>(
        &mut self,
        module: M,
        mut grads: GradientsParams,
        row_grads: impl IntoIterator<Item = RowGradient>,
    ) -> Result<M, Rejected<M>> {
        let prepared = self.add_late(&module, &grads);
        let prepared = prepared.and_then(|()| self.tables(row_grads.into_iter().map(Tables::of_gradient)));
        let tables = match prepared {
            Ok(tables) => tables,
            Err(error) => return Err(Rejected::new(module, error)),
        };
        with_engine!(&mut self.engine, engine => {
            let rows = take_rows(&**engine, &self.entries, tables);
            let rows = match rows {
                Ok(rows) => rows,
                Err(error) => return Err(Rejected::new(module, error)),
            };
            let touched = touched(&self.entries, rows.iter().map(|rows| rows.index));
            let traversal = Traversal { entries: &self.entries, by_id: &self.by_id, touched };
            traversal.change(&mut **engine, module, Some(&mut grads), |engine, taken| {
                let has_two = |(index, _): &&(usize, _)| rows.iter().any(|rows| rows.index == *index);
                if let Some((index, _)) = taken.grads.iter().find(has_two) {
                    return Err(Error::TwoGradients { name: self.entries[*index].name.clone() });
                }
                engine.step(taken.values, taken.grads, rows)
            })
        })
    }

    /// Brings rows of tables up to date whose rows are [exact](ProximalAdagradConfig::with_exact_rows), before a forward pass reads
    /// them; does nothing for other tables. The cost does not depend on the other rows, apart from what
    /// [`ProximalAdagradModule`] says of other backends.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::step`].
    pub fn flush_rows<M: Module>(
        &mut self,
        module: M,
        ids: impl IntoIterator<Item = (ParamId, Tensor<1, Int>)>,
    ) -> Result<M, Rejected<M>> {
        let tables = self.tables(ids.into_iter().map(Tables::of_ids));
        let tables = match tables {
            Ok(tables) => tables,
            Err(error) => return Err(Rejected::new(module, error)),
        };
        let is_exact = |table: &Table| self.entries[table.index].rows == Rows::Exact;
        let tables: Vec<_> = tables.into_iter().filter(is_exact).collect();
        if tables.is_empty() {
            return Ok(module);
        }
        with_engine!(&mut self.engine, engine => {
            let rows = take_ids(&**engine, &self.entries, tables);
            let rows = match rows {
                Ok(rows) => rows,
                Err(error) => return Err(Rejected::new(module, error)),
            };
            let touched = touched(&self.entries, rows.iter().map(|rows| rows.index));
            let traversal = Traversal { entries: &self.entries, by_id: &self.by_id, touched };
            traversal.change(&mut **engine, module, None, |engine, taken| engine.flush_rows(taken.values, rows))
        })
    }

    /// Brings all rows of all tables up to date whose rows are [exact](ProximalAdagradConfig::with_exact_rows): before the
    /// module is saved or evaluated.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::step`].
    pub fn flush<M: Module>(&mut self, module: M) -> Result<M, Rejected<M>> {
        let touched: Vec<_> = self.entries.iter().map(|entry| entry.rows == Rows::Exact).collect();
        if !touched.contains(&true) {
            return Ok(module);
        }
        let traversal = Traversal { entries: &self.entries, by_id: &self.by_id, touched };
        with_engine!(&mut self.engine, engine => {
            traversal.change(&mut **engine, module, None, |engine, taken| engine.flush(taken.values))
        })
    }

    /// Counts the values that are not zero, and measures their norm, for the next [`report`](Self::report). Takes exact rows
    /// as they would be up to date. On wgpu, everything stays on the device.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::step`].
    pub fn measure<M: Module>(&mut self, module: &M) -> Result<(), Error> {
        with_engine!(&mut self.engine, engine => {
            let values = params::read(&**engine, &self.entries, &self.by_id, module)?;
            engine.measure(values)
        })
    }

    /// Counters and norms: skipped steps, ids that were no row, the loss scale, what was last measured. On wgpu this waits for
    /// the device.
    ///
    /// # Errors
    /// A lost device.
    pub fn report(&self) -> Result<Report, Error> {
        with_engine!(&self.engine, engine => engine.report())
    }

    /// Multiplies a loss by the current loss scale, by which the step divides the gradients. With a
    /// [dynamic loss scale](proxgrad::Config::dynamic_loss_scale) on wgpu, the scale never leaves the device.
    ///
    /// # Errors
    /// A loss on another device; a lost device.
    pub fn scale_loss(&self, loss: Tensor<1>) -> Result<Tensor<1>, Error> {
        self.check_device("the loss", "value", &loss.device())?;
        with_engine!(&self.engine, engine => engine.scale_loss(loss))
    }

    /// Number of steps so far; on wgpu, including those that the device has skipped because of an overflow.
    pub fn global_step(&self) -> u64 {
        with_engine!(&self.engine, engine => engine.global_step())
    }

    /// Sets the learning rate of later steps: a number, or what the `step` of burn's
    /// [learning rate schedulers](burn::lr_scheduler) returns. Groups with a [`learning_rate`](proxgrad::Group::learning_rate)
    /// of their own keep it. proxgrad's own schedules ([`Config::learning_rate`](proxgrad::Config::learning_rate)) need no
    /// call.
    ///
    /// # Errors
    /// A rate out of range; different rates for parameters of one group, or for parameters in no group. Nothing changes then.
    pub fn set_learning_rate(&mut self, rates: impl Into<ModuleLearningRate>) -> Result<(), Error> {
        let rates = rates.into();
        let mut of_groups = BTreeMap::new();
        for entry in &self.entries {
            let has_own =
                entry.group.is_some_and(|group| self.config.groups()[group].1.learning_rate.is_some());
            if has_own {
                continue;
            }
            let rate = rates.lr_from_param(entry.id, Some(&entry.name));
            let (first, same) = of_groups.entry(entry.group).or_insert((&entry.name, rate));
            if *same != rate {
                let (first, second) = ((*first).clone(), entry.name.clone());
                return Err(Error::Rates { first, second });
            }
            if !(rate.is_finite() && rate >= 0.0) {
                // Returns the library's error before any rate is set.
                return with_engine!(&mut self.engine, engine => engine.set_learning_rate(None, rate.into()));
            }
        }
        for (group, (_, rate)) in of_groups {
            let group = group.map(|group| self.groups[group]);
            with_engine!(&mut self.engine, engine => engine.set_learning_rate(group, rate.into()))?;
        }
        Ok(())
    }

    /// Sets the learning rate of later steps for a group, by its position among those of
    /// [`ProximalAdagradConfig::with_group`].
    ///
    /// # Errors
    /// A rate out of range; no such group.
    pub fn set_group_learning_rate(
        &mut self,
        group: usize,
        learning_rate: impl Into<Schedule>,
    ) -> Result<(), Error> {
        let no_match = || Error::NoMatch { what: format!("group {group}"), params: self.names() };
        let group = *self.groups.get(group).ok_or_else(no_match)?;
        with_engine!(&mut self.engine, engine => engine.set_learning_rate(Some(group), learning_rate.into()))
    }

    /// Names of all parameters in the order of the optimizer: their paths in the module.
    pub fn param_names(&self) -> Vec<String> {
        with_engine!(&self.engine, engine => engine.param_names())
    }

    /// Sets the order of the parameters, as MindSpore's `order_params`: it decides the order of their names in state, and nothing
    /// else.
    ///
    /// # Errors
    /// Names that are not those of all parameters, each once.
    pub fn order_params(&mut self, names: &[&str]) -> Result<(), Error> {
        with_engine!(&mut self.engine, engine => engine.order_params(names))
    }

    /// The state of the optimizer: accumulators, counters, and what exact rows have missed. On wgpu this waits for the device.
    ///
    /// Values are not part of it; save the module at the same moment.
    ///
    /// # Errors
    /// A lost device, or one without memory for the copies.
    pub fn snapshot(&self) -> Result<Snapshot, Error> {
        with_engine!(&self.engine, engine => engine.snapshot())
    }

    /// Takes over the state of a snapshot, which may come from another device or backend.
    ///
    /// # Errors
    /// As `proxgrad::ProximalAdagrad::restore`.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        with_engine!(&mut self.engine, engine => engine.restore(snapshot))
    }

    /// Number of parameters that steps have copied so far because something else held them.
    #[doc(hidden)]
    pub fn copies(&self) -> u64 {
        with_engine!(&self.engine, engine => engine.copies())
    }

    /// Adds the parameters that have a gradient and are not registered; refuses a module that does not fit.
    fn add_late<M: Module>(&mut self, module: &M, grads: &GradientsParams) -> Result<(), Error> {
        let late = Check::run(module, &self.entries, &self.by_id, grads)?;
        if late.is_empty() { Ok(()) } else { self.register(module, late) }
    }

    fn register<M: Module>(&mut self, module: &M, found: Vec<Found>) -> Result<(), Error> {
        for found in &found {
            self.check_device(&found.name, "value", &found.device)?;
        }
        let config = &self.config;
        let group_of = |found: &Found| {
            config.groups().iter().rposition(|(params, _)| params.matches(&found.id, Some(&found.name)))
        };
        let is_exact = |found: &Found| {
            found.is_table
                && config.exact_rows().iter().any(|tables| tables.matches(&found.id, Some(&found.name)))
        };
        let new: Vec<_> = found
            .into_iter()
            .map(|found| NewParam {
                group: group_of(&found),
                rows: if is_exact(&found) { Rows::Exact } else { Rows::Touched },
                found,
            })
            .collect();
        let (registered, error) = with_engine!(&mut self.engine, engine => {
            Register::new(&mut **engine, &self.groups, new).run(module)
        });
        // Also before an error, so that the indices here stay those of the engine.
        for entry in registered {
            self.by_id.insert(entry.id, self.entries.len());
            self.entries.push(entry);
        }
        error.map_or(Ok(()), Err)
    }

    /// The tables that row gradients or ids are for; those for one table are joined.
    fn tables(&self, of_calls: impl Iterator<Item = Tables>) -> Result<Vec<Table>, Error> {
        let mut tables: Vec<Table> = Vec::new();
        for Tables { table, ids, values } in of_calls {
            let index = *self.by_id.get(&table).ok_or(Error::NoTable)?;
            let entry = &self.entries[index];
            if !entry.is_table {
                return Err(Error::NoTable);
            }
            self.check_device(&entry.name, "ids", &ids.device())?;
            if let Some(values) = &values {
                self.check_device(&entry.name, "gradient", &values.device())?;
                let want = vec![ids.dims()[0], entry.shape[1]];
                if values.dims()[..] != want[..] {
                    let (name, got) = (entry.name.clone(), values.dims().to_vec());
                    return Err(Error::Shape { name, role: "gradient", got, want });
                }
            }
            match tables.iter_mut().find(|table| table.index == index) {
                Some(table) => {
                    table.ids.push(ids);
                    table.values.extend(values);
                }
                None => tables.push(Table { index, ids: vec![ids], values: values.into_iter().collect() }),
            }
        }
        Ok(tables)
    }

    fn check_device(&self, name: &str, role: &'static str, got: &Device) -> Result<(), Error> {
        if *got == self.device {
            return Ok(());
        }
        let (got, want) = (format!("{got:?}"), format!("{:?}", self.device));
        Err(Error::OtherDevice { name: name.to_owned(), role, got, want })
    }

    fn names(&self) -> String {
        self.entries.iter().map(|entry| format!("\"{}\"", entry.name)).collect::<Vec<_>>().join(", ")
    }
}

/// The ids, and the row gradient if there is one, that a caller passes for one table.
struct Tables {
    table: ParamId,
    ids: Tensor<1, Int>,
    values: Option<Tensor<2>>,
}

impl Tables {
    fn of_gradient(RowGradient { table, ids, values }: RowGradient) -> Self {
        Self { table, ids: ids.inner(), values: Some(values.inner()) }
    }

    fn of_ids((table, ids): (ParamId, Tensor<1, Int>)) -> Self {
        Self { table, ids: ids.without_autodiff(), values: None }
    }
}

/// All ids and row gradients of one step for one table.
struct Table {
    /// In the optimizer's entries.
    index: usize,
    ids: Vec<Tensor<1, Int>>,
    values: Vec<Tensor<2>>,
}

impl Table {
    fn ids(&mut self) -> Tensor<1, Int> {
        joined(&mut self.ids, |ids| Tensor::cat(ids, 0))
    }

    fn values(&mut self) -> Tensor<2> {
        joined(&mut self.values, |values| Tensor::cat(values, 0))
    }
}

fn joined<T>(parts: &mut Vec<T>, join: impl FnOnce(Vec<T>) -> T) -> T {
    if parts.len() == 1 { parts.remove(0) } else { join(std::mem::take(parts)) }
}

fn take_rows<E: Engine>(engine: &E, entries: &[Entry], tables: Vec<Table>) -> Result<RowGrads<E>, Error> {
    let take = |mut table: Table| {
        let entry = &entries[table.index];
        let ids = engine.take_ids(table.ids(), entry)?;
        let values = engine.take(table.values(), &entry.name, "gradient")?;
        Ok(RowEntry { index: table.index, ids, values })
    };
    tables.into_iter().map(take).collect()
}

fn take_ids<E: Engine>(engine: &E, entries: &[Entry], tables: Vec<Table>) -> Result<RowIds<E>, Error> {
    let take = |mut table: Table| {
        let ids = engine.take_ids(table.ids(), &entries[table.index])?;
        Ok(RowEntry { index: table.index, ids, values: () })
    };
    tables.into_iter().map(take).collect()
}

/// Values and gradients that were taken out of a module.
struct Taken<'a, H> {
    /// With their index in the optimizer's entries.
    values: &'a mut [(usize, H)],
    grads: Vec<(usize, H)>,
}

/// By parameter, whether it is among these.
fn touched(entries: &[Entry], indices: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut touched = vec![false; entries.len()];
    indices.for_each(|index| touched[index] = true);
    touched
}

/// The parameters of a module that a call changes.
struct Traversal<'a> {
    entries: &'a [Entry],
    by_id: &'a HashMap<ParamId, usize>,
    /// By parameter, whether it changes without a dense gradient.
    touched: Vec<bool>,
}

impl Traversal<'_> {
    /// Takes the values out of a module, changes them, and puts them back; where anything fails, as they were.
    fn change<E: Engine, M: Module>(
        self,
        engine: &mut E,
        module: M,
        grads: Option<&mut GradientsParams>,
        change: impl FnOnce(&mut E, Taken<'_, E::Held>) -> Result<(), Error>,
    ) -> Result<M, Rejected<M>> {
        let mut take = Take::new(&*engine, self.entries, self.by_id, grads, &self.touched);
        let module = module.map(&mut take);
        let Take { mut slots, taken_grads, error, .. } = take;
        let outcome = match error {
            Some(error) => Err(error),
            None => {
                let mut values: Vec<_> = slots.iter_mut().map(Slot::take_value).collect();
                let outcome = change(engine, Taken { values: &mut values, grads: taken_grads });
                slots.iter_mut().zip(values).for_each(|(slot, (_, value))| slot.put_value(value));
                outcome
            }
        };
        let module = module.map(&mut Give::new(&*engine, slots));
        match outcome {
            Ok(()) => Ok(module),
            Err(error) => Err(Rejected::new(module, error)),
        }
    }
}

impl AnyEngine {
    fn new(config: &ProximalAdagradConfig, name: &str, device: &Device) -> Result<Self, Error> {
        check_rule(config.config())?;
        #[cfg(feature = "wgpu")]
        {
            if let Some(context) = Context::of(device) {
                return Ok(Self::Gpu(Box::new(GpuEngine::new(context, config.config().clone())?)));
            }
            if crate::wgpu::context::is_wgpu(device) {
                return Err(Error::UnknownDevice { name: name.to_owned(), device: format!("{device:?}") });
            }
        }
        let _ = name;
        Ok(Self::Cpu(Box::new(CpuEngine::new(device.clone(), config.config().clone())?)))
    }
}

/// Refuses patterns that match no parameter: misspelt ones.
fn check_patterns(config: &ProximalAdagradConfig, found: &[Found]) -> Result<(), Error> {
    let params = || found.iter().map(|found| format!("\"{}\"", found.name)).collect::<Vec<_>>().join(", ");
    for (index, (group, _)) in config.groups().iter().enumerate() {
        if !found.iter().any(|found| group.matches(&found.id, Some(&found.name))) {
            return Err(Error::NoMatch { what: format!("group {index}"), params: params() });
        }
    }
    for (index, tables) in config.exact_rows().iter().enumerate() {
        let is_match = |found: &Found| found.is_table && tables.matches(&found.id, Some(&found.name));
        if !found.iter().any(is_match) {
            let what = format!("call {index} of with_exact_rows, which is for tables,");
            return Err(Error::NoMatch { what, params: params() });
        }
    }
    Ok(())
}
