//! Tests that run the program as a user does.

mod bench;
mod half;
mod info;
mod program;
mod train;
mod verify;
