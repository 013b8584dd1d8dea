//! Command lines as a shell reads them.

use std::ffi::OsString;

/// Words in a line, in quotes where a shell would take them for something else.
pub(super) fn line(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// The line that runs this program, whatever its path is, with these arguments; the first is the name that it was run by.
pub(super) fn line_of(arguments: impl Iterator<Item = OsString>) -> String {
    let arguments = arguments.skip(1).map(|argument| argument.to_string_lossy().into_owned());
    line(&["proxgrad".to_owned()].into_iter().chain(arguments).collect::<Vec<_>>())
}

/// A word in quotes where a shell would take it for something else.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_the_words_that_it_was_made_of() {
        let words = ["/usr/bin/proxgrad", "train", "it's", "a b", "", "$x", "--l1=1e-3"].map(OsString::from);
        assert_eq!(line_of(words.into_iter()), r"proxgrad train 'it'\''s' 'a b' '' '$x' --l1=1e-3");
    }
}
