//! Tables whose rows are appended, removed or permuted: values, state and last steps move to a new table.

use std::iter;

use wgpu::{BufferSlice, BufferUsages};

use super::{
    optimizer::{ProximalAdagrad, Tensors},
    param_buffers::{ParamBuffers, check_binding},
    row_moves::{Lag, PreparedMoves, RowMoves, SourceList},
    segment::{RowSelection, Segment, check_row_count},
};
use crate::{
    error::Error,
    params::{ParamId, ParamInfo},
    row_sources::RowSources,
};

const WORD: u64 = size_of::<u32>() as u64;

/// The rows of a new table, for [`ProximalAdagrad::rearrange_rows`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Sources<'a> {
    /// In the host's memory. Each row is checked.
    Host(&'a RowSources),
    /// `[rows]` u32 on the device, in a buffer with `COPY_SRC`: for each new row the row of the old table that it continues. Any
    /// number that is no row stands for a new row.
    Device(BufferSlice<'a>),
}

impl<'a> From<&'a RowSources> for Sources<'a> {
    fn from(sources: &'a RowSources) -> Self {
        Self::Host(sources)
    }
}

/// A new table for the rows of a parameter, for [`ProximalAdagrad::rearrange_rows`].
#[derive(Clone, Copy, Debug)]
pub struct NewTable<'a> {
    sources: Sources<'a>,
    values: BufferSlice<'a>,
    copy: Option<BufferSlice<'a>>,
}

impl<'a> NewTable<'a> {
    /// A table with as many rows as there are sources: [`RowSources`], or [`Sources`] on the device. `values` is a slice as for
    /// [`Param::new`](super::Param::new), in the format of the parameter's values; new rows keep what the caller has written there.
    pub fn new(sources: impl Into<Sources<'a>>, values: BufferSlice<'a>) -> Self {
        Self { sources: sources.into(), values, copy: None }
    }

    /// The same with a place for the 16-bit copy of the values, for a parameter that has one.
    pub fn copy(self, copy: BufferSlice<'a>) -> Self {
        Self { copy: Some(copy), ..self }
    }
}

impl ProximalAdagrad {
    /// Moves a parameter to a new table, in which rows are appended, removed, permuted or repeated: for tables of items that come
    /// and go, and for points that are split and pruned. Records copies of the values and accumulators of all rows that continue
    /// others. New rows have the values that the caller has written to the new table, and the accumulators of a new parameter.
    ///
    /// [Exact](crate::Rows::Exact) rows are brought up to date first, as by [`ProximalAdagrad::flush`], and new rows miss no
    /// steps. Later steps have the same bits as with a table whose rows were so from the start; those of exact rows, as with one
    /// that was flushed at this time, if there were fewer than 256 steps before. (From then on steps bring some rows up to date that
    /// no gradient names, and which they are depends on the number of rows.)
    ///
    /// The parameter keeps its id, name and group, and has the new number of rows from this call on. Its accumulators lie in a
    /// buffer of the optimizer's then, also where [`Param::accum`](super::Param::accum) has provided the old ones. Submit the encoder before
    /// any that is recorded later. The old buffer may be dropped once it was submitted; the device has memory for both
    /// tables meanwhile. Indices that were grouped for another number of rows, and snapshots of one, no longer fit.
    /// The call makes buffers, and compiles kernels the first time, so it is not for every step.
    ///
    /// ```
    /// # use proxgrad::{Config, Kernels, NewTable, Param, ProximalAdagrad, RowSources, gpu, wgpu::{self, util::DeviceExt}};
    /// # let instance = gpu::instance()?;
    /// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
    /// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
    /// #     choice => choice?,
    /// # };
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let buffer = |contents: &[f32]| device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
    /// #     label: None,
    /// #     contents: bytemuck::cast_slice(contents),
    /// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    /// # });
    /// # let (old, new) = (buffer(&[1.0, 2.0, 3.0]), buffer(&[0.0, 0.0, 9.0]));
    /// # let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, Config::default())?;
    /// let table = optimizer.add_param(Param::new("table", &[3, 1], old.slice(..)))?;
    ///
    /// let sources = RowSources::retain(3, |row| row != 1).append(1);
    /// let mut encoder = device.create_command_encoder(&Default::default());
    /// optimizer.rearrange_rows(&mut encoder, table, NewTable::new(&sources, new.slice(..)))?;
    /// queue.submit([encoder.finish()]);
    ///
    /// let values = gpu::block_on(&device, optimizer.values(&queue, table))?;
    /// assert_eq!(values, [1.0, 3.0, 9.0]);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// A source that is no row; a scalar parameter, one in an arena, an id of another optimizer; a slice of the new table that
    /// [`ProximalAdagrad::add_param`] would refuse, or that overlaps the old table; a copy where the parameter has none, or none
    /// where it has one; sources on the device in a buffer without `COPY_SRC`, misaligned; rows that one binding cannot
    /// hold, or more of them than 32 bits count; no memory, a lost device. Nothing is recorded or changed then.
    pub fn rearrange_rows(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        param: ParamId,
        table: NewTable<'_>,
    ) -> Result<(), Error> {
        self.ready("rearranging rows")?;
        let param = self.registry.index(param)?;
        self.params[param].check_bound(&self.registry.infos()[param])?;
        let info = self.new_info(param, table.sources)?;
        let buffers = self.new_buffers(param, &info, &table)?;
        let moves = self.plan_moves(param, &info, &buffers, table.sources)?;
        let flush = Segment::without_grads(param, RowSelection::Flush);
        self.record_flush(encoder, iter::once(flush), |_| {})?;
        let kernels = self.kernels.clone();
        let recorded = kernels.status().guarded("recording the new places of rows", || {
            moves.record(encoder);
            Ok(())
        });
        self.poison_on_error(recorded)?;
        self.forget_values(param);
        self.params[param] = buffers;
        self.note_values(param);
        self.registry.set_rows(param, info);
        Ok(())
    }

    /// Checks the sources of a new table; describes the parameter with its rows.
    fn new_info(&self, param: usize, sources: Sources<'_>) -> Result<ParamInfo, Error> {
        let info = &self.registry.infos()[param];
        if self.params[param].arena.is_some() {
            return Err(Error::RowsInArena { name: info.name.clone() });
        }
        let rows = match sources {
            Sources::Host(sources) => {
                info.check_sources(sources)?;
                sources.len()
            }
            Sources::Device(slice) => {
                let (name, role) = (|| info.name.clone(), "sources");
                if !slice.buffer().usage().contains(BufferUsages::COPY_SRC) {
                    return Err(Error::BufferUsage { name: name(), role, missing: "COPY_SRC" });
                }
                let (offset, size) = (slice.offset(), slice.size());
                if !offset.is_multiple_of(WORD) {
                    return Err(Error::Misaligned { name: name(), role, offset, alignment: WORD });
                }
                if !size.is_multiple_of(WORD) {
                    let needed = size.next_multiple_of(WORD);
                    return Err(Error::HalfWord { name: name(), role, got: size, needed });
                }
                usize::try_from(size / WORD).unwrap_or(usize::MAX)
            }
        };
        let new = self.registry.with_rows(param, rows)?;
        check_row_count(info)?;
        check_row_count(&new)?;
        Ok(new)
    }

    /// Plans how the rows move, and makes what that needs.
    fn plan_moves(
        &self,
        param: usize,
        info: &ParamInfo,
        new: &ParamBuffers,
        sources: Sources<'_>,
    ) -> Result<PreparedMoves, Error> {
        let list = match sources {
            Sources::Host(sources) => SourceList::of_words(&self.kernels, info, sources.words())?,
            Sources::Device(slice) => SourceList::of_slice(&self.kernels, info, slice)?,
        };
        let old_rows = self.registry.infos()[param].row_count()?;
        let mut moves = RowMoves::new(&self.kernels, list, old_rows, info.width());
        let old = &self.params[param];
        moves.values(&old.values, &old.windows, &new.values, &new.windows);
        if let (Some(from), Some(to)) = (&old.copy, &new.copy) {
            moves.values(from, &old.windows, to, &new.windows);
        }
        moves.state(&old.state, &old.windows, &new.state, &new.windows);
        if let (Some(from), Some(to), Some(rates)) =
            (&old.history, &new.history, self.registry.rate_history(param))
        {
            let index = self.registry.exact_index(param).filter(|_| self.registry.skips_on_overflow());
            let lag = index.map(|index| Lag { report: self.report.slot(0), index });
            moves.history(from, to, rates.current_step(), lag);
        }
        moves.finish()
    }

    /// The buffers of the new table, with initial state.
    fn new_buffers(
        &self,
        param: usize,
        info: &ParamInfo,
        table: &NewTable<'_>,
    ) -> Result<ParamBuffers, Error> {
        let old = &self.params[param];
        let copy = match (&old.copy, table.copy) {
            (Some(old), Some(copy)) => Some((copy, old.format)),
            (None, None) => None,
            _ => return Err(Error::TableCopy { name: info.name.clone() }),
        };
        let tensors = Tensors { values: table.values, copy, accum: None };
        let mut buffers = self.make_buffers(info, old.values.format, old.grad_format, tensors)?;
        buffers.last_step_id = old.last_step_id;
        for windows in [&old.windows, &buffers.windows] {
            check_binding(&self.kernels, info, "a row", windows.binding_for_rows())?;
        }
        Ok(buffers)
    }
}
