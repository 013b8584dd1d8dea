//! What the fuzz targets of optimizers have in common: numbers and settings of any kind, and sequences of calls.

pub mod calls;
pub mod number;
pub mod policy;
pub mod settings;
pub mod state;
