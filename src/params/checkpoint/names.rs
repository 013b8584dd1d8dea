//! Names of the tensors of a snapshot, and which numbers they may hold.

use super::super::info::ParamInfo;
use crate::rule::RuleForm;

pub(super) const STEP: &str = "global_step";
pub(super) const SKIPPED_STEPS: &str = "skipped_steps";
pub(super) const RECORDED_STEPS: &str = "recorded_steps";
pub(super) const LOSS_SCALE: &str = "loss_scale";
pub(super) const GOOD_STEPS: &str = "good_steps";

const ACCUM: &str = "accum";
const STEPS_OF: &str = "steps";
const LAST_TOUCHED: &str = "last_touched";
const MISSED_RATES: &str = "missed_rates";
const RECORDED_RATES: &str = "recorded_rates";

/// Name of a tensor of a parameter.
fn name_of(kind: &str, param: &str) -> String {
    format!("{kind}.{param}")
}

/// Names of the tensors of exact rows: the number of steps that the parameter took part in, the last step of
/// each row, and the rates of the steps that the oldest row has missed.
pub(super) fn exact_names(info: &ParamInfo) -> [String; 3] {
    [STEPS_OF, LAST_TOUCHED, MISSED_RATES].map(|kind| name_of(kind, &info.name))
}

/// Name of the tensor with the rates that were recorded for steps beyond those taken, where rows are exact.
pub(super) fn recorded_name(info: &ParamInfo) -> String {
    name_of(RECORDED_RATES, &info.name)
}

/// Name of the tensor with the last step of each row.
pub(super) fn last_touched_of(param: &str) -> String {
    name_of(LAST_TOUCHED, param)
}

/// Name of the tensor with the rates that the oldest row has missed.
pub(super) fn missed_rates_of(param: &str) -> String {
    name_of(MISSED_RATES, param)
}

/// Whether a plane may have values below 0: sums of gradients may, accumulators may not.
pub(super) fn may_be_negative(tensor: &str, param: &str) -> bool {
    kind_of(tensor, param).is_some_and(|kind| kind != ACCUM)
}

/// Names of the tensors of a parameter's planes of state.
pub(super) fn plane_names(info: &ParamInfo) -> impl Iterator<Item = String> {
    info.plane_names().iter().map(|plane| name_of(plane, &info.name))
}

/// What the name of a tensor begins with, if it is of a parameter with this name.
fn kind_of<'t>(tensor: &'t str, param: &str) -> Option<&'t str> {
    tensor.strip_suffix(param)?.strip_suffix('.')
}

/// Whether a tensor is of a parameter with this name.
pub(super) fn is_of(tensor: &str, param: &str) -> bool {
    let kind = kind_of(tensor, param);
    is_plane(tensor, param)
        || kind.is_some_and(|kind| [STEPS_OF, LAST_TOUCHED, MISSED_RATES, RECORDED_RATES].contains(&kind))
}

/// Whether a tensor is a plane of a parameter's state.
pub(super) fn is_plane(tensor: &str, param: &str) -> bool {
    kind_of(tensor, param).is_some_and(|kind| RuleForm::PLANE_NAMES.contains(&kind))
}

/// Whether a tensor has steps or rates that all rows of a parameter share.
pub(super) fn is_steps_of(tensor: &str, param: &str) -> bool {
    kind_of(tensor, param).is_some_and(|kind| [STEPS_OF, RECORDED_RATES].contains(&kind))
}

/// Whether an accumulator or a rate may have a value: it is finite and at least 0.
pub(super) fn is_saved(value: f32) -> bool {
    value.is_finite() && value >= 0.0
}
