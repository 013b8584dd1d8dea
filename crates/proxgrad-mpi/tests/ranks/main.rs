//! Tests that start this program under `mpirun` with several numbers of ranks.
//!
//! `MPIRUN` names the launcher, by default `mpirun`. Arguments select tests whose names contain one of them.

mod bad_use;
mod bits;
mod checkpoints;
mod faults;
mod gpu;
mod launch;
mod prefetch;
mod traffic;
mod worker;
mod workload;

use std::{env, panic, process::ExitCode, time::Instant};

/// A test: its name, and what it does.
type Test = (&'static str, fn());

fn tests() -> Vec<Test> {
    [
        bits::TESTS,
        traffic::TESTS,
        prefetch::TESTS,
        bad_use::TESTS,
        checkpoints::TESTS,
        gpu::TESTS,
        faults::TESTS,
    ]
    .concat()
}

fn main() -> ExitCode {
    if let Some(scenario) = env::var_os(launch::SCENARIO) {
        return worker::run(&scenario.to_string_lossy());
    }
    let selected: Vec<_> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_selected = |name: &str| selected.is_empty() || selected.iter().any(|part| name.contains(part));
    let tests: Vec<_> = tests().into_iter().filter(|(name, _)| is_selected(name)).collect();
    println!("\nrunning {} tests under {}", tests.len(), launch::launcher());
    let mut failed = Vec::new();
    for (name, test) in &tests {
        let start = Instant::now();
        let passed = panic::catch_unwind(test).is_ok();
        println!(
            "test {name} ... {} ({:.1} s)",
            if passed { "ok" } else { "FAILED" },
            start.elapsed().as_secs_f64()
        );
        if !passed {
            failed.push(name);
        }
    }
    println!("\ntest result: {} passed; {} failed\n", tests.len() - failed.len(), failed.len());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
