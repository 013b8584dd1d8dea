//! Buffers of shards.

use wgpu::{Buffer, BufferUsages, Device};

/// Bytes of an element.
pub(super) const ELEMENT: u64 = size_of::<f32>() as u64;

/// A buffer of at least so many bytes, and of four elements.
pub(super) fn buffer(device: &Device, size: u64) -> Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("proxgrad-mpi"),
        size: size.max(4 * ELEMENT),
        usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}
