//! Updates of single elements and of slices, by the rule that the parameters of the step name.

use super::{
    adagrad_rda::{self, AdagradRda},
    fobos::Fobos,
    form::{MAX_PLANES, RuleForm},
    ftrl::{self, Ftrl},
    gradient::{decayed, unscaled},
    interface::ElementRule,
    proximal_adagrad::ProximalAdagrad,
    row_rules::update_row,
    settings::Shrinkage,
    step_params::StepParams,
};

/// One step on one element: `(value, accum, gradient) → (value, accum)`, for the rules whose state is one accumulator or none.
///
/// Contains unscaling, the limit to the gradient, and weight decay. The caller has already summed the
/// gradients of equal rows. Where the accumulator stays zero there is no gradient, so the gradient does not
/// move the element; an accumulator too small to be a normal number counts as zero on every device.
///
/// ```
/// use proxgrad::rule::{StepParams, update};
///
/// let (value, accum) = update(0.02, 0.1, 0.0, &StepParams::new(0.1, 0.3, 0.0));
/// assert_eq!((value, accum), (0.0, 0.1)); // L1 produces exact zeros
/// ```
#[inline]
pub fn update(value: f32, accum: f32, grad: f32, params: &StepParams) -> (f32, f32) {
    let (value, [accum, _]) = update_with_state(value, [accum, 0.0], grad, params);
    (value, accum)
}

/// One step on one element, as [`update`], for every rule: `(value, state, gradient) → (value, state)`.
///
/// For rules that take rows as a whole, the element is a row of one. The state is `[accum, linear]` for FTRL-Proximal, `[accum, grad_sum]` for AdaGrad-RDA, `[accum, 0]` for ProximalAdagrad, and
/// unused for forward-backward splitting.
///
/// ```
/// use proxgrad::{Ftrl, UpdateRule, rule::{StepParams, update_with_state}};
///
/// let params = StepParams::new(0.1, 0.3, 0.7).rule(UpdateRule::Ftrl(Ftrl::default()));
/// let (value, [accum, linear]) = update_with_state(1.0, [0.1, 0.0], 0.5, &params);
/// assert!((value - 0.2670559).abs() < 1e-6 && (linear + 2.2537985).abs() < 1e-5);
/// assert_eq!(accum, 0.35);
/// ```
#[inline]
pub fn update_with_state(
    value: f32,
    state: [f32; MAX_PLANES],
    grad: f32,
    params: &StepParams,
) -> (f32, [f32; MAX_PLANES]) {
    let g = decayed(value, unscaled(grad, params), params.weight_decay, params);
    let step = step_number(params.step);
    match params.rule {
        RuleForm::ProximalAdagrad => ProximalAdagrad::update_element(value, state, g, step, params),
        RuleForm::Ftrl => Ftrl::<false>::update_element(value, state, g, step, params),
        RuleForm::FtrlPower => Ftrl::<true>::update_element(value, state, g, step, params),
        RuleForm::AdagradRda => AdagradRda::update_element(value, state, g, step, params),
        RuleForm::Fobos => Fobos::update_element(value, state, g, step, params),
        RuleForm::RowwiseAdagrad | RuleForm::GroupFtrl => {
            let (mut value, [mut first, mut second]) = ([value], state.map(|number| [number]));
            update_row(&mut value, [&mut first, &mut second], &[g], params);
            (value[0], [first[0], second[0]])
        }
    }
}

/// The number of a step that follows so many steps, counted from 1.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "kernels round in the same way")]
pub(crate) fn step_number(steps_before: u32) -> f32 {
    steps_before.wrapping_add(1) as f32
}

/// One step on a slice of elements, with the bits that each of them has alone. `g(value, grad, params)` prepares the gradient of
/// each element; `step` is the number of the step, counted from 1.
///
/// Always inlined, so that the loops are vectorised with the instructions that the caller may use. What is constant in a step is
/// decided outside of the loops.
#[inline(always)]
pub(crate) fn update_elements(
    values: &mut [f32],
    state: [&mut [f32]; MAX_PLANES],
    grads: &[f32],
    step: f32,
    params: &StepParams,
    g: impl Fn(f32, f32, &StepParams) -> f32,
) {
    let params = *params;
    match (params.rule, params.shrinkage) {
        (RuleForm::ProximalAdagrad, Shrinkage::Documented) => {
            let params = StepParams { shrinkage: Shrinkage::Documented, ..params };
            with_one_plane::<ProximalAdagrad>(values, state, grads, step, params, g);
        }
        (RuleForm::ProximalAdagrad, Shrinkage::Adaptive) => {
            let params = StepParams { shrinkage: Shrinkage::Adaptive, ..params };
            with_one_plane::<ProximalAdagrad>(values, state, grads, step, params, g);
        }
        (RuleForm::Ftrl, _) => with_two_planes::<Ftrl<false>>(values, state, grads, step, params, g),
        (RuleForm::FtrlPower, _) => with_two_planes::<Ftrl<true>>(values, state, grads, step, params, g),
        (RuleForm::AdagradRda, _) => with_two_planes::<AdagradRda>(values, state, grads, step, params, g),
        (RuleForm::Fobos, _) => without_planes::<Fobos>(values, grads, step, params, g),
        (rule @ (RuleForm::RowwiseAdagrad | RuleForm::GroupFtrl), _) => {
            unreachable!("{rule:?} takes whole rows")
        }
    }
}

// The parameters are copies, so that the compiler knows that no store changes them.

#[inline(always)]
fn without_planes<R: ElementRule>(
    values: &mut [f32],
    grads: &[f32],
    step: f32,
    params: StepParams,
    g: impl Fn(f32, f32, &StepParams) -> f32,
) {
    for (value, &grad) in values.iter_mut().zip(grads) {
        let g = g(*value, grad, &params);
        (*value, _) = R::update_element(*value, [0.0; MAX_PLANES], g, step, &params);
    }
}

#[inline(always)]
fn with_one_plane<R: ElementRule>(
    values: &mut [f32],
    [first, _]: [&mut [f32]; MAX_PLANES],
    grads: &[f32],
    step: f32,
    params: StepParams,
    g: impl Fn(f32, f32, &StepParams) -> f32,
) {
    for ((value, first), &grad) in values.iter_mut().zip(first).zip(grads) {
        let g = g(*value, grad, &params);
        (*value, [*first, _]) = R::update_element(*value, [*first, 0.0], g, step, &params);
    }
}

#[inline(always)]
fn with_two_planes<R: ElementRule>(
    values: &mut [f32],
    [first, second]: [&mut [f32]; MAX_PLANES],
    grads: &[f32],
    step: f32,
    params: StepParams,
    g: impl Fn(f32, f32, &StepParams) -> f32,
) {
    for (((value, first), second), &grad) in values.iter_mut().zip(first).zip(second).zip(grads) {
        let g = g(*value, grad, &params);
        (*value, [*first, *second]) = R::update_element(*value, [*first, *second], g, step, &params);
    }
}

/// The values that belong to the state of elements after steps without a gradient, of which the last had this number and learning
/// rate: of rules whose values follow from their state alone.
#[inline(always)]
pub(crate) fn solve_elements(
    values: &mut [f32],
    [first, second]: [&[f32]; MAX_PLANES],
    learning_rate: f32,
    step: f32,
    params: &StepParams,
) {
    let params = *params;
    let elements = values.iter_mut().zip(first.iter().zip(second));
    match params.rule {
        RuleForm::Ftrl => elements.for_each(|(value, (&accum, &linear))| {
            *value = ftrl::solved::<false>(*value, [accum, linear], learning_rate, &params);
        }),
        RuleForm::FtrlPower => elements.for_each(|(value, (&accum, &linear))| {
            *value = ftrl::solved::<true>(*value, [accum, linear], learning_rate, &params);
        }),
        RuleForm::AdagradRda => elements.for_each(|(value, (&accum, &grad_sum))| {
            *value = adagrad_rda::solved(*value, [accum, grad_sum], learning_rate, step, &params);
        }),
        // Their values do not follow from their state.
        RuleForm::ProximalAdagrad | RuleForm::Fobos | RuleForm::RowwiseAdagrad | RuleForm::GroupFtrl => {}
    }
}
