//! Update rules: what one step does to one element.
//!
//! A rule computes a new value from the value, its gradient, and the state that it keeps for the element. The
//! rule of this library is ProximalAdagrad, whose state is one accumulator. [`update`] is a step on a single
//! element: the reference that all kernels and loops are tested against.
//!
//! # Adding a rule
//!
//! * A file beside `src/rule/proximal_adagrad.rs` implements the trait `UpdateRule` of
//!   `src/rule/interface.rs`: names and initial values of its state, and the step.
//! * If the steps that a row misses have a closed form, the rule can have [exact](Rows::Exact) rows: it
//!   implements the trait `CatchUp`, as `src/cpu/pending.rs` does for ProximalAdagrad. If not, exact rows
//!   have to be refused.
//! * `Rule` in this file is the rule that the loops of the CPU implementation are compiled for.
//! * On the GPU a rule is a file in `shaders/rule`, and its numbers are the `RuleUniforms` in
//!   `src/gpu/plan/uniforms.rs`.

mod gradient;
mod interface;
mod proximal_adagrad;
mod settings;
mod step_params;

/// Limits that kernels are compiled with.
#[cfg(feature = "gpu")]
pub(crate) use self::{gradient::MAX_NORM_SUMMAND, step_params::MAX_GRAD};
pub(crate) use self::{
    gradient::{centralized, decayed, norm_summand, summand, unscaled},
    interface::{CatchUp, UpdateRule},
    proximal_adagrad::{PLANES, ProximalAdagrad as Rule, soft_threshold},
};
pub use self::{
    proximal_adagrad::update,
    settings::{RowDecay, Rows, Shrinkage},
    step_params::StepParams,
};
