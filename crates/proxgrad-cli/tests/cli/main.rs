//! The program, run as a user runs it.

mod bench;
mod half;
mod info;
mod program;
mod train;
mod verify;
