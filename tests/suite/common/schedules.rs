//! The values of schedules, written from the specification and not from the library's code.

use std::f64::consts::PI;

use proxgrad::Schedule;

/// Relative difference that is allowed between two programs. A few operations, with a power, an exponential
/// and a cosine among them, have errors of a few units of 2⁻⁵³; an f32 has 2⁻²⁴.
pub(crate) const TOLERANCE: f64 = 1e-13;

/// The value of a schedule at step t.
pub(crate) fn value(schedule: &Schedule, t: u64) -> f64 {
    match schedule {
        Schedule::Constant(value) => *value,
        Schedule::List(values) => values[usize::try_from(t).unwrap()],
        Schedule::Function(value_at) => value_at(t),
        // lr·r^(t/d)
        Schedule::ExponentialDecay(s) => {
            s.learning_rate * s.decay_rate.powf(fraction(t, s.decay_steps, s.staircase))
        }
        // lr·e^(−r·t), or lr·e^(−r·d·floor(t/d))
        Schedule::NaturalExpDecay(s) => {
            let d = s.decay_steps as f64;
            s.learning_rate / (s.decay_rate * d * fraction(t, s.decay_steps, s.staircase)).exp()
        }
        // lr / (1 + r·t/d)
        Schedule::InverseDecay(s) => {
            s.learning_rate / (1.0 + s.decay_rate * fraction(t, s.decay_steps, s.staircase))
        }
        // min + (max − min)/2·(1 + cos(π·min(t, d)/d))
        Schedule::CosineDecay(s) => {
            let angle = PI * clamped(t, s.decay_steps);
            s.min_lr + (s.max_lr - s.min_lr) / 2.0 * (1.0 + angle.cos())
        }
        // (lr − end)·(1 − min(t, d)/d)^power + end, where d may be d·max(ceil(t/d), 1)
        Schedule::PolynomialDecay(s) => {
            let d = if s.update_decay_steps {
                s.decay_steps * t.div_ceil(s.decay_steps).max(1)
            } else {
                s.decay_steps
            };
            let remaining = 1.0 - clamped(t, d);
            (s.learning_rate - s.end_learning_rate) * remaining.powf(s.power) + s.end_learning_rate
        }
        // lr·min(t, w)/w
        Schedule::WarmUp(s) => s.learning_rate * clamped(t, s.warmup_steps),
        other => panic!("the specification of these tests has no {other:?}"),
    }
}

/// `t/d`, or its floor.
fn fraction(t: u64, d: u64, staircase: bool) -> f64 {
    if staircase { (t / d) as f64 } else { t as f64 / d as f64 }
}

/// `min(t, d)/d`
fn clamped(t: u64, d: u64) -> f64 {
    t.min(d) as f64 / d as f64
}
