//! `proxgrad verify`: replays golden files through the library, and lists the differences.

mod table;
#[cfg(test)]
mod tests;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result};
use proxgrad_testing::{Backend, Cpu, File, Gpu, Run, expand};
use serde::Serialize;

use crate::{device::Devices, stdout};

/// Arguments of `proxgrad verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to replay on.
    #[arg(long, value_enum, default_value_t = Devices::Both)]
    device: Devices,

    /// Part of the adapter's name, in any case; `proxgrad info` lists them.
    #[arg(long, value_name = "SUBSTRING")]
    adapter: Option<String>,

    /// Print one JSON document instead of tables.
    #[arg(long)]
    json: bool,

    /// Golden files, or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Replays the files on every device asked for: exit status 0 if all cases passed, 1 if one failed.
///
/// # Errors
/// Bad input: a path or an adapter that does not exist, or a malformed file.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let mut tables = Vec::new();
    let passed = verify(args, &mut tables, &mut io::stderr().lock())?;
    stdout::print(|output| output.write_all(&tables))?;
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes tables to `out`; with `--json` the document to `out`, and the information that it lacks to `notes`.
fn verify(args: &Args, out: &mut dyn Write, notes: &mut dyn Write) -> Result<bool> {
    let files = read(&args.paths)?;
    let mut runs = Vec::new();
    for backend in backends(args)? {
        let run = Run::new(&*backend, &files);
        let (device, failures) = (backend.describe(), table::failures(&run));
        if args.json {
            write!(notes, "{}: {device}\n{failures}", run.device)?;
        } else {
            writeln!(out, "{}: {device}\n{}{failures}", run.device, table::by_family(&run))?;
        }
        runs.push(run);
    }
    let passed = runs.iter().all(|run| run.failed == 0);
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&Document { runs })?)?;
    }
    Ok(passed)
}

/// What `proxgrad verify --json` prints.
#[derive(Serialize)]
struct Document {
    runs: Vec<Run>,
}

/// Reads all files before any of them is replayed, so that an error in the last one is reported at once.
fn read(paths: &[PathBuf]) -> Result<Vec<File>> {
    expand(paths)?.iter().map(|path| Ok(File::read(path)?)).collect()
}

fn backends(args: &Args) -> Result<Vec<Box<dyn Backend>>> {
    let mut backends: Vec<Box<dyn Backend>> = Vec::new();
    if args.device.gpu(args.adapter.as_deref())? {
        let gpu = Gpu::open(args.adapter.as_deref()).context("--device cpu verifies without a GPU")?;
        backends.push(Box::new(gpu));
    }
    if args.device.cpu() {
        backends.push(Box::new(Cpu));
    }
    Ok(backends)
}
