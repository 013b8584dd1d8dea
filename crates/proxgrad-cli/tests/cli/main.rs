//! Tests that run the program as a user does.

mod bench;
mod damaged_models;
mod data;
mod export;
mod fixtures;
mod half;
mod info;
mod inspect_model;
mod lost_device;
mod predict;
mod program;
#[cfg(unix)]
mod saving;
mod train;
mod verify;
