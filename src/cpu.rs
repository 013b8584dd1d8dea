//! ProximalAdagrad on slices: the reference that the kernels are held against, and the fallback where there is no GPU.
//!
//! Usable by itself, with the same words as the GPU's: register once, then give every step its gradients.
//!
//! ```
//! use proxgrad::{Config, cpu::{Param, ProximalAdagrad, RowGrad}};
//!
//! let mut optimizer = ProximalAdagrad::new(Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() })?;
//! let weight = optimizer.add_param(Param::new("weight", &[4]))?;
//! let table = optimizer.add_param(Param::new("table", &[3, 2]))?;
//!
//! let (mut weights, mut rows) = (vec![1.0, -2.0, 0.05, 0.02], vec![1.0; 6]);
//! let mut step = optimizer.begin_step();
//! step.dense(weight, &mut weights, &[0.5, 0.2, -0.1, 0.0])?;
//! step.rows(table, &mut rows, RowGrad::new(&[2, 0, 2], &[0.1; 6]))?;
//! step.finish()?;
//!
//! assert_eq!(weights[3], 0.0); // exactly zero
//! assert_eq!(rows[2..4], [1.0, 1.0]); // row 1 had no gradient
//! # Ok::<(), proxgrad::Error>(())
//! ```
//!
//! # 16 bits
//!
//! Values and gradients may each be f32, [`half::f16`] or [`half::bf16`]; accumulators
//! and arithmetic are f32. A value is rounded once, when its update is done, as [`Config::rounding`] says.
//!
//! ```
//! use proxgrad::{Config, Rounding, cpu::{Param, ProximalAdagrad}, half::bf16};
//!
//! let config = Config { rounding: Rounding::Stochastic { seed: 7 }, ..Config::default() };
//! let mut optimizer = ProximalAdagrad::new(config)?;
//! let weight = optimizer.add_param(Param::new("weight", &[1000]))?;
//!
//! let mut values = vec![bf16::ONE; 1000];
//! let mut step = optimizer.begin_step();
//! step.dense(weight, &mut values, &[0.5; 1000])?;
//! step.finish()?;
//! // The step is about a fifth of a digit of bf16: so many of them take it, and by a whole digit.
//! let moved = values.iter().filter(|&&value| value < bf16::ONE).count();
//! assert!((150..300).contains(&moved), "{moved}");
//! # Ok::<(), proxgrad::Error>(())
//! ```
//!
//! # Threads
//!
//! With the feature `parallel` a step with enough to do runs on the threads of the [rayon](https://docs.rs/rayon) pool in
//! which it is called (`ThreadPool::install`), else on those of the global one, and on the calling thread. Every element
//! gets the bits of [`rule::update`](crate::rule::update), whatever the number of threads: only what does not depend on
//! each other is computed side by side, and sums keep their order.
//!
//! A thread of a rayon pool may take up other jobs of the pool while it waits for the others to finish a step. So on such
//! a thread, take a step without holding a lock that those jobs want.

/// Functions compiled for every processor and, with the feature `parallel`, also for those with AVX2, where they run with
/// twice the speed; the program chooses as it runs. What they call has to be inlined to gain by it. FMA is not asked for:
/// it rounds once where the rule rounds twice.
macro_rules! vectorised {
    ($($function:item)*) => {$(
        #[cfg_attr(
            feature = "parallel",
            multiversion::multiversion(targets("x86_64+avx2", "x86+avx2"))
        )]
        $function
    )*};
}

mod channels;
mod dense;
mod exact;
mod heavy;
mod lent;
mod norms;
mod rows;
mod wide;
mod work;

use std::collections::HashSet;

use self::{
    channels::Channels,
    dense::Dense,
    exact::{Exact, Flush, Missed, Overdue},
    lent::Lent,
    work::Work,
};
use crate::{
    config::Config,
    error::Error,
    format::{Element, Values, ValuesMut, each_format, narrow_all},
    loss_scale::DynamicLossScale,
    params::{GroupId, ParamId, ParamInfo, ParamRegistry, Progress, RestoredState, registry_methods},
    report::Report,
    rounding::{Noise, Rounding, to_f32},
    row_groups::{HostIndices, RowGroups},
    rule::{Rows, StepParams},
    state::Snapshot,
};

/// A parameter to register: a name, a shape, perhaps a group. Its values stay with the caller.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    name: &'a str,
    shape: &'a [usize],
    group: Option<GroupId>,
    rows: Rows,
}

impl<'a> Param<'a> {
    /// A parameter in no group. `shape` is empty for a scalar; for row gradients axis 0 counts the rows.
    pub fn new(name: &'a str, shape: &'a [usize]) -> Self {
        Self { name, shape, group: None, rows: Rows::Touched }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
    }

    /// The same parameter, and which of its rows a step regularises.
    ///
    /// ```
    /// use proxgrad::{Config, Rows, cpu::{Param, ProximalAdagrad, RowGrad}};
    ///
    /// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// let mut optimizer = ProximalAdagrad::new(config)?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 1]).rows(Rows::Exact))?;
    ///
    /// let mut values = [1.0, 1.0, 0.05];
    /// for _ in 0..2 {
    ///     let mut step = optimizer.begin_step();
    ///     step.rows(table, &mut values, RowGrad::new(&[0], &[0.5]))?;
    ///     step.finish()?;
    /// }
    /// assert_eq!(values[1..], [1.0, 0.05]); // behind by two steps
    /// optimizer.flush(table, &mut values)?;
    /// assert!((values[1] - 0.94).abs() < 1e-6 && values[2] == 0.0);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }
}

/// A gradient of some rows; equal indices are summed in order of occurrence.
#[derive(Clone, Copy, Debug)]
pub struct RowGrad<'a> {
    /// `[n]`, each below the parameter's rows, in any order.
    pub indices: HostIndices<'a>,
    /// `[n, width]`, row-major; width is the product of the parameter's axes 1...
    pub values: Values<'a>,
}

impl<'a> RowGrad<'a> {
    /// A gradient of the rows that `indices` name: slices, arrays or vectors of u32, i32 or i64.
    pub fn new(indices: impl Into<HostIndices<'a>>, values: impl Into<Values<'a>>) -> Self {
        Self { indices: indices.into(), values: values.into() }
    }
}

/// A gradient of one parameter, dense or by rows: what [`Step::in_order`] takes.
#[derive(Clone, Copy, Debug)]
pub enum Grad<'a> {
    /// As many elements as the parameter has.
    Dense(Values<'a>),
    /// Of some rows.
    Rows(RowGrad<'a>),
    /// The parameter is left alone.
    None,
}

impl<'a> Grad<'a> {
    /// A dense gradient: a slice, array or vector of f32, f16 or bf16.
    pub fn dense(values: impl Into<Values<'a>>) -> Self {
        Self::Dense(values.into())
    }
}

/// The optimizer: settings, accumulators and step number.
#[derive(Debug)]
pub struct ProximalAdagrad {
    registry: ParamRegistry,
    /// By parameter.
    accums: Vec<Vec<f32>>,
    /// By parameter, of each row; none where rows are not exact.
    marks: Vec<Vec<u32>>,
    /// Where it finds its own value.
    dynamic: Option<DynamicLossScale>,
    /// The loss scale apart, which is asked of others.
    report: Report,
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    pub fn new(config: Config) -> Result<Self, Error> {
        let registry = ParamRegistry::new(config)?;
        // As a device keeps it.
        let rounded =
            |own: &DynamicLossScale| own.clone().resume(to_f32(own.scale()).into(), own.good_steps());
        let dynamic = registry.dynamic_loss_scale().map(rounded).transpose()?;
        Ok(Self { registry, accums: Vec::new(), marks: Vec::new(), dynamic, report: Report::default() })
    }

    /// Registers a parameter; its accumulators are made here.
    ///
    /// # Errors
    /// A name taken, a group of another optimizer, a shape too large; exact rows of a scalar, or with weight decay.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let entry = self.registry.draft(param.name, param.shape, param.group, param.rows)?;
        let too_large = || Error::ShapeTooLarge { name: param.name.to_owned(), shape: param.shape.to_vec() };
        let len = usize::try_from(entry.len).map_err(|_| too_large())?;
        self.accums.push(vec![entry.accum; len]);
        // Up to date with the first step.
        let rows = if param.rows == Rows::Exact { param.shape[0] } else { 0 };
        self.marks.push(vec![0; rows]);
        Ok(self.registry.add(entry))
    }

    /// Opens a step. Nothing changes until it is finished; dropping it changes nothing.
    pub fn begin_step(&mut self) -> Step<'_> {
        Step { optimizer: self, segments: Vec::new(), given: HashSet::new(), is_measured: false }
    }

    /// Steps finished so far.
    pub fn global_step(&self) -> u64 {
        self.registry.step
    }

    /// A parameter's accumulators, in its shape.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn accum(&self, param: ParamId) -> Result<&[f32], Error> {
        Ok(&self.accums[self.registry.index(param)?])
    }

    /// What the gradients of the next step are divided by: a [dynamic loss scale](Config::dynamic_loss_scale) as it is now,
    /// else what `loss_scale` says.
    ///
    /// ```
    /// use proxgrad::{Config, DynamicLossScale, cpu::{Param, ProximalAdagrad}};
    ///
    /// let dynamic_loss_scale = Some(DynamicLossScale::new(1024.0, 2.0, 100)?);
    /// let mut optimizer = ProximalAdagrad::new(Config { dynamic_loss_scale, ..Config::default() })?;
    /// let weight = optimizer.add_param(Param::new("weight", &[1]))?;
    ///
    /// let mut values = [1.0];
    /// let mut step = optimizer.begin_step();
    /// step.dense(weight, &mut values, &[f32::INFINITY])?;
    /// step.finish()?;
    /// assert_eq!((values, optimizer.current_loss_scale()), ([1.0], 512.0));
    /// assert_eq!(optimizer.report().skipped_steps, 1);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn current_loss_scale(&self) -> f64 {
        self.dynamic.as_ref().map_or(self.registry.loss_scale(), DynamicLossScale::scale)
    }

    /// What has been counted and measured so far.
    pub fn report(&self) -> Report {
        Report { loss_scale: to_f32(self.current_loss_scale()), ..self.report }
    }

    /// Measures values for the report: their norm, how many are not zero, and the largest. [Exact](Rows::Exact) rows that
    /// are behind are measured as [`export`](Self::export) has them, and stay as they are.
    ///
    /// ```
    /// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
    ///
    /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
    /// let weight = optimizer.add_param(Param::new("weight", &[3]))?;
    /// optimizer.measure([(weight, (&[3.0, 0.0, -4.0]).into())])?;
    /// let report = optimizer.report();
    /// assert_eq!((report.weight_norm, report.nonzero, report.max_abs), (5.0, 2, 4.0));
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// A wrong length, an id of another optimizer. The report stays as it is then.
    pub fn measure<'v>(
        &mut self,
        values: impl IntoIterator<Item = (ParamId, Values<'v>)>,
    ) -> Result<(), Error> {
        let check = |(param, values): (ParamId, Values<'v>)| {
            let (param, _) = self.check_flush(param, values.len())?;
            Ok((param, values))
        };
        let mut params = values.into_iter().map(check).collect::<Result<Vec<_>, Error>>()?;
        params.sort_by_key(|(param, _)| *param);
        let (mut total, mut count) = (0.0, norms::Count::default());
        for (param, values) in params {
            total += if self.registry.rate_history(param).is_some() {
                // In f32: what is measured is not rounded.
                let mut wide = values.to_f32();
                self.flush_copy(param, (&mut wide).into());
                count.add((&wide).into())
            } else {
                count.add(values)
            };
        }
        let (nonzero, max_abs) = (count.nonzero, f32::from_bits(count.largest));
        self.report = Report { weight_norm: total.sqrt(), nonzero, max_abs, ..self.report };
        Ok(())
    }

    /// Brings all rows of a parameter up to date, if they are [exact](Rows::Exact): before they are read, counted or
    /// saved. Of any other parameter they always are.
    ///
    /// # Errors
    /// A wrong length, an id of another optimizer. Nothing changes then.
    pub fn flush<'v>(&mut self, param: ParamId, values: impl Into<ValuesMut<'v>>) -> Result<(), Error> {
        let values = values.into();
        let (param, lanes) = self.check_flush(param, values.len())?;
        let exact = exact(&self.registry, param, &mut self.marks[param], &lanes, Mark::Now);
        flush(Lent::new(values, caught_up(&self.registry, param, &lanes)), &self.accums[param], exact);
        Ok(())
    }

    /// Brings some rows of a parameter up to date, if they are [exact](Rows::Exact): those that a forward pass is about to
    /// read. The cost does not depend on the others.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::flush`]; an index out of range, a scalar parameter. Nothing changes then.
    pub fn flush_rows<'v, 'i>(
        &mut self,
        param: ParamId,
        values: impl Into<ValuesMut<'v>>,
        indices: impl Into<HostIndices<'i>>,
    ) -> Result<(), Error> {
        let values = values.into();
        let (param, lanes) = self.check_flush(param, values.len())?;
        let entry = &self.registry.infos()[param];
        let groups = RowGroups::new(indices.into(), entry)?;
        let width = width_of(entry);
        if let Some(mut exact) = exact(&self.registry, param, &mut self.marks[param], &lanes, Mark::Now) {
            let mut values = Lent::new(values, caught_up(&self.registry, param, &lanes));
            let (mut missed, mut room) = (Missed::default(), Vec::new());
            for row in groups.rows.into_iter().map(|row| row as usize) {
                let elements = row * width..(row + 1) * width;
                let mut values = values.part(elements.clone());
                exact.catch_up(row, values.widened(&mut room), &self.accums[param][elements], &mut missed);
                values.narrow(&room);
            }
        }
        Ok(())
    }

    /// Copies a parameter's values, all of its rows up to date. The parameter stays as it is, rows behind and all, so that
    /// looking at it in the middle of a run does not change a bit of what comes after. The copy may be of another format.
    ///
    /// # Errors
    /// A wrong length, an id of another optimizer. Nothing changes then.
    pub fn export<'v, 'w>(
        &self,
        param: ParamId,
        values: impl Into<Values<'v>>,
        into: impl Into<ValuesMut<'w>>,
    ) -> Result<(), Error> {
        let (values, into) = (values.into(), into.into());
        let (param, lanes) = self.check_flush(param, values.len())?;
        let entry = &self.registry.infos()[param];
        entry.check_len("export", into.len() as u64, entry.len)?;
        match (values, into) {
            (Values::F32(values), ValuesMut::F32(into)) => self.export_alike(param, values, into),
            (Values::F16(values), ValuesMut::F16(into)) => self.export_alike(param, values, into),
            (Values::Bf16(values), ValuesMut::Bf16(into)) => self.export_alike(param, values, into),
            (values, into) => {
                let mut wide = values.to_f32();
                self.flush_copy(param, (&mut wide).into());
                let noise = caught_up(&self.registry, param, &lanes);
                each_format!(ValuesMut, into, into => narrow_all(&wide, into, noise, 0));
            }
        }
        Ok(())
    }

    fn export_alike<T: Element>(&self, param: usize, values: &[T], into: &mut [T]) {
        into.copy_from_slice(values);
        self.flush_copy(param, into.into());
    }

    /// Brings copies of values up to date, and nothing else.
    fn flush_copy(&self, param: usize, values: ValuesMut<'_>) {
        let lanes = self.registry.catch_up_params();
        let mut marks = self.marks[param].clone();
        let exact = exact(&self.registry, param, &mut marks, &lanes, Mark::Now);
        flush(Lent::new(values, caught_up(&self.registry, param, &lanes)), &self.accums[param], exact);
    }

    /// The whole state, for a checkpoint. Rows that are behind are saved so, and are still behind once it is restored.
    pub fn snapshot(&self) -> Snapshot {
        let marks = self.registry.exact_params().map(|param| self.marks[param].clone());
        let taken = Progress { loss_scale: self.dynamic.clone(), ..Progress::default() };
        self.registry.snapshot(self.accums.iter().cloned(), marks, &taken)
    }

    /// Takes up the state of a snapshot.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds what no accumulator, rate or step can be.
    /// Nothing changes then.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        let RestoredState { step, accums, exact, loss_scale } = self.registry.read(snapshot)?;
        for (own, saved) in self.accums.iter_mut().zip(accums) {
            own.copy_from_slice(saved);
        }
        self.dynamic = loss_scale;
        let marks = self.registry.restore(step, exact);
        self.marks.iter_mut().zip(marks).for_each(|(own, saved)| *own = saved.unwrap_or_default());
        Ok(())
    }

    fn check_flush(&self, param: ParamId, values: usize) -> Result<(usize, Vec<StepParams>), Error> {
        let param = self.registry.index(param)?;
        let entry = &self.registry.infos()[param];
        entry.check_len("values", values as u64, entry.len)?;
        Ok((param, self.registry.catch_up_params()))
    }

    /// The numbers of the next step, one set for each lane.
    fn resolve(&self) -> Result<Vec<StepParams>, Error> {
        let mut lanes = self.registry.step_params()?;
        if let Some(dynamic) = &self.dynamic {
            let unscale = 1.0 / to_f32(dynamic.scale());
            lanes.iter_mut().for_each(|lane| lane.unscale = unscale);
        }
        Ok(lanes)
    }

    /// Takes note of whether a step was skipped.
    fn update_loss_scale(&mut self, is_skipped: bool) {
        self.report.skipped_steps += u32::from(is_skipped);
        if let Some(dynamic) = &mut self.dynamic {
            dynamic.update_f32(is_skipped);
        }
    }

    /// The step itself, of checked segments in order of parameters.
    fn update(&mut self, mut segments: Vec<Segment<'_>>, lanes: &[StepParams]) {
        let Self { registry, accums, marks, .. } = self;
        // In the order of the accumulators, so that each can be lent to its segment.
        let mut state = accums.iter_mut().zip(marks).enumerate();
        let mut parts: Vec<_> = segments
            .iter_mut()
            .map(|segment| {
                let (param, (accums, marks)) =
                    state.find(|(param, _)| *param == segment.param).expect("each once");
                Part { segment, accums, marks, param }
            })
            .collect();
        work::run(parts.iter_mut().filter_map(|part| part.flush(registry, lanes)).collect());
        work::run(parts.iter_mut().filter_map(|part| part.work(registry, lanes)).collect());
        registry.advance(segments.iter().map(|segment| segment.param), lanes);
    }
}

/// Elements in a row.
fn width_of(entry: &ParamInfo) -> usize {
    usize::try_from(entry.width()).expect("the elements are in memory")
}

/// What the values of a parameter are rounded by once they are updated.
fn updated(param: usize, params: &StepParams) -> Option<Noise> {
    noise(params, stream_of(param))
}

/// And once they are only brought up to date: another stream, as both can happen to an element at one step.
fn caught_up(registry: &ParamRegistry, param: usize, lanes: &[StepParams]) -> Option<Noise> {
    noise(&lanes[registry.infos()[param].group], stream_of(param).wrapping_add(1))
}

#[expect(clippy::cast_possible_truncation, reason = "parameters 2³¹ apart may share their numbers")]
fn stream_of(param: usize) -> u32 {
    (param as u32).wrapping_mul(2)
}

fn noise(params: &StepParams, stream: u32) -> Option<Noise> {
    match params.rounding {
        Rounding::Nearest => None,
        Rounding::Stochastic { seed } => Some(Noise { seed, step: params.step, stream }),
    }
}

/// Brings all rows up to date.
fn flush(values: Lent<'_>, accums: &[f32], exact: Option<Exact<'_>>) {
    let flush = exact.and_then(|exact| {
        let rows = exact.marks.len();
        Flush::new(values, accums, exact, 0..rows)
    });
    work::run(flush.map(Work::Flush).into_iter().collect());
}

/// The mark that rows get.
#[derive(Clone, Copy, Debug)]
enum Mark {
    /// Up to date with the steps that were.
    Now,
    /// And with the one under way.
    Next,
}

/// The marks of a parameter's rows, if they are exact.
fn exact<'a>(
    registry: &'a ParamRegistry,
    param: usize,
    marks: &'a mut [u32],
    lanes: &[StepParams],
    mark: Mark,
) -> Option<Exact<'a>> {
    let rate_history = registry.rate_history(param)?;
    let overdue = Overdue::new(rate_history, &lanes[registry.infos()[param].group]);
    let mark = match mark {
        Mark::Now => rate_history.current_step(),
        Mark::Next => rate_history.current_step().wrapping_add(1),
    };
    Some(Exact { overdue, marks, mark })
}

registry_methods!(ProximalAdagrad);

/// A step being collected.
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    segments: Vec<Segment<'a>>,
    given: HashSet<usize>,
    is_measured: bool,
}

/// One parameter's part in a step, checked.
#[derive(Debug)]
struct Segment<'a> {
    param: usize,
    values: ValuesMut<'a>,
    grads: Values<'a>,
    /// `None` for a dense gradient.
    rows: Option<RowGroups>,
}

impl<'a> Step<'a> {
    /// Gives a parameter its gradient: as many elements as it has values.
    ///
    /// # Errors
    /// A wrong length, a second gradient for this parameter, an id of another optimizer. The step goes on without it.
    pub fn dense(
        &mut self,
        param: ParamId,
        values: impl Into<ValuesMut<'a>>,
        grads: impl Into<Values<'a>>,
    ) -> Result<(), Error> {
        let (values, grads) = (values.into(), grads.into());
        let param = self.admit(param, &values)?;
        let entry = &self.optimizer.registry.infos()[param];
        entry.check_len("grads", grads.len() as u64, entry.len)?;
        self.push(Segment { param, values, grads, rows: None });
        Ok(())
    }

    /// Gives a parameter a gradient for some of its rows; the others keep every bit, and are regularised later if rows are
    /// [exact](Rows::Exact).
    ///
    /// # Errors
    /// As [`Step::dense`]; an index out of range, a scalar parameter.
    pub fn rows(
        &mut self,
        param: ParamId,
        values: impl Into<ValuesMut<'a>>,
        grad: RowGrad<'a>,
    ) -> Result<(), Error> {
        let values = values.into();
        let param = self.admit(param, &values)?;
        let entry = &self.optimizer.registry.infos()[param];
        let rows = RowGroups::new(grad.indices, entry)?;
        entry.check_len("grads", grad.values.len() as u64, grad.indices.len() as u64 * entry.width())?;
        self.push(Segment { param, values, grads: grad.values, rows: Some(rows) });
        Ok(())
    }

    /// Gives all parameters their values and gradients by position, in the optimizer's order.
    ///
    /// ```
    /// use proxgrad::{Config, cpu::{Grad, Param, ProximalAdagrad}};
    ///
    /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
    /// optimizer.add_param(Param::new("weight", &[2]))?;
    /// optimizer.add_param(Param::new("bias", &[1]))?;
    /// optimizer.order_params(&["bias", "weight"])?;
    ///
    /// let (mut weights, mut bias) = ([1.0, 2.0], [0.5]);
    /// let mut step = optimizer.begin_step();
    /// step.in_order([(&mut bias[..], Grad::dense(&[0.1])), (&mut weights, Grad::dense(&[0.1, 0.2]))])?;
    /// step.finish()?;
    /// assert!(bias[0] < 0.5 && weights[0] < 1.0);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// More or fewer than there are parameters, or one that [`Step::dense`] or [`Step::rows`] refuses. The step goes on
    /// without any of them.
    pub fn in_order<V: Into<ValuesMut<'a>>>(
        &mut self,
        grads: impl IntoIterator<Item = (V, Grad<'a>)>,
    ) -> Result<(), Error> {
        let before = self.segments.len();
        let outcome =
            self.try_in_order(grads.into_iter().map(|(values, grad)| (values.into(), grad)).collect());
        if outcome.is_err() {
            for segment in self.segments.drain(before..) {
                self.given.remove(&segment.param);
            }
        }
        outcome
    }

    /// Has this step measure the norm of its gradients, for [`Report::grad_norm`]. Where there is a
    /// [limit](Config::clip_norm) to it, it is measured anyway.
    ///
    /// ```
    /// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
    ///
    /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
    /// let weight = optimizer.add_param(Param::new("weight", &[2]))?;
    /// let mut values = [1.0, 2.0];
    /// let mut step = optimizer.begin_step();
    /// step.measure();
    /// step.dense(weight, &mut values, &[0.3, 0.4])?;
    /// step.finish()?;
    /// assert_eq!(optimizer.report().grad_norm, 0.5);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    pub fn measure(&mut self) {
        self.is_measured = true;
    }

    /// Updates every parameter that was given a gradient, and counts the step; or skips it, where
    /// [`skip_on_overflow`](Config::skip_on_overflow) or a [dynamic loss scale](Config::dynamic_loss_scale) says so: the
    /// [report](ProximalAdagrad::report) counts that.
    ///
    /// # Errors
    /// A schedule that has ended or gives a value out of range; no parameters at all, or none in some group. Nothing
    /// changes then.
    pub fn finish(self) -> Result<(), Error> {
        let Self { optimizer, mut segments, is_measured, .. } = self;
        let mut lanes = optimizer.resolve()?;
        let overflows = |segment: &Segment<'_>| lent::any_is_not_finite(segment.grads);
        let is_skipped = optimizer.registry.skips_on_overflow() && segments.iter().any(overflows);
        if !is_skipped {
            segments.sort_unstable_by_key(|segment| segment.param);
            if let Some(norm) = norms::limit(&optimizer.registry, &segments, &mut lanes, is_measured) {
                optimizer.report.grad_norm = norm;
            }
            optimizer.update(segments, &lanes);
        }
        optimizer.update_loss_scale(is_skipped);
        Ok(())
    }

    fn try_in_order(&mut self, grads: Vec<(ValuesMut<'a>, Grad<'a>)>) -> Result<(), Error> {
        let params: Vec<_> = self.optimizer.params().collect();
        if grads.len() != params.len() {
            return Err(Error::GradCount { got: grads.len(), want: params.len() });
        }
        for (param, (values, grad)) in params.into_iter().zip(grads) {
            match grad {
                Grad::Dense(grads) => self.dense(param, values, grads)?,
                Grad::Rows(grad) => self.rows(param, values, grad)?,
                Grad::None => {}
            }
        }
        Ok(())
    }

    fn admit(&self, param: ParamId, values: &ValuesMut<'_>) -> Result<usize, Error> {
        let param = self.optimizer.registry.index(param)?;
        let entry = &self.optimizer.registry.infos()[param];
        if self.given.contains(&param) {
            return Err(Error::DuplicateGrad { name: entry.name.clone() });
        }
        entry.check_len("values", values.len() as u64, entry.len)?;
        Ok(param)
    }

    fn push(&mut self, segment: Segment<'a>) {
        self.given.insert(segment.param);
        self.segments.push(segment);
    }
}

/// A segment, and the state of its parameter.
#[derive(Debug)]
struct Part<'s, 'a> {
    param: usize,
    segment: &'s mut Segment<'a>,
    accums: &'s mut [f32],
    marks: &'s mut [u32],
}

impl Part<'_, '_> {
    /// Rows that have to be up to date before the step: all of them where it is dense, or those whose turn it is to be
    /// swept.
    fn flush<'w>(&'w mut self, registry: &'w ParamRegistry, lanes: &[StepParams]) -> Option<Work<'w>> {
        let rows = self.marks.len();
        let rate_history = registry.rate_history(self.param)?;
        let (swept, mark) = match self.segment.rows {
            None => (0..rows, Mark::Next),
            Some(_) => {
                let swept = rate_history.sweep(rows as u64, registry.skips_on_overflow());
                let row = |row| usize::try_from(row).expect("rows are in memory");
                (row(swept.start)..row(swept.end), Mark::Now)
            }
        };
        let exact = exact(registry, self.param, self.marks, lanes, mark)?;
        let values = Lent::new(self.segment.values.lend(), caught_up(registry, self.param, lanes));
        Flush::new(values, self.accums, exact, swept).map(Work::Flush)
    }

    /// What the segment does, if it is anything.
    fn work<'w>(&'w mut self, registry: &'w ParamRegistry, lanes: &'w [StepParams]) -> Option<Work<'w>> {
        let entry = &registry.infos()[self.param];
        let params = &lanes[entry.group];
        let width = width_of(entry);
        let Segment { values, grads, rows, .. } = &mut *self.segment;
        if values.is_empty() {
            return None;
        }
        let values = Lent::new(values.lend(), updated(self.param, params));
        let dense = Dense { values, accums: self.accums, grads: *grads, mean: 0.0, params };
        Some(match (rows, entry.centralized) {
            (None, false) => Work::Dense(dense),
            (None, true) => Work::Channels(Channels { dense, width }),
            (Some(groups), centralized) => {
                let exact = exact(registry, self.param, self.marks, lanes, Mark::Next);
                Work::Rows(rows::Rows::new(dense, exact, groups, width, centralized))
            }
        })
    }
}
