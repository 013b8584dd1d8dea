//! The state of an optimizer together with the values of its parameters, to compare before with after.

use proxgrad::{ParamId, Snapshot};
use proxgrad_testing::Optimizer;

/// Everything that a call may change.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Bits of the values of each parameter.
    pub values: Vec<Vec<u32>>,
    pub snapshot: Snapshot,
    pub steps: u64,
    pub frozen: Vec<bool>,
    /// Positions of the parameters in the optimizer's order.
    pub order: Vec<Option<usize>>,
}

impl State {
    pub fn of(optimizer: &dyn Optimizer, params: &[ParamId]) -> Self {
        let values = |&param: &ParamId| bits(&optimizer.values(param).expect("own parameter"));
        let order = optimizer.params();
        let position = |param: &ParamId| order.iter().position(|other| other == param);
        Self {
            values: params.iter().map(values).collect(),
            snapshot: optimizer.snapshot().expect("a snapshot"),
            steps: optimizer.global_step(),
            frozen: params.iter().map(|&param| optimizer.is_frozen(param).expect("own parameter")).collect(),
            order: params.iter().map(position).collect(),
        }
    }

    /// The same with +0 in place of −0: devices may differ by the sign of zeros.
    pub fn without_signs_of_zeros(mut self) -> Self {
        let is_negative_zero = |bits: &&mut u32| **bits == (-0f32).to_bits();
        self.values.iter_mut().flatten().filter(is_negative_zero).for_each(|bits| *bits = 0);
        self
    }
}

/// The bits of numbers.
pub fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

/// Asserts that values, caught up or not, and accumulators are finite.
pub fn assert_finite(optimizer: &mut dyn Optimizer, param: ParamId) {
    let tensors = [
        ("values", optimizer.values(param)),
        ("exported values", optimizer.exported(param)),
        ("accumulators", optimizer.accum(param)),
    ];
    for (what, numbers) in tensors {
        let numbers = numbers.expect("own parameter");
        assert!(numbers.iter().all(|number| number.is_finite()), "{what}: {numbers:?}");
    }
}
