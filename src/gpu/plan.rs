//! The plan of a step as plain data: dispatches and uploads, decided before anything is recorded, testable without a GPU.

pub(crate) mod bindings;
mod build;
pub(crate) mod control;
mod dense;
mod device_sort;
pub(crate) mod dispatch;
pub(crate) mod gather;
mod gradient_form;
pub(crate) mod group_places;
pub(crate) mod index_buffers;
pub(crate) mod input;
pub(crate) mod kernel;
mod lazy_rows;
pub(crate) mod limits;
mod partial_sums;
pub(crate) mod parts;
mod patch;
mod planner;
pub(crate) mod program;
mod reduce;
pub(crate) mod report_layout;
mod rows;
pub(crate) mod scratch_layout;
mod sort_batch;
mod stats;
pub(crate) mod table;
mod table_sort;
pub(crate) mod uniforms;
pub(crate) mod windows;

pub(crate) use dense::ARENA_BLOCK;
#[cfg(test)]
pub(crate) use device_sort::{serial, tiled};
