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

    #[inline]
    pub(super) fn text(self) -> &'a str {
        &self.line[self.start..self.end]
    }

    #[inline]
    fn bytes(self) -> &'a [u8] {
        &self.line.as_bytes()[self.start..self.end]
    }

    /// The column of the first character, counted from 1. Computed on demand, because most spans are never reported.
    pub(super) fn column(self) -> usize {
        self.line[..self.start].chars().count() + 1
    }

    /// The parts before and after the first `separator`, which is ASCII.
    #[inline]
    pub(super) fn split_once(self, separator: u8) -> Option<(Self, Self)> {
        let length = self.bytes().iter().position(|&byte| byte == separator)?;
        Some(self.split_around(length))
    }

    /// The parts before and after the ASCII character at a number of bytes from the start.
    #[inline]
    pub(super) fn split_around(self, length: usize) -> (Self, Self) {
        let at = self.start + length;
        (Self { end: at, ..self }, Self { start: at + 1, ..self })
    }

    /// The number of leading bytes that are digits.
    #[inline]
    pub(super) fn leading_digits(self) -> usize {
        let bytes = self.bytes();
        bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len())
    }

    /// The parts between the separators, which are ASCII: one more than there are separators.
    pub(super) fn split(self, separator: u8) -> impl Iterator<Item = Self> {
        let mut rest = Some(self);
        iter::from_fn(move || {
            let span = rest?;
            let (part, after) =
                span.split_once(separator).map_or((span, None), |(part, after)| (part, Some(after)));
            rest = after;
            Some(part)
        })
    }

    /// The first word between separators, which are ASCII, and the rest. The word is empty where there is none.
    #[inline]
    pub(super) fn split_word(self, is_separator: impl Fn(u8) -> bool) -> (Self, Self) {
        let bytes = self.bytes();
        let before = bytes.iter().position(|&byte| !is_separator(byte)).unwrap_or(bytes.len());
        let word = &bytes[before..];
        let length = word.iter().position(|&byte| is_separator(byte)).unwrap_or(word.len());
        let start = self.start + before;
        (Self { start, end: start + length, ..self }, Self { start: start + length, ..self })
    }

    /// The words between separators, which are ASCII.
    #[inline]
    pub(super) fn words(self, is_separator: impl Fn(u8) -> bool) -> impl Iterator<Item = Self> {
        let mut rest = self;
        iter::from_fn(move || {
            let (word, after) = rest.split_word(&is_separator);
            rest = after;
            (word.start < word.end).then_some(word)
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

    fn is_space(byte: u8) -> bool {
        byte.is_ascii_whitespace()
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
        assert_eq!(texts(Span::of_line("|a||b").split(b'|')), [("", 1), ("a", 2), ("", 4), ("b", 5)]);
        assert_eq!(texts(Span::of_line("").split(b'|')), [("", 1)]);
    }

    #[test]
    fn a_blank_line_has_an_empty_first_word() {
        for blank in ["", " ", " \t "] {
            let (word, rest) = Span::of_line(blank).split_word(is_space);
            assert_eq!((word.text(), rest.text()), ("", ""), "{blank:?}");
        }
    }
}
