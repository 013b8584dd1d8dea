//! A model as text to be read, like Vowpal Wabbit's `--invert_hash`: a line for each weight that is not exactly zero.

use std::io::{self, Write};

use anyhow::{Result, bail};

use super::{columns::Columns, matrix::Matrix};

/// The name of the bias, as Vowpal Wabbit has it. No feature has it, because names have a `^` or are numbers.
const CONSTANT: &str = "Constant";

/// A model as text.
pub(super) struct Readable<'a> {
    matrix: &'a Matrix<'a>,
}

impl<'a> Readable<'a> {
    /// Prepares a model.
    ///
    /// # Errors
    /// A name that does not fit in a line, which no data file has.
    pub(super) fn new(matrix: &'a Matrix<'a>) -> Result<Self> {
        if let Columns::Named(names) = &matrix.columns
            && let Some(name) = names.iter().find(|name| name.contains(['\n', '\r']))
        {
            bail!(
                "the name of its feature {name:?} has an end of a line, so it cannot stand in a line of text"
            );
        }
        Ok(Self { matrix })
    }

    /// Writes the text.
    ///
    /// # Errors
    /// `text` fails.
    pub(super) fn write(&self, text: &mut dyn Write) -> io::Result<()> {
        let Matrix { columns, labels, bias, quantised, .. } = self.matrix;
        let labels_text = labels.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
        writeln!(
            text,
            "# A model of proxgrad {} as text to be read; vw does not load it.",
            env!("CARGO_PKG_VERSION")
        )?;
        writeln!(text, "# Labels: {labels_text}")?;
        writeln!(text, "# Weights: {} of {} are not zero.", self.matrix.nonzero(), self.matrix.len())?;
        if let Columns::Hashed { bits } = columns {
            writeln!(text, "# Features are rows of a hash of {bits} bits.")?;
        }
        if let Some(quantised) = quantised {
            writeln!(text, "# Weights are rounded to {}.", quantised.name())?;
        }
        let line = if labels.len() == 2 {
            "feature:weight, of the score of the larger label"
        } else {
            "feature[label]:weight"
        };
        writeln!(text, "# Lines: {line}; the weight follows the last colon.")?;
        self.lines(text, CONSTANT, bias)?;
        let mut features = self.matrix.features();
        features.try_for_each(|(column, weights)| self.lines(text, &columns.name(column), weights))
    }

    /// Writes a line for each weight of a feature that is not zero.
    fn lines(&self, text: &mut dyn Write, name: &str, weights: &[f32]) -> io::Result<()> {
        // Shortest text that gives the same f32 when it is read, with an exponent where that is shorter.
        if let [weight] = weights {
            return if *weight == 0.0 { Ok(()) } else { writeln!(text, "{name}:{weight:?}") };
        }
        let mut weights = self.matrix.labels.iter().zip(weights).filter(|(_, weight)| **weight != 0.0);
        weights.try_for_each(|(label, weight)| writeln!(text, "{name}[{label}]:{weight:?}"))
    }
}
