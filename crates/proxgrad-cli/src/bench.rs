//! `proxgrad bench`: what a step costs, against what the device could do at best, measured in interleaved rounds.

mod case;
mod clock;
mod conditions;
mod contender;
mod harness;
mod machine;
mod native;
mod outcome;
mod peers;
mod pictures;
mod prediction;
mod statistics;
mod table;
mod table_of_rows;
mod workload;
mod yardsticks;
mod zipf;

mod dense;
mod exact;
mod half;
mod rows;
mod tensors;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use clap::builder::{PossibleValue, PossibleValuesParser};
use indicatif::{ProgressBar, ProgressStyle};

use self::{
    case::{Bench, Case},
    conditions::Conditions,
    contender::{Contender, Place, Role},
    harness::Settings,
    machine::Machine,
    outcome::{Document, Skipped, outcomes},
    peers::{Named, Peers, indices_file, named},
    prediction::Prediction,
    table::{Table, case_text},
};
use crate::{device::Devices, report::Report};

/// All benches, in the order in which they run.
static BENCHES: [Bench; 5] = [dense::BENCH, tensors::BENCH, rows::BENCH, exact::BENCH, half::BENCH];

/// Arguments of `proxgrad bench`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Args {
    /// What to measure; everything without a name.
    #[arg(value_name = "BENCH", value_parser = bench_names())]
    benches: Vec<String>,

    /// Small sizes and few rounds, for a look and for tests.
    #[arg(long)]
    quick: bool,

    /// Rounds; every contender has its turn in each [default: 11, or 3 with --quick].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,

    /// What to measure on; both share the rounds.
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

    /// A program that is not here, and why, to be listed in its place; can be given several times.
    #[arg(long = "peer-missing", value_name = "NAME=REASON", value_parser = named)]
    missing: Vec<Named>,

    /// Write pictures and a page that holds them into this folder.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,

    /// Print one JSON document instead of tables.
    #[arg(long)]
    json: bool,
}

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
\"width\", \"nnz\", \"indices\": path of nnz u32, little endian}; it ends when its stdin does.";

fn bench_names() -> PossibleValuesParser {
    BENCHES.iter().map(|bench| PossibleValue::new(bench.name).help(bench.about)).into()
}

/// Measures, prints, and writes the report.
///
/// # Errors
/// No adapter where one was asked for, a folder that cannot be written.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let gpu = args.device.gpu(args.adapter.as_deref())?;
    let report = args.report.as_deref().map(|dir| Report::create(dir, "What a step costs")).transpose()?;
    let machine = gpu.then(|| Machine::open(args.adapter.as_deref())).transpose();
    let machine = machine.context("--device cpu measures without a GPU")?;
    let conditions = Conditions::gather(machine.as_ref(), args.settings(), args.quick);
    let peers = Peers::start(&args.peers, &args.missing);
    let mut run = Run { args, machine, peers, document: Document::new(conditions) };
    run.start()?;
    for case in args.cases() {
        run.measure(&*case)?;
    }
    run.finish(report)?;
    Ok(ExitCode::SUCCESS)
}

impl Args {
    fn settings(&self) -> Settings {
        let (rounds, share) = if self.quick { (3, 5) } else { (11, 30) };
        Settings { rounds: self.rounds.unwrap_or(rounds), share: Duration::from_millis(share) }
    }

    fn cases(&self) -> impl Iterator<Item = Box<dyn Case>> {
        let named =
            |bench: &&Bench| self.benches.is_empty() || self.benches.iter().any(|name| name == bench.name);
        BENCHES.iter().filter(named).flat_map(|bench| (bench.cases)(self.quick))
    }
}

/// A run under way.
struct Run<'a> {
    args: &'a Args,
    machine: Option<Machine>,
    peers: Peers,
    document: Document,
}

impl Run<'_> {
    /// Prints what does not depend on results.
    fn start(&mut self) -> Result<()> {
        if self.args.json {
            return Ok(());
        }
        self.document.conditions.rows().iter().for_each(|row| println!("{:<16}{}", row[0], row[1]));
        self.peers.reports().iter().for_each(|peer| println!("{:<16}{}", "peer", peer.text()));
        Ok(())
    }

    /// Measures a case; its memory is free again afterwards.
    fn measure(&mut self, case: &dyn Case) -> Result<()> {
        let sizes = case.sizes();
        // Before peers prepare, which can take longer than all rounds.
        let bar = progress_bar(self.args.settings().rounds, &sizes.title());
        let (mut contenders, mut skipped) = self.own_contenders(case);
        let bytes = contenders.iter().find(|one| one.role == Role::Ours).map_or(0, |ours| ours.bytes);
        let file = if self.peers.is_empty() { None } else { case.indices().map(indices_file).transpose()? };
        let (of_peers, unable) = self.peers.contenders(sizes, file.as_ref().map(|file| file.path()), bytes);
        contenders.extend(of_peers);
        let (measured, failed) = harness::measure(contenders, self.args.settings(), || bar.inc(1));
        bar.finish_and_clear();
        skipped.extend(unable.into_iter().chain(failed).map(|failed| Skipped::variant(sizes, failed)));
        let outcomes = outcomes(sizes, &measured);
        if !self.args.json {
            print!("{}", case_text(&sizes.title(), &outcomes, &skipped));
        }
        self.document.results.extend(outcomes);
        self.document.skipped.extend(skipped);
        let forecasts = case.forecasts().into_iter();
        self.document.predictions.extend(forecasts.flat_map(|forecast| forecast.predictions(sizes)));
        Ok(())
    }

    /// Those of this program, and the devices that have no room for them.
    fn own_contenders<'c>(&self, case: &dyn Case) -> (Vec<Contender<'c>>, Vec<Skipped>) {
        let fresh = |machine: &Machine| case.on_gpu(&machine.reopened()?);
        let on_gpu = self.machine.as_ref().map(|machine| (Place::Gpu, fresh(machine)));
        let on_cpu = self.args.device.cpu().then(|| (Place::Cpu, case.on_cpu()));
        let (mut contenders, mut skipped) = (Vec::new(), Vec::new());
        for (place, made) in on_gpu.into_iter().chain(on_cpu) {
            match made {
                Ok(made) => contenders.extend(made),
                Err(error) => skipped.push(Skipped::device(case.sizes(), place, format!("{error:#}"))),
            }
        }
        (contenders, skipped)
    }

    /// Prints what comes last, and writes the report.
    fn finish(mut self, report: Option<Report>) -> Result<()> {
        self.document.peers = self.peers.reports();
        if self.args.json {
            println!("{}", serde_json::to_string_pretty(&self.document)?);
        } else {
            self.print_predictions();
        }
        if let Some(report) = report {
            eprintln!("report: {}", pictures::draw(report, &self.document)?.display());
        }
        Ok(())
    }

    fn print_predictions(&self) {
        println!("\n{}", self.document.assumptions);
        for bench in self.document.predictions.chunk_by(|a, b| a.sizes.bench == b.sizes.bench) {
            let all: Vec<&Prediction> = bench.iter().collect();
            println!("\n{}\n{}", bench[0].sizes.bench, Table::of_predictions(&all).text().trim_end());
        }
    }
}

fn progress_bar(rounds: u32, name: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} round {pos} of {len}")
        .expect("the template is a constant");
    let bar = ProgressBar::new(rounds.into()).with_style(style).with_prefix(name.to_owned());
    bar.tick();
    bar
}
