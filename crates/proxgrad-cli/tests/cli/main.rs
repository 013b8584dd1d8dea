//! Tests that run the program as a user does.

mod bench;
mod checkpoints;
mod compare;
mod damaged_models;
mod data;
mod export;
mod fixtures;
mod half;
mod info;
mod inspect_model;
mod large_tables;
mod lost_device;
mod output;
mod predict;
mod program;
mod report;
mod resume;
mod rules;
#[cfg(unix)]
mod saving;
#[cfg(unix)]
mod signals;
mod target_zeros;
mod train;
mod verify;
