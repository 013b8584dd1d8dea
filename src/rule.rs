//! The update rule: what one step does to one element.

mod proximal_adagrad;
mod settings;
mod step_params;

pub(crate) use self::proximal_adagrad::{apply, decayed, soft_threshold};
pub use self::{
    proximal_adagrad::update,
    settings::{RowDecay, Rows, Shrinkage},
    step_params::StepParams,
};
