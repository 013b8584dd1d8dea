//! Tables whose rows are appended, removed, permuted and repeated go on with the bits of tables that were so from the start.

use proxgrad::{
    Config, Error, Format, NewTable, Param as GpuParam, ParamId, ProximalAdagrad, RowSources, Rows,
    Shrinkage, cpu, gpu, half::f16, wgpu,
};
use proxgrad_testing::{Backend, Cpu, Gpu, Grad, Indices, Optimizer, Param};

use crate::{
    common::{
        devices::{Device, all_gpus, backends, gpu, is_ieee, least_exact_binding_gpu, on_every_device},
        random::Random,
        state::State,
    },
    refusals::fixture::assert_refused,
};

/// Steps before the rows are rearranged: fewer than pass until a step brings rows up to date that no gradient names, which are
/// others where the number of rows is another.
const BEFORE: usize = 30;
/// Steps after it: so many that steps bring such rows up to date.
const AFTER: usize = 300;

/// A run in which a table is rearranged, and one in which the table is so from the start.
struct Run {
    config: Config,
    rows: Rows,
    formats: [Format; 2],
    copy: Option<Format>,
    old_rows: usize,
    width: usize,
    sources: RowSources,
    on_device: bool,
    /// Values of the old table.
    values: Vec<f32>,
    /// By step: rows and gradients of their elements.
    before: Vec<(Vec<u32>, Vec<f32>)>,
    after: Vec<(Vec<u32>, Vec<f32>)>,
}

/// The new tables of this many rows, in all kinds of arrangements.
fn arrangements(random: &mut Random, rows: usize) -> Vec<RowSources> {
    let count = u32::try_from(rows).unwrap();
    let mut permuted: Vec<u32> = (0..count).collect();
    (1..rows).for_each(|i| permuted.swap(i, random.below(i + 1)));
    let removed: Vec<_> = (0..rows).map(|_| random.one_in(3)).collect();
    let any = |random: &mut Random| (!random.one_in(4)).then(|| u32::try_from(random.below(rows)).unwrap());
    let mixed = (0..rows + 77).map(|_| any(random)).collect();
    vec![
        RowSources::all(count).append(130),
        RowSources::retain(count, |row| !removed[row as usize]),
        permuted.into_iter().collect(),
        mixed,
    ]
}

fn row_grads(random: &mut Random, steps: usize, rows: usize, width: usize) -> Vec<(Vec<u32>, Vec<f32>)> {
    let of_step = |_| {
        let indices = random.indices(25.min(rows * 3), u32::try_from(rows).unwrap());
        let grads = random.grads(indices.len() * width);
        (indices, grads)
    };
    (0..steps).map(of_step).collect()
}

impl Run {
    fn new(random: &mut Random, rows: Rows, config: Config, old_rows: usize, sources: RowSources) -> Self {
        let width = random.pick(&[1, 3, 4, 8]);
        let after = row_grads(random, AFTER, sources.len(), width);
        let before = row_grads(random, BEFORE, old_rows, width);
        let values = random.values(old_rows * width);
        let (copy, on_device) = (random.one_in(4).then_some(Format::F16), random.one_in(2));
        let values_format =
            if copy.is_some() { Format::F32 } else { random.pick(&[Format::F32, Format::F16, Format::Bf16]) };
        let formats = [values_format, Format::F32];
        Self { config, rows, formats, copy, old_rows, width, sources, on_device, values, before, after }
    }

    fn start(&self, device: &Device, rows: usize, values: &[f32]) -> (Box<dyn Optimizer>, ParamId) {
        let mut optimizer = device.optimizer(self.config.clone()).unwrap();
        let shape = [rows, self.width];
        let param = Param { copy: self.copy, ..Param::new("table", &shape, values) };
        let param = param.rows(self.rows).formats(self.formats[0], self.formats[1]);
        let id = optimizer.add_param(param).unwrap();
        // A second parameter, whose values must not move.
        optimizer.add_param(Param::new("bias", &[2], &[0.5, -0.5])).unwrap();
        (optimizer, id)
    }

    /// Takes steps in which some gradients are not finite, if the optimizer skips these.
    fn steps(&self, optimizer: &mut dyn Optimizer, table: ParamId, grads: &[(Vec<u32>, Vec<f32>)]) {
        let bias = optimizer.params()[1];
        for (step, (indices, values)) in grads.iter().enumerate() {
            let is_skipped = self.config.skip_on_overflow && step % 7 == 3;
            let bias_grads = if is_skipped { [f32::INFINITY, 0.0] } else { [0.25, 0.0] };
            let table_grads = Grad::rows(Indices::from(indices), values);
            optimizer.step(&[(table, table_grads), (bias, Grad::Dense(&bias_grads))]).unwrap();
        }
    }

    /// The gradients of the old rows, as those of the rows that continue them.
    fn moved(&self) -> Vec<(Vec<u32>, Vec<f32>)> {
        let mut targets = vec![Vec::new(); self.old_rows];
        for (row, source) in (0..).zip(self.sources.iter()) {
            if let Some(source) = source {
                targets[source as usize].push(row);
            }
        }
        let of_step = |(indices, grads): &(Vec<u32>, Vec<f32>)| {
            let entries = indices.iter().zip(grads.chunks(self.width));
            let entries =
                entries.flat_map(|(&row, grads)| targets[row as usize].iter().map(move |&to| (to, grads)));
            let (rows, grads): (Vec<u32>, Vec<&[f32]>) = entries.unzip();
            (rows, grads.concat())
        };
        self.before.iter().map(of_step).collect()
    }

    /// Elements of the new table: those of the old one, and of new rows these.
    fn gather(&self, old: &[f32], new: impl Fn(usize) -> f32) -> Vec<f32> {
        let element = |i: usize| match self.sources.iter().nth(i / self.width) {
            Some(Some(source)) => old[source as usize * self.width + i % self.width],
            _ => new(i),
        };
        (0..self.sources.len() * self.width).map(element).collect()
    }

    fn check(&self, device: &Device, what: &str) {
        let what = format!("{what} on {}", device.describe());
        // A table that is so from the start.
        let start = self.gather(&self.values, |i| (i % 5) as f32 / 4.0);
        let (mut other, other_id) = self.start(device, self.sources.len(), &start);
        self.steps(&mut *other, other_id, &self.moved());
        other.flush(other_id).unwrap();

        let (mut optimizer, id) = self.start(device, self.old_rows, &self.values);
        self.steps(&mut *optimizer, id, &self.before);
        // New rows have the values that they have there; all other elements are to be overwritten.
        let others = other.values(other_id).unwrap();
        let table = self.gather(&vec![77.0; self.values.len()], |i| others[i]);
        optimizer.rearrange_rows(id, &self.sources, self.on_device, &table).unwrap();
        let states = |optimizer: &mut dyn Optimizer, id| {
            let bias = optimizer.params()[1];
            let copied = optimizer.copied(id).unwrap();
            (State::of(optimizer, &[id, bias]), copied, optimizer.report().unwrap().skipped_steps)
        };
        assert_eq!(states(&mut *optimizer, id), states(&mut *other, other_id), "{what}");

        for (optimizer, id) in [(&mut optimizer, id), (&mut other, other_id)] {
            self.steps(&mut **optimizer, id, &self.after);
            if self.rows == Rows::Touched {
                let grads = vec![0.125; self.sources.len() * self.width];
                optimizer.step(&[(id, Grad::Dense(&grads))]).unwrap();
            }
        }
        assert_eq!(states(&mut *optimizer, id), states(&mut *other, other_id), "{what}, later");
    }
}

#[test]
fn touched_rows_keep_their_bits() {
    let mut random = Random::new(401);
    for device in [&Cpu as &Device].into_iter().chain(all_gpus().into_iter().map(|gpu| gpu as &Device)) {
        for old_rows in [300, 6] {
            for (number, sources) in arrangements(&mut random, old_rows).into_iter().enumerate() {
                let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
                let run = Run::new(&mut random, Rows::Touched, config, old_rows, sources);
                run.check(device, &format!("{old_rows} rows, arrangement {number}"));
            }
        }
    }
}

#[test]
fn exact_rows_keep_the_bits_of_a_table_that_is_flushed() {
    let mut random = Random::new(402);
    let forms = [(Shrinkage::Documented, 0.0), (Shrinkage::Documented, 0.02), (Shrinkage::Adaptive, 0.02)];
    for (shrinkage, l2) in forms {
        let small = least_exact_binding_gpu(shrinkage == Shrinkage::Adaptive);
        let gpus = [(gpu(), false), (small, true)];
        let gpus = gpus.into_iter().filter_map(|(gpu, is_small)| Some((gpu? as &Device, is_small)));
        for (device, is_small) in [(&Cpu as &Device, false)].into_iter().chain(gpus) {
            for sources in arrangements(&mut random, 300) {
                let skip_on_overflow = random.one_in(2);
                let learning_rate = 0.1.into();
                let config =
                    Config { learning_rate, l1: 0.01, l2, shrinkage, skip_on_overflow, ..Config::default() };
                let mut run = Run::new(&mut random, Rows::Exact, config, 300, sources);
                // 64 rows are a window of elements in f32 alone.
                if is_small {
                    (run.formats, run.copy) = ([Format::F32; 2], None);
                }
                run.check(device, &format!("{shrinkage:?}, l2 {l2}"));
            }
        }
    }
}

#[test]
fn tables_grow_from_nothing_shrink_to_nothing_and_may_have_no_elements() {
    for rows in [Rows::Touched, Rows::Exact] {
        on_every_device(|device| {
            let mut optimizer = device.optimizer(Config { l1: 0.01, ..Config::default() }).unwrap();
            let table = optimizer.add_param(Param::new("table", &[0, 2], &[]).rows(rows)).unwrap();
            let empty = optimizer.add_param(Param::new("empty", &[3, 0], &[]).rows(rows)).unwrap();
            for on_device in [false, true] {
                let grown = RowSources::default().append(3);
                optimizer.rearrange_rows(table, &grown, on_device, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
                optimizer.rearrange_rows(empty, &RowSources::all(3).append(2), on_device, &[]).unwrap();
                let grads = Grad::rows(Indices::from(&[2u32]), &[0.5, 0.5]);
                optimizer.step(&[(table, grads)]).unwrap();
                let values = optimizer.values(table).unwrap();
                assert_eq!(values[..4], [1.0, 2.0, 3.0, 4.0]);
                assert!(values[4] < 5.0 && values[5] < 6.0);
                assert_eq!(optimizer.accum(table).unwrap()[..4], [0.1; 4]);
                let snapshot = optimizer.snapshot().unwrap();
                optimizer.restore(&snapshot).unwrap();
                assert_eq!(snapshot.tensors["accum.empty"].shape, [5, 0]);
                optimizer.rearrange_rows(table, &RowSources::default(), on_device, &[]).unwrap();
                assert!(optimizer.values(table).unwrap().is_empty());
            }
        });
    }
}

/// A table that is rearranged again and again, and a twin of it on the CPU.
#[test]
fn many_arrangements_one_after_the_other_have_the_bits_of_the_cpu() {
    let [_, gpu] = &backends()[..] else { return };
    for seed in Random::seeds(410..414) {
        let mut random = Random::new(seed);
        let rows = random.pick(&[Rows::Touched, Rows::Exact]);
        // Where rows are exact, a device that skips steps sums up rates in another order than the CPU.
        let skip_on_overflow = rows == Rows::Touched;
        let config = Config { learning_rate: 0.1.into(), l1: 0.02, skip_on_overflow, ..Config::default() };
        let mut count = 40;
        let values = random.values(count * 3);
        let devices: [&Device; 2] = [&Cpu, *gpu];
        let mut twins = devices.map(|device| {
            let mut optimizer = device.optimizer(config.clone()).unwrap();
            let id = optimizer.add_param(Param::new("table", &[count, 3], &values).rows(rows)).unwrap();
            (optimizer, id)
        });
        for round in 0..12 {
            for step in 0..random.below(60) {
                let indices = random.indices(10, u32::try_from(count).unwrap());
                let mut grads = random.grads(indices.len() * 3);
                if skip_on_overflow && step % 9 == 4 {
                    grads[0] = f32::NAN;
                }
                for (optimizer, id) in &mut twins {
                    optimizer.step(&[(*id, Grad::rows(Indices::from(&indices), &grads))]).unwrap();
                }
            }
            let sources = random.pick(&arrangements(&mut Random::unnamed(seed + round), count));
            let sources: RowSources = sources.iter().take(200).collect();
            count = sources.len();
            let table = random.values(count * 3);
            for (optimizer, id) in &mut twins {
                optimizer.rearrange_rows(*id, &sources, round % 2 == 0, &table).unwrap();
            }
        }
        let [here, there] = twins.map(|(mut optimizer, id)| {
            let exported = optimizer.exported(id).unwrap();
            (exported, optimizer.accum(id).unwrap())
        });
        if is_ieee(*gpu) {
            assert_eq!(here, there, "{seed}");
        } else {
            assert_eq!(here.0.len(), there.0.len(), "{seed}");
        }
    }
}

#[test]
fn arrangements_that_cannot_be_are_refused() {
    on_every_device(|device| {
        let sources = RowSources::all(4).append(1);
        let table = [0.5; 15];
        assert_refused(
            device,
            |optimizer, ids| {
                optimizer.rearrange_rows(ids[1], &RowSources::from_iter([0, 3, 4]), false, &[0.5; 9])
            },
            "parameter \"table\": indices[2] is 4, but it has 4 rows",
        );
        assert_refused(
            device,
            |optimizer, ids| optimizer.rearrange_rows(ids[2], &sources, false, &table),
            "parameter \"bias\" is a scalar and has no rows; give it a dense gradient",
        );
        let mut others = device.optimizer(Config::default()).unwrap();
        let foreign = others.add_param(Param::new("table", &[4, 3], &[0.5; 12])).unwrap();
        assert_refused(
            device,
            |optimizer, _| optimizer.rearrange_rows(foreign, &sources, false, &table),
            "this parameter id belongs to another optimizer; use the ids that this one returned",
        );
        let (mut optimizer, ids) = crate::refusals::fixture::start(device);
        let before = State::of(&*optimizer, &ids);
        let error = optimizer.rearrange_rows(ids[1], &sources, false, &[0.5; 14]).unwrap_err();
        assert!(matches!(error, Error::Length { got: 14, want: 15, .. }), "{error}");
        assert_eq!(State::of(&*optimizer, &ids), before);
    });
}

/// A table of 4 rows of 16 elements on a GPU, and a buffer for another one.
struct Table<'a> {
    gpu: &'a Gpu,
    optimizer: ProximalAdagrad,
    buffer: wgpu::Buffer,
    id: ParamId,
}

impl<'a> Table<'a> {
    fn new(gpu: &'a Gpu) -> Self {
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
        let buffer = gpu.upload(&[0.5; 256]);
        let id = optimizer.add_param(GpuParam::new("table", &[4, 16], buffer.slice(..256))).unwrap();
        Self { gpu, optimizer, buffer, id }
    }

    fn rearrange(&mut self, table: NewTable<'_>) -> Result<(), Error> {
        let mut encoder = self.gpu.device().create_command_encoder(&Default::default());
        let result = self.optimizer.rearrange_rows(&mut encoder, self.id, table);
        self.gpu.queue().submit([encoder.finish()]);
        result
    }
}

#[test]
fn slices_of_a_gpu_that_do_not_fit_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut table = Table::new(gpu);
    let (buffer, sources) = (table.buffer.clone(), RowSources::all(4));
    let refused = |table: &mut Table<'_>, new: NewTable<'_>| {
        let error = table.rearrange(new).unwrap_err();
        assert_eq!(table.optimizer.shape(table.id).unwrap(), [4, 16]);
        error
    };
    let error = refused(&mut table, NewTable::new(&sources, buffer.slice(..256)));
    assert!(matches!(&error, Error::Overlap { name, other, .. } if name == other), "{error}");
    let error = refused(&mut table, NewTable::new(&sources, buffer.slice(256..768)));
    assert!(matches!(error, Error::Length { got: 128, want: 64, .. }), "{error}");
    let error =
        refused(&mut table, NewTable::new(&sources, buffer.slice(256..512)).copy(buffer.slice(512..640)));
    assert!(matches!(error, Error::TableCopy { .. }), "{error}");
    let list = |size, usage| {
        let label = None;
        gpu.device().create_buffer(&wgpu::BufferDescriptor { label, size, usage, mapped_at_creation: false })
    };
    let unreadable = list(16, wgpu::BufferUsages::STORAGE);
    let new = NewTable::new(gpu::Sources::Device(unreadable.slice(..)), buffer.slice(256..512));
    let error = refused(&mut table, new);
    assert!(matches!(error, Error::BufferUsage { missing: "COPY_SRC", .. }), "{error}");

    let sources_in = |bytes: std::ops::Range<u64>| {
        NewTable::new(gpu::Sources::Device(buffer.slice(bytes)), buffer.slice(256..512))
    };
    let error = refused(&mut table, sources_in(514..530));
    assert!(matches!(error, Error::Misaligned { role: "sources", offset: 514, .. }), "{error}");
    let error = refused(&mut table, sources_in(512..530));
    assert!(matches!(error, Error::HalfWord { role: "sources", got: 18, .. }), "{error}");

    // In the same buffer, beside the old table.
    table.rearrange(NewTable::new(&RowSources::from_iter([3, 2, 1, 0]), buffer.slice(256..512))).unwrap();
    // Where the old table was.
    table.rearrange(NewTable::new(&sources, buffer.slice(..256))).unwrap();
    let other = table.optimizer.add_param(GpuParam::new("other", &[64], buffer.slice(256..512)));
    other.unwrap();
}

#[test]
fn a_table_on_the_cpu_may_get_another_format() {
    let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
    let table = optimizer.add_param(cpu::Param::new("table", &[2, 2])).unwrap();
    let (mut old, mut new) = ([1.0f32, 0.1, -3.0, 4.0], [f16::from_f32(9.0); 6]);
    let sources: RowSources = [Some(1), None, Some(0)].into_iter().collect();
    optimizer.rearrange_rows(table, &sources, &mut old, &mut new).unwrap();
    assert_eq!(new, [-3.0, 4.0, 9.0, 9.0, 1.0, 0.1].map(f16::from_f32));
}

#[test]
fn a_parameter_in_an_arena_keeps_its_rows() {
    let Some(gpu) = gpu() else { return };
    let mut optimizer = gpu.in_arenas().optimizer(Config::default()).unwrap();
    let ids = optimizer.add_params(&[Param::new("table", &[4, 3], &[0.5; 12])]).unwrap();
    let error = optimizer.rearrange_rows(ids[0], &RowSources::all(4), false, &[0.5; 12]).unwrap_err();
    assert!(matches!(error, Error::RowsInArena { .. }), "{error}");
}
