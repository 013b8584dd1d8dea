//! `proxgrad bench`: what a step costs, against what the device could do at best, measured in interleaved rounds.

mod pictures;
mod table;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use anyhow::{Context, Result, bail};
use clap::{
    ValueEnum,
    builder::{PossibleValue, PossibleValuesParser},
};
use indicatif::{ProgressBar, ProgressStyle};
use proxgrad_bench::{
    BENCHES, Bench, Case, Document, Machine, Named, Peers, Prediction, Results, Run, Settings, named,
};

use self::table::{Table, case_text};
use crate::{
    device::{self, Devices},
    report::Report,
    stdout::{self, line},
};

/// Arguments of `proxgrad bench`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Args {
    /// The benchmarks to run; all of them without a name.
    #[arg(value_name = "BENCH", value_parser = bench_names())]
    benches: Vec<String>,

    /// Small sizes and few rounds, for a quick look and for tests.
    #[arg(long)]
    quick: bool,

    /// The sizes to measure on; those for GPUs take up to 20 GB of device memory, and steps are measured in flight.
    #[arg(long, value_enum, default_value_t = Scale::Usual, conflicts_with = "quick")]
    sizes: Scale,

    /// Number of rounds; each round measures every variant once [default: 11, or 3 with --quick].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,

    /// Devices to measure on; both are measured in the same rounds.
    #[arg(long, value_enum, default_value_t = Devices::Both)]
    device: Devices,

    /// Part of the adapter's name, in any case; `proxgrad info` lists them.
    #[arg(long, value_name = "SUBSTRING")]
    adapter: Option<String>,

    /// Another program to measure, split at the first = and then at blanks outside of quotes; can be given several times.
    ///
    /// It is started, answers requests on its stdin with JSON on its stdout, and times its own steps; what they say to
    /// each other is below.
    #[arg(long = "peer", value_name = "NAME=COMMAND ARGS", value_parser = named)]
    peers: Vec<Named>,

    /// A program that is not available, and the reason, to be listed in its place; can be given several times.
    #[arg(long = "peer-missing", value_name = "NAME=REASON", value_parser = named)]
    missing: Vec<Named>,

    /// Write pictures and a page that holds them into this folder.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,

    /// Print one JSON document instead of tables.
    #[arg(long)]
    json: bool,
}

/// A value of `--sizes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Scale {
    /// For every device.
    Usual,
    /// For GPUs alone: dense and rows.
    Gpu,
}

/// Steps in flight on sizes for GPUs.
const FLIGHT: u32 = 200;

const AFTER_HELP: &str = "\
Ratios are medians of per-round ratios of wall times, above 1 meaning slower: ratio_to_triad, ratio_to_copy (also per
byte), ratio_to_scalar for dense; ratio_to_flat, ratio_to_step_each for tensors; ratio_to_plain_rows, ratio_to_triad for
rows; ratio_to_touched, ratio_to_touched_sorted for exact; ratio_to_f32 for half; ratio_to_ours_cpu of the library on an adapter to the library on the CPU; ratio_to_ours and ratio_to_ours_gpu of a
peer to the library's fastest variant. A name that ends in _device is the ratio by the device's own timestamps.

A peer speaks one JSON document a line:
  at its start it prints      {\"name\", \"version\", \"about\"}
  {\"prepare\": CASE}           {\"ready\": true}, {\"unsupported\": REASON} or {\"error\": REASON}
  {\"run\": k}                  {\"us\": [k wall times in microseconds]} or {\"error\": REASON}
where CASE is {\"bench\": \"dense\", \"n\"}, {\"bench\": \"tensors\", \"tensors\", \"n\"} or {\"bench\": \"rows\", \"rows\",
\"width\", \"nnz\", \"indices\": path of nnz u32, little endian}; it ends when its stdin does. With --sizes gpu a CASE may have
\"sets\", and a request to run \"flight\"; peers/README.md says what a peer can do with them.";

fn bench_names() -> PossibleValuesParser {
    BENCHES.iter().map(|bench| PossibleValue::new(bench.name).help(bench.about)).into()
}

/// Measures, prints, and writes the report.
///
/// # Errors
/// No adapter where one was asked for, a folder that cannot be written.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let cases = args.cases()?;
    let gpu = args.device.gpu(args.adapter.as_deref())?;
    let report = args.report.as_deref().map(|dir| Report::create(dir, "What a step costs")).transpose()?;
    let machine = gpu.then(|| Machine::open(device::adapter(args.adapter.as_deref())?)).transpose();
    let machine = machine.context("--device cpu measures without a GPU")?;
    let peers = Peers::start(&args.peers, &args.missing);
    let mut run = Run::new(machine, args.device.cpu(), peers, args.settings());
    if !args.json {
        print_conditions(&run)?;
    }
    for case in cases {
        let results = measure(&mut run, &case, args.settings().rounds)?;
        if !args.json {
            let text = case_text(&case.sizes().title(), &results.outcomes, &results.skipped);
            stdout::print(|output| output.write_all(text.as_bytes()))?;
        }
    }
    let document = run.finish();
    if args.json {
        line!("{}", serde_json::to_string_pretty(&document)?)?;
    } else {
        print_predictions(&document)?;
    }
    if let Some(report) = report {
        eprintln!("report: {}", pictures::draw(report, &document)?.display());
    }
    Ok(ExitCode::SUCCESS)
}

impl Args {
    fn settings(&self) -> Settings {
        let (rounds, share) = if self.quick { (3, 5) } else { (11, 30) };
        let rounds = self.rounds.unwrap_or(rounds);
        let flight = (self.sizes == Scale::Gpu).then_some(FLIGHT);
        Settings { rounds, share: Duration::from_millis(share), quick: self.quick, flight }
    }

    /// The cases of the benches that were named, or of all benches.
    ///
    /// # Errors
    /// A bench was named that has none of these sizes.
    fn cases(&self) -> Result<Vec<Case>> {
        let named =
            |bench: &&Bench| self.benches.is_empty() || self.benches.iter().any(|name| name == bench.name);
        let mut cases = Vec::new();
        for bench in BENCHES.iter().filter(named) {
            let before = cases.len();
            match self.sizes {
                Scale::Usual => cases.extend(bench.cases(self.quick)),
                Scale::Gpu => cases.extend(bench.cases_for_gpus()),
            }
            if cases.len() == before && !self.benches.is_empty() {
                bail!("{} has no sizes for GPUs; leave it out, or --sizes gpu", bench.name);
            }
        }
        Ok(cases)
    }
}

fn measure(run: &mut Run, case: &Case, rounds: u32) -> Result<Results> {
    // The bar appears before the peers prepare, which can take longer than all rounds.
    let bar = progress_bar(rounds, &case.sizes().title());
    let results = run.measure(case, || bar.inc(1))?;
    bar.finish_and_clear();
    Ok(results)
}

fn print_conditions(run: &Run) -> Result<()> {
    run.conditions().rows().iter().try_for_each(|row| line!("{:<16}{}", row[0], row[1]))?;
    run.peers().iter().try_for_each(|peer| line!("{:<16}{}", "peer", peer.text()))
}

fn print_predictions(document: &Document) -> Result<()> {
    line!("\n{}", document.assumptions)?;
    for bench in document.predictions.chunk_by(|a, b| a.sizes.bench == b.sizes.bench) {
        let all: Vec<&Prediction> = bench.iter().collect();
        line!("\n{}\n{}", bench[0].sizes.bench, Table::of_predictions(&all).text().trim_end())?;
    }
    Ok(())
}

fn progress_bar(rounds: u32, name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} round {pos} of {len}")
        .expect("the template is a constant");
    let bar = ProgressBar::new(rounds.into()).with_style(style).with_prefix(name.to_owned());
    bar.tick();
    bar
}
