//! A run in which steps were skipped goes on from a snapshot to the bits of the run that was not interrupted, although a
//! device and the host count different steps.

use std::ops::Range;

use proxgrad::{
    Config, Data, DynamicLossScale, Group, ParamId, Report, Rounding, Rows, Schedule, Shrinkage, Snapshot,
    schedule::{ExponentialDecay, WarmUp},
};
use proxgrad_testing::{Cpu, Grad, Indices, Optimizer, Param};

use crate::common::{
    devices::{Device, backends, gpu, is_ieee, least_exact_binding_gpu, on_every_device},
    param::{IndexSource, TestGrad, TestParam},
    random::Random,
    state::{State, without_skipped_steps},
};

const STEPS: usize = 420;
const ROWS: usize = 300;
/// The same number.
const ROWS_U32: u32 = 300;

/// A run with two tables of exact rows and a dense parameter, whose schedules vary.
struct Run {
    config: Config,
    group: Group,
    params: Vec<TestParam>,
    /// By step: the parameter whose gradient is not finite, if one is.
    poisoned: Vec<Option<usize>>,
    /// Steps after which rows of the first table are flushed.
    flushes: Vec<(usize, Vec<u32>)>,
    /// Steps before which the run is interrupted.
    places: Vec<usize>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let forms = [(Shrinkage::Documented, 0.02), (Shrinkage::Adaptive, 0.0), (Shrinkage::Adaptive, 0.02)];
        let (shrinkage, l2) = forms[usize::try_from(seed % 3).unwrap()];
        let is_dynamic = seed % 2 == 1;
        let config = Config {
            learning_rate: schedule(&mut random),
            l1: 1e-3,
            l2,
            shrinkage,
            rounding: random.pick(&[Rounding::Nearest, Rounding::Stochastic { seed: 7 }]),
            skip_on_overflow: !is_dynamic,
            dynamic_loss_scale: is_dynamic.then(|| DynamicLossScale::new(64.0, 2.0, 20).unwrap()),
            ..Config::default()
        };
        let group = Group {
            learning_rate: Some(schedule(&mut random)),
            weight_decay: Some(Schedule::function(|step| 0.01 / (1.0 + step as f64))),
            ..Group::default()
        };
        let mut params: Vec<_> = ["table", "other"].map(|name| table(&mut random, name)).into();
        // A table without a gradient in some steps.
        params[1].grads.iter_mut().filter(|_| random.one_in(3)).for_each(|grad| *grad = TestGrad::None);
        let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(33))).collect();
        let weight = TestParam::new("weight", &[33], random.values(33), grads);
        params.push(TestParam { group: Some(0), ..weight });
        // Single steps, and a few in a row before each step at which a part of the rows is swept.
        let is_bad = |random: &mut Random, step| random.one_in(12) || (step % 128 > 122 && random.one_in(2));
        let mut poisoned: Vec<_> =
            (0..STEPS).map(|step| is_bad(&mut random, step).then(|| random.pick(&[0, 2]))).collect();
        poisoned[..10].fill(None);
        poisoned[3] = Some(2);
        let flushes = (0..3).map(|_| (random.below(STEPS), random.indices(20, ROWS_U32))).collect();
        // Before any step was skipped, behind the first one, where host and device are on both sides of a sweep, and anywhere.
        let mut places = vec![2, 4, 250, 258, 380, 386, 10 + random.below(STEPS - 20)];
        places.sort_unstable();
        Self { config, group, params, poisoned, flushes, places }
    }

    fn start(&self, device: &Device, values: Option<&[Vec<f32>]>) -> (Box<dyn Optimizer>, Vec<ParamId>) {
        let mut optimizer = device.optimizer(self.config.clone()).unwrap();
        let groups = [optimizer.add_group(self.group.clone()).unwrap()];
        let param = |(i, param): (usize, &TestParam)| {
            let given = param.as_param(&groups);
            let values = values.map_or(&param.values, |values| &values[i]);
            optimizer.add_param(Param { values, ..given }).unwrap()
        };
        let ids = self.params.iter().enumerate().map(param).collect();
        optimizer.measure_steps(true);
        (optimizer, ids)
    }

    fn run(&self, optimizer: &mut dyn Optimizer, ids: &[ParamId], steps: Range<usize>) {
        for step in steps {
            let mut grads: Vec<_> = self.params.iter().map(|param| param.grads[step].clone()).collect();
            if let Some(param) = self.poisoned[step]
                && !matches!(grads[param], TestGrad::None)
            {
                grads[param].elements_mut()[0] = f32::INFINITY;
            }
            let grads: Vec<_> = ids.iter().copied().zip(grads.iter().map(TestGrad::as_grad)).collect();
            optimizer.step(&grads).unwrap();
            for (_, rows) in self.flushes.iter().filter(|(at, _)| *at == step) {
                optimizer.flush_rows(ids[0], Indices::from(rows)).unwrap();
            }
        }
    }

    /// The states at all places, and at the end, of a run that is passed through `interrupt` at each of them.
    fn states(
        &self,
        device: &Device,
        mut interrupt: impl FnMut(Box<dyn Optimizer>, Vec<ParamId>) -> (Box<dyn Optimizer>, Vec<ParamId>),
    ) -> Vec<(State, Report)> {
        let (mut optimizer, mut ids) = self.start(device, None);
        let (mut first, mut states) = (0, Vec::new());
        for &end in self.places.iter().chain([&STEPS]) {
            self.run(&mut *optimizer, &ids, first..end);
            states.push((State::of(&*optimizer, &ids), optimizer.report().unwrap()));
            (optimizer, ids) = interrupt(optimizer, ids);
            first = end;
        }
        states
    }

    /// A new optimizer on the device that goes on from another one, whose snapshot passes through `change`.
    fn resumed(
        &self,
        device: &Device,
        from: &dyn Optimizer,
        ids: &[ParamId],
        change: impl FnOnce(Snapshot) -> Snapshot,
    ) -> (Box<dyn Optimizer>, Vec<ParamId>) {
        let values: Vec<_> = ids.iter().map(|&id| from.values(id).unwrap()).collect();
        let (mut resumed, ids) = self.start(device, Some(&values));
        resumed.restore(&change(from.snapshot().unwrap())).unwrap();
        (resumed, ids)
    }
}

/// A table with a gradient of some rows in each step, so that most rows miss many steps.
fn table(random: &mut Random, name: &str) -> TestParam {
    let width = random.pick(&[1, 3, 4]);
    let source = random.pick(&[IndexSource::Host, IndexSource::Device]);
    let mut grad = || TestGrad::Rows {
        values: random.grads(6 * width),
        indices: source.indices(random.indices(6, ROWS_U32)),
    };
    let grads = (0..STEPS).map(|_| grad()).collect();
    let values = random.values(ROWS * width);
    TestParam { rows: Rows::Exact, ..TestParam::new(name, &[ROWS, width], values, grads) }
}

/// Rates that are different in every step, within one bin of the rate history or over many.
fn schedule(random: &mut Random) -> Schedule {
    let decay = |decay_rate| ExponentialDecay {
        learning_rate: 0.2,
        decay_rate,
        decay_steps: STEPS as u64,
        staircase: false,
    };
    match random.below(3) {
        0 => decay(random.pick(&[0.99, 0.5, 1e-3])).into(),
        1 => WarmUp { learning_rate: 0.2, warmup_steps: 300 }.into(),
        _ => Schedule::function(|step| 0.05 + 0.04 * (step as f64).sin()),
    }
}

/// The devices of a run: both implementations, and for some runs a device that cuts tables into windows.
fn devices(seed: u64, run: &Run) -> Vec<&'static Device> {
    let binned = run.config.shrinkage == Shrinkage::Adaptive && run.config.l2 > 0.0;
    let windows = if seed < 3 { least_exact_binding_gpu(binned) } else { None };
    backends().into_iter().chain(windows.map(|gpu| gpu as &Device)).collect()
}

#[test]
fn a_run_with_skipped_steps_goes_on_to_the_bits_of_the_uninterrupted_run() {
    for seed in Random::seeds(0..6) {
        let run = Run::new(seed);
        for device in devices(seed, &run) {
            let what = format!("seed {seed}, {:?}, {}", run.config, device.describe());
            let straight = run.states(device, |optimizer, ids| (optimizer, ids));
            assert!(straight.last().unwrap().1.skipped_steps > 15, "{what}");
            let resumed = run.states(device, |optimizer, ids| run.resumed(device, &*optimizer, &ids, |s| s));
            assert_states(&what, &run, &resumed, &straight);
            // Through the other implementation, which takes no step.
            let moved = run.states(device, |optimizer, ids| {
                let (there, ids) = run.resumed(&Cpu, &*optimizer, &ids, |s| s);
                assert_eq!(there.snapshot().unwrap(), optimizer.snapshot().unwrap(), "{what}");
                run.resumed(device, &*there, &ids, |s| s)
            });
            assert_states(&what, &run, &moved, &straight);
            if device.name() == "gpu" {
                // As snapshots of earlier versions are.
                let without = run.states(device, |optimizer, ids| {
                    run.resumed(device, &*optimizer, &ids, without_skipped_steps)
                });
                let [without, straight] = [without, straight].map(|mut states| states.pop().unwrap().0);
                assert!(!without.has_values_of(&straight), "{what}: the tensors change nothing");
            }
        }
    }
}

#[track_caller]
fn assert_states(what: &str, run: &Run, got: &[(State, Report)], want: &[(State, Report)]) {
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        let at = run.places.get(i).copied().unwrap_or(STEPS);
        assert!(got.0 == want.0, "{what}: the state before step {at} differs");
        assert_eq!(got.1, want.1, "{what}: the report before step {at}");
    }
}

#[test]
fn a_run_with_skipped_steps_goes_on_where_another_device_has_taken_steps() {
    let Some(gpu) = gpu() else { return };
    // A step moves a value by at most its rate, and the division and the root have errors of up to 8 units of 2⁻²³.
    let roundings = if is_ieee(gpu) { 0.0 } else { STEPS as f32 * 0.2 * 8.0 * f32::EPSILON };
    for seed in Random::seeds(6..9) {
        let run = Run::new(seed);
        let values = |devices: [&Device; 2]| {
            let (mut optimizer, mut ids) = run.start(devices[0], None);
            let mut first = 0;
            for (&end, next) in run.places.iter().zip(devices.iter().cycle().skip(1)) {
                run.run(&mut *optimizer, &ids, first..end);
                (optimizer, ids) = run.resumed(*next, &*optimizer, &ids, |snapshot| snapshot);
                first = end;
            }
            run.run(&mut *optimizer, &ids, first..STEPS);
            // Of the table and the dense parameter. Rates of the other table may be off, as docs/half-precision.md says.
            let skipped = optimizer.report().unwrap().skipped_steps;
            ([0, 2].map(|param| optimizer.exported(ids[param]).unwrap()), skipped)
        };
        let (want, skipped) = values([&Cpu, &Cpu]);
        for devices in [[gpu as &Device, &Cpu], [&Cpu, gpu]] {
            let (got, also) = values(devices);
            assert_eq!(also, skipped);
            for (got, want) in got.iter().flatten().zip(want.iter().flatten()) {
                let near = (got - want).abs() <= roundings + 2e-6 + 1e-5 * want.abs();
                assert!(near, "seed {seed}, {:?}, {}: {got}, not {want}", run.config, devices[0].describe());
            }
        }
    }
}

/// A device is at most 1024 steps behind; steps that it skips then count as steps without gradients.
#[test]
fn a_device_that_is_as_far_behind_as_it_may_be_goes_on_so() {
    let Some(gpu) = gpu() else { return };
    let schedule =
        ExponentialDecay { learning_rate: 0.2, decay_rate: 0.1, decay_steps: 700, staircase: false };
    let config = Config {
        learning_rate: schedule.into(),
        l1: 1e-3,
        l2: 1e-3,
        skip_on_overflow: true,
        ..Config::default()
    };
    let mut random = Random::new(1025);
    let (values, grads) = (random.values(40), random.grads(4));
    let start = |values: &[f32]| {
        let mut optimizer = (gpu as &Device).optimizer(config.clone()).unwrap();
        let id = optimizer.add_param(Param::new("table", &[20, 2], values).rows(Rows::Exact)).unwrap();
        (optimizer, id)
    };
    let run = |optimizer: &mut dyn Optimizer, id, steps: Range<u32>| {
        for step in steps {
            let grads = if (3..1040).contains(&step) { [f32::NAN; 4] } else { grads[..].try_into().unwrap() };
            optimizer.step(&[(id, Grad::rows(&[step % 20, step % 7], &grads))]).unwrap();
        }
    };
    // Interrupted before the device is as far behind as it may be, and after that.
    let places = [1010, 1036];
    let (mut straight, id) = start(&values);
    let mut first = 0;
    let interrupted = places.map(|place| {
        run(&mut *straight, id, first..place);
        first = place;
        (straight.values(id).unwrap(), straight.snapshot().unwrap())
    });
    run(&mut *straight, id, first..1050);
    for (place, (values, snapshot)) in places.into_iter().zip(interrupted) {
        assert_eq!(snapshot.tensors["skipped_steps"].data, Data::U64(vec![u64::from(place) - 3]));
        let (mut resumed, resumed_id) = start(&values);
        resumed.restore(&snapshot).unwrap();
        run(&mut *resumed, resumed_id, place..1050);
        let [got, want] = [State::of(&*resumed, &[resumed_id]), State::of(&*straight, &[id])];
        assert_eq!(got, want, "interrupted before step {place}");
    }
}

#[test]
fn a_snapshot_goes_on_with_the_count_of_skipped_steps() {
    on_every_device(|device| {
        let config = Config { skip_on_overflow: true, ..Config::default() };
        let start = || {
            let mut optimizer = device.optimizer(config.clone()).unwrap();
            let id = optimizer.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
            (optimizer, id)
        };
        let (mut first, id) = start();
        let clean = first.snapshot().unwrap();
        for grad in [0.5, f32::NAN, 0.5, f32::INFINITY] {
            first.step(&[(id, Grad::Dense(&[grad]))]).unwrap();
        }
        let snapshot = first.snapshot().unwrap();
        assert_eq!(snapshot.tensors["global_step"].data, Data::U64(vec![2]));
        assert_eq!(snapshot.tensors["skipped_steps"].data, Data::U64(vec![2]));
        // A device has recorded all four steps, and the CPU implementation has taken two.
        let is_device = device.name() == "gpu";
        let recorded = snapshot.tensors.get("recorded_steps").map(|tensor| tensor.data.clone());
        assert_eq!(recorded, is_device.then(|| Data::U64(vec![2])));
        let (mut second, id) = start();
        second.restore(&snapshot).unwrap();
        assert_eq!(second.global_step(), if is_device { 4 } else { 2 });
        assert_eq!(second.report().unwrap().skipped_steps, 2);
        second.step(&[(id, Grad::Dense(&[f32::NAN]))]).unwrap();
        assert_eq!(second.report().unwrap().skipped_steps, 3);
        // Without the count, as an earlier version wrote it, none is known of.
        second.restore(&without_skipped_steps(snapshot)).unwrap();
        assert_eq!((second.global_step(), second.report().unwrap().skipped_steps), (2, 0));
        assert_eq!(second.snapshot().unwrap().tensors.get("skipped_steps"), None);
        second.restore(&clean).unwrap();
        assert_eq!(second.snapshot().unwrap(), clean);

        // An optimizer that skips no steps takes the snapshot, too, and counts the steps taken.
        let mut third = device.optimizer(Config::default()).unwrap();
        third.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
        third.restore(&first.snapshot().unwrap()).unwrap();
        assert_eq!((third.global_step(), third.report().unwrap().skipped_steps), (2, 2));
        assert_eq!(third.snapshot().unwrap(), first.snapshot().unwrap());
    });
}
