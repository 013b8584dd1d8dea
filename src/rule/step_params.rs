//! Parameters of one step of a parameter group.

use super::settings::{RowDecay, Shrinkage};
use crate::{
    error::Error,
    rounding::{Rounding, to_f32},
};

/// The numbers and settings of a step that are the same for all elements of a parameter group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepParams {
    /// γ.
    pub learning_rate: f32,
    /// L1 strength.
    pub l1: f32,
    /// L2 strength.
    pub l2: f32,
    /// `γ·l1`, the documented threshold.
    pub threshold: f32,
    /// `1 / (1 + γ·l2)`, the documented scale.
    pub scale: f32,
    /// Coupled weight decay: `weight_decay·w` is added to the gradient.
    pub weight_decay: f32,
    /// How often weight decay is added to a row with several entries.
    pub row_decay: RowDecay,
    /// Factor of gradients: `1 / loss_scale`, times the factor of a limit to the norm of gradients.
    pub unscale: f32,
    /// Limit to the magnitude of an unscaled gradient element; infinite for no limit.
    pub clip: f32,
    /// Which rate the shrinks use.
    pub shrinkage: Shrinkage,
    /// How values are rounded to 16 bits.
    pub rounding: Rounding,
    /// Number of the step, for stochastic rounding.
    pub step: u32,
}

impl StepParams {
    /// Parameters of a step with this learning rate, `l1` and `l2`: documented shrinkage, no weight decay,
    /// loss scale 1, no limits, values rounded to nearest even.
    ///
    /// `threshold` and `scale` are computed in f64 and rounded once.
    pub fn new(learning_rate: f64, l1: f64, l2: f64) -> Self {
        Self {
            learning_rate: to_f32(learning_rate),
            l1: to_f32(l1),
            l2: to_f32(l2),
            threshold: to_f32(learning_rate * l1),
            scale: to_f32(1.0 / (1.0 + learning_rate * l2)),
            weight_decay: 0.0,
            row_decay: RowDecay::Once,
            unscale: 1.0,
            clip: f32::INFINITY,
            shrinkage: Shrinkage::Documented,
            rounding: Rounding::Nearest,
            step: 0,
        }
    }

    /// Weight decay of a row whose gradient is the sum of `entries` entries.
    pub(crate) fn decay_of(&self, entries: usize) -> f32 {
        match self.row_decay {
            RowDecay::Once => self.weight_decay,
            RowDecay::PerOccurrence => self.weight_decay * to_f32(entries as f64),
        }
    }

    /// `l1/l2`, which exact rows with adaptive shrinkage and L2 need; 0 without L2.
    pub(crate) fn ratio(&self) -> f32 {
        if self.l2 > 0.0 { (self.l1 / self.l2).min(f32::MAX) } else { 0.0 }
    }

    /// Refuses strengths so large that a shrink could leave the range of f32, where WGSL promises nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let largest_rate = match self.shrinkage {
            Shrinkage::Documented => self.learning_rate,
            Shrinkage::Adaptive => self.learning_rate / f32::MIN_POSITIVE.sqrt(),
        };
        for (field, strength) in [("l1", self.l1), ("l2", self.l2)] {
            if !(largest_rate * strength).is_finite() {
                let learning_rate = self.learning_rate;
                return Err(Error::StrengthTooLarge { field, strength, learning_rate });
            }
        }
        Ok(())
    }
}
