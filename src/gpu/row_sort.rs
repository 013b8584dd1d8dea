//! The device's sort of a row gradient's indices alone, for tests and benchmarks.

use super::{
    bind_groups::{BINDING, bind, binding},
    kernels::Kernels,
    plan::{bindings::BindGroup, program::Program, report_layout::EXACT_LAGS, uniforms::ElementUniforms},
    readback::copy_all,
    report::{self, ReportBuffers},
    scratch::Scratch,
    staging::Staging,
    upload::Upload,
};
use crate::{error::Error, row_groups::PIECE};

/// The slot of the scratch buffer that the only input of a plan gets.
const SLOT: usize = 0;

/// Groups indices by row on a device, as a step with a row gradient does, and does nothing else.
#[doc(hidden)]
#[derive(Debug)]
pub struct RowSort {
    kernels: Kernels,
    program: Program,
    /// With the addresses of what the sort leaves.
    groups: ElementUniforms,
    entries: u64,
    upload: Upload,
    scratch: Scratch,
    report: ReportBuffers,
    indices: wgpu::BindGroup,
}

/// What the sort leaves for later dispatches.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupedIndices {
    /// Row and position of every entry, by row and then by position. Indices that are no row are the row behind the last.
    pub entries: Vec<[u32; 2]>,
    /// The first entry of each distinct row, and the number of entries.
    pub row_starts: Vec<u32>,
    /// The distinct row of every 64th entry.
    pub entry_groups: Vec<u32>,
    /// Indices that were no row, in all sorts so far.
    pub bad_rows: u64,
}

impl RowSort {
    /// A sort of these indices, of which there has to be one, of a parameter with so many rows.
    ///
    /// # Errors
    /// More memory than one binding covers, or than there is.
    pub fn new(kernels: &Kernels, indices: wgpu::BufferSlice<'_>, param_rows: u32) -> Result<Self, Error> {
        let entries = indices.size() / size_of::<u32>() as u64;
        let (program, groups) = Program::sort_alone(entries, param_rows.into(), kernels.limits())?;
        let report = ReportBuffers::new(kernels, 1.0)?;
        let (mut upload, mut scratch) = (Upload::new(), Scratch::default());
        upload.reserve(kernels, &program, 0)?.map(Staging::give_back);
        scratch.reserve(kernels, &report, program.scratch_sizes())?;
        let indices = binding(indices.buffer(), indices.offset(), indices.size());
        let bind = || Ok(bind(kernels, BindGroup::SortIndices, &[indices]));
        let indices = kernels.status().guarded(BINDING, bind)?;
        Ok(Self { kernels: kernels.clone(), program, groups, entries, upload, scratch, report, indices })
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
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: Some("proxgrad sort"),
            timestamp_writes: None,
        });
        for dispatch in &self.program.dispatches {
            pass.set_pipeline(&self.kernels.pipeline(dispatch.kernel, dispatch.variant)?);
            for bind_group in dispatch.kernel.bind_groups(dispatch.variant).into_iter().flatten() {
                let number = bind_group.number();
                match bind_group {
                    BindGroup::Step => {
                        let uniforms = self.program.offset(dispatch.uniforms);
                        pass.set_bind_group(number, &uploaded.step, &[uniforms]);
                    }
                    BindGroup::SortIndices => pass.set_bind_group(number, &self.indices, &[]),
                    other => pass.set_bind_group(number, self.scratch.bind_group(other, SLOT), &[]),
                }
            }
            let [x, y] = dispatch.workgroups;
            pass.dispatch_workgroups(x, y, 1);
        }
        Ok(())
    }

    /// What the sorts submitted so far have left.
    ///
    /// # Errors
    /// A lost device, or no memory for the copies.
    pub fn groups(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<GroupedIndices, Error>> + use<> {
        let groups = self.groups;
        let count = usize::try_from(self.entries).expect("the indices are in memory");
        let scratch = self.scratch.buffer(SLOT).into_iter().map(|scratch| scratch.slice(..));
        let sources: Vec<_> = scratch.chain([self.report.slot(SLOT).slice(..)]).collect();
        let copies = copy_all::<u32>(self.kernels.device(), queue, &sources);
        async move {
            let copies = copies.await?;
            let [scratch, report] = &copies[..] else { return Ok(GroupedIndices::default()) };
            let words = |at: u32, len: usize| &scratch[at as usize..at as usize + len];
            let group_count = words(groups.group_count, 1)[0] as usize;
            let (entries, _) = words(groups.entry_order, 2 * count).as_chunks();
            Ok(GroupedIndices {
                entries: entries.to_vec(),
                row_starts: words(groups.row_starts, group_count + 1).to_vec(),
                entry_groups: words(groups.entry_groups, count.div_ceil(PIECE)).to_vec(),
                bad_rows: report::read(&report[..EXACT_LAGS as usize]).bad_rows,
            })
        }
    }

    /// Bytes of memory between the dispatches.
    pub fn scratch_size(&self) -> u64 {
        self.program.scratch_sizes()[SLOT]
    }

    /// Number of dispatches.
    pub fn dispatches(&self) -> usize {
        self.program.dispatches.len()
    }
}
