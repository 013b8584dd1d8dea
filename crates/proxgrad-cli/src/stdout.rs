//! Text on standard output, whose reader may want no more of it.

use std::io::{self, BufWriter, ErrorKind, Write};

use anyhow::{Context, Result};

/// Bytes written at once.
const CAPACITY: usize = 1 << 16;

/// Writes text to standard output. A reader that goes away, as `head` does, is no error.
///
/// # Errors
/// The output cannot be written.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    match buffered(io::stdout().lock(), write) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("the output cannot be written"),
    }
}

/// Writes a line as [`print`] does; the arguments are those of `println!`, which panics where the output cannot be written.
macro_rules! line {
    ($($arguments:tt)*) => {
        $crate::stdout::print(|output| writeln!(output, $($arguments)*))
    };
}
pub(crate) use line;

/// Writes to a buffer in front of an output.
///
/// # Errors
/// `write` or the output fails.
pub(crate) fn buffered(
    output: impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(CAPACITY, output);
    write(&mut output)?;
    output.flush()
}
