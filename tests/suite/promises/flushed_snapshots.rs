//! A run that goes on from a snapshot of flushed exact rows has the bits of the uninterrupted run that flushed at the
//! same step.

use proxgrad::{Config, ParamId, Rows, Shrinkage, schedule::ExponentialDecay};
use proxgrad_testing::{Cpu, Grad, Optimizer, Param};

use crate::common::{
    devices::{Device, backends, gpu, is_ieee},
    random::Random,
    state::State,
};

const ROWS: usize = 40;
/// The same number.
const ROWS_U32: u32 = 40;

/// Settings, values and the rows and gradients of each step.
struct Case {
    config: Config,
    values: Vec<f32>,
    steps: Vec<(Vec<u32>, Vec<f32>)>,
}

impl Case {
    fn all() -> Vec<Self> {
        let mut random = Random::new(78);
        let settings =
            [(Shrinkage::Documented, 0.01), (Shrinkage::Adaptive, 0.0), (Shrinkage::Adaptive, 0.01)];
        let case = |(shrinkage, l2)| {
            let learning_rate =
                ExponentialDecay { learning_rate: 0.1, decay_rate: 0.5, decay_steps: 200, staircase: false };
            Self {
                config: Config {
                    learning_rate: learning_rate.into(),
                    shrinkage,
                    l1: 1e-3,
                    l2,
                    ..Config::default()
                },
                values: random.values(3 * ROWS),
                steps: (0..560).map(|_| (random.indices(3, ROWS_U32), random.grads(9))).collect(),
            }
        };
        settings.into_iter().map(case).collect()
    }

    fn start(&self, device: &Device, values: &[f32]) -> (Box<dyn Optimizer>, ParamId) {
        let mut optimizer = device.optimizer(self.config.clone()).unwrap();
        let id = optimizer.add_param(Param::new("table", &[ROWS, 3], values).rows(Rows::Exact)).unwrap();
        (optimizer, id)
    }

    fn run(&self, optimizer: &mut dyn Optimizer, id: ParamId, steps: std::ops::Range<usize>) {
        for (indices, grads) in &self.steps[steps] {
            optimizer.step(&[(id, Grad::rows(indices, grads))]).unwrap();
        }
    }

    /// The state after all steps of a run that moves to the next of `devices` after the steps in `at`, or else only
    /// flushes there.
    fn state(&self, devices: &[&Device], at: &[usize], moves: bool) -> State {
        let (mut optimizer, mut id) = self.start(devices[0], &self.values);
        let mut first = 0;
        for (&end, next) in at.iter().zip(devices.iter().cycle().skip(1)) {
            self.run(&mut *optimizer, id, first..end);
            optimizer.flush(id).unwrap();
            if moves {
                let snapshot = optimizer.snapshot().unwrap();
                assert_eq!(snapshot.tensors["missed_rates.table"].shape, [0], "it was flushed");
                let (mut restored, restored_id) = self.start(*next, &optimizer.values(id).unwrap());
                restored.restore(&snapshot).unwrap();
                assert_eq!(restored.snapshot().unwrap(), snapshot);
                (optimizer, id) = (restored, restored_id);
            }
            first = end;
        }
        self.run(&mut *optimizer, id, first..self.steps.len());
        optimizer.flush(id).unwrap();
        State::of(&*optimizer, &[id])
    }
}

/// In the middle of a block of the rate history, at its ends, and at the start.
const AT: [usize; 5] = [1, 100, 255, 256, 400];

#[test]
fn a_run_restored_from_flushed_rows_has_the_bits_of_the_run_that_flushed() {
    for case in Case::all() {
        for device in backends() {
            let straight = case.state(&[device], &AT, false);
            assert_eq!(
                case.state(&[device], &AT, true),
                straight,
                "{:?}, {}",
                case.config,
                device.describe()
            );
        }
    }
}

#[test]
fn a_run_that_moves_between_devices_with_flushed_rows_has_the_same_bits() {
    let Some(gpu) = gpu() else { return };
    if !is_ieee(gpu) {
        return;
    }
    for case in Case::all() {
        for devices in [[gpu as &Device, &Cpu], [&Cpu as &Device, gpu]] {
            let straight = case.state(&devices[..1], &AT, false);
            // There and back again, five times.
            assert_eq!(case.state(&devices, &AT, true), straight, "{:?}", case.config);
        }
    }
}
