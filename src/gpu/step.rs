//! A step: collected and checked first, then recorded as one pass.

use std::collections::HashSet;

use super::{
    optimizer::ProximalAdagrad,
    tensor::{Indices, Range, RowGrad},
};
use crate::{
    error::Error,
    plan::{Dispatch, Part, Plan},
    roster::ParamId,
    rows::RowGroups,
};

/// A step being collected. Nothing is recorded until [`Step::finish`].
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    encoder: &'a mut wgpu::CommandEncoder,
    segments: Vec<Segment>,
    given: HashSet<usize>,
}

/// One parameter's part in a step, checked.
#[derive(Debug)]
struct Segment {
    param: usize,
    grads: Range,
    /// `None` for a dense gradient.
    rows: Option<RowGroups>,
}

impl ProximalAdagrad {
    /// Opens a step, to be recorded into `encoder`. Nothing is recorded until it is finished; dropping it changes
    /// nothing.
    pub fn begin_step<'a>(&'a mut self, encoder: &'a mut wgpu::CommandEncoder) -> Step<'a> {
        Step { optimizer: self, encoder, segments: Vec::new(), given: HashSet::new() }
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
        let grads = self.check_grads(param, grads, len)?;
        self.push(Segment { param, grads, rows: None });
        Ok(())
    }

    /// Gives a parameter a gradient for some of its rows; the others keep every bit.
    ///
    /// # Errors
    /// As [`Step::dense`]; an index out of range, a scalar parameter, more entries than one binding of the device
    /// covers.
    pub fn rows(&mut self, param: ParamId, grad: RowGrad<'_>) -> Result<(), Error> {
        let param = self.admit(param)?;
        let Indices::Host(indices) = grad.indices;
        let entry = &self.optimizer.roster.entries()[param];
        let rows = RowGroups::new(indices, entry)?;
        let grads = self.check_grads(param, grad.values, indices.len() as u64 * entry.width())?;
        self.check_binding(param, &grads)?;
        self.push(Segment { param, grads, rows: Some(rows) });
        Ok(())
    }

    /// Records the step: one upload, one compute pass. Nothing runs until the encoder is submitted.
    ///
    /// The step number counts what was recorded; an encoder that is dropped instead of submitted leaves values and
    /// accumulators as they were, but not the number.
    ///
    /// # Errors
    /// A schedule that has ended or gives a value out of range; more rows than the device can be told of in one step.
    /// Nothing is recorded or changed then.
    pub fn finish(self) -> Result<(), Error> {
        let Self { optimizer, encoder, segments, .. } = self;
        let lanes = optimizer.roster.resolve()?;
        let parts = segments.iter().map(|segment| Part {
            windows: &optimizer.residents[segment.param].windows,
            params: &lanes[optimizer.roster.entries()[segment.param].lane],
            rows: segment.rows.as_ref(),
        });
        let plan = Plan::new(parts, optimizer.kernels.limits())?;
        // An empty gradient cannot be bound, and has no dispatches.
        for segment in segments.iter().filter(|segment| segment.grads.size > 0) {
            let resident = &mut optimizer.residents[segment.param];
            resident.bind_grads(&optimizer.kernels, &segment.grads, segment.rows.is_some());
        }
        record(optimizer, encoder, &segments, &plan);
        optimizer.roster.step += 1;
        Ok(())
    }

    fn admit(&self, param: ParamId) -> Result<usize, Error> {
        let param = self.optimizer.roster.index(param)?;
        if self.given.contains(&param) {
            let name = self.optimizer.roster.entries()[param].name.clone();
            return Err(Error::DuplicateGrad { name });
        }
        Ok(param)
    }

    fn check_grads(&self, param: usize, grads: wgpu::BufferSlice<'_>, want: u64) -> Result<Range, Error> {
        let entries = self.optimizer.roster.entries();
        let range =
            Range::new(grads, &entries[param], "grads", want, self.optimizer.kernels.limits().alignment)?;
        self.optimizer.territory.check(&range, &entries[param], "grads", entries)?;
        Ok(range)
    }

    /// Row gradients are read in any order, so all of them must be in reach at once, and so must all of a row.
    fn check_binding(&self, param: usize, grads: &Range) -> Result<(), Error> {
        let allowed = self.optimizer.kernels.limits().binding;
        let needed = grads.size.max(self.optimizer.residents[param].windows.binding_for_rows());
        if needed <= allowed {
            return Ok(());
        }
        let name = &self.optimizer.roster.entries()[param].name;
        let what = format!("the row gradient of parameter \"{name}\" in bytes");
        Err(Error::Limit { what, limit: "max_storage_buffer_binding_size", needed, allowed })
    }

    fn push(&mut self, segment: Segment) {
        self.given.insert(segment.param);
        self.segments.push(segment);
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
    let (kernels, residents) = (&optimizer.kernels, &optimizer.residents);
    let step = optimizer.upload.record(kernels, encoder, plan);
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
        label: Some("proxgrad step"),
        timestamp_writes: None,
    });
    let mut last = None;
    for dispatch in &plan.dispatches {
        let &Dispatch { kernel, part, window, slot, workgroups: [x, y] } = dispatch;
        if last.replace(kernel) != Some(kernel) {
            pass.set_pipeline(kernels.pipeline(kernel));
        }
        let resident = &residents[segments[part].param];
        pass.set_bind_group(0, step, &[kernels.limits().slot_offset(slot)]);
        pass.set_bind_group(1, &resident.bound[window], &[]);
        pass.set_bind_group(2, resident.grads(window), &[]);
        pass.dispatch_workgroups(x, y, 1);
    }
}
