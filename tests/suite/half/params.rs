//! Parameters of every kind with gradients, and optimizers that are run with them in given formats.

use proxgrad::{Config, Format, ParamId, Rounding, Rows, Schedule, Shrinkage, Snapshot};
use proxgrad_testing::Optimizer;

use crate::common::{
    devices::Device,
    numbers::bits,
    param::{IndexSource, TestGrad, TestParam},
    problem::Tensors,
    random::Random,
    state::without_skipped_steps,
};

/// A parameter with a gradient at every step: a row gradient if there is a source of indices, else a dense
/// one.
pub(crate) fn param(
    random: &mut Random,
    name: &str,
    shape: &[usize],
    source: Option<IndexSource>,
    rows: Rows,
    steps: usize,
) -> TestParam {
    let len = shape.iter().product();
    let width: usize = shape.iter().skip(1).product();
    let mut grad = || {
        let Some(source) = source else { return TestGrad::Dense(random.grads(len)) };
        let rows = u32::try_from(shape[0]).unwrap();
        let indices = if source == IndexSource::DeviceUnique {
            random.permutation(rows)[..shape[0] / 2 + 1].to_vec()
        } else {
            random.indices(2 * shape[0], rows)
        };
        TestGrad::Rows { values: random.grads(indices.len() * width), indices: source.indices(indices) }
    };
    let grads = (0..steps).map(|_| grad()).collect();
    TestParam { rows, ..TestParam::new(name, shape, random.values(len), grads) }
}

/// A parameter with touched rows and a dense gradient at every step.
pub(crate) fn dense(random: &mut Random, name: &str, shape: &[usize], steps: usize) -> TestParam {
    param(random, name, shape, None, Rows::Touched, steps)
}

/// Parameters of every kind, many of odd sizes.
pub(crate) fn every_kind(random: &mut Random, steps: usize) -> Vec<TestParam> {
    let mut params = Vec::new();
    for len in [0, 1, 2, 3, 5, 64, 1000, 4099] {
        params.push(dense(random, &format!("dense{len}"), &[len], steps));
    }
    for source in [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique] {
        for rows in [Rows::Touched, Rows::Exact] {
            for shape in [&[61, 1], &[40, 3], &[31, 4], &[7, 70]] {
                let name = format!("{source:?} {rows:?} {shape:?}");
                params.push(param(random, &name, shape, Some(source), rows, steps));
            }
        }
    }
    params.push(dense(random, "conv", &[5, 3, 3], steps));
    params.push(param(random, "conv exact", &[5, 3, 3], None, Rows::Exact, steps));
    params
}

/// An optimizer with these parameters, whose values and gradients are stored in these two formats.
pub(crate) fn start(
    device: &Device,
    config: &Config,
    formats: [Format; 2],
    params: &[TestParam],
) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let mut optimizer = device.optimizer(config.clone()).unwrap();
    let params: Vec<_> =
        params.iter().map(|param| param.as_param(&[]).formats(formats[0], formats[1])).collect();
    let ids = optimizer.add_params(&params).unwrap();
    (optimizer, ids)
}

/// One step with the gradients of all parameters.
pub(super) fn step(optimizer: &mut dyn Optimizer, ids: &[ParamId], params: &[TestParam], step: usize) {
    let grads: Vec<_> =
        ids.iter().zip(params).map(|(id, param)| (*id, param.grads[step].as_grad())).collect();
    optimizer.step(&grads).unwrap();
}

/// The values of every parameter, with all rows up to date, and its accumulators.
pub(super) fn results(optimizer: &mut dyn Optimizer, ids: &[ParamId]) -> Vec<Tensors> {
    ids.iter().map(|&id| [optimizer.exported(id).unwrap(), optimizer.accum(id).unwrap()]).collect()
}

/// What a skipped step must not change: the bits of all values, and the snapshot but for the skipped steps themselves.
pub(super) fn state(optimizer: &dyn Optimizer, ids: &[ParamId]) -> (Vec<Vec<u32>>, Snapshot) {
    let values = ids.iter().map(|&id| bits(&optimizer.values(id).unwrap())).collect();
    (values, without_skipped_steps(optimizer.snapshot().unwrap()))
}

/// The largest relative difference of accumulators after five steps, each of which rounds a square and a sum.
const ACCUM: f32 = 5.0 * 2.0 / 16_777_216.0;

/// The same where gradients are divided by a norm, whose relative error may be 1e-5 because its squares are
/// summed in another order, or have a mean subtracted, whose error relative to the gradients is like it.
const ACCUM_OF_SUMS: f32 = 2e-5;

/// Asserts equal results where that is promised, and elsewhere as near ones as WGSL's accuracy table
/// guarantees after a few steps.
///
/// A step moves a value by γ·g/√A, which is at most γ, here 0.2. The division and the root have errors of up
/// to 8 units of 2⁻²³, so five steps add an error of 1e-6 to the roundings of the value itself. Values of 16
/// bits may be rounded the other way, which is one of their units.
#[track_caller]
pub(super) fn assert_agree(
    what: &str,
    is_exact: bool,
    formats: [Format; 2],
    got: &[Tensors],
    want: &[Tensors],
) {
    assert_near(what, is_exact, formats, [ACCUM, 0.0], got, want);
}

/// As [`assert_agree`], of gradients that have a limited norm or a mean subtracted.
#[track_caller]
pub(super) fn assert_sums_agree(
    what: &str,
    is_exact: bool,
    formats: [Format; 2],
    got: &[Tensors],
    want: &[Tensors],
) {
    assert_near(what, is_exact, formats, [ACCUM_OF_SUMS, ACCUM_OF_SUMS / 10.0], got, want);
}

#[track_caller]
fn assert_near(
    what: &str,
    is_exact: bool,
    formats: [Format; 2],
    accums: [f32; 2],
    got: &[Tensors],
    want: &[Tensors],
) {
    let values = match formats[0] {
        Format::F16 => [2f32.powi(-10), 1e-4],
        Format::Bf16 => [2f32.powi(-7), 8e-4],
        Format::F32 => [1e-6, 1e-6],
        other => panic!("the specification of these tests has no {other:?}"),
    };
    for (param, (got, want)) in got.iter().zip(want).enumerate() {
        for (tensor, [relative, absolute]) in [(0, values), (1, accums)] {
            let pairs = got[tensor].iter().zip(&want[tensor]).enumerate();
            for (i, (&got, &want)) in pairs {
                let is_near = (got - want).abs() <= relative * want.abs() + absolute;
                // Zeros of both signs are equal.
                let fits = if is_exact { got == want } else { is_near };
                assert!(fits, "{what}: tensor {tensor} of parameter {param} at {i}: {got:e}, not {want:e}");
            }
        }
    }
}

pub(super) fn config(shrinkage: Shrinkage, rounding: Rounding) -> Config {
    // On a GPU skipped steps count until the host knows of them, so the list is longer than the run.
    let learning_rate = Schedule::from([0.1, 0.07, 0.2, 0.05].repeat(100));
    Config { learning_rate, l1: 0.05, l2: 0.1, shrinkage, rounding, ..Config::default() }
}
