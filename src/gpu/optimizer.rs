//! The optimizer on a device: settings, buffers of parameters, and the step number.

use super::{
    arena_buffers::ArenaBuffers,
    bind_groups::{BINDING, bind, binding},
    buffer_pool::BufferPool,
    buffer_range::BufferRange,
    kernels::Kernels,
    overlap::OverlapMap,
    param_buffers::{ParamBuffers, check_binding, check_buffer, state},
    plan::bindings::BindGroup,
    planes::state_size,
    report::{MAX_EXACT_PARAMS, ReportBuffers},
    scratch::Scratch,
    tensor::Param,
    upload::Upload,
};
use crate::{
    config::Config,
    error::Error,
    format::Format,
    loss_scale::DynamicLossScale,
    params::{ParamId, ParamInfo, ParamRegistry, RecentRates, registry_methods},
    rule::Rows,
};

/// The slices of a parameter that come from the caller.
pub(super) struct Tensors<'a> {
    pub(super) values: wgpu::BufferSlice<'a>,
    /// The 16-bit copy of the values and its format.
    pub(super) copy: Option<(wgpu::BufferSlice<'a>, Format)>,
    pub(super) accum: Option<wgpu::BufferSlice<'a>>,
}

/// ProximalAdagrad over buffers of the caller's.
#[derive(Debug)]
pub struct ProximalAdagrad {
    pub(super) kernels: Kernels,
    pub(super) registry: ParamRegistry,
    /// By parameter.
    pub(super) params: Vec<ParamBuffers>,
    pub(super) arenas: Vec<ArenaBuffers>,
    /// Number of the last step that was begun.
    pub(super) step_id: u64,
    /// Number of the last step, flush or measurement that was prepared for recording.
    pub(super) recording: u64,
    pub(super) overlap_map: OverlapMap,
    pub(super) upload: Upload,
    pub(super) scratch: Scratch,
    /// Of [`GroupedIndices`](super::GroupedIndices).
    pub(super) group_buffers: BufferPool,
    pub(super) report: ReportBuffers,
    pub(super) recent_rates: RecentRates,
    /// The error that left the optimizer in the middle of a call.
    failure: Option<String>,
}

impl ProximalAdagrad {
    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range; no memory for the report, a lost device.
    pub fn new(kernels: &Kernels, config: Config) -> Result<Self, Error> {
        let loss_scale =
            config.dynamic_loss_scale.as_ref().map_or(config.loss_scale, DynamicLossScale::scale);
        let registry = ParamRegistry::new(config)?;
        Ok(Self {
            report: ReportBuffers::new(kernels, loss_scale)?,
            kernels: kernels.clone(),
            registry,
            params: Vec::new(),
            arenas: Vec::new(),
            step_id: 0,
            recording: 0,
            overlap_map: OverlapMap::default(),
            upload: Upload::new(),
            scratch: Scratch::default(),
            group_buffers: BufferPool::default(),
            recent_rates: RecentRates::default(),
            failure: None,
        })
    }

    /// Registers a parameter and makes its accumulators, which take as much device memory as f32 values, unless
    /// [`Param::accum`] has provided them.
    ///
    /// # Errors
    /// A name taken, a group of another optimizer, a slice of the wrong length, alignment or usage, values that overlap
    /// another parameter's, more memory than one buffer may have or the device has left, a lost device; a centralized
    /// parameter with channels that one binding cannot hold; exact rows of a scalar, or with weight decay, or longer
    /// than a binding covers.
    pub fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error> {
        self.ready("registering a parameter")?;
        let info =
            self.registry.draft(param.name, param.shape, param.group, param.rows)?.with_part(param.part)?;
        if param.rows == Rows::Exact && self.registry.skips_on_overflow() {
            check_exact_params(&info, self.registry.exact_params().count())?;
        }
        let grads = param.grad_format.unwrap_or(param.format);
        let tensors = Tensors { values: param.values, copy: param.copy, accum: param.accum };
        let buffers = self.make_buffers(&info, param.format, grads, tensors)?;
        self.params.push(buffers);
        self.note_values(self.params.len() - 1);
        Ok(self.registry.add(info))
    }

    /// Checks the slices of a parameter, and makes its other buffers, with the initial state.
    pub(super) fn make_buffers(
        &self,
        info: &ParamInfo,
        format: Format,
        grads: Format,
        tensors: Tensors<'_>,
    ) -> Result<ParamBuffers, Error> {
        let values = self.check_values(tensors.values, format, info)?;
        check_bindable(&self.kernels, info, "values", &values)?;
        let copy = tensors.copy.map(|copy| self.check_copy(copy, info, &values)).transpose()?;
        copy.iter().try_for_each(|copy| check_bindable(&self.kernels, info, "copy", copy))?;
        let of_caller = tensors.accum.map(|accum| self.check_accum(accum, info, &values)).transpose()?;
        of_caller.iter().try_for_each(|accum| check_bindable(&self.kernels, info, "accum", accum))?;
        if let (Some(copy), Some(accum)) = (&copy, &of_caller) {
            check_apart(accum, "accum", info, copy)?;
        }
        let holds_state_of_caller = of_caller.is_some();
        let state = of_caller.map_or_else(|| self.make_state(info), Ok)?;
        let mut buffers = ParamBuffers::new(&self.kernels, info, info.width(), &values, state, grads, copy);
        buffers.holds_state_of_caller = holds_state_of_caller;
        buffers.check_centralized(&self.kernels, info)?;
        buffers.check_whole_rows(&self.kernels, info)?;
        if info.rows == Rows::Exact {
            check_binding(&self.kernels, info, "a row", buffers.windows.binding_for_rows())?;
            let rate_history = self.registry.new_rate_history(info);
            buffers.add_history(&self.kernels, info, &rate_history)?;
        }
        Ok(buffers)
    }

    /// Makes the accumulators of a parameter.
    fn make_state(&self, info: &ParamInfo) -> Result<BufferRange, Error> {
        let size = state_size(info.state_len(), info.planes());
        let what = format!("the accumulators of parameter \"{}\"", info.name);
        check_buffer(self.kernels.device(), &what, size)?;
        state(self.kernels.status(), info, size)
    }

    /// Notes where the values of a parameter, their copy, and accumulators of the caller's lie.
    pub(super) fn note_values(&mut self, param: usize) {
        for range in self.params[param].ranges_of_caller() {
            self.overlap_map.insert(range, param);
        }
    }

    /// Forgets where they lie.
    pub(super) fn forget_values(&mut self, param: usize) {
        for range in self.params[param].ranges_of_caller() {
            self.overlap_map.remove(range);
        }
    }

    /// Fails if the device was lost, or an earlier call has failed halfway: for calls that use the device.
    pub(super) fn ready(&self, doing: &'static str) -> Result<(), Error> {
        self.kernels.status().check(doing)?;
        self.ready_to_record(doing)
    }

    /// The same without asking the device, for calls that ask it when they have recorded.
    pub(super) fn ready_to_record(&self, doing: &'static str) -> Result<(), Error> {
        self.kernels.status().check_known(doing)?;
        self.failure.as_ref().map_or(Ok(()), |reason| Err(Error::Poisoned { reason: reason.clone() }))
    }

    /// Passes a result on; after an error every later call that uses the device fails.
    pub(super) fn poison_on_error<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        result.inspect_err(|error| self.failure = Some(error.to_string()))
    }

    /// Checks the slice for the values of a parameter, which must not overlap those of another one; not whether it can be bound.
    pub(super) fn check_values(
        &self,
        slice: wgpu::BufferSlice<'_>,
        format: Format,
        info: &ParamInfo,
    ) -> Result<BufferRange, Error> {
        let alignment = self.kernels.limits().alignment;
        let values = BufferRange::new(slice, format, info, "values", info.len, alignment)?;
        self.overlap_map.check(&values, info, "values", self.registry.infos())?;
        Ok(values)
    }

    /// Checks the slice for accumulators of the caller's, which must not overlap any values; not whether it can be bound.
    pub(super) fn check_accum(
        &self,
        slice: wgpu::BufferSlice<'_>,
        info: &ParamInfo,
        values: &BufferRange,
    ) -> Result<BufferRange, Error> {
        let (role, elements) = ("accum", info.len);
        if info.planes() != 1 || info.rule.form().has_row_state() {
            return Err(Error::AccumOfCaller { name: info.name.clone() });
        }
        for (usage, missing) in
            [(wgpu::BufferUsages::COPY_SRC, "COPY_SRC"), (wgpu::BufferUsages::COPY_DST, "COPY_DST")]
        {
            if !slice.buffer().usage().contains(usage) {
                return Err(Error::BufferUsage { name: info.name.clone(), role, missing });
            }
        }
        let alignment = self.kernels.limits().alignment;
        let accum = BufferRange::new(slice, Format::F32, info, role, elements, alignment)?;
        self.overlap_map.check(&accum, info, role, self.registry.infos())?;
        check_apart(&accum, role, info, values)?;
        Ok(accum)
    }

    /// Checks the slice for a 16-bit copy of the values, which must not overlap any values.
    fn check_copy(
        &self,
        (slice, format): (wgpu::BufferSlice<'_>, Format),
        info: &ParamInfo,
        values: &BufferRange,
    ) -> Result<BufferRange, Error> {
        if values.format != Format::F32 || format == Format::F32 {
            return Err(Error::CopyFormat { name: info.name.clone() });
        }
        let alignment = self.kernels.limits().alignment;
        let copy = BufferRange::new(slice, format, info, "copy", info.len, alignment)?;
        self.overlap_map.check(&copy, info, "copy", self.registry.infos())?;
        check_apart(&copy, "copy", info, values)?;
        Ok(copy)
    }

    /// Number of steps recorded so far. It includes skipped steps, which only the device knows: [`Report::skipped_steps`]
    /// counts them, and a snapshot holds both numbers.
    ///
    /// [`Report::skipped_steps`]: crate::Report::skipped_steps
    pub fn global_step(&self) -> u64 {
        self.registry.step
    }

    /// A parameter's accumulators on the device, f32 in its shape, for copies and for the caller's kernels; usages
    /// `STORAGE | COPY_SRC | COPY_DST`.
    ///
    /// Where the rule keeps two f32 for each element, the slice holds four elements of the first, the accumulators, four of the
    /// second, and so on, up to a multiple of four elements. With row-wise AdaGrad it holds one accumulator for each row. It is
    /// empty for a rule without state.
    ///
    /// # Errors
    /// An id of another optimizer.
    pub fn accum(&self, param: ParamId) -> Result<wgpu::BufferSlice<'_>, Error> {
        Ok(self.params[self.registry.index(param)?].state.slice())
    }

    /// The loss scale on the device, one f32, for the caller's kernels that multiply the loss or its gradients by it; usages
    /// `STORAGE | UNIFORM`. With [`Config::dynamic_loss_scale`] every step writes the scale of the next one; otherwise it is
    /// [`Config::loss_scale`], and not what was set since.
    pub fn loss_scale_buffer(&self) -> wgpu::BufferSlice<'_> {
        self.report.loss_scale()
    }
}

registry_methods!(ProximalAdagrad);

impl ProximalAdagrad {
    fn set_frozen(&mut self, param: ParamId, is_frozen: bool) -> Result<(), Error> {
        let param = self.registry.index(param)?;
        if self.registry.is_frozen(param) == is_frozen {
            return Ok(());
        }
        if let Some(arena) = self.params[param].arena {
            self.ready("freezing a parameter of an arena")?;
            self.arenas[arena].set_frozen(&self.kernels, param, is_frozen)?;
        }
        self.registry.set_frozen(param, is_frozen);
        Ok(())
    }
}

/// Refuses a range that overlaps the values of its own parameter.
pub(super) fn check_apart(
    range: &BufferRange,
    role: &'static str,
    info: &ParamInfo,
    values: &BufferRange,
) -> Result<(), Error> {
    let is_apart = range.buffer != values.buffer
        || range.offset + range.size <= values.offset
        || values.offset + values.size <= range.offset;
    if is_apart {
        return Ok(());
    }
    let (name, other) = (info.name.clone(), info.name.clone());
    Err(Error::Overlap { name, role, other })
}

/// Refuses a buffer that wgpu does not bind, because it was destroyed or is one of another device.
pub(super) fn check_bindable(
    kernels: &Kernels,
    info: &ParamInfo,
    role: &'static str,
    range: &BufferRange,
) -> Result<(), Error> {
    if range.size == 0 {
        return Ok(());
    }
    let start = binding(&range.buffer, range.offset, size_of::<u32>() as u64);
    let bind = || Ok(bind(kernels, BindGroup::Grads, &[start]));
    let bound = kernels.status().guarded(BINDING, bind);
    bound.map(drop).map_err(|error| error.of_buffer(&info.name, role))
}

/// Refuses one parameter with exact rows more than there are lags for in the report, where steps may be skipped. `before`
/// is the number of those that there are.
fn check_exact_params(info: &ParamInfo, before: usize) -> Result<(), Error> {
    let most = u64::from(MAX_EXACT_PARAMS);
    if (before as u64) < most {
        return Ok(());
    }
    Err(Error::TooManyExact { name: info.name.clone(), most })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::UpdateRule;

    // Not through `add_param`, because the histories of so many parameters take 3 GB.
    #[test]
    fn one_parameter_with_exact_rows_more_than_a_report_has_lags_for_is_refused() {
        let info = ParamInfo {
            name: "table".to_owned(),
            shape: vec![3, 2],
            len: 6,
            accum: 0.1,
            rule: UpdateRule::ProximalAdagrad,
            group: 0,
            centralized: false,
            rows: Rows::Exact,
            part: None,
        };
        assert_eq!(check_exact_params(&info, 3967), Ok(()));
        let error = check_exact_params(&info, 3968).unwrap_err();
        assert!(error.to_string().starts_with(
            "parameter \"table\": at most 3968 parameters have exact rows where steps may be skipped"
        ));
    }
}
