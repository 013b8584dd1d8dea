//! Where to write: standard output, or a file that is replaced as a whole.

use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};
use proxgrad_safetensors::{Contents, Error, Target};

use crate::stdout::{buffered, print};

/// Where to write.
pub(super) enum Output {
    Stdout,
    File(Target),
}

impl Output {
    /// Prepares a file; none stands for standard output.
    ///
    /// # Errors
    /// A folder that does not exist or cannot be written to; a path to something other than a file.
    pub(super) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout) };
        let target = Target::open(path).map_err(Error::into_fault);
        Ok(Self::File(target.with_context(|| cannot_write(path))?))
    }

    /// Writes text. A reader of standard output that wants no more of it is no error.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(super) fn text(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        match self {
            Self::Stdout => print(write),
            Self::File(_) => self.file(|file| buffered(file, write)),
        }
    }

    /// Writes a file.
    ///
    /// # Errors
    /// The file cannot be written; then the old one stays.
    pub(super) fn file(self, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<()> {
        self.replace(|target| target.write_with(write))
    }

    /// Writes a safetensors file.
    ///
    /// # Errors
    /// The file cannot be written; then the old one stays.
    pub(super) fn contents(self, contents: Contents<'_>) -> Result<()> {
        self.replace(|target| target.write(contents))
    }

    fn replace(self, write: impl FnOnce(Target) -> Result<(), Error>) -> Result<()> {
        let Self::File(target) = self else { bail!("only text goes to standard output; use --output FILE") };
        let path = target.path().to_owned();
        write(target).map_err(Error::into_fault).with_context(|| cannot_write(&path))
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write to {}", path.display())
}
