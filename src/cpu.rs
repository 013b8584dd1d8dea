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
mod heavy;
mod rows;
mod wide;
mod work;

use std::collections::HashSet;

use self::{channels::Channels, dense::Dense, rows::Rows, work::Work};
use crate::{
    config::Config,
    error::Error,
    roster::{Entry, GroupId, ParamId, Roster},
    rows::{HostIndices, RowGroups},
    rule::StepParams,
    state::Snapshot,
};

/// A parameter to register: a name, a shape, perhaps a group. Its values stay with the caller.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    name: &'a str,
    shape: &'a [usize],
    group: Option<GroupId>,
}

impl<'a> Param<'a> {
    /// A parameter in no group. `shape` is empty for a scalar; for row gradients axis 0 counts the rows.
    pub fn new(name: &'a str, shape: &'a [usize]) -> Self {
        Self { name, shape, group: None }
    }

    /// The same parameter in a group.
    pub fn group(self, group: GroupId) -> Self {
        Self { group: Some(group), ..self }
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
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    pub fn new(config: Config) -> Result<Self, Error> {
        Ok(Self { roster: Roster::new(config)?, accums: Vec::new() })
    }

    /// Registers a parameter; its accumulators are made here.
    ///
    /// # Errors
    /// A name taken, a group of another optimizer, a shape too large.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        let entry = self.roster.draft(param.name, param.shape, param.group)?;
        let too_large = || Error::ShapeTooLarge { name: param.name.to_owned(), shape: param.shape.to_vec() };
        let len = usize::try_from(entry.len).map_err(|_| too_large())?;
        self.accums.push(vec![entry.accum; len]);
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

    /// The whole state, for a checkpoint.
    pub fn snapshot(&self) -> Snapshot {
        self.roster.snapshot(self.accums.iter().cloned())
    }

    /// Takes up the state of a snapshot.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or holds what no accumulator can be. Nothing
    /// changes then.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        let (step, accums) = self.roster.read(snapshot)?;
        for (own, saved) in self.accums.iter_mut().zip(accums) {
            own.copy_from_slice(saved);
        }
        self.roster.step = step;
        Ok(())
    }
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

    /// Gives a parameter a gradient for some of its rows; the others keep every bit.
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
        let Self { optimizer: ProximalAdagrad { roster, accums }, mut segments, .. } = self;
        let lanes = roster.resolve()?;
        // In the order of the accumulators, so that each can be lent to its segment.
        segments.sort_unstable_by_key(|segment| segment.param);
        let mut accums = accums.iter_mut().enumerate();
        let mut work = Vec::with_capacity(segments.len());
        for segment in &mut segments {
            let (param, accums) = accums.find(|(param, _)| *param == segment.param).expect("each once");
            let entry = &roster.entries()[param];
            work.extend(segment.work(accums, entry, &lanes[entry.lane]));
        }
        work::run(work);
        roster.step += 1;
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

impl<'a> Segment<'a> {
    /// What the segment does, if it is anything.
    fn work<'s>(
        &'s mut self,
        accums: &'s mut [f32],
        entry: &Entry,
        params: &'s StepParams,
    ) -> Option<Work<'s>> {
        let width = usize::try_from(entry.width()).expect("the elements are in memory");
        let Self { values, grads, rows, .. } = self;
        if values.is_empty() {
            return None;
        }
        let dense = Dense { values, accums, grads, mean: 0.0, params };
        Some(match (rows, entry.centralized) {
            (None, false) => Work::Dense(dense),
            (None, true) => Work::Channels(Channels { dense, width }),
            (Some(groups), centralized) => Work::Rows(Rows::new(dense, groups, width, centralized)),
        })
    }
}
