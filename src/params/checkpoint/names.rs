//! Names of the tensors of a snapshot, and which numbers they may hold.

use super::super::info::ParamInfo;
use crate::rule::{Rule, UpdateRule};

pub(super) const STEP: &str = "global_step";
pub(super) const SKIPPED_STEPS: &str = "skipped_steps";
pub(super) const RECORDED_STEPS: &str = "recorded_steps";
pub(super) const LOSS_SCALE: &str = "loss_scale";
pub(super) const GOOD_STEPS: &str = "good_steps";

/// Names of the tensors of exact rows: the number of steps that the parameter took part in, the last step of
/// each row, and the rates of the steps that the oldest row has missed.
pub(super) fn exact_names(info: &ParamInfo) -> [String; 3] {
    ["steps", "last_touched", "missed_rates"].map(|what| format!("{what}.{}", info.name))
}

/// Name of the tensor with the rates that were recorded for steps beyond those taken, where rows are exact.
pub(super) fn recorded_name(info: &ParamInfo) -> String {
    format!("recorded_rates.{}", info.name)
}

/// Names of the tensors of a parameter's planes of state.
pub(super) fn plane_names(info: &ParamInfo) -> impl Iterator<Item = String> {
    Rule::PLANE_NAMES.into_iter().map(|plane| format!("{plane}.{}", info.name))
}

/// Whether a tensor is of a parameter with this name.
pub(super) fn is_of(tensor: &str, param: &str) -> bool {
    let kinds =
        ["steps", "last_touched", "missed_rates", "recorded_rates"].into_iter().chain(Rule::PLANE_NAMES);
    let kind = tensor.strip_suffix(param).and_then(|start| start.strip_suffix('.'));
    kind.is_some_and(|kind| kinds.into_iter().any(|of| of == kind))
}

/// Whether an accumulator or a rate may have a value: it is finite and at least 0.
pub(super) fn is_saved(value: f32) -> bool {
    value.is_finite() && value >= 0.0
}
