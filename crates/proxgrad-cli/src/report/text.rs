//! Text from users: escaped for XML and HTML, and cut to fit a picture.
//!
//! The fonts of the reader are unknown, so widths are estimates, rather too large than too small.

/// The most characters of a text that anything shows: more than a tooltip or a picture has room for, and few enough for the
/// sum of their widths.
const MOST: usize = 1000;

/// The text with special characters of XML escaped, and control characters replaced by blanks: XML forbids most of them, and
/// those for the direction of text would have it read as something else.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars().map(printable) {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// The text cut to at most `width`, ending in `…` where it was cut, for a font of `size`; both in pixels.
///
/// Control characters are replaced by blanks. The text is not escaped, because plotters escapes what it draws.
pub(super) fn fitted(text: &str, width: i32, size: i32) -> String {
    let text: String = text.chars().map(printable).take(MOST).collect();
    if self::width(&text, size) <= width {
        return text;
    }
    let room = width - self::width("…", size);
    let mut used = 0;
    let kept = text.chars().take_while(|&c| {
        used += hundredths(c);
        used * size / 100 <= room
    });
    kept.chain(['…']).collect()
}

/// The beginning of a text that is longer than `most` characters, ending in `…`, and more of it; `None` where the text is not
/// longer.
pub(super) fn cut(text: &str, most: usize) -> Option<(String, String)> {
    text.chars().nth(most)?;
    let first = |count| text.chars().take(count);
    let more = if text.chars().nth(MOST).is_some() { "…" } else { "" };
    Some((first(most - 1).chain(['…']).collect(), first(MOST).collect::<String>() + more))
}

/// The estimated width of the text in a font of `size`; both in pixels.
pub(super) fn width(text: &str, size: i32) -> i32 {
    text.chars().map(hundredths).sum::<i32>() * size / 100
}

/// The width of a character in hundredths of the font size, as in DejaVu Sans, the widest common sans-serif font.
fn hundredths(c: char) -> i32 {
    match c {
        ' ' | '!' | '\'' | '(' | ')' | ',' | '.' | '/' | ':' | ';' | 'f' | 'i' | 'j' | 'l' | 't' | '|' => 40,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 100,
        'A'..='Z' | '&' | '+' | '<' | '=' | '>' | '~' => 80,
        c if c.is_ascii() => 64,
        _ => 100,
    }
}

/// The character, or a blank for one that XML 1.0 (section 2.2) does not allow, or that changes the direction of the text
/// after it.
fn printable(c: char) -> char {
    let changes_direction =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || changes_direction || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_characters_are_escaped_and_control_characters_blanked() {
        assert_eq!(escaped("<a href=\"x\">&'\0\u{1b}"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;  ");
        assert_eq!(escaped("\u{202e}ä\u{2066}"), " ä ");
    }

    #[test]
    fn a_text_is_cut_where_it_is_longer_than_allowed() {
        assert_eq!(cut("äöü", 3), None);
        assert_eq!(cut("äöü!", 3), Some(("äö…".to_owned(), "äöü!".to_owned())));
        let (start, more) = cut(&"x".repeat(10_000_000), 80).unwrap();
        assert_eq!((start.chars().count(), more.chars().count()), (80, MOST + 1));
    }

    #[test]
    fn text_that_fits_is_kept_and_longer_text_is_cut_to_fit() {
        assert_eq!(fitted("seven", 100, 14), "seven");
        for (text, room) in [("a very long class name", 60), ("WWWWWWWWWW", 60), ("数字数字数字数字", 60)]
        {
            let cut = fitted(text, room, 14);
            assert!(cut.ends_with('…') && cut.chars().count() > 2, "{text}: {cut}");
            assert!(width(&cut, 14) <= room, "{text}: {cut}");
        }
        assert_eq!(fitted(&"a".repeat(10_000_000), 60, 14), fitted(&"a".repeat(100), 60, 14));
    }
}
