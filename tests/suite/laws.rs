//! Laws that hold for every step, whatever the numbers are.

mod centralization;
mod params;
mod problem;
mod rows;
mod steps;
