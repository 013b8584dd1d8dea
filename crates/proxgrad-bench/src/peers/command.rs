//! The command line of a peer: its name, its program and its arguments.

/// A value of `--peer` or `--peer-missing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub(super) name: String,
    /// The command with its arguments, or the reason.
    pub(super) rest: String,
}

/// Parses `NAME=TEXT`, split at the first `=`.
///
/// # Errors
/// The name or the text is missing.
pub fn named(text: &str) -> Result<Named, String> {
    let (name, rest) = text.split_once('=').unwrap_or((text, ""));
    let (name, rest) = (name.trim(), rest.trim());
    if name.is_empty() || rest.is_empty() {
        return Err(format!("«{text}» is not NAME=TEXT with both of them given"));
    }
    Ok(Named { name: name.to_owned(), rest: rest.to_owned() })
}

/// The words of a command: split at blanks, but not between quotes, which a path with blanks needs. A backslash stands
/// for itself, as in paths on Windows, unless a quote follows it outside of quotes.
pub(super) fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None, None);
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, '\\') => {
                let quote = rest.next_if(|next| ['\'', '"'].contains(next));
                word.get_or_insert_with(String::new).push(quote.unwrap_or(c));
            }
            _ => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.extend(word);
    words
}
