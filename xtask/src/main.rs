//! `cargo xtask`: what a newcomer runs. Nothing but the standard library, so that it is built in a second.
//!
//! Everything said here goes to stderr: stdout belongs to what was asked for, so `cargo xtask demo > FILE` holds
//! what the program printed and nothing else.

mod command_line;
mod host;
mod install;
mod peers;
mod program;
mod setup;
mod task;

use std::env;
use std::process;

use task::Task;

fn main() {
    let outcome = Task::parse(env::args_os().skip(1)).map_err(|usage| (usage, 2));
    match outcome.and_then(|task| task.run().map_err(|error| (error, 1))) {
        Ok(code) => process::exit(code),
        Err((message, code)) => {
            eprintln!("error: {message}");
            process::exit(code);
        }
    }
}
