//! A step: collected and checked first, then recorded as one pass.

use super::{
    arena::ArenaId,
    kernels::Kernels,
    optimizer::ProximalAdagrad,
    resident::{Resident, check_binding},
    tensor::{Grad, Indices, Range, RowGrad},
};
use crate::{
    error::Error,
    plan::{self, Dispatch, Kernel, Part, Plan},
    roster::ParamId,
    rows::RowGroups,
    rule::StepParams,
};

/// A step being collected. Nothing is recorded until [`Step::finish`].
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    encoder: &'a mut wgpu::CommandEncoder,
    segments: Vec<Segment>,
}

/// One parameter's part in a step, or an arena's, checked.
#[derive(Debug)]
struct Segment {
    of: Of,
    grads: Range,
    rows: Rows,
}

/// Whose gradient it is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Of {
    Param(usize),
    Arena(usize),
}

/// Which rows a gradient is for.
#[derive(Debug)]
enum Rows {
    /// All of them.
    Dense,
    Grouped(RowGroups),
    Device {
        indices: Range,
        unique: bool,
    },
}

impl ProximalAdagrad {
    /// Opens a step, to be recorded into `encoder`. Nothing is recorded until it is finished; dropping it changes
    /// nothing.
    pub fn begin_step<'a>(&'a mut self, encoder: &'a mut wgpu::CommandEncoder) -> Step<'a> {
        self.begun += 1;
        Step { optimizer: self, encoder, segments: Vec::new() }
    }
}

impl Step<'_> {
    /// Gives a parameter its gradient: as many f32 as it has values, in a range as for
    /// [`Param::new`](super::Param::new), which may lie in the same buffer as the values or anywhere else.
    ///
    /// Gradients may be in another buffer at every step; using one again saves making a bind group. The optimizer keeps
    /// handles to the last two gradient buffers of each parameter.
    ///
    /// # Errors
    /// A slice of the wrong length, alignment or usage, or over some parameter's values; a second gradient for this
    /// parameter; an id of another optimizer. The step goes on without it.
    pub fn dense(&mut self, param: ParamId, grads: wgpu::BufferSlice<'_>) -> Result<(), Error> {
        let param = self.admit(param)?;
        let len = self.optimizer.roster.entries()[param].len;
        let grads = self.check(param, grads, "grads", len)?;
        self.push(param, grads, Rows::Dense);
        Ok(())
    }

    /// Gives every parameter of an arena its gradient, each at the place of its values: [`Arena::size`](super::Arena::size)
    /// bytes in a range as for [`Param::new`](super::Param::new). What lies between is read, and means nothing.
    ///
    /// The cost on the host does not depend on the number of parameters, unless some are centralized: those cost what
    /// they do outside of an arena.
    ///
    /// # Errors
    /// As [`Step::dense`]; also where one of the arena's parameters has a gradient already. The step goes on without it.
    pub fn arena(&mut self, arena: ArenaId, grads: wgpu::BufferSlice<'_>) -> Result<(), Error> {
        let index = self.optimizer.arena_index(arena)?;
        self.refuse_second_of(index)?;
        let (kernels, roster) = (&self.optimizer.kernels, &self.optimizer.roster);
        let arena = &self.optimizer.arenas[index];
        let grads = Range::new(grads, &arena.entry, "grads", arena.entry.len, kernels.limits().alignment)?;
        self.optimizer.territory.check(&grads, &arena.entry, "grads", roster.entries())?;
        for (param, place) in &arena.centralized {
            let grads = grads.part(place.clone());
            self.segments.push(Segment { of: Of::Param(*param), grads, rows: Rows::Dense });
        }
        self.segments.push(Segment { of: Of::Arena(index), grads, rows: Rows::Dense });
        self.optimizer.arenas[index].resident.given = self.optimizer.begun;
        Ok(())
    }

    /// Gives a parameter a gradient for some of its rows; the others keep every bit.
    ///
    /// # Errors
    /// As [`Step::dense`]; an index of the host's that is out of range, a scalar parameter, more entries than one binding
    /// of the device covers.
    pub fn rows(&mut self, param: ParamId, grad: RowGrad<'_>) -> Result<(), Error> {
        let param = self.admit(param)?;
        let entry = &self.optimizer.roster.entries()[param];
        entry.rows()?;
        let (entries, rows) = match grad.indices {
            Indices::Host(indices) => (indices.len() as u64, Rows::Grouped(RowGroups::new(indices, entry)?)),
            Indices::Device(indices) => self.device_rows(param, indices, false)?,
            Indices::DeviceUnique(indices) => self.device_rows(param, indices, true)?,
        };
        let grads = self.check(param, grad.values, "grads", entries * entry.width())?;
        // They are read in any order, so all of them must be in reach at once, and so must all of a row.
        let needed = grads.size.max(self.optimizer.residents[param].windows.binding_for_rows());
        check_binding(&self.optimizer.kernels, entry, "the row gradient", needed)?;
        self.push(param, grads, rows);
        Ok(())
    }

    /// Gives all parameters their gradients by position, in the optimizer's order.
    ///
    /// # Errors
    /// More or fewer than there are parameters, or one that [`Step::dense`] or [`Step::rows`] refuses. The step goes on
    /// without any of them.
    pub fn in_order<'g>(&mut self, grads: impl IntoIterator<Item = Grad<'g>>) -> Result<(), Error> {
        let before = self.segments.len();
        let outcome = self.try_in_order(grads.into_iter().collect());
        if outcome.is_err() {
            for segment in self.segments.drain(before..) {
                self.optimizer.resident_mut(segment.of).given = 0;
            }
        }
        outcome
    }

    /// Records the step: one upload, one compute pass. Nothing runs until the encoder is submitted.
    ///
    /// The step number counts what was recorded; an encoder that is dropped instead of submitted leaves values and
    /// accumulators as they were, but not the number.
    ///
    /// # Errors
    /// A schedule that has ended or gives a value out of range; no parameters at all, or none in some group; more rows
    /// than the device can be told of, or can group, in one step; no memory for that, a lost device. Nothing is
    /// recorded or changed then.
    pub fn finish(self) -> Result<(), Error> {
        let Self { optimizer, encoder, segments, .. } = self;
        let lanes = optimizer.roster.resolve()?;
        let parts = segments.iter().map(|segment| segment.part(optimizer, &lanes));
        let plan = Plan::new(parts, optimizer.kernels.limits())?;
        optimizer.upload.reserve(&optimizer.kernels, &plan)?;
        optimizer.work.reserve(&optimizer.kernels, plan.work())?;
        let kernels = optimizer.kernels.clone();
        for segment in &segments {
            segment.bind(&kernels, optimizer.resident_mut(segment.of));
        }
        record(optimizer, encoder, &segments, &plan);
        optimizer.roster.step += 1;
        Ok(())
    }

    fn try_in_order(&mut self, grads: Vec<Grad<'_>>) -> Result<(), Error> {
        let params: Vec<_> = self.optimizer.params().collect();
        if grads.len() != params.len() {
            return Err(Error::GradCount { got: grads.len(), want: params.len() });
        }
        for (param, grad) in params.into_iter().zip(grads) {
            match grad {
                Grad::Dense(grads) => self.dense(param, grads)?,
                Grad::Rows(grad) => self.rows(param, grad)?,
                Grad::None => {}
            }
        }
        Ok(())
    }

    /// Checks all of indices on the device that can be checked here.
    fn device_rows(
        &self,
        param: usize,
        indices: wgpu::BufferSlice<'_>,
        unique: bool,
    ) -> Result<(u64, Rows), Error> {
        let count = indices.size() / size_of::<u32>() as u64;
        let indices = self.check(param, indices, "indices", count)?;
        let entry = &self.optimizer.roster.entries()[param];
        check_binding(&self.optimizer.kernels, entry, "the indices", indices.size)?;
        Ok((count, Rows::Device { indices, unique }))
    }

    fn admit(&self, param: ParamId) -> Result<usize, Error> {
        let param = self.optimizer.roster.index(param)?;
        let resident = &self.optimizer.residents[param];
        let arena = resident.arena.map_or(0, |arena| self.optimizer.arenas[arena].resident.given);
        if resident.given.max(arena) == self.optimizer.begun {
            let name = self.optimizer.roster.entries()[param].name.clone();
            return Err(Error::DuplicateGrad { name });
        }
        Ok(param)
    }

    /// Refuses a second gradient for an arena, or for one of its parameters.
    fn refuse_second_of(&self, arena: usize) -> Result<(), Error> {
        let has_one = |segment: &&Segment| match segment.of {
            Of::Arena(other) => other == arena,
            Of::Param(param) => self.optimizer.residents[param].arena == Some(arena),
        };
        let Some(segment) = self.segments.iter().find(has_one) else { return Ok(()) };
        let entry = match segment.of {
            Of::Arena(arena) => &self.optimizer.arenas[arena].entry,
            Of::Param(param) => &self.optimizer.roster.entries()[param],
        };
        Err(Error::DuplicateGrad { name: entry.name.clone() })
    }

    fn check(
        &self,
        param: usize,
        slice: wgpu::BufferSlice<'_>,
        role: &'static str,
        want: u64,
    ) -> Result<Range, Error> {
        let entries = self.optimizer.roster.entries();
        let range =
            Range::new(slice, &entries[param], role, want, self.optimizer.kernels.limits().alignment)?;
        self.optimizer.territory.check(&range, &entries[param], role, entries)?;
        Ok(range)
    }

    fn push(&mut self, param: usize, grads: Range, rows: Rows) {
        self.optimizer.residents[param].given = self.optimizer.begun;
        self.segments.push(Segment { of: Of::Param(param), grads, rows });
    }
}

impl ProximalAdagrad {
    fn resident(&self, of: Of) -> &Resident {
        match of {
            Of::Param(param) => &self.residents[param],
            Of::Arena(arena) => &self.arenas[arena].resident,
        }
    }

    fn resident_mut(&mut self, of: Of) -> &mut Resident {
        match of {
            Of::Param(param) => &mut self.residents[param],
            Of::Arena(arena) => &mut self.arenas[arena].resident,
        }
    }
}

impl Segment {
    /// What the plan has to know.
    fn part<'a>(&'a self, optimizer: &'a ProximalAdagrad, lanes: &'a [StepParams]) -> Part<'a> {
        let windows = &optimizer.resident(self.of).windows;
        let Of::Param(param) = self.of else {
            return Part { windows, params: &lanes[0], grad: plan::Grad::Arena(lanes), centralized: false };
        };
        let entry = &optimizer.roster.entries()[param];
        let grad = match &self.rows {
            Rows::Dense => plan::Grad::Dense,
            Rows::Grouped(groups) => plan::Grad::Grouped(groups),
            Rows::Device { indices, unique } => plan::Grad::Device {
                entries: indices.elements().end,
                rows: entry.shape[0] as u64,
                unique: *unique,
            },
        };
        Part { windows, params: &lanes[entry.lane], grad, centralized: entry.centralized }
    }

    /// Binds what is not empty; what is cannot be bound, and has no dispatches.
    fn bind(&self, kernels: &Kernels, resident: &mut Resident) {
        resident.bind_values(kernels);
        match &self.rows {
            Rows::Device { indices, unique: true } if resident.windows.len > 0 && indices.size > 0 => {
                resident.bind_indexed(kernels, &self.grads, indices);
                return;
            }
            Rows::Device { indices, .. } if indices.size > 0 => resident.bind_indices(kernels, indices),
            _ => {}
        }
        if self.grads.size > 0 {
            resident.bind_grads(kernels, &self.grads, !matches!(self.rows, Rows::Dense));
        }
    }
}

/// One upload and one pass, as planned.
fn record(
    optimizer: &mut ProximalAdagrad,
    encoder: &mut wgpu::CommandEncoder,
    segments: &[Segment],
    plan: &Plan,
) {
    if plan.dispatches.is_empty() {
        return;
    }
    let step = optimizer.upload.record(encoder, plan).clone();
    let (optimizer, kernels) = (&*optimizer, &optimizer.kernels);
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
        label: Some("proxgrad step"),
        timestamp_writes: None,
    });
    let mut last = None;
    for dispatch in &plan.dispatches {
        let &Dispatch { kernel, part, window, slot, rules, workgroups: [x, y] } = dispatch;
        if last.replace(kernel) != Some(kernel) {
            pass.set_pipeline(kernels.pipeline(kernel, optimizer.roster.shrinkage()));
            if kernel.works() {
                pass.set_bind_group(3, optimizer.work.bound(), &[]);
            }
        }
        let of = segments[part].of;
        if let (Kernel::Arena, Of::Arena(arena)) = (kernel, of) {
            pass.set_bind_group(3, &optimizer.arenas[arena].blocks, &[]);
        }
        let resident = optimizer.resident(of);
        match rules {
            Some(rules) => pass.set_bind_group(0, &step.rules, &[plan.offset(slot), plan.offset(rules)]),
            None => pass.set_bind_group(0, &step.step, &[plan.offset(slot)]),
        }
        if kernel.sorts() {
            pass.set_bind_group(2, resident.indices(), &[]);
        } else {
            pass.set_bind_group(1, resident.values(window), &[]);
            pass.set_bind_group(2, resident.grads(window), &[]);
        }
        pass.dispatch_workgroups(x, y, 1);
    }
}
