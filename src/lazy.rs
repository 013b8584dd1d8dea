//! Exact rows at the cost of the rows that a step names: the shrinks that the other rows miss are applied later, in closed
//! form (lazy regularisation).

mod form;
mod rate_history;
mod shrink;

pub(crate) use self::{
    form::LazyForm,
    rate_history::{MAX_STEPS, RateHistory, RateRun},
    shrink::Shrink,
};
#[cfg(test)]
pub(crate) use rate_history::{BIN, BLOCK_STEPS};
