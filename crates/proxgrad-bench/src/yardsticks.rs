//! The yardsticks: kernels that the library is compared with, `shaders/*.wgsl`. They show what memory allows, and what
//! a program without the library would do.

mod windows;

use std::{num::NonZero, sync::OnceLock};

use anyhow::{Result, anyhow};
use bytemuck::{Pod, Zeroable};
use proxgrad::wgpu::{self, BufferBindingType, ShaderStages, util::DeviceExt};

use self::windows::windows;
use crate::{gpu::Gpu, inputs::rates};

/// Threads of a workgroup, as many as in the library's kernels.
const WORKGROUP: u32 = 64;

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

/// The source in front of that of every kernel.
const SHARED: [&str; 2] = [include_str!("../shaders/prelude.wgsl"), include_str!("../shaders/rule.wgsl")];

/// Uniforms of one dispatch; the twin of `Uniforms` in `shaders/prelude.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, Pod, Zeroable)]
struct Uniforms {
    count: u32,
    width: u32,
    first_entry: u32,
    base_row: u32,
    row_count: u32,
    learning_rate: f32,
    threshold: f32,
    scale: f32,
}

impl Uniforms {
    fn new(count: u32) -> Self {
        let [learning_rate, threshold, scale] = rates();
        Self { count, learning_rate, threshold, scale, ..Self::default() }
    }
}

/// The kernels on a device, each compiled when it is first needed.
pub(crate) struct Yardsticks {
    gpu: Gpu,
    pipelines: [OnceLock<wgpu::ComputePipeline>; SOURCES.len()],
}

impl Yardsticks {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        Self { gpu: gpu.clone(), pipelines: Default::default() }
    }

    /// Three loads and two stores an element, over `[values, accum, grads]`. `elements` is a multiple of 4.
    ///
    /// # Errors
    /// More elements than a binding of the device covers.
    pub(crate) fn triad(&self, buffers: [&wgpu::Buffer; 3], elements: usize) -> Result<Yardstick> {
        self.over_elements(Kernel::Triad, &buffers, elements)
    }

    /// A load and a store an element, over `[values, grads]`. `elements` is a multiple of 4.
    ///
    /// # Errors
    /// As [`Yardsticks::triad`].
    pub(crate) fn copy(&self, buffers: [&wgpu::Buffer; 2], elements: usize) -> Result<Yardstick> {
        self.over_elements(Kernel::Copy, &buffers, elements)
    }

    /// The update of one tensor, over `[values, accum, grads]`. `elements` is a multiple of 4.
    ///
    /// # Errors
    /// As [`Yardsticks::triad`].
    pub(crate) fn tensor(&self, buffers: [&wgpu::Buffer; 3], elements: usize) -> Result<Yardstick> {
        self.over_elements(Kernel::Tensor, &buffers, elements)
    }

    /// The update of every entry of a row gradient by itself, over `[values, accum, grads, indices]`, in as many
    /// dispatches as the binding size of the device requires.
    ///
    /// # Errors
    /// Rows that are larger than a binding.
    pub(crate) fn plain_rows(
        &self,
        [values, accum, grads, indices]: [&wgpu::Buffer; 4],
        [rows, width, entries]: [u64; 3],
    ) -> Result<Yardstick> {
        let (kernel, columns) =
            if width.is_multiple_of(4) { (Kernel::PlainRows, 4) } else { (Kernel::PlainRowsSingle, 1) };
        let most = self.gpu.device.limits().max_storage_buffer_binding_size;
        let mut yardstick = self.unbound(kernel);
        for row_window in windows(most, rows, width)? {
            for entry_window in windows(most, entries, width)? {
                let uniforms = Uniforms {
                    width: u32::try_from(width / columns)?,
                    first_entry: u32::try_from(entry_window.first)?,
                    base_row: u32::try_from(row_window.first)?,
                    row_count: u32::try_from(row_window.count)?,
                    ..Uniforms::new(u32::try_from(entry_window.count * width / columns)?)
                };
                let [values, accum] = [values, accum].map(|buffer| row_window.of(buffer, width));
                let bindings = [values, accum, entry_window.of(grads, width), whole(indices)];
                yardstick.bind(&self.gpu, uniforms, &bindings)?;
            }
        }
        Ok(yardstick)
    }

    fn over_elements(&self, kernel: Kernel, buffers: &[&wgpu::Buffer], elements: usize) -> Result<Yardstick> {
        let mut yardstick = self.unbound(kernel);
        let bindings: Vec<_> = buffers.iter().map(|buffer| whole(buffer)).collect();
        yardstick.bind(&self.gpu, Uniforms::new(u32::try_from(elements / 4)?), &bindings)?;
        Ok(yardstick)
    }

    fn unbound(&self, kernel: Kernel) -> Yardstick {
        let index = kernel as usize;
        let pipeline = self.pipelines[index].get_or_init(|| compile(&self.gpu.device, SOURCES[index]));
        let takes_turns = matches!(kernel, Kernel::Triad | Kernel::Copy);
        Yardstick { pipeline: pipeline.clone(), dispatches: Vec::new(), takes_turns, label: SOURCES[index].0 }
    }
}

/// A kernel bound to buffers, to be recorded any number of times.
pub(crate) struct Yardstick {
    pipeline: wgpu::ComputePipeline,
    /// The bind group and the workgroups of each dispatch; there is one for each window of the buffers.
    dispatches: Vec<(wgpu::BindGroup, [u32; 2])>,
    /// Whether a thread may take several places.
    takes_turns: bool,
    label: &'static str,
}

impl Yardstick {
    /// Adds a dispatch.
    fn bind(&mut self, gpu: &Gpu, uniforms: Uniforms, buffers: &[wgpu::BufferBinding<'_>]) -> Result<()> {
        let limits = gpu.device.limits();
        let most = limits.max_storage_buffer_binding_size;
        if let Some(size) = buffers.iter().map(bytes).find(|size| *size > most) {
            return Err(anyhow!("{} binds {size} bytes, and this device {most} at most", self.label));
        }
        let uniform_buffer = gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("proxgrad-bench uniforms"),
            contents: bytemuck::bytes_of(&uniforms),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let bindings = [whole(&uniform_buffer)].into_iter().chain(buffers.iter().cloned());
        let entries: Vec<_> = (0..)
            .zip(bindings.map(wgpu::BindingResource::Buffer))
            .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource })
            .collect();
        let bind_group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("proxgrad-bench"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let threads = uniforms.count.div_ceil(if self.takes_turns { turns(uniforms.count) } else { 1 });
        self.dispatches.push((bind_group, grid(threads, limits.max_compute_workgroups_per_dimension)));
        gpu.check()
    }

    /// Records the dispatches, in a pass of their own.
    pub(crate) fn record(&self, encoder: &mut wgpu::CommandEncoder) {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: Some(self.label),
            timestamp_writes: None,
        });
        pass.set_pipeline(&self.pipeline);
        for (bind_group, [x, y]) in &self.dispatches {
            pass.set_bind_group(0, bind_group, &[]);
            pass.dispatch_workgroups(*x, *y, 1);
        }
    }
}

/// How many of `places` a thread takes: as many as leave enough threads for every device.
fn turns(places: u32) -> u32 {
    const BUSY_THREADS: u32 = 1 << 16;
    (places / BUSY_THREADS).clamp(1, 8)
}

/// Workgroups for so many threads, folded into two dimensions where one dimension of the device is too small.
fn grid(threads: u32, most: u32) -> [u32; 2] {
    let workgroups = threads.div_ceil(WORKGROUP);
    let x = workgroups.clamp(1, most.max(1));
    [x, workgroups.div_ceil(x)]
}

fn whole(buffer: &wgpu::Buffer) -> wgpu::BufferBinding<'_> {
    wgpu::BufferBinding { buffer, offset: 0, size: None }
}

fn bytes(binding: &wgpu::BufferBinding<'_>) -> u64 {
    binding.size.map_or(binding.buffer.size() - binding.offset, NonZero::get)
}

fn compile(
    device: &wgpu::Device,
    (name, source, storage_buffers): (&str, &str, u32),
) -> wgpu::ComputePipeline {
    let label = format!("proxgrad-bench {name}");
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
        // A test program may run where it was not compiled, and is then told at run time.
        let package =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let folder = std::path::PathBuf::from(package).join("shaders");
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
    fn uniforms_are_laid_out_as_the_kernels_read_them() {
        let module = module("");
        let ty = module.types.iter().map(|(_, ty)| ty).find(|ty| ty.name.as_deref() == Some("Uniforms"));
        let Some(TypeInner::Struct { members, span }) = ty.map(|ty| &ty.inner) else { panic!("no Uniforms") };
        let members: Vec<_> =
            members.iter().map(|member| (member.name.as_deref().unwrap(), member.offset as usize)).collect();
        assert_eq!(*span as usize, size_of::<Uniforms>());
        assert_eq!(
            members,
            [
                ("count", offset_of!(Uniforms, count)),
                ("width", offset_of!(Uniforms, width)),
                ("first_entry", offset_of!(Uniforms, first_entry)),
                ("base_row", offset_of!(Uniforms, base_row)),
                ("row_count", offset_of!(Uniforms, row_count)),
                ("learning_rate", offset_of!(Uniforms, learning_rate)),
                ("threshold", offset_of!(Uniforms, threshold)),
                ("scale", offset_of!(Uniforms, scale)),
            ]
        );
    }

    #[test]
    fn threads_take_up_to_eight_places_once_there_are_enough_of_them() {
        assert_eq!([1, 131_071, 131_072, 262_144, 1 << 26].map(turns), [1, 1, 2, 4, 8]);
    }

    #[test]
    fn grids_are_folded_where_they_would_be_too_wide() {
        assert_eq!(grid(64 * 25, 10), [10, 3]);
        assert_eq!(grid(1, 65_535), [1, 1]);
    }
}
