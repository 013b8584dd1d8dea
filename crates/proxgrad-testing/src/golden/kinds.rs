//! The kinds of case, one file each.

mod body;
mod constants;
mod dense;
mod dynamic_lr;
mod edge;
mod entries;
mod errors;
mod loss_scale;
mod one_parameter;
mod optimizer;
mod rule_dense;
mod rule_sparse;
mod schedule;
mod sparse;
mod unsupported;

use self::{body::cases, one_parameter::one_parameter_cases};
use crate::golden::case::Case;

/// The cases of a file of this kind. A kind that is not known here is not skipped: its cases fail when they are
/// replayed.
pub(crate) fn parse(kind: &str, text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    match kind {
        "constants" => one_parameter_cases::<constants::Constants>(text),
        "dense" => one_parameter_cases::<dense::Dense>(text),
        "dynamic_lr" => dynamic_lr::cases(text),
        "edge" | "edge_documented" => cases::<edge::Edge>(text),
        "errors" => cases::<errors::Errors>(text),
        "loss_scale" => cases::<loss_scale::LossScale>(text),
        "optimizer" => cases::<optimizer::OptimizerCase>(text),
        "rule_dense" => one_parameter_cases::<rule_dense::RuleDense>(text),
        "rule_sparse" => one_parameter_cases::<rule_sparse::RuleSparse>(text),
        "schedule" => schedule::cases(text),
        "sparse" => one_parameter_cases::<sparse::Sparse>(text),
        other => unsupported::cases(text, other),
    }
}
