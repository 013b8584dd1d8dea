//! Forward-backward splitting: the scalar reference for every kernel.
//!
//! `shaders/rule/fobos.wgsl` has the same operations in the same order.

use super::{
    form::MAX_PLANES, interface::ElementRule, soft_threshold::soft_threshold, step_params::StepParams,
};

/// The rule.
#[derive(Debug)]
pub(crate) struct Fobos;

impl ElementRule for Fobos {
    #[inline(always)]
    fn update_element(
        value: f32,
        state: [f32; MAX_PLANES],
        g: f32,
        _: f32,
        params: &StepParams,
    ) -> (f32, [f32; MAX_PLANES]) {
        // v = w − γ·g
        let v = value - params.learning_rate * g;
        (soft_threshold(v, params.threshold) * params.scale, state)
    }
}
