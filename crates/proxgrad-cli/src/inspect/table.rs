//! Tables of text.

/// The most names that a row lists.
const LISTED: usize = 20;
/// The most characters of a text that a table shows.
const SHOWN: usize = 200;

/// Lines whose columns are aligned: the first `left` of them at the left, the others, which are numbers, at the right.
pub(super) fn aligned(rows: &[Vec<String>], left: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let cell = |(column, cell): (usize, &String)| match widths[column] {
        width if column < left => format!("{cell:<width$}"),
        width => format!("{cell:>width$}"),
    };
    let line = |row: &Vec<String>| row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ");
    rows.iter().map(|row| line(row).trim_end().to_owned()).collect()
}

/// A number with six significant digits.
pub(super) fn short(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 || (1e-4..1e6).contains(&size) {
        let rounded = format!("{number:.5e}").parse().unwrap_or(number);
        return format!("{rounded}");
    }
    format!("{number:.5e}")
}

/// Names in a row, the first of them where they are many.
pub(super) fn listed(names: &[String]) -> String {
    let (shown, left_out) = names.split_at(names.len().min(LISTED));
    let mut shown: Vec<_> = shown.iter().map(|name| plain(name)).collect();
    if !left_out.is_empty() {
        shown.push(format!("and {} more", left_out.len()));
    }
    shown.join(", ")
}

/// Text of a file for a terminal: cut, and with control characters escaped.
pub(super) fn plain(text: &str) -> String {
    let mut plain: String = text.chars().take(SHOWN).flat_map(escaped).collect();
    if text.chars().nth(SHOWN).is_some() {
        plain.push('…');
    }
    plain
}

fn escaped(character: char) -> Vec<char> {
    if character.is_control() { character.escape_debug().collect() } else { vec![character] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_digits_and_an_exponent_where_they_are_far_from_1() {
        for (number, text) in [
            (0.0, "0"),
            (-1.0, "-1"),
            (0.123_456_789, "0.123457"),
            (123_456.7, "123457"),
            (1e6, "1.00000e6"),
            (-2.5e-5, "-2.50000e-5"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(short(number), text);
        }
    }

    #[test]
    fn text_is_cut_and_cannot_control_the_terminal() {
        assert_eq!(plain("a\u{1b}[31m\nä"), "a\\u{1b}[31m\\nä");
        assert_eq!(plain(&"ä".repeat(201)), "ä".repeat(200) + "…");
    }
}
