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
    /// Workgroups along x and y.
    pub(crate) workgroups: [u32; 2],
}

/// When a dispatch runs. Dispatches of a stage run in the order in which they were planned, apart from updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Checks of gradients, before it is decided whether the step is skipped.
    Check,
    /// The decision whether the step is skipped.
    Decide,
    /// Sorts, and sums that do not depend on the factors of norms beyond their limit.
    Gather,
    /// The factors of norms beyond their limit.
    Clip,
    /// Inputs of the updates: rows brought up to date, and means.
    Prepare,
    /// Updates. They write no memory of each other, so that their order is free.
    Update,
    /// Marks of the rows that the updates have visited.
    Finish,
}
