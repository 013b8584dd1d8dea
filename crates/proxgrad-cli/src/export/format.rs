//! The formats, and a model in one of them.

use anyhow::Result;
use clap::ValueEnum;

use super::{
    liblinear::Liblinear, matrix::Matrix, npz::Npz, output::Output, readable::Readable,
    safetensors::Safetensors,
};

/// A value of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// A matrix in compressed sparse rows, an output in each row, as tensors of a safetensors file.
    Safetensors,
    /// The same matrix for scipy.sparse.load_npz, as coef_ of scikit-learn.
    Npz,
    /// A model of liblinear, for its `predict`. The features must be numbers, as in libsvm text.
    Liblinear,
    /// Readable text like Vowpal Wabbit's: name and weight of a feature in each line. `vw` cannot load this text.
    Vw,
}

impl ExportFormat {
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Liblinear | Self::Vw)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Safetensors => "safetensors",
            Self::Npz => "npz",
            Self::Liblinear => "liblinear",
            Self::Vw => "vw",
        }
    }
}

/// A model in one of the formats, ready to be written.
pub(super) enum Document<'a> {
    Safetensors(Safetensors),
    Npz(Npz),
    Liblinear(Liblinear<'a>),
    Readable(Readable<'a>),
}

impl<'a> Document<'a> {
    /// Prepares a model.
    ///
    /// # Errors
    /// The format cannot represent the model.
    pub(super) fn new(format: ExportFormat, matrix: &'a Matrix<'a>) -> Result<Self> {
        Ok(match format {
            ExportFormat::Safetensors => Self::Safetensors(Safetensors::new(matrix)?),
            ExportFormat::Npz => Self::Npz(Npz::new(matrix)?),
            ExportFormat::Liblinear => Self::Liblinear(Liblinear::new(matrix)?),
            ExportFormat::Vw => Self::Readable(Readable::new(matrix)?),
        })
    }

    /// Writes it.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn write(&self, output: Output) -> Result<()> {
        match self {
            Self::Safetensors(tensors) => output.contents(tensors.contents()?),
            Self::Npz(archive) => output.file(|file| archive.write(file)),
            Self::Liblinear(model) => output.text(|text| model.write(text)),
            Self::Readable(model) => output.text(|text| model.write(text)),
        }
    }
}
