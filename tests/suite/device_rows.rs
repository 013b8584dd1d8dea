//! Row gradients whose indices lie in a buffer of the device: grouping them there gives the bits of grouping
//! on the host, and indices that are no rows are skipped and counted.

mod bad_rows;
mod case;
mod grouped;
mod grouping;
mod sort;
mod tables;
