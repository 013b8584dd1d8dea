//! `proxgrad verify`: replays recorded numbers of other programs through the library, and says where it differs.

mod table;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use clap::ValueEnum;
use proxgrad_golden::{Backend, Cpu, File, Gpu, Run, expand};
use serde::Serialize;

/// What `proxgrad verify` is asked for.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to run on
    #[arg(long, value_enum, default_value_t = Device::Both)]
    device: Device,

    /// Part of the name of the adapter to use, in any case
    #[arg(long, value_name = "SUBSTRING")]
    adapter: Option<String>,

    /// Print one JSON document on stdout
    #[arg(long)]
    json: bool,

    /// Golden files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Device {
    /// An adapter, software too
    Gpu,
    /// The CPU implementation
    Cpu,
    /// One after the other
    Both,
}

/// Replays the files on every device asked for: exit code 0 if all cases passed, 1 if one failed.
///
/// # Errors
/// Bad input: a path, a file, or an adapter that there is not.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let files = read(&args.paths)?;
    let backends = backends(args)?;
    let mut runs = Vec::new();
    for backend in &backends {
        let run = Run::new(&**backend, &files);
        report(args, &run, &backend.describe())?;
        runs.push(run);
    }
    if args.json {
        let mut stdout = io::stdout().lock();
        serde_json::to_writer_pretty(&mut stdout, &Document { runs: &runs })?;
        writeln!(stdout)?;
    }
    let failed = runs.iter().any(|run| run.failed > 0);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What `--json` prints.
#[derive(Serialize)]
struct Document<'a> {
    runs: &'a [Run],
}

/// All of them before anything runs, so that a slip in the last one costs no time.
fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<File>> {
    expand(paths)?.iter().map(|path| Ok(File::read(path)?)).collect()
}

fn backends(args: &Args) -> anyhow::Result<Vec<Box<dyn Backend>>> {
    if args.device == Device::Cpu {
        if let Some(adapter) = &args.adapter {
            anyhow::bail!(
                "--adapter {adapter} needs a GPU, but --device cpu leaves it out; drop one of the two"
            );
        }
        return Ok(vec![Box::new(Cpu)]);
    }
    let gpu = Gpu::open(args.adapter.as_deref()).context("`--device cpu` verifies without a GPU")?;
    let mut backends: Vec<Box<dyn Backend>> = vec![Box::new(gpu)];
    if args.device == Device::Both {
        backends.push(Box::new(Cpu));
    }
    Ok(backends)
}

/// For people: on stdout, or, where that belongs to the JSON document, the part that it lacks on stderr.
fn report(args: &Args, run: &Run, device: &str) -> io::Result<()> {
    if args.json {
        return write!(io::stderr().lock(), "{}: {device}\n{}", run.device, table::failures(run));
    }
    let (device, table, failures) =
        (format!("{}: {device}", run.device), table::by_family(run), table::failures(run));
    writeln!(io::stdout().lock(), "{device}\n{table}{failures}")
}
