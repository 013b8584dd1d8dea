//! The kind of a safetensors file (model, state or other), and the rows that describe it.

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;
use proxgrad_safetensors::{Error, File, load};
use serde_json::{Value, json};

use super::table::listed;
use crate::train::Saved;

/// The kind of a safetensors file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A model of `proxgrad train`.
    Model,
    /// A state of the crate proxgrad-safetensors.
    State,
    /// Weights of `proxgrad export`.
    Export,
    /// Anything else.
    Tensors,
}

/// The description of a safetensors file.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// An object, for programs.
    pub(super) document: Value,
    /// Names and values, for people.
    pub(super) rows: Vec<Vec<String>>,
    /// Entries of the metadata, with a path into those that are JSON, that `rows` have in other words.
    pub(super) said: &'static [&'static str],
}

/// The entry of the metadata of a file with a state.
const STATE: &str = "proxgrad.format";
/// The entry of the metadata of a file of `proxgrad export`.
const EXPORT: &str = "proxgrad.export";
/// Prefixes of the names of accumulators and of values. Every parameter of a state has a tensor with one of them at least.
const OF_PARAMETERS: [&str; 2] = ["accum.", "values."];

impl Kind {
    /// The kind of a file, by its metadata.
    pub(super) fn of(file: &File) -> Self {
        let kinds = [(Saved::METADATA, Self::Model), (STATE, Self::State), (EXPORT, Self::Export)];
        let kind = kinds.into_iter().find(|(key, _)| file.metadata(key).is_some());
        kind.map_or(Self::Tensors, |(_, kind)| kind)
    }

    /// Its name, for programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::State => "state",
            Self::Export => "export",
            Self::Tensors => "tensors",
        }
    }

    /// Its name, for people.
    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Model => "a model of proxgrad train",
            Self::State => "the state of an optimizer, as proxgrad-safetensors writes it",
            Self::Export => "weights, as proxgrad export writes them",
            Self::Tensors => "safetensors",
        }
    }

    /// Reads a file of this kind.
    ///
    /// # Errors
    /// It cannot be used as what it says it is.
    pub(super) fn facts(self, file: &File) -> Result<Facts> {
        match self {
            Self::Model => model(file.path()),
            Self::State => state(file),
            Self::Export | Self::Tensors => Ok(Facts { document: json!({}), ..Facts::default() }),
        }
    }
}

fn model(path: &Path) -> Result<Facts> {
    let Saved { model, vocabulary, classes, epochs, bias, precision, settings, .. } = Saved::read(path)?;
    let rule = settings.map(|settings| settings.rule()).unwrap_or_default();
    let (all, nonzero) = (model.weights.len(), model.weights.iter().filter(|weight| **weight != 0.0).count());
    let (features, steps) = (vocabulary.len(), model.steps());
    let rows = if model.exact() { "exact" } else { "touched" };
    let is_named = vocabulary.names().is_some();
    let document = json!({
        "classes": classes.labels(),
        "features": features,
        "hash_bits": if is_named { None } else { Some(features.ilog2()) },
        "weights": all,
        "nonzero": nonzero,
        "steps": steps,
        "epochs": epochs,
        "rule": rule,
        "rows": rows,
        "bias": bias,
        "precision": precision,
        "dynamic_loss_scale": model.is_dynamic(),
    });
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let share = 100.0 * nonzero as f64 / all.max(1) as f64;
    let by = if is_named {
        "each by its name".to_owned()
    } else {
        format!("rows of a hash of {} bits", features.ilog2())
    };
    let rows = [
        ("classes", format!("{}: {}", classes.len(), listed(&classes.names()))),
        ("features", format!("{features}, {by}")),
        ("non-zero weights", format!("{nonzero} of {all} ({share:.2} %)")),
        ("steps", format!("{steps}, in {epochs} epochs")),
        ("rule", rule.title().to_owned()),
        ("rows", rows.to_owned()),
        ("bias", if bias { "trained" } else { "none" }.to_owned()),
        ("precision", precision.name().to_owned()),
        ("loss scale", if model.is_dynamic() { "dynamic" } else { "fixed" }.to_owned()),
    ];
    Ok(Facts {
        document,
        rows: rows.map(|(name, value)| vec![name.to_owned(), value]).to_vec(),
        said: &[
            "proxgrad.format",
            "proxgrad.classes",
            "proxgrad.bits",
            "proxgrad.epochs",
            "proxgrad.precision",
        ],
    })
}

fn state(file: &File) -> Result<Facts> {
    let state = load(file.path()).map_err(Error::into_fault)?;
    let names = file.tensors().map(|(name, _)| name);
    let parameter =
        |name: &str| OF_PARAMETERS.iter().find_map(|prefix| Some(name.strip_prefix(prefix)?.to_owned()));
    let parameters = Vec::from_iter(names.filter_map(parameter).collect::<BTreeSet<_>>());
    let rows = [
        ("steps", state.global_step().to_string()),
        ("parameters", format!("{}: {}", parameters.len(), listed(&parameters))),
    ];
    Ok(Facts {
        document: json!({ "steps": state.global_step(), "parameters": parameters }),
        rows: rows.map(|(name, value)| vec![name.to_owned(), value]).to_vec(),
        said: &["proxgrad.global_step"],
    })
}
