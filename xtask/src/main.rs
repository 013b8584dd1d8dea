//! `cargo xtask`: sets up, tests, demonstrates, measures and checks `proxgrad`. Uses the standard library alone, so
//! that it is built in a second.
//!
//! Messages of xtask's own go to stderr: stdout belongs to the program that the user asked for, so that
//! `cargo xtask demo > FILE` holds what that program printed and nothing else.

mod burn;
mod classifiers;
mod command_line;
mod copy;
mod data_sets;
mod debian;
#[cfg(test)]
mod dependencies;
mod drivers;
mod gpu_pack;
mod host;
mod install;
mod interchange;
#[cfg(test)]
mod links;
mod managers;
mod mpi;
mod packages;
mod peers;
mod program;
mod python;
mod readers;
mod repeat_docs;
mod setup;
mod stages;
#[cfg(test)]
mod structure;
mod task;
mod tools;

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
