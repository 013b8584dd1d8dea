//! The format of a file.

use super::{error::LineError, example::Example, libsvm, vowpal};

/// The format of a file.
#[derive(Clone, Copy)]
pub(super) enum Format {
    Libsvm,
    Vowpal,
}

impl Format {
    /// The format of a file by its first line with an example.
    ///
    /// Such a line has a `|` in Vowpal Wabbit text; in libsvm text only a comment can have one.
    pub(super) fn of(line: &str) -> Self {
        let text = line.split_once('#').map_or(line, |(text, _)| text);
        if text.contains('|') { Self::Vowpal } else { Self::Libsvm }
    }

    /// Parses a line that is no comment.
    ///
    /// # Errors
    ///
    /// When it is not in this format.
    pub(super) fn parse(self, line: &str) -> Result<Example<'_>, LineError> {
        match self {
            Self::Libsvm => libsvm::parse(line),
            Self::Vowpal => vowpal::parse(line),
        }
    }
}

/// Whether a line has no example: it is blank or a comment.
pub(super) fn is_comment(line: &str) -> bool {
    let text = line.trim_ascii();
    text.is_empty() || text.starts_with('#')
}
