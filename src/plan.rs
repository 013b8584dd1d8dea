//! Where a step runs: dispatches as plain data, decided before anything is recorded, testable without a GPU.

use std::ops::Range;

use bytemuck::{Pod, Zeroable};

use crate::{
    error::Error,
    rows::RowGroups,
    rule::{Shrinkage, StepParams},
};

/// Threads in a workgroup. 64 suits every device, and a thread takes four elements.
pub(crate) const WORKGROUP: u32 = 64;

/// Parameters up to this many elements run one element at a time when four do not divide them: one dispatch that is a
/// little slower costs less than two.
const SMALL: u64 = 4096;

/// What a device allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most bytes that one storage binding covers.
    pub(crate) binding: u64,
    /// The most workgroups along one axis of a grid.
    pub(crate) workgroups: u32,
    /// Bytes from one slot to the next.
    pub(crate) slot_stride: u64,
    /// Bytes: where a storage binding may begin.
    pub(crate) alignment: u64,
}

impl Limits {
    /// Where a slot begins, in bytes.
    pub(crate) fn slot_offset(&self, slot: usize) -> u32 {
        word(slot as u64 * self.slot_stride)
    }
}

/// What a dispatch is told. The twin of `Slot` in `shaders/prelude.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Slot {
    pub(crate) rule: Rule,
    pub(crate) first: u32,
    pub(crate) count: u32,
    pub(crate) stride: u32,
    pub(crate) width: u32,
    pub(crate) table: u32,
    pub(crate) groups: u32,
    pub(crate) base_row: u32,
    pub(crate) padding: u32,
}

/// [`StepParams`] as the kernels read them. The twin of `Rule` in `shaders/prelude.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Rule {
    pub(crate) learning_rate: f32,
    pub(crate) l1: f32,
    pub(crate) l2: f32,
    pub(crate) threshold: f32,
    pub(crate) scale: f32,
    pub(crate) weight_decay: f32,
    pub(crate) unscale: f32,
    pub(crate) adaptive: u32,
}

impl From<&StepParams> for Rule {
    fn from(params: &StepParams) -> Self {
        Self {
            learning_rate: params.learning_rate,
            l1: params.l1,
            l2: params.l2,
            threshold: params.threshold,
            scale: params.scale,
            weight_decay: params.weight_decay,
            unscale: params.unscale,
            adaptive: u32::from(params.shrinkage == Shrinkage::Adaptive),
        }
    }
}

/// The kernels, each `shaders/<KIND>.wgsl` with the storage of `shaders/<STORAGE>.wgsl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kernel {
    DenseQuads,
    DenseSingles,
    RowsQuads,
    RowsSingles,
}

impl Kernel {
    pub(crate) const ALL: [Self; 4] =
        [Self::DenseQuads, Self::DenseSingles, Self::RowsQuads, Self::RowsSingles];
}

/// How the elements of a parameter are cut where one binding cannot cover them all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Windows {
    /// Elements of the parameter.
    len: u64,
    /// Elements of every window but the last.
    step: u64,
    /// Elements in a row; no window cuts one, or row gradients are not possible.
    width: u64,
    /// The fewest elements between two places where a window may begin and a row does.
    whole_rows: u64,
}

impl Windows {
    pub(crate) fn new(len: u64, width: u64, limits: &Limits) -> Self {
        // Any multiple of 64 elements is a multiple of 256 bytes, the coarsest alignment of a binding.
        const ALIGNED: u64 = 64;
        let most = limits.binding / size_of::<f32>() as u64;
        let whole_rows = width.saturating_mul(ALIGNED / gcd(width, ALIGNED));
        let unit = if (1..=most).contains(&whole_rows) { whole_rows } else { ALIGNED };
        let step = if len <= most { len } else { most / unit * unit };
        Self { len, step, width, whole_rows }
    }

    /// First and last + 1 element of every window.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Range<u64>> {
        let step = usize::try_from(self.step.max(1)).unwrap_or(usize::MAX);
        (0..self.len).step_by(step).map(|start| start..(start + self.step).min(self.len))
    }

    /// Bytes that a binding has to cover, at least, so that no row is cut.
    pub(crate) fn binding_for_rows(&self) -> u64 {
        if self.step == self.len { 0 } else { self.whole_rows.saturating_mul(size_of::<f32>() as u64) }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// One parameter's part in a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) windows: &'a Windows,
    pub(crate) params: &'a StepParams,
    /// `None` for a dense gradient.
    pub(crate) rows: Option<&'a RowGroups>,
}

/// One dispatch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dispatch {
    pub(crate) kernel: Kernel,
    /// Which of the step's parts.
    pub(crate) part: usize,
    /// Which window of its parameter.
    pub(crate) window: usize,
    /// Which of the plan's slots.
    pub(crate) slot: usize,
    /// Workgroups along x and y.
    pub(crate) workgroups: [u32; 2],
}

/// A whole step: what is uploaded and what is dispatched.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// In the order in which they run.
    pub(crate) dispatches: Vec<Dispatch>,
    slots: Vec<Slot>,
    /// Row tables, one behind the other.
    table: Vec<u32>,
}

impl Plan {
    pub(crate) fn new<'a>(parts: impl Iterator<Item = Part<'a>>, limits: &Limits) -> Result<Self, Error> {
        let mut plan = Self::default();
        for (index, part) in parts.enumerate() {
            match part.rows {
                None => plan.dense(index, &part, limits),
                Some(groups) => plan.rows(index, &part, groups, limits),
            }
        }
        // Fewest changes of pipeline; no part touches another's memory, so their order is free.
        plan.dispatches.sort_unstable_by_key(|dispatch| (dispatch.kernel, dispatch.slot));
        plan.check_grids(limits)?;
        plan.fit(limits)?;
        Ok(plan)
    }

    /// Bytes to upload.
    pub(crate) fn size(&self, limits: &Limits) -> u64 {
        self.slots.len() as u64 * limits.slot_stride + size_of_val(&*self.table) as u64
    }

    /// What to upload: `put(offset, bytes)` for every piece.
    pub(crate) fn upload(&self, limits: &Limits, mut put: impl FnMut(u64, &[u8])) {
        for (slot, at) in self.slots.iter().zip(0u64..) {
            put(at * limits.slot_stride, bytemuck::bytes_of(slot));
        }
        if !self.table.is_empty() {
            put(self.slots.len() as u64 * limits.slot_stride, bytemuck::cast_slice(&self.table));
        }
    }

    fn dense(&mut self, part: usize, of: &Part<'_>, limits: &Limits) {
        for (window, range) in of.windows.iter().enumerate() {
            let len = range.end - range.start;
            let quads = if len.is_multiple_of(4) || len > SMALL { len / 4 } else { 0 };
            let rule = Rule::from(of.params);
            for (kernel, first, count) in
                [(Kernel::DenseQuads, 0, quads), (Kernel::DenseSingles, quads * 4, len - quads * 4)]
            {
                let slot = Slot { rule, first: word(first), count: word(count), ..Slot::default() };
                self.push(kernel, part, window, slot, limits);
            }
        }
    }

    fn rows(&mut self, part: usize, of: &Part<'_>, groups: &RowGroups, limits: &Limits) {
        let width = of.windows.width;
        let (kernel, width) = if width.is_multiple_of(4) {
            (Kernel::RowsQuads, width / 4)
        } else {
            (Kernel::RowsSingles, width)
        };
        let shared = Slot {
            rule: Rule::from(of.params),
            width: word(width),
            table: word(self.table.len() as u64),
            groups: word(groups.rows.len() as u64),
            ..Slot::default()
        };
        for (window, range) in of.windows.iter().enumerate() {
            let rows = range.start / of.windows.width..range.end / of.windows.width;
            let first = groups.rows.partition_point(|&row| u64::from(row) < rows.start) as u64;
            let end = groups.rows.partition_point(|&row| u64::from(row) < rows.end) as u64;
            if first == end {
                continue;
            }
            let (count, base_row) = (word((end - first) * width), word(rows.start));
            let slot = Slot { first: word(first), count, base_row, ..shared };
            self.push(kernel, part, window, slot, limits);
        }
        self.table.extend(groups.rows.iter().chain(&groups.starts).chain(&groups.order));
    }

    /// Adds a dispatch of `slot.count` threads, folded into a grid the device allows; none for no threads.
    fn push(&mut self, kernel: Kernel, part: usize, window: usize, slot: Slot, limits: &Limits) {
        if slot.count == 0 {
            return;
        }
        let workgroups = slot.count.div_ceil(WORKGROUP);
        let x = workgroups.min(limits.workgroups);
        let dispatch = Dispatch {
            kernel,
            part,
            window,
            slot: self.slots.len(),
            workgroups: [x, workgroups.div_ceil(x)],
        };
        self.slots.push(Slot { stride: x * WORKGROUP, ..slot });
        self.dispatches.push(dispatch);
    }

    /// Refuses grids too large even when folded, which takes limits far below the usual 65,535 squared.
    fn check_grids(&self, limits: &Limits) -> Result<(), Error> {
        let tallest = self.dispatches.iter().map(|dispatch| dispatch.workgroups[1]).max().unwrap_or(0);
        if tallest <= limits.workgroups {
            return Ok(());
        }
        Err(Error::Limit {
            what: "a parameter folded into two dimensions of workgroups".to_owned(),
            limit: "max_compute_workgroups_per_dimension",
            needed: tallest.into(),
            allowed: limits.workgroups.into(),
        })
    }

    /// Moves the tables behind the slots, if both fit into one binding.
    fn fit(&mut self, limits: &Limits) -> Result<(), Error> {
        let needed = self.size(limits);
        if needed > limits.binding {
            return Err(Error::Limit {
                what: "the upload of one step in bytes".to_owned(),
                limit: "max_storage_buffer_binding_size",
                needed,
                allowed: limits.binding,
            });
        }
        let slots = word(self.slots.len() as u64 * limits.slot_stride / size_of::<u32>() as u64);
        self.slots.iter_mut().for_each(|slot| slot.table += slots);
        Ok(())
    }
}

/// A number that counts elements, rows or words of a binding: a binding is below 4 GiB, so they are below 2³⁰.
fn word(count: u64) -> u32 {
    u32::try_from(count).expect("bindings are below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { binding: 1 << 27, workgroups: 65_535, slot_stride: 256, alignment: 256 };

    fn params() -> StepParams {
        StepParams::new(0.1, 0.0, 0.0)
    }

    fn plan(len: u64, width: u64, rows: Option<&RowGroups>, limits: &Limits) -> Plan {
        let windows = Windows::new(len, width, limits);
        let params = params();
        Plan::new([Part { windows: &windows, params: &params, rows }].into_iter(), limits).unwrap()
    }

    /// Kernel, window, first and count of every dispatch.
    fn summary(plan: &Plan) -> Vec<(Kernel, usize, u32, u32)> {
        let of = |dispatch: &Dispatch| {
            let slot = plan.slots[dispatch.slot];
            (dispatch.kernel, dispatch.window, slot.first, slot.count)
        };
        plan.dispatches.iter().map(of).collect()
    }

    #[test]
    fn four_at_a_time_where_four_divide_and_a_tail_only_where_it_pays() {
        let dense = |len| summary(&plan(len, 1, None, &LIMITS));
        assert_eq!(dense(0), []);
        assert_eq!(dense(3), [(Kernel::DenseSingles, 0, 0, 3)]);
        assert_eq!(dense(8), [(Kernel::DenseQuads, 0, 0, 2)]);
        assert_eq!(dense(SMALL - 1), [(Kernel::DenseSingles, 0, 0, 4095)]);
        assert_eq!(dense(SMALL + 3), [(Kernel::DenseQuads, 0, 0, 1024), (Kernel::DenseSingles, 0, 4096, 3)]);
    }

    #[test]
    fn grids_are_folded_where_they_would_be_too_wide() {
        let limits = Limits { workgroups: 10, ..LIMITS };
        let plan = plan(64 * 4 * 25, 1, None, &limits);
        assert_eq!(plan.dispatches[0].workgroups, [10, 3]);
        assert_eq!(plan.slots[0].stride, 640);
    }

    #[test]
    fn grids_too_large_for_two_dimensions_are_refused() {
        let limits = Limits { workgroups: 4, ..LIMITS };
        let windows = Windows::new(64 * 4 * 17, 1, &limits);
        let part = Part { windows: &windows, params: &params(), rows: None };
        let error = Plan::new([part].into_iter(), &limits).unwrap_err();
        assert!(matches!(error, Error::Limit { needed: 5, allowed: 4, .. }), "{error}");
    }

    #[test]
    fn windows_are_aligned_cover_everything_once_and_keep_rows_whole() {
        for (len, width, binding) in
            [(100_000, 1, 4096), (99_990, 10, 65_536), (1 << 20, 16, 4096), (300, 3, 1024)]
        {
            let windows = Windows::new(len, width, &Limits { binding, ..LIMITS });
            let ranges: Vec<_> = windows.iter().collect();
            assert!(ranges.len() > 1, "{len} elements do not fit {binding} bytes");
            assert_eq!(ranges.iter().map(|range| range.end - range.start).sum::<u64>(), len);
            for range in &ranges {
                assert!((range.end - range.start) * 4 <= binding, "{range:?} is too large");
                assert_eq!((range.start * 4) % 256, 0, "{range:?} is not aligned");
                assert_eq!(range.start % width, 0, "{range:?} cuts a row of {width}");
            }
            assert!(windows.binding_for_rows() <= binding);
        }
    }

    #[test]
    fn rows_that_no_window_can_keep_whole_are_cut_for_dense_steps_only() {
        // Longer than a window, and shorter but never beginning where one may.
        for width in [1000, 25] {
            let windows = Windows::new(3000, width, &Limits { binding: 1024, ..LIMITS });
            assert!(windows.binding_for_rows() > 1024, "{width}");
            assert_eq!(windows.iter().map(|range| range.end - range.start).sum::<u64>(), 3000);
        }
        assert_eq!(Windows::new(250, 25, &Limits { binding: 1024, ..LIMITS }).binding_for_rows(), 0);
    }

    #[test]
    fn every_window_gets_the_rows_that_lie_in_it() {
        // 64 rows of width 4 a window.
        let limits = Limits { binding: 1024, ..LIMITS };
        let groups =
            RowGroups { rows: vec![1, 63, 64, 130], starts: vec![0, 1, 2, 4, 5], order: vec![4, 3, 0, 2, 1] };
        let plan = plan(150 * 4, 4, Some(&groups), &limits);
        assert_eq!(
            summary(&plan),
            [(Kernel::RowsQuads, 0, 0, 2), (Kernel::RowsQuads, 1, 2, 1), (Kernel::RowsQuads, 2, 3, 1)]
        );
        assert_eq!(plan.slots.iter().map(|slot| slot.base_row).collect::<Vec<_>>(), [0, 64, 128]);
        assert_eq!(plan.table, [1, 63, 64, 130, 0, 1, 2, 4, 5, 4, 3, 0, 2, 1]);
        assert!(plan.slots.iter().all(|slot| slot.table == 3 * 64 && slot.groups == 4));
    }

    #[test]
    fn tables_beyond_a_binding_are_refused() {
        let indices: Vec<u32> = (0..100).collect();
        let groups = RowGroups { rows: indices.clone(), starts: (0..=100).collect(), order: indices };
        let limits = Limits { binding: 1024, ..LIMITS };
        let windows = Windows::new(100, 1, &limits);
        let part = Part { windows: &windows, params: &params(), rows: Some(&groups) };
        let error = Plan::new([part].into_iter(), &limits).unwrap_err();
        assert!(matches!(error, Error::Limit { needed: 1460, allowed: 1024, .. }), "{error}");
    }

    #[test]
    fn an_upload_is_slots_at_their_stride_and_then_the_tables() {
        let groups = RowGroups { rows: vec![7], starts: vec![0, 1], order: vec![0] };
        let plan = plan(10, 1, Some(&groups), &LIMITS);
        let mut bytes = vec![0u8; usize::try_from(plan.size(&LIMITS)).unwrap()];
        plan.upload(&LIMITS, |offset, piece| {
            let offset = usize::try_from(offset).unwrap();
            bytes[offset..offset + piece.len()].copy_from_slice(piece);
        });
        assert_eq!(bytemuck::pod_read_unaligned::<Slot>(&bytes[..64]), plan.slots[0]);
        assert_eq!(bytemuck::pod_collect_to_vec::<u8, u32>(&bytes[256..]), [7, 0, 1, 0]);
    }
}
