//! How a data file is read.

use std::process::ExitCode;

use anyhow::Result;

use super::table::listed;
use crate::data::{Listing, Source};

/// Reads a data file, and prints what it holds and its first examples.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn run(source: Source<'_>, examples: usize, json: bool) -> Result<ExitCode> {
    let listing = source.list(examples)?;
    listing.summary.warn();
    if json {
        println!("{}", serde_json::to_string(&listing)?);
    } else {
        print(&listing);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(listing: &Listing) {
    let labels: Vec<_> = listing.labels.iter().map(|(label, count)| format!("{label} ({count})")).collect();
    println!("{:<18}{}", "data", listing.summary.line());
    println!("{:<18}{}", "features", listing.features);
    println!("{:<18}{}", "labels", listed(&labels));
    listing.lines.iter().for_each(|line| println!("{line}"));
}
