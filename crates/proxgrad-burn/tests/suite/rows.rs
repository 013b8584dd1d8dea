//! Tables whose gradients are those of the rows that were read.

use burn::{
    module::{Module, ParamGroup},
    nn::{Linear, LinearConfig},
    optim::GradientsParams,
    tensor::{DType, Device, Int, Tensor, TensorData},
};
use proxgrad::{Config, RowDecay, Rows, Snapshot, cpu};
use proxgrad_burn::{Lookup, ProximalAdagradConfig, RowGradient, RowTable, RowTableConfig};

use crate::common::{bits, devices, numbers, random_list};

const ROWS: usize = 40;
/// The first id that is no row.
const END: i32 = 40;
const WIDTH: usize = 6;
const STEPS: usize = 5;

#[derive(Module, Debug)]
struct Model {
    users: RowTable,
    items: RowTable,
    output: Linear,
}

impl Model {
    fn new(device: &Device) -> Self {
        device.seed(3);
        Self {
            users: RowTableConfig::new(ROWS, WIDTH).init(device),
            items: RowTableConfig::new(ROWS, WIDTH).init(device),
            output: LinearConfig::new(WIDTH, 1).init(device),
        }
    }
}

fn config() -> Config {
    Config {
        learning_rate: 0.2.into(),
        l1: 0.02,
        l2: 0.1,
        row_decay: RowDecay::PerOccurrence,
        ..Config::default()
    }
}

fn ids_of_step(step: usize) -> Vec<i32> {
    let mut random = fastrand::Rng::with_seed(100 + step as u64);
    let mut ids: Vec<_> = (0..30).map(|_| random.i32(0..END / 2)).collect();
    ids.extend([-1, END, i32::MAX, 3, 3, 3]);
    ids
}

fn grads_of_step(step: usize) -> Vec<f32> {
    random_list(&mut fastrand::Rng::with_seed(200 + step as u64), 36 * WIDTH)
}

fn int(ids: &[i32], device: &Device) -> Tensor<1, Int> {
    Tensor::from_ints(ids, device)
}

/// Values of a table, the state, and the number of ids that were no row, after all steps through burn.
fn through_burn(rows: Rows, values: &[f32], device: &Device) -> (Vec<f32>, Snapshot, u64) {
    let data = TensorData::new(values.to_vec(), [ROWS, WIDTH]);
    let mut table = RowTable::from_tensor(Tensor::from_data(data, &device.clone().autodiff()));
    let settings = ProximalAdagradConfig::new(config());
    let settings = if rows == Rows::Exact { settings.with_exact_rows(ParamGroup::all()) } else { settings };
    let mut optimizer = settings.init_module(&table).unwrap();
    for step in 0..STEPS {
        let (ids, grads) = (ids_of_step(step), grads_of_step(step));
        let read = [(table.id(), int(&ids, device))];
        table = optimizer.flush_rows(table, read).unwrap();
        // The gradient in two parts, as of two reads in one forward pass.
        let part = |range: std::ops::Range<usize>| {
            let values =
                TensorData::new(grads[range.start * WIDTH..range.end * WIDTH].to_vec(), [range.len(), WIDTH]);
            RowGradient::new(table.id(), int(&ids[range], device), Tensor::from_data(values, device))
        };
        let parts = [part(0..20), part(20..36)];
        table = optimizer.step_rows(table, GradientsParams::new(), parts).unwrap();
    }
    table = optimizer.flush(table).unwrap();
    let bad_rows = optimizer.report().unwrap().bad_rows;
    (numbers(table.weight.val()), optimizer.snapshot().unwrap(), bad_rows)
}

/// The same by the CPU implementation alone.
fn by_the_library(rows: Rows, values: &[f32]) -> (Vec<f32>, Snapshot, u64) {
    let mut values = values.to_vec();
    let mut optimizer = cpu::ProximalAdagrad::new(config()).unwrap();
    let table = optimizer.add_param(cpu::Param::new("weight", &[ROWS, WIDTH]).rows(rows)).unwrap();
    for step in 0..STEPS {
        let ids: Vec<_> = ids_of_step(step).iter().map(|id| u32::try_from(*id).unwrap_or(u32::MAX)).collect();
        if rows == Rows::Exact {
            optimizer.flush_rows(table, &mut values, cpu::Indices::Device(&ids)).unwrap();
        }
        let mut recorded = optimizer.begin_step();
        let grads = grads_of_step(step);
        let grad = cpu::RowGrad::new(cpu::Indices::Device(&ids), &grads);
        recorded.rows(table, &mut values, grad).unwrap();
        recorded.finish().unwrap();
    }
    optimizer.flush(table, &mut values).unwrap();
    (values, optimizer.snapshot(), optimizer.report().bad_rows)
}

#[test]
fn row_gradients_have_the_results_of_the_library_alone() {
    let values = random_list(&mut fastrand::Rng::with_seed(1), ROWS * WIDTH);
    for rows in [Rows::Touched, Rows::Exact] {
        let (want, want_state, want_bad) = by_the_library(rows, &values);
        for device in devices() {
            let (got, got_state, bad) = through_burn(rows, &values, &device);
            assert_eq!(bad, want_bad);
            assert_eq!(bad, 3 * STEPS as u64 * if rows == Rows::Exact { 2 } else { 1 });
            if device == Device::flex() {
                assert_eq!(bits(&got), bits(&want));
                assert!(got_state == want_state);
            } else {
                // The library's own tests hold its kernels against its CPU implementation, bit by bit.
                let is_near = |(got, want): (&f32, &f32)| (got - want).abs() <= 1e-5;
                assert!(got.iter().zip(&want).all(is_near), "{rows:?}");
                assert_eq!(got_state.tensors.len(), want_state.tensors.len());
            }
            let untouched = ROWS / 2 * WIDTH..;
            let same = bits(&got[untouched.clone()]) == bits(&values[untouched]);
            assert_eq!(same, rows == Rows::Touched, "{device:?}");
        }
    }
}

#[test]
fn a_forward_pass_returns_rows_that_require_gradients_and_zeros_for_ids_that_are_no_row() {
    for device in devices() {
        let data = TensorData::new((0..ROWS * WIDTH).map(|i| i as f32).collect::<Vec<_>>(), [ROWS, WIDTH]);
        let on_autodiff = device.clone().autodiff();
        let table = RowTable::from_tensor(Tensor::from_data(data, &on_autodiff));
        let ids = [2, -5, END - 1, END, 2];
        let lookup = table.forward(int(&ids, &on_autodiff));
        let rows = lookup.rows();
        assert!(rows.is_require_grad() && !table.weight.val().is_require_grad());
        let row = |i: usize| (0..WIDTH).map(|j| (i * WIDTH + j) as f32).collect::<Vec<_>>();
        let want = [row(2), vec![0.0; WIDTH], row(ROWS - 1), vec![0.0; WIDTH], row(2)].concat();
        assert_eq!(numbers(rows.clone()), want, "{device:?}");

        let unused = table.forward(int(&[1], &on_autodiff));
        let mut grads = (rows * 3.0).sum().backward();
        let mut optimizer = ProximalAdagradConfig::new(config()).init_module(&table).unwrap();
        let before = numbers(table.weight.val());
        let grads = [unused.row_gradient(&mut grads), lookup.row_gradient(&mut grads)];
        let table = optimizer.step_rows(table, GradientsParams::new(), grads).unwrap();
        let after = numbers(table.weight.val());
        let row = |values: &[f32], row: usize| values[row * WIDTH..(row + 1) * WIDTH].to_vec();
        let changed: Vec<_> = (0..ROWS).filter(|i| row(&before, *i) != row(&after, *i)).collect();
        assert_eq!(changed, [2, ROWS - 1], "{device:?}");

        // Without autodiff there are rows alone.
        let valid = table.valid();
        assert!(!valid.forward(int(&[0], &device)).rows().is_require_grad());
    }
}

fn lookups(model: &Model, device: &Device) -> [Lookup; 3] {
    let user = int(&[1, 4, 4, 9], device);
    [
        model.users.forward(user),
        model.items.forward(int(&[0, 2, 4, 6], device)),
        model.items.forward(int(&[2, 2, 8, 9], device)),
    ]
}

#[test]
fn a_model_of_tables_and_layers_learns() {
    for device in devices() {
        let device = device.autodiff();
        let mut model = Model::new(&device);
        let settings =
            ProximalAdagradConfig::new(config()).with_exact_rows(ParamGroup::from_predicate("items"));
        let mut optimizer = settings.init_module(&model).unwrap();
        assert_eq!(optimizer.param_names(), ["users.weight", "items.weight", "output.weight", "output.bias"]);
        let target = Tensor::<2>::from_floats([[1.0], [-1.0], [0.5], [2.0]], &device);
        let mut losses = Vec::new();
        for _ in 0..30 {
            let ids = [
                (model.items.id(), int(&[0, 2, 4, 6, 8, 9], &device)),
                (model.users.id(), int(&[1], &device)),
            ];
            model = optimizer.flush_rows(model, ids).unwrap();
            let read = lookups(&model, &device);
            let hidden = read[0].rows() * read[1].rows() + read[2].rows();
            let loss = (model.output.forward(hidden) - target.clone()).square().mean();
            losses.push(loss.clone().into_scalar::<f32>());
            let mut grads = loss.backward();
            let row_grads = read.map(|lookup| lookup.row_gradient(&mut grads));
            let grads = GradientsParams::from_grads(grads, &model);
            model = optimizer.step_rows(model, grads, row_grads).unwrap();
        }
        assert!(losses[29] < 0.2 * losses[0], "{losses:?} on {device:?}");
        assert_eq!(optimizer.copies(), 0, "{device:?}");
        let model = optimizer.flush(model).unwrap();
        assert_eq!(numbers(model.users.weight.val()).len(), ROWS * WIDTH);
    }
}

#[test]
fn ids_of_all_integer_types_mean_the_same() {
    for device in devices() {
        let table = RowTableConfig::new(ROWS, WIDTH).init(&device);
        let values = Tensor::<2>::ones([4, WIDTH], &device);
        let before = numbers(table.weight.val());
        let mut optimizer = ProximalAdagradConfig::new(config()).init_module(&table).unwrap();
        let mut results = Vec::new();
        let snapshot = optimizer.snapshot().unwrap();
        for dtype in [DType::I32, DType::I64, DType::U32] {
            if !device.supports_dtype(dtype) {
                continue;
            }
            // In 32 bits, the last one would be row 5.
            let big = if dtype == DType::I64 { (1 << 32) + 5 } else { i64::from(i32::MAX) };
            let data = TensorData::new(vec![7i64, 0, 7, big], [4]);
            let ids = Tensor::<1, Int>::from_data(data, (&device, dtype));
            let grad = RowGradient::new(table.id(), ids, values.clone());
            optimizer.restore(&snapshot).unwrap();
            let stepped = optimizer.step_rows(table.clone(), GradientsParams::new(), [grad]).unwrap();
            let after = numbers(stepped.weight.val());
            assert_eq!(before[5 * WIDTH], after[5 * WIDTH], "{dtype:?} on {device:?}");
            results.push(bits(&after));
        }
        assert!(results.len() >= 2 && results.iter().all(|result| *result == results[0]), "{device:?}");
        assert_eq!(optimizer.report().unwrap().bad_rows, results.len() as u64);
    }
}

#[test]
fn tables_and_reads_may_be_empty() {
    for device in devices() {
        let table = RowTableConfig::new(ROWS, WIDTH).init(&device);
        let mut optimizer = ProximalAdagradConfig::new(config()).init_module(&table).unwrap();
        let none = Tensor::<1, Int>::empty([0], &device);
        assert_eq!(table.forward(none.clone()).rows().dims(), [0, WIDTH]);
        let before = numbers(table.weight.val());
        let read = [(table.id(), none.clone())];
        let table = optimizer.flush_rows(table, read).unwrap();
        let grad = RowGradient::new(table.id(), none, Tensor::empty([0, WIDTH], &device));
        let table = optimizer.step_rows(table, GradientsParams::new(), [grad]).unwrap();
        assert_eq!(numbers(table.weight.val()), before);
        assert_eq!(optimizer.global_step(), 1);
    }
}
