//! One step: gradients are collected and checked, then all parameters are updated at once.

use std::collections::HashSet;

use super::{
    check_finite::all_finite,
    norms::clip_norms,
    optimizer::ProximalAdagrad,
    segment::{ParamPart, Segment},
    tasks,
    tensor::{Grad, RowGrad},
};
use crate::{
    error::Error,
    format::{Values, ValuesMut},
    params::ParamId,
    rounding::to_f32,
    rule::StepParams,
};

/// A step that collects gradients until it is finished.
#[derive(Debug)]
#[must_use = "a step that is not finished changes nothing"]
pub struct Step<'a> {
    optimizer: &'a mut ProximalAdagrad,
    segments: Vec<Segment<'a>>,
    /// Indices of the parameters that have a segment.
    params: HashSet<usize>,
    measures_norm: bool,
}

impl<'a> Step<'a> {
    /// Adds a dense gradient of a parameter: as many elements as it has values.
    ///
    /// # Errors
    /// A wrong length, a second gradient of the same parameter, an id of another optimizer. The step stays as
    /// it was then.
    pub fn dense(
        &mut self,
        param: ParamId,
        values: impl Into<ValuesMut<'a>>,
        grads: impl Into<Values<'a>>,
    ) -> Result<(), Error> {
        let (values, grads) = (values.into(), grads.into());
        let param = self.check_param(param, &values)?;
        let info = &self.optimizer.registry.infos()[param];
        info.check_len("grads", grads.len() as u64, info.len)?;
        self.push(Segment { param, values, grads, groups: None, bad_rows: 0 });
        Ok(())
    }

    /// Adds a gradient of some rows of a parameter. The other rows keep every bit; if rows are
    /// [exact](crate::Rows::Exact) they are regularised later.
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
        let param = self.check_param(param, &values)?;
        let info = &self.optimizer.registry.infos()[param];
        let (groups, bad_rows) = grad.indices.group(info)?;
        info.check_len("grads", grad.values.len() as u64, grad.indices.len() as u64 * info.width())?;
        self.push(Segment { param, values, grads: grad.values, groups: Some(groups), bad_rows });
        Ok(())
    }

    /// Adds the gradients of all parameters, with their values, in the optimizer's order.
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
    /// More or fewer gradients than parameters, or a gradient that [`Step::dense`] or [`Step::rows`] refuses.
    /// The step stays as it was then.
    pub fn in_order<V: Into<ValuesMut<'a>>>(
        &mut self,
        grads: impl IntoIterator<Item = (V, Grad<'a>)>,
    ) -> Result<(), Error> {
        let before = self.segments.len();
        let outcome =
            self.try_in_order(grads.into_iter().map(|(values, grad)| (values.into(), grad)).collect());
        if outcome.is_err() {
            for segment in self.segments.drain(before..) {
                self.params.remove(&segment.param);
            }
        }
        outcome
    }

    /// Requests the norm of the gradients of this step, for [`Report::grad_norm`](crate::Report::grad_norm).
    /// With a [limit](crate::Config::clip_norm) to the norm every step measures it.
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
        self.measures_norm = true;
    }

    /// Updates every parameter with a gradient, and counts the step. With
    /// [`skip_on_overflow`](crate::Config::skip_on_overflow) or a
    /// [dynamic loss scale](crate::Config::dynamic_loss_scale) a step with a gradient that is not finite is
    /// skipped, and the [report](ProximalAdagrad::report) counts it.
    ///
    /// # Errors
    /// A schedule that has ended or returns a value out of range; no parameters at all, or a group without
    /// any. Nothing changes then.
    pub fn finish(self) -> Result<(), Error> {
        let Self { optimizer, mut segments, measures_norm, .. } = self;
        let mut step_params = optimizer.step_params()?;
        let overflows = |segment: &Segment<'_>| !all_finite(segment.grads);
        let is_skipped = optimizer.registry.skips_on_overflow() && segments.iter().any(overflows);
        if !is_skipped {
            segments.sort_unstable_by_key(|segment| segment.param);
            let norm = clip_norms(&optimizer.registry, &segments, &mut step_params, measures_norm);
            if let Some(norm) = norm {
                optimizer.report.grad_norm = norm;
            }
            optimizer.report.bad_rows += segments.iter().map(|segment| segment.bad_rows).sum::<u64>();
            optimizer.update(segments, &step_params);
        }
        optimizer.count_step(is_skipped);
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

    /// Checks that a parameter has no gradient yet, and as many values as `values`. Returns its index.
    fn check_param(&self, param: ParamId, values: &ValuesMut<'_>) -> Result<usize, Error> {
        let param = self.optimizer.registry.index(param)?;
        let info = &self.optimizer.registry.infos()[param];
        if self.params.contains(&param) {
            return Err(Error::DuplicateGrad { name: info.name.clone() });
        }
        info.check_len("values", values.len() as u64, info.len)?;
        Ok(param)
    }

    fn push(&mut self, segment: Segment<'a>) {
        self.params.insert(segment.param);
        if !self.optimizer.registry.is_frozen(segment.param) {
            self.segments.push(segment);
        }
    }
}

impl ProximalAdagrad {
    /// Begins a step. Nothing changes until it is finished; a step that is dropped changes nothing.
    pub fn begin_step(&mut self) -> Step<'_> {
        Step { optimizer: self, segments: Vec::new(), params: HashSet::new(), measures_norm: false }
    }

    /// Parameters of the next step, one set for each parameter group.
    fn step_params(&self) -> Result<Vec<StepParams>, Error> {
        let mut step_params = self.registry.step_params()?;
        if let Some(dynamic) = &self.dynamic {
            let unscale = 1.0 / to_f32(dynamic.scale());
            step_params.iter_mut().for_each(|group| group.unscale = unscale);
        }
        Ok(step_params)
    }

    /// Updates the report and the dynamic loss scale after a step.
    fn count_step(&mut self, is_skipped: bool) {
        self.report.skipped_steps += u64::from(is_skipped);
        if let Some(dynamic) = &mut self.dynamic {
            dynamic.update_f32(is_skipped);
        }
    }

    /// Takes the step. `segments` are in order of parameters.
    fn update(&mut self, mut segments: Vec<Segment<'_>>, step_params: &[StepParams]) {
        let Self { registry, states, last_steps, .. } = self;
        // Segments and states are in the same order, so each state can be borrowed by its segment.
        let mut states = states.iter_mut().zip(last_steps).enumerate();
        let mut parts: Vec<_> = segments
            .iter_mut()
            .map(|segment| {
                let is_own = |(param, _): &(usize, _)| *param == segment.param;
                let (_, (state, last_steps)) = states.find(is_own).expect("a parameter has one segment");
                ParamPart { segment, state, last_steps }
            })
            .collect();
        tasks::run(parts.iter_mut().filter_map(|part| part.flush(registry, step_params)).collect());
        tasks::run(parts.iter_mut().filter_map(|part| part.update(registry, step_params)).collect());
        registry.advance(segments.iter().map(|segment| segment.param), step_params);
    }
}
