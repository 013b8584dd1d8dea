//! Parameters and parameter groups of one optimizer: ids, settings, the step number, and the checkpoint of all of it.
//!
//! The GPU and the CPU implementation share this room; nothing here knows where the elements of a parameter lie.

mod checkpoint;
mod group;
mod info;
mod methods;
mod recent_rates;
mod registry;

pub use self::info::{GroupId, ParamId};
pub(crate) use self::{
    checkpoint::{Progress, RestoredState},
    info::ParamInfo,
    methods::registry_methods,
    recent_rates::{MAX_LAG, RecentRates},
    registry::ParamRegistry,
};
