//! Tables of a comparison: for people, in Markdown, and as CSV.

use super::point::{Point, best};

/// Numbers of weights for which the fewest errors are listed, as shares of all weights.
const SHARES: [f64; 2] = [0.1, 0.01];

/// The columns of [`summary`].
pub(super) const SUMMARY: [&str; 8] = [
    "rows",
    "rule",
    "smallest test error",
    "non-zero weights there",
    "l1",
    "rate",
    "smallest error with ≤ 10 % of weights",
    "with ≤ 1 %",
];

/// The columns of [`points`].
pub(super) const POINTS: [&str; 7] =
    ["rows", "rule", "l1", "rate", "test error", "lowest and highest", "non-zero weights"];

/// A row for every rule and kind of rows, by kind of rows.
pub(super) fn summary(points: &[Point]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<&Point>> = Vec::new();
    for point in points {
        match groups.iter_mut().find(|group| group[0].rule == point.rule && group[0].rows == point.rows) {
            Some(group) => group.push(point),
            None => groups.push(vec![point]),
        }
    }
    // Stable: the rules stay in their order.
    let order: Vec<_> = groups.iter().map(|group| group[0].rows).collect();
    groups.sort_by_key(|group| order.iter().position(|rows| *rows == group[0].rows));
    groups.iter().filter_map(|group| row(group)).collect()
}

fn row(group: &[&Point]) -> Option<Vec<String>> {
    let point = best(group.iter().copied())?;
    let mut row = vec![
        point.rows.to_owned(),
        point.rule.title().to_owned(),
        percent(point.test_error),
        weights(point),
        format!("{:e}", point.l1),
        point.learning_rate.to_string(),
    ];
    for share in SHARES {
        let few = best(group.iter().copied().filter(|point| point.nonzero_share <= share));
        row.push(few.map_or("–".to_owned(), |point| percent(point.test_error)));
    }
    Some(row)
}

/// A row for every point.
pub(super) fn points(points: &[Point]) -> Vec<Vec<String>> {
    let row = |point: &Point| {
        let [low, high] = point.test_error_range;
        vec![
            point.rows.to_owned(),
            point.rule.title().to_owned(),
            format!("{:e}", point.l1),
            point.learning_rate.to_string(),
            percent(point.test_error),
            format!("{} – {}", percent(low), percent(high)),
            weights(point),
        ]
    };
    points.iter().map(row).collect()
}

/// All points with all digits.
pub(super) fn csv(points: &[Point]) -> String {
    let mut text = "rule,rows,l1,learning_rate,test_error,test_error_min,test_error_max,nonzero,nonzero_min,nonzero_max,nonzero_share\n".to_owned();
    for point in points {
        let Point { rule, rows, l1, learning_rate, test_error, nonzero, nonzero_share, .. } = point;
        let ([least, most], [fewest, largest]) = (point.test_error_range, point.nonzero_range);
        text += &format!(
            "{},{rows},{l1},{learning_rate},{test_error},{least},{most},{nonzero},{fewest},{largest},{nonzero_share}\n",
            rule.name()
        );
    }
    text
}

/// The summary as a table in Markdown.
pub(super) fn markdown(rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head = SUMMARY.map(str::to_owned);
    let mut text = line(&head);
    text += &format!("|{}\n", "---|".repeat(SUMMARY.len()));
    rows.iter().for_each(|row| text += &line(row));
    text
}

fn percent(share: f64) -> String {
    format!("{:.2} %", 100.0 * share)
}

fn weights(point: &Point) -> String {
    format!("{:.0} ({})", point.nonzero, percent(point.nonzero_share))
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Candidate;
    use super::*;

    fn all() -> Vec<Point> {
        let point = |rows, l1, error, nonzero| {
            Point::new((Candidate::PlainRda, rows), (l1, 3.0), &[error], &[nonzero], 1000)
        };
        vec![
            point("touched", 1e-4, 0.25, 900.0),
            point("touched", 1e-3, 0.375, 100.0),
            point("exact", 1e-4, 0.125, 500.0),
            point("exact", 1e-3, 0.25, 10.0),
        ]
    }

    #[test]
    fn the_summary_has_the_best_point_and_those_with_few_weights() {
        let rows = summary(&all());
        let title = Candidate::PlainRda.title();
        let want = [
            ["touched", title, "25.00 %", "900 (90.00 %)", "1e-4", "3", "37.50 %", "–"],
            ["exact", title, "12.50 %", "500 (50.00 %)", "1e-4", "3", "25.00 %", "25.00 %"],
        ];
        assert_eq!(rows, want);
        let text = markdown(&rows);
        assert_eq!(text.lines().count(), 4);
        assert!(text.lines().all(|line| line.matches('|').count() == SUMMARY.len() + 1), "{text}");
    }

    #[test]
    fn files_have_a_line_for_every_point() {
        let text = csv(&all());
        assert_eq!(text.lines().count(), 5);
        let columns = text.lines().next().unwrap().split(',').count();
        assert!(text.lines().all(|line| line.split(',').count() == columns), "{text}");
        assert!(text.contains("plain-rda,exact,0.001,3,0.25,0.25,0.25,10,10,10,0.01\n"), "{text}");
        assert!(points(&all()).iter().all(|row| row.len() == POINTS.len()));
    }
}
