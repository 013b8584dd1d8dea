//! The benches, one file each.

mod dense;
mod exact;
mod half;
mod native;
pub(crate) mod row_gradient;
mod rows;
mod sort;
mod table;
mod tensors;
mod zipf;

use crate::bench::Bench;

/// All benches, in the order in which they run.
pub static BENCHES: [Bench; 6] =
    [dense::BENCH, tensors::BENCH, rows::BENCH, exact::BENCH, half::BENCH, sort::BENCH];
