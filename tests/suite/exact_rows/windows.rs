//! Tables whose history one binding cannot cover, which are cut into windows: nothing else changes.

use std::mem;

use proxgrad::{Config, ParamId, Rows, Shrinkage, Snapshot};
use proxgrad_testing::{Cpu, Gpu, Grad, Indices, Optimizer, Param};

use super::{
    dense_equivalence::{on_cpu, on_gpu},
    run::Run,
};
use crate::common::{
    devices::{Device, gpu, is_ieee, least_exact_binding_gpu},
    random::Random,
    state::State,
};

/// Shrinkage and L2 of the three closed forms.
const FORMS: [(Shrinkage, f64); 3] =
    [(Shrinkage::Documented, 0.2), (Shrinkage::Adaptive, 0.0), (Shrinkage::Adaptive, 0.2)];

/// The GPU, and the same GPU with bindings so small that histories of this form are cut.
fn whole_and_cut((shrinkage, l2): (Shrinkage, f64)) -> Option<[&'static Gpu; 2]> {
    Some([gpu()?, least_exact_binding_gpu(shrinkage == Shrinkage::Adaptive && l2 > 0.0)?])
}

#[test]
fn random_runs_of_tables_in_windows_give_the_same_bits() {
    for (seed, (shrinkage, l2)) in (90..).zip(FORMS) {
        let Some([whole, cut]) = whole_and_cut((shrinkage, l2)) else { return };
        let mut random = Random::new(seed);
        let widths = [1, 2, 3, 4, 5, 8, 12, 20];
        let runs = widths.map(|width| Run { l2, ..Run::of_shape(&mut random, 67 + 30 * width, width) });
        let got = on_gpu(cut, &runs, shrinkage);
        assert!(got == on_gpu(whole, &runs, shrinkage), "{shrinkage:?}, l2 {l2}");
        assert!(!is_ieee(cut) || got == on_cpu(&runs, shrinkage), "{shrinkage:?}, l2 {l2}");
    }
}

/// A table with exact rows, and its gradients.
struct Table {
    optimizer: Box<dyn Optimizer>,
    id: ParamId,
}

const ROWS: u32 = 300;
const WIDTH: usize = 3;
const SHAPE: [usize; 2] = [ROWS as usize, WIDTH];

impl Table {
    fn new(device: &Device, (shrinkage, l2): (Shrinkage, f64), values: &[f32]) -> Self {
        let config = Config { learning_rate: 0.1.into(), shrinkage, l1: 1e-3, l2, ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let id = optimizer.add_param(Param::new("table", &SHAPE, values).rows(Rows::Exact)).unwrap();
        Self { optimizer, id }
    }

    /// Takes the steps `first..end`, whose rows lie in all windows.
    fn run(&mut self, steps: std::ops::Range<u32>) {
        for step in steps {
            let rows: Vec<u32> = (0..7).map(|i| (step * 37 + i * 53) % ROWS).collect();
            let grads: Vec<f32> = (0..7 * WIDTH).map(|i| ((step as usize + i) as f32).sin()).collect();
            let indices =
                if step.is_multiple_of(2) { Indices::Device(&rows) } else { Indices::from(&rows[..]) };
            let grad = Grad::Rows { indices, values: &grads };
            self.optimizer.step(&[(self.id, grad)]).unwrap();
        }
    }

    fn values(&self) -> Vec<f32> {
        self.optimizer.values(self.id).unwrap()
    }

    fn state(&self) -> State {
        State::of(&*self.optimizer, &[self.id])
    }
}

fn values() -> Vec<f32> {
    (0..SHAPE[0] * WIDTH).map(|i| (i as f32 / 7.0).cos()).collect()
}

#[test]
fn a_snapshot_moves_between_devices_with_and_without_windows() {
    for form in FORMS {
        let Some([whole, cut]) = whole_and_cut(form) else { return };
        let mut expected = Table::new(whole, form, &values());
        expected.run(0..200);
        let expected = (expected.values(), expected.optimizer.snapshot().unwrap());
        let devices: [&Device; 5] = [cut, &Cpu, cut, whole, cut];
        if !is_ieee(cut) {
            return;
        }
        let (mut now, mut snapshot): (Vec<f32>, Option<Snapshot>) = (values(), None);
        for (device, step) in devices.into_iter().zip((0..).step_by(40)) {
            let mut table = Table::new(device, form, &now);
            if let Some(snapshot) = &snapshot {
                table.optimizer.restore(snapshot).unwrap();
                assert_eq!(table.optimizer.snapshot().unwrap(), *snapshot, "{}", device.describe());
            }
            table.run(step..step + 40);
            now = table.values();
            snapshot = Some(table.optimizer.snapshot().unwrap());
        }
        assert!((now, snapshot.unwrap()) == expected, "{form:?}");
    }
}

#[test]
fn flushes_exports_and_statistics_of_tables_in_windows_give_the_same_bits() {
    for form in FORMS {
        let Some([whole, cut]) = whole_and_cut(form) else { return };
        let outcome = |device: &Device| {
            let mut table = Table::new(device, form, &values());
            table.run(0..100);
            let Table { optimizer, id } = &mut table;
            let stale = optimizer.values(*id).unwrap();
            // Windows smaller than a chunk of a sum change the order in which the squares of the values are added.
            let mut measured = optimizer.report().unwrap();
            let norm = f64::from(mem::take(&mut measured.weight_norm));
            let exported = optimizer.exported(*id).unwrap();
            assert_eq!(optimizer.values(*id).unwrap(), stale, "neither changes a row");
            let some: Vec<u32> = (0..ROWS).step_by(29).collect();
            let copy = optimizer.caught_up(*id, Indices::from(&some[..])).unwrap();
            assert_eq!(optimizer.values(*id).unwrap(), stale, "nor does the catch-up of a copy");
            optimizer.flush_rows(*id, Indices::from(&some[..])).unwrap();
            assert_eq!(optimizer.values(*id).unwrap(), copy);
            let after_some = table.state();
            table.optimizer.flush_rows(table.id, Indices::Device(&[299, 0, 70, 131])).unwrap();
            table.optimizer.flush_rows(table.id, Indices::DeviceUnique(&[64, 63, 200])).unwrap();
            let after_more = table.state();
            table.optimizer.flush(table.id).unwrap();
            assert_eq!(table.values(), exported);
            ((measured, exported, after_some, after_more, table.state()), norm)
        };
        let ((got, norm), (want, whole_norm)) = (outcome(cut), outcome(whole));
        assert!((norm / whole_norm - 1.0).abs() < 1e-6, "{form:?}: {norm}, not {whole_norm}");
        assert_ne!(want.2, want.4, "some rows were pending");
        assert_eq!(got, want, "{form:?}");
        if is_ieee(cut) {
            assert_eq!(got.1, outcome(&Cpu).0.1, "{form:?}");
        }
    }
}
