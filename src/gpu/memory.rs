//! Buffers of the optimizer's own; the device may have no memory for them.

use wgpu::{Buffer, BufferUsages};

use crate::error::Error;

/// Makes a buffer of at least `size` bytes, and has `fill` write its contents.
///
/// The buffer is mapped at creation, because that fails at once where there is no memory.
pub(super) fn filled(
    device: &wgpu::Device,
    label: &str,
    size: u64,
    usage: BufferUsages,
    fill: impl FnOnce(wgpu::BufferViewMut),
) -> Result<Buffer, Error> {
    // Errors are returned to the caller; without scopes wgpu's handler of uncaptured errors would panic.
    let _validation = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let _memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        // A parameter may be empty, a buffer may not.
        size: size.max(size_of::<f32>() as u64),
        usage,
        mapped_at_creation: true,
    });
    let view = buffer.slice(..).get_mapped_range_mut();
    fill(view.map_err(|error| Error::Device { doing: "making a buffer", reason: error.to_string() })?);
    buffer.unmap();
    Ok(buffer)
}

/// Makes a buffer of zeros for `size` bytes, with room for growth, up to `binding` bytes, the most that one binding covers.
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
