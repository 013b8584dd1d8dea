//! Device memory of the optimizer's own, which may not be there to be had.

use wgpu::{Buffer, BufferUsages};

use crate::error::Error;

/// A buffer of at least `size` bytes, filled by `fill` while it is mapped.
///
/// Mapped at creation, because that tells at once whether there is one.
pub(super) fn filled(
    device: &wgpu::Device,
    label: &str,
    size: u64,
    usage: BufferUsages,
    fill: impl FnOnce(wgpu::BufferViewMut),
) -> Result<Buffer, Error> {
    // A lost device and one without memory are the caller's to hear of, not wgpu's handler's, which panics.
    let _validation = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let _memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        // A buffer cannot be empty, a parameter can.
        size: size.max(size_of::<f32>() as u64),
        usage,
        mapped_at_creation: true,
    });
    let view = buffer.slice(..).get_mapped_range_mut();
    fill(view.map_err(|error| Error::Device { doing: "making a buffer", reason: error.to_string() })?);
    buffer.unmap();
    Ok(buffer)
}

/// A buffer full of zeros, for `size` bytes and for growth, up to what one binding covers.
pub(super) fn growing(
    device: &wgpu::Device,
    label: &str,
    size: u64,
    binding: u64,
    usage: BufferUsages,
) -> Result<Buffer, Error> {
    let size = size.next_power_of_two().max(1 << 12).min(binding / 4 * 4);
    filled(device, label, size, usage, drop)
}
