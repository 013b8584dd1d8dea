//! Buffers of the optimizer's own; the device may have no memory for them.

use wgpu::{Buffer, BufferUsages, BufferViewMut, Device, ErrorFilter, ErrorScopeGuard};

use crate::error::Error;

/// Makes a buffer of at least `size` bytes, and has `fill` write its contents.
pub(super) fn filled(
    device: &Device,
    label: &str,
    size: u64,
    usage: BufferUsages,
    fill: impl FnOnce(BufferViewMut),
) -> Result<Buffer, Error> {
    let _scopes = error_scopes(device);
    let (buffer, view) = mapped(device, label, size, usage)?;
    fill(view);
    buffer.unmap();
    Ok(buffer)
}

/// Makes a buffer of at least `size` bytes, and leaves it mapped. Returns it and its contents.
///
/// The buffer is mapped at creation, because that fails at once where there is no memory.
pub(super) fn mapped(
    device: &Device,
    label: &str,
    size: u64,
    usage: BufferUsages,
) -> Result<(Buffer, BufferViewMut), Error> {
    let _scopes = error_scopes(device);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        // A parameter may be empty, a buffer may not.
        size: size.max(size_of::<f32>() as u64),
        usage,
        mapped_at_creation: true,
    });
    let view = view(&buffer)?;
    Ok((buffer, view))
}

/// The contents of a mapped buffer.
pub(super) fn view(buffer: &Buffer) -> Result<BufferViewMut, Error> {
    let view = buffer.slice(..).get_mapped_range_mut();
    view.map_err(|error| Error::Device { doing: "making a buffer", reason: error.to_string() })
}

/// Error scopes for as long as they are held. Errors are returned to the caller; without scopes wgpu's handler of uncaptured
/// errors would panic.
fn error_scopes(device: &Device) -> [ErrorScopeGuard; 2] {
    let validation = device.push_error_scope(ErrorFilter::Validation);
    let memory = device.push_error_scope(ErrorFilter::OutOfMemory);
    // Dropped in this order, the last one pushed first.
    [memory, validation]
}

/// Makes a buffer of zeros for `size` bytes, with room for growth, up to `binding` bytes, the most that one binding covers.
pub(super) fn growing(
    device: &Device,
    label: &str,
    size: u64,
    binding: u64,
    usage: BufferUsages,
) -> Result<Buffer, Error> {
    let size = size.next_power_of_two().max(1 << 12).min(binding / 16 * 16);
    filled(device, label, size, usage, drop)
}
