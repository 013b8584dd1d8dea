//! What both examples use: options, and ids as in logs of clicks.

pub(crate) mod options;
pub(crate) mod zipf;
