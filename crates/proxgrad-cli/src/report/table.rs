//! Tables as HTML. All text is plain text, and gets escaped.

use super::text::{cut, escaped};

/// The most characters of a cell that are shown; a tooltip has more of them.
const SHOWN: usize = 80;
/// The most characters of a cell that describes something.
const DESCRIPTION: usize = 2000;

/// Text of a cell without a number, such as a ratio whose denominator is 0.
pub(crate) const NONE: &str = "–";

/// A table with a header; columns of numbers are aligned to the right, but for the first one, which says what a row is about.
pub(super) fn table(caption: Option<&str>, header: &[&str], rows: &[Vec<String>]) -> String {
    let numbers: Vec<_> = (0..header.len()).map(|column| column > 0 && is_numeric(rows, column)).collect();
    let row = |tag: &str, cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.enumerate().map(|(column, text)| {
            let class = if numbers.get(column) == Some(&true) { " class=\"number\"" } else { "" };
            format!("<{tag}{class}>{}</{tag}>", shown(text, SHOWN))
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let caption =
        caption.map_or(String::new(), |text| format!("<caption>{}</caption>\n", shown(text, SHOWN)));
    let head = row("th", &mut header.iter().copied());
    let body: String = rows.iter().map(|cells| row("td", &mut cells.iter().map(String::as_str))).collect();
    format!("<table>\n{caption}<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table>")
}

/// Names and descriptions: a row for each pair.
pub(super) fn facts(rows: &[Vec<String>]) -> String {
    let row = |cells: &Vec<String>| {
        let (name, others) = cells.split_first().map_or(("", &[][..]), |(name, others)| (name, others));
        let others = others.iter().map(|text| format!("<td>{}</td>", shown(text, DESCRIPTION)));
        format!("<tr><th scope=\"row\">{}</th>{}</tr>\n", shown(name, SHOWN), others.collect::<String>())
    };
    format!("<table class=\"facts\">\n<tbody>{}</tbody>\n</table>", rows.iter().map(row).collect::<String>())
}

/// A confusion matrix: a row for each true class, a column for each predicted one, `counts` by both. A cell is the darker
/// the larger its share of the row is.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn matrix(names: &[String], counts: &[Vec<u64>]) -> String {
    let names: Vec<_> = names.iter().map(|name| shown(name, SHOWN)).collect();
    let head: String = names.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let row = |(place, (name, counts)): (usize, (&String, &Vec<u64>))| {
        let sum = counts.iter().sum::<u64>().max(1) as f64;
        let cell = |(column, count): (usize, &u64)| {
            let class = if column == place { " class=\"hit\"" } else { "" };
            format!("<td{class} style=\"--share: {:.3}\">{count}</td>", *count as f64 / sum)
        };
        let cells: String = counts.iter().enumerate().map(cell).collect();
        format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>\n")
    };
    let body: String = names.iter().zip(counts).enumerate().map(row).collect();
    format!(
        "<table class=\"matrix\">\n<thead><tr><th>label</th><th colspan=\"{}\">predicted</th></tr>\n\
         <tr><th></th>{head}</tr></thead>\n<tbody>{body}</tbody>\n</table>",
        names.len()
    )
}

/// The text, cut where it is longer than `most` characters; what is cut off is in a tooltip.
fn shown(text: &str, most: usize) -> String {
    match cut(text, most) {
        None => escaped(text),
        Some((start, more)) => {
            format!("<span title=\"{}\">{}</span>", escaped(&more), escaped(&start))
        }
    }
}

/// Whether a column has cells with numbers, and all others are empty; units may follow a number.
fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let begins_like_number =
        |cell: &String| cell.trim_start_matches(['-', '+', '−']).starts_with(|c: char| c.is_ascii_digit());
    let cells = rows.iter().filter_map(|row| row.get(column));
    let mut cells = cells.filter(|cell| !cell.is_empty() && *cell != NONE).peekable();
    cells.peek().is_some() && cells.all(begins_like_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: [&str; 3]) -> Vec<String> {
        cells.map(String::from).to_vec()
    }

    #[test]
    fn only_columns_of_numbers_after_the_first_are_set_flush_right() {
        let rows = [row(["1", "-1.5 us", "2 runs"]), row(["2", NONE, "3"]), row(["3", "3", "none"])];
        let html = table(None, &["name", "median", "note"], &rows);
        for cell in [
            "<th>name",
            "<th class=\"number\">median",
            "<th>note",
            "<td class=\"number\">-1.5 us",
            "<td>2 runs",
        ] {
            assert!(html.contains(cell), "{cell} is not in {html}");
        }
    }

    #[test]
    fn a_long_cell_is_cut_and_its_tooltip_has_more() {
        let name = "<b>".repeat(1000);
        for html in [
            table(Some(&name), &["a", "b", "c"], &[row([&name, "1", "2"])]),
            matrix(std::slice::from_ref(&name), &[vec![1]]),
        ] {
            assert!(html.len() < 20_000, "{} bytes", html.len());
            assert!(html.contains("<span title=\"&lt;b&gt;&lt;b&gt;") && html.contains("…</span>"), "{html}");
            assert!(!html.contains("<b>"), "{html}");
        }
    }

    #[test]
    fn shades_of_a_matrix_are_shares_of_its_rows() {
        let html = matrix(&["-1".to_owned(), "1".to_owned()], &[vec![3, 1], vec![0, 0]]);
        for cell in [
            "<td class=\"hit\" style=\"--share: 0.750\">3</td>",
            "<td style=\"--share: 0.250\">1</td>",
            "<td class=\"hit\" style=\"--share: 0.000\">0</td>",
        ] {
            assert!(html.contains(cell), "{cell} is not in {html}");
        }
    }
}
