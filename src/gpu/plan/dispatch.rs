//! One dispatch of a plan, and when it runs.

use super::kernel::{Kernel, Variant};

/// One dispatch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dispatch {
    pub(crate) kernel: Kernel,
    pub(crate) variant: Variant,
    pub(crate) stage: Stage,
    /// Index of the plan's input that it is for; `None` for a patch of all uniforms.
    pub(crate) input: Option<usize>,
    /// Index of the window of its parameter.
    pub(crate) window: usize,
    /// Index of its uniforms in the plan.
    pub(crate) uniforms: usize,
    /// Index of the rule uniforms that a dispatch for an arena binds beside them.
    pub(crate) rules: Option<usize>,
    /// Index of the list of the caller's index buffers that a dispatch binds which sorts.
    pub(crate) indices: Option<usize>,
    /// Workgroups along x and y.
    pub(crate) workgroups: [u32; 2],
    /// The slot whose scratch buffer and report it binds.
    pub(crate) slot: usize,
    /// Whether it binds the scratch buffer or the report of its slot.
    pub(crate) binds_slot: bool,
    /// Dispatches of a stage run wave by wave. Those of a wave are for different parameters and do not wait for each other.
    /// Updates that do not write what others bind are all in the first.
    pub(crate) wave: Wave,
    /// Whether a compute pass begins with it.
    pub(crate) begins_pass: bool,
}

/// Position of a dispatch among those of its stage: first by how many parameters before its own take turns in the same slot, then
/// by the number of dispatches for its own parameter before it. Parameters that are sorted together count as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wave {
    pub(crate) turn: usize,
    pub(crate) level: usize,
}

/// When a dispatch runs. Dispatches of a stage and a parameter run in the order in which they were planned, apart from updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Checks of gradients, before it is decided whether the step is skipped.
    Check,
    /// The decision whether the step is skipped.
    Decide,
    /// Sorts.
    Group,
    /// Sums that do not depend on the factors of norms beyond their limit.
    Gather,
    /// The factors of norms beyond their limit.
    Clip,
    /// Inputs of the updates: rows brought up to date, sums of pieces, and means.
    Prepare,
    /// Updates. They write no memory of each other, so that their order is free.
    Update,
    /// Marks of the rows that the updates have visited.
    Finish,
}
