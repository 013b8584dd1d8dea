//! A step, or a flush: collected and checked first, then recorded as one pass.

use super::{
    arena::ArenaId,
    kernels::Kernels,
    optimizer::ProximalAdagrad,
    resident::{Resident, check_binding, stream},
    tensor::{Grad, Indices, Range, RowGrad},
};
use crate::{
    error::Error,
    format::Format,
    gpu::plan::{self, Control, Dispatch, GRAD_NORM, Guarded, Kernel, LaneControl, Part, Plan, WEIGHT_NORM},
    loss_scale::DynamicLossScale,
    params::ParamId,
    row_groups::RowGroups,
    rule::StepParams,
};

/// A step being collected. Nothing is recorded until [`Step::finish`].
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    encoder: &'a mut wgpu::CommandEncoder,
    segments: Vec<Segment>,
    measures: bool,
}

/// One parameter's part in a step, or an arena's, checked.
#[derive(Debug)]
struct Segment {
    of: Of,
    /// `None` where exact rows are only brought up to date.
    grads: Option<Range>,
    rows: Which,
}

/// Whose gradient it is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Of {
    Param(usize),
    Arena(usize),
}

/// Which rows a gradient, or a flush, is for.
#[derive(Debug)]
enum Which {
    /// All of them.
    Dense,
    /// All of them, where there is no gradient.
    Every,
    /// All of them, which stay as they are.
    Measured,
    /// All of them, in a copy.
    Copy(Range),
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
        Step { optimizer: self, encoder, segments: Vec::new(), measures: false }
    }
}

impl Step<'_> {
    /// Measures the norm of the step's gradients, too, for the [report](ProximalAdagrad::report): another reading of them.
    /// A step with a limit to a norm does so anyway.
    pub fn measure(&mut self) {
        self.measures = true;
    }

    /// Gives a parameter its gradient: as many elements as it has values, in a range as for
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
        let len = self.optimizer.registry.infos()[param].len;
        let format = self.optimizer.residents[param].grad_format;
        let grads = self.optimizer.check(param, grads, format, "grads", len)?;
        self.push(param, grads, Which::Dense);
        Ok(())
    }

    /// Gives every parameter of an arena its gradient, each at the place of its values: [`Arena::grads_size`](super::Arena::grads_size)
    /// bytes in a range as for [`Param::new`](super::Param::new). What lies between is read, and means nothing; where steps may
    /// be skipped, or the norm of gradients is wanted, it must be zero, as memory is that nobody has written.
    ///
    /// The cost on the host does not depend on the number of parameters, unless some are centralized: those cost what
    /// they do outside of an arena.
    ///
    /// # Errors
    /// As [`Step::dense`]; also where one of the arena's parameters has a gradient already. The step goes on without it.
    pub fn arena(&mut self, arena: ArenaId, grads: wgpu::BufferSlice<'_>) -> Result<(), Error> {
        let index = self.optimizer.arena_index(arena)?;
        self.refuse_second_of(index)?;
        let (kernels, registry) = (&self.optimizer.kernels, &self.optimizer.registry);
        let arena = &self.optimizer.arenas[index];
        let (format, alignment) = (arena.resident.grad_format, kernels.limits().alignment);
        let grads = Range::new(grads, format, &arena.entry, "grads", arena.entry.len, alignment)?;
        self.optimizer.territory.check(&grads, &arena.entry, "grads", registry.infos())?;
        for (param, place) in &arena.centralized {
            let grads = grads.part(place.clone());
            self.segments.push(Segment { of: Of::Param(*param), grads: Some(grads), rows: Which::Dense });
        }
        self.segments.push(Segment { of: Of::Arena(index), grads: Some(grads), rows: Which::Dense });
        self.optimizer.arenas[index].resident.given = self.optimizer.begun;
        Ok(())
    }

    /// Gives a parameter a gradient for some of its rows; the others keep every bit, and are regularised later if rows are
    /// [exact](crate::Rows::Exact).
    ///
    /// # Errors
    /// As [`Step::dense`]; an index of the host's that is out of range, a scalar parameter, more entries than one binding
    /// of the device covers.
    pub fn rows(&mut self, param: ParamId, grad: RowGrad<'_>) -> Result<(), Error> {
        let param = self.admit(param)?;
        let (entries, rows) = self.optimizer.which(param, grad.indices)?;
        let entry = &self.optimizer.registry.infos()[param];
        let format = self.optimizer.residents[param].grad_format;
        let grads = self.optimizer.check(param, grad.values, format, "grads", entries * entry.width())?;
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
        let Self { optimizer, encoder, segments, measures } = self;
        let lanes = optimizer.registry.step_params()?;
        let control = optimizer.control_of_step(&segments, &lanes, measures);
        let plan = optimizer.prepare(&segments, &lanes, control.as_ref())?;
        record(optimizer, encoder, &segments, &plan);
        optimizer.registry.advance(segments.iter().filter_map(Segment::param), &lanes);
        if optimizer.registry.skips_on_overflow() {
            optimizer.recent_rates.push(lanes.iter().zip(optimizer.registry.varying_groups()));
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

    fn admit(&self, param: ParamId) -> Result<usize, Error> {
        let param = self.optimizer.registry.index(param)?;
        let resident = &self.optimizer.residents[param];
        let arena = resident.arena.map_or(0, |arena| self.optimizer.arenas[arena].resident.given);
        if resident.given.max(arena) == self.optimizer.begun {
            let name = self.optimizer.registry.infos()[param].name.clone();
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
            Of::Param(param) => &self.optimizer.registry.infos()[param],
        };
        Err(Error::DuplicateGrad { name: entry.name.clone() })
    }

    fn push(&mut self, param: usize, grads: Range, rows: Which) {
        self.optimizer.residents[param].given = self.optimizer.begun;
        self.segments.push(Segment { of: Of::Param(param), grads: Some(grads), rows });
    }
}

impl ProximalAdagrad {
    /// Records what brings all [exact](crate::Rows::Exact) rows up to date, of every parameter: before they are read,
    /// counted or saved. Nothing runs until the encoder is submitted.
    ///
    /// Costs a pass over every exact parameter. For a forward pass, which reads a few rows, there is
    /// [`ProximalAdagrad::flush_rows`].
    ///
    /// # Errors
    /// No memory for what the device is told, a lost device. Nothing is recorded or changed then.
    pub fn flush(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<(), Error> {
        let exact: Vec<_> = self.registry.exact_params().collect();
        self.record_flush(encoder, exact.into_iter().map(|param| (param, Which::Every)))
    }

    /// Records what brings some rows of a parameter up to date, if they are [exact](crate::Rows::Exact): those that a
    /// forward pass is about to read. Indices are as for a row gradient, and bad ones of the device's are counted in the
    /// report all the same. The cost does not depend on the other rows.
    ///
    /// ```
    /// # use proxgrad::{Config, Kernels, Param, ProximalAdagrad, Rows, RowGrad, gpu, wgpu::{self, util::DeviceExt}};
    /// # let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
    /// # let choice = pollster::block_on(gpu::choose(&instance, gpu::Prefer::Gpu, None))?;
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let buffer = |contents: &[f32]| device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
    /// #     label: None,
    /// #     contents: bytemuck::cast_slice(contents),
    /// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    /// # });
    /// # let (table, grads) = (buffer(&[1.0; 3]), buffer(&[0.5]));
    /// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, config)?;
    /// let param = Param::new("table", &[3, 1], table.slice(..)).rows(Rows::Exact);
    /// let param = optimizer.add_param(param)?;
    ///
    /// let mut encoder = device.create_command_encoder(&Default::default());
    /// let mut step = optimizer.begin_step(&mut encoder);
    /// step.rows(param, RowGrad::new(&[0], grads.slice(..)))?;
    /// step.finish()?;
    /// optimizer.flush_rows(&mut encoder, param, &[1])?; // for a forward pass that reads row 1
    /// queue.submit([encoder.finish()]);
    ///
    /// let rows: Vec<f32> = gpu::block_on(&device, gpu::download(&device, &queue, table.slice(..)))?;
    /// assert!((rows[1] - 0.97).abs() < 1e-6 && rows[2] == 1.0);
    /// let rows = gpu::block_on(&device, optimizer.values(&queue, param))?; // a copy, up to date
    /// assert!((rows[2] - 0.97).abs() < 1e-6);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// An index of the host's that is out of range, a scalar parameter, an id of another optimizer; indices of the device's
    /// in a buffer without `STORAGE`, misaligned, or over some parameter's values, or more than one binding covers; no
    /// memory, a lost device. Nothing is recorded or changed then.
    pub fn flush_rows<'i>(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        indices: impl Into<Indices<'i>>,
    ) -> Result<(), Error> {
        let param = self.registry.index(param)?;
        let (_, rows) = self.which(param, indices.into())?;
        self.record_flush(encoder, [(param, rows)].into_iter())
    }

    /// Records a copy of a parameter's values, all of its rows up to date, into a range as for
    /// [`Param::new`](super::Param::new). The parameter stays as it is, rows behind and all, so that looking at it in the
    /// middle of a run does not change a bit of what comes after.
    ///
    /// # Errors
    /// An id of another optimizer; a slice of the wrong length or alignment, in a buffer without `STORAGE` and `COPY_DST`,
    /// or over some parameter's values; a buffer of values without `COPY_SRC`; no memory, a lost device. Nothing is
    /// recorded or changed then.
    pub fn export(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        into: wgpu::BufferSlice<'_>,
    ) -> Result<(), Error> {
        let param = self.registry.index(param)?;
        let format = self.residents[param].values.format;
        let into = self.check(param, into, format, "export", self.registry.infos()[param].len)?;
        let values = self.residents[param].values.clone();
        for (range, role, usage, missing) in [
            (&values, "values", wgpu::BufferUsages::COPY_SRC, "COPY_SRC"),
            (&into, "export", wgpu::BufferUsages::COPY_DST, "COPY_DST"),
        ] {
            if !range.buffer.usage().contains(usage) {
                let name = self.registry.infos()[param].name.clone();
                return Err(Error::BufferUsage { name, role, missing });
            }
        }
        let copy = into.clone();
        self.record_flush_after(encoder, [(param, Which::Copy(into))].into_iter(), |encoder| {
            if copy.size > 0 {
                let (from, to) = (&values.buffer, &copy.buffer);
                encoder.copy_buffer_to_buffer(from, values.offset, to, copy.offset, copy.size);
            }
        })
    }

    fn record_flush(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        params: impl Iterator<Item = (usize, Which)>,
    ) -> Result<(), Error> {
        self.record_flush_after(encoder, params, |_| {})
    }

    /// `before` records what comes before it, if all of it can be done.
    fn record_flush_after(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        params: impl Iterator<Item = (usize, Which)>,
        before: impl FnOnce(&mut wgpu::CommandEncoder),
    ) -> Result<(), Error> {
        let segment = |(param, rows)| Segment { of: Of::Param(param), grads: None, rows };
        let is_exact = |(param, _): &(usize, Which)| self.registry.rate_history(*param).is_some();
        let segments: Vec<_> = params.filter(is_exact).map(segment).collect();
        let strengths = self.registry.catch_up_params();
        // Of the steps that were skipped only the device knows.
        let control = self.registry.skips_on_overflow().then(|| self.control(Guarded::No, &strengths));
        let plan = self.prepare(&segments, &strengths, control.as_ref())?;
        before(encoder);
        record(self, encoder, &segments, &plan);
        Ok(())
    }

    /// Records what measures all values: how many are not zero, their norm, and the largest, for the
    /// [report](ProximalAdagrad::report). [Exact](crate::Rows::Exact) rows that are behind are measured as they are once up
    /// to date, and stay as they are.
    ///
    /// # Errors
    /// No memory for what the device is told, a lost device. Nothing is recorded or changed then.
    pub fn measure(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<(), Error> {
        let segment = |param| Segment { of: Of::Param(param), grads: None, rows: Which::Measured };
        let segments: Vec<_> = (0..self.registry.infos().len()).map(segment).collect();
        let strengths = self.registry.catch_up_params();
        let guarded = self.registry.skips_on_overflow().then_some(Guarded::No);
        let control = Control { guarded, norm: Some(WEIGHT_NORM), ..self.control(Guarded::No, &strengths) };
        let plan = self.prepare(&segments, &strengths, Some(&control))?;
        self.counts.clear_measures(encoder);
        record(self, encoder, &segments, &plan);
        Ok(())
    }

    /// What is left to the device of a step, if anything is.
    fn control_of_step(&self, segments: &[Segment], lanes: &[StepParams], measures: bool) -> Option<Control> {
        let (limits, of_lanes) = (self.registry.norm_limits(), self.registry.norm_limit_of_groups());
        let is_limited = |lane: usize| limits[of_lanes[lane]].is_finite();
        let has_limit = segments.iter().any(|segment| match segment.of {
            Of::Param(param) => is_limited(self.registry.infos()[param].group),
            Of::Arena(arena) => self.arenas[arena].stretches.iter().any(|(lane, _)| is_limited(*lane)),
        });
        let guarded = self.registry.skips_on_overflow().then(|| {
            let dynamic = self.registry.dynamic_loss_scale();
            Guarded::Step { loss_scale: dynamic.map(DynamicLossScale::factor_and_window) }
        });
        let norm = (measures || has_limit).then_some(GRAD_NORM);
        if guarded.is_none() && norm.is_none() {
            return None;
        }
        let control = self.control(Guarded::No, lanes);
        Some(Control { guarded, norm, limits, ..control })
    }

    fn control(&self, guarded: Guarded, lanes: &[StepParams]) -> Control {
        let rates = |(lane, params)| self.recent_rates.with_current(lane, params);
        let lanes = lanes.iter().enumerate().map(rates).zip(self.registry.norm_limit_of_groups());
        let lanes = lanes.map(|(rates, limit)| LaneControl { rates, limit }).collect();
        let limits = vec![f32::INFINITY; self.registry.norm_limits().len()];
        Control { guarded: Some(guarded), lanes, limits, norm: None }
    }

    /// Plans some segments, and has all that takes at hand.
    fn prepare(
        &mut self,
        segments: &[Segment],
        lanes: &[StepParams],
        control: Option<&Control>,
    ) -> Result<Plan, Error> {
        let parts = segments.iter().map(|segment| segment.part(self, lanes)).inspect(|part| {
            for (kernel, variant) in part.kernels_of_sweeps() {
                self.kernels.pipeline(kernel, variant);
            }
        });
        let plan = Plan::new(parts, control, self.kernels.limits())?;
        let rate_histories =
            segments.iter().filter_map(|segment| self.registry.rate_history(segment.param()?));
        let news: u64 =
            rate_histories.map(|rate_history| rate_history.max_dirty_words() * size_of::<u32>() as u64).sum();
        let later = match control {
            Some(_) if self.registry.skips_on_overflow() => {
                self.recent_rates.bytes_to_come(self.registry.varying_groups())
            }
            _ => 0,
        };
        self.upload.reserve(&self.kernels, &plan, news + later)?;
        self.work.reserve(&self.kernels, self.counts.buffer(), plan.work())?;
        let kernels = self.kernels.clone();
        for segment in segments {
            segment.bind(&kernels, self.resident_mut(segment.of));
        }
        Ok(plan)
    }

    /// How many indices there are, and which rows they name, once all is checked that can be checked here.
    fn which(&self, param: usize, indices: Indices<'_>) -> Result<(u64, Which), Error> {
        let entry = &self.registry.infos()[param];
        entry.row_count()?;
        let (indices, unique) = match indices {
            Indices::Host(indices) => {
                return Ok((indices.len() as u64, Which::Grouped(RowGroups::new(indices, entry)?)));
            }
            Indices::Device(indices) => (indices, false),
            Indices::DeviceUnique(indices) => (indices, true),
        };
        let count = indices.size() / size_of::<u32>() as u64;
        let indices = self.check(param, indices, Format::F32, "indices", count)?;
        check_binding(&self.kernels, entry, "the indices", indices.size)?;
        Ok((count, Which::Device { indices, unique }))
    }

    fn check(
        &self,
        param: usize,
        slice: wgpu::BufferSlice<'_>,
        format: Format,
        role: &'static str,
        want: u64,
    ) -> Result<Range, Error> {
        let entries = self.registry.infos();
        let alignment = self.kernels.limits().alignment;
        let range = Range::new(slice, format, &entries[param], role, want, alignment)?;
        self.territory.check(&range, &entries[param], role, entries)?;
        Ok(range)
    }

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
    fn param(&self) -> Option<usize> {
        match self.of {
            Of::Param(param) => Some(param),
            Of::Arena(_) => None,
        }
    }

    /// What the plan has to know.
    fn part<'a>(&'a self, optimizer: &'a ProximalAdagrad, lanes: &'a [StepParams]) -> Part<'a> {
        let Resident { windows, values, grad_format, copy, .. } = optimizer.resident(self.of);
        let (formats, copy) = ([values.format, *grad_format], copy.as_ref().map(|copy| copy.format));
        let param = match self.of {
            Of::Param(param) => param,
            Of::Arena(arena) => {
                return Part {
                    windows,
                    params: &lanes[0],
                    lane: 0,
                    grad: plan::Grad::Arena(lanes),
                    formats,
                    copy,
                    // Behind those of all parameters.
                    stream: u32::MAX - 1,
                    stretches: &optimizer.arenas[arena].stretches,
                    centralized: false,
                    exact: None,
                };
            }
        };
        let entry = &optimizer.registry.infos()[param];
        let grad = match &self.rows {
            Which::Dense => plan::Grad::Dense,
            Which::Every | Which::Copy(_) => plan::Grad::Flush,
            Which::Measured => plan::Grad::Measure,
            Which::Grouped(groups) => plan::Grad::Grouped(groups),
            Which::Device { indices, unique } => plan::Grad::Device {
                entries: indices.size / size_of::<u32>() as u64,
                rows: entry.shape[0] as u64,
                unique: *unique,
            },
        };
        let exact = optimizer.registry.rate_history(param).map(|rate_history| {
            let rows = entry.shape[0] as u64;
            let (task, swept) = match (&self.rows, &self.grads) {
                (Which::Copy(_) | Which::Measured, _) => (plan::Task::Export, 0..0),
                (_, None) => (plan::Task::Flush, 0..0),
                (_, Some(_)) => {
                    (plan::Task::Update, rate_history.sweep(rows, optimizer.registry.skips_on_overflow()))
                }
            };
            let clock = if optimizer.registry.skips_on_overflow() {
                optimizer.registry.exact_index(param)
            } else {
                None
            };
            plan::Exact {
                law: rate_history.law(),
                now: rate_history.current_step(),
                rows,
                swept,
                task,
                clock,
            }
        });
        Part {
            windows,
            params: &lanes[entry.group],
            lane: entry.group,
            grad,
            formats,
            copy,
            stream: stream(param),
            stretches: &[],
            centralized: entry.centralized,
            exact,
        }
    }

    /// Binds what is not empty; what is cannot be bound, and has no dispatches.
    fn bind(&self, kernels: &Kernels, resident: &mut Resident) {
        resident.bind_values(kernels);
        resident.bind_copy(kernels, None);
        let grads = self.grads.as_ref().filter(|grads| grads.size > 0);
        match &self.rows {
            Which::Device { indices, unique: true } if resident.windows.len > 0 && indices.size > 0 => {
                if resident.history.is_some() {
                    resident.bind_named(kernels, indices);
                }
                resident.bind_copy(kernels, Some(indices));
                if let Some(grads) = grads {
                    resident.bind_indexed(kernels, grads, indices);
                }
                return;
            }
            Which::Device { indices, .. } if indices.size > 0 => resident.bind_indices(kernels, indices),
            Which::Copy(copy) if copy.size > 0 => resident.bind_exported(kernels, copy),
            _ => {}
        }
        if let Some(grads) = grads {
            resident.bind_grads(kernels, grads, !matches!(self.rows, Which::Dense));
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
    let news = segments.iter().filter_map(Segment::param).flat_map(|param| {
        let entry = &optimizer.registry.infos()[param];
        let known = optimizer.registry.rate_history(param).zip(optimizer.residents[param].history.as_ref());
        known.into_iter().flat_map(|(rate_history, history)| {
            let rows = entry.shape[0] as u64;
            rate_history.dirty_ranges().map(move |(at, words)| (&history.buffer, rows + at as u64, words))
        })
    });
    let Some(step) = optimizer.upload.record(encoder, plan, news).cloned() else { return };
    if plan.dispatches.is_empty() {
        return;
    }
    let (optimizer, kernels) = (&*optimizer, &optimizer.kernels);
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
        label: Some("proxgrad step"),
        timestamp_writes: None,
    });
    let mut last = None;
    for dispatch in &plan.dispatches {
        let &Dispatch { kernel, variant, part, window, slot, rules, workgroups: [x, y], .. } = dispatch;
        if last.replace((kernel, variant)) != Some((kernel, variant)) {
            pass.set_pipeline(&kernels.pipeline(kernel, variant));
            if kernel.works() {
                pass.set_bind_group(3, optimizer.work.bound(), &[]);
            }
        }
        if kernel.edits() {
            pass.set_bind_group(0, &step.orders, &[]);
            pass.dispatch_workgroups(x, y, 1);
            continue;
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
        if matches!(segments[part].rows, Which::Copy(_)) {
            pass.set_bind_group(1, resident.exported(window), &[]);
        } else if kernel.remembers() {
            pass.set_bind_group(1, resident.remembered(window), &[]);
        } else if !kernel.sorts() {
            pass.set_bind_group(1, resident.values(window), &[]);
        }
        match (kernel.sorts(), kernel.is_without_grads()) {
            (true, _) => pass.set_bind_group(2, resident.indices(), &[]),
            (_, true) if kernel.indexes() => pass.set_bind_group(2, resident.named(), &[]),
            (_, true) => {}
            _ if matches!(kernel, Kernel::Copied(..)) => {
                pass.set_bind_group(2, resident.copied(window, kernel.indexes()), &[]);
            }
            _ => pass.set_bind_group(2, resident.grads(window), &[]),
        }
        pass.dispatch_workgroups(x, y, 1);
    }
}
