//! Adapters that do not exist, and devices that are lost.

use proxgrad::{
    Config, Error, Param, ProximalAdagrad,
    gpu::{self, DevicePreference},
};
use proxgrad_testing::Gpu;

use crate::common::devices::gpu;

#[test]
fn an_adapter_that_there_is_not_is_refused_with_those_that_there_are() {
    let Some(opened) = gpu() else { return };
    let found = opened.device().adapter_info().name;
    let instance = gpu::instance().unwrap();
    for prefer in [DevicePreference::Auto, DevicePreference::Gpu] {
        let error = pollster::block_on(gpu::choose(&instance, prefer, Some("Voodoo 5"))).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("no adapter's name contains \"Voodoo 5\"; there are \""), "{message}");
        assert!(message.contains(&found), "{message}");
    }
    assert_eq!(Gpu::open(Some("Voodoo 5")).unwrap_err().to_string().split(';').count(), 2);
}

#[test]
fn a_lost_device_is_an_error_of_whoever_registers_or_reads_back() {
    if gpu().is_none() {
        return;
    }
    // A device of its own, because the test destroys it.
    let gpu = Gpu::open(None).unwrap();
    let values = gpu.upload(&[1.0; 4]);
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
    let more = gpu.upload(&[1.0; 4]);
    gpu.device().destroy();
    let error = optimizer.add_param(Param::new("more", &[4], more.slice(..))).unwrap_err();
    assert!(matches!(error, Error::DeviceLost { doing: "registering a parameter", .. }), "{error}");
    let errors = [
        gpu.download(values.slice(..)).unwrap_err(),
        gpu::block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::DeviceLost { .. }), "{error}");
    }
}
