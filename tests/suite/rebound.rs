//! Parameters whose tensors move to other buffers go on with the bits of parameters that stay.

use proxgrad::{
    Config, Error, Format, NewTable, Param, ParamId, Place, ProximalAdagrad, RowGrad, RowSources, Rows,
    Snapshot, gpu,
    half::f16,
    wgpu::{self, BufferUsages},
};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::{gpu, least_exact_binding_gpu, portable_gpu},
    gpu_step::{new_encoder, submit_step},
    numbers::bits,
    random::Random,
};

/// Bytes of a slot for one tensor, a multiple of every alignment.
const SLOT: u64 = 512;
const STEPS: usize = 6;

/// Shapes of a dense parameter, a table with exact rows, and a parameter in f16.
const SHAPES: [&[usize]; 3] = [&[37], &[9, 5], &[11]];
const NAMES: [&str; 3] = ["weight", "table", "half"];

fn len(param: usize) -> usize {
    SHAPES[param].iter().product()
}

/// A buffer with slots for values and accumulators of all parameters.
fn slots(gpu: &Gpu) -> wgpu::Buffer {
    gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: 6 * SLOT,
        usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

fn values_bytes(param: usize) -> u64 {
    let bytes = len(param) as u64 * if param == 2 { 2 } else { 4 };
    bytes.next_multiple_of(4)
}

fn accum_bytes(param: usize) -> u64 {
    len(param) as u64 * 4
}

/// Which slots of its buffer the tensors lie in: values of parameter i in slot `order[i]`, accumulators three slots on.
#[derive(Clone)]
struct Layout {
    buffer: wgpu::Buffer,
    order: [u64; 3],
}

impl Layout {
    fn values(&self, param: usize) -> wgpu::BufferSlice<'_> {
        let at = self.order[param] * SLOT;
        self.buffer.slice(at..at + values_bytes(param))
    }

    fn accum(&self, param: usize) -> wgpu::BufferSlice<'_> {
        let at = (3 + self.order[param]) * SLOT;
        self.buffer.slice(at..at + accum_bytes(param))
    }

    fn place(&self, param: usize) -> Place<'_> {
        Place::new(self.values(param)).accum(self.accum(param))
    }
}

struct Run<'a> {
    gpu: &'a Gpu,
    optimizer: ProximalAdagrad,
    layout: Layout,
    ids: [ParamId; 3],
}

impl<'a> Run<'a> {
    fn new(gpu: &'a Gpu, random: &mut Random, accum_of_caller: bool) -> Self {
        let config = Config { learning_rate: 0.1.into(), l1: 0.01, accum: 0.25, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let layout = Layout { buffer: slots(gpu), order: [0, 1, 2] };
        let ids = std::array::from_fn(|param| {
            let values = random.values(len(param));
            let bytes = match param {
                2 => bytemuck::cast_slice(
                    &values.iter().map(|v| f16::from_f32(*v)).chain([f16::ZERO]).collect::<Vec<_>>(),
                )
                .to_vec(),
                _ => bytemuck::cast_slice(&values).to_vec(),
            };
            gpu.queue().write_buffer(&layout.buffer, layout.values(param).offset(), &bytes);
            let accums = vec![0.25f32; len(param)];
            gpu.queue().write_buffer(
                &layout.buffer,
                layout.accum(param).offset(),
                bytemuck::cast_slice(&accums),
            );
            let registered = Param::new(NAMES[param], SHAPES[param], layout.values(param));
            let registered = if accum_of_caller { registered.accum(layout.accum(param)) } else { registered };
            let registered = match param {
                1 => registered.rows(Rows::Exact),
                2 => registered.format(Format::F16).grads(Format::F32),
                _ => registered,
            };
            optimizer.add_param(registered).unwrap()
        });
        Self { gpu, optimizer, layout, ids }
    }

    fn step(&mut self, random: &mut Random) {
        let grads: Vec<_> = [37, 15, 11].map(|len| self.gpu.upload(&random.grads(len))).into();
        let indices = random.indices(3, 9);
        let ids = self.ids;
        submit_step(self.gpu, &mut self.optimizer, |step| {
            step.dense(ids[0], grads[0].slice(..))?;
            step.rows(ids[1], RowGrad::new(&indices, grads[1].slice(..)))?;
            step.dense(ids[2], grads[2].slice(..))
        })
        .unwrap();
    }

    /// Moves all tensors to a new buffer, in the other order of slots.
    fn move_all(&mut self) {
        let [a, b, c] = self.layout.order;
        let next = Layout { buffer: slots(self.gpu), order: [b, c, a] };
        let mut encoder = new_encoder(self.gpu);
        for param in 0..3 {
            for (from, to) in [
                (self.layout.values(param), next.values(param)),
                (self.layout.accum(param), next.accum(param)),
            ] {
                encoder.copy_buffer_to_buffer(
                    from.buffer(),
                    from.offset(),
                    to.buffer(),
                    to.offset(),
                    from.size(),
                );
            }
        }
        self.gpu.queue().submit([encoder.finish()]);
        let places = (0..3).map(|param| (self.ids[param], next.place(param)));
        self.optimizer.rebind(places.collect::<Vec<_>>()).unwrap();
        self.layout = next;
    }

    fn snapshot(&self) -> Snapshot {
        gpu::block_on(self.gpu.device(), self.optimizer.snapshot(self.gpu.queue())).unwrap()
    }

    fn state(&self) -> (Vec<Vec<u32>>, Snapshot) {
        let values = (0..3).map(|param| {
            let slice = self.layout.values(param);
            bits(&self.gpu.download(slice).unwrap())
        });
        (values.collect(), self.snapshot())
    }
}

#[test]
fn parameters_that_move_at_every_step_keep_their_bits() {
    for gpu in [gpu(), portable_gpu(), least_exact_binding_gpu(false)].into_iter().flatten() {
        let mut staying = Run::new(gpu, &mut Random::new(5), false);
        let mut moving = Run::new(gpu, &mut Random::new(5), true);
        let (mut random, mut same) = (Random::new(6), Random::new(6));
        for step in 0..STEPS {
            moving.move_all();
            staying.step(&mut random);
            moving.step(&mut same);
            if step == 2 {
                // The accumulators of the caller are part of a snapshot, and are written by `restore`.
                let snapshot = moving.snapshot();
                moving.optimizer.restore(gpu.queue(), &snapshot).unwrap();
            }
            assert!(moving.state() == staying.state(), "step {step} on {gpu:?}");
        }
        assert!(staying.snapshot() != Run::new(gpu, &mut Random::new(5), false).snapshot());
    }
}

#[test]
fn parameters_exchange_their_places_in_one_buffer() {
    let Some(gpu) = gpu() else { return };
    let buffer = gpu.upload(&[0.5; 192]);
    let slot = |at: u64| buffer.slice(at * 256..(at + 1) * 256);
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let a = optimizer.add_param(Param::new("a", &[64], slot(0))).unwrap();
    let b = optimizer.add_param(Param::new("b", &[64], slot(1))).unwrap();
    optimizer.rebind([(a, Place::new(slot(1))), (b, Place::new(slot(0)))]).unwrap();
    let grads = gpu.upload(&[1.0; 64]);
    submit_step(gpu, &mut optimizer, |step| step.dense(a, grads.slice(..))).unwrap();
    let values = gpu.download(buffer.slice(..)).unwrap();
    assert!(
        values[..64].iter().all(|value| *value == 0.5) && values[64..128].iter().all(|value| *value < 0.5)
    );
    // The last of two places counts, and the first place of `a` is free again.
    optimizer.rebind([(b, Place::new(slot(1))), (b, Place::new(slot(2)))]).unwrap();
    optimizer.add_param(Param::new("c", &[64], slot(0))).unwrap();
}

#[test]
fn places_that_do_not_fit_are_refused_and_change_nothing() {
    let Some(gpu) = gpu() else { return };
    let mut run = Run::new(gpu, &mut Random::new(5), true);
    let before = run.state();
    let other = gpu.upload(&[0.0; 512]);
    let no_copies = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: SLOT,
        usage: BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    let layout = run.layout.clone();
    let [weight, table, half] = run.ids;
    let good = Place::new(other.slice(..values_bytes(1)));
    for (places, message) in [
        (
            vec![(table, good), (weight, Place::new(other.slice(..144)))],
            "parameter \"weight\": values hold 36 elements; 37 are needed",
        ),
        (vec![(table, good), (weight, Place::new(layout.values(2)))], "parameter \"weight\""),
        (vec![(weight, Place::new(layout.accum(2)))], "parameter \"weight\""),
        (
            vec![(table, good), (half, Place::new(layout.values(0).buffer().slice(0..24)))],
            "parameter \"half\": its values overlap the values or accumulators of \"weight\"; give each a range of its own",
        ),
        (
            vec![(table, good), (weight, Place::new(layout.values(0)).accum(other.slice(..148)))],
            "parameter \"table\": its values overlap the values or accumulators of \"weight\"; give each a range of its own",
        ),
        (
            vec![(table, good.accum(other.slice(..accum_bytes(1))))],
            "parameter \"table\": its accum overlap the values or accumulators of \"table\"; give each a range of its own",
        ),
        (
            vec![(table, good), (weight, Place::new(layout.values(0)).accum(no_copies.slice(..148)))],
            "parameter \"weight\": the buffer of its accum lacks COPY_SRC; add that to its usages",
        ),
    ] {
        let error = run.optimizer.rebind(places).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
        assert!(run.state() == before, "changed by: {error}");
    }
    // Nothing is left behind where the table would have been.
    run.optimizer.add_param(Param::new("new", &[45], other.slice(..values_bytes(1)))).unwrap();
    let error = run.optimizer.add_param(Param::new(
        "late",
        &[4],
        layout.accum(0).buffer().slice(3 * SLOT..3 * SLOT + 16),
    ));
    assert_eq!(
        error.unwrap_err().to_string(),
        "parameter \"late\": its values overlap the values or accumulators of \"weight\"; give each a range of its own"
    );
}

#[test]
fn unbound_values_are_not_used_and_their_memory_is_free() {
    let Some(gpu) = gpu() else { return };
    let mut run = Run::new(gpu, &mut Random::new(5), true);
    let [weight, table, half] = run.ids;
    let (layout, before) = (run.layout.clone(), run.state());
    run.optimizer.unbind([table, weight, table]).unwrap();
    let grads = gpu.upload(&[1.0; 64]);
    let unbound = "is not bound to a buffer; call `rebind` with the place of its values first";
    let is_unbound = |result: Result<(), Error>| assert!(result.unwrap_err().to_string().ends_with(unbound));
    is_unbound(submit_step(gpu, &mut run.optimizer, |step| step.dense(weight, grads.slice(..148))));
    let mut encoder = new_encoder(gpu);
    is_unbound(run.optimizer.flush(&mut encoder));
    is_unbound(run.optimizer.flush_rows(&mut encoder, table, &[1]));
    is_unbound(run.optimizer.measure(&mut encoder));
    is_unbound(gpu::block_on(gpu.device(), run.optimizer.values(gpu.queue(), table)).map(drop));
    let sources = RowSources::all(9);
    let other = gpu.upload(&[0.0; 64]);
    let moved = NewTable::new(&sources, other.slice(..180));
    is_unbound(run.optimizer.rearrange_rows(&mut encoder, table, moved));
    // Others may lie there meanwhile, also a gradient.
    submit_step(gpu, &mut run.optimizer, |step| step.dense(half, layout.buffer.slice(0..44))).unwrap();
    let late = run.optimizer.add_param(Param::new("late", &[4], layout.buffer.slice(0..16))).unwrap();
    let error = run.optimizer.rebind([(weight, layout.place(0))]).unwrap_err().to_string();
    assert!(error.contains("overlap the values or accumulators of \"late\""), "{error}");
    run.optimizer.unbind([late]).unwrap();
    run.optimizer.rebind([(weight, layout.place(0)), (table, layout.place(1))]).unwrap();
    let (values, _) = run.state();
    assert!(values[..2] == before.0[..2] && values[2] != before.0[2]);
    submit_step(gpu, &mut run.optimizer, |step| step.dense(weight, grads.slice(..148))).unwrap();
    assert!(run.state().0[0] != before.0[0]);
}

#[test]
fn accumulators_and_copies_that_stay_are_not_covered_by_what_moves() {
    let Some(gpu) = gpu() else { return };
    let buffer = slots(gpu);
    let slot = |at: u64, bytes: u64| buffer.slice(at * SLOT..at * SLOT + bytes);
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let with_accum = Param::new("a", &[4], slot(0, 16)).accum(slot(1, 16));
    let a = optimizer.add_param(with_accum).unwrap();
    let b = optimizer.add_param(Param::new("b", &[4], slot(2, 16)).copy(slot(3, 8), Format::F16)).unwrap();
    let c = optimizer.add_param(Param::new("c", &[4], slot(4, 16))).unwrap();
    for (other, at, role) in [(a, 1, "accum"), (b, 3, "copy")] {
        // Both move at once, and `c` to what the other one keeps.
        let values = if other == a { slot(0, 16) } else { slot(2, 16) };
        optimizer.unbind([other, c]).unwrap();
        let places = [(other, Place::new(values)), (c, Place::new(slot(at, 16)))];
        assert!(optimizer.rebind(places).unwrap_err().to_string().contains("\"c\": its values overlap"));
        // `c` lies there before the other one is back.
        optimizer.rebind([(c, Place::new(slot(at, 16)))]).unwrap();
        let error = optimizer.rebind([(other, Place::new(values))]).unwrap_err().to_string();
        assert!(
            error.contains(&format!("its {role} overlap the values or accumulators of \"c\"")),
            "{error}"
        );
        optimizer.rebind([(c, Place::new(slot(4, 16))), (other, Place::new(values))]).unwrap();
    }
}

#[test]
fn parameters_of_an_arena_do_not_move() {
    let Some(gpu) = gpu() else { return };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let arena = gpu::Arena::new(&optimizer, &[gpu::Member::new("a", &[4])]).unwrap();
    let values = gpu.upload(&vec![0.5; usize::try_from(arena.size() / 4).unwrap()]);
    let id = optimizer.add_arena(&arena, values.slice(..)).unwrap();
    let param = optimizer.arena_params(id).unwrap()[0];
    let other = gpu.upload(&[0.5; 4]);
    assert_eq!(
        optimizer.rebind([(param, Place::new(other.slice(..)))]).unwrap_err().to_string(),
        "parameter \"a\" lies in an arena, which keeps its buffer; register parameters whose tensors move on their own"
    );
}
