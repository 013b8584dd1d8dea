//! A model file of liblinear.

use std::io::{self, Write};

use anyhow::{Result, bail};

use super::{columns::Columns, matrix::Matrix};

/// The largest number that liblinear has for a feature, which it keeps in 32 bits with a bias behind the features.
const LARGEST: u64 = i32::MAX as u64 - 1;

/// A model that liblinear can have: features with the numbers 1, 2, … and labels of 32 bits.
pub(super) struct Liblinear<'a> {
    matrix: &'a Matrix<'a>,
}

impl<'a> Liblinear<'a> {
    /// Prepares a model.
    ///
    /// # Errors
    /// Features or labels that liblinear cannot have.
    pub(super) fn new(matrix: &'a Matrix<'a>) -> Result<Self> {
        const REMEDY: &str = "use --format npz, safetensors or vw";
        match &matrix.columns {
            Columns::Hashed { bits } => bail!(
                "its features are hashed to {bits} bits, and liblinear has numbers of features; train without --bits on \
                 libsvm text, or {REMEDY}"
            ),
            Columns::Named(names) => {
                let name =
                    names.iter().find(|name| !is_number(name)).or(names.first()).copied().unwrap_or_default();
                bail!(
                    "its feature {name:?} is no number that liblinear has for a feature; train on libsvm text, or {REMEDY}"
                )
            }
            Columns::Numbered { first: 0, .. } => {
                bail!(
                    "it has a feature 0, and liblinear counts from 1; number the features from 1, or {REMEDY}"
                )
            }
            columns if columns.count() > LARGEST => {
                let last = columns.count();
                bail!("its feature {last} is beyond {LARGEST}, the last that liblinear has; {REMEDY}")
            }
            Columns::Numbered { .. } => {}
        }
        if let Some(label) = matrix.labels.iter().find(|label| i32::try_from(**label).is_err()) {
            bail!("its label {label} is beyond the 32 bits that liblinear has for labels; {REMEDY}");
        }
        Ok(Self { matrix })
    }

    /// Writes the text.
    ///
    /// # Errors
    /// `text` fails.
    pub(super) fn write(&self, text: &mut dyn Write) -> io::Result<()> {
        let Matrix { columns, labels, bias, has_bias, .. } = self.matrix;
        // The weights of two classes are those of the first label, which here is the larger one.
        let labels: Vec<_> =
            if let [smaller, larger] = labels { vec![*larger, *smaller] } else { labels.to_vec() };
        let labels = labels.iter().map(i64::to_string).collect::<Vec<_>>();
        // The probabilities of several classes are a softmax, and liblinear would print those of one class against the
        // rest. This solver has none, and predicts the largest score all the same.
        let solver = if labels.len() == 2 { "L1R_LR" } else { "MCSVM_CS" };
        writeln!(text, "solver_type {solver}\nnr_class {}\nlabel {}", labels.len(), labels.join(" "))?;
        writeln!(text, "nr_feature {}\nbias {}\nw", columns.count(), if *has_bias { 1 } else { -1 })?;
        let none = vec![0.0; self.matrix.outputs()];
        let mut next = 0;
        for (column, weights) in self.matrix.features() {
            for _ in next..column {
                line(text, &none)?;
            }
            line(text, weights)?;
            next = column + 1;
        }
        if *has_bias { line(text, bias) } else { Ok(()) }
    }
}

fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Writes the weights of a feature.
fn line(text: &mut dyn Write, weights: &[f32]) -> io::Result<()> {
    for (i, &weight) in weights.iter().enumerate() {
        let space = if i == 0 { "" } else { " " };
        // As f64, because liblinear reads f64, and the shortest text of an f32 is another f64.
        match f64::from(weight) {
            0.0 => write!(text, "{space}0")?,
            weight => write!(text, "{space}{weight:?}")?,
        }
    }
    writeln!(text)
}
