//! `proxgrad`: trains sparse linear models, verifies recorded numbers, measures steps and describes this machine's GPUs.

// A command that writes to stdout has to say where that fails, which `println!` does by a panic.
#![deny(clippy::print_stdout)]

mod bench;
mod compare;
mod data;
mod demo;
mod device;
mod digits;
mod export;
mod info;
mod inspect;
mod layers;
#[cfg(test)]
mod package;
mod predict;
mod report;
mod stdout;
mod train;
mod verify;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

/// ProximalAdagrad on the GPU: train sparse linear models, predict with them and export them, verify recorded numbers,
/// measure the time of steps, and describe this machine's adapters.
///
/// Exit status: 0 success, 1 a check failed, 2 bad input or arguments, 130 training was interrupted. WGPU_BACKEND limits the
/// backends (vulkan, metal or dx12).
#[derive(Debug, Parser)]
#[command(name = "proxgrad", version, args_override_self = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Describe every adapter, and say which adapter would be chosen.
    Info(info::Args),
    /// Write the non-zero weights of a saved model for other programs.
    Export(export::Args),
    /// Show how a data file is read, or the contents of a saved model or another safetensors file.
    Inspect(inspect::Args),
    /// Predict the labels of the examples of a file with a saved model.
    Predict(predict::Args),
    /// Replay golden files through the library, and compare the results.
    Verify(verify::Args),
    /// Measure the time of steps, and compare it with lower bounds for the device and with other programs.
    Bench(bench::Args),
    /// Train an L1- and L2-regularised linear classifier.
    Train(Box<train::Args>),
    /// Train with every update rule over a grid of L1, and compare test errors and numbers of non-zero weights.
    Compare(compare::Args),
    /// Train on handwritten digits, on the GPU and on the CPU, and draw the learned weights.
    Demo(demo::Args),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    layers::silence_device_select();
    run(&Cli::parse().command).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}

fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Info(args) => info::run(args),
        Command::Export(args) => export::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Predict(args) => predict::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Bench(args) => bench::run(args),
        Command::Train(args) => train::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Completions { shell } => {
            // The generator panics where it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "proxgrad", &mut script);
            stdout::print(|output| output.write_all(&script))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
