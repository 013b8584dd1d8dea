//! Errors of reading a data file: the place, what was expected, what was found, and the remedy.

use std::{borrow::Cow, fmt, io, path::PathBuf, str::Utf8Error};

use thiserror::Error;

use super::{binary::Binary, span::Span};

/// The most characters of the file that a message quotes.
const QUOTED: usize = 40;

/// An error of reading a data file.
///
/// The message includes the cause, which is therefore no `source` of the error.
#[derive(Debug, Error)]
pub(crate) enum ReadError {
    /// No such file, or not allowed to read it.
    #[error("{}: cannot be opened: {reason}", path.display())]
    Open { path: PathBuf, reason: io::Error },
    /// The file system failed, or the path is a folder.
    #[error("{}:{line}: cannot be read: {reason}", path.display())]
    Read { path: PathBuf, line: u64, reason: io::Error },
    /// A packed file that cannot be unpacked.
    #[error("{}:{line}: broken {packing}: {reason}; pack or download the file again", path.display())]
    Packed { path: PathBuf, line: u64, packing: &'static str, reason: io::Error },
    /// A file that holds no text.
    #[error(
        "{}: expected libsvm or Vowpal Wabbit text, found {}; {}",
        path.display(), binary.name, binary.remedy
    )]
    Binary { path: PathBuf, binary: Binary },
    /// A line that may fill the memory.
    #[error(
        "{}:{line}: expected a line of at most 64 MiB, found a longer one; write each example on a line of its own",
        path.display()
    )]
    LongLine { path: PathBuf, line: u64 },
    /// A malformed line.
    #[error("{}:{line}:{error}", path.display())]
    Line { path: PathBuf, line: u64, error: LineError },
    /// A file of blank lines and comments only, or an empty one.
    #[error("{}: expected at least one example, found none", path.display())]
    NoExamples { path: PathBuf },
    /// A file of examples that have no features.
    #[error(
        "{}: expected features, found {examples} examples without any, read as {format}; a value of 0 is as good as \
         none, and --format libsvm or --format vw reads another format",
        path.display()
    )]
    NoFeatures { path: PathBuf, format: &'static str, examples: usize },
    /// Test data about other features than those of the training data.
    #[error(
        "{}: expected features that occur in training, found none among {entries} entries{formats}; \
         test on data with the features of the training data",
        path.display()
    )]
    OtherFeatures { path: PathBuf, entries: u64, formats: String },
    /// What is made of the examples cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(io::Error),
    /// Training data with a single label.
    #[error(
        "{}: expected at least two classes, found only the label \"{label}\"; \
         training needs examples of every class",
        path.display()
    )]
    OneClass { path: PathBuf, label: i64 },
}

/// An error in a line.
#[derive(Clone, Debug)]
pub(crate) struct LineError {
    /// Characters, counted from 1.
    column: usize,
    expected: Cow<'static, str>,
    /// The text of the message; text of the file is quoted.
    found: String,
    remedy: Option<&'static str>,
}

impl LineError {
    /// The text at this place is not what was expected.
    pub(super) fn new(at: Span<'_>, expected: impl Into<Cow<'static, str>>) -> Self {
        Self { column: at.column(), expected: expected.into(), found: quote(at.text()), remedy: None }
    }

    /// More of something than can be counted; `at` is where that was noticed.
    pub(super) fn too_many(at: Span<'_>, error: TooMany) -> Self {
        let expected = format!("at most {} {}", u32::MAX, error.0);
        Self { found: "one more".to_owned(), ..Self::new(at, expected) }.remedy("read a part of the data")
    }

    /// A line that is not UTF-8.
    pub(super) fn not_utf8(line: &[u8], error: Utf8Error) -> Self {
        Self::byte(line, error.valid_up_to(), "UTF-8 text").remedy("save the file as UTF-8")
    }

    /// A line with a byte that no text has.
    pub(super) fn not_text(line: &[u8], at: usize) -> Self {
        Self::byte(line, at, "text").remedy("convert the file into libsvm or Vowpal Wabbit text")
    }

    fn byte(line: &[u8], at: usize, expected: &'static str) -> Self {
        let (before, rest) = line.split_at(at);
        Self {
            column: String::from_utf8_lossy(before).chars().count() + 1,
            expected: expected.into(),
            found: rest.first().map_or("nothing".to_owned(), |byte| format!("the byte {byte:#04x}")),
            remedy: None,
        }
    }

    pub(super) fn remedy(self, remedy: &'static str) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.column, self.expected, self.found)?;
        self.remedy.map_or(Ok(()), |remedy| write!(f, "; {remedy}"))
    }
}

/// More things, named in the plural, than a 32-bit index can count.
#[derive(Debug, Error, PartialEq)]
#[error("expected at most {} {}, found more", u32::MAX, self.0)]
pub(crate) struct TooMany(&'static str);

impl TooMany {
    /// `count` as the index of the next of `things`.
    ///
    /// # Errors
    ///
    /// When 32 bits cannot hold it.
    pub(super) fn check(count: usize, things: &'static str) -> Result<u32, Self> {
        u32::try_from(count).map_err(|_| Self(things))
    }
}

/// Quotes text of the file for a terminal, with control characters escaped.
fn quote(text: &str) -> String {
    let text = text.trim_ascii();
    if text.is_empty() {
        return "nothing".to_owned();
    }
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_cut_at_forty_characters_and_escaped() {
        assert_eq!(quote(&"ä".repeat(40)), format!("\"{}\"", "ä".repeat(40)));
        assert_eq!(quote(&"ä".repeat(41)), format!("\"{}…\"", "ä".repeat(40)));
        assert_eq!(quote("a\u{1b}[31m\"b"), r#""a\u{1b}[31m\"b""#);
        assert_eq!(quote(" "), "nothing");
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn the_first_count_past_32_bits_is_refused_by_name() {
        let most = u32::MAX as usize;
        assert_eq!(TooMany::check(most, "entries"), Ok(u32::MAX));
        let error = TooMany::check(most + 1, "entries").unwrap_err();
        assert_eq!(error.to_string(), "expected at most 4294967295 entries, found more");
        assert_eq!(
            LineError::too_many(Span::of_line("1 3:1"), error).to_string(),
            "1: expected at most 4294967295 entries, found one more; read a part of the data"
        );
    }
}
