//! `proxgrad export`: the weights of a model in formats of other programs, without those that are exactly zero.

mod accuracy;
mod arrays;
mod columns;
mod format;
mod liblinear;
mod matrix;
mod npy;
mod npz;
mod output;
mod quantise;
mod readable;
mod safetensors;

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use clap::Args as ClapArgs;

use self::{
    accuracy::Comparison,
    format::{Document, ExportFormat},
    matrix::Matrix,
    output::Output,
    quantise::{Quantised, Weights},
};
use crate::{
    data::{FormatArg, Source},
    train::{RoundingArg, Saved},
};

/// Arguments of `proxgrad export`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// The model, as `proxgrad train --save` writes it.
    model: PathBuf,
    /// The format of the output. Weights that are exactly zero are left out where the format permits it.
    #[arg(long, value_enum)]
    format: ExportFormat,
    /// The output file; an existing file is replaced as a whole. Without this option, text goes to standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Round the weights to 16 bits, and say on stderr how far they have moved. The bias stays f32.
    #[arg(long, value_enum, value_name = "TYPE", visible_alias = "quantize")]
    quantise: Option<Quantised>,
    /// How --quantise rounds: to the nearest number, which moves each weight the least, or stochastically, which keeps
    /// the mean.
    #[arg(long, value_enum, default_value = "nearest", requires = "quantise")]
    rounding: RoundingArg,
    /// Seed of --rounding stochastic.
    #[arg(long, default_value_t = 0, requires = "quantise")]
    seed: u64,
    /// Labelled examples: --quantise then says on stderr how many labels are predicted wrong, and what the log loss is,
    /// before and after.
    #[arg(long, value_name = "DATA", requires = "quantise")]
    test: Option<PathBuf>,
    /// The format of the test data; `proxgrad inspect` shows how a file is read.
    #[arg(long, value_enum, default_value_t, requires = "test")]
    test_format: FormatArg,
}

impl Args {
    /// Refuses to replace what is read: the model would lose the state of its optimizer.
    fn check_output(&self) -> Result<()> {
        let Some(output) = self.output.as_ref() else { return Ok(()) };
        // A file that does not exist yet is none of them.
        let Ok(replaced) = fs::canonicalize(output) else { return Ok(()) };
        for (read, name) in [(Some(&self.model), "the model"), (self.test.as_ref(), "the test data")] {
            if read.is_some_and(|read| fs::canonicalize(read).is_ok_and(|read| read == replaced)) {
                bail!(
                    "cannot write to {}: it is {name} itself; give the path of another file",
                    output.display()
                );
            }
        }
        Ok(())
    }
}

/// Runs the command.
///
/// # Errors
/// Files that cannot be read or written; a model that the format cannot represent.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if args.output.is_none() && !args.format.is_text() {
        bail!("{} is not text; give the file to write by --output FILE", args.format.name());
    }
    args.check_output()?;
    let cannot = || format!("cannot export {}", args.model.display());
    let saved = Saved::read(&args.model).with_context(cannot)?;
    // Before anything is computed: the folder must be writable.
    let output = Output::open(args.output.as_deref())?;
    let weights = match args.quantise {
        Some(to) => Weights::quantised(&saved.model.weights, to, args.rounding, args.seed),
        None => Weights::unchanged(&saved.model.weights),
    };
    let matrix = Matrix::new(&saved, &weights);
    let document = Document::new(args.format, &matrix).with_context(cannot)?;
    if let Some(movement) = &weights.movement {
        eprintln!("{movement}");
        movement.warning().iter().for_each(|warning| eprintln!("warning: {warning}"));
    }
    if let Some(path) = &args.test {
        let source = Source { path, format: args.test_format };
        eprintln!("{}", Comparison::new(source, &saved, &weights.values)?);
    }
    document.write(output)?;
    Ok(ExitCode::SUCCESS)
}
