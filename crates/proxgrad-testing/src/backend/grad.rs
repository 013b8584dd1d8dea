//! The gradient of one parameter, as tests give it to a backend.

use proxgrad::HostIndices;

/// The gradient of one parameter.
#[derive(Clone, Copy, Debug)]
pub enum Grad<'a> {
    /// As many elements as the parameter has.
    Dense(&'a [f32]),
    /// A gradient of some rows; entries of equal rows are summed in pieces of 64 in order of occurrence.
    Rows {
        /// `[n]`
        indices: Indices<'a>,
        /// `[n, width]`, row-major.
        values: &'a [f32],
    },
    /// No gradient.
    None,
}

impl<'a> Grad<'a> {
    /// A gradient of some rows.
    pub fn rows(indices: impl Into<Indices<'a>>, values: &'a [f32]) -> Self {
        Self::Rows { indices: indices.into(), values }
    }
}

/// Row indices, in host memory or on the device. The CPU backend treats device indices as a GPU does.
#[derive(Clone, Copy, Debug)]
pub enum Indices<'a> {
    /// Indices in host memory: one out of range is an error.
    Host(HostIndices<'a>),
    /// Indices on the device: one out of range is skipped and counted.
    Device(&'a [u32]),
    /// Indices on the device, no two of them equal.
    DeviceUnique(&'a [u32]),
    /// As `Device`, and grouped by a call of its own before they are used.
    Grouped(&'a [u32]),
}

impl<'a, I: Into<HostIndices<'a>>> From<I> for Indices<'a> {
    fn from(indices: I) -> Self {
        Self::Host(indices.into())
    }
}
