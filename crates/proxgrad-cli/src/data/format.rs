//! The format of a file.

use clap::ValueEnum;
use serde::Serialize;

use super::{error::LineError, example::Example, libsvm, vowpal};

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Format {
    #[serde(rename = "libsvm")]
    Libsvm,
    #[serde(rename = "vw")]
    Vowpal,
}

/// A value of `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// By the first line with an example.
    #[default]
    Auto,
    /// libsvm or SVM-light text.
    Libsvm,
    /// Vowpal Wabbit text.
    Vw,
}

impl FormatArg {
    /// The format, unless it is to be guessed.
    pub(super) fn given(self) -> Option<Format> {
        match self {
            Self::Auto => None,
            Self::Libsvm => Some(Format::Libsvm),
            Self::Vw => Some(Format::Vowpal),
        }
    }
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Libsvm => "libsvm text",
            Self::Vowpal => "Vowpal Wabbit text",
        }
    }

    /// The format of a file by one of its lines, or `None` for a line that has no example in either.
    ///
    /// A line with an example has a `|` in Vowpal Wabbit text; in libsvm text only a comment can have one. What precedes
    /// a `|` is read by the rules of each format alone: `1 #7|f a` is a label, a tag and a feature, because `1 #7` is a
    /// label and a tag; `1 3:2 # a|b` is libsvm text, because `3:2` is no importance. A line that both formats have is
    /// libsvm text where it has features there: `1 3:2#|b`.
    pub(super) fn of(line: &str) -> Option<Self> {
        if vowpal::has_label(line) {
            let has_entries = libsvm::parse(line).is_ok_and(|example| !example.entries.is_empty());
            return Some(if has_entries { Self::Libsvm } else { Self::Vowpal });
        }
        if libsvm::is_blank(line) {
            return None;
        }
        // Neither format has this line, so either gives an error: the better one.
        let bar_in_example = libsvm::without_comment(line).contains('|');
        Some(if bar_in_example { Self::Vowpal } else { Self::Libsvm })
    }

    /// Whether a line has no example.
    pub(super) fn is_blank(self, line: &str) -> bool {
        match self {
            Self::Libsvm => libsvm::is_blank(line),
            Self::Vowpal => line.trim_ascii().is_empty(),
        }
    }

    /// Parses a line that is not blank.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_guessed_by_what_precedes_its_bar() {
        let (libsvm, vowpal) = (Some(Format::Libsvm), Some(Format::Vowpal));
        let cases = [
            ("1 3:1", libsvm),
            ("1", libsvm),
            ("1 |f a", vowpal),
            ("1|f a", vowpal),
            // Tags and names hold any character.
            ("1 #1|f good", vowpal),
            ("1 '# |f good", vowpal),
            ("1 1.0 0.0 #|f good", vowpal),
            ("1 |f a#b", vowpal),
            ("-1 #|f a:1x", vowpal),
            // Comments do, too.
            ("1 3:1 # a|b", libsvm),
            ("1 3:1#|b", libsvm),
            ("1 # a |b", libsvm),
            ("1 3:x # a|b", libsvm),
            ("# a |b", None),
            ("#a|b", None),
            ("#", None),
            ("", None),
            (" \t", None),
            // What neither reads.
            ("1 2 |f a", vowpal),
            ("1\t|f a", vowpal),
            ("'tag |f a", vowpal),
            ("spam", libsvm),
        ];
        for (line, expected) in cases {
            assert_eq!(Format::of(line), expected, "{line:?}");
        }
    }
}
