//! The lines of a file, one at a time: unpacked, decoded and numbered.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use flate2::bufread::MultiGzDecoder;

use super::error::{LineError, ReadError};

/// The two bytes that every gzip member starts with (RFC 1952, section 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A file, line by line.
pub(super) struct Lines<'a> {
    path: &'a Path,
    reader: Box<dyn BufRead>,
    /// Bytes of the latest line.
    buffer: Vec<u8>,
    /// Lines read so far.
    number: u64,
}

/// One line of a file.
pub(super) struct Line<'a> {
    path: &'a Path,
    /// Counted from 1.
    number: u64,
    /// Without its end.
    pub(super) text: &'a str,
}

impl<'a> Lines<'a> {
    /// Opens a file and looks at its first bytes.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or read.
    pub(super) fn open(path: &'a Path) -> Result<Self, ReadError> {
        let file = File::open(path).map_err(|reason| ReadError::Open { path: path.to_path_buf(), reason })?;
        let reader = unpack(BufReader::new(file)).map_err(|reason| unreadable(path, 1, reason))?;
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

fn unpack(mut file: BufReader<File>) -> io::Result<Box<dyn BufRead>> {
    if file.fill_buf()?.starts_with(&GZIP_MAGIC) {
        // Of several members, because that is what `cat a.gz b.gz` and parallel packers make.
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

/// An error that has no number of the operating system comes from the decoder: the packed bytes are wrong.
fn unreadable(path: &Path, line: u64, reason: io::Error) -> ReadError {
    let path = path.to_path_buf();
    match reason.raw_os_error() {
        Some(_) => ReadError::Read { path, line, reason },
        None => ReadError::Gzip { path, line, reason },
    }
}

/// The text of a line without its end, `\n` or `\r\n`.
fn decode(line: &[u8]) -> Result<&str, LineError> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    str::from_utf8(line).map_err(|error| LineError::not_utf8(line, error))
}

/// The byte order mark, with which Windows programs start UTF-8 files, is not text.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
