//! A line of libsvm text: `label index:value … # comment`.
//!
//! The format of LIBSVM's README, with the comments of SVM-light.

use super::{
    error::LineError,
    example::{Entry, Example},
    label::Label,
    number::number,
    span::Span,
};

/// Parses a line that is no comment.
///
/// # Errors
///
/// When it is not a label followed by `index:value`s.
pub(super) fn parse(line: &str) -> Result<Example<'_>, LineError> {
    let line = Span::of_line(line);
    let line = line.split_once('#').map_or(line, |(example, _)| example);
    let (label, entries) = line.split_word();
    Ok(Example {
        label: Label::parse(label)?,
        entries: entries.words().map(entry).collect::<Result<_, _>>()?,
    })
}

fn entry(word: Span<'_>) -> Result<Entry<'_>, LineError> {
    let (index, value) =
        word.split_once(':').filter(|(index, _)| is_index(index.text())).ok_or_else(|| not_an_entry(word))?;
    Ok(Entry { namespace: None, feature: canonical(index.text()), value: number(value, "a finite value")? })
}

fn is_index(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The index without leading zeros: "03" is feature 3.
fn canonical(index: &str) -> &str {
    match index.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    }
}

fn not_an_entry(word: Span<'_>) -> LineError {
    let error = LineError::new(word, "index:value with a whole number as index");
    if word.text().starts_with("qid:") {
        return error.remedy("ranking data is not supported");
    }
    if word.text().contains('|') {
        return error.remedy("the first example holds no |, so the file is read as libsvm");
    }
    error
}
