//! A line of a chart, as the caller gives it.

/// A line: a name and points.
pub(crate) struct Line<'a> {
    /// The name in the legend.
    pub(crate) name: &'a str,
    /// In drawing order; any number of them. Points that are not finite are left out.
    pub(crate) points: &'a [(f64, f64)],
}
