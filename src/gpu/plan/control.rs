//! What a step leaves to the device: whether it is skipped, at which rates it runs, and by how much its gradients shrink.
//!
//! Only the device knows whether a gradient is finite, and how large a norm is. The host says what is to be done in either
//! case, and a dispatch in front of the others patches their uniforms. The kernels of the others need not know of it.

use crate::params::Rates;

/// What is left to the device.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeviceControl {
    /// How steps are skipped, where they may be. A flush is never skipped, but has to know how many steps were.
    pub(crate) overflow: Option<OverflowCheck>,
    /// By parameter group.
    pub(crate) groups: Vec<GroupControl>,
    /// Limits to norms of gradients; infinite for none.
    pub(crate) norm_limits: Vec<f32>,
    /// The word of the report that receives the norm, where it is computed.
    pub(crate) norm: Option<u32>,
}

/// What happens where a gradient is not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum OverflowCheck {
    /// Nothing: there is no gradient. Earlier steps may have been skipped.
    NoStep,
    /// The step is skipped. A dynamic loss scale changes by a factor, and grows after a number of steps without overflow.
    SkipStep { loss_scale: Option<(f32, u32)> },
}

/// What is left to the device for a parameter group.
#[derive(Clone, Debug, Default)]
pub(crate) struct GroupControl {
    /// Learning rate, threshold, scale and weight decay of the step, and of those before it.
    pub(crate) rates: Vec<Rates>,
    /// Whether one of these steps has weight decay.
    pub(crate) may_decay: bool,
    /// Index of the group's limit in [`DeviceControl::norm_limits`].
    pub(crate) norm_limit: usize,
}

impl GroupControl {
    pub(crate) fn new(rates: Vec<Rates>, norm_limit: usize) -> Self {
        let may_decay = rates.iter().any(|[.., weight_decay]| *weight_decay != 0.0);
        Self { rates, may_decay, norm_limit }
    }
}

impl DeviceControl {
    /// Whether the device decides if a step is skipped.
    pub(crate) fn may_skip(&self) -> bool {
        matches!(self.overflow, Some(OverflowCheck::SkipStep { .. }))
    }
}
