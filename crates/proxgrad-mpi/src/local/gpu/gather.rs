//! Copies of some rows of a table, one behind the other.

use wgpu::{
    BindGroup, BindingResource, Buffer, BufferBinding, BufferSize, BufferUsages, CommandEncoder,
    ComputePipeline, Device, util::DeviceExt as _,
};

use super::memory::{ELEMENT, buffer};

/// Invocations of a workgroup; the same number is in the shader.
const WORKGROUP: u32 = 64;
/// The most workgroups of a dispatch.
const GRID: u32 = 32_768;
/// A binding begins at a multiple of so many rows, which is a multiple of 256 bytes for any width.
const ROWS_ALIGNMENT: u64 = 64;

/// The kernel that copies rows.
pub(super) struct Gather {
    pipeline: ComputePipeline,
    /// Bytes that one binding covers.
    binding: u64,
}

impl Gather {
    pub(super) fn new(device: &Device) -> Self {
        let module = device.create_shader_module(wgpu::include_wgsl!("gather.wgsl"));
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some("proxgrad-mpi gather"),
            layout: None,
            module: &module,
            entry_point: Some("gather"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        Self { pipeline, binding: device.limits().max_storage_buffer_binding_size }
    }

    /// The most rows of `width` elements that one call copies.
    pub(super) fn most_rows(&self, width: usize) -> usize {
        let rows = self.binding / (width.max(1) as u64 * ELEMENT);
        usize::try_from(rows).unwrap_or(usize::MAX).max(1)
    }

    /// Records the copy of rows of `table`, which have `width` elements each. Returns the buffer that will hold them. The table may
    /// be larger than a binding: it is bound in parts, and each dispatch copies the rows in its part.
    pub(super) fn record(
        &self,
        device: &Device,
        encoder: &mut CommandEncoder,
        table: &Buffer,
        rows: &[u32],
        width: usize,
    ) -> Buffer {
        let elements = (rows.len() * width) as u64;
        let gathered = buffer(device, elements * ELEMENT);
        let indices = init(device, bytemuck::cast_slice(rows), BufferUsages::STORAGE);
        let row_size = width as u64 * ELEMENT;
        let rows_of_part = (self.binding / row_size.max(1)).min(1 << 30) / ROWS_ALIGNMENT * ROWS_ALIGNMENT;
        let grid = u32::try_from(elements.div_ceil(WORKGROUP.into())).unwrap_or(GRID).min(GRID);
        let mut first_row = 0;
        while elements > 0 && first_row * row_size < table.size() {
            let end = ((first_row + rows_of_part) * row_size).min(table.size());
            let part = first_row * row_size..end;
            let words =
                [width as u64, elements, u64::from(grid * WORKGROUP), first_row, rows_of_part, 0, 0, 0];
            let words = words.map(|word| u32::try_from(word).unwrap_or(u32::MAX));
            let uniforms = init(device, bytemuck::cast_slice(&words), BufferUsages::UNIFORM);
            let table = BufferBinding {
                buffer: table,
                offset: part.start,
                size: BufferSize::new(part.end - part.start),
            };
            let bound = self.bind(device, &uniforms, &indices, table, &gathered);
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, &bound, &[]);
            pass.dispatch_workgroups(grid, 1, 1);
            first_row += rows_of_part;
        }
        gathered
    }

    fn bind(
        &self,
        device: &Device,
        uniforms: &Buffer,
        indices: &Buffer,
        table: BufferBinding<'_>,
        gathered: &Buffer,
    ) -> BindGroup {
        let resources = [
            uniforms.as_entire_binding(),
            indices.as_entire_binding(),
            BindingResource::Buffer(table),
            gathered.as_entire_binding(),
        ];
        let entries: Vec<_> = (0u32..)
            .zip(resources)
            .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource })
            .collect();
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("proxgrad-mpi gather"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &entries,
        })
    }
}

fn init(device: &Device, contents: &[u8], usage: BufferUsages) -> Buffer {
    let label = Some("proxgrad-mpi gather");
    device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label, contents, usage })
}
