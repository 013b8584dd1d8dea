//! ProximalAdagrad: the scalar reference for every kernel.
//!
//! `shaders/rule/proximal_adagrad.wgsl` has the same operations in the same order.

use super::{
    accumulator::accumulated, form::MAX_PLANES, interface::ElementRule, settings::Shrinkage,
    soft_threshold::soft_threshold, step_params::StepParams,
};

/// The rule of the optimizer of the same name. Its state is one accumulator per element.
#[derive(Debug)]
pub(crate) struct ProximalAdagrad;

impl ElementRule for ProximalAdagrad {
    #[inline(always)]
    fn update_element(
        value: f32,
        [accum, other]: [f32; MAX_PLANES],
        g: f32,
        _: f32,
        params: &StepParams,
    ) -> (f32, [f32; MAX_PLANES]) {
        let accum = accumulated(accum, g);
        // e = γ / √A, and no gradient move where A = 0
        let e = if accum < f32::MIN_POSITIVE { 0.0 } else { params.learning_rate / accum.sqrt() };
        // p = w − e·g
        let p = value - e * g;
        let value = match params.shrinkage {
            Shrinkage::Documented => soft_threshold(p, params.threshold) * params.scale,
            Shrinkage::Adaptive => soft_threshold(p, e * params.l1) / (1.0 + e * params.l2),
        };
        (value, [accum, other])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{RuleForm, decayed, unscaled, update, update_elements};

    #[test]
    fn both_shrinkages_give_the_vector_that_separates_them() {
        let documented = StepParams::new(0.1, 0.3, 0.7);
        let adaptive = documented.shrinkage(Shrinkage::Adaptive);
        let values = [1.0, -2.0, 0.05, 0.3];
        let grads = [0.5, 0.2, -0.1, 0.0];
        for (params, want) in [
            (documented, [0.8275556, -1.8910768, 0.04687022, 0.25233644]),
            (adaptive, [0.77327967, -1.6622882, 0.0, 0.16795357]),
        ] {
            for i in 0..4 {
                let (got, _) = update(values[i], 0.1, grads[i], &params);
                assert!((got - want[i]).abs() < 3e-7, "{:?} element {i}: {got}", params.shrinkage);
            }
        }
    }

    #[test]
    fn a_slice_is_updated_as_its_elements_are() {
        let documented = StepParams::new(0.1, 0.3, 0.7).weight_decay(0.01).loss_scale(4.0);
        let values: [f32; 37] = std::array::from_fn(|i| i as f32 * 0.1 - 1.8);
        let grads: [f32; 37] = std::array::from_fn(|i| (i * 11 % 37) as f32 * 0.2 - 3.0);
        for params in [documented, documented.shrinkage(Shrinkage::Adaptive)] {
            let (mut got, mut accums) = (values, [0.25; 37]);
            let g = |value, grad, params: &StepParams| {
                decayed(value, unscaled(grad, params), params.weight_decay, params)
            };
            assert_eq!(params.rule, RuleForm::ProximalAdagrad);
            update_elements(&mut got, [&mut accums, &mut []], &grads, 1.0, &params, g);
            for i in 0..37 {
                let (value, accum) = update(values[i], 0.25, grads[i], &params);
                assert_eq!((got[i].to_bits(), accums[i]), (value.to_bits(), accum), "{params:?} element {i}");
            }
        }
    }

    #[test]
    fn where_the_accumulator_stays_zero_documented_shrinks_and_adaptive_leaves_alone() {
        let documented = StepParams::new(0.1, 0.1, 0.5);
        let adaptive = documented.shrinkage(Shrinkage::Adaptive);
        assert!((update(1.0, 0.0, 0.0, &documented).0 - 0.94285715).abs() < 1e-7);
        assert_eq!(update(1.0, 0.0, 0.0, &adaptive), (1.0, 0.0));
        // The same where g² underflows.
        assert_eq!(update(1.0, 0.0, 1e-30, &adaptive), (1.0, 0.0));
    }

    #[test]
    fn the_smallest_accumulator_that_counts_is_the_smallest_normal_number() {
        let params = StepParams::new(0.5, 0.0, 0.0);
        let root = 2f32.powi(-63);
        // γ·g/√A is γ.
        assert_eq!(update(1.0, 0.0, root, &params), (0.5, f32::MIN_POSITIVE));
        assert_eq!(update(1.0, 0.0, root * 0.75, &params).0, 1.0);
    }

    #[test]
    fn poison_stays_visible() {
        let documented = StepParams::new(0.1, 0.1, 0.5);
        let adaptive = documented.shrinkage(Shrinkage::Adaptive);
        for params in [documented, adaptive] {
            for (value, accum, grad) in [(1.0, 0.1, f32::NAN), (f32::NAN, 0.1, 0.5), (1.0, f32::NAN, 0.5)] {
                let (got, _) = update(value, accum, grad, &params);
                assert!(got.is_nan(), "{params:?} on ({value}, {accum}, {grad}) gave {got}");
            }
        }
    }

    #[test]
    fn without_a_threshold_every_zero_becomes_the_positive_one() {
        let params = StepParams::new(0.1, 0.0, 0.0);
        for zero in [0.0, -0.0] {
            assert_eq!(update(zero, 0.1, 0.0, &params).0.to_bits(), 0.0f32.to_bits());
        }
    }

    #[test]
    fn accumulators_saturate_and_the_element_moves_by_at_most_the_learning_rate() {
        let params = StepParams::new(0.1, 0.0, 0.0);
        let limit = 2f32.powi(63);
        let mut state = (1.0, 0.1);
        for grad in [f32::MAX, -f32::INFINITY, 2e19, limit, limit, limit, limit] {
            let (value, accum) = update(state.0, state.1, grad, &params);
            assert!((value - state.0).abs() <= 0.100_001, "{state:?} {grad:e}");
            assert!(accum > state.1 || accum == f32::MAX);
            state = (value, accum);
        }
        assert_eq!(state.1, f32::MAX);
        let (_, accum) = update(1.0, f32::MAX, 1.0, &params);
        assert_eq!(accum, f32::MAX);
    }

    #[test]
    fn learning_rates_that_would_overflow_are_refused() {
        assert!(StepParams::new(3.6e19, 0.0, 0.0).check().is_ok());
        let error = StepParams::new(3.7e19, 0.0, 0.0).check().unwrap_err();
        assert!(error.to_string().contains("37000000000000000000"), "{error}");
    }

    #[test]
    fn strengths_that_would_overflow_are_refused() {
        assert!(StepParams::new(1e10, 1e30, 0.0).check().is_err());
        let adaptive = |l1| StepParams { shrinkage: Shrinkage::Adaptive, ..StepParams::new(1.0, l1, 0.0) };
        assert!(adaptive(1e20).check().is_err());
        assert!(adaptive(1e18).check().is_ok());
    }
}
