//! A sparse matrix as an archive of NumPy arrays, as `scipy.sparse.save_npz` writes it.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use anyhow::Result;
use proxgrad_safetensors::TensorView;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{arrays::Arrays, columns::Columns, matrix::Matrix, npy};

/// Bytes from which on a member needs the larger fields of ZIP64; its header takes some hundred more than its elements.
const LARGE: usize = (1 << 32) - (1 << 20);

/// An archive that is to be written.
pub(super) struct Npz {
    arrays: Arrays,
    /// The number of the first column, where the features are numbers.
    first: Option<[i64; 1]>,
}

impl Npz {
    pub(super) fn new(matrix: &Matrix<'_>) -> Result<Self> {
        let first = match matrix.columns {
            Columns::Numbered { first, .. } => Some([i64::try_from(first)?]),
            Columns::Named(_) | Columns::Hashed { .. } => None,
        };
        Ok(Self { arrays: Arrays::new(matrix)?, first })
    }

    /// Writes it. Equal models are equal files, because members have no time.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn write(&self, file: &mut File) -> io::Result<()> {
        let mut archive = ZipWriter::new(BufWriter::new(file));
        for (name, tensor) in self.members().map_err(io::Error::other)? {
            archive.start_file(format!("{name}.npy"), options(tensor.bytes().len()))?;
            npy::write(&tensor, &mut archive)?;
        }
        archive.start_file("format.npy", options(0))?;
        npy::write_text("csr", &mut archive)?;
        archive.finish()?.flush()
    }

    fn members(&self) -> Result<Vec<(&'static str, TensorView<'_>)>> {
        let mut members = self.arrays.structure()?.to_vec();
        members.push(("data", TensorView::of(&[self.arrays.values().len()], self.arrays.values())?));
        members.extend(self.arrays.others()?);
        if let Some(first) = &self.first {
            members.push(("first", TensorView::of(&[], first)?));
        }
        Ok(members)
    }
}

fn options(bytes: usize) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(bytes > LARGE)
}
