//! The update rule in burn's tensor operations, for backends that proxgrad has no kernels for.

use burn::tensor::Tensor;
use proxgrad::{Config, Shrinkage};

/// Limit of the magnitude of gradient elements, whose square is finite: the library's.
const MAX_GRAD: f64 = 9_223_372_036_854_775_808.0; // 2⁶³

/// What changes from step to step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    pub(crate) learning_rate: f64,
    pub(crate) weight_decay: f64,
}

/// One step on a dense parameter; returns the values and the accumulators, which are those of
/// [`proxgrad::rule::update`] up to rounding.
pub(crate) fn update<const D: usize>(
    config: &Config,
    rates: Rates,
    values: Tensor<D>,
    accum: Tensor<D>,
    grad: Tensor<D>,
) -> (Tensor<D>, Tensor<D>) {
    let Rates { learning_rate, weight_decay } = rates;
    let grad = if config.loss_scale == 1.0 { grad } else { grad.mul_scalar(1.0 / config.loss_scale) };
    let clip = config.clip_value.unwrap_or(MAX_GRAD).min(MAX_GRAD);
    let grad = grad.clamp(-clip, clip);
    let grad = if weight_decay == 0.0 { grad } else { grad + values.clone().mul_scalar(weight_decay) };
    let shape = values.shape();
    let is_centralized = config.grad_centralization && config.centralization.covers(&shape);
    let grad = if is_centralized { centralized(grad) } else { grad };

    let accum = (accum + grad.clone().square()).clamp_max(f32::MAX);
    // γ / √A, and no move where A = 0.
    let rate = accum.clone().sqrt().recip().mul_scalar(learning_rate);
    let rate = rate.mask_fill(accum.clone().lower_elem(f32::MIN_POSITIVE), 0.0);
    let moved = values - rate.clone() * grad;
    let values = match config.shrinkage {
        Shrinkage::Adaptive => {
            let threshold = rate.clone().mul_scalar(config.l1);
            let rest = moved.clone().min_pair(threshold.clone()).max_pair(threshold.neg());
            (moved - rest) / rate.mul_scalar(config.l2).add_scalar(1.0)
        }
        // `Shrinkage` may get further variants, each with tensor operations of its own here.
        _ => {
            let threshold = learning_rate * config.l1;
            let rest = moved.clone().clamp(-threshold, threshold);
            (moved - rest).mul_scalar(1.0 / (1.0 + learning_rate * config.l2))
        }
    };
    (values, accum)
}

/// The gradient without its mean over all axes but the first.
fn centralized<const D: usize>(grad: Tensor<D>) -> Tensor<D> {
    let mean = (1..D).fold(grad.clone(), |mean, axis| mean.mean_dim(axis));
    grad - mean
}
