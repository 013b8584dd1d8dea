//! Shards on a GPU.

use proxgrad_mpi::Device;

use crate::Test;

#[cfg(feature = "gpu")]
pub(crate) const TESTS: &[Test] =
    &[("gpu::any_number_of_ranks_gives_the_bits_of_one", on_gpu::any_number_of_ranks)];
#[cfg(not(feature = "gpu"))]
pub(crate) const TESTS: &[Test] = &[];

/// The first GPU of the machine, software included.
#[cfg(feature = "gpu")]
pub(crate) fn device() -> Device {
    use proxgrad_mpi::proxgrad::gpu::{self, DevicePreference};

    let instance = gpu::instance().expect("a backend");
    let choice = pollster::block_on(gpu::choose(&instance, DevicePreference::Gpu, None)).expect("an adapter");
    let adapter = choice.adapter.expect("an adapter");
    let (device, queue) = pollster::block_on(gpu::open(&adapter)).expect("a device");
    Device::Gpu { device, queue, name: adapter.get_info().name }
}

#[cfg(not(feature = "gpu"))]
pub(crate) fn device() -> Device {
    panic!("the tests were built without GPUs")
}

#[cfg(feature = "gpu")]
mod on_gpu {
    use std::fs;

    use crate::{
        bits::{bits_of, whole},
        launch::Run,
        workload::Settings,
    };

    const STEPS: u64 = 60;

    pub(super) fn any_number_of_ranks() {
        for settings in [Settings::Plain, Settings::Skipped] {
            let folder = tempfile::tempdir().unwrap();
            let train = |name: &str, ranks: usize, device: Option<&str>| {
                let own = folder.path().join(name);
                let run = Run::new(ranks, "train", &own).env("STEPS", STEPS);
                let run = run.env("SETTINGS", format!("{settings:?}"));
                let run = device.into_iter().fold(run, |run, device| run.env("DEVICE", device));
                run.succeed();
                (whole(&own), fs::read_to_string(own.join("rank-0.txt")).unwrap())
            };
            let on_cpu = train("cpu", 2, None).0;
            let expected = train("1", 1, Some("gpu"));
            for ranks in [2, 4] {
                let found = train(&ranks.to_string(), ranks, Some("gpu"));
                assert_eq!(bits_of(&found.0), bits_of(&expected.0), "{settings:?}, {ranks} ranks");
                assert_eq!(found.1, expected.1, "{settings:?}, {ranks} ranks");
            }
            for (name, values) in &on_cpu.values {
                for (cpu, gpu) in values.iter().zip(&expected.0.values[name]) {
                    assert!(
                        (cpu - gpu).abs() <= 2e-6 + 1e-5 * cpu.abs(),
                        "{settings:?}, {name}: {cpu} {gpu}"
                    );
                }
            }
        }
    }
}
