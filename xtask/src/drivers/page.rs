//! The section "Drivers" of `docs/reliability.md`.

use crate::command_line::Transcript;

const BEGIN: &str = "<!-- drivers: written by `cargo xtask test --drivers` -->";
const END: &str = "<!-- drivers: end -->";

/// What was run on a driver or given to a compiler, and how it ended.
pub(crate) struct Row {
    pub(crate) name: String,
    version: String,
    pub(crate) outcome: String,
    /// What the validation layers said.
    messages: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing was run now, and the page has the row of an earlier run.
    Kept,
    Passed,
    NotRun,
    Failed,
}

impl Row {
    /// The suite ran to its end.
    pub(crate) fn of_suite(
        name: &str,
        version: String,
        said: Result<Transcript, String>,
        messages: Result<String, String>,
    ) -> Self {
        let (passed, outcome) = match said {
            Ok((passed, said)) => (passed, summary(&said)),
            Err(reason) => (false, reason),
        };
        let kind = if passed && messages.is_ok() { Kind::Passed } else { Kind::Failed };
        let messages = messages.unwrap_or_else(|listed| listed);
        Self { name: name.into(), version, outcome, messages, kind }
    }

    /// A compiler has taken all kernels, or not.
    pub(crate) fn of_compiler(name: &str, version: String, passed: bool, outcome: String) -> Self {
        let kind = if passed { Kind::Passed } else { Kind::Failed };
        Self { name: name.into(), version, outcome, messages: "–".into(), kind }
    }

    /// Nothing was run.
    pub(crate) fn kept(name: &str) -> Self {
        Self { kind: Kind::Kept, ..Self::not_run(name, "not asked for".into()) }
    }

    pub(crate) fn is_kept(&self) -> bool {
        self.kind == Kind::Kept
    }

    /// What is needed is not here.
    pub(crate) fn not_run(name: &str, reason: String) -> Self {
        let outcome = format!("not run: {reason}");
        Self { name: name.into(), version: "–".into(), outcome, messages: "–".into(), kind: Kind::NotRun }
    }

    /// The driver is here, and no device of the library's can be opened on it.
    pub(crate) fn refused(name: &str, reason: String) -> Self {
        Self { outcome: format!("no device: {reason}"), ..Self::not_run(name, String::new()) }
    }

    pub(crate) fn failed(name: &str, reason: String) -> Self {
        Self {
            outcome: format!("failed: {reason}"),
            kind: Kind::Failed,
            ..Self::not_run(name, String::new())
        }
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.kind == Kind::Failed
    }

    /// The row as a line of a table, or that of the page where it has one that is to be kept.
    fn line(&self, page: &str, count: usize) -> String {
        let before = page.lines().find(|line| line.starts_with(&format!("| {} | ", self.name)));
        match before.filter(|_| self.is_kept()) {
            Some(line) => format!("{line}\n"),
            None => self.cells(count),
        }
    }

    fn cells(&self, count: usize) -> String {
        let cells = [&self.name, &self.version, &self.outcome, &self.messages];
        let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
        format!("| {} |\n", cells[..count].join(" | "))
    }
}

/// The numbers in the last line `test result: …` of a test binary.
fn summary(said: &str) -> String {
    let line = said.lines().rev().find_map(|line| line.strip_prefix("test result: "));
    let Some(line) = line else { return "it did not run to its end".into() };
    let numbers = line.split(['.', ';']).map(str::trim);
    let shown = numbers.filter(|part| part.ends_with("passed") || part.ends_with("failed"));
    shown.filter(|part| *part != "0 failed").collect::<Vec<_>>().join(", ")
}

/// The page with the section in place of an earlier one, or behind everything else.
pub(crate) fn with_section(page: &str, drivers: &[Row], compilers: &[Row]) -> String {
    let section = format!("{BEGIN}\n{}{END}\n", tables(page, drivers, compilers));
    let page = if page.is_empty() { "# Reliability\n" } else { page };
    match page.split_once(BEGIN).zip(page.split_once(END)) {
        Some(((before, _), (_, after))) => format!("{before}{section}{}", after.trim_start_matches('\n')),
        None => format!("{}\n\n## Drivers\n\n{section}", page.trim_end()),
    }
}

fn tables(page: &str, drivers: &[Row], compilers: &[Row]) -> String {
    let mut text =
        "\n| driver | adapter and version | integration tests | validation messages |\n|---|---|---|---|\n"
            .to_owned();
    drivers.iter().for_each(|row| text += &row.line(page, 4));
    text += "\n| compiler | version | kernels that it translates |\n|---|---|---|\n";
    compilers.iter().for_each(|row| text += &row.line(page, 3));
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let said = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n";
        vec![Row::of_suite("a", "1 | 2".into(), Ok((true, said.into())), Ok("0".into()))]
    }

    #[test]
    fn a_section_is_written_once_and_then_in_its_place() {
        let compilers = [Row::of_compiler("naga", "30".into(), true, "MSL: 5 of 5".into())];
        let first = with_section("# Page\n\nText.\n", &rows(), &compilers);
        assert!(first.starts_with("# Page\n\nText.\n\n## Drivers\n\n<!-- drivers:"), "{first}");
        assert!(first.contains("\n| a | 1 \\| 2 | 3 passed | 0 |\n"), "{first}");
        assert!(first.contains("\n| naga | 30 | MSL: 5 of 5 |\n"), "{first}");
        assert_eq!(with_section(&first, &rows(), &compilers), first);
        let kept = [Row::kept("a"), Row::kept("b")];
        let second = with_section(&first, &kept, &[Row::kept("naga")]);
        assert_eq!(
            second,
            first.replace("3 passed | 0 |\n", "3 passed | 0 |\n| b | – | not run: not asked for | – |\n")
        );
        let more = first.clone() + "\n## More\n";
        assert_eq!(with_section(&more, &rows(), &compilers), format!("{first}## More\n"));
    }

    #[test]
    fn a_row_fails_where_tests_or_messages_do_and_not_where_a_driver_is_missing() {
        assert!(!rows()[0].has_failed());
        assert!(Row::of_suite("a", String::new(), Ok((false, String::new())), Ok("0".into())).has_failed());
        let messages = Err("1 × VUID-a".to_owned());
        assert!(Row::of_suite("a", String::new(), Ok((true, String::new())), messages).has_failed());
        assert!(!Row::not_run("a", "no driver".into()).has_failed());
    }

    #[test]
    fn failed_tests_are_counted_too() {
        let said = "test result: FAILED. 300 passed; 2 failed; 0 ignored; 0 measured; 1 filtered out\n";
        assert_eq!(summary(said), "300 passed, 2 failed");
        assert_eq!(summary("error: could not compile"), "it did not run to its end");
    }
}
