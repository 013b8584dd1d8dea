//! Layout of the report on the device, in words. `shaders/buffer/report.wgsl` has the same constants, and says what they mean.

pub(crate) const BAD_ROWS: u32 = 0;
pub(crate) const SKIPPED: u32 = 2;
pub(crate) const LAG: u32 = 6;
pub(crate) const GOOD_STEPS: u32 = 7;
pub(crate) const GRAD_NORM: u32 = 8;
pub(crate) const WEIGHT_NORM: u32 = 9;
pub(crate) const MAX_ABS: u32 = 10;
pub(crate) const NONZERO: u32 = 11;
pub(crate) const LOSS_SCALE: u32 = 64;
pub(crate) const EXACT_LAGS: u32 = 128;
/// Words of a report. The last of them are the lags of 3968 parameters with exact rows.
pub(crate) const REPORT_WORDS: u32 = 4096;
