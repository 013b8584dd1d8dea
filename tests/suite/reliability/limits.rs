//! Artificial limits: a device with them is refused by name, or gives the bits of a device without them.

use proxgrad::{
    Arena, Config, Error, Format, Indices, Member, NewTable, Param, ParamId, ProximalAdagrad, RowGrad,
    RowSources, Rows, Step, gpu::block_on, wgpu::Limits,
};
use proxgrad_testing::{Gpu, Stored};

use crate::common::{
    devices::{gpu, is_ieee},
    gpu_step::{new_encoder, submit_step},
    random::Random,
};

/// A device's limits: their name in a failure, and what they lower.
type Case = (&'static str, fn(Limits) -> Limits);

const BINDINGS: [Case; 6] = [
    ("bindings of 16 KiB", |l| Limits { max_storage_buffer_binding_size: 1 << 14, ..l }),
    ("bindings of 16,640 bytes", |l| Limits { max_storage_buffer_binding_size: 16_640, ..l }),
    ("bindings of 64 KiB", |l| Limits { max_storage_buffer_binding_size: 1 << 16, ..l }),
    ("bindings of 1 MiB", |l| Limits { max_storage_buffer_binding_size: 1 << 20, ..l }),
    ("buffers of 256 KiB", |l| Limits { max_buffer_size: 1 << 18, ..l }),
    ("uniforms of 16 KiB", |l| Limits { max_uniform_buffer_binding_size: 1 << 14, ..l }),
];

const GRIDS: [Case; 6] = [
    ("1 workgroup", |l| Limits { max_compute_workgroups_per_dimension: 1, ..l }),
    ("7 workgroups", |l| Limits { max_compute_workgroups_per_dimension: 7, ..l }),
    ("64 invocations", |l| Limits { max_compute_invocations_per_workgroup: 64, ..l }),
    ("workgroups of 64", |l| Limits { max_compute_workgroup_size_x: 64, ..l }),
    ("workgroups of one row", |l| Limits {
        max_compute_workgroup_size_y: 1,
        max_compute_workgroup_size_z: 1,
        ..l
    }),
    ("9088 bytes for a workgroup", |l| Limits { max_compute_workgroup_storage_size: 9088, ..l }),
];

const BIND_GROUPS: [Case; 6] = [
    (OTHER_OFFSETS, |l| Limits {
        min_storage_buffer_offset_alignment: 32,
        min_uniform_buffer_offset_alignment: 32,
        ..l
    }),
    ("2 uniform buffers", |l| Limits { max_uniform_buffers_per_shader_stage: 2, ..l }),
    ("bindings 0 to 5", |l| Limits { max_bindings_per_bind_group: 6, ..l }),
    ("2 dynamic offsets", |l| Limits {
        max_dynamic_uniform_buffers_per_pipeline_layout: 2,
        max_dynamic_storage_buffers_per_pipeline_layout: 0,
        ..l
    }),
    ("no textures", |l| Limits {
        max_sampled_textures_per_shader_stage: 0,
        max_samplers_per_shader_stage: 0,
        max_storage_textures_per_shader_stage: 0,
        max_vertex_buffers: 0,
        ..l
    }),
    ("as little as is needed of everything", |l| Limits {
        max_bind_groups: 4,
        max_bindings_per_bind_group: 6,
        max_storage_buffers_per_shader_stage: 8,
        max_uniform_buffers_per_shader_stage: 2,
        max_dynamic_uniform_buffers_per_pipeline_layout: 2,
        max_uniform_buffer_binding_size: 1 << 14,
        max_compute_workgroup_storage_size: 9088,
        max_compute_invocations_per_workgroup: 64,
        max_compute_workgroup_size_x: 64,
        max_compute_workgroup_size_y: 1,
        max_compute_workgroup_size_z: 1,
        max_storage_buffer_binding_size: 1 << 19,
        max_compute_workgroups_per_dimension: 32,
        ..l
    }),
];

/// The largest tensors: more than one of the small bindings covers.
const ELEMENTS: usize = 20_003;
const ROWS: usize = 2500;
const WIDTH: usize = 8;
const ENTRIES: usize = 300;

/// What a path through the library leaves: values, snapshot and report.
#[derive(Debug, PartialEq)]
struct Left {
    numbers: Vec<f32>,
    counts: [u64; 4],
}

/// A path through the library.
type Path = (&'static str, fn(&Gpu) -> Result<Left, Error>);

const PATHS: [Path; 10] = [
    ("dense", |gpu| {
        let values = gpu.upload(&numbers(1, ELEMENTS));
        let mut run = Run::new(gpu)?;
        let param = run.optimizer.add_param(Param::new("dense", &[ELEMENTS], values.slice(..)))?;
        let grads = gpu.upload(&numbers(2, ELEMENTS));
        run.steps(&[param], |step| step.dense(param, grads.slice(..)))
    }),
    ("arena", |gpu| {
        let mut run = Run::new(gpu)?;
        let members = [Member::new("a", &[9000]), Member::new("b", &[3, 7]), Member::new("c", &[8000])];
        let arena = Arena::new(&run.optimizer, &members)?;
        let mut contents = vec![0.0; usize::try_from(arena.size()).unwrap() / 4];
        let mut grads = contents.clone();
        for (member, len) in [9000, 21, 8000].into_iter().enumerate() {
            let start = usize::try_from(arena.elements(member).start).unwrap();
            contents[start..start + len].copy_from_slice(&numbers(member as u64, len));
            grads[start..start + len].copy_from_slice(&numbers(9 + member as u64, len));
        }
        let (values, grads) = (gpu.upload(&contents), gpu.upload(&grads));
        let id = run.optimizer.add_arena(&arena, values.slice(..))?;
        let params = run.optimizer.arena_params(id)?.to_vec();
        run.steps(&params, |step| step.arena(id, grads.slice(..)))
    }),
    ("rows of the host", |gpu| rows(gpu, Rows::Touched, |_, indices| indices.into())),
    ("rows of the device", |gpu| rows(gpu, Rows::Touched, |buffer, _| Indices::Device(buffer.slice(..)))),
    ("rows of the device in the other form", |gpu| {
        let other = gpu.for_software(!gpu.is_for_software())?;
        rows(&other, Rows::Touched, |buffer, _| Indices::Device(buffer.slice(..)))
    }),
    ("rows that differ", |gpu| rows(gpu, Rows::Touched, |buffer, _| Indices::DeviceUnique(buffer.slice(..)))),
    ("exact rows", |gpu| rows(gpu, Rows::Exact, |_, indices| indices.into())),
    ("rows grouped once", |gpu| {
        let values = gpu.upload(&numbers(5, ROWS * WIDTH));
        let mut run = Run::new(gpu)?;
        let param = run.optimizer.add_param(Param::new("table", &[ROWS, WIDTH], values.slice(..)))?;
        let (grads, words) = (gpu.upload(&numbers(6, ENTRIES * WIDTH)), row_numbers());
        let words = gpu.upload(bytemuck::cast_slice(&words));
        let mut encoder = new_encoder(gpu);
        let indices = Indices::Device(words.slice(..));
        let grouped = run.optimizer.group_rows(&mut encoder, param, indices);
        gpu.queue().submit([encoder.finish()]);
        let grouped = grouped?;
        run.steps(&[param], |step| step.rows(param, RowGrad::new(&grouped, grads.slice(..))))
    }),
    ("rows rearranged", |gpu| {
        let values = gpu.upload(&numbers(5, ROWS * WIDTH));
        let table = gpu.upload(&numbers(7, (ROWS + 100) * WIDTH));
        let mut run = Run::new(gpu)?;
        let param = Param::new("table", &[ROWS, WIDTH], values.slice(..)).rows(Rows::Exact);
        let param = run.optimizer.add_param(param)?;
        let (grads, words) = (gpu.upload(&numbers(6, ENTRIES * WIDTH)), row_numbers());
        submit_step(gpu, &mut run.optimizer, |step| step.rows(param, RowGrad::new(&words, grads.slice(..))))?;
        let sources: RowSources = (0..u32::try_from(ROWS).unwrap()).rev().collect();
        let sources = sources.append(100);
        let mut encoder = new_encoder(gpu);
        let new = NewTable::new(&sources, table.slice(..));
        let rearranged = run.optimizer.rearrange_rows(&mut encoder, param, new);
        gpu.queue().submit([encoder.finish()]);
        rearranged?;
        run.steps(&[param], |step| step.rows(param, RowGrad::new(&words, grads.slice(..))))
    }),
    ("16 bits", |gpu| {
        let words = |seed| {
            let words = Stored::nearest(&numbers(seed, ELEMENTS), Format::F16).words();
            gpu.upload(bytemuck::cast_slice(&words))
        };
        let (values, grads) = (words(3), words(4));
        let mut run = Run::new(gpu)?;
        let param = Param::new("half", &[ELEMENTS], values.slice(..)).format(Format::F16);
        let param = run.optimizer.add_param(param)?;
        run.steps(&[param], |step| step.dense(param, grads.slice(..)))
    }),
];

fn numbers(seed: u64, len: usize) -> Vec<f32> {
    Random::unnamed(seed).grads(len)
}

fn rows(
    gpu: &Gpu,
    kind: Rows,
    indices: impl for<'a> Fn(&'a proxgrad::wgpu::Buffer, &'a [u32]) -> Indices<'a>,
) -> Result<Left, Error> {
    let values = gpu.upload(&numbers(5, ROWS * WIDTH));
    let mut run = Run::new(gpu)?;
    let param = Param::new("table", &[ROWS, WIDTH], values.slice(..)).rows(kind);
    let param = run.optimizer.add_param(param)?;
    let grads = gpu.upload(&numbers(6, ENTRIES * WIDTH));
    let of_host = row_numbers();
    let of_device = gpu.upload(bytemuck::cast_slice(&of_host));
    let left = run.steps(&[param], |step| {
        let indices = indices(&of_device, &of_host);
        step.rows(param, RowGrad { indices, values: grads.slice(..) })
    })?;
    Ok(left)
}

fn row_numbers() -> Vec<u32> {
    (0..u32::try_from(ENTRIES).unwrap()).map(|i| i * 8 + i % 3).collect()
}

/// An optimizer that skips, clips and measures.
struct Run<'a> {
    gpu: &'a Gpu,
    optimizer: ProximalAdagrad,
}

impl<'a> Run<'a> {
    fn new(gpu: &'a Gpu) -> Result<Self, Error> {
        let config = Self::config();
        Ok(Self { gpu, optimizer: ProximalAdagrad::new(gpu.kernels(), config)? })
    }

    fn config() -> Config {
        Config {
            learning_rate: 0.1.into(),
            l1: 1e-2,
            // A limit that no gradient reaches: norms are measured, and no value depends on their last bit.
            clip_norm: Some(1e6),
            skip_on_overflow: true,
            ..Config::default()
        }
    }

    /// Takes three steps, with a snapshot that is restored in between.
    fn steps(
        mut self,
        params: &[ParamId],
        mut collect: impl FnMut(&mut Step<'_>) -> Result<(), Error>,
    ) -> Result<Left, Error> {
        let (device, queue) = (self.gpu.device(), self.gpu.queue());
        submit_step(self.gpu, &mut self.optimizer, &mut collect)?;
        let snapshot = block_on(device, self.optimizer.snapshot(queue))?;
        self.optimizer.restore(queue, &snapshot)?;
        for _ in 0..2 {
            submit_step(self.gpu, &mut self.optimizer, &mut collect)?;
        }
        let mut encoder = new_encoder(self.gpu);
        self.optimizer.measure(&mut encoder)?;
        queue.submit([encoder.finish()]);
        let report = block_on(device, self.optimizer.report(queue))?;
        let mut numbers = vec![report.grad_norm, report.weight_norm, report.max_abs];
        for &param in params {
            numbers.extend(block_on(device, self.optimizer.values(queue, param))?);
            numbers.extend(self.gpu.download(self.optimizer.accum(param)?)?);
        }
        let counts = [report.skipped_steps, report.bad_rows, report.nonzero, self.optimizer.global_step()];
        Ok(Left { numbers, counts })
    }
}

/// What every path leaves on a device without lowered limits.
fn expected() -> Vec<(&'static str, Left)> {
    let gpu = Gpu::with_limits(|_| Limits::default()).unwrap();
    PATHS.iter().map(|(path, run)| (*path, run(&gpu).unwrap())).collect()
}

/// The norms among the numbers of [`Left`], which are sums in pieces: of a window, and of an arena from a place on. Where windows are
/// smaller, or offsets put parameters of an arena elsewhere, they may differ by a rounding.
const NORMS: std::ops::Range<usize> = 0..2;

const OTHER_OFFSETS: &str = "offsets at multiples of 32";

fn assert_same(case: &str, path: &str, left: &Left, want: &Left) {
    assert_eq!(left.counts, want.counts, "{path} with {case}");
    assert_eq!(left.numbers.len(), want.numbers.len(), "{path} with {case}");
    for (at, (left, want)) in left.numbers.iter().zip(&want.numbers).enumerate() {
        let tolerance = if is_ieee(gpu().unwrap()) { 1e-6 } else { 1e-3 };
        let is_near = (left - want).abs() <= tolerance * (want.abs() + 1e-2);
        let other_pieces = BINDINGS.iter().any(|(other, _)| *other == case) || case == OTHER_OFFSETS;
        let may_differ = !is_ieee(gpu().unwrap()) || (other_pieces && NORMS.contains(&at));
        let fits = left.to_bits() == want.to_bits() || (may_differ && is_near);
        assert!(fits, "{path} with {case}: {left} and not {want} at {at}");
    }
}

/// The limits, with offsets that are no finer than the adapter allows.
fn allowed(adapter: &Limits, limits: Limits) -> Limits {
    let storage = limits.min_storage_buffer_offset_alignment;
    let uniform = limits.min_uniform_buffer_offset_alignment;
    Limits {
        min_storage_buffer_offset_alignment: storage.max(adapter.min_storage_buffer_offset_alignment),
        min_uniform_buffer_offset_alignment: uniform.max(adapter.min_uniform_buffer_offset_alignment),
        ..limits
    }
}

/// Runs every path on devices with these limits; returns the paths that were refused, with the limit.
fn run_all(cases: &[Case]) -> Vec<(&'static str, &'static str, &'static str)> {
    if gpu().is_none() {
        return Vec::new();
    }
    let expected = expected();
    let mut refused = Vec::new();
    for (case, lower) in cases {
        let gpu = Gpu::with_limits(|adapter| allowed(adapter, lower(Limits::default())));
        let gpu = gpu.unwrap_or_else(|error| panic!("{case}: {error}"));
        for ((path, run), (_, want)) in PATHS.iter().zip(&expected) {
            match run(&gpu) {
                Ok(left) => assert_same(case, path, &left, want),
                Err(Error::Limit { limit, needed, allowed, .. }) if needed > allowed => {
                    refused.push((*case, *path, limit));
                }
                Err(error) => panic!("{path} with {case}: {error}"),
            }
        }
    }
    refused
}

#[test]
fn small_bindings_and_buffers_give_the_same_bits_or_are_refused_by_name() {
    const BINDING: &str = "max_storage_buffer_binding_size";
    let refused = run_all(&BINDINGS);
    // The history of exact rows takes 257 KiB, and the uniforms of a step with an arena more than 16,640 bytes.
    let expected = [
        ("bindings of 16 KiB", "arena", BINDING),
        ("bindings of 16 KiB", "exact rows", BINDING),
        ("bindings of 16 KiB", "rows rearranged", BINDING),
        ("bindings of 16,640 bytes", "arena", BINDING),
        ("bindings of 16,640 bytes", "exact rows", BINDING),
        ("bindings of 16,640 bytes", "rows rearranged", BINDING),
        ("bindings of 64 KiB", "exact rows", BINDING),
        ("bindings of 64 KiB", "rows rearranged", BINDING),
        ("buffers of 256 KiB", "exact rows", BINDING),
        ("buffers of 256 KiB", "rows rearranged", BINDING),
    ];
    assert!(gpu().is_none() || refused == expected, "{refused:?}");
}

#[test]
fn small_grids_and_workgroups_give_the_same_bits_or_are_refused_by_name() {
    let refused = run_all(&GRIDS);
    let is_grid = |&(case, _, limit): &(&str, _, _)| {
        let is_narrow = case.ends_with("workgroup") || case.ends_with("7 workgroups");
        is_narrow && limit == "max_compute_workgroups_per_dimension"
    };
    assert!(refused.iter().all(is_grid), "{refused:?}");
}

#[test]
fn few_bindings_and_coarse_or_fine_offsets_give_the_same_bits() {
    assert_eq!(run_all(&BIND_GROUPS), []);
}

#[test]
fn presets_that_are_too_small_are_refused_by_name_and_the_default_is_not() {
    if gpu().is_none() {
        return;
    }
    let limit_of = |limits: Limits| match Gpu::with_limits(|_| limits) {
        Ok(_) => None,
        Err(Error::Limit { limit, needed, allowed, .. }) => {
            assert!(needed > allowed, "{limit}");
            Some(limit)
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(limit_of(Limits::default()), None);
    assert_eq!(limit_of(Limits::downlevel_defaults()), Some("max_storage_buffers_per_shader_stage"));
    let no_compute = limit_of(Limits::downlevel_webgl2_defaults());
    assert_eq!(no_compute, Some("max_compute_invocations_per_workgroup"));
}
