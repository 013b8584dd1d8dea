//! The rules in float64, on one element.

use proxgrad::{Config, Ftrl, FtrlForm, FtrlStart, UpdateRule};

/// Sums of a step, and how large the terms are that it is computed of: the scale of its roundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Want {
    pub(super) value: f64,
    pub(super) value_scale: f64,
    /// z of FTRL-Proximal, or the sum of gradients of AdaGrad-RDA.
    pub(super) sum: f64,
    pub(super) sum_scale: f64,
    pub(super) accum: f64,
}

/// z of FTRL-Proximal before the first gradient.
const NOT_STARTED: f64 = f32::MIN as f64;

/// One step on one element with this state; `step` is counted from 1.
pub(super) fn updated(
    config: &Config,
    rate: f64,
    step: f64,
    value: f64,
    [accum, sum]: [f64; 2],
    g: f64,
) -> Want {
    let (l1, l2) = (config.l1, config.l2);
    let accumulated = accum + g * g;
    match config.rule {
        UpdateRule::Ftrl(ftrl) => ftrl_step(&ftrl, [rate, l1, l2], value, [accum, sum], g),
        UpdateRule::AdagradRda => {
            let total = sum + g;
            let divisor = l2 * step * rate + accumulated.sqrt();
            let value = -rate * soft(total, l1 * step) / divisor;
            let value_scale = rate * (total.abs() + l1 * step) / divisor;
            Want { value, value_scale, sum: total, sum_scale: sum.abs() + g.abs(), accum: accumulated }
        }
        UpdateRule::Fobos => {
            let moved = value - rate * g;
            let new = soft(moved, rate * l1) / (1.0 + rate * l2);
            Want {
                value: new,
                value_scale: value.abs() + (rate * g).abs() + rate * l1,
                sum,
                sum_scale: 0.0,
                accum,
            }
        }
        other => panic!("the oracle has no {other:?}"),
    }
}

fn ftrl_step(ftrl: &Ftrl, [rate, l1, l2]: [f64; 3], value: f64, [accum, sum]: [f64; 2], g: f64) -> Want {
    let is_new = sum == NOT_STARTED;
    assert!(!is_new || ftrl.start == FtrlStart::Values);
    if is_new && g == 0.0 {
        return Want { value, value_scale: 0.0, sum, sum_scale: 0.0, accum };
    }
    let power = |n: f64| n.powf(-ftrl.learning_rate_power);
    let l2 = if ftrl.form == FtrlForm::McMahan { l2 } else { 2.0 * l2 };
    let q = |n: f64| (ftrl.beta + power(n)) / rate + l2;
    let sign = if value == 0.0 { 0.0 } else { value.signum() };
    let z = if is_new { -value * q(accum) - sign * l1 } else { sum };
    let n = accum + g * g;
    let sigma = (power(n) - power(accum)) / rate;
    let shrinkage = 2.0 * ftrl.l2_shrinkage * value;
    let new_z = z + g + shrinkage - sigma * value;
    // Differences of two powers that are not square roots lose the digits that they have in common.
    let lost = if ftrl.learning_rate_power == -0.5 { sigma } else { (power(n) + power(accum)) / rate };
    let start_scale = if is_new { value.abs() * q(accum) + l1 } else { 0.0 };
    let sum_scale = z.abs() + g.abs() + shrinkage.abs() + (lost * value).abs() + start_scale;
    let value = -soft(new_z, l1) / q(n);
    Want { value, value_scale: (sum_scale + l1) / q(n), sum: new_z, sum_scale, accum: n }
}

fn soft(v: f64, t: f64) -> f64 {
    if v.abs() > t { v.signum() * (v.abs() - t) } else { 0.0 }
}
