//! What skipped steps use up: nothing, up to 1024 of them on a GPU; and where a list of rates ends.

use proxgrad::{
    Config, Data, Error, Format, Param as GpuParam, ProximalAdagrad, Rounding, RowGrad, Rows, Schedule, cpu,
    gpu, half::bf16, schedule::ExponentialDecay,
};
use proxgrad_testing::{Gpu, Grad, Param, Stored};

use crate::common::{
    devices::{gpu, is_ieee, on_every_device},
    gpu_step::new_encoder,
    random::Random,
    state::State,
};

/// The most steps by which a device may be behind the count of the host, as `docs/half-precision.md` has it.
const MAX_LAG: usize = 1024;
/// Good steps before the skipped ones, and after them.
const GOOD: usize = 3;
const ROWS: usize = 12;
const WIDTH: usize = 2;

/// The state after a run: the 16-bit values, the exact rows brought up to date, and the number of steps taken.
struct Outcome {
    values: Vec<f32>,
    table: Vec<f32>,
    steps: u64,
}

struct Run {
    config: Config,
    values: Vec<f32>,
    table: Vec<f32>,
    grads: Vec<f32>,
    row_grads: Vec<f32>,
}

impl Run {
    fn new() -> Self {
        let mut random = Random::new(1024);
        let learning_rate =
            ExponentialDecay { learning_rate: 0.2, decay_rate: 0.1, decay_steps: 700, staircase: false };
        Self {
            config: Config {
                learning_rate: learning_rate.into(),
                l1: 1e-3,
                l2: 1e-3,
                skip_on_overflow: true,
                rounding: Rounding::Stochastic { seed: 9 },
                ..Config::default()
            },
            values: random.values(50),
            table: random.values(ROWS * WIDTH),
            grads: random.grads(50),
            row_grads: random.grads(2 * WIDTH),
        }
    }

    /// Good steps, `bad` steps that the device skips, and good steps again.
    fn on_gpu(&self, gpu: &Gpu, bad: usize) -> Outcome {
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), self.config.clone()).unwrap();
        let words: Vec<f32> =
            Stored::nearest(&self.values, Format::Bf16).words().into_iter().map(f32::from_bits).collect();
        let (values, table) = (gpu.upload(&words), gpu.upload(&self.table));
        let weight = GpuParam::new("weight", &[50], values.slice(..)).format(Format::Bf16).grads(Format::F32);
        let weight = optimizer.add_param(weight).unwrap();
        let exact = GpuParam::new("table", &[ROWS, WIDTH], table.slice(..)).rows(Rows::Exact);
        let exact = optimizer.add_param(exact).unwrap();
        let (grads, rows) = (gpu.upload(&self.grads), gpu.upload(&self.row_grads));
        let poison = gpu.upload(&[f32::INFINITY; 50]);
        let mut encoder = new_encoder(gpu);
        for step in 0..GOOD + bad + GOOD {
            let is_bad = (GOOD..GOOD + bad).contains(&step);
            let mut recorded = optimizer.begin_step(&mut encoder);
            recorded.dense(weight, if is_bad { &poison } else { &grads }.slice(..)).unwrap();
            recorded
                .rows(exact, RowGrad::new(&rows_of(if is_bad { 0 } else { step }), rows.slice(..)))
                .unwrap();
            recorded.finish().unwrap();
            if step % 100 == 99 {
                gpu.queue().submit([std::mem::replace(&mut encoder, new_encoder(gpu)).finish()]);
            }
        }
        gpu.queue().submit([encoder.finish()]);
        assert_eq!(optimizer.global_step(), (GOOD + bad + GOOD) as u64, "recorded steps");
        let snapshot = gpu::block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap();
        let Data::U64(steps) = &snapshot.tensors["global_step"].data else { panic!("it is a count") };
        let report = gpu::block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap();
        assert_eq!(report.skipped_steps.to_string(), bad.to_string(), "every skipped step is counted");
        Outcome {
            values: gpu::block_on(gpu.device(), optimizer.values(gpu.queue(), weight)).unwrap(),
            table: gpu::block_on(gpu.device(), optimizer.values(gpu.queue(), exact)).unwrap(),
            steps: steps[0],
        }
    }

    /// Good steps, `empty` steps without a gradient of any element, and good steps again.
    fn on_cpu(&self, bad: usize, empty: usize) -> Outcome {
        let mut optimizer = cpu::ProximalAdagrad::new(self.config.clone()).unwrap();
        let weight = optimizer.add_param(cpu::Param::new("weight", &[50])).unwrap();
        let exact = cpu::Param::new("table", &[ROWS, WIDTH]).rows(Rows::Exact);
        let exact = optimizer.add_param(exact).unwrap();
        let mut values: Vec<bf16> = self.values.iter().copied().map(bf16::from_f32).collect();
        let mut table = self.table.clone();
        for step in 0..GOOD + empty + GOOD {
            // The rows do not depend on the number of empty steps.
            let rows = rows_of(if step < GOOD { step } else { (step + bad).saturating_sub(empty) });
            let mut taken = optimizer.begin_step();
            if (GOOD..GOOD + empty).contains(&step) {
                taken.rows(exact, &mut table, cpu::RowGrad::new(&[0u32; 0], &[0.0f32; 0])).unwrap();
            } else {
                taken.dense(weight, &mut values, &self.grads).unwrap();
                taken.rows(exact, &mut table, cpu::RowGrad::new(&rows, &self.row_grads)).unwrap();
            }
            taken.finish().unwrap();
        }
        optimizer.flush(exact, &mut table).unwrap();
        let values = values.into_iter().map(bf16::to_f32).collect();
        Outcome { values, table, steps: optimizer.global_step() }
    }
}

/// The rows of a step; row 11 has no gradient before the last step.
fn rows_of(step: usize) -> [u32; 2] {
    [u32::try_from(step % 5).unwrap(), u32::try_from(5 + step % 3).unwrap()]
}

#[test]
fn up_to_1024_skipped_steps_use_up_nothing_and_further_ones_count_as_steps_without_gradients() {
    let Some(gpu) = gpu() else { return };
    let run = Run::new();
    let none = run.on_cpu(0, 0);
    for bad in [0, 1, MAX_LAG - 1, MAX_LAG, MAX_LAG + 1, 1100] {
        let got = run.on_gpu(gpu, bad);
        let beyond = bad.saturating_sub(MAX_LAG);
        let want = run.on_cpu(bad, beyond);
        assert_eq!(got.steps, want.steps, "steps taken, with {bad} skipped");
        assert_eq!(want.steps, (GOOD + beyond + GOOD) as u64);
        if is_ieee(gpu) {
            // Learning rates and random numbers are those of the step that the device has reached.
            assert_eq!(got.values, want.values, "{bad} skipped");
        }
        if beyond == 0 {
            assert_eq!(want.values, none.values);
        } else {
            assert_ne!(want.values, none.values, "schedules go on");
        }
        for (got, want) in got.table.iter().zip(&want.table) {
            // As `exact_rows_stay_exact_where_steps_were_skipped` has it.
            let near = (got - want).abs() <= 2e-6 + 1e-5 * want.abs();
            assert!(near, "exact rows with {bad} skipped: {got}, not {want}");
        }
    }
}

#[test]
fn a_list_ends_after_the_steps_taken_on_the_cpu_and_the_steps_recorded_on_a_gpu() {
    on_every_device(|device| {
        let config = Config {
            learning_rate: vec![0.1, 0.2, 0.3, 0.4].into(),
            skip_on_overflow: true,
            ..Config::default()
        };
        let mut optimizer = device.optimizer(config).unwrap();
        let id = optimizer.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
        let mut step = |grad: f32| optimizer.step(&[(id, Grad::Dense(&[grad]))]);
        step(0.5).unwrap();
        step(f32::NAN).unwrap();
        step(0.5).unwrap();
        step(0.5).unwrap();
        let fourth = step(0.5);
        if device.name() == "cpu" {
            // The skipped step has used up no value.
            fourth.unwrap();
        } else {
            // The host does not know of the skipped step, and has no fifth value.
            assert!(matches!(fourth, Err(Error::ScheduleEnded { step: 4, .. })), "{fourth:?}");
        }
        // It fails again and again, and changes nothing.
        let before = State::of(&*optimizer, &[id]);
        for _ in 0..2 {
            let error = optimizer.step(&[(id, Grad::Dense(&[0.5]))]).unwrap_err();
            assert!(matches!(error, Error::ScheduleEnded { step: 4, .. }), "{error}");
        }
        assert_eq!(State::of(&*optimizer, &[id]), before);

        // The values that it took are those of the steps taken, on every device.
        let taken = if device.name() == "cpu" { 4 } else { 3 };
        let rates = Schedule::from(vec![0.1, 0.2, 0.3, 0.4]);
        let mut clean = device.optimizer(Config { learning_rate: rates, ..Config::default() }).unwrap();
        let clean_id = clean.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
        (0..taken).for_each(|_| clean.step(&[(clean_id, Grad::Dense(&[0.5]))]).unwrap());
        assert_eq!(optimizer.values(id).unwrap(), clean.values(clean_id).unwrap(), "{}", device.describe());

        // A snapshot restored knows the steps taken, so that the rest of the list can be used up.
        let snapshot = optimizer.snapshot().unwrap();
        optimizer.restore(&snapshot).unwrap();
        for _ in taken..4 {
            optimizer.step(&[(id, Grad::Dense(&[0.5]))]).unwrap();
        }
        assert!(optimizer.step(&[(id, Grad::Dense(&[0.5]))]).is_err());
    });
}
