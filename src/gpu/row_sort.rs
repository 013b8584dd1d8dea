//! The device's sort of a row gradient's indices alone, for tests and benchmarks.

use super::{
    bind_groups::{BINDING, bind, binding},
    kernels::Kernels,
    plan::{
        bindings::BindGroup, dispatch::Dispatch, group_places::GroupPlaces, index_buffers::IndexPlace,
        program::Program, report_layout::EXACT_LAGS, scratch_layout::SLOTS,
    },
    readback::copy_all,
    report::{self, ReportBuffers},
    scratch::Scratch,
    upload::{Upload, UploadBindGroups},
};
use crate::{error::Error, row_groups::PIECE};

/// Groups the indices of some tables by row on a device, as a step with row gradients does, and does nothing else.
#[doc(hidden)]
#[derive(Debug)]
pub struct RowSort {
    kernels: Kernels,
    program: Program,
    tables: Vec<Table>,
    upload: Upload,
    scratch: Scratch,
    report: ReportBuffers,
    /// By list of index buffers.
    indices: Vec<wgpu::BindGroup>,
}

/// A table whose indices are sorted.
#[derive(Clone, Copy, Debug)]
struct Table {
    slot: usize,
    /// Number of entries.
    entries: usize,
    /// Where the sort leaves the groups.
    groups: GroupPlaces,
}

/// What the sort leaves for later dispatches.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SortResult {
    /// Row and position of every entry, by row and then by position. Indices that are no row are the row behind the last.
    pub entries: Vec<[u32; 2]>,
    /// The first entry of each distinct row, and the number of entries.
    pub row_starts: Vec<u32>,
    /// The distinct row of every 64th entry.
    pub entry_groups: Vec<u32>,
    /// Indices that were no row, of all tables and in all sorts so far.
    pub bad_rows: u64,
}

impl RowSort {
    /// A sort of these indices, each of a parameter with so many rows. There has to be an index of each.
    ///
    /// # Errors
    /// More memory than one binding covers, or than there is.
    pub fn new(kernels: &Kernels, tables: &[(wgpu::BufferSlice<'_>, u32)]) -> Result<Self, Error> {
        let limits = kernels.limits();
        let inputs: Vec<_> = tables
            .iter()
            .map(|(indices, rows)| {
                let first = tables.iter().position(|(first, _)| first.buffer() == indices.buffer());
                let place = IndexPlace { input: first.unwrap_or_default(), offset: indices.offset() };
                (place, indices.size() / size_of::<u32>() as u64, u64::from(*rows))
            })
            .collect();
        let (program, groups) = Program::sort_alone(&inputs, limits)?;
        let report = ReportBuffers::new(kernels, 1.0)?;
        let (mut upload, mut scratch) = (Upload::new(), Scratch::default());
        if let Some(staging) = upload.reserve(kernels, &program, 0)? {
            staging.give_back();
        }
        scratch.reserve(kernels, &report, program.scratch_sizes())?;
        let buffers: Vec<_> = tables.iter().map(|(indices, _)| indices.buffer()).collect();
        let lists = program.index_lists.iter();
        let bind_lists = || Ok(lists.map(|list| bind_list(kernels, list, &buffers)).collect());
        let indices = kernels.status().guarded(BINDING, bind_lists)?;
        let tables = inputs.iter().zip(groups).enumerate().map(|(index, ((_, entries, _), groups))| {
            let entries = usize::try_from(*entries).expect("the indices are in memory");
            Table { slot: index % SLOTS, entries, groups }
        });
        let tables = tables.collect();
        Ok(Self { kernels: kernels.clone(), program, tables, upload, scratch, report, indices })
    }

    /// Records the sort.
    ///
    /// # Errors
    /// No memory for another recording in flight.
    pub fn record(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<(), Error> {
        let staging = self.upload.reserve(&self.kernels, &self.program, 0)?;
        let writes = std::iter::empty();
        let Some(uploaded) = self.upload.record(encoder, &self.program, staging, writes).cloned() else {
            return Ok(());
        };
        for dispatches in self.program.passes() {
            self.record_pass(encoder, &uploaded, dispatches)?;
        }
        Ok(())
    }

    fn record_pass(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        uploaded: &UploadBindGroups,
        dispatches: &[Dispatch],
    ) -> Result<(), Error> {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: Some("proxgrad sort"),
            timestamp_writes: None,
        });
        for dispatch in dispatches {
            pass.set_pipeline(&self.kernels.pipeline(dispatch.kernel, dispatch.variant)?);
            for bind_group in dispatch.kernel.bind_groups(dispatch.variant).into_iter().flatten() {
                let number = bind_group.number();
                match (bind_group, dispatch.indices) {
                    (BindGroup::SortStep, _) => {
                        let uniforms = self.program.offset(dispatch.uniforms);
                        pass.set_bind_group(number, &uploaded.sort_step, &[uniforms]);
                    }
                    (BindGroup::SortIndices | BindGroup::SortBuffers, Some(list)) => {
                        pass.set_bind_group(number, &self.indices[list], &[]);
                    }
                    (other, _) => {
                        pass.set_bind_group(number, self.scratch.bind_group(other, dispatch.slot), &[]);
                    }
                }
            }
            let [x, y] = dispatch.workgroups;
            pass.dispatch_workgroups(x, y, 1);
        }
        Ok(())
    }

    /// What the sorts submitted so far have left for each table.
    ///
    /// # Errors
    /// A lost device, or no memory for the copies.
    pub fn groups(
        &self,
        queue: &wgpu::Queue,
    ) -> impl Future<Output = Result<Vec<SortResult>, Error>> + use<> {
        let tables = self.tables.clone();
        // Slots without a table have no scratch buffer.
        let slots: Vec<_> = (0..tables.len().min(SLOTS)).collect();
        let scratch = slots.iter().filter_map(|slot| self.scratch.buffer(*slot));
        let reports = slots.iter().map(|slot| self.report.slot(*slot));
        let sources: Vec<_> = scratch.chain(reports).map(|buffer| buffer.slice(..)).collect();
        let copies = copy_all::<u32>(self.kernels.device(), queue, &sources);
        async move {
            let copies = copies.await?;
            let (scratch, reports) = copies.split_at(slots.len());
            let bad_rows = reports.iter().map(|report| report::read(&report[..EXACT_LAGS as usize]).bad_rows);
            let bad_rows = bad_rows.sum();
            Ok(tables.iter().map(|table| table.read(&scratch[table.slot], bad_rows)).collect())
        }
    }

    /// Bytes of memory between the dispatches.
    pub fn scratch_size(&self) -> u64 {
        self.program.scratch_sizes().iter().sum()
    }

    /// Number of dispatches.
    pub fn dispatches(&self) -> usize {
        self.program.dispatches.len()
    }
}

impl Table {
    /// What the sort has left in scratch memory.
    fn read(&self, scratch: &[u32], bad_rows: u64) -> SortResult {
        let groups = &self.groups;
        let words = |at: u32, len: usize| &scratch[at as usize..at as usize + len];
        let group_count = words(groups.group_count, 1)[0] as usize;
        let (entries, _) = words(groups.sorted, 2 * self.entries).as_chunks();
        SortResult {
            entries: entries.to_vec(),
            row_starts: words(groups.row_starts, group_count + 1).to_vec(),
            entry_groups: words(groups.entry_groups, self.entries.div_ceil(PIECE)).to_vec(),
            bad_rows,
        }
    }
}

/// The bind group of a list of index buffers.
fn bind_list(kernels: &Kernels, list: &[IndexPlace], buffers: &[&wgpu::Buffer]) -> wgpu::BindGroup {
    let kind = if list.len() > 1 { BindGroup::SortBuffers } else { BindGroup::SortIndices };
    let places = (0..kind.bindings().len()).map(|index| list.get(index).unwrap_or(&list[0]));
    let resources: Vec<_> = places
        .map(|place| {
            let buffer = buffers[place.input];
            binding(buffer, place.offset, (buffer.size() - place.offset).min(kernels.limits().binding))
        })
        .collect();
    bind(kernels, kind, &resources)
}
