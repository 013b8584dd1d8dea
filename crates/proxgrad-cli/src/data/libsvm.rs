//! A line of libsvm text: `label [qid:number] index:value … # comment`.
//!
//! The format of LIBSVM's README, with the comments and the `qid` of SVM-light.

use super::{
    error::LineError,
    example::{Entry, Example, capacity},
    label::Label,
    name::Name,
    number::number,
    span::Span,
};

/// Parses a line that is not blank.
///
/// # Errors
///
/// When it is not a label followed by `index:value`s.
pub(super) fn parse(line: &str) -> Result<Example<'_>, LineError> {
    let line = Span::of_line(without_comment(line));
    let (label, entries) = line.split_word(is_space);
    let label = Label::parse(label)?;
    let (first, rest) = entries.split_word(is_space);
    // The groups of ranking data, which classifiers ignore.
    let entries = if is_query(first.text()) { rest } else { entries };
    let mut read = Vec::with_capacity(capacity(entries.text()));
    for word in entries.words(is_space) {
        read.extend(entry(word)?);
    }
    Ok(Example { label: Ok(label), entries: read })
}

/// Whether a line has no example: it has white space at most, and a comment.
pub(super) fn is_blank(line: &str) -> bool {
    without_comment(line).bytes().all(is_space)
}

pub(super) fn without_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(example, _)| example)
}

/// The white space of C and Python.
#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn is_query(word: &str) -> bool {
    word.strip_prefix("qid:").is_some_and(|number| is_index(number.strip_prefix('-').unwrap_or(number)))
}

/// Parses an entry; a value of 0 gives none.
#[inline]
fn entry(word: Span<'_>) -> Result<Option<Entry<'_>>, LineError> {
    let digits = word.leading_digits();
    if digits == 0 || word.text().as_bytes().get(digits) != Some(&b':') {
        return Err(not_an_entry(word));
    }
    let (index, value) = word.split_around(digits);
    Ok(Entry::new(Name::Index { index: canonical(index.text()) }, number(value, "a finite value")?))
}

fn is_index(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The index without leading zeros: "03" is feature 3.
#[inline]
fn canonical(index: &str) -> &str {
    if !index.starts_with('0') {
        return index;
    }
    match index.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    }
}

fn not_an_entry(word: Span<'_>) -> LineError {
    let error = LineError::new(word, "index:value with a whole number as index");
    if word.text().starts_with("qid:") {
        return error.remedy("a qid is a whole number and follows the label");
    }
    if word.text().contains('|') {
        return error.remedy(
            "the file is read as libsvm text, as its first example is; --format vw reads Vowpal Wabbit text",
        );
    }
    error
}
