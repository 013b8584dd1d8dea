//! The page: HTML with the parts of a report in order. It holds all that it shows, and loads nothing.

use super::{
    table::{facts, matrix, table},
    text::escaped,
    theme::dark_rules,
};

const STYLE: &str = include_str!("page.css");

/// The part of a page's width that a table or a picture takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Width {
    Full,
    /// Two or more are side by side where the page is wide enough.
    Half,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
        }
    }
}

/// A page being written; all its text is plain text and gets escaped.
pub(super) struct Page {
    title: String,
    body: String,
}

impl Page {
    pub(super) fn new(title: &str) -> Self {
        let title = escaped(title);
        Self { body: format!("<h1>{title}</h1>\n<section>\n"), title }
    }

    /// Begins a section.
    pub(super) fn heading(&mut self, text: &str) {
        self.body += &format!("</section>\n<section>\n<h2>{}</h2>\n", escaped(text));
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.body += &format!("<p>{}</p>\n", escaped(text));
    }

    /// Adds a command line, which is broken between words alone where they fit.
    pub(super) fn command(&mut self, text: &str) {
        let words: Vec<_> = text.split(' ').map(|word| format!("<span>{}</span>", escaped(word))).collect();
        self.body += &format!("<pre><code>{}</code></pre>\n", words.join(" "));
    }

    /// Adds a picture, an SVG document whose text is escaped.
    pub(super) fn picture(&mut self, svg: &str, width: Width) {
        self.body += &format!("<figure class=\"{}\">\n{svg}</figure>\n", width.class());
    }

    /// Adds a table; columns of numbers are aligned to the right.
    pub(super) fn table(
        &mut self,
        caption: Option<&str>,
        header: &[&str],
        rows: &[Vec<String>],
        width: Width,
    ) {
        self.scrolling(&table(caption, header, rows), width);
    }

    /// Adds names and their descriptions.
    pub(super) fn facts(&mut self, rows: &[Vec<String>]) {
        self.scrolling(&facts(rows), Width::Full);
    }

    /// Adds a confusion matrix; `counts` is by true and predicted class.
    pub(super) fn matrix(&mut self, names: &[String], counts: &[Vec<u64>]) {
        self.scrolling(&matrix(names, counts), Width::Full);
    }

    /// Adds a table, which scrolls by itself where it is wider than the page.
    fn scrolling(&mut self, table: &str, width: Width) {
        self.body += &format!("<div class=\"table {}\">{table}</div>\n", width.class());
    }

    pub(super) fn into_html(self) -> String {
        let Self { title, body } = self;
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n{body}</section>\n</body>\n</html>\n",
            dark_rules()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_nothing_and_runs_nothing() {
        let mut page = Page::new("t");
        page.picture("<svg></svg>\n", Width::Half);
        page.heading("h");
        page.command("a && b");
        let html = page.into_html();
        for outside in ["http", "url(", "src=", "href=", "@import", "<script", "<link"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert_eq!(html.matches("<section>").count(), html.matches("</section>").count());
    }
}
