//! A line of Vowpal Wabbit text:
//! `label [importance [base]] ['tag]|namespace[:weight] feature[:value] … |…`.
//!
//! Follows the "Input format" page of Vowpal Wabbit's wiki, the labels of its simple and multiclass learners.

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
/// When it is malformed, or has an importance weight or a base prediction, which are not supported.
pub(super) fn parse(line: &str) -> Result<Example<'_>, LineError> {
    let line = Span::of_line(line);
    let (head, sections) = line.split_once('|').ok_or_else(|| {
        LineError::new(line, "a | after the label")
            .remedy("the first example holds a |, so the file is read as Vowpal Wabbit")
    })?;
    let label = label(head)?;
    let mut entries = Vec::new();
    for section in sections.split('|') {
        parse_section(section, &mut entries)?;
    }
    Ok(Example { label, entries })
}

/// Parses the part before the first `|`.
fn label(head: Span<'_>) -> Result<Label<'_>, LineError> {
    let mut words: Vec<_> = head.words().collect();
    let touches = !head.ends_with_space();
    let tag = words.pop_if(|last| touches || last.text().starts_with('\''));
    let mut words = words.into_iter();
    let label = Label::parse(words.next().ok_or_else(|| no_label(head, tag))?)?;
    require(words.next(), 1.0, "an importance of 1", "importance weights are not supported")?;
    require(words.next(), 0.0, "a base of 0", "initial predictions are not supported")?;
    words.next().map_or(Ok(label), |more| Err(LineError::new(more, "a tag (with a ' before it) or a |")))
}

fn no_label<'a>(head: Span<'a>, tag: Option<Span<'a>>) -> LineError {
    let error = LineError::new(tag.unwrap_or(head), "a label before the |");
    match tag {
        Some(_) => {
            error.remedy("a word that touches the | or starts with ' is a tag: put the label before it")
        }
        None => error,
    }
}

/// Checks that a number is missing or has its default, the only supported value.
fn require(
    word: Option<Span<'_>>,
    default: f32,
    expected: &'static str,
    remedy: &'static str,
) -> Result<(), LineError> {
    match word {
        Some(word) if word.text().parse() != Ok(default) => {
            Err(LineError::new(word, expected).remedy(remedy))
        }
        _ => Ok(()),
    }
}

/// Parses a namespace and its features: the part between two `|`.
fn parse_section<'a>(section: Span<'a>, entries: &mut Vec<Entry<'a>>) -> Result<(), LineError> {
    // A name follows its | directly; features after a space belong to the unnamed namespace.
    let unnamed = section.text().is_empty() || section.starts_with_space();
    let ((namespace, weight), features) = if unnamed {
        (("", 1.0), section)
    } else {
        let (word, features) = section.split_word();
        (name_and_number(word, "a namespace before the :", "a finite weight")?, features)
    };
    for word in features.words() {
        let (feature, value) = name_and_number(word, "a feature before the :", "a finite value")?;
        // value = weight of the namespace · value of the feature
        let value = weight * value;
        if !value.is_finite() {
            return Err(LineError::new(word, "a value that the weight of its namespace leaves finite"));
        }
        entries.push(Entry { namespace: Some(namespace), feature, value });
    }
    Ok(())
}

/// Parses `name[:number]`; a missing number is 1.
fn name_and_number<'a>(
    word: Span<'a>,
    expected_name: &'static str,
    expected_number: &'static str,
) -> Result<(&'a str, f32), LineError> {
    let Some((name, value)) = word.split_once(':') else { return Ok((word.text(), 1.0)) };
    if name.text().is_empty() {
        return Err(LineError::new(word, expected_name));
    }
    Ok((name.text(), number(value, expected_number)?))
}
