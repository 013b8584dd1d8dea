//! Input of a plan: the part of a step, a flush or a measurement that concerns one parameter or one arena.

use std::ops::Range;

use super::{index_buffers::IndexPlace, parts::Parts, windows::Windows};
use crate::{format::Format, lazy::LazyForm, row_groups::RowGroups, rule::StepParams};

/// The part of a step, a flush or a measurement that concerns one parameter or one arena.
#[derive(Clone, Debug)]
pub(crate) struct PlanInput<'a> {
    pub(crate) windows: &'a Windows,
    /// Parameters of the step for the parameter's group.
    pub(crate) params: &'a StepParams,
    /// Index of the parameter group.
    pub(crate) group: usize,
    pub(crate) work: Work<'a>,
    /// Format of the values.
    pub(crate) values: Format,
    /// Format of the gradients.
    pub(crate) grads: Format,
    /// The parts in which a row gradient is bound.
    pub(crate) parts: Parts,
    /// Format of the 16-bit copy of the values, where there is one.
    pub(crate) copy: Option<Format>,
    /// Random stream of stochastic rounding; the next one belongs to the parameter, too.
    pub(crate) noise_stream: u32,
    /// Of an arena: ranges of elements, each with the parameter group that they belong to.
    pub(crate) group_ranges: &'a [(usize, Range<u64>)],
    /// Whether the mean of the gradient is subtracted from it.
    pub(crate) centralized: bool,
    /// State of exact rows.
    pub(crate) lazy: Option<LazyRows>,
}

/// What is to be done to a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work<'a> {
    /// An update with a dense gradient.
    Dense,
    /// An update with the gradient of a whole arena. The step parameters are those of all parameter groups.
    Arena(&'a [StepParams]),
    /// Rows that the host has grouped: an update with a row gradient, or a flush.
    HostRows(&'a RowGroups),
    /// Rows whose indices are on the device: an update with a row gradient, or a flush.
    DeviceRows {
        /// Number of indices.
        entries: u64,
        indices: IndexPlace,
        /// Rows of the parameter.
        param_rows: u64,
        /// Whether no two indices are equal.
        unique: bool,
    },
    /// Rows whose indices the host has checked and the device groups: an update with a row gradient, or a flush.
    UploadedRows {
        indices: &'a [u32],
        /// Rows of the parameter.
        param_rows: u64,
    },
    /// Rows whose indices the device has grouped before: an update with a row gradient, or a flush.
    GroupedRows {
        /// Number of indices.
        entries: u64,
        /// Rows of the parameter.
        param_rows: u64,
    },
    /// All rows are brought up to date.
    Flush,
    /// Statistics of the values.
    Stats,
}

/// State of a parameter's exact rows, and what is done to them.
#[derive(Clone, Debug)]
pub(crate) struct LazyRows {
    pub(crate) form: LazyForm,
    /// The last step of a row that is up to date.
    pub(crate) current_step: u32,
    /// Rows of the parameter.
    pub(crate) rows: u64,
    /// Rows that this step brings up to date, so that no row falls too far behind.
    pub(crate) swept: Range<u64>,
    pub(crate) task: LazyTask,
    /// Index of the parameter's lag in the report, where steps may be skipped.
    pub(crate) lag: Option<u32>,
}

/// What is done to exact rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LazyTask {
    /// Rows are brought up to date, and updated.
    Update,
    /// Rows are brought up to date.
    Flush,
    /// A copy is brought up to date, or statistics are taken; the rows stay as they are.
    Export,
}

impl LazyRows {
    /// The last step of a row once it has been visited.
    pub(crate) fn next_last_step(&self) -> u32 {
        if self.task == LazyTask::Update { self.current_step.wrapping_add(1) } else { self.current_step }
    }
}

impl<'a> PlanInput<'a> {
    /// Work on a parameter in f32 of the first parameter group, without further settings.
    pub(crate) fn plain(windows: &'a Windows, params: &'a StepParams, work: Work<'a>) -> Self {
        PlanInput {
            windows,
            params,
            group: 0,
            work,
            values: Format::F32,
            grads: Format::F32,
            parts: Parts::WHOLE,
            copy: None,
            noise_stream: 0,
            group_ranges: &[],
            centralized: false,
            lazy: None,
        }
    }
}

impl PlanInput<'_> {
    /// Whether there is a gradient to update with.
    pub(crate) fn updates(&self) -> bool {
        let is_update = self.lazy.as_ref().is_none_or(|lazy| lazy.task == LazyTask::Update);
        is_update && !matches!(self.work, Work::Stats)
    }

    /// Rows of the parameter that lie in a window of its elements.
    pub(crate) fn rows_of(&self, window: &Range<u64>) -> Range<u64> {
        let width = self.windows.width;
        window.start / width..window.end / width
    }
}
