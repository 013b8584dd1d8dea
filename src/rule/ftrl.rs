//! FTRL-Proximal: the scalar reference for every kernel.
//!
//! `shaders/rule/ftrl.wgsl` has the same operations in the same order.

use super::{
    accumulator::added_square,
    form::{MAX_PLANES, NOT_STARTED},
    interface::ElementRule,
    power::power,
    soft_threshold::within,
    step_params::StepParams,
};

/// The rule; `POWER` says whether the learning rate decays with another power than a square root.
#[derive(Debug)]
pub(crate) struct Ftrl<const POWER: bool>;

impl<const POWER: bool> ElementRule for Ftrl<POWER> {
    #[inline(always)]
    fn update_element(
        value: f32,
        [accum, linear]: [f32; MAX_PLANES],
        g: f32,
        _: f32,
        params: &StepParams,
    ) -> (f32, [f32; MAX_PLANES]) {
        let is_new = linear == NOT_STARTED;
        let (root, z) = (
            root::<POWER>(accum, params),
            if is_new { start::<POWER>(value, accum, params) } else { linear },
        );
        let square = added_square(accum, g);
        let n = accum + square;
        let new_root = self::root::<POWER>(n, params);
        // σ·γ = n'^−p − n^−p. Of two square roots the quotient keeps all digits of the difference.
        let growth = if POWER { new_root - root } else { square / (new_root + root) };
        let sigma = if n < f32::MIN_POSITIVE { 0.0 } else { growth / params.learning_rate };
        // One product, because some compilers reassociate sums with several.
        let z = (z + g) + (params.l2_shrinkage - sigma) * value;
        let solved = solution(z, new_root, params.learning_rate, params);
        // An element without a gradient yet, or with one whose square is 0, stays as it is.
        let new_value = if n < f32::MIN_POSITIVE { value } else { solved };
        if is_new && g == 0.0 { (value, [accum, linear]) } else { (new_value, [n, z]) }
    }
}

/// The value that belongs to a state, after steps without a gradient of which the last had this learning rate.
#[inline(always)]
pub(crate) fn solved<const POWER: bool>(
    value: f32,
    [accum, linear]: [f32; MAX_PLANES],
    learning_rate: f32,
    params: &StepParams,
) -> f32 {
    let solved = solution(linear, root::<POWER>(accum, params), learning_rate, params);
    if linear == NOT_STARTED || accum < f32::MIN_POSITIVE { value } else { solved }
}

/// n^−p
#[inline(always)]
fn root<const POWER: bool>(n: f32, params: &StepParams) -> f32 {
    if POWER { power(n, params.power) } else { n.sqrt() }
}

/// `|z| > l1 ? (sign(z)·l1 − z)/q : 0` with `q = (β + n^−p)/γ + c·l2`
#[inline(always)]
fn solution(z: f32, root: f32, learning_rate: f32, params: &StepParams) -> f32 {
    let q = (params.beta + root) / learning_rate + params.counted_l2();
    (within(z, params.l1) - z) / q
}

/// `z = −w·q − sign(w)·l1`, of which w is the solution.
#[inline(always)]
fn start<const POWER: bool>(value: f32, accum: f32, params: &StepParams) -> f32 {
    let q = (params.beta + root::<POWER>(accum, params)) / params.learning_rate + params.counted_l2();
    let l1 = if value < 0.0 { -params.l1 } else { params.l1 };
    if value == 0.0 { 0.0 } else { -(value * q) - l1 }
}
