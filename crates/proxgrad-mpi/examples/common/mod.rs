//! Options, and Zipf-distributed ids, for the examples.

pub(crate) mod options;
pub(crate) mod zipf;
