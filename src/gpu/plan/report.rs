//! Where in the report what is, in words: `shaders/report.wgsl` says what each of them means.

pub(crate) const BAD_ROWS: u32 = 0;
pub(crate) const SKIPPED: u32 = 3;
pub(crate) const LAG: u32 = 4;
pub(crate) const GOOD_STEPS: u32 = 5;
pub(crate) const GRAD_NORM: u32 = 6;
pub(crate) const WEIGHT_NORM: u32 = 7;
pub(crate) const LARGEST: u32 = 8;
pub(crate) const NONZERO: u32 = 9;
pub(crate) const SCALE: u32 = 64;
pub(crate) const LAGS: u32 = 128;
/// All of them: the clocks of 3968 parameters with exact rows are the last.
pub(crate) const REPORT: u32 = 4096;
