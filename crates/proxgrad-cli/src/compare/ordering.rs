//! Whether the results are ordered as those of Duchi, Hazan and Singer (2011, Table 1), who compared these rules on RCV1.

use serde::Serialize;

use super::{
    candidate::Candidate,
    point::{Point, best},
};
use crate::train::RuleArg;

/// Test errors that differ by at most this much are about the same.
const CLOSE: f64 = 0.005;

const ADAGRAD_FB: Candidate = Candidate::Rule(RuleArg::ProximalAdagrad);
const ADAGRAD_RDA: Candidate = Candidate::Rule(RuleArg::Rda);
const FB: Candidate = Candidate::Rule(RuleArg::Fobos);
const RDA: Candidate = Candidate::PlainRda;

/// A statement about the results, and whether it is true.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Finding {
    pub(super) rows: &'static str,
    pub(super) statement: String,
    pub(super) holds: bool,
    /// Whether it is about a difference that another sample of as many test examples could have the other way round.
    pub(super) may_be_chance: bool,
}

impl Finding {
    /// A sentence for people.
    pub(super) fn text(&self) -> String {
        let Self { rows, statement, holds, may_be_chance } = self;
        let holds = if *holds { "holds" } else { "DOES NOT HOLD" };
        let chance = if *may_be_chance {
            ", but the difference is within the sampling error of the test data"
        } else {
            ""
        };
        format!("{rows} rows: {statement}: {holds}{chance}")
    }
}

/// The statements of the paper about one kind of rows, for the point of each rule with the fewest errors on so many test examples.
/// Without one of the rules there are none about it.
pub(super) fn findings(points: &[Point], rows: &'static str, examples: usize) -> Vec<Finding> {
    let of = |rule: Candidate| best(points.iter().filter(|point| point.rule == rule && point.rows == rows));
    let percent = |point: &Point| format!("{:.2} %", 100.0 * point.test_error);
    let (fb, rda) = (of(ADAGRAD_FB), of(ADAGRAD_RDA));
    let mut findings = Vec::new();
    let mut add = |statement: String, holds: bool, may_be_chance: bool| {
        findings.push(Finding { rows, statement, holds, may_be_chance });
    };
    if let (Some(fb), Some(rda)) = (fb, rda) {
        add(
            format!(
                "ProximalAdagrad (AdaGrad-FB) and AdaGrad-RDA have about the same test error, {} and {}",
                percent(fb),
                percent(rda)
            ),
            (fb.test_error - rda.test_error).abs() <= CLOSE,
            false,
        );
    }
    for adaptive in [fb, rda].into_iter().flatten() {
        for plain in [RDA, FB].into_iter().filter_map(of) {
            let [ours, theirs] = [adaptive, plain].map(|point| point.rule.title());
            let [error, other] = [adaptive, plain].map(percent);
            add(
                format!("{ours} has a smaller test error than {theirs}, {error} to {other}"),
                adaptive.test_error < plain.test_error,
                (adaptive.test_error - plain.test_error).abs() < standard_error(plain.test_error, examples),
            );
        }
    }
    if let (Some(fb), Some(rda)) = (fb, rda) {
        add(
            format!(
                "ProximalAdagrad (AdaGrad-FB) keeps more non-zero weights than AdaGrad-RDA, {:.0} to {:.0}",
                fb.nonzero, rda.nonzero
            ),
            fb.nonzero > rda.nonzero,
            false,
        );
    }
    findings
}

/// The standard error of a test error on so many examples.
#[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
fn standard_error(error: f64, examples: usize) -> f64 {
    (error * (1.0 - error) / examples.max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(rule: Candidate, error: f64, nonzero: f64) -> Point {
        Point::new((rule, "exact"), (1e-3, 1.0), &[error], &[nonzero], 1000)
    }

    #[test]
    fn the_ordering_of_the_paper_holds_where_the_numbers_have_it() {
        let mut points = [
            point(ADAGRAD_FB, 0.05, 300.0),
            point(ADAGRAD_FB, 0.1, 3.0),
            point(ADAGRAD_RDA, 0.053, 200.0),
            point(FB, 0.08, 10.0),
            point(RDA, 0.09, 10.0),
        ];
        let found = findings(&points, "exact", 10_000);
        assert_eq!(found.len(), 6);
        assert!(
            found.iter().all(|finding| finding.holds && finding.text().ends_with(": holds")),
            "{found:?}"
        );
        let few = findings(&points, "exact", 50);
        assert_eq!(few.iter().filter(|finding| finding.may_be_chance).count(), 4, "{few:?}");
        points[0].nonzero = 100.0;
        points[2].test_error = 0.085;
        let fails: Vec<_> =
            findings(&points, "exact", 10_000).into_iter().filter(|finding| !finding.holds).collect();
        assert_eq!(fails.len(), 3, "{fails:?}");
        assert!(fails[1].text().contains("AdaGrad-RDA has a smaller test error than FOBOS"), "{fails:?}");
    }

    #[test]
    fn nothing_is_said_about_rules_that_were_not_run() {
        let points = [point(ADAGRAD_FB, 0.05, 300.0), point(Candidate::Rule(RuleArg::Ftrl), 0.05, 300.0)];
        assert_eq!(findings(&points, "exact", 10_000), []);
        assert_eq!(findings(&points, "touched", 10_000), []);
    }
}
