//! Rules that take a row as a whole, because they need sums over its elements: the reference for every kernel.
//!
//! `shaders/rule/row/rowwise_adagrad.wgsl` and `shaders/rule/row/group_ftrl.wgsl` have the same operations in the same order.

use std::ops::Range;

use super::{
    accumulator::added_square,
    form::{MAX_PLANES, NOT_STARTED, RuleForm},
    soft_threshold::{soft_threshold, within},
    step_params::{StepParams, root_of_len},
};
use crate::reduce::{Elements, reciprocal, tree};

/// One step on a row with the gradients `g`, which are unscaled, decayed and centralized. `state` has the planes of the row.
///
/// # Panics
/// The rule takes single elements.
#[inline(always)]
pub(crate) fn update_row(
    values: &mut [f32],
    state: [&mut [f32]; MAX_PLANES],
    g: &[f32],
    params: &StepParams,
) {
    match (params.rule, state) {
        (RuleForm::RowwiseAdagrad, [accum, _]) => rowwise_adagrad(values, &mut accum[0], g, *params),
        (RuleForm::GroupFtrl, [accums, linear]) => group_ftrl(values, accums, linear, g, *params),
        (rule, _) => unreachable!("{rule:?} takes single elements"),
    }
}

/// Numbers that a function computes of the positions in a row.
struct Computed<F>(usize, F);

impl<F: Fn(usize) -> f32> Elements for Computed<F> {
    fn len(&self) -> usize {
        self.0
    }

    #[inline(always)]
    fn range(&self, range: Range<usize>) -> impl Iterator<Item = f32> {
        range.map(&self.1)
    }
}

/// The sum over the positions of a row, in the order of a workgroup: each of 64 threads adds up every 64th number.
#[inline(always)]
fn sum_of(len: usize, number: impl Fn(usize) -> f32) -> f32 {
    tree(&Computed(len, number), 0..len)
}

/// `max(1 − t/norm, 0)`; NaN where the norm is NaN.
#[inline(always)]
fn kept(norm: f32, t: f32) -> f32 {
    if norm <= t { 0.0 } else { 1.0 - t / norm }
}

/// Shrinks a row by all steps that it has missed, as [`Shrink`](crate::lazy::Shrink) has them: its norm with group lasso, else
/// its elements.
#[inline(always)]
pub(crate) fn shrink_row(values: &mut [f32], kept: f32, threshold: f32, params: &StepParams) {
    if params.l21 == 0.0 {
        return values.iter_mut().for_each(|value| *value = soft_threshold(*value * kept, threshold));
    }
    let norm = sum_of(values.len(), |i| values[i] * values[i]).sqrt();
    let factor = if norm * kept <= threshold { 0.0 } else { kept - threshold / norm };
    values.iter_mut().for_each(|value| *value *= factor);
}

/// The values that belong to the state of a row after steps without a gradient, of which the last had this learning rate.
#[inline(always)]
pub(crate) fn solve_row(
    values: &mut [f32],
    [accums, linear]: [&[f32]; MAX_PLANES],
    learning_rate: f32,
    params: &StepParams,
) {
    if linear.first() != Some(&NOT_STARTED) {
        let t = params.l21 * root_of_len(values.len());
        let q = |accum: f32| (params.beta + accum.sqrt()) / learning_rate + params.counted_l2();
        solve(values, accums, linear, t, params.l1, q);
    }
}

/// `row = max(1 − l21·√d/‖x‖, 0)·x/q` with `x = clip(z, ±l1) − z`
#[inline(always)]
fn solve(values: &mut [f32], accums: &[f32], linear: &[f32], t: f32, l1: f32, q: impl Fn(f32) -> f32) {
    let x = |z: f32| within(z, l1) - z;
    let norm = sum_of(values.len(), |i| x(linear[i]) * x(linear[i])).sqrt();
    let kept = kept(norm, t);
    for (value, (&accum, &z)) in values.iter_mut().zip(accums.iter().zip(linear)) {
        let solved = x(z) * kept / q(accum);
        *value = if accum < f32::MIN_POSITIVE { *value } else { solved };
    }
}

#[inline(always)]
fn rowwise_adagrad(values: &mut [f32], accum: &mut f32, g: &[f32], params: StepParams) {
    let len = values.len();
    let share = reciprocal(len);
    // A = min(A + mean(g²), the largest f32)
    let mean = sum_of(len, |i| g[i] * g[i] * share);
    let room = f32::MAX - *accum;
    *accum += if mean > room { room } else { mean };
    // e = γ / √A, and no gradient move where A = 0
    let e = if *accum < f32::MIN_POSITIVE { 0.0 } else { params.learning_rate / accum.sqrt() };
    // s = soft(w − e·g, e·l1)
    let (l1, divisor) = (e * params.l1, 1.0 + e * params.l2);
    values.iter_mut().zip(g).for_each(|(value, g)| *value = soft_threshold(*value - e * g, l1));
    let kept = if params.l21 > 0.0 {
        let norm = sum_of(len, |i| values[i] * values[i]).sqrt();
        kept(norm, e * params.l21 * root_of_len(len))
    } else {
        1.0
    };
    values.iter_mut().for_each(|value| *value = *value * kept / divisor);
}

#[inline(always)]
fn group_ftrl(values: &mut [f32], accums: &mut [f32], linear: &mut [f32], g: &[f32], params: StepParams) {
    let StepParams { learning_rate, l1, beta, .. } = params;
    let l2 = params.counted_l2();
    let len = values.len();
    let t = params.l21 * root_of_len(len);
    let q = |accum: f32| (beta + accum.sqrt()) / learning_rate + l2;
    if linear.first() == Some(&NOT_STARTED) {
        if sum_of(len, |i| if g[i] == 0.0 { 0.0 } else { 1.0 }) == 0.0 {
            return;
        }
        start(values, accums, linear, t, l1, q);
    }
    for ((value, g), (accum, z)) in values.iter().zip(g).zip(accums.iter_mut().zip(linear.iter_mut())) {
        let root = accum.sqrt();
        let square = added_square(*accum, *g);
        *accum += square;
        let growth = square / (accum.sqrt() + root);
        let sigma = if *accum < f32::MIN_POSITIVE { 0.0 } else { growth / learning_rate };
        *z = (*z + g) - sigma * value;
    }
    solve(values, accums, linear, t, l1, q);
}

/// z of which the row is the solution: `x = w·q·(1 + l21·√d/‖w·q‖)`, `z = −x − sign(x)·l1`.
#[inline(always)]
fn start(values: &[f32], accums: &[f32], linear: &mut [f32], t: f32, l1: f32, q: impl Fn(f32) -> f32) {
    let scaled = |i: usize| values[i] * q(accums[i]);
    let norm = sum_of(values.len(), |i| scaled(i) * scaled(i)).sqrt();
    let stretch = if norm > 0.0 { 1.0 + t / norm } else { 1.0 };
    for (i, z) in linear.iter_mut().enumerate() {
        let x = scaled(i) * stretch;
        let shrunk = if x < 0.0 { -l1 } else { l1 };
        *z = if x == 0.0 { 0.0 } else { -x - shrunk };
    }
}
