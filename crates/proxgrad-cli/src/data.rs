//! Training data: libsvm and Vowpal Wabbit text, plain or gzipped, read line by line into sparse rows.
//!
//! The content of a file determines its format. A line goes from text ([`lines`]) to names and values ([`example`]) to
//! rows of the weight table ([`vocabulary`]); errors state line and column.

mod classes;
mod dataset;
mod error;
mod example;
mod format;
mod label;
mod libsvm;
mod lines;
mod number;
mod span;
#[cfg(test)]
mod tests;
mod vocabulary;
mod vowpal;

use std::path::Path;

pub(crate) use self::{classes::Classes, dataset::Dataset, error::ReadError, vocabulary::Vocabulary};
use self::{
    classes::SeenClasses,
    error::{LineError, TooMany},
    example::Example,
    format::Format,
    label::Label,
    lines::Lines,
};

/// Reads training data for a new model: the classes are those of the file, and its features are added to `vocabulary`.
///
/// # Errors
///
/// When the file cannot be read, a line of it is malformed, or it holds fewer than two classes. `vocabulary`
/// may have grown by then.
pub(crate) fn read_train(path: &Path, vocabulary: &mut Vocabulary) -> Result<(Dataset, Classes), ReadError> {
    let mut seen = SeenClasses::default();
    let mut dataset = read(path, |name| vocabulary.row_or_insert(name).map(Some), |label| seen.class(label))?;
    if let Some(label) = seen.only() {
        return Err(ReadError::OneClass { path: path.to_path_buf(), label });
    }
    let classes = seen.sort(&mut dataset.labels);
    Ok((dataset, classes))
}

/// Reads training data for a model that has classes already; new features are added to `vocabulary`.
///
/// # Errors
///
/// When the file cannot be read, a line of it is malformed, or a label is not among `classes`. `vocabulary`
/// may have grown by then.
pub(crate) fn read_train_with(
    path: &Path,
    vocabulary: &mut Vocabulary,
    classes: &Classes,
) -> Result<Dataset, ReadError> {
    read(path, |name| vocabulary.row_or_insert(name).map(Some), |label| classes.class(label))
}

/// Reads test data; features that `vocabulary` lacks are dropped, because their weights would be zero.
///
/// # Errors
///
/// When the file cannot be read, a line of it is malformed, or a label is not among `classes`.
pub(crate) fn read_test(
    path: &Path,
    vocabulary: &Vocabulary,
    classes: &Classes,
) -> Result<Dataset, ReadError> {
    read(path, |name| Ok(vocabulary.row(name)), |label| classes.class(label))
}

/// Reads a file; `row_of` returns the row of a feature, or `None` to drop it.
fn read(
    path: &Path,
    mut row_of: impl FnMut(&str) -> Result<Option<u32>, TooMany>,
    mut class_of: impl FnMut(Label<'_>) -> Result<u32, LineError>,
) -> Result<Dataset, ReadError> {
    let mut lines = Lines::open(path)?;
    let mut dataset = Dataset::new();
    let mut format = None;
    while let Some(line) = lines.next()? {
        if format::is_comment(line.text) {
            continue;
        }
        let format = *format.get_or_insert_with(|| Format::of(line.text));
        format
            .parse(line.text)
            .and_then(|example| add(&mut dataset, &example, &mut row_of, &mut class_of))
            .map_err(|error| line.locate(error))?;
    }
    if dataset.len() == 0 {
        return Err(ReadError::NoExamples { path: path.to_path_buf() });
    }
    Ok(dataset)
}

fn add(
    dataset: &mut Dataset,
    example: &Example<'_>,
    row_of: &mut impl FnMut(&str) -> Result<Option<u32>, TooMany>,
    class_of: &mut impl FnMut(Label<'_>) -> Result<u32, LineError>,
) -> Result<(), LineError> {
    let at_label = |error| LineError::too_many(example.label.at, error);
    let mut name = String::new();
    for entry in &example.entries {
        if let Some(row) = row_of(entry.name(&mut name)).map_err(at_label)? {
            dataset.push_entry(row, entry.value);
        }
    }
    dataset.end_example(class_of(example.label)?).map_err(at_label)
}
