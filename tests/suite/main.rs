//! The integration tests of the library, all in one binary: it is linked once, and each device is opened once
//! for all of them.

mod agreement;
mod arena;
mod changed_settings;
mod checkpoints;
mod common;
mod configurations;
mod device_rows;
mod exact_rows;
mod finite;
mod fixtures;
mod frozen;
mod golden;
mod half;
mod half_cpu;
mod interface;
mod laws;
mod lenet5;
mod locked;
mod other_layouts;
mod pairwise;
mod parallel;
mod preparation;
mod promises;
mod rearranged;
mod rebound;
mod refusals;
mod reliability;
mod rules;
mod split_grads;
mod steps;
mod warm;
