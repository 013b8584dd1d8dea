//! The gradient of one parameter, as tests give it to a backend.

use proxgrad::HostIndices;

/// A gradient for one parameter.
#[derive(Clone, Copy, Debug)]
pub enum Grad<'a> {
    /// As many elements as the parameter has.
    Dense(&'a [f32]),
    /// For some rows; equal indices are summed in order of occurrence.
    Rows {
        /// `[n]`
        indices: Indices<'a>,
        /// `[n, width]`, row-major.
        values: &'a [f32],
    },
    /// None at all.
    None,
}

impl<'a> Grad<'a> {
    /// For some rows.
    pub fn rows(indices: impl Into<Indices<'a>>, values: &'a [f32]) -> Self {
        Self::Rows { indices: indices.into(), values }
    }
}

/// Rows, and who is to know them: on a device without memory of its own, what each kind means all the same.
#[derive(Clone, Copy, Debug)]
pub enum Indices<'a> {
    /// The host: a bad one is an error.
    Host(HostIndices<'a>),
    /// The device: a bad one is skipped and counted.
    Device(&'a [u32]),
    /// The device, and no two are equal.
    DeviceUnique(&'a [u32]),
}

impl<'a, I: Into<HostIndices<'a>>> From<I> for Indices<'a> {
    fn from(indices: I) -> Self {
        Self::Host(indices.into())
    }
}
