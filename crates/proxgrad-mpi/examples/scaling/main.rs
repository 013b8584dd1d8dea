//! Plans training on more ranks than this machine has: measures the costs of a rank here, or takes them by an option, and prints
//! the expected step for 1, 2, 4, … ranks on several networks. It calls no MPI. `--help` lists the options.
//!
//! ```sh
//! cargo run --release --no-default-features --example scaling -- --rows 1e8 --network infiniband-400g-2us
//! ```

mod measure;
mod options;
mod report;

use std::{error::Error, process::ExitCode};

use options::{Command, Options};
use proxgrad_mpi::scaling::{Machine, Model};

fn main() -> ExitCode {
    let outcome = match options::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            print!("{}", options::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Command::Run(options)) => run(&options),
        Err(message) => Err(format!("{message}\n`--help` lists the options").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let costs = match options.costs {
        Some(costs) => costs,
        None => measure::costs(options.table.width)?,
    };
    report::costs(&costs, options);
    if options.costs.is_none() {
        let (measured, expected) = measure::check(costs, options.table.width, options.table.zipf)?;
        report::check(measured, expected);
    }
    for (name, network) in &options.networks {
        let machine = Machine { network: *network, costs, memory: options.memory };
        report::network(name, &Model::new(machine, options.workload())?, &options.ranks)?;
    }
    report::loads(options)?;
    report::billion(options)?;
    Ok(())
}
