//! Row gradients whose indices only the device knows: grouped there, they give what grouping on the host gives, and
//! what is no row is skipped and counted.

mod bad_rows;
mod case;
mod grouping;
mod tables;
