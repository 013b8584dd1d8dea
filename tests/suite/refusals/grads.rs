//! Gradients that do not fit their parameters, by id and by position.

use proxgrad::{
    Config, Error, ParamId, cpu,
    gpu::{self},
};
use proxgrad_testing::{Grad, Indices, Optimizer};

use super::fixture::{assert_refused, start, valid_grads};
use super::gpu_fixture::{APART, SharedBuffer};
use crate::common::devices::{gpu, on_every_device};

#[test]
fn gradients_that_do_not_fit_are_refused_together_with_their_step() {
    let cases: Vec<(usize, Grad<'static>, &str)> = vec![
        (0, Grad::Dense(&[1.0; 3]), "parameter \"weight\": grads hold 3 elements; 4 are needed"),
        (0, Grad::Dense(&[1.0; 5]), "parameter \"weight\": grads hold 5 elements; 4 are needed"),
        (0, Grad::Dense(&[]), "parameter \"weight\": grads hold 0 elements; 4 are needed"),
        (1, Grad::rows(&[0, 1], &[1.0; 5]), "parameter \"table\": grads hold 5 elements; 6 are needed"),
        (1, Grad::rows(&[0u32; 0], &[1.0; 3]), "parameter \"table\": grads hold 3 elements; 0 are needed"),
        (1, Grad::rows(&[0, 4, 9], &[1.0; 9]), "parameter \"table\": indices[1] is 4, but it has 4 rows"),
        (
            1,
            Grad::rows(&[u32::MAX], &[1.0; 3]),
            "parameter \"table\": indices[0] is 4294967295, but it has 4 rows",
        ),
        (1, Grad::rows(&[0i32, -1], &[1.0; 6]), "parameter \"table\": indices[1] is -1, but it has 4 rows"),
        (
            1,
            Grad::rows(&[i32::MIN], &[1.0; 3]),
            "parameter \"table\": indices[0] is -2147483648, but it has 4 rows",
        ),
        (
            1,
            Grad::rows(&[3i64, 0, 1 << 40], &[1.0; 9]),
            "parameter \"table\": indices[2] is 1099511627776, but it has 4 rows",
        ),
        (
            // The lower 32 bits would be row 1.
            1,
            Grad::rows(&[(1i64 << 32) + 1], &[1.0; 3]),
            "parameter \"table\": indices[0] is 4294967297, but it has 4 rows",
        ),
        (
            1,
            Grad::rows(&[i64::MIN, 4], &[1.0; 6]),
            "parameter \"table\": indices[0] is -9223372036854775808, but it has 4 rows",
        ),
        (
            1,
            Grad::rows(Indices::Device(&[0, 1]), &[1.0; 5]),
            "parameter \"table\": grads hold 5 elements; 6 are needed",
        ),
        (
            1,
            Grad::rows(Indices::DeviceUnique(&[0, 1]), &[1.0; 9]),
            "parameter \"table\": grads hold 9 elements; 6 are needed",
        ),
        (
            2,
            Grad::rows(&[0], &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
        (
            2,
            Grad::rows(Indices::Device(&[0]), &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
        (
            2,
            Grad::rows(Indices::DeviceUnique(&[0]), &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
    ];
    on_every_device(|device| {
        for &(which, bad, message) in &cases {
            // The gradient comes after valid ones, which must not be applied either.
            let step = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
                let mut grads = valid_grads(ids).to_vec();
                grads.remove(which);
                grads.push((ids[which], bad));
                optimizer.step(&grads)
            };
            assert_refused(device, step, message);
        }
        let twice = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
            optimizer.step(&[valid_grads(ids)[0], valid_grads(ids)[1], valid_grads(ids)[0]])
        };
        let message =
            "parameter \"weight\" already has a gradient in this step; sum the two, or take two steps";
        assert_refused(device, twice, message);
        let (other, other_ids) = start(device);
        let foreign = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
            optimizer.step(&[valid_grads(ids)[0], valid_grads(&other_ids)[1]])
        };
        let message = "this parameter id belongs to another optimizer; use the ids that this one returned";
        assert_refused(device, foreign, message);
        assert_refused(device, |optimizer, _| optimizer.accum(other_ids[0]).map(drop), message);
        assert_refused(device, |optimizer, _| optimizer.lr_of(other_ids[0]).map(drop), message);
        assert_refused(device, |optimizer, _| optimizer.weight_decay_of(other_ids[0]).map(drop), message);
        drop(other);
    });
}

#[test]
fn gradients_by_position_are_refused_all_together() {
    let bad = Grad::rows(&[9], &[0.5; 3]);
    on_every_device(|device| {
        let [(_, weight), (_, table), (_, bias)] = valid_grads(&start(device).1);
        for (grads, message) in [
            (
                &[][..],
                "gradients by position: 0 given, 3 needed; give one for each parameter, in the optimizer's order",
            ),
            (
                &[weight, table],
                "gradients by position: 2 given, 3 needed; give one for each parameter, in the optimizer's order",
            ),
            (
                &[weight, table, bias, Grad::None],
                "gradients by position: 4 given, 3 needed; give one for each parameter, in the optimizer's order",
            ),
            (&[weight, bad, bias], "parameter \"table\": indices[0] is 9, but it has 4 rows"),
            (
                &[weight, table, table],
                "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
            ),
        ] {
            assert_refused(device, |optimizer, _| optimizer.step_in_order(grads), message);
        }
    });
}

#[test]
fn a_refusal_by_position_leaves_the_step_without_any_of_them_and_usable() {
    // On the CPU.
    let start = || {
        let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
        let ids = ["a", "b", "c"].map(|name| optimizer.add_param(cpu::Param::new(name, &[2])).unwrap());
        (optimizer, ids, [[1.0, 2.0]; 3])
    };
    let (mut optimizer, ids, mut values) = start();
    let mut copies = values;
    let mut step = optimizer.begin_step();
    let [a, b, c] = &mut copies;
    let error = step
        .in_order([
            (&mut a[..], cpu::Grad::dense(&[0.5, 0.5])),
            (b, cpu::Grad::dense(&[0.5; 3])),
            (c, cpu::Grad::dense(&[0.5, 0.5])),
        ])
        .unwrap_err();
    assert_eq!(error.to_string(), "parameter \"b\": grads hold 3 elements; 2 are needed");
    step.dense(ids[0], &mut values[0], &[0.25, 0.0]).unwrap();
    step.finish().unwrap();
    assert_eq!(copies, [[1.0, 2.0]; 3]);

    let (mut clean, clean_ids, mut clean_values) = start();
    let mut step = clean.begin_step();
    step.dense(clean_ids[0], &mut clean_values[0], &[0.25, 0.0]).unwrap();
    step.finish().unwrap();
    assert_eq!((values, optimizer.snapshot()), (clean_values, clean.snapshot()));

    // On the GPU.
    let Some(gpu) = gpu() else { return };
    let (mut fixture, mut clean) = (SharedBuffer::new(gpu), SharedBuffer::new(gpu));
    let table = fixture.table;
    let grads = gpu.upload(&[0.5; 64]);
    let slice = |bytes: u64| gpu::Grad::Dense(grads.slice(..bytes));
    fixture
        .step(|step| {
            step.dense(table, grads.slice(..))?;
            // The gradient of the table is refused, because the table has one already, which stays.
            let error = step.in_order([slice(APART), slice(APART)]).unwrap_err();
            assert!(matches!(error, Error::DuplicateGrad { .. }), "{error}");
            let error = step.in_order([slice(APART)]).unwrap_err();
            assert!(matches!(error, Error::GradCount { got: 1, want: 2, .. }), "{error}");
            step.in_order([slice(APART), gpu::Grad::None])
        })
        .unwrap();
    let (clean_weight, clean_table) = (clean.weight, clean.table);
    clean
        .step(|step| {
            step.dense(clean_weight, grads.slice(..))?;
            step.dense(clean_table, grads.slice(..))
        })
        .unwrap();
    assert_eq!(fixture.state(), clean.state());
    // The first gradient in order is valid and the second is not, so none is taken.
    fixture
        .step(|step| {
            let error = step.in_order([slice(APART), slice(APART - 4)]).unwrap_err();
            assert!(matches!(error, Error::Length { got: 63, .. }), "{error}");
            step.dense(table, grads.slice(..))
        })
        .unwrap();
    clean.step(|step| step.dense(clean_table, grads.slice(..))).unwrap();
    assert_eq!(fixture.state(), clean.state());
}
