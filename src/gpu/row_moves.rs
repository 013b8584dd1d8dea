//! The copies of rows to the places that they have in a new table: dispatches, with the buffers that they need.

use std::{iter, mem::offset_of, ops::Range};

use wgpu::{Buffer, BufferSlice, BufferUsages, CommandEncoder, ComputePipeline};

use super::{
    bind_groups::{BINDING, bind, binding},
    buffer_range::BufferRange,
    history::History,
    kernels::Kernels,
    memory::filled,
    param_buffers::check_buffer,
    plan::{
        bindings::BindGroup,
        gather::{Gather, Gathered, gathers},
        kernel::{GatherUnit, Variant},
        report_layout::EXACT_LAGS,
        uniforms::GatherUniforms,
        windows::Windows,
    },
};
use crate::{error::Error, format::Format, params::ParamInfo};

const WORD: u64 = size_of::<u32>() as u64;
const UNIFORMS_SIZE: u64 = size_of::<GatherUniforms>() as u64;

/// The list of the rows that the rows of the new table continue.
#[derive(Debug)]
pub(super) struct SourceList {
    buffer: Buffer,
    /// The copy that fills the buffer, where the list is in one of the caller's.
    copy: Option<BufferCopy>,
}

/// A copy from one buffer to another one. Offsets and size are in bytes.
#[derive(Debug)]
struct BufferCopy {
    from: Buffer,
    from_offset: u64,
    to: Buffer,
    to_offset: u64,
    size: u64,
}

impl BufferCopy {
    fn record(&self, encoder: &mut CommandEncoder) {
        let Self { from, from_offset, to, to_offset, size } = self;
        if *size > 0 {
            encoder.copy_buffer_to_buffer(from, *from_offset, to, *to_offset, *size);
        }
    }
}

impl SourceList {
    /// A list in the host's memory.
    pub(super) fn of_words(kernels: &Kernels, info: &ParamInfo, words: &[u32]) -> Result<Self, Error> {
        let bytes: &[u8] = bytemuck::cast_slice(words);
        let buffer = list_buffer(kernels, info, bytes.len() as u64, |mut view| {
            view.slice(..bytes.len()).copy_from_slice(bytes);
        })?;
        Ok(Self { buffer, copy: None })
    }

    /// A list on the device.
    pub(super) fn of_slice(
        kernels: &Kernels,
        info: &ParamInfo,
        slice: BufferSlice<'_>,
    ) -> Result<Self, Error> {
        let buffer = list_buffer(kernels, info, slice.size(), drop)?;
        let (from, from_offset, size) = (slice.buffer().clone(), slice.offset(), slice.size());
        let copy = BufferCopy { from, from_offset, to: buffer.clone(), to_offset: 0, size };
        Ok(Self { buffer, copy: Some(copy) })
    }
}

fn list_buffer(
    kernels: &Kernels,
    info: &ParamInfo,
    size: u64,
    fill: impl FnOnce(wgpu::BufferViewMut),
) -> Result<Buffer, Error> {
    check_buffer(kernels.device(), &format!("the sources of the rows of parameter \"{}\"", info.name), size)?;
    filled(kernels.status(), "proxgrad sources", size, BufferUsages::STORAGE | BufferUsages::COPY_DST, fill)
}

/// The report, and the position of the parameter's lag in it: by how many skipped steps the host's count is ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lag<'a> {
    pub(super) report: &'a Buffer,
    pub(super) index: u32,
}

/// The copies of rows to a new table, planned one tensor after the other.
#[derive(Debug)]
pub(super) struct RowMoves {
    kernels: Kernels,
    sources: Buffer,
    /// Rows of the old table, and elements of a row.
    old_rows: u64,
    width: u64,
    /// Copies that come before the dispatches.
    copies: Vec<BufferCopy>,
    moves: Vec<Move>,
    /// Indices of the moves whose uniforms have a lag, and where that is in a buffer.
    lags: Vec<(usize, Buffer, u64)>,
}

/// A dispatch, and the bytes of the old and of the new table that it binds.
#[derive(Debug)]
struct Move {
    gather: Gather,
    old: Bytes,
    new: Bytes,
}

/// A range of a buffer in bytes.
#[derive(Debug)]
struct Bytes {
    buffer: Buffer,
    range: Range<u64>,
}

impl Bytes {
    fn binding(&self) -> wgpu::BindingResource<'_> {
        binding(&self.buffer, self.range.start, self.range.end - self.range.start)
    }
}

/// The copies of rows to a new table, with all that their recording needs.
#[derive(Debug)]
pub(super) struct PreparedMoves {
    /// Copies that come before the dispatches.
    copies: Vec<BufferCopy>,
    dispatches: Vec<PreparedDispatch>,
}

#[derive(Debug)]
struct PreparedDispatch {
    pipeline: ComputePipeline,
    bind_group: wgpu::BindGroup,
    /// Where its uniforms begin.
    offset: u32,
    workgroups: [u32; 2],
}

/// A tensor in the parts that are bound: rows, and bytes of its buffer.
#[derive(Debug)]
struct Parts {
    buffer: Buffer,
    rows: Vec<Range<u64>>,
    bytes: Vec<Range<u64>>,
}

impl Parts {
    /// A tensor in one part.
    fn one(buffer: &Buffer, rows: Range<u64>, bytes: Range<u64>) -> Self {
        let [rows, bytes] = [rows, bytes].map(|range| iter::once(range).collect());
        Self { buffer: buffer.clone(), rows, bytes }
    }

    /// A tensor of which windows are bound that have elements.
    fn of_windows(range: &BufferRange, windows: &Windows, width: u64) -> Self {
        let windows: Vec<_> = windows.iter().collect();
        let rows = windows.iter().map(|window| window.start / width.max(1)..window.end / width.max(1));
        let bytes = windows.iter().map(|window| {
            let slice = range.slice_of(window.clone());
            slice.offset()..slice.offset() + slice.size()
        });
        Self { buffer: range.buffer.clone(), rows: rows.collect(), bytes: bytes.collect() }
    }

    /// Where a part lies.
    fn bytes(&self, part: usize) -> Bytes {
        Bytes { buffer: self.buffer.clone(), range: self.bytes[part].clone() }
    }
}

impl RowMoves {
    /// Nothing that moves yet.
    pub(super) fn new(kernels: &Kernels, sources: SourceList, old_rows: u64, width: u64) -> Self {
        let SourceList { buffer: sources, copy } = sources;
        let (copies, moves, lags) = (copy.into_iter().collect(), Vec::new(), Vec::new());
        Self { kernels: kernels.clone(), sources, old_rows, width, copies, moves, lags }
    }

    /// Values, or a copy of them. New rows stay as they are.
    pub(super) fn values(
        &mut self,
        old: &BufferRange,
        old_windows: &Windows,
        new: &BufferRange,
        new_windows: &Windows,
    ) {
        let unit = if old.format == Format::F32 { GatherUnit::Words } else { GatherUnit::Halves };
        self.elements(unit, 1, self.width, (old, old_windows), (new, new_windows));
    }

    /// The state of the update rule. New rows have their initial state.
    pub(super) fn state(
        &mut self,
        old: &BufferRange,
        old_windows: &Windows,
        new: &BufferRange,
        new_windows: &Windows,
    ) {
        let width = if old.elements_per_state > 1 { 1 } else { self.width };
        self.elements(GatherUnit::Words, old.planes, width, (old, old_windows), (new, new_windows));
    }

    fn elements(
        &mut self,
        unit: GatherUnit,
        planes: u64,
        state_width: u64,
        (old, old_windows): (&BufferRange, &Windows),
        (new, new_windows): (&BufferRange, &Windows),
    ) {
        let Self { old_rows, width, .. } = *self;
        let gathered = Gathered { unit, width: state_width, old_rows, planes, fill: None };
        let old = Parts::of_windows(old, old_windows, width);
        self.push(gathered, &old, &Parts::of_windows(new, new_windows, width));
    }

    /// The history of exact rows that were brought up to date: rates are copied, and all rows have the last step `current_step`,
    /// less the lag.
    pub(super) fn history(&mut self, old: &History, new: &History, current_step: u32, lag: Option<Lag<'_>>) {
        let bytes = |words: Range<u64>| words.start * WORD..words.end * WORD;
        let rates = bytes(old.layout.rates(0));
        for window in 0..new.layout.windows() {
            self.copies.push(BufferCopy {
                from: old.range.buffer.clone(),
                from_offset: rates.start,
                to: new.range.buffer.clone(),
                to_offset: bytes(new.layout.rates(window)).start,
                size: rates.end - rates.start,
            });
        }
        // All rows count as new.
        let (unit, fill) = (GatherUnit::Words, Some(current_step));
        let gathered = Gathered { unit, width: 1, old_rows: 0, planes: 1, fill };
        let nothing = Parts::one(&old.range.buffer, 0..0, 0..WORD);
        let windows = 0..new.layout.windows();
        let parts = Parts {
            buffer: new.range.buffer.clone(),
            rows: windows.clone().map(|window| new.layout.rows_of(window)).collect(),
            bytes: windows.map(|window| bytes(new.layout.last_steps(window))).collect(),
        };
        let first = self.moves.len();
        self.push(gathered, &nothing, &parts);
        if let Some(Lag { report, index }) = lag {
            let offset = u64::from(EXACT_LAGS + index) * WORD;
            self.lags.extend((first..self.moves.len()).map(|at| (at, report.clone(), offset)));
        }
    }

    fn push(&mut self, gathered: Gathered, old: &Parts, new: &Parts) {
        let gathers = gathers(gathered, &old.rows, &new.rows, self.kernels.limits());
        self.moves.extend(gathers.into_iter().map(|gather| Move {
            old: old.bytes(gather.old_part),
            new: new.bytes(gather.new_part),
            gather,
        }));
    }

    /// Makes what the recording needs.
    pub(super) fn finish(mut self) -> Result<PreparedMoves, Error> {
        let kernels = self.kernels.clone();
        let stride = UNIFORMS_SIZE.next_multiple_of(kernels.limits().uniform_alignment);
        let uniforms = self.upload(stride)?;
        let lag_in_uniforms = offset_of!(GatherUniforms, lag) as u64;
        for (index, from, from_offset) in std::mem::take(&mut self.lags) {
            let to_offset = stride * index as u64 + lag_in_uniforms;
            self.copies.push(BufferCopy { from, from_offset, to: uniforms.clone(), to_offset, size: WORD });
        }
        let dispatch = |(index, of): (usize, &Move)| {
            let pipeline = kernels.pipeline(of.gather.kernel, Variant::ONLY)?;
            let bind_group = kernels.status().guarded(BINDING, || Ok(self.bind(&uniforms, of)))?;
            let offset = u32::try_from(stride * index as u64).expect("a buffer of uniforms is small");
            Ok(PreparedDispatch { pipeline, bind_group, offset, workgroups: of.gather.workgroups })
        };
        let dispatches = self.moves.iter().enumerate().map(dispatch).collect::<Result<_, Error>>()?;
        Ok(PreparedMoves { copies: self.copies, dispatches })
    }

    /// Makes the buffer of all uniforms, at multiples of `stride`.
    fn upload(&self, stride: u64) -> Result<Buffer, Error> {
        let usage = BufferUsages::UNIFORM | BufferUsages::COPY_DST;
        let size = stride.saturating_mul(self.moves.len() as u64);
        check_buffer(
            self.kernels.device(),
            "the uniforms of moves of rows",
            size.saturating_add(UNIFORMS_SIZE),
        )?;
        let stride = usize::try_from(stride).expect("an alignment fits into memory");
        filled(self.kernels.status(), "proxgrad moves", size, usage, |mut view| {
            for (index, Move { gather, .. }) in self.moves.iter().enumerate() {
                let bytes = bytemuck::bytes_of(&gather.uniforms);
                view.slice(index * stride..index * stride + bytes.len()).copy_from_slice(bytes);
            }
        })
    }

    fn bind(&self, uniforms: &Buffer, of: &Move) -> wgpu::BindGroup {
        let Range { start, end } = of.gather.list;
        bind(
            &self.kernels,
            BindGroup::Gather,
            &[
                binding(uniforms, 0, UNIFORMS_SIZE),
                binding(&self.sources, start * WORD, (end - start) * WORD),
                of.old.binding(),
                of.new.binding(),
            ],
        )
    }
}

impl PreparedMoves {
    /// Records everything.
    pub(super) fn record(&self, encoder: &mut CommandEncoder) {
        self.copies.iter().for_each(|copy| copy.record(encoder));
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: Some("proxgrad moves of rows"),
            timestamp_writes: None,
        });
        for PreparedDispatch { pipeline, bind_group, offset, workgroups: [x, y] } in &self.dispatches {
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, bind_group, &[*offset]);
            pass.dispatch_workgroups(*x, *y, 1);
        }
    }
}
