//! The tokens of Rust source text: words and punctuation, without comments, strings, characters and
//! lifetimes' quotes.

/// A word, `::`, `..`, or one character of punctuation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) line: usize,
}

/// The tokens of `source`, in order.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while !rest.is_empty() {
        let (length, is_token) = first(rest);
        let (text, after) = rest.split_at(length);
        if is_token {
            tokens.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

/// Bytes of the first piece of `rest`, and whether that piece is a token.
fn first(rest: &str) -> (usize, bool) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), false);
    }
    if let Some(length) = string(rest) {
        return (length, false);
    }
    if rest.starts_with('\'') {
        return (character(rest).unwrap_or(1), false);
    }
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    if word > 0 {
        return (word, true);
    }
    if rest.starts_with("::") || rest.starts_with("..") {
        return (2, true);
    }
    rest.chars().next().map_or((0, false), |c| (c.len_utf8(), !c.is_whitespace()))
}

/// Bytes of the block comment that `rest` starts with. Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Bytes of the string literal that `rest` starts with.
fn string(rest: &str) -> Option<usize> {
    let prefix =
        ["br", "cr", "r", "b", "c"].into_iter().find(|prefix| rest.starts_with(prefix)).unwrap_or("");
    let body = &rest[prefix.len()..];
    let hashes = if prefix.ends_with('r') { body.len() - body.trim_start_matches('#').len() } else { 0 };
    let text = body[hashes..].strip_prefix('"')?;
    let end = if prefix.ends_with('r') {
        let end = format!("\"{}", "#".repeat(hashes));
        text.find(&end)? + end.len()
    } else {
        let mut escaped = false;
        let is_end = |c| {
            let is_end = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            is_end
        };
        text.find(is_end)? + 1
    };
    Some(prefix.len() + hashes + 1 + end)
}

/// Bytes of the character literal that `rest` starts with; `None` where the quote belongs to a lifetime.
fn character(rest: &str) -> Option<usize> {
    if rest.starts_with("'\\") {
        // The escaped character itself may be a quote.
        return Some(3 + rest.get(3..)?.find('\'')? + 1);
    }
    let c = rest.chars().nth(1)?;
    rest[1 + c.len_utf8()..].starts_with('\'').then_some(2 + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_no_tokens() {
        let cases: [(&str, &[&str]); 8] = [
            ("a // use b;\nc", &["a", "c"]),
            ("a /* use b; /* c */ d */ e", &["a", "e"]),
            (r#"a "use b; \" c" d"#, &["a", "d"]),
            (r###"a r#"use "b";"# br"\" c"###, &["a", "c"]),
            (r"a '\'' '\u{7f}' '{' b'\\' c", &["a", "b", "c"]),
            ("&'a str", &["&", "a", "str"]),
            ("crate::a::b(0..c)", &["crate", "::", "a", "::", "b", "(", "0", "..", "c", ")"]),
            ("é \"\" barb", &["é", "barb"]),
        ];
        for (source, expected) in cases {
            let got: Vec<_> = tokens(source).iter().map(|token| token.text).collect();
            assert_eq!(got, expected, "{source}");
        }
    }

    #[test]
    fn a_token_knows_its_line() {
        let lines: Vec<_> = tokens("a /*\n*/ b \"\n\"\nc").iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 2, 4]);
    }
}
