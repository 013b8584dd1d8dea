//! `proxgrad predict`: the predictions of a saved model for the examples of a file, one line for each.

use std::{
    fs::File,
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Args as ClapArgs, ValueEnum};

use crate::{
    data::{FormatArg, ReadError, Source, Summary},
    train::{Saved, logits, predict, probabilities},
};

/// Arguments of `proxgrad predict`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Examples: libsvm or Vowpal Wabbit text, plain or compressed by gzip, bzip2, xz or zstd; `-` reads standard input.
    /// Vowpal Wabbit text needs no labels.
    data: PathBuf,
    /// The model, as `proxgrad train --save` writes it.
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// Kind of prediction to print for each example.
    #[arg(long, value_enum, default_value_t)]
    print: Print,
    /// The output file, in place of standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format of the data; `proxgrad inspect` shows how a file is read.
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
}

/// A value of `--print`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Print {
    /// The predicted label.
    #[default]
    Label,
    /// The probability of the larger label where there are two, else of every label in ascending order.
    Probability,
    /// The logit of the larger label where there are two, else of every label: the sum of bias and weighted features.
    Score,
}

/// Examples predicted so far.
#[derive(Default)]
struct Count {
    all: u64,
    /// Those with a label that the model knows, and those of them that were predicted otherwise.
    labelled: u64,
    wrong: u64,
}

/// Runs the command.
///
/// # Errors
/// Files that cannot be read or written.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let model =
        Saved::read(&args.model).with_context(|| format!("cannot predict by {}", args.model.display()))?;
    let mut output = BufWriter::with_capacity(1 << 16, open(args.output.as_deref())?);
    let mut count = Count::default();
    let source = Source { path: &args.data, format: args.format };
    let written = write_all(source, &model, args.print, &mut output, &mut count);
    let summary = match written {
        // Whoever reads the output wants no more of it.
        Err(ReadError::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {
            return Ok(ExitCode::SUCCESS);
        }
        written => written?,
    };
    summary.warn();
    let Count { all, labelled, wrong } = count;
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
    let share = 100.0 * wrong as f64 / labelled.max(1) as f64;
    eprintln!("{all} predictions; {wrong} of {labelled} labels predicted wrong ({share:.2} %)");
    Ok(ExitCode::SUCCESS)
}

fn open(path: Option<&Path>) -> Result<Box<dyn Write>> {
    let Some(path) = path else { return Ok(Box::new(io::stdout())) };
    let file = File::create(path).with_context(|| format!("cannot write to {}", path.display()))?;
    Ok(Box::new(file))
}

/// Writes a line for each example.
fn write_all(
    source: Source<'_>,
    model: &Saved,
    print: Print,
    output: &mut impl Write,
    count: &mut Count,
) -> Result<Summary, ReadError> {
    let (names, mut z) = (model.classes.names(), Vec::new());
    let (weights, bias) = (&model.model.weights, &model.model.bias);
    let summary = source.each_known(&model.vocabulary, &model.classes, |rows, values, label| {
        logits(bias, weights, (rows, values), &mut z);
        let predicted = predict(&z);
        count.all += 1;
        if let Some(label) = label {
            count.labelled += 1;
            count.wrong += u64::from(label as usize != predicted);
        }
        match print {
            Print::Label => return writeln!(output, "{}", names[predicted]),
            Print::Probability => probabilities(&mut z),
            Print::Score => {}
        }
        let (last, others) =
            z.split_last().expect("there is an output for two classes, and one for each of several");
        others.iter().try_for_each(|number| write!(output, "{number} "))?;
        writeln!(output, "{last}")
    })?;
    output.flush().map_err(ReadError::Output)?;
    Ok(summary)
}
