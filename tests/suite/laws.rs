//! What holds of every step, whatever the numbers.

mod centralization;
mod params;
mod problem;
mod rows;
mod steps;
