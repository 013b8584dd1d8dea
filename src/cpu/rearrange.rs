//! Tables whose rows are appended, removed or permuted.

use super::{optimizer::ProximalAdagrad, rows::width_of, state::State};
use crate::{
    error::Error,
    format::{Element, Values, ValuesMut, each_format, narrow_all},
    params::ParamId,
    row_sources::RowSources,
    rule::Rows,
};

impl ProximalAdagrad {
    /// Moves a parameter to a new table, in which rows are appended, removed, permuted or repeated. Copies the values of all
    /// rows that continue others from `values`, the old table, to `table`, the new one, and their accumulators with them. New
    /// rows have the values that the caller has written to `table`, and the accumulators of a new parameter.
    ///
    /// [Exact](Rows::Exact) rows are brought up to date first, as by [`ProximalAdagrad::flush`], and new rows miss no steps.
    /// Later steps have the same bits as with a table whose rows were so from the start; those of exact rows, as with one
    /// that was flushed at this time, if there were fewer than 256 steps before. (From then on steps bring some rows up to date
    /// that no gradient names, and which they are depends on the number of rows.)
    ///
    /// The parameter keeps its id, name and group, and has the new number of rows from now on.
    ///
    /// ```
    /// use proxgrad::{Config, RowSources, cpu::{Param, ProximalAdagrad}};
    ///
    /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 2]))?;
    /// let (mut old, mut new) = (vec![1.0, 1.5, 2.0, 2.5, 3.0, 3.5], vec![9.0; 6]);
    ///
    /// let sources = RowSources::retain(3, |row| row != 1).append(1);
    /// optimizer.rearrange_rows(table, &sources, &mut old, &mut new)?;
    /// assert_eq!(new, [1.0, 1.5, 3.0, 3.5, 9.0, 9.0]);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// A source that is no row; values or a new table of the wrong length; a scalar parameter, an id of another optimizer.
    /// Nothing changes then.
    pub fn rearrange_rows<'v, 't>(
        &mut self,
        param: ParamId,
        sources: &RowSources,
        values: impl Into<ValuesMut<'v>>,
        table: impl Into<ValuesMut<'t>>,
    ) -> Result<(), Error> {
        let (mut values, table) = (values.into(), table.into());
        let index = self.registry.index(param)?;
        let own = &self.registry.infos()[index];
        own.check_sources(sources)?;
        let info = self.registry.with_rows(index, sources.len())?;
        info.check_len("the new table", table.len() as u64, info.len)?;
        self.flush(param, values.reborrow())?;

        let width = width_of(&info);
        copy_rows(values.read(), table, width, sources);
        let mut state = State::new(&info);
        let width = if info.rule.form().has_row_state() { 1 } else { width };
        for (old, new) in self.states[index].planes.iter().zip(&mut state.planes) {
            copy_rows(old.into(), new.into(), width, sources);
        }
        self.states[index] = state;
        if info.rows == Rows::Exact {
            let current = self.registry.rate_history(index).map(crate::lazy::RateHistory::current_step);
            self.last_steps[index] = vec![current.unwrap_or_default(); sources.len()];
        }
        self.registry.set_rows(index, info);
        Ok(())
    }
}

/// Copies the rows that continue others; the formats may differ.
fn copy_rows(old: Values<'_>, new: ValuesMut<'_>, width: usize, sources: &RowSources) {
    match (old, new) {
        (Values::F32(old), ValuesMut::F32(new)) => copy_same_format(old, new, width, sources),
        (Values::F16(old), ValuesMut::F16(new)) => copy_same_format(old, new, width, sources),
        (Values::Bf16(old), ValuesMut::Bf16(new)) => copy_same_format(old, new, width, sources),
        (old, new) => {
            let old = old.to_f32();
            each_format!(ValuesMut, new, new => {
                let mut converted = Element::values(new).to_f32();
                copy_same_format(&old, &mut converted, width, sources);
                narrow_all(&converted, new, None, 0);
            });
        }
    }
}

fn copy_same_format<T: Copy>(old: &[T], new: &mut [T], width: usize, sources: &RowSources) {
    if width == 0 {
        return;
    }
    for (row, source) in new.chunks_exact_mut(width).zip(sources.iter()) {
        if let Some(source) = source {
            row.copy_from_slice(&old[source as usize * width..][..width]);
        }
    }
}
