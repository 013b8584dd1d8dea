//! The largest weights of a model by the names of their features.

use std::collections::HashMap;

use crate::{
    data::Dataset,
    report::{NONE, Report},
    train::{
        evaluation::FEW_CLASSES,
        largest::{Sign, Weight, largest},
        model::Saved,
    },
};

const SIGNS: [Sign; 2] = [Sign::Positive, Sign::Negative];

/// The largest weights of one sign, for a table.
struct Part {
    caption: String,
    weights: Vec<Weight>,
}

/// Adds a section; `train` is the data that the model was trained on.
pub(super) fn add(report: &mut Report, saved: &Saved, train: &Dataset) {
    report.heading("Largest weights");
    let (labels, names) = (saved.classes.names(), saved.vocabulary.names());
    let parts = parts(saved, &labels);
    report.paragraph(&meaning(saved, &labels));
    if names.is_none() {
        report.paragraph(
            "Features are hashed (--bits), so their names are not known: a row of the weights stands for all features with \
             its hash.",
        );
    }
    let entries = entries(train, &parts);
    let is_by_label = has_label_column(&labels);
    for Part { caption, weights } in &parts {
        let cells = |weight: &Weight| {
            let name = names.as_ref().map(|names| names[weight.row].to_owned());
            let mut cells = vec![name.unwrap_or_else(|| format!("row {}", weight.row))];
            if is_by_label {
                cells.push(labels[weight.output].clone());
            }
            cells.extend([number(weight.value), entries[&weight.row].to_string()]);
            cells
        };
        let header = ["feature", "label", "weight", "training entries"];
        let header: Vec<_> = header.into_iter().filter(|name| is_by_label || *name != "label").collect();
        let mut rows: Vec<_> = weights.iter().map(cells).collect();
        if rows.is_empty() {
            rows.push(vec![NONE.to_owned(); header.len()]);
        }
        report.half_table(caption, &header, &rows);
    }
}

/// Whether one table has the weights of all labels.
fn has_label_column(labels: &[String]) -> bool {
    labels.len() > FEW_CLASSES
}

/// The tables, one for each sign: of all weights for two classes and for many, of each label for a few.
fn parts(saved: &Saved, labels: &[String]) -> Vec<Part> {
    let part = |name: &str, output, sign, count| {
        let sign_name = if sign == Sign::Positive { "positive" } else { "negative" };
        Part { caption: format!("{name}{sign_name}"), weights: largest(&saved.model, output, sign, count) }
    };
    if labels.len() == 2 || has_label_column(labels) {
        let count = if labels.len() == 2 { 20 } else { 50 };
        return SIGNS.map(|sign| part("", None, sign, count)).into();
    }
    let of_label = |(output, label): (usize, &String)| {
        let (name, bias) = (format!("label {label}, "), saved.model.bias[output]);
        let mut parts = SIGNS.map(|sign| part(&name, Some(output), sign, 10));
        parts[0].caption += &format!("; bias {}", number(bias));
        parts
    };
    labels.iter().enumerate().flat_map(of_label).collect()
}

/// Explains the sign of a weight.
fn meaning(saved: &Saved, labels: &[String]) -> String {
    match (labels, &saved.model.bias[..]) {
        ([negative, positive], [bias]) => format!(
            "A positive weight speaks for label {positive}, a negative one for label {negative}. The bias is {}.",
            number(*bias)
        ),
        _ => "A positive weight speaks for its label, a negative one against it.".to_owned(),
    }
}

/// How many entries of the data each of these features has.
fn entries(dataset: &Dataset, parts: &[Part]) -> HashMap<usize, u64> {
    let rows = parts.iter().flat_map(|part| &part.weights).map(|weight| (weight.row, 0));
    let mut entries: HashMap<usize, u64> = rows.collect();
    for feature in &dataset.features {
        if let Some(count) = entries.get_mut(&(*feature as usize)) {
            *count += 1;
        }
    }
    entries
}

/// A weight to four decimals, or digits where it is small.
fn number(weight: f32) -> String {
    if weight == 0.0 || weight.abs() >= 1e-3 { format!("{weight:.4}") } else { format!("{weight:.3e}") }
}
