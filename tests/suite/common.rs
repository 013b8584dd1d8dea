//! What the tests of the library share.

mod arithmetic;
pub(crate) mod comparison;
pub(crate) mod devices;
pub(crate) mod gpu_step;
pub(crate) mod numbers;
pub(crate) mod one_buffer;
pub(crate) mod oracle;
pub(crate) mod package;
pub(crate) mod param;
pub(crate) mod problem;
pub(crate) mod random;
pub(crate) mod schedules;
pub(crate) mod state;
pub(crate) mod sums;
pub(crate) mod variants;
