//! The report of a run: one HTML page, and its pictures as SVG files beside it.
//!
//! A report of a run on a headless machine can be read later, anywhere: the page holds its pictures itself, and needs
//! neither network nor scripts. Each picture can also be used alone, in a README for example.

mod axis;
mod bars;
mod canvas;
mod chart;
mod folder;
mod images;
mod legend;
mod line;
mod page;
mod panels;
mod stroke;
mod table;
mod text;
mod theme;
mod thin;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(crate) use bars::{BarGroup, Bars};
pub(crate) use chart::Chart;
use folder::Folder;
pub(crate) use images::WeightImages;
pub(crate) use line::Line;
use page::{Page, Width};
pub(crate) use panels::{Panel, Panels};
pub(crate) use table::NONE;

/// File name of the page.
const PAGE: &str = "index.html";

/// A report in the making. Nothing is written before it is finished.
pub(crate) struct Report {
    folder: Folder,
    page: Page,
    /// Name and text of every picture, and of other files.
    files: Vec<(String, String)>,
}

impl Report {
    /// Starts a report in `dir`, which is created if it is missing, and removed again if the report is not finished; files
    /// of an earlier report are replaced.
    ///
    /// # Errors
    ///
    /// The folder cannot be created, or no page can be written there; the error names it.
    pub(crate) fn create(dir: &Path, title: &str) -> Result<Self> {
        let folder = Folder::create(dir)?;
        folder.check(PAGE)?;
        Ok(Self { folder, page: Page::new(title), files: Vec::new() })
    }

    /// Adds a paragraph of plain text.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.page.paragraph(text);
    }

    /// Begins a section of the page.
    pub(crate) fn heading(&mut self, text: &str) {
        self.page.heading(text);
    }

    /// Adds a command line.
    pub(crate) fn command(&mut self, text: &str) {
        self.page.command(text);
    }

    /// Adds names and their descriptions, which are plain text.
    pub(crate) fn facts(&mut self, rows: &[Vec<String>]) {
        self.page.facts(rows);
    }

    /// Adds a table of plain text; columns of numbers are aligned to the right, but for the first.
    pub(crate) fn table(&mut self, header: &[&str], rows: &[Vec<String>]) {
        self.page.table(None, header, rows, Width::Full);
    }

    /// Adds a table under a caption; such tables are side by side where the page is wide enough.
    pub(crate) fn half_table(&mut self, caption: &str, header: &[&str], rows: &[Vec<String>]) {
        self.page.table(Some(caption), header, rows, Width::Half);
    }

    /// Adds a confusion matrix; `counts` is by true and predicted class.
    pub(crate) fn matrix(&mut self, names: &[String], counts: &[Vec<u64>]) {
        self.page.matrix(names, counts);
    }

    /// Draws a chart into `NAME.svg` and adds it to the page; `name` is a file stem such as `loss`.
    ///
    /// # Errors
    ///
    /// The picture cannot be drawn; the error names it.
    pub(crate) fn chart(&mut self, name: &str, chart: &Chart<'_>) -> Result<()> {
        self.picture(name, chart.to_svg(), Width::Half)
    }

    /// Draws charts side by side into `NAME.svg` and adds them to the page; `name` is a file stem such as `frontier`.
    ///
    /// # Errors
    ///
    /// The picture cannot be drawn; the error names it.
    pub(crate) fn panels(&mut self, name: &str, panels: &Panels<'_>) -> Result<()> {
        self.picture(name, panels.to_svg(), Width::Full)
    }

    /// Adds a file beside the page, such as `points.csv`.
    pub(crate) fn file(&mut self, name: &str, text: String) {
        self.files.push((name.to_owned(), text));
    }

    /// Draws ratios into `NAME.svg` and adds them to the page; `name` is a file stem such as `rows`.
    ///
    /// # Errors
    ///
    /// The picture cannot be drawn; the error names it.
    pub(crate) fn bars(&mut self, name: &str, bars: &Bars<'_>) -> Result<()> {
        self.picture(name, bars.to_svg(), Width::Full)
    }

    /// Draws weights into `NAME.svg` and adds them to the page; `name` is a file stem such as `weights`.
    ///
    /// # Errors
    ///
    /// The number of weights does not fit the side and the classes; the error names the picture.
    pub(crate) fn images(&mut self, name: &str, images: &WeightImages<'_>) -> Result<()> {
        self.picture(name, images.to_svg(), Width::Full)
    }

    /// Writes the pictures and the page, `index.html`, and returns the path of the page.
    ///
    /// # Errors
    ///
    /// A file cannot be written; the error names its path. Of the files of this report, those before it are there.
    pub(crate) fn finish(self) -> Result<PathBuf> {
        for (name, text) in &self.files {
            self.folder.write(name, text)?;
        }
        self.folder.write(PAGE, &self.page.into_html())
    }

    fn picture(&mut self, name: &str, svg: Result<String>, width: Width) -> Result<()> {
        let name = format!("{name}.svg");
        let svg = svg.with_context(|| format!("cannot draw {name}"))?;
        self.page.picture(&svg, width);
        self.files.push((name, svg));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn chart<'a>(points: &'a [(f64, f64)]) -> Chart<'a> {
        Chart {
            title: "Loss <train>",
            x_label: "step",
            y_label: "loss",
            lines: vec![Line { name: "a & b", points }],
            y_from_zero: true,
            x_logarithmic: false,
        }
    }

    #[test]
    fn page_shows_everything_in_order_and_pictures_are_also_files() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("made/on/demand");
        let mut report = Report::create(&dir, "Run").unwrap();
        report.paragraph("first");
        report.chart("loss", &chart(&[(0.0, 1.0), (1.0, 0.5)])).unwrap();
        report.table(&["name", "value"], &[vec!["second".into(), "1.5".into()]]);
        let classes = [String::from("zero")];
        let images = WeightImages { title: "Weights", weights: &[0.0; 4], side: 2, classes: &classes };
        report.images("weights", &images).unwrap();

        let page = fs::read_to_string(report.finish().unwrap()).unwrap();
        let [loss, weights] =
            ["loss.svg", "weights.svg"].map(|file| fs::read_to_string(dir.join(file)).unwrap());
        let order = ["first", &loss, "second", &weights];
        let places: Vec<_> = order.iter().map(|part| page.find(part).expect(part)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!([loss, weights].iter().all(|picture| picture.starts_with("<svg ")));
    }

    #[test]
    fn text_from_users_is_escaped_in_page_and_pictures() {
        let dir = tempfile::tempdir().unwrap();
        let mut report = Report::create(dir.path(), "<b>\"Run\" & 'co'").unwrap();
        report.paragraph("<script>");
        report.heading("<script>");
        report.command("<script>");
        report.facts(&[vec!["<script>".into(), "<script>".into()]]);
        report.half_table("<script>", &["<script>"], &[vec!["<script>".into()]]);
        report.matrix(&["<script>".into()], &[vec![1]]);
        report.table(&["<i>"], &[vec!["<u>".into()]]);
        report.chart("loss", &chart(&[(0.0, 1.0)])).unwrap();
        let classes = [String::from("<em>\u{1b}")];
        let images = WeightImages { title: "<s>", weights: &[1.0], side: 1, classes: &classes };
        report.images("weights", &images).unwrap();
        report.finish().unwrap();

        for file in ["index.html", "loss.svg", "weights.svg"] {
            let text = fs::read_to_string(dir.path().join(file)).unwrap();
            for raw in ["<b>", "<script>", "<i>", "<u>", "<train>", "<em>", "<s>", "a & b", "\u{1b}"] {
                assert!(!text.contains(raw), "{file} holds {raw:?} as it came");
            }
        }
    }

    #[test]
    fn errors_name_the_path_that_could_not_be_written() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a file");
        fs::write(&file, "").unwrap();
        let error = Report::create(&file, "Run").err().unwrap();
        assert!(error.to_string().contains(&file.display().to_string()), "{error}");

        // A folder with the name of the picture.
        let taken = dir.path().join("loss.svg");
        fs::create_dir(&taken).unwrap();
        let mut report = Report::create(dir.path(), "Run").unwrap();
        report.chart("loss", &chart(&[])).unwrap();
        let error = report.finish().unwrap_err();
        assert!(error.to_string().contains(&taken.display().to_string()), "{error}");
    }
}
