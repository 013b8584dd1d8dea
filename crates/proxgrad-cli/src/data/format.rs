//! Which of the two formats a file is in.

use super::{error::LineError, example::Example, libsvm, vowpal};

/// The format of a file.
#[derive(Clone, Copy)]
pub(super) enum Format {
    Libsvm,
    Vowpal,
}

impl Format {
    /// Decides by the first line that holds an example.
    ///
    /// Only Vowpal Wabbit has a `|` there; in libsvm text one can stand in a comment alone.
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

/// Whether a line holds no example: it is blank, or all of it a comment.
pub(super) fn is_comment(line: &str) -> bool {
    let text = line.trim_ascii();
    text.is_empty() || text.starts_with('#')
}
