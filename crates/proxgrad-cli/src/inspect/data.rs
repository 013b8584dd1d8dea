//! How a data file is read.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Result;

use super::table::listed;
use crate::{
    data::{Listing, Source},
    stdout::print,
};

/// Reads a data file, and prints what it holds and its first examples.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn run(source: Source<'_>, examples: usize, json: bool) -> Result<ExitCode> {
    let listing = source.list(examples)?;
    listing.summary.warn();
    print(|output| {
        if json {
            return writeln!(output, "{}", serde_json::to_string(&listing)?);
        }
        write(&listing, output)
    })?;
    Ok(ExitCode::SUCCESS)
}

fn write(listing: &Listing, output: &mut dyn Write) -> io::Result<()> {
    let labels: Vec<_> = listing.labels.iter().map(|(label, count)| format!("{label} ({count})")).collect();
    writeln!(output, "{:<18}{}", "data", listing.summary.line())?;
    writeln!(output, "{:<18}{}", "features", listing.features)?;
    writeln!(output, "{:<18}{}", "labels", listed(&labels))?;
    listing.lines.iter().try_for_each(|line| writeln!(output, "{line}"))
}
