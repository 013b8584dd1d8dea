//! Exact rows at the cost of the rows that a step names: the shrinks that the other rows miss are applied
//! later, in closed form (lazy regularisation). `docs/exact-rows.md` derives it.

mod form;
mod rate_history;
mod rate_run;
mod shrink;

pub(crate) use self::{
    form::LazyForm,
    rate_history::{MAX_STEPS, RateHistory},
    rate_run::RateRun,
    shrink::Shrink,
};
#[cfg(test)]
pub(crate) use self::{rate_history::BLOCK_STEPS, rate_run::BIN_SHIFT};
