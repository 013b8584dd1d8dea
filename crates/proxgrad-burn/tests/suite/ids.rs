//! Ids of rows on devices with and without autodiff.

use burn::{
    optim::GradientsParams,
    tensor::{Device, Int, Tensor, TensorData},
};
use proxgrad::Config;
use proxgrad_burn::{ProximalAdagradConfig, RowTable};

use crate::common::{bits, devices, numbers, random_list};

/// Values after a step whose ids are on this device.
fn stepped(device: &Device, of_ids: &Device, values: &[f32]) -> Vec<f32> {
    let device = device.clone().autodiff();
    let data = TensorData::new(values.to_vec(), [6, 4]);
    let mut table = RowTable::from_tensor(Tensor::from_data(data, &device));
    let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
    let mut optimizer = ProximalAdagradConfig::new(config).init_module(&table).unwrap();
    let ids = Tensor::<1, Int>::from_ints([4, 1, 4], of_ids);
    let lookup = table.forward(ids);
    let mut grads = lookup.rows().square().sum().backward();
    let rows = [lookup.row_gradient(&mut grads)];
    table = optimizer.step_rows(table, GradientsParams::new(), rows).unwrap();
    numbers(table.weight.val())
}

#[test]
fn ids_may_be_on_a_device_with_autodiff() {
    let values = random_list(&mut fastrand::Rng::with_seed(3), 24);
    for device in devices() {
        let with = stepped(&device, &device.clone().autodiff(), &values);
        let without = stepped(&device, &device, &values);
        assert_eq!(bits(&with), bits(&without), "{device:?}");
        let changed = with.chunks(4).zip(values.chunks(4)).map(|(after, before)| after != before);
        assert_eq!(changed.collect::<Vec<_>>(), [false, true, false, false, true, false], "{device:?}");
    }
}
