//! The kernels that the library is held against, `shaders/*.wgsl`: what memory allows, and what a program without
//! the library would do.

use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use bytemuck::{Pod, Zeroable};
use proxgrad::{
    rule::StepParams,
    wgpu::{self, BufferBindingType, ShaderStages, util::DeviceExt},
};

use crate::{inputs::step_params, machine::Machine};

/// Threads in a workgroup, as many as the library's kernels have.
const WORKGROUP: u32 = 64;

/// Bytes: the coarsest alignment of a storage binding.
const ALIGNMENT: u64 = 256;

/// A kernel, `shaders/<name>.wgsl`.
#[derive(Clone, Copy, Debug)]
enum Kernel {
    Triad,
    Copy,
    Tensor,
    PlainRows,
    PlainRowsSingle,
}

/// Name, source and number of storage buffers of every kernel, in the order of [`Kernel`].
const SOURCES: [(&str, &str, u32); 5] = [
    ("triad", include_str!("../shaders/triad.wgsl"), 3),
    ("copy", include_str!("../shaders/copy.wgsl"), 2),
    ("tensor", include_str!("../shaders/tensor.wgsl"), 3),
    ("plain_rows", include_str!("../shaders/plain_rows.wgsl"), 4),
    ("plain_rows_single", include_str!("../shaders/plain_rows_single.wgsl"), 4),
];

/// What stands in front of every kernel.
const SHARED: [&str; 2] = [include_str!("../shaders/prelude.wgsl"), include_str!("../shaders/rule.wgsl")];

/// The twin of `Job` in `shaders/prelude.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, Pod, Zeroable)]
struct Job {
    count: u32,
    width: u32,
    first_entry: u32,
    base_row: u32,
    row_count: u32,
    learning_rate: f32,
    threshold: f32,
    scale: f32,
}

impl Job {
    fn new(count: u32) -> Self {
        let StepParams { learning_rate, threshold, scale, .. } = step_params();
        Self { count, learning_rate, threshold, scale, ..Self::default() }
    }
}

/// All of them on a device, each compiled when it is first needed.
pub(crate) struct Yardsticks {
    device: wgpu::Device,
    pipelines: [OnceLock<wgpu::ComputePipeline>; SOURCES.len()],
}

impl Yardsticks {
    pub(crate) fn new(device: &wgpu::Device) -> Self {
        Self { device: device.clone(), pipelines: Default::default() }
    }

    fn pipeline(&self, kernel: Kernel) -> &wgpu::ComputePipeline {
        let index = kernel as usize;
        self.pipelines[index].get_or_init(|| compile(&self.device, SOURCES[index]))
    }
}

/// A kernel bound to some buffers, ready to be recorded again and again.
#[derive(Clone)]
pub(crate) struct Yardstick {
    pipeline: wgpu::ComputePipeline,
    /// One for each window of the buffers, and the workgroups that it takes.
    bound: Vec<(wgpu::BindGroup, [u32; 2])>,
    label: &'static str,
}

impl Yardstick {
    /// Three loads and two stores an element, over `[values, accum, grads]`. Four divide `elements`.
    ///
    /// # Errors
    /// More elements than a binding of the device covers.
    pub(crate) fn triad(machine: &Machine, buffers: [&wgpu::Buffer; 3], elements: usize) -> Result<Self> {
        Self::over_elements(machine, Kernel::Triad, &buffers.map(whole), elements)
    }

    /// A load and a store an element, over `[values, grads]`. Four divide `elements`.
    ///
    /// # Errors
    /// As [`Yardstick::triad`].
    pub(crate) fn copy(machine: &Machine, buffers: [&wgpu::Buffer; 2], elements: usize) -> Result<Self> {
        Self::over_elements(machine, Kernel::Copy, &buffers.map(whole), elements)
    }

    /// The update of one tensor, over `[values, accum, grads]`. Four divide `elements`.
    ///
    /// # Errors
    /// As [`Yardstick::triad`].
    pub(crate) fn tensor(machine: &Machine, buffers: [&wgpu::Buffer; 3], elements: usize) -> Result<Self> {
        Self::over_elements(machine, Kernel::Tensor, &buffers.map(whole), elements)
    }

    fn over_elements(
        machine: &Machine,
        kernel: Kernel,
        buffers: &[wgpu::BufferBinding<'_>],
        elements: usize,
    ) -> Result<Self> {
        let mut new = Self::of(machine, kernel);
        new.bind(machine, Job::new(u32::try_from(elements / 4)?), buffers)?;
        Ok(new)
    }

    /// Every entry of a row gradient by itself, over `[values, accum, grads, indices]`, in as many dispatches as the
    /// bindings of the device ask for.
    ///
    /// # Errors
    /// Rows that a binding does not cover.
    pub(crate) fn plain_rows(
        machine: &Machine,
        [values, accum, grads, indices]: [&wgpu::Buffer; 4],
        [rows, width, entries]: [u64; 3],
    ) -> Result<Self> {
        let (kernel, taken) =
            if width.is_multiple_of(4) { (Kernel::PlainRows, 4) } else { (Kernel::PlainRowsSingle, 1) };
        let mut new = Self::of(machine, kernel);
        for row_window in windows(machine, rows, width)? {
            for entry_window in windows(machine, entries, width)? {
                let threads = u32::try_from(entry_window.count * width / taken)?;
                let job = Job {
                    width: u32::try_from(width / taken)?,
                    first_entry: u32::try_from(entry_window.first)?,
                    base_row: u32::try_from(row_window.first)?,
                    row_count: u32::try_from(row_window.count)?,
                    ..Job::new(threads)
                };
                let [values, accum] = [values, accum].map(|buffer| row_window.of(buffer, width));
                let bindings = [values, accum, entry_window.of(grads, width), whole(indices)];
                new.bind(machine, job, &bindings)?;
            }
        }
        Ok(new)
    }

    fn of(machine: &Machine, kernel: Kernel) -> Self {
        let (label, ..) = SOURCES[kernel as usize];
        let pipeline = machine.yardsticks.pipeline(kernel).clone();
        Self { pipeline, bound: Vec::new(), label }
    }

    fn bind(&mut self, machine: &Machine, job: Job, buffers: &[wgpu::BufferBinding<'_>]) -> Result<()> {
        let device = &machine.device;
        let most = device.limits().max_storage_buffer_binding_size;
        if let Some(size) = buffers.iter().map(bytes).find(|size| *size > most) {
            return Err(anyhow!("{} binds {size} bytes, and this device {most} at most", self.label));
        }
        let job_buffer = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("proxgrad-cli bench job"),
            contents: bytemuck::bytes_of(&job),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let resources = [whole(&job_buffer)].into_iter().chain(buffers.iter().cloned());
        let entries: Vec<_> = (0..)
            .zip(resources)
            .map(|(binding, buffer)| wgpu::BindGroupEntry {
                binding,
                resource: wgpu::BindingResource::Buffer(buffer),
            })
            .collect();
        let bound = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("proxgrad-cli bench"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let most = device.limits().max_compute_workgroups_per_dimension;
        self.bound.push((bound, grid(job.count, most)));
        machine.check()
    }

    /// Records it, in a pass of its own.
    pub(crate) fn record(&self, encoder: &mut wgpu::CommandEncoder) {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: Some(self.label),
            timestamp_writes: None,
        });
        pass.set_pipeline(&self.pipeline);
        for (bound, [x, y]) in &self.bound {
            pass.set_bind_group(0, bound, &[]);
            pass.dispatch_workgroups(*x, *y, 1);
        }
    }
}

/// Workgroups for so many threads, folded into a grid that the device allows.
fn grid(threads: u32, most: u32) -> [u32; 2] {
    let workgroups = threads.div_ceil(WORKGROUP);
    let x = workgroups.clamp(1, most.max(1));
    [x, workgroups.div_ceil(x)]
}

/// Some whole rows of a buffer, few enough for a binding.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    first: u64,
    count: u64,
}

impl Window {
    fn of<'a>(&self, buffer: &'a wgpu::Buffer, width: u64) -> wgpu::BufferBinding<'a> {
        let size = std::num::NonZero::new(self.count * width * 4);
        wgpu::BufferBinding { buffer, offset: self.first * width * 4, size }
    }
}

fn windows(machine: &Machine, rows: u64, width: u64) -> Result<Vec<Window>> {
    windows_within(machine.device.limits().max_storage_buffer_binding_size, rows, width)
}

/// Rows cut into as few windows as possible of at most `most` bytes, each beginning where a binding may.
fn windows_within(most: u64, rows: u64, width: u64) -> Result<Vec<Window>> {
    // A multiple of 64 rows of f32 is a multiple of 256 bytes.
    let unit = ALIGNMENT / 4;
    let step = most / (width * 4 * unit).max(1) * unit;
    if step == 0 && rows > 0 {
        return Err(anyhow!("{unit} rows of {width} are more than the {most} bytes that this device binds"));
    }
    let firsts = (0..rows.div_ceil(step.max(1))).map(|window| window * step);
    Ok(firsts.map(|first| Window { first, count: step.min(rows - first) }).collect())
}

fn whole(buffer: &wgpu::Buffer) -> wgpu::BufferBinding<'_> {
    wgpu::BufferBinding { buffer, offset: 0, size: None }
}

fn bytes(binding: &wgpu::BufferBinding<'_>) -> u64 {
    binding.size.map_or(binding.buffer.size() - binding.offset, std::num::NonZero::get)
}

fn compile(
    device: &wgpu::Device,
    (name, source, storage_buffers): (&str, &str, u32),
) -> wgpu::ComputePipeline {
    let label = format!("proxgrad-cli bench {name}");
    let uniform = entry(0, BufferBindingType::Uniform);
    let storage = (1..=storage_buffers).map(|i| entry(i, BufferBindingType::Storage { read_only: false }));
    let entries: Vec<_> = [uniform].into_iter().chain(storage).collect();
    let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some(&label),
        entries: &entries,
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(&label),
        bind_group_layouts: &[Some(&layout)],
        immediate_size: 0,
    });
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(&label),
        source: wgpu::ShaderSource::Wgsl(joined(source).into()),
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(&label),
        layout: Some(&layout),
        module: &module,
        entry_point: Some(name),
        compilation_options: wgpu::PipelineCompilationOptions {
            constants: &[("WORKGROUP", f64::from(WORKGROUP))],
            ..Default::default()
        },
        cache: None,
    })
}

fn joined(source: &str) -> String {
    [&SHARED[..], &[source]].concat().join("\n")
}

fn entry(binding: u32, ty: BufferBindingType) -> wgpu::BindGroupLayoutEntry {
    let ty = wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None };
    wgpu::BindGroupLayoutEntry { binding, visibility: ShaderStages::COMPUTE, ty, count: None }
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use proxgrad::wgpu::naga::{
        self, AddressSpace, TypeInner,
        valid::{Capabilities, ValidationFlags, Validator},
    };

    use super::*;

    fn module(source: &str) -> naga::Module {
        let source = joined(source);
        naga::front::wgsl::parse_str(&source)
            .unwrap_or_else(|error| panic!("{}", error.emit_to_string(&source)))
    }

    #[test]
    fn every_shader_in_the_folder_is_a_kernel_with_its_buffers_and_standard_wgsl() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/shaders");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap().replace(".wgsl", ""))
            .filter(|name| !["prelude", "rule"].contains(&&**name))
            .collect();
        let mut names = SOURCES.map(|(name, ..)| name);
        files.sort_unstable();
        names.sort_unstable();
        assert_eq!(files, names);
        for (name, source, storage_buffers) in SOURCES {
            let module = module(source);
            assert_eq!(module.entry_points[0].name, name);
            let storage = module
                .global_variables
                .iter()
                .filter(|(_, variable)| matches!(variable.space, AddressSpace::Storage { .. }));
            assert_eq!(storage.count(), storage_buffers as usize, "{name}");
            let mut validator = Validator::new(ValidationFlags::all(), Capabilities::default());
            if let Err(error) = validator.validate(&module) {
                panic!("{name}: {error:?}");
            }
        }
    }

    #[test]
    fn a_job_is_laid_out_as_the_kernels_read_it() {
        let module = module("");
        let ty = module.types.iter().map(|(_, ty)| ty).find(|ty| ty.name.as_deref() == Some("Job"));
        let Some(TypeInner::Struct { members, span }) = ty.map(|ty| &ty.inner) else { panic!("no Job") };
        let members: Vec<_> =
            members.iter().map(|member| (member.name.as_deref().unwrap(), member.offset as usize)).collect();
        assert_eq!(*span as usize, size_of::<Job>());
        assert_eq!(
            members,
            [
                ("count", offset_of!(Job, count)),
                ("width", offset_of!(Job, width)),
                ("first_entry", offset_of!(Job, first_entry)),
                ("base_row", offset_of!(Job, base_row)),
                ("row_count", offset_of!(Job, row_count)),
                ("learning_rate", offset_of!(Job, learning_rate)),
                ("threshold", offset_of!(Job, threshold)),
                ("scale", offset_of!(Job, scale)),
            ]
        );
    }

    #[test]
    fn windows_are_aligned_and_cover_every_row_once() {
        for (rows, width) in [(10_000, 3), (1, 16), (1 << 20, 4), (65, 1), (0, 4)] {
            let windows = windows_within(1 << 16, rows, width).unwrap();
            assert_eq!(windows.iter().map(|window| window.count).sum::<u64>(), rows);
            for window in &windows {
                assert_eq!(window.first * width * 4 % ALIGNMENT, 0, "{window:?}");
                assert!(window.count > 0 && window.count * width * 4 <= 1 << 16, "{window:?}");
            }
        }
        assert!(windows_within(1 << 10, 100, 16).is_err());
    }

    #[test]
    fn grids_are_folded_where_they_would_be_too_wide() {
        assert_eq!(grid(64 * 25, 10), [10, 3]);
        assert_eq!(grid(1, 65_535), [1, 1]);
    }
}
