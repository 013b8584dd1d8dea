//! What a data file was read as, and what reading it found besides its examples.

use std::{
    fs::{self, Metadata},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{format::Format, lines::STANDARD_INPUT};

/// A share of known entries below which the data is hardly about the same thing.
const FEW: f64 = 0.01;

/// What a data file was read as, and what was found in it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Summary {
    #[serde(skip)]
    path: PathBuf,
    /// Bytes of the file, packed as it is; `None` for standard input.
    #[serde(skip)]
    bytes: Option<u64>,
    format: Format,
    /// Whether the format was guessed.
    guessed: bool,
    /// The program that packed the file.
    packing: Option<&'static str>,
    examples: usize,
    /// Examples that have no features, or only features of value 0.
    examples_without_features: usize,
    /// Entries: features of examples, with a value that is not 0.
    pub(super) entries: u64,
    /// Entries whose features were known before this file was read: from training, or from the saved model.
    /// `None` where there was nothing to compare with.
    known_entries: Option<u64>,
    /// As `known_entries`, and 0 where there was nothing to compare with.
    #[serde(skip)]
    pub(super) known: u64,
    /// Where known features come from.
    #[serde(skip)]
    known_from: &'static str,
    /// Whether something after the packed data was ignored.
    #[serde(skip)]
    ignored: bool,
}

/// Bytes of a file; `None` for standard input, and where a path is no file.
fn size(path: &Path) -> Option<u64> {
    let file = fs::metadata(path).ok().filter(Metadata::is_file)?;
    (path != Path::new(STANDARD_INPUT)).then_some(file.len())
}

/// What a file was read as.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadAs {
    pub(super) format: Format,
    pub(super) guessed: bool,
    pub(super) packing: Option<&'static str>,
}

impl Summary {
    pub(super) fn new(path: &Path, ReadAs { format, guessed, packing }: ReadAs) -> Self {
        Self {
            path: path.to_path_buf(),
            bytes: size(path),
            format,
            guessed,
            packing,
            examples: 0,
            examples_without_features: 0,
            entries: 0,
            known_entries: None,
            known: 0,
            known_from: "",
            ignored: false,
        }
    }

    /// Counts an example by its entries, and those of them with known features.
    pub(super) fn count(&mut self, entries: usize, known: usize) {
        self.examples += 1;
        self.examples_without_features += usize::from(entries == 0);
        self.entries += entries as u64;
        self.known += known as u64;
    }

    /// Marks that something after the packed data was ignored.
    pub(super) fn set_ignored(&mut self, ignored: bool) {
        self.ignored = ignored;
    }

    /// Marks that the features of the file were compared with those of `known_from`.
    pub(super) fn compared_with(self, known_from: &'static str) -> Self {
        Self { known_entries: Some(self.known), known_from, ..self }
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// The share of entries with known features, where the file was compared with known features.
    #[expect(clippy::cast_precision_loss, reason = "counts of entries are far below 2^53")]
    fn known_share(&self) -> Option<f64> {
        self.known_entries.map(|known| known as f64 / self.entries.max(1) as f64)
    }

    /// Format and packing, for people.
    fn read_as(&self) -> String {
        let guessed = if self.guessed { " (guessed)" } else { "" };
        let packing = self.packing.map_or(String::new(), |packing| format!(", packed by {packing}"));
        format!("{}{guessed}{packing}", self.format.name())
    }

    /// One line for people.
    pub(crate) fn line(&self) -> String {
        let Self { examples, examples_without_features, .. } = self;
        let known = self.known_share().map_or(String::new(), |share| {
            format!(", {:.2} % of the entries known from {}", 100.0 * share, self.known_from)
        });
        format!(
            "{}, {examples_without_features} of {examples} examples without features{known}",
            self.read_as()
        )
    }

    /// Names and values of the same in detail, for people; the names are those of every file.
    pub(crate) fn facts(&self) -> [(&'static str, String); 7] {
        let known = self
            .known_share()
            .map_or("–".to_owned(), |share| format!("{:.2} % from {}", 100.0 * share, self.known_from));
        [
            ("file", self.path.display().to_string()),
            ("size", self.bytes.map_or("unknown".to_owned(), |bytes| format!("{bytes} bytes"))),
            ("read as", self.read_as()),
            ("examples", self.examples.to_string()),
            ("examples without features", self.examples_without_features.to_string()),
            ("entries", self.entries.to_string()),
            ("known entries", known),
        ]
    }

    /// Prints warnings to stderr.
    pub(crate) fn warn(&self) {
        self.warnings().iter().for_each(|warning| eprintln!("warning: {warning}"));
    }

    /// Prints a warning to stderr where another file has another format.
    pub(crate) fn warn_of_other_format(&self, other: &Self) {
        if self.format != other.format {
            eprintln!("warning: {}{}", self.path.display(), self.other_format(other));
        }
    }

    /// What the user should know of before trusting the results.
    pub(super) fn warnings(&self) -> Vec<String> {
        let path = self.path.display();
        let mut warnings = Vec::new();
        if let Some(packing) = self.packing.filter(|_| self.ignored) {
            warnings.push(format!("{path}: what follows the packed data is ignored, as {packing} does"));
        }
        if self.examples_without_features > 0 {
            let Self { examples, examples_without_features, .. } = self;
            warnings
                .push(format!("{path}: {examples_without_features} of {examples} examples have no features"));
        }
        if let Some(share) = self.known_share().filter(|share| *share < FEW) {
            let share = 100.0 * share;
            warnings.push(format!(
                "{path}: only {share:.2} % of its {} entries have features known from {}",
                self.entries, self.known_from
            ));
        }
        warnings
    }

    /// Says that another file has another format, or nothing.
    pub(super) fn other_format(&self, other: &Self) -> String {
        match self.format == other.format {
            true => String::new(),
            false => format!(
                ": it is read as {}, and {} as {}",
                self.format.name(),
                other.path.display(),
                other.format.name()
            ),
        }
    }
}
