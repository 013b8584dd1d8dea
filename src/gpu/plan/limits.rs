//! Limits of a device that decide how a step is cut into bindings and dispatches.

/// Limits of a device that a plan keeps to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Most bytes that one storage binding covers.
    pub(crate) binding: u64,
    /// Most workgroups along one axis of a grid.
    pub(crate) workgroups: u32,
    /// Bytes; offsets of uniform bindings are multiples of it.
    pub(crate) uniform_alignment: u64,
    /// Bytes; offsets of storage bindings are multiples of it.
    pub(crate) alignment: u64,
}

impl Limits {
    /// So many workgroups along x and y, as evenly as possible, so that few of them have no work.
    pub(super) fn fold(&self, workgroups: u32) -> [u32; 2] {
        let y = workgroups.div_ceil(self.workgroups);
        [workgroups.div_ceil(y.max(1)).max(1), y]
    }
}

#[cfg(test)]
impl Limits {
    /// WebGPU's default limits.
    pub(crate) const DEFAULT: Self =
        Self { binding: 1 << 27, workgroups: 65_535, uniform_alignment: 256, alignment: 256 };
}
