//! Predictions for test data: errors by class, the confusion matrix, and the curves of two classes.

use anyhow::Result;

use super::percent::percent;
use crate::{
    report::{Chart, Line, Report},
    train::{
        evaluation::{ClassCounts, Evaluation},
        ranking::Ranking,
    },
};

/// The most classes whose errors are listed.
const MOST_CLASSES: usize = 100;

/// Adds a section; `names` has the label of each class.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn add(report: &mut Report, evaluation: &Evaluation, names: &[String]) -> Result<()> {
    report.heading("Predictions for the test data");
    add_classes(report, &evaluation.classes, names);
    if let Some(counts) = &evaluation.confusion {
        report.paragraph("Test examples by label and prediction; those on the diagonal are right.");
        report.matrix(names, counts);
    }
    if let (Some(ranking), [negative, positive]) = (&evaluation.ranking, names) {
        add_curves(report, ranking, [negative, positive])?;
    }
    Ok(())
}

/// Errors, precision and recall of each class.
fn add_classes(report: &mut Report, classes: &[ClassCounts], names: &[String]) {
    let mut classes: Vec<_> = classes.iter().zip(names).collect();
    let wrong = |class: &ClassCounts| class.examples - class.correct;
    if classes.len() > MOST_CLASSES {
        report.paragraph(&format!(
            "The {MOST_CLASSES} labels with the most wrong predictions, of {}:",
            names.len()
        ));
        // Stable, so that labels with as many errors stay ascending.
        classes.sort_by_key(|(class, _)| std::cmp::Reverse(wrong(class)));
        classes.truncate(MOST_CLASSES);
    }
    let row = |&(class, name): &(&ClassCounts, &String)| {
        let &ClassCounts { examples, predicted, correct } = class;
        vec![
            name.clone(),
            examples.to_string(),
            wrong(class).to_string(),
            percent(wrong(class), examples),
            percent(correct, predicted),
            percent(correct, examples),
            predicted.to_string(),
        ]
    };
    report.table(
        &["label", "examples", "wrong", "error", "precision", "recall", "predicted"],
        &classes.iter().map(row).collect::<Vec<_>>(),
    );
    report.paragraph(
        "Precision is the share of the examples predicted as a label that have it; recall is the share of the examples \
         with a label that are predicted so.",
    );
}

/// The curves over all thresholds of the score.
fn add_curves(report: &mut Report, ranking: &Ranking, [negative, positive]: [&str; 2]) -> Result<()> {
    report.paragraph(&format!(
        "Both curves are over all thresholds of the score: examples above the threshold count as predicted {positive}, the \
         others as predicted {negative}. The area under the ROC curve is the probability that an example of label \
         {positive} has a larger score than one of label {negative}, where equal scores count as half."
    ));
    let chart = |report: &mut Report, name, title: &str, [x_label, y_label]: [&str; 2], lines| {
        report.chart(name, &Chart { title, x_label, y_label, lines, y_from_zero: true, x_logarithmic: false })
    };
    chart(
        report,
        "roc",
        &format!("ROC curve, area {:.5}", ranking.area),
        ["false positive rate", "true positive rate"],
        vec![
            Line { name: "model", points: &ranking.roc },
            Line { name: "random scores", points: &[(0.0, 0.0), (1.0, 1.0)] },
        ],
    )?;
    let share = ranking.positive_share;
    chart(
        report,
        "precision-recall",
        &format!("Precision and recall, average precision {:.5}", ranking.average_precision),
        ["recall", "precision"],
        vec![
            Line { name: "model", points: &ranking.precision_recall },
            Line { name: "random scores", points: &[(0.0, share), (1.0, share)] },
        ],
    )
}
