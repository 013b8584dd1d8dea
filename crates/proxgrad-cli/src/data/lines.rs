//! The lines of a file, one at a time: decompressed, decoded and numbered.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;

use super::error::{LineError, ReadError};

/// The first two bytes of every gzip member (RFC 1952, section 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A file, line by line.
pub(super) struct Lines<'a> {
    path: &'a Path,
    reader: Box<dyn BufRead>,
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
    /// Opens a file, and finds by its first bytes whether it is compressed.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or read.
    pub(super) fn open(path: &'a Path) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|reason| ReadError::Open { path: path.to_path_buf(), reason })?;
        let reader = decompress(BufReader::new(file)).map_err(|reason| unreadable(path, 1, reason))?;
        Ok(Self { path, reader, buffer: Vec::new(), number: 0 })
    }

    /// The next line, or `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or unpacked, or the line is not UTF-8.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, ReadError> {
        self.buffer.clear();
        let read = self.reader.read_until(b'\n', &mut self.buffer);
        if read.map_err(|reason| unreadable(self.path, self.number + 1, reason))? == 0 {
            return Ok(None);
        }
        self.number += 1;
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

fn locate(path: &Path, line: u64, error: LineError) -> ReadError {
    ReadError::Line { path: path.to_path_buf(), line, error }
}

fn decompress(mut file: BufReader<File>) -> io::Result<Box<dyn BufRead>> {
    if file.fill_buf()?.starts_with(&GZIP_MAGIC) {
        // `cat a.gz b.gz` and parallel compressors write several members.
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

/// An error without a code of the operating system comes from the decoder: the compressed data is invalid.
fn unreadable(path: &Path, line: u64, reason: io::Error) -> ReadError {
    let path = path.to_path_buf();
    match reason.raw_os_error() {
        Some(_) => ReadError::Read { path, line, reason },
        None => ReadError::Gzip { path, line, reason },
    }
}

/// The text of a line without its line break, `\n` or `\r\n`.
fn decode(line: &[u8]) -> Result<&str, LineError> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    str::from_utf8(line).map_err(|error| LineError::not_utf8(line, error))
}

/// Drops the byte order mark, with which Windows programs begin UTF-8 files.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
