//! Update rules: what one step does to one element.
//!
//! A rule computes a new value from the value, its gradient, and the state that it keeps for the element. [`UpdateRule`] lists
//! them. [`update_with_state`] is a step on a single element: the reference that all kernels and loops are tested against.
//!
//! # Adding a rule
//!
//! * [`UpdateRule`] and `src/rule/form.rs` name it, with the names of its state.
//! * A file beside `src/rule/proximal_adagrad.rs` implements the trait `ElementRule` of `src/rule/interface.rs`, and the functions
//!   of `src/rule/elements.rs` call it.
//! * If the steps that a row misses have a closed form, the rule can have [exact](Rows::Exact) rows: `LazyForm` in
//!   `src/lazy/form.rs` says which form it has. If not, exact rows have to be refused.
//! * On the GPU a rule is a file in `shaders/rule`, and its numbers are the `RuleUniforms` in `src/gpu/plan/uniforms.rs`.

mod accumulator;
mod adagrad_rda;
mod elements;
mod fobos;
mod form;
mod ftrl;
mod gradient;
mod interface;
mod power;
mod proximal_adagrad;
mod row_rules;
mod settings;
mod soft_threshold;
mod step_params;
mod update_rule;

pub(crate) use self::{
    elements::{solve_elements, step_number, update_elements},
    form::{MAX_PLANES, RuleForm},
    gradient::{centralized, decayed, norm_summand, summand, unscaled},
    interface::CatchUp,
    row_rules::{shrink_row, solve_row, update_row},
    soft_threshold::soft_threshold,
};
pub use self::{
    elements::{update, update_with_state},
    settings::{RowDecay, Rows, Shrinkage},
    step_params::StepParams,
    update_rule::{Ftrl, FtrlForm, FtrlStart, UpdateRule},
};
/// Limits that kernels are compiled with.
#[cfg(feature = "gpu")]
pub(crate) use self::{gradient::MAX_NORM_SUMMAND, step_params::MAX_GRAD};
