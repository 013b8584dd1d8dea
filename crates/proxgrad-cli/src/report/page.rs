//! The page: HTML with the parts of a report in order, which loads nothing but its pictures.

use super::text::escaped;

const STYLE: &str = include_str!("page.css");

/// A page being written; all its text is plain text and gets escaped.
pub(super) struct Page {
    title: String,
    body: String,
}

impl Page {
    pub(super) fn new(title: &str) -> Self {
        let title = escaped(title);
        Self { body: format!("<h1>{title}</h1>\n"), title }
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.body += &format!("<p>{}</p>\n", escaped(text));
    }

    /// Adds a picture from the folder of the page.
    pub(super) fn picture(&mut self, file: &str, title: &str) {
        let (file, title) = (escaped(file), escaped(title));
        self.body += &format!("<figure><img src=\"{file}\" alt=\"{title}\"></figure>\n");
    }

    /// Adds a table; columns of numbers are aligned to the right.
    pub(super) fn table(&mut self, header: &[&str], rows: &[Vec<String>]) {
        let numbers: Vec<_> = (0..header.len()).map(|column| is_numeric(rows, column)).collect();
        let row = |tag: &str, cells: &mut dyn Iterator<Item = &str>| {
            let cells = cells.enumerate().map(|(column, text)| {
                let class = if numbers.get(column) == Some(&true) { " class=\"number\"" } else { "" };
                format!("<{tag}{class}>{}</{tag}>", escaped(text))
            });
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        };
        let head = row("th", &mut header.iter().copied());
        let body: String =
            rows.iter().map(|cells| row("td", &mut cells.iter().map(String::as_str))).collect();
        self.body += "<div class=\"table\"><table>\n";
        self.body += &format!("<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table></div>\n");
    }

    pub(super) fn into_html(self) -> String {
        let Self { title, body } = self;
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}

/// Whether a column has cells that are not empty, and all of them begin with a number; units may follow.
fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let begins_like_number =
        |cell: &String| cell.trim_start_matches(['-', '+', '−']).starts_with(|c: char| c.is_ascii_digit());
    let cells = rows.iter().filter_map(|row| row.get(column));
    let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(begins_like_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_of_numbers_are_set_flush_right() {
        let mut page = Page::new("t");
        let row = |cells: [&str; 3]| cells.map(String::from).to_vec();
        let rows = [row(["a", "-1.5 us", "2 runs"]), row(["b", "", "3"]), row(["c", "3", "none"])];
        page.table(&["name", "median", "note"], &rows);
        let html = page.into_html();
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
    fn the_page_loads_nothing_but_its_pictures() {
        let mut page = Page::new("t");
        page.picture("loss.svg", "Loss");
        let html = page.into_html();
        assert_eq!(html.matches("src=").count(), 1);
        for outside in ["http", "url(", "@import", "<script", "<link"] {
            assert!(!html.contains(outside), "{outside}");
        }
    }
}
