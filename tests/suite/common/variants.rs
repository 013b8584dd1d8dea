//! All variants of the library's enums, for tests that run with each of them.

use proxgrad::{Format, Shrinkage};

pub(crate) const SHRINKAGES: [Shrinkage; 2] = [Shrinkage::Documented, Shrinkage::Adaptive];
pub(crate) const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];
