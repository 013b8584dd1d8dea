//! Exact rows: training with row gradients gives the results of dense gradients that are 0 in all other rows.

mod dense_equivalence;
mod fixture;
mod flushes;
mod limits;
mod long_runs;
mod parts;
mod reference;
mod run;
mod skipped_steps;
mod snapshots;
mod steps;
mod windows;
