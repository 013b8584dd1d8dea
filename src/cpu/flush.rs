//! Exact rows brought up to date between steps: flushed in place, exported as copies, or measured.

use super::{
    lazy_rows::{Flush, LazyRows, UpTo},
    optimizer::ProximalAdagrad,
    pending::Missed,
    rows::width_of,
    square_sum::SquareSum,
    state::State,
    storage::{StorageView, catch_up_noise},
    tasks::{self, Task},
    tensor::Indices,
    value_stats::ValueStats,
};
use crate::{
    error::Error,
    format::{Element, Values, ValuesMut, each_format, narrow_all},
    params::ParamId,
    report::Report,
    rounding::Noise,
    rule::StepParams,
};

impl ProximalAdagrad {
    /// Measures values for the report: their norm, the number of values that are not zero, and the largest
    /// absolute value. [Exact](crate::Rows::Exact) rows are measured as [`export`](Self::export) copies them,
    /// and stay as they are.
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
    /// A wrong length, an id of another optimizer. Then the report does not change.
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
        let (mut squares, mut stats) = (SquareSum::default(), ValueStats::default());
        for (param, values) in params {
            let sum = if self.registry.rate_history(param).is_some() {
                // In f32, so that the values are not rounded before they are measured.
                let mut copy = values.to_f32();
                self.flush_copy(param, (&mut copy).into());
                stats.add((&copy).into())
            } else {
                stats.add(values)
            };
            squares = squares + sum;
        }
        let ValueStats { nonzero, max_abs_bits } = stats;
        let (weight_norm, max_abs) = (squares.norm(), f32::from_bits(max_abs_bits));
        self.report = Report { weight_norm, nonzero, max_abs, ..self.report };
        Ok(())
    }

    /// Brings all rows of a parameter up to date, if they are [exact](crate::Rows::Exact), before they are
    /// read, counted or saved. Rows of any other parameter always are up to date.
    ///
    /// # Errors
    /// A wrong length, an id of another optimizer. Nothing changes then.
    pub fn flush<'v>(&mut self, param: ParamId, values: impl Into<ValuesMut<'v>>) -> Result<(), Error> {
        let values = values.into();
        let (param, step_params) = self.check_flush(param, values.len())?;
        let values = StorageView::new(values, self.catch_up_noise(param, &step_params));
        let last_steps = &mut self.last_steps[param];
        let rows = LazyRows::new(&self.registry, param, last_steps, &step_params, UpTo::CurrentStep);
        run_flush(values, &self.states[param], rows);
        self.registry.note_flush(param);
        Ok(())
    }

    /// Brings some rows of a parameter up to date, if they are [exact](crate::Rows::Exact), before a forward
    /// pass reads them. Indices are as for a row gradient. The cost does not depend on the other rows.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::flush`]; an index out of range, a scalar parameter. Nothing changes then.
    pub fn flush_rows<'v, 'i>(
        &mut self,
        param: ParamId,
        values: impl Into<ValuesMut<'v>>,
        indices: impl Into<Indices<'i>>,
    ) -> Result<(), Error> {
        self.catch_up_named(param, values.into(), indices.into(), true)
    }

    /// Brings some rows of a copy of a parameter's values up to date, if they are [exact](crate::Rows::Exact). The caller has
    /// copied these rows to their places in `copy`, which has the length and the format of the values; its other rows may hold
    /// anything.
    ///
    /// As with [`ProximalAdagrad::export`], the parameter itself does not change. Indices are as for
    /// [`ProximalAdagrad::flush_rows`], and so is the cost, which does not depend on the other rows.
    ///
    /// ```
    /// use proxgrad::{Config, Rows, cpu::{Param, ProximalAdagrad, RowGrad}};
    ///
    /// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// let mut optimizer = ProximalAdagrad::new(config)?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 1]).rows(Rows::Exact))?;
    ///
    /// let mut values = [1.0; 3];
    /// let mut step = optimizer.begin_step();
    /// step.rows(table, &mut values, RowGrad::new(&[0], &[0.5]))?;
    /// step.finish()?;
    /// let mut copy = [0.0, values[1], 0.0];
    /// optimizer.catch_up_rows(table, &mut copy, &[1])?;
    /// assert!((copy[1] - 0.97).abs() < 1e-6 && values[1] == 1.0);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`ProximalAdagrad::flush_rows`]. Nothing changes then.
    pub fn catch_up_rows<'v, 'i>(
        &mut self,
        param: ParamId,
        copy: impl Into<ValuesMut<'v>>,
        indices: impl Into<Indices<'i>>,
    ) -> Result<(), Error> {
        self.catch_up_named(param, copy.into(), indices.into(), false)
    }

    /// Copies the values of a parameter, and brings all rows of the copy up to date. The parameter keeps its
    /// pending steps, so that a look at its values does not change a bit of later steps. The copy may have
    /// another format.
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
        let (param, step_params) = self.check_flush(param, values.len())?;
        let info = &self.registry.infos()[param];
        info.check_len("export", into.len() as u64, info.len)?;
        match (values, into) {
            (Values::F32(values), ValuesMut::F32(into)) => self.export_same_format(param, values, into),
            (Values::F16(values), ValuesMut::F16(into)) => self.export_same_format(param, values, into),
            (Values::Bf16(values), ValuesMut::Bf16(into)) => self.export_same_format(param, values, into),
            (values, into) => {
                let mut copy = values.to_f32();
                self.flush_copy(param, (&mut copy).into());
                let noise = self.catch_up_noise(param, &step_params);
                each_format!(ValuesMut, into, into => narrow_all(&copy, into, noise, 0));
            }
        }
        Ok(())
    }

    fn export_same_format<T: Element>(&self, param: usize, values: &[T], into: &mut [T]) {
        into.copy_from_slice(values);
        self.flush_copy(param, into.into());
    }

    /// Brings the rows that indices name up to date: those of the parameter, or of a copy of its values, which leaves the rows of
    /// the parameter as they are.
    fn catch_up_named(
        &mut self,
        param: ParamId,
        values: ValuesMut<'_>,
        indices: Indices<'_>,
        in_place: bool,
    ) -> Result<(), Error> {
        let (param, step_params) = self.check_flush(param, values.len())?;
        let info = &self.registry.infos()[param];
        let (groups, bad_rows) = indices.group(info)?;
        let width = width_of(info);
        let mut values = StorageView::new(values, self.catch_up_noise(param, &step_params));
        let last_steps = &mut self.last_steps[param];
        let rows = LazyRows::new(&self.registry, param, last_steps, &step_params, UpTo::CurrentStep);
        let Some(mut rows) = rows else { return Ok(()) };
        self.report.bad_rows += bad_rows;
        let state = &self.states[param];
        let (mut missed, mut buffer) = (Missed::default(), Vec::new());
        for row in groups.rows.iter().map(|&row| row as usize) {
            let elements = row * width..(row + 1) * width;
            let mut values = values.part(elements.clone());
            let state = state.read_part(elements);
            let last_step = rows.last_steps[row];
            rows.catch_up(row, values.as_f32(&mut buffer), state, &mut missed);
            values.write_back(&buffer);
            if !in_place {
                rows.last_steps[row] = last_step;
            }
        }
        Ok(())
    }

    /// Brings a copy of values up to date, while the rows of the parameter keep their pending steps.
    fn flush_copy(&self, param: usize, copy: ValuesMut<'_>) {
        let step_params = self.registry.catch_up_params();
        let values = StorageView::new(copy, self.catch_up_noise(param, &step_params));
        let mut last_steps = self.last_steps[param].clone();
        let rows = LazyRows::new(&self.registry, param, &mut last_steps, &step_params, UpTo::CurrentStep);
        run_flush(values, &self.states[param], rows);
    }

    fn catch_up_noise(&self, param: usize, step_params: &[StepParams]) -> Option<Noise> {
        catch_up_noise(param, &step_params[self.registry.infos()[param].group])
    }

    /// Index of a parameter, checked together with the number of its values, and the parameters of a
    /// catch-up, one set for each parameter group.
    fn check_flush(&self, param: ParamId, values: usize) -> Result<(usize, Vec<StepParams>), Error> {
        let param = self.registry.index(param)?;
        let info = &self.registry.infos()[param];
        info.check_len("values", values as u64, info.len)?;
        Ok((param, self.registry.catch_up_params()))
    }
}

/// Brings all rows of a parameter up to date, if they are exact.
fn run_flush(values: StorageView<'_>, state: &State, rows: Option<LazyRows<'_>>) {
    let flush = rows.and_then(|rows| {
        let all = 0..rows.last_steps.len();
        Flush::new(values, state, rows, all)
    });
    tasks::run(flush.map(Task::Flush).into_iter().collect());
}
