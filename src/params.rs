//! Parameters and parameter groups of an optimizer: ids, settings, the step number, and snapshots.
//!
//! The GPU and the CPU implementation share this module; nothing here knows where the elements of a parameter
//! are stored.

mod checkpoint;
mod group;
pub(crate) mod info;
mod methods;
mod recent_rates;
mod registry;

pub use self::{
    checkpoint::RestoreOptions,
    info::{GroupId, ParamId},
};
pub(crate) use self::{
    checkpoint::{Progress, RestoredState, TakenSteps},
    info::{ParamInfo, TablePart},
    methods::registry_methods,
    recent_rates::{MAX_LAG, Rates, RecentRates},
    registry::ParamRegistry,
};
