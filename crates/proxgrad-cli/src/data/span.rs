//! A part of a line that knows its position, so that an error can state the column.

use std::iter;

/// A part of a line.
#[derive(Clone, Copy)]
pub(super) struct Span<'a> {
    line: &'a str,
    /// Bytes from the start of the line; the span is `line[start..end]`.
    start: usize,
    end: usize,
}

impl<'a> Span<'a> {
    pub(super) fn of_line(line: &'a str) -> Self {
        Self { line, start: 0, end: line.len() }
    }

    pub(super) fn text(self) -> &'a str {
        &self.line[self.start..self.end]
    }

    /// The column of the first character, counted from 1. Computed on demand, because most spans are never reported.
    pub(super) fn column(self) -> usize {
        self.line[..self.start].chars().count() + 1
    }

    /// The parts before and after the first `separator`.
    pub(super) fn split_once(self, separator: char) -> Option<(Self, Self)> {
        let at = self.start + self.text().find(separator)?;
        Some((Self { end: at, ..self }, Self { start: at + separator.len_utf8(), ..self }))
    }

    /// The parts between the separators: one more than there are separators.
    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Self> {
        let mut rest = Some(self);
        iter::from_fn(move || {
            let span = rest?;
            let (part, after) =
                span.split_once(separator).map_or((span, None), |(part, after)| (part, Some(after)));
            rest = after;
            Some(part)
        })
    }

    /// The first word between separators, which is empty where there is none, and the rest.
    pub(super) fn split_word(self, is_separator: fn(char) -> bool) -> (Self, Self) {
        let text = self.text();
        let start = self.end - text.trim_start_matches(is_separator).len();
        let end = self.line[start..self.end].find(is_separator).map_or(self.end, |length| start + length);
        (Self { start, end, ..self }, Self { start: end, ..self })
    }

    /// The words between separators.
    pub(super) fn words(self, is_separator: fn(char) -> bool) -> impl Iterator<Item = Self> {
        let mut rest = self;
        iter::from_fn(move || {
            let (word, after) = rest.split_word(is_separator);
            rest = after;
            (!word.text().is_empty()).then_some(word)
        })
    }

    /// The part that begins with the first `character`.
    pub(super) fn starting_at(self, character: char) -> Option<Self> {
        let start = self.start + self.text().find(character)?;
        Some(Self { start, ..self })
    }

    /// Whether `character` follows in the line.
    pub(super) fn is_followed_by(self, character: char) -> bool {
        self.line[self.end..].starts_with(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_space(character: char) -> bool {
        character.is_ascii_whitespace()
    }

    fn texts<'a>(spans: impl Iterator<Item = Span<'a>>) -> Vec<(&'a str, usize)> {
        spans.map(|span| (span.text(), span.column())).collect()
    }

    #[test]
    fn words_know_their_columns_in_characters() {
        let line = Span::of_line(" äö\t3:1  €  b ");
        assert_eq!(texts(line.words(is_space)), [("äö", 2), ("3:1", 5), ("€", 10), ("b", 13)]);
    }

    #[test]
    fn splitting_keeps_empty_parts() {
        assert_eq!(texts(Span::of_line("|a||b").split('|')), [("", 1), ("a", 2), ("", 4), ("b", 5)]);
        assert_eq!(texts(Span::of_line("").split('|')), [("", 1)]);
    }

    #[test]
    fn a_blank_line_has_an_empty_first_word() {
        for blank in ["", " ", " \t "] {
            let (word, rest) = Span::of_line(blank).split_word(is_space);
            assert_eq!((word.text(), rest.text()), ("", ""), "{blank:?}");
        }
    }
}
