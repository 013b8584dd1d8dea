//! Errors of the model.

/// Why a model cannot be made, or has no step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScalingError {
    /// A number of the machine or the workload is not finite, negative, or zero where that has no meaning.
    #[error("{name} is {value}, but has to be {wanted}")]
    Number {
        /// The field, as in `network.latency`.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it may be.
        wanted: &'static str,
    },
    /// A step of no ranks.
    #[error("a step needs a rank")]
    NoRanks,
}
