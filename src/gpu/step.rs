//! A step: gradients are collected and checked first, then the step is recorded.

use super::{
    arena::ArenaId,
    buffer_range::BufferRange,
    optimizer::ProximalAdagrad,
    plan::{
        control::{DeviceControl, OverflowCheck},
        parts::Parts,
        report_layout::GRAD_NORM,
    },
    segment::{RowSelection, Segment, Target},
    tensor::{Grad, RowGrad},
};
use crate::{error::Error, loss_scale::DynamicLossScale, params::ParamId, rule::StepParams};

/// A step whose gradients are being collected. Nothing is recorded until [`Step::finish`].
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    encoder: &'a mut wgpu::CommandEncoder,
    segments: Vec<Segment>,
    measures_norm: bool,
}

impl ProximalAdagrad {
    /// Opens a step, to be recorded into `encoder`. Nothing is recorded until it is finished; dropping it changes
    /// nothing.
    pub fn begin_step<'a>(&'a mut self, encoder: &'a mut wgpu::CommandEncoder) -> Step<'a> {
        self.step_id += 1;
        Step { optimizer: self, encoder, segments: Vec::new(), measures_norm: false }
    }
}

impl Step<'_> {
    /// Has this step measure the norm of its gradients for the [report](ProximalAdagrad::report), which reads them once more.
    /// A step with a limit to the norm measures it anyway.
    pub fn measure(&mut self) {
        self.measures_norm = true;
    }

    /// Gives a parameter its gradient: a slice as for [`Param::new`](super::Param::new), with as many elements as the parameter
    /// has values. It may lie in the same buffer as the values.
    ///
    /// Gradients may lie in another buffer at every step; the optimizer keeps the bind groups, and with them handles, of the last
    /// two gradient slices of each parameter. Row gradients of any length that begin at the same place count as one slice.
    ///
    /// # Errors
    /// A slice of the wrong length, alignment or usage, or over some parameter's values; a second gradient for this
    /// parameter; an id of another optimizer. The step goes on without it.
    pub fn dense(&mut self, param: ParamId, grads: wgpu::BufferSlice<'_>) -> Result<(), Error> {
        let param = self.admit(param)?;
        let segment = Segment::dense(self.optimizer, param, grads)?;
        self.push(param, segment);
        Ok(())
    }

    /// Gives every parameter of an arena its gradient, each at the place of its values: a slice as for
    /// [`Param::new`](super::Param::new), of [`Arena::grads_size`](super::Arena::grads_size) bytes.
    ///
    /// Steps read the gaps between parameters without using them. Where steps may be skipped, or the norm of gradients is
    /// measured, the gaps must be zero, as they are in a new buffer.
    ///
    /// The cost on the host does not depend on the number of parameters, apart from centralized ones, each of which costs
    /// what it does outside of an arena.
    ///
    /// # Errors
    /// As [`Step::dense`]; also where one of the arena's parameters has a gradient already. The step goes on without it.
    pub fn arena(&mut self, arena: ArenaId, grads: wgpu::BufferSlice<'_>) -> Result<(), Error> {
        let index = self.optimizer.arena_index(arena)?;
        self.refuse_second_of(index)?;
        let optimizer = &*self.optimizer;
        let arena = &optimizer.arenas[index];
        let (format, alignment) = (arena.buffers.grad_format, optimizer.kernels.limits().alignment);
        let grads = BufferRange::new(grads, format, &arena.info, "grads", arena.info.len, alignment)?;
        optimizer.overlap_map.check(&grads, &arena.info, "grads", optimizer.registry.infos())?;
        let dense = |target, grads| Segment {
            target,
            grads: Some(grads),
            parts: Parts::WHOLE,
            rows: RowSelection::Dense,
            copy: None,
        };
        let registry = &optimizer.registry;
        for (param, place) in arena.centralized.iter().filter(|(param, _)| !registry.is_frozen(*param)) {
            self.segments.push(dense(Target::Param(*param), grads.part(place.clone())));
        }
        self.segments.push(dense(Target::Arena(index), grads));
        self.optimizer.arenas[index].buffers.last_step_id = self.optimizer.step_id;
        Ok(())
    }

    /// Gives a parameter a gradient for some of its rows. The other rows keep every bit; if rows are
    /// [exact](crate::Rows::Exact), they are regularised later.
    ///
    /// # Errors
    /// As [`Step::dense`]; an index in the host's memory that is no row, a scalar parameter, more entries than the bindings of
    /// the device cover: one for the indices, three for the gradient, or two where the parameter has exact rows and a copy.
    pub fn rows(&mut self, param: ParamId, grad: RowGrad<'_>) -> Result<(), Error> {
        let param = self.admit(param)?;
        let segment = Segment::rows(self.optimizer, param, grad)?;
        self.push(param, segment);
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
                self.optimizer.buffers_mut(segment.target).last_step_id = 0;
            }
        }
        outcome
    }

    /// Records the step: one upload, and compute passes. Nothing runs until the encoder is submitted.
    ///
    /// The step number counts recorded steps. An encoder that is dropped instead of submitted leaves values and accumulators
    /// as they were, but not the step number.
    ///
    /// # Errors
    /// A schedule that has ended or gives a value out of range; no parameters at all, or none in some group; more rows
    /// than the device can take or group in one step; a buffer that was destroyed or belongs to another device; no memory, a
    /// lost device. Nothing is recorded or changed then.
    ///
    /// wgpu reports what is wrong with the encoder, or with a buffer that is mapped, or was destroyed since an earlier step has
    /// bound it, when the encoder is finished and submitted, to the caller's own error scope or handler.
    pub fn finish(self) -> Result<(), Error> {
        let Self { optimizer, encoder, segments, measures_norm } = self;
        optimizer.ready_to_record("recording a step")?;
        let step_params = optimizer.registry.step_params()?;
        let control = optimizer.step_control(&segments, &step_params, measures_norm);
        let prepared = optimizer.prepare(&segments, &step_params, control.as_ref())?;
        optimizer.record(encoder, &segments, prepared, |_, _| {})?;
        optimizer.registry.advance(segments.iter().filter_map(Segment::param), &step_params);
        if optimizer.registry.skips_on_overflow() {
            optimizer.push_recent_rates(&step_params);
        }
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

    /// Index of a parameter that has no gradient in this step yet.
    fn admit(&self, param: ParamId) -> Result<usize, Error> {
        let param = self.optimizer.registry.index(param)?;
        let buffers = &self.optimizer.params[param];
        let arena = buffers.arena.map_or(0, |arena| self.optimizer.arenas[arena].buffers.last_step_id);
        if buffers.last_step_id.max(arena) == self.optimizer.step_id {
            let name = self.optimizer.registry.infos()[param].name.clone();
            return Err(Error::DuplicateGrad { name });
        }
        Ok(param)
    }

    /// Refuses a second gradient for an arena, or for one of its parameters.
    fn refuse_second_of(&self, arena: usize) -> Result<(), Error> {
        let is_of_arena = |segment: &&Segment| match segment.target {
            Target::Arena(other) => other == arena,
            Target::Param(param) => self.optimizer.params[param].arena == Some(arena),
        };
        let Some(segment) = self.segments.iter().find(is_of_arena) else { return Ok(()) };
        let info = match segment.target {
            Target::Arena(arena) => &self.optimizer.arenas[arena].info,
            Target::Param(param) => &self.optimizer.registry.infos()[param],
        };
        Err(Error::DuplicateGrad { name: info.name.clone() })
    }

    fn push(&mut self, param: usize, segment: Segment) {
        self.optimizer.params[param].last_step_id = self.optimizer.step_id;
        if !self.optimizer.registry.is_frozen(param) {
            self.segments.push(segment);
        }
    }
}

impl ProximalAdagrad {
    /// Appends a step with these parameters of each parameter group to the recent rates.
    pub(super) fn push_recent_rates(&mut self, step_params: &[StepParams]) {
        self.recent_rates.push(step_params.iter().zip(self.registry.varying_groups()));
    }

    /// What a step leaves to the device, if anything.
    pub(super) fn step_control(
        &self,
        segments: &[Segment],
        step_params: &[StepParams],
        measures_norm: bool,
    ) -> Option<DeviceControl> {
        let norm_limits = self.registry.norm_limits();
        let limit_of_groups = self.registry.norm_limit_of_groups();
        let is_limited = |group: usize| norm_limits[limit_of_groups[group]].is_finite();
        let has_limit = segments.iter().any(|segment| match segment.target {
            Target::Param(param) => is_limited(self.registry.infos()[param].group),
            Target::Arena(arena) => {
                self.arenas[arena].group_ranges.iter().any(|(group, _)| is_limited(*group))
            }
        });
        let overflow = self.registry.skips_on_overflow().then(|| {
            let dynamic = self.registry.dynamic_loss_scale();
            OverflowCheck::SkipStep { loss_scale: dynamic.map(DynamicLossScale::factor_and_window) }
        });
        let norm = (measures_norm || has_limit).then_some(GRAD_NORM);
        if overflow.is_none() && norm.is_none() {
            return None;
        }
        Some(DeviceControl { norm, norm_limits, ..self.device_control(overflow, step_params) })
    }
}
