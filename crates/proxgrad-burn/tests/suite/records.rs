//! State that is saved and loaded, on the same device and on another one.

use burn::{
    module::{Module, ParamGroup},
    optim::GradientsParams,
    tensor::{Device, Int, Tensor, TensorData},
};
use proxgrad::{Config, DynamicLossScale};
use proxgrad_burn::{Error, ProximalAdagradConfig, ProximalAdagradModule, RowGradient, RowTable};

use crate::common::{Mixed, bits, devices, random, random_list};

#[derive(Module, Debug)]
struct Model {
    dense: Mixed,
    table: RowTable,
}

fn settings() -> ProximalAdagradConfig {
    let config = Config {
        learning_rate: 0.1.into(),
        l1: 0.01,
        dynamic_loss_scale: Some(DynamicLossScale::new(8.0, 2.0, 1000).unwrap()),
        ..Config::default()
    };
    ProximalAdagradConfig::new(config).with_exact_rows(ParamGroup::from_predicate("table"))
}

fn model(device: &Device) -> Model {
    let values = random(&mut fastrand::Rng::with_seed(4));
    let rows = random_list(&mut fastrand::Rng::with_seed(5), 10 * 3);
    let rows = Tensor::from_data(TensorData::new(rows, [10, 3]), &device.clone().autodiff());
    Model { dense: Mixed::new(&values, &device.clone().autodiff()), table: RowTable::from_tensor(rows) }
}

/// A step with gradients that depend on its number alone.
fn step(optimizer: &mut ProximalAdagradModule, model: Model, number: u64, device: &Device) -> Model {
    let mut numbers = fastrand::Rng::with_seed(50 + number);
    let grads = model.dense.grads(&random(&mut numbers), None, device);
    let ids = [i32::try_from(number % 10).unwrap(), 2, 2];
    let values = Tensor::from_data(TensorData::new(random_list(&mut numbers, 9), [3, 3]), device);
    let rows = RowGradient::new(model.table.id(), Tensor::<1, Int>::from_ints(ids, device), values);
    optimizer.step_rows(model, grads, [rows]).unwrap()
}

fn values(model: &Model) -> Vec<Vec<u32>> {
    let table = crate::common::numbers(model.table.weight.val());
    model.dense.values().iter().chain([&table]).map(|values| bits(values)).collect()
}

#[test]
fn a_run_goes_on_from_a_record_with_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    for device in devices() {
        let mut straight = model(&device);
        let mut optimizer = settings().init_module(&straight).unwrap();
        for number in 0..4 {
            straight = step(&mut optimizer, straight, number, &device);
        }
        let (state_file, module_file) = (folder.path().join("state.bpk"), folder.path().join("model.bpk"));
        optimizer.save(&state_file).unwrap();
        straight.clone().into_record().save(&module_file).unwrap();
        let safetensors = folder.path().join("state.safetensors");
        optimizer.save_safetensors(&safetensors).unwrap();
        let bytes = optimizer.to_bytes().unwrap();
        for number in 4..7 {
            straight = step(&mut optimizer, straight, number, &device);
        }

        for source in 0..3 {
            let record = burn::store::ModuleRecord::load(&module_file).unwrap();
            let mut resumed = model(&device).load_record(record);
            let mut optimizer = settings().init_module(&resumed).unwrap();
            match source {
                0 => optimizer.load(&state_file).unwrap(),
                1 => optimizer.load_safetensors(&safetensors).unwrap(),
                _ => optimizer.load_bytes(bytes.clone()).unwrap(),
            }
            assert_eq!(optimizer.global_step(), 4);
            for number in 4..7 {
                resumed = step(&mut optimizer, resumed, number, &device);
            }
            assert_eq!(values(&resumed), values(&straight), "source {source} on {device:?}");
        }
    }
}

#[test]
fn state_moves_between_devices() {
    for from in devices() {
        for to in devices() {
            let mut trained = model(&from);
            let mut optimizer = settings().init_module(&trained).unwrap();
            trained = step(&mut optimizer, trained, 0, &from);
            let snapshot = optimizer.snapshot().unwrap();
            let moved = trained.fork(&to.clone().autodiff());
            let mut other = settings().init_module(&moved).unwrap();
            other.restore(&snapshot).unwrap();
            assert!(other.snapshot().unwrap() == snapshot, "{from:?} to {to:?}");
            let moved = step(&mut other, moved, 1, &to);
            assert_eq!(other.global_step(), 2);
            assert_eq!(values(&moved).len(), 5);
        }
    }
}

#[test]
fn the_state_of_one_parameter_at_a_time_is_saved_by_burns_optimizer() {
    let folder = tempfile::tempdir().unwrap();
    for device in devices() {
        let module = Mixed::new(&random(&mut fastrand::Rng::with_seed(4)), &device.clone().autodiff());
        let new = || ProximalAdagradConfig::new(Config { l1: 0.01, ..Config::default() }).init().unwrap();
        let grads =
            |module: &Mixed, seed| module.grads(&random(&mut fastrand::Rng::with_seed(seed)), None, &device);
        let mut optimizer = new();
        let of_step = grads(&module, 1);
        let module = optimizer.step(0.1, module, of_step);
        let file = folder.path().join("optimizer.bpk");
        optimizer.save(&file).unwrap();
        let mut loaded = new().load(&file).unwrap();
        let of_step = grads(&module, 2);
        let straight = optimizer.step(0.1, module.clone(), of_step);
        let of_step = grads(&module, 2);
        let resumed = loaded.step(0.1, module, of_step);
        for (straight, resumed) in straight.values().iter().zip(resumed.values()) {
            assert_eq!(bits(straight), bits(&resumed), "{device:?}");
        }
    }
}

#[test]
fn files_that_are_no_record_of_the_optimizer_are_refused_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for device in devices() {
        let module = model(&device);
        let mut optimizer = settings().init_module(&module).unwrap();
        let module = step(&mut optimizer, module, 0, &device);
        let before = optimizer.snapshot().unwrap();
        let other = folder.path().join("model.bpk");
        module.dense.clone().into_record().save(&other).unwrap();
        let error = optimizer.load(&other).unwrap_err().to_string();
        assert_eq!(error, "the record holds no state of a `ProximalAdagradModule`");
        assert!(matches!(optimizer.load(folder.path().join("absent.bpk")), Err(Error::Record(_))));
        assert!(optimizer.load_safetensors(&other).is_err());
        // State of another module.
        let dense = ProximalAdagradConfig::new(Config::default()).init_module(&module.dense).unwrap();
        let error = optimizer.load_bytes(dense.to_bytes().unwrap()).unwrap_err();
        assert!(matches!(error, Error::Proxgrad(_)), "{error}");
        assert!(optimizer.snapshot().unwrap() == before);
        let grads = GradientsParams::new();
        optimizer.step(module, grads).unwrap();
    }
}
