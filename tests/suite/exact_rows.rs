//! Exact rows: training with row gradients gives what training with dense ones that are 0 elsewhere gives.

mod dense_equivalence;
mod fixture;
mod flushes;
mod limits;
mod long_runs;
mod run;
mod snapshots;
mod steps;
