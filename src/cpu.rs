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
mod rows;
mod wide;
mod work;

use std::collections::HashSet;

use self::{
    channels::Channels,
    dense::Dense,
    exact::{Exact, Flush, Missed, Overdue},
    work::Work,
};
use crate::{
    config::Config,
    error::Error,
    roster::{GroupId, ParamId, Restored, Roster, Taken},
    rows::{HostIndices, RowGroups},
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
    pub values: &'a [f32],
}

impl<'a> RowGrad<'a> {
    /// A gradient of the rows that `indices` name: slices, arrays or vectors of u32, i32 or i64.
    pub fn new(indices: impl Into<HostIndices<'a>>, values: &'a [f32]) -> Self {
        Self { indices: indices.into(), values }
    }
}

/// A gradient of one parameter, dense or by rows: what [`Step::in_order`] takes.
#[derive(Clone, Copy, Debug)]
pub enum Grad<'a> {
    /// As many elements as the parameter has.
    Dense(&'a [f32]),
    /// Of some rows.
    Rows(RowGrad<'a>),
    /// The parameter is left alone.
    None,
}

/// The optimizer: settings, accumulators and step number.
#[derive(Debug)]
pub struct ProximalAdagrad {
    roster: Roster,
    /// By parameter.
    accums: Vec<Vec<f32>>,
    /// By parameter, of each row; none where rows are not exact.
    marks: Vec<Vec<u32>>,
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    pub fn new(config: Config) -> Result<Self, Error> {
        Ok(Self { roster: Roster::new(config)?, accums: Vec::new(), marks: Vec::new() })
    }

    /// Registers a parameter; its accumulators are made here.
    ///
    /// # Errors
    /// A name taken, a group of another optimizer, a shape too large; exact rows of a scalar, or with weight decay.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let entry = self.roster.draft(param.name, param.shape, param.group, param.rows)?;
        let too_large = || Error::ShapeTooLarge { name: param.name.to_owned(), shape: param.shape.to_vec() };
        let len = usize::try_from(entry.len).map_err(|_| too_large())?;
        self.accums.push(vec![entry.accum; len]);
        // Up to date with the first step.
        let rows = if param.rows == Rows::Exact { param.shape[0] } else { 0 };
        self.marks.push(vec![0; rows]);
        Ok(self.roster.add(entry))
    }

    /// Opens a step. Nothing changes until it is finished; dropping it changes nothing.
    pub fn begin_step(&mut self) -> Step<'_> {
        Step { optimizer: self, segments: Vec::new(), given: HashSet::new() }
    }

    /// Steps finished so far.
    pub fn global_step(&self) -> u64 {
        self.roster.step
    }

    /// A parameter's accumulators, in its shape.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn accum(&self, param: ParamId) -> Result<&[f32], Error> {
        Ok(&self.accums[self.roster.index(param)?])
    }

    /// Brings all rows of a parameter up to date, if they are [exact](Rows::Exact): before they are read, counted or
    /// saved. Of any other parameter they always are.
    ///
    /// # Errors
    /// A wrong length, an id of another optimizer. Nothing changes then.
    pub fn flush(&mut self, param: ParamId, values: &mut [f32]) -> Result<(), Error> {
        let (param, lanes) = self.check_flush(param, values)?;
        let exact = exact(&self.roster, param, &mut self.marks[param], &lanes, Mark::Now);
        flush(values, &self.accums[param], exact);
        Ok(())
    }

    /// Brings some rows of a parameter up to date, if they are [exact](Rows::Exact): those that a forward pass is about to
    /// read. The cost does not depend on the others.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::flush`]; an index out of range, a scalar parameter. Nothing changes then.
    pub fn flush_rows<'i>(
        &mut self,
        param: ParamId,
        values: &mut [f32],
        indices: impl Into<HostIndices<'i>>,
    ) -> Result<(), Error> {
        let (param, lanes) = self.check_flush(param, values)?;
        let entry = &self.roster.entries()[param];
        let groups = RowGroups::new(indices.into(), entry)?;
        let width = usize::try_from(entry.width()).expect("the elements are in memory");
        if let Some(mut exact) = exact(&self.roster, param, &mut self.marks[param], &lanes, Mark::Now) {
            let mut missed = Missed::default();
            for row in groups.rows.into_iter().map(|row| row as usize) {
                let elements = row * width..(row + 1) * width;
                let accums = &self.accums[param][elements.clone()];
                exact.catch_up(row, &mut values[elements], accums, &mut missed);
            }
        }
        Ok(())
    }

    /// Copies a parameter's values, all of its rows up to date. The parameter stays as it is, rows behind and all, so that
    /// looking at it in the middle of a run does not change a bit of what comes after.
    ///
    /// # Errors
    /// A wrong length, an id of another optimizer. Nothing changes then.
    pub fn export(&self, param: ParamId, values: &[f32], into: &mut [f32]) -> Result<(), Error> {
        let (param, lanes) = self.check_flush(param, values)?;
        let entry = &self.roster.entries()[param];
        entry.check_len("export", into.len() as u64, entry.len)?;
        into.copy_from_slice(values);
        let mut marks = self.marks[param].clone();
        let exact = exact(&self.roster, param, &mut marks, &lanes, Mark::Now);
        flush(into, &self.accums[param], exact);
        Ok(())
    }

    /// The whole state, for a checkpoint. Rows that are behind are saved so, and are still behind once it is restored.
    pub fn snapshot(&self) -> Snapshot {
        let marks = self.roster.exact().map(|param| self.marks[param].clone());
        self.roster.snapshot(self.accums.iter().cloned(), marks, &Taken::default())
    }

    /// Takes up the state of a snapshot.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds what no accumulator, rate or step can be.
    /// Nothing changes then.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        let Restored { step, accums, exact, .. } = self.roster.read(snapshot)?;
        for (own, saved) in self.accums.iter_mut().zip(accums) {
            own.copy_from_slice(saved);
        }
        let marks = self.roster.restore(step, exact);
        self.marks.iter_mut().zip(marks).for_each(|(own, saved)| *own = saved.unwrap_or_default());
        Ok(())
    }

    fn check_flush(&self, param: ParamId, values: &[f32]) -> Result<(usize, Vec<StepParams>), Error> {
        let param = self.roster.index(param)?;
        let entry = &self.roster.entries()[param];
        entry.check_len("values", values.len() as u64, entry.len)?;
        Ok((param, self.roster.strengths()))
    }
}

/// Brings all rows up to date.
fn flush(values: &mut [f32], accums: &[f32], exact: Option<Exact<'_>>) {
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
    roster: &'a Roster,
    param: usize,
    marks: &'a mut [u32],
    lanes: &[StepParams],
    mark: Mark,
) -> Option<Exact<'a>> {
    let timeline = roster.timeline(param)?;
    let overdue = Overdue::new(timeline, &lanes[roster.entries()[param].lane]);
    let mark = match mark {
        Mark::Now => timeline.now(),
        Mark::Next => timeline.now().wrapping_add(1),
    };
    Some(Exact { overdue, marks, mark })
}

impl_roster!(ProximalAdagrad);

/// A step being collected.
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    segments: Vec<Segment<'a>>,
    given: HashSet<usize>,
}

/// One parameter's part in a step, checked.
#[derive(Debug)]
struct Segment<'a> {
    param: usize,
    values: &'a mut [f32],
    grads: &'a [f32],
    /// `None` for a dense gradient.
    rows: Option<RowGroups>,
}

impl<'a> Step<'a> {
    /// Gives a parameter its gradient: as many elements as it has values.
    ///
    /// # Errors
    /// A wrong length, a second gradient for this parameter, an id of another optimizer. The step goes on without it.
    pub fn dense(&mut self, param: ParamId, values: &'a mut [f32], grads: &'a [f32]) -> Result<(), Error> {
        let param = self.admit(param, values)?;
        let entry = &self.optimizer.roster.entries()[param];
        entry.check_len("grads", grads.len() as u64, entry.len)?;
        self.push(Segment { param, values, grads, rows: None });
        Ok(())
    }

    /// Gives a parameter a gradient for some of its rows; the others keep every bit, and are regularised later if rows are
    /// [exact](Rows::Exact).
    ///
    /// # Errors
    /// As [`Step::dense`]; an index out of range, a scalar parameter.
    pub fn rows(&mut self, param: ParamId, values: &'a mut [f32], grad: RowGrad<'a>) -> Result<(), Error> {
        let param = self.admit(param, values)?;
        let entry = &self.optimizer.roster.entries()[param];
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
    /// step.in_order([(&mut bias[..], Grad::Dense(&[0.1])), (&mut weights, Grad::Dense(&[0.1, 0.2]))])?;
    /// step.finish()?;
    /// assert!(bias[0] < 0.5 && weights[0] < 1.0);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// More or fewer than there are parameters, or one that [`Step::dense`] or [`Step::rows`] refuses. The step goes on
    /// without any of them.
    pub fn in_order(
        &mut self,
        grads: impl IntoIterator<Item = (&'a mut [f32], Grad<'a>)>,
    ) -> Result<(), Error> {
        let before = self.segments.len();
        let outcome = self.try_in_order(grads.into_iter().collect());
        if outcome.is_err() {
            for segment in self.segments.drain(before..) {
                self.given.remove(&segment.param);
            }
        }
        outcome
    }

    /// Updates every parameter that was given a gradient, and counts the step.
    ///
    /// # Errors
    /// A schedule that has ended or gives a value out of range; no parameters at all, or none in some group. Nothing
    /// changes then.
    pub fn finish(self) -> Result<(), Error> {
        let Self { optimizer: ProximalAdagrad { roster, accums, marks }, mut segments, .. } = self;
        let lanes = roster.resolve()?;
        // In the order of the accumulators, so that each can be lent to its segment.
        segments.sort_unstable_by_key(|segment| segment.param);
        let mut state = accums.iter_mut().zip(marks).enumerate();
        let mut parts: Vec<_> = segments
            .iter_mut()
            .map(|segment| {
                let (param, (accums, marks)) =
                    state.find(|(param, _)| *param == segment.param).expect("each once");
                Part { segment, accums, marks, param }
            })
            .collect();
        work::run(parts.iter_mut().filter_map(|part| part.flush(roster, &lanes)).collect());
        work::run(parts.iter_mut().filter_map(|part| part.work(roster, &lanes)).collect());
        roster.advance(segments.iter().map(|segment| segment.param), &lanes);
        Ok(())
    }

    fn try_in_order(&mut self, grads: Vec<(&'a mut [f32], Grad<'a>)>) -> Result<(), Error> {
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

    fn admit(&self, param: ParamId, values: &[f32]) -> Result<usize, Error> {
        let param = self.optimizer.roster.index(param)?;
        let entry = &self.optimizer.roster.entries()[param];
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
    fn flush<'w>(&'w mut self, roster: &'w Roster, lanes: &[StepParams]) -> Option<Work<'w>> {
        let rows = self.marks.len();
        let timeline = roster.timeline(self.param)?;
        let (swept, mark) = match self.segment.rows {
            None => (0..rows, Mark::Next),
            Some(_) => {
                let swept = timeline.sweep(rows as u64);
                let row = |row| usize::try_from(row).expect("rows are in memory");
                (row(swept.start)..row(swept.end), Mark::Now)
            }
        };
        let exact = exact(roster, self.param, self.marks, lanes, mark)?;
        Flush::new(self.segment.values, self.accums, exact, swept).map(Work::Flush)
    }

    /// What the segment does, if it is anything.
    fn work<'w>(&'w mut self, roster: &'w Roster, lanes: &'w [StepParams]) -> Option<Work<'w>> {
        let entry = &roster.entries()[self.param];
        let params = &lanes[entry.lane];
        let width = usize::try_from(entry.width()).expect("the elements are in memory");
        let Segment { values, grads, rows, .. } = &mut *self.segment;
        if values.is_empty() {
            return None;
        }
        let dense = Dense { values, accums: self.accums, grads, mean: 0.0, params };
        Some(match (rows, entry.centralized) {
            (None, false) => Work::Dense(dense),
            (None, true) => Work::Channels(Channels { dense, width }),
            (Some(groups), centralized) => {
                let exact = exact(roster, self.param, self.marks, lanes, Mark::Next);
                Work::Rows(rows::Rows::new(dense, exact, groups, width, centralized))
            }
        })
    }
}
