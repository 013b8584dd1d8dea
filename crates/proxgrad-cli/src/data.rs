//! Data files: libsvm and Vowpal Wabbit text, plain or packed, read line by line into sparse rows.
//!
//! The content of a file determines its packing and its format. A line goes from bytes ([`packing`]) to text
//! ([`lines`]), to names and values ([`example`]), and to rows of the weight table ([`vocabulary`]); errors state line
//! and column.

mod binary;
mod classes;
mod dataset;
mod error;
mod example;
mod format;
mod label;
mod libsvm;
mod lines;
mod listing;
mod name;
mod names;
mod number;
mod packing;
mod peek;
mod span;
mod summary;
#[cfg(test)]
mod tests;
mod unpacker;
mod vocabulary;
mod vowpal;

use std::{io, path::Path};

pub(crate) use self::{
    classes::Classes,
    dataset::Dataset,
    error::ReadError,
    format::FormatArg,
    listing::Listing,
    summary::Summary,
    vocabulary::{HASH_BITS, Vocabulary},
};
use self::{
    classes::SeenClasses,
    error::{LineError, TooMany},
    example::Example,
    format::Format,
    label::Label,
    lines::{Line, Lines},
    listing::Counted,
    summary::ReadAs,
};

/// A data file, and how it is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) path: &'a Path,
    pub(crate) format: FormatArg,
}

/// The examples of a file.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) dataset: Dataset,
    pub(crate) summary: Summary,
}

/// The row of a feature.
struct Row {
    /// `None` for a feature that is to be dropped.
    row: Option<u32>,
    /// Whether the feature was known before the file was read.
    known: bool,
}

impl Source<'_> {
    /// Reads training data for a new model: the classes are those of the file, and its features are added to
    /// `vocabulary`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, a line of it is malformed, it holds no features, or it holds fewer than two
    /// classes. `vocabulary` may have grown by then.
    pub(crate) fn read_train(self, vocabulary: &mut Vocabulary) -> Result<(Loaded, Classes), ReadError> {
        let mut seen = SeenClasses::default();
        let row_of = |name: &str| Ok(Row { row: Some(vocabulary.row_or_insert(name)?), known: false });
        let mut loaded = self.read(row_of, |label| seen.class(label))?;
        if let Some(label) = seen.only() {
            return Err(ReadError::OneClass { path: self.path.to_path_buf(), label });
        }
        let classes = seen.sort(&mut loaded.dataset.labels);
        Ok((loaded, classes))
    }

    /// Reads training data for a model that has classes already; new features are added to `vocabulary`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, a line of it is malformed, it holds no features, or a label is not among
    /// `classes`. `vocabulary` may have grown by then.
    pub(crate) fn read_train_with(
        self,
        vocabulary: &mut Vocabulary,
        classes: &Classes,
    ) -> Result<Loaded, ReadError> {
        let rows = vocabulary.len();
        let row_of = |name: &str| {
            let row = vocabulary.row_or_insert(name)?;
            Ok(Row { row: Some(row), known: (row as usize) < rows })
        };
        let Loaded { dataset, summary } = self.read(row_of, |label| classes.class(label))?;
        Ok(Loaded { dataset, summary: summary.compared_with("the saved model") })
    }

    /// Reads test data for a model that was trained on `train`; features that `vocabulary` lacks are dropped, because
    /// their weights would be zero.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, a line of it is malformed, it holds no features, none of its features occurred in
    /// training, or a label is not among `classes`.
    pub(crate) fn read_test(
        self,
        vocabulary: &Vocabulary,
        classes: &Classes,
        train: &Summary,
    ) -> Result<Loaded, ReadError> {
        let row_of = |name: &str| {
            let row = vocabulary.row(name);
            Ok(Row { row, known: row.is_some_and(|row| vocabulary.is_used(row)) })
        };
        let Loaded { dataset, summary } = self.read(row_of, |label| classes.class(label))?;
        if summary.known == 0 {
            let (path, formats) = (self.path.to_path_buf(), summary.other_format(train));
            return Err(ReadError::OtherFeatures { path, entries: summary.entries, formats });
        }
        Ok(Loaded { dataset, summary: summary.compared_with("training") })
    }

    /// Reads examples one at a time for the predictions of a model: rows and values of the features that `vocabulary` has, and the
    /// class of the label where `classes` has it.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, a line of it is malformed, or `take` fails.
    pub(crate) fn each_known(
        self,
        vocabulary: &Vocabulary,
        classes: &Classes,
        mut take: impl FnMut(&[u32], &[f32], Option<u32>) -> io::Result<()>,
    ) -> Result<Summary, ReadError> {
        let (mut rows, mut values, mut key) = (Vec::new(), Vec::new(), String::new());
        let summary = self.each_example(|example, _| {
            rows.clear();
            values.clear();
            let mut known = 0;
            for entry in &example.entries {
                if let Some(row) = vocabulary.row(entry.name.key(&mut key)) {
                    rows.push(row);
                    values.push(entry.value);
                    known += usize::from(vocabulary.is_used(row));
                }
            }
            let class = example.label.as_ref().ok().and_then(|label| classes.class(*label).ok());
            take(&rows, &values, class).map_err(ReadError::Output)?;
            Ok(known)
        })?;
        Ok(summary.compared_with("the model"))
    }

    /// Reads a file to count what it holds; the first `keep` examples are part of the result.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a line of it is malformed.
    pub(crate) fn list(self, keep: usize) -> Result<Listing, ReadError> {
        let mut counted = Counted::new(keep);
        let summary = self.each_example(|example, _| {
            counted.add(example);
            Ok(0)
        })?;
        Ok(counted.finish(summary))
    }

    /// Reads all examples; `row_of` returns the row of a feature.
    fn read(
        self,
        mut row_of: impl FnMut(&str) -> Result<Row, TooMany>,
        mut class_of: impl FnMut(Label<'_>) -> Result<u32, LineError>,
    ) -> Result<Loaded, ReadError> {
        let mut dataset = Dataset::new();
        let summary = self.each_example(|example, line| {
            add(&mut dataset, example, &mut row_of, &mut class_of).map_err(|error| line.locate(error))
        })?;
        if summary.entries == 0 {
            let (path, format) = (self.path.to_path_buf(), summary.format().name());
            return Err(ReadError::NoFeatures { path, format, examples: dataset.len() });
        }
        Ok(Loaded { dataset, summary })
    }

    /// Passes on each example with its line, and returns what was found; `take` returns the number of entries with known features.
    fn each_example(
        self,
        mut take: impl FnMut(&Example<'_>, &Line<'_>) -> Result<usize, ReadError>,
    ) -> Result<Summary, ReadError> {
        let mut lines = Lines::open(self.path)?;
        let packing = lines.packing();
        let (mut format, guessed) = (self.format.given(), self.format.given().is_none());
        let mut summary = None;
        while let Some(line) = lines.next()? {
            format = format.or_else(|| Format::of(line.text));
            let Some(format) = format.filter(|format| !format.is_blank(line.text)) else { continue };
            let summary =
                summary.get_or_insert_with(|| Summary::new(self.path, ReadAs { format, guessed, packing }));
            let example = format.parse(line.text).map_err(|error| line.locate(error))?;
            let known = take(&example, &line)?;
            summary.count(example.entries.len(), known);
        }
        let mut summary = summary.ok_or_else(|| ReadError::NoExamples { path: self.path.to_path_buf() })?;
        summary.set_ignored(lines.has_ignored());
        Ok(summary)
    }
}

/// Adds an example to a data set, and returns the number of its entries with known features.
fn add(
    dataset: &mut Dataset,
    example: &Example<'_>,
    row_of: &mut impl FnMut(&str) -> Result<Row, TooMany>,
    class_of: &mut impl FnMut(Label<'_>) -> Result<u32, LineError>,
) -> Result<usize, LineError> {
    let label = example.label.clone()?;
    let at_label = |error| LineError::too_many(label.at, error);
    let (mut buffer, mut all_known) = (String::new(), 0);
    for entry in &example.entries {
        let Row { row, known } = row_of(entry.name.key(&mut buffer)).map_err(at_label)?;
        all_known += usize::from(known);
        if let Some(row) = row {
            dataset.push_entry(row, entry.value);
        }
    }
    dataset.end_example(class_of(label)?).map_err(at_label)?;
    Ok(all_known)
}
