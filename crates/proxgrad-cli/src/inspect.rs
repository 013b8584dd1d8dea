//! `proxgrad inspect`: how a data file is read, or what a safetensors file holds.

mod data;
mod facts;
mod kind;
mod numbers;
mod table;
mod tensors;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args as ClapArgs;

use self::kind::is_tensor_file;
use crate::data::{FormatArg, Source};

/// Arguments of `proxgrad inspect`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// A data file: libsvm or Vowpal Wabbit text, plain or compressed by gzip, bzip2, xz or zstd; `-` reads standard
    /// input. Or a file of tensors: a model of `proxgrad train`, a state of the crate proxgrad-safetensors, or any other
    /// safetensors file. The content of the file determines its kind.
    file: PathBuf,
    /// The format of a data file.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// The number of examples of a data file to print, from the first on.
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    examples: usize,
    /// Print one JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    // `--format` names a format of data files, so the file is read as data whatever it contains.
    if args.format == FormatArg::Auto && is_tensor_file(&args.file) {
        return tensors::run(&args.file, args.json);
    }
    data::run(Source { path: &args.file, format: args.format }, args.examples, args.json)
}
