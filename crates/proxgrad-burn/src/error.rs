//! Errors of the crate.

use std::fmt;

use burn::{store::RecordError, tensor::DType};

/// An error of an optimizer. A call that returns one has changed neither the module nor the state.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An error of the library that does the steps.
    #[error(transparent)]
    Proxgrad(#[from] proxgrad::Error),
    /// Settings with another update rule than ProximalAdagrad.
    #[error("the update rule {rule} runs in the library alone; in burn leave `Config::rule` at its default")]
    #[non_exhaustive]
    OtherRule {
        /// The update rule, as the library writes it.
        rule: String,
    },
    /// A module whose parameters are on a wgpu device that this crate does not know.
    #[error(
        "parameter \"{name}\" is on {device}, which proxgrad-burn does not know; open the device by \
         `proxgrad_burn::init_wgpu`, or pass its `WgpuSetup` to `proxgrad_burn::register_wgpu`"
    )]
    #[non_exhaustive]
    UnknownDevice {
        /// The parameter.
        name: String,
        /// The device, as burn writes it.
        device: String,
    },
    /// A device that cannot be opened, or kernels that cannot be made for it.
    #[error("cannot open a wgpu device: {reason}")]
    #[non_exhaustive]
    Device {
        /// The message of burn or wgpu.
        reason: String,
    },
    /// A tensor on another device than the optimizer's.
    #[error(
        "parameter \"{name}\": its {role} is on {got}, but the optimizer is on {want}; move the module or its input"
    )]
    #[non_exhaustive]
    OtherDevice {
        /// The parameter.
        name: String,
        /// `value`, `gradient` or `ids`.
        role: &'static str,
        /// Device of the tensor, as burn writes it.
        got: String,
        /// Device of the optimizer.
        want: String,
    },
    /// A tensor of another backend than the optimizer's, or one whose memory cannot be reached.
    #[error("parameter \"{name}\": the memory of its {role} cannot be reached: {reason}")]
    #[non_exhaustive]
    Memory {
        /// The parameter.
        name: String,
        /// `value`, `gradient` or `ids`.
        role: &'static str,
        /// The message of burn.
        reason: String,
    },
    /// Memory of several tensors that cannot be reached: a lost device, for example.
    #[error("burn does not give out the memory of tensors: {reason}")]
    #[non_exhaustive]
    Burn {
        /// The message of burn.
        reason: String,
    },
    /// A tensor of a type that the optimizer does not have, or another than when the parameter was registered.
    #[error("parameter \"{name}\": its {role} is {dtype:?}; {want}")]
    #[non_exhaustive]
    Dtype {
        /// The parameter.
        name: String,
        /// `value`, `gradient` or `ids`.
        role: &'static str,
        /// The type.
        dtype: DType,
        /// What the caller can do about it.
        want: &'static str,
    },
    /// A tensor of another shape than the parameter was registered with.
    #[error("parameter \"{name}\": its {role} has the shape {got:?}, but {want:?} is needed")]
    #[non_exhaustive]
    Shape {
        /// The parameter.
        name: String,
        /// `value` or `gradient`.
        role: &'static str,
        /// The shape.
        got: Vec<usize>,
        /// The shape that was expected.
        want: Vec<usize>,
    },
    /// A parameter that is in two places of a module.
    #[error(
        "the module has one parameter in two places, \"{first}\" and \"{second}\"; keep it in one place, and use it from there"
    )]
    #[non_exhaustive]
    SharedParam {
        /// Path of the first place.
        first: String,
        /// Path of the second place.
        second: String,
    },
    /// A module without a parameter that the optimizer has.
    #[error(
        "the module has no parameter \"{name}\", which the optimizer has; pass the module that the optimizer was made for"
    )]
    #[non_exhaustive]
    MissingParam {
        /// The parameter.
        name: String,
    },
    /// Settings for parameters that the module does not have.
    #[error("{what} matches no parameter of the module that requires gradients; the parameters are {params}")]
    #[non_exhaustive]
    NoMatch {
        /// The pattern, by its position among the settings.
        what: String,
        /// The names of the parameters.
        params: String,
    },
    /// A gradient or ids for a table that the optimizer does not have.
    #[error(
        "the optimizer has no table with this id; row gradients and ids are for a `RowTable` of its module"
    )]
    NoTable,
    /// A setting that a step of one parameter at a time cannot follow.
    #[error("`{setting}` needs all gradients of a step; use `ProximalAdagradConfig::init_module`")]
    #[non_exhaustive]
    WholeStep {
        /// The setting.
        setting: &'static str,
    },
    /// A learning rate where burn passes one to every step.
    #[error(
        "burn passes the learning rate to every step of its optimizers; leave `learning_rate` at its default, or use \
         `ProximalAdagradConfig::init_module`"
    )]
    LearningRate,
    /// A gradient of a whole table beside one of its rows.
    #[error(
        "parameter \"{name}\" has a gradient of the whole table and one of rows; a step takes one of the two"
    )]
    #[non_exhaustive]
    TwoGradients {
        /// The parameter.
        name: String,
    },
    /// Learning rates that differ within a group.
    #[error(
        "\"{first}\" and \"{second}\" have different learning rates, but are in the same group, or both in none; add a group \
         for those that differ"
    )]
    #[non_exhaustive]
    Rates {
        /// A parameter.
        first: String,
        /// A parameter with another rate.
        second: String,
    },
    /// A module without parameters that require gradients.
    #[error("the module has no parameters that require gradients, and no tables of rows")]
    NoParams,
    /// A record that cannot be written or read, or that is none of an optimizer.
    #[error("{0}")]
    Record(String),
    /// A file in the safetensors format that cannot be written or read.
    #[cfg(feature = "safetensors")]
    #[error(transparent)]
    Safetensors(#[from] proxgrad_safetensors::Error),
}

impl From<RecordError> for Error {
    fn from(error: RecordError) -> Self {
        Self::Record(error.to_string())
    }
}

impl From<burn_pack::Error> for Error {
    fn from(error: burn_pack::Error) -> Self {
        Self::Record(error.to_string())
    }
}

/// An error of a call that takes a module, with the module. `?` turns it into an [`Error`] where a function returns one.
pub struct Rejected<M> {
    // Boxed, because modules are large.
    parts: Box<(M, Error)>,
}

impl<M> Rejected<M> {
    pub(crate) fn new(module: M, error: Error) -> Self {
        Self { parts: Box::new((module, error)) }
    }

    /// The error.
    pub fn error(&self) -> &Error {
        &self.parts.1
    }

    /// The module as it was before the call, and the error.
    pub fn into_parts(self) -> (M, Error) {
        *self.parts
    }
}

impl<M> fmt::Debug for Rejected<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.error(), f)
    }
}

impl<M> fmt::Display for Rejected<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.error(), f)
    }
}

impl<M> std::error::Error for Rejected<M> {}

impl<M> From<Rejected<M>> for Error {
    fn from(rejected: Rejected<M>) -> Self {
        rejected.into_parts().1
    }
}
