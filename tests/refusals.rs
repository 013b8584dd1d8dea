//! What a caller can get wrong is an error that says so, and changes nothing: no value, no accumulator, no step number.
//!
//! Not here: `TooManyEntries`, because it takes 2³² indices, and `StateMissing` and its like, which are in
//! `checkpoints.rs`.

mod common;

use std::sync::LazyLock;

use common::{Device, gpu, on_every_device, state::State};
use proxgrad::{
    Config, Error, Group, Param, ParamId, ProximalAdagrad, RowGrad, Schedule, Shrinkage, cpu,
    gpu::{self, Prefer},
    wgpu::{self, BufferUsages, CommandEncoderDescriptor, Limits},
};
use proxgrad_golden::{Gpu, Grad, Optimizer};

#[test]
fn settings_out_of_range_are_refused_with_name_value_and_remedy() {
    let config = Config::default;
    let function_at_zero = Schedule::function(|_| 0.0);
    let cases: Vec<(Config, &str)> = vec![
        (Config { accum: -1.0, ..config() }, "accum is -1; it must be finite and at least 0"),
        (Config { accum: f64::NAN, ..config() }, "accum is NaN; it must be finite and at least 0"),
        // Finite in f64 only.
        (
            Config { accum: 1e39, ..config() },
            "accum is 1000000000000000000000000000000000000000; it must be finite and at least 0",
        ),
        (Config { l1: -0.5, ..config() }, "l1 is -0.5; it must be finite and at least 0"),
        (Config { l1: f64::INFINITY, ..config() }, "l1 is inf; it must be finite and at least 0"),
        (Config { l2: -0.5, ..config() }, "l2 is -0.5; it must be finite and at least 0"),
        (Config { l2: f64::NAN, ..config() }, "l2 is NaN; it must be finite and at least 0"),
        (
            Config { loss_scale: 0.0, ..config() },
            "loss_scale is 0; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { loss_scale: -2.0, ..config() },
            "loss_scale is -2; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { loss_scale: f64::INFINITY, ..config() },
            "loss_scale is inf; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { loss_scale: f64::NAN, ..config() },
            "loss_scale is NaN; it must be finite and above 0, and so must 1/loss_scale be",
        ),
        (
            Config { learning_rate: (-0.1).into(), ..config() },
            "learning_rate is -0.1; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: f64::NAN.into(), ..config() },
            "learning_rate is NaN; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: vec![0.1, -0.1].into(), ..config() },
            "learning_rate is -0.1; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: vec![0.1, f64::INFINITY].into(), ..config() },
            "learning_rate is inf; it must be finite and at least 0",
        ),
        (
            Config { learning_rate: Vec::new().into(), ..config() },
            "learning_rate is an empty list; give one value for each step",
        ),
        (
            Config { weight_decay: (-0.1).into(), ..config() },
            "weight_decay is -0.1; it must be finite and at least 0",
        ),
        (
            Config { weight_decay: Vec::new().into(), ..config() },
            "weight_decay is an empty list; give one value for each step",
        ),
    ];
    on_every_device(|device| {
        for (config, message) in &cases {
            assert_eq!(&device.optimizer(config.clone()).err().unwrap().to_string(), message);
        }
        // The edges of what is allowed.
        let allowed = Config {
            accum: 0.0,
            learning_rate: 0.0.into(),
            loss_scale: 1e30,
            weight_decay: function_at_zero.clone(),
            ..config()
        };
        assert!(device.optimizer(allowed).is_ok());
    });
}

#[test]
fn settings_of_a_group_are_refused_with_its_number_and_the_optimizer_goes_on() {
    let group = Group::default;
    let cases: Vec<(Group, &str)> = vec![
        (Group { accum: Some(-1.0), ..group() }, "accum of group 1 is -1; it must be finite and at least 0"),
        (Group { l1: Some(f64::NAN), ..group() }, "l1 of group 1 is NaN; it must be finite and at least 0"),
        (Group { l2: Some(-1.0), ..group() }, "l2 of group 1 is -1; it must be finite and at least 0"),
        (
            Group { learning_rate: Some((-1.0).into()), ..group() },
            "learning_rate of group 1 is -1; it must be finite and at least 0",
        ),
        (
            Group { learning_rate: Some(Vec::new().into()), ..group() },
            "learning_rate of group 1 is an empty list; give one value for each step",
        ),
        (
            Group { weight_decay: Some((-1.0).into()), ..group() },
            "weight_decay of group 1 is -1; it must be finite and at least 0",
        ),
    ];
    on_every_device(|device| {
        for (group, message) in &cases {
            refused(device, |optimizer, _| optimizer.add_group(group.clone()).map(drop), message);
        }
    });
}

/// An optimizer with a group, three parameters and one step behind it.
fn start(device: &Device) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let config = Config { learning_rate: vec![0.1, 0.2].into(), l1: 0.01, ..Config::default() };
    let mut optimizer = device.optimizer(config).unwrap();
    let group = optimizer.add_group(Group { l2: Some(0.1), ..Group::default() }).unwrap();
    let table: Vec<f32> = (0..12u8).map(|i| f32::from(i) / 4.0 - 1.0).collect();
    let ids = vec![
        optimizer.add_param(param("weight", &[2, 2], &[1.0, -2.0, 0.05, 0.3])).unwrap(),
        optimizer.add_param(param("table", &[4, 3], &table).group(group)).unwrap(),
        optimizer.add_param(param("bias", &[], &[0.5])).unwrap(),
    ];
    optimizer.step(&good(&ids)).unwrap();
    (optimizer, ids)
}

fn param<'a>(name: &'a str, shape: &'a [usize], values: &'a [f32]) -> proxgrad_golden::Param<'a> {
    proxgrad_golden::Param::new(name, shape, values)
}

fn good(ids: &[ParamId]) -> [(ParamId, Grad<'static>); 3] {
    [
        (ids[0], Grad::Dense(&[0.5, 0.2, -0.1, 0.0])),
        (ids[1], Grad::rows(&[3, 0, 3], &[0.5; 9])),
        (ids[2], Grad::Dense(&[0.25])),
    ]
}

/// Does something that has to be refused with this message, finds everything as it was, and takes a step as if
/// nothing had been.
#[track_caller]
fn refused(
    device: &Device,
    action: impl FnOnce(&mut dyn Optimizer, &[ParamId]) -> Result<(), Error>,
    message: &str,
) {
    let (mut optimizer, ids) = start(device);
    let before = State::of(&*optimizer, &ids);
    let error = action(&mut *optimizer, &ids).expect_err(message);
    assert_eq!(error.to_string(), message);
    assert_eq!(State::of(&*optimizer, &ids), before, "changed by: {message}");

    let (mut untroubled, its_ids) = start(device);
    untroubled.step(&good(&its_ids)).unwrap();
    optimizer.step(&good(&ids)).unwrap();
    assert_eq!(State::of(&*optimizer, &ids), State::of(&*untroubled, &its_ids), "after: {message}");
}

#[test]
fn parameters_that_cannot_be_are_refused() {
    on_every_device(|device| {
        let (mut other, other_ids) = start(device);
        let foreign = other.add_group(Group::default()).unwrap();
        refused(
            device,
            |optimizer, _| optimizer.add_param(param("weight", &[1], &[1.0])).map(drop),
            "a parameter named \"weight\" exists already; names identify parameters and must differ",
        );
        refused(
            device,
            |optimizer, _| optimizer.add_param(param("new", &[1], &[1.0]).group(foreign)).map(drop),
            "this group id belongs to another optimizer; use the ids that this one returned",
        );
        refused(
            device,
            |optimizer, _| optimizer.add_param(param("new", &[1 << 40, 1 << 40], &[1.0])).map(drop),
            "parameter \"new\": shape [1099511627776, 1099511627776] has more elements than can be addressed",
        );
        drop((other, other_ids));
    });
}

#[test]
fn a_shape_without_elements_is_taken_or_refused_whatever_its_other_axes() {
    on_every_device(|device| {
        for shape in [[0, 1 << 40, 1 << 40], [1 << 40, 0, 1 << 40], [1 << 40, 1 << 40, 0]] {
            let (mut optimizer, _) = start(device);
            match optimizer.add_param(param("new", &shape, &[])) {
                Ok(new) => {
                    optimizer.step(&[(new, Grad::rows(&[0u32; 0], &[]))]).unwrap();
                    optimizer.step(&[(new, Grad::Dense(&[]))]).err();
                }
                Err(error) => assert!(matches!(error, Error::ShapeTooLarge { .. }), "{shape:?}: {error}"),
            }
        }
    });
}

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
        (
            2,
            Grad::rows(&[0], &[1.0]),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        ),
    ];
    on_every_device(|device| {
        for &(which, bad, message) in &cases {
            // Behind good ones, which must not be applied either.
            let step = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
                let mut grads = good(ids).to_vec();
                grads.remove(which);
                grads.push((ids[which], bad));
                optimizer.step(&grads)
            };
            refused(device, step, message);
        }
        let twice = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
            optimizer.step(&[good(ids)[0], good(ids)[1], good(ids)[0]])
        };
        let message =
            "parameter \"weight\" already has a gradient in this step; sum the two, or take two steps";
        refused(device, twice, message);
        let (other, other_ids) = start(device);
        let foreign = |optimizer: &mut dyn Optimizer, ids: &[ParamId]| {
            optimizer.step(&[good(ids)[0], good(&other_ids)[1]])
        };
        let message = "this parameter id belongs to another optimizer; use the ids that this one returned";
        refused(device, foreign, message);
        refused(device, |optimizer, _| optimizer.accum(other_ids[0]).map(drop), message);
        drop(other);
    });
}

#[test]
fn schedules_that_end_or_leave_their_range_are_refused_at_the_step_and_again() {
    let function = |values: [f64; 2]| Schedule::function(move |step| values[usize::from(step > 0)]);
    let list = |values: &[f64]| Schedule::from(values);
    let config = Config::default;
    let cases: Vec<(Config, Group, &str)> = vec![
        (
            Config { learning_rate: list(&[0.1]), ..config() },
            Group::default(),
            "learning_rate has no value for step 1: its list ended; give a longer list or a function",
        ),
        (
            Config { weight_decay: list(&[0.1]), ..config() },
            Group::default(),
            "weight_decay has no value for step 1: its list ended; give a longer list or a function",
        ),
        (
            config(),
            Group { learning_rate: Some(list(&[0.1])), ..Group::default() },
            "learning_rate of group 0 has no value for step 1: its list ended; give a longer list or a function",
        ),
        (
            Config { learning_rate: function([0.1, -0.5]), ..config() },
            Group::default(),
            "learning_rate is -0.5 at step 1; its schedule must give values finite and at least 0",
        ),
        (
            Config { learning_rate: function([0.1, f64::NAN]), ..config() },
            Group::default(),
            "learning_rate is NaN at step 1; its schedule must give values finite and at least 0",
        ),
        (
            config(),
            Group { weight_decay: Some(function([0.1, f64::INFINITY])), ..Group::default() },
            "weight_decay of group 0 is inf at step 1; its schedule must give values finite and at least 0",
        ),
        (
            Config { learning_rate: function([0.1, 1e30]), l1: 1e10, ..config() },
            Group::default(),
            "l1 = 10000000000 at learning rate 1000000000000000000000000000000 is too large to shrink by; lower one of them",
        ),
        (
            Config {
                learning_rate: function([0.0, 1.0]),
                l2: 1e20,
                shrinkage: Shrinkage::Adaptive,
                ..config()
            },
            Group { learning_rate: Some(0.0.into()), ..Group::default() },
            "l2 = 100000000000000000000 at learning rate 1 is too large to shrink by; lower one of them",
        ),
    ];
    on_every_device(|device| {
        for (config, group, message) in &cases {
            let mut optimizer = device.optimizer(config.clone()).unwrap();
            let group = optimizer.add_group(group.clone()).unwrap();
            let ids = [
                optimizer.add_param(param("free", &[2], &[1.0, 2.0])).unwrap(),
                optimizer.add_param(param("grouped", &[2], &[1.0, 2.0]).group(group)).unwrap(),
            ];
            let grads = ids.map(|id| (id, Grad::Dense(&[0.5, -0.5])));
            optimizer.step(&grads).unwrap();
            let before = State::of(&*optimizer, &ids);
            for attempt in 0..2 {
                let error = optimizer.step(&grads).expect_err(message);
                assert_eq!(&error.to_string(), message, "attempt {attempt}");
                assert_eq!(State::of(&*optimizer, &ids), before, "attempt {attempt} changed by: {message}");
                // Not even a step without gradients is possible.
                assert_eq!(&optimizer.step(&[]).unwrap_err().to_string(), message);
            }
        }
    });
}

#[test]
fn values_of_the_wrong_length_are_refused() {
    let message = "parameter \"weight\": values hold 3 elements; 4 are needed";
    // On the CPU they are handed in at every step.
    let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let weight = optimizer.add_param(cpu::Param::new("weight", &[4])).unwrap();
    let before = optimizer.snapshot();
    let mut values = [1.0; 3];
    let mut step = optimizer.begin_step();
    assert_eq!(step.dense(weight, &mut values, &[1.0; 4]).unwrap_err().to_string(), message);
    drop(step);
    let mut step = optimizer.begin_step();
    let grad = cpu::RowGrad::new(&[0], &[1.0]);
    assert_eq!(step.rows(weight, &mut values, grad).unwrap_err().to_string(), message);
    drop(step);
    assert_eq!((values, optimizer.snapshot()), ([1.0; 3], before));

    // On the GPU the optimizer has them from the start.
    let Some(gpu) = gpu() else { return };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let buffer = gpu.upload(&[1.0; 8]);
    for (bytes, message) in [
        (12, message),
        (20, "parameter \"weight\": values hold 5 elements; 4 are needed"),
        // One odd byte is one too many, and one too few.
        (17, "parameter \"weight\": values hold 5 elements; 4 are needed"),
        (15, "parameter \"weight\": values hold 3 elements; 4 are needed"),
    ] {
        let error = optimizer.add_param(Param::new("weight", &[4], buffer.slice(..bytes))).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    optimizer.add_param(Param::new("weight", &[4], buffer.slice(..16))).unwrap();
}

/// Two parameters in one buffer, on the GPU.
struct Buffers<'a> {
    gpu: &'a Gpu,
    optimizer: ProximalAdagrad,
    /// [`weight`, nothing, `table`, nothing], each of 64 elements.
    values: wgpu::Buffer,
    weight: ParamId,
    table: ParamId,
}

/// Bytes from one tensor to the next: 64 elements, and a multiple of every alignment.
const APART: u64 = 256;

impl<'a> Buffers<'a> {
    fn new(gpu: &'a Gpu) -> Self {
        let config = Config { learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&[0.5; 256]);
        let slice = |at: u64| values.slice(at * APART..(at + 1) * APART);
        let weight = optimizer.add_param(Param::new("weight", &[64], slice(0))).unwrap();
        let table = optimizer.add_param(Param::new("table", &[8, 8], slice(2))).unwrap();
        let mut buffers = Self { gpu, optimizer, values, weight, table };
        let grads = gpu.upload(&[0.25; 64]);
        let weight = buffers.weight;
        buffers.step(|step| step.dense(weight, grads.slice(..))).unwrap();
        buffers
    }

    /// Records what it is told and submits.
    fn step(
        &mut self,
        record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut encoder = self.gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
        let mut step = self.optimizer.begin_step(&mut encoder);
        let outcome = record(&mut step).and_then(|()| step.finish());
        self.gpu.queue().submit([encoder.finish()]);
        outcome
    }

    fn state(&self) -> (Vec<f32>, proxgrad::Snapshot, u64) {
        let values = self.gpu.download(self.values.slice(..)).unwrap();
        let snapshot = gpu::block_on(self.gpu.device(), self.optimizer.snapshot(self.gpu.queue())).unwrap();
        (values, snapshot, self.optimizer.global_step())
    }

    /// A step that has to be refused with this message and to change nothing.
    #[track_caller]
    fn refuses(&mut self, record: impl FnOnce(&mut proxgrad::Step<'_>) -> Result<(), Error>, message: &str) {
        let before = self.state();
        let error = self.step(record).expect_err(message);
        assert_eq!(error.to_string(), message);
        assert_eq!(self.state(), before, "changed by: {message}");
    }
}

#[test]
fn buffers_that_cannot_be_bound_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut buffers = Buffers::new(gpu);
    let (weight, table) = (buffers.weight, buffers.table);
    let alignment = u64::from(gpu.device().limits().min_storage_buffer_offset_alignment);
    let grads = gpu.upload(&[1.0; 128]);
    let copy_only = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: APART,
        usage: BufferUsages::COPY_DST | BufferUsages::UNIFORM,
        mapped_at_creation: false,
    });

    buffers.refuses(
        |step| step.dense(weight, copy_only.slice(..)),
        "parameter \"weight\": the buffer of its grads lacks STORAGE; add that to its usages",
    );
    buffers.refuses(
        |step| step.dense(weight, grads.slice(4..4 + APART)),
        &format!("parameter \"weight\": grads begin at byte 4; this device needs multiples of {alignment}"),
    );
    buffers.refuses(
        |step| {
            let values = grads.slice(8..8 + 32);
            step.rows(table, RowGrad::new(&[1], values))
        },
        &format!("parameter \"table\": grads begin at byte 8; this device needs multiples of {alignment}"),
    );

    let before = buffers.state();
    for (slice, message) in [
        (
            copy_only.slice(..),
            "parameter \"new\": the buffer of its values lacks STORAGE; add that to its usages".to_owned(),
        ),
        (
            grads.slice(4..4 + APART),
            format!("parameter \"new\": values begin at byte 4; this device needs multiples of {alignment}"),
        ),
    ] {
        let error = buffers.optimizer.add_param(Param::new("new", &[64], slice)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(buffers.state(), before);
}

#[test]
fn ranges_that_overlap_values_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut buffers = Buffers::new(gpu);
    let (weight, table, values) = (buffers.weight, buffers.table, buffers.values.clone());
    for (range, other) in [(0..APART, "weight"), (2 * APART..3 * APART, "table")] {
        buffers.refuses(
            |step| step.dense(weight, values.slice(range)),
            &format!("parameter \"weight\": its grads overlap the values of \"{other}\"; give each a range of its own"),
        );
    }
    // Four rows, that reach into the table from before it.
    buffers.refuses(
        |step| {
            let values = values.slice(APART..2 * APART + 128);
            step.rows(table, RowGrad::new(&[0; 12], values))
        },
        "parameter \"table\": its grads overlap the values of \"table\"; give each a range of its own",
    );

    let before = buffers.state();
    for (range, other) in [(0..APART, "weight"), (APART..3 * APART, "table"), (0..4 * APART, "table")] {
        let len = usize::try_from(range.end - range.start).unwrap() / size_of::<f32>();
        let error = buffers.optimizer.add_param(Param::new("new", &[len], values.slice(range))).unwrap_err();
        let message = format!(
            "parameter \"new\": its values overlap the values of \"{other}\"; give each a range of its own"
        );
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(buffers.state(), before);
    // The gaps are free, for values and for gradients.
    buffers.step(|step| step.dense(weight, values.slice(APART..2 * APART))).unwrap();
    buffers.optimizer.add_param(Param::new("new", &[64], values.slice(3 * APART..))).unwrap();
}

/// A device on which one binding covers 64 KiB.
fn narrow() -> Option<&'static Gpu> {
    static GPU: LazyLock<Gpu> = LazyLock::new(|| {
        Gpu::with_limits(|_| Limits { max_storage_buffer_binding_size: 1 << 16, ..Limits::default() })
            .unwrap()
    });
    gpu().map(|_| &*GPU)
}

#[test]
fn more_than_one_binding_covers_is_refused() {
    let Some(gpu) = narrow() else { return };
    let mut buffers = Buffers::new(gpu);
    let table = buffers.table;
    let grads = gpu.upload(&[1.0; 1 << 16]);

    // Rows of eight elements: 2049 of them are more than one binding covers.
    let indices = [1; 2049];
    buffers.refuses(
        |step| {
            let values = grads.slice(..2049 * 32);
            step.rows(table, RowGrad::new(&indices, values))
        },
        "the row gradient of parameter \"table\" in bytes needs 65568, but the device allows 65536; \
         request a higher `max_storage_buffer_binding_size`",
    );

    // A table of one column needs more room for its indices than for its gradients.
    let column = gpu.upload(&vec![1.0; 9000]);
    let column = buffers.optimizer.add_param(Param::new("column", &[9000], column.slice(..))).unwrap();
    let indices: Vec<u32> = (0..9000).collect();
    // One slot of 256 bytes, rows, starts and order.
    let needed = 256 + 4 * (9000 + 9001 + 9000);
    buffers.refuses(
        |step| {
            let values = grads.slice(..4 * 9000);
            step.rows(column, RowGrad::new(&indices, values))
        },
        &format!(
            "the upload of one step in bytes needs {needed}, but the device allows 65536; \
             request a higher `max_storage_buffer_binding_size`"
        ),
    );
}

#[test]
fn rows_are_refused_where_no_window_can_begin_and_end_between_them() {
    let Some(gpu) = narrow() else { return };
    // A window holds 16,384 elements and begins at a multiple of 64, which between rows of 257 comes every 16,448.
    const WIDTH: usize = 257;
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let values = gpu.upload(&[1.0; 100 * WIDTH]);
    let grads = gpu.upload(&[1.0; 100 * WIDTH]);
    let table = optimizer.add_param(Param::new("table", &[100, WIDTH], values.slice(..))).unwrap();

    let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
    let mut step = optimizer.begin_step(&mut encoder);
    let row = RowGrad::new(&[63], grads.slice(..4 * WIDTH as u64));
    let error = step.rows(table, row).expect_err("row 63 is cut");
    assert!(matches!(error, Error::Limit { limit: "max_storage_buffer_binding_size", .. }), "{error}");
    let Error::Limit { needed, allowed, .. } = error else { unreachable!("as asserted") };
    assert!(needed > allowed, "{error}");

    // The step goes on, and a dense gradient needs no whole rows.
    step.dense(table, grads.slice(..)).unwrap();
    step.finish().unwrap();
    gpu.queue().submit([encoder.finish()]);
    let values = gpu.download(values.slice(..)).unwrap();
    assert!(values.iter().all(|value| *value == values[0] && *value < 1.0));
}

#[test]
fn a_device_too_small_for_compute_kernels_is_refused() {
    if gpu().is_none() {
        return;
    }
    let limits = |_: &Limits| Limits { max_storage_buffers_per_shader_stage: 3, ..Limits::default() };
    assert_eq!(
        Gpu::with_limits(limits).unwrap_err().to_string(),
        "a compute kernel needs 6, but the device allows 3; \
         request a higher `max_storage_buffers_per_shader_stage`"
    );
}

#[test]
fn an_adapter_that_there_is_not_is_refused_with_those_that_there_are() {
    let Some(gpu) = gpu() else { return };
    let found = gpu.device().adapter_info().name;
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
    for prefer in [Prefer::Auto, Prefer::Gpu] {
        let error = pollster::block_on(gpu::choose(&instance, prefer, Some("Voodoo 5"))).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("no adapter's name contains \"Voodoo 5\"; there are \""), "{message}");
        assert!(message.contains(&found), "{message}");
    }
    assert_eq!(Gpu::open(Some("Voodoo 5")).unwrap_err().to_string().split(';').count(), 2);
}

#[test]
fn downloads_that_cannot_be_are_refused() {
    let Some(gpu) = gpu() else { return };
    let no_source = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: 16,
        usage: BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    let good = gpu.upload(&[1.0; 4]);
    for (slice, reason) in [
        (no_source.slice(..), "the buffer lacks COPY_SRC; add that to its usages"),
        (good.slice(..6), "6 bytes from byte 0 are not whole elements of 4 bytes"),
        (good.slice(2..), "14 bytes from byte 2 are not whole elements of 4 bytes"),
    ] {
        let message = format!("reading back from the device: {reason}");
        assert_eq!(gpu.download(slice).unwrap_err().to_string(), message);
    }
    assert_eq!(gpu.download(good.slice(4..12)).unwrap(), [1.0; 2]);
    assert_eq!(gpu.download(good.slice(16..)).unwrap(), Vec::<f32>::new());
}

#[test]
fn a_lost_device_is_an_error_of_whoever_registers_or_reads_back() {
    if gpu().is_none() {
        return;
    }
    // One of its own, since nothing works on it afterwards.
    let gpu = Gpu::open(None).unwrap();
    let values = gpu.upload(&[1.0; 4]);
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    optimizer.add_param(Param::new("weight", &[4], values.slice(..))).unwrap();
    let more = gpu.upload(&[1.0; 4]);
    gpu.device().destroy();
    let error = optimizer.add_param(Param::new("more", &[4], more.slice(..))).unwrap_err();
    assert!(matches!(error, Error::Device { doing: "making a buffer", .. }), "{error}");
    let errors = [
        gpu.download(values.slice(..)).unwrap_err(),
        gpu::block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::Device { doing: "reading back from the device", .. }), "{error}");
    }
}
