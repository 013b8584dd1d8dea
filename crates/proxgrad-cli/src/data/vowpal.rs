//! A line of Vowpal Wabbit text:
//! `label [importance [base]] ['tag]|namespace[:weight] feature[:value] … |…`.
//!
//! Follows the "Input format" page of Vowpal Wabbit's wiki and what Vowpal Wabbit 9.11 does, with the labels of its
//! simple and multiclass learners. There are no comments.

use super::{
    error::LineError,
    example::{Entry, Example, capacity},
    label::Label,
    name::Name,
    number::{number, parse as parse_number},
    span::Span,
};

/// A namespace, and what the numbers of its features are multiplied by.
#[derive(Clone, Copy)]
struct Namespace<'a> {
    name: &'a str,
    weight: f32,
}

/// Parses a line that is not blank.
///
/// # Errors
///
/// When it is malformed, or has an importance weight or a base prediction, which are not supported.
pub(super) fn parse(line: &str) -> Result<Example<'_>, LineError> {
    let line = Span::of_line(line);
    if let Some(rest) = line.starting_at('\r') {
        let error = LineError::new(rest, "no carriage return within a line");
        return Err(error.remedy("end lines with \\n or \\r\\n"));
    }
    let (head, sections) = line.split_once(b'|').ok_or_else(|| {
        LineError::new(line, "a | after the label")
            .remedy("the file is read as Vowpal Wabbit text; --format libsvm reads libsvm text")
    })?;
    let label = label(head)?;
    let label = label.ok_or_else(|| no_label(head));
    let mut entries = Vec::with_capacity(capacity(sections.text()));
    for section in sections.split(b'|') {
        parse_section(section, &mut entries)?;
    }
    Ok(Example { label, entries })
}

/// Whether what precedes the first `|` is well-formed.
pub(super) fn has_label(line: &str) -> bool {
    Span::of_line(line).split_once(b'|').is_some_and(|(head, _)| matches!(label(head), Ok(Some(_))))
}

/// White space between features.
#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Parses the part before the first `|`; `None` where it has no label.
fn label(head: Span<'_>) -> Result<Option<Label<'_>>, LineError> {
    let Head { mut words, .. } = Head::of(head);
    if words.is_empty() {
        return Ok(None);
    }
    let mut words = words.drain(..);
    let label = words.next().map(Label::parse).transpose()?;
    require(words.next(), 1.0, "an importance of 1", "importance weights are not supported")?;
    require(words.next(), 0.0, "a base of 0", "initial predictions are not supported")?;
    words.next().map_or(Ok(label), |more| Err(LineError::new(more, "a tag (with a ' before it) or a |")))
}

/// The part before the first `|`.
struct Head<'a> {
    /// Label, importance and base.
    words: Vec<Span<'a>>,
    tag: Option<Span<'a>>,
    /// All of these.
    all: Span<'a>,
    /// Whether a tab precedes them, with something that is ignored.
    has_tab: bool,
}

impl<'a> Head<'a> {
    fn of(head: Span<'a>) -> Self {
        // Vowpal Wabbit drops what precedes the first tab.
        let (has_tab, head) = head.split_once(b'\t').map_or((false, head), |(_, after)| (true, after));
        let mut words: Vec<_> = head.words(|byte| byte == b' ').collect();
        let touches = !head.text().ends_with(' ');
        let tag = words.pop_if(|last| touches || last.text().starts_with('\''));
        Self { words, tag, all: head, has_tab }
    }
}

/// The error of a command that needs a label.
fn no_label(head: Span<'_>) -> LineError {
    let Head { tag, all, has_tab, .. } = Head::of(head);
    let error = LineError::new(tag.unwrap_or(all), "a label before the |");
    match tag {
        _ if has_tab => {
            error.remedy("what precedes a tab is ignored there, as Vowpal Wabbit does: write a space")
        }
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
    let unnamed = section.text().bytes().next().is_none_or(is_space);
    let (namespace, features) = if unnamed {
        (Namespace { name: "", weight: 1.0 }, section)
    } else {
        let (word, features) = section.split_word(is_space);
        (namespace(word)?, features)
    };
    let mut nameless = 0;
    for word in features.words(is_space) {
        entries.extend(entry(word, namespace, &mut nameless)?);
    }
    Ok(())
}

/// Parses `name[:weight]`.
fn namespace(word: Span<'_>) -> Result<Namespace<'_>, LineError> {
    let Some((name, weight)) = word.split_once(b':') else {
        return Ok(Namespace { name: word.text(), weight: 1.0 });
    };
    if name.text().is_empty() {
        return Err(LineError::new(word, "a namespace before the :"));
    }
    Ok(Namespace { name: name.text(), weight: number(weight, "a finite weight")? })
}

/// Parses a feature: `name`, `name:value`, `:value` or `name:text`. A value of 0 gives no entry.
///
/// `nameless` counts the features of the namespace that have no name.
fn entry<'a>(
    word: Span<'a>,
    Namespace { name: namespace, weight }: Namespace<'a>,
    nameless: &mut usize,
) -> Result<Option<Entry<'a>>, LineError> {
    let Some((feature, value)) = word.split_once(b':') else {
        return Ok(Entry::new(Name::Named { namespace, feature: word.text() }, weight));
    };
    let feature = feature.text();
    let number = match parse_number(value.text()) {
        None if is_text(value.text()) => {
            // As in Vowpal Wabbit, the weight of the namespace does not count here.
            return text(value).map(|text| Entry::new(Name::Text { namespace, feature, text }, 1.0));
        }
        number => number.filter(|number| number.is_finite()),
    };
    // value = weight of the namespace · value of the feature
    let value = weight * number.ok_or_else(|| LineError::new(value, "a finite value"))?;
    if !value.is_finite() {
        return Err(LineError::new(word, "a value that the weight of its namespace leaves finite"));
    }
    if !feature.is_empty() {
        return Ok(Entry::new(Name::Named { namespace, feature }, value));
    }
    *nameless += 1;
    Ok(Entry::new(Name::Position { namespace, position: *nameless - 1 }, value))
}

/// Whether what follows the `:` of a feature, and is no number, is a category: Vowpal Wabbit finds no beginning of a number.
fn is_text(value: &str) -> bool {
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    !digits.starts_with(|first: char| first.is_ascii_digit()) && !is_number_without_digits(value)
}

/// Whether Vowpal Wabbit takes this for a 0: a number without digits before its exponent.
fn is_number_without_digits(value: &str) -> bool {
    let value = value.strip_prefix('-').unwrap_or(value);
    let value = value.strip_prefix('.').unwrap_or(value);
    let exponent = value.strip_prefix(['e', 'E']).unwrap_or(value);
    let exponent = exponent.strip_prefix('-').filter(|_| exponent != value).unwrap_or(exponent);
    exponent.bytes().all(|byte| byte.is_ascii_digit())
}

fn text(value: Span<'_>) -> Result<&str, LineError> {
    if value.is_followed_by('|') {
        let error = LineError::new(value, "a space between the text of a feature and the |");
        return Err(error.remedy("Vowpal Wabbit reads the | as a part of the text"));
    }
    Ok(value.text())
}
