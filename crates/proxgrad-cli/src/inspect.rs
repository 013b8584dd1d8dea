//! `proxgrad inspect`: how a data file is read.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args as ClapArgs;

use crate::data::{FormatArg, Listing, Source};

/// Arguments of `proxgrad inspect`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// libsvm or Vowpal Wabbit text, plain or packed by gzip, bzip2, xz or zstd.
    data: PathBuf,
    /// The format of the file.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// The number of examples to print, from the first on.
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    examples: usize,
    /// Print one JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// The most labels that the table lists.
const LISTED: usize = 20;

/// Runs the command.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let listing = Source { path: &args.data, format: args.format }.list(args.examples)?;
    listing.summary.warn();
    if args.json {
        println!("{}", serde_json::to_string(&listing)?);
    } else {
        print(&listing);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(listing: &Listing) {
    let mut labels: Vec<_> =
        listing.labels.iter().map(|(label, count)| format!("{label} ({count})")).collect();
    if labels.len() > LISTED {
        let left_out = labels.len() - LISTED;
        labels.truncate(LISTED);
        labels.push(format!("and {left_out} more"));
    }
    println!("{:<18}{}", "data", listing.summary.line());
    println!("{:<18}{}", "features", listing.features);
    println!("{:<18}{}", "labels", labels.join(", "));
    listing.lines.iter().for_each(|line| println!("{line}"));
}
