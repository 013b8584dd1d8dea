//! The grouping of indices by row, apart from the calls that use it.

use super::{grouped_indices::GroupedIndices, optimizer::ProximalAdagrad, tensor::Indices};
use crate::{error::Error, params::ParamId};

impl ProximalAdagrad {
    /// Groups indices by row, so that calls which visit the same rows do not group them again: the
    /// [`flush_rows`](Self::flush_rows) before a forward pass and the [`Step::rows`](super::Step::rows) after it,
    /// and those of further tables with the same number of rows, also of other optimizers. The results have the
    /// same bits as without it.
    ///
    /// [`Indices::Device`] that are no row are counted in the report once, by this call.
    ///
    /// ```
    /// use proxgrad::{Config, Rows, cpu::{Param, ProximalAdagrad, RowGrad}};
    ///
    /// let config = Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() };
    /// let mut optimizer = ProximalAdagrad::new(config)?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 2]).rows(Rows::Exact))?;
    /// let bias = optimizer.add_param(Param::new("bias", &[3, 1]).rows(Rows::Exact))?;
    ///
    /// let (mut rows, mut biases) = ([1.0; 6], [1.0; 3]);
    /// let batch = optimizer.group_rows(table, &[2, 0, 2])?;
    /// optimizer.flush_rows(table, &mut rows, &batch)?;
    /// optimizer.flush_rows(bias, &mut biases, &batch)?;
    /// // … the forward and the backward pass …
    /// let mut step = optimizer.begin_step();
    /// step.rows(table, &mut rows, RowGrad::new(&batch, &[0.5; 6]))?;
    /// step.rows(bias, &mut biases, RowGrad::new(&batch, &[0.5; 3]))?;
    /// step.finish()?;
    /// assert!(biases[0] < 1.0 && biases[1] == 1.0 && biases[2] < biases[0]);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// An id of another optimizer, an index out of range, a scalar parameter. Nothing changes then.
    pub fn group_rows<'i>(
        &mut self,
        param: ParamId,
        indices: impl Into<Indices<'i>>,
    ) -> Result<GroupedIndices, Error> {
        let (indices, param) = (indices.into(), self.registry.index(param)?);
        let info = &self.registry.infos()[param];
        let (rows, entries) = (info.row_count()?, indices.len());
        let (groups, bad_rows) = indices.group(info)?;
        self.report.bad_rows += bad_rows;
        Ok(GroupedIndices { entries, rows, groups })
    }
}
