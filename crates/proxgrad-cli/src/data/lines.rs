//! The lines of a file, one at a time: decompressed, decoded and numbered.

use std::{
    fs::File,
    io::{self, BufRead, Read},
    path::Path,
};

use super::{
    binary::{Binary, LOOKED_AT},
    error::{LineError, ReadError},
    packing::{Input, Packing, Unpack},
    peek::Peek,
    unpacker::Unpacker,
};

/// The most bytes of a line. A packed file of a few kilobytes may hold a line that fills the memory.
const LONGEST: u64 = 1 << 26;

/// Stands for standard input in place of a path.
pub(super) const STANDARD_INPUT: &str = "-";

/// The text of a file.
enum Text {
    Plain(Input),
    Packed(Unpacker),
}

/// A file, line by line.
pub(super) struct Lines<'a> {
    path: &'a Path,
    reader: Peek<Text>,
    /// Bytes of the current line.
    buffer: Vec<u8>,
    /// Lines read so far.
    number: u64,
}

/// One line of a file.
pub(super) struct Line<'a> {
    path: &'a Path,
    /// Counted from 1.
    number: u64,
    /// The line without its line break.
    pub(super) text: &'a str,
}

impl<'a> Lines<'a> {
    /// Opens a file, and finds by its first bytes whether it is packed.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or read, or holds no text.
    pub(super) fn open(path: &'a Path) -> Result<Self, ReadError> {
        let mut input = Peek::new(open(path)?);
        let packing =
            input.peek(LOOKED_AT).map(Packing::of).map_err(|error| unreadable(path, 1, None, error))?;
        let text = match packing {
            Some(packing) => {
                let unpacker = Unpacker::start(Unpack::new(packing, input));
                Text::Packed(unpacker.map_err(|error| unreadable(path, 1, None, error))?)
            }
            None => Text::Plain(input),
        };
        let mut lines = Self { path, reader: Peek::new(text), buffer: Vec::new(), number: 0 };
        let start = lines.reader.peek(LOOKED_AT).map(Binary::of);
        match start.map_err(|error| unreadable(path, 1, packing, error))? {
            Some(binary) => Err(ReadError::Binary { path: path.to_path_buf(), binary }),
            None => Ok(lines),
        }
    }

    /// The program that packed the file.
    pub(super) fn packing(&self) -> Option<&'static str> {
        self.reader.inner().packing().map(Packing::name)
    }

    /// Whether something that follows the packed data was ignored, after the last line.
    pub(super) fn has_ignored(&self) -> bool {
        matches!(self.reader.inner(), Text::Packed(unpacker) if unpacker.has_ignored())
    }

    /// The next line, or `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or unpacked, or the line is too long or not UTF-8.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, ReadError> {
        self.buffer.clear();
        let read = self.reader.by_ref().take(LONGEST + 1).read_until(b'\n', &mut self.buffer);
        let packing = self.reader.inner().packing();
        if read.map_err(|reason| unreadable(self.path, self.number + 1, packing, reason))? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.buffer.len() as u64 > LONGEST {
            return Err(ReadError::LongLine { path: self.path.to_path_buf(), line: self.number });
        }
        let text = decode(&self.buffer).map_err(|error| locate(self.path, self.number, error))?;
        let text = if self.number == 1 { without_mark(text) } else { text };
        Ok(Some(Line { path: self.path, number: self.number, text }))
    }
}

impl Line<'_> {
    /// Adds file and line to an error.
    pub(super) fn locate(&self, error: LineError) -> ReadError {
        locate(self.path, self.number, error)
    }
}

/// Opens a file; `-` is standard input.
fn open(path: &Path) -> Result<Box<dyn Read + Send>, ReadError> {
    if path == Path::new(STANDARD_INPUT) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|reason| ReadError::Open { path: path.to_path_buf(), reason })?;
    Ok(Box::new(file))
}

fn locate(path: &Path, line: u64, error: LineError) -> ReadError {
    ReadError::Line { path: path.to_path_buf(), line, error }
}

/// An error without a code of the operating system comes from the decoder: the packed data is invalid.
fn unreadable(path: &Path, line: u64, packing: Option<Packing>, reason: io::Error) -> ReadError {
    let path = path.to_path_buf();
    match packing.filter(|_| reason.raw_os_error().is_none()) {
        Some(packing) => ReadError::Packed { path, line, packing: packing.name(), reason },
        None => ReadError::Read { path, line, reason },
    }
}

impl Text {
    fn packing(&self) -> Option<Packing> {
        match self {
            Self::Plain(_) => None,
            Self::Packed(unpacker) => Some(unpacker.packing()),
        }
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(input) => input.read(into),
            Self::Packed(unpacker) => unpacker.read(into),
        }
    }
}

/// The text of a line without its line break, `\n` or `\r\n`.
fn decode(line: &[u8]) -> Result<&str, LineError> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // The search for whether there is one takes many bytes at once.
    if line.contains(&0)
        && let Some(zero) = line.iter().position(|&byte| byte == 0)
    {
        return Err(LineError::not_text(line, zero));
    }
    str::from_utf8(line).map_err(|error| LineError::not_utf8(line, error))
}

/// Drops the byte order mark, with which Windows programs begin UTF-8 files.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
