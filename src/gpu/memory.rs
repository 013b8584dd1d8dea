//! Buffers of the optimizer's own; the device may have no memory for them.

use wgpu::{Buffer, BufferUsages, BufferViewMut};

use super::device_status::DeviceStatus;
use crate::error::Error;

/// What fails where a buffer cannot be made.
pub(super) const DOING: &str = "making a buffer";

/// Makes a buffer of at least `size` bytes, and has `fill` write its contents.
pub(super) fn filled(
    status: &DeviceStatus,
    label: &str,
    size: u64,
    usage: BufferUsages,
    fill: impl FnOnce(BufferViewMut),
) -> Result<Buffer, Error> {
    status.guarded(DOING, || {
        let buffer = mapped_at_creation(status, label, size, usage);
        fill(view(&buffer)?);
        buffer.unmap();
        Ok(buffer)
    })
}

/// Makes a buffer of at least `size` bytes, and leaves it mapped. Returns it and its contents.
pub(super) fn mapped(
    status: &DeviceStatus,
    label: &str,
    size: u64,
    usage: BufferUsages,
) -> Result<(Buffer, BufferViewMut), Error> {
    status.guarded(DOING, || {
        let buffer = mapped_at_creation(status, label, size, usage);
        let view = view(&buffer)?;
        Ok((buffer, view))
    })
}

/// The buffer is mapped at creation, because that fails at once where there is no memory.
fn mapped_at_creation(status: &DeviceStatus, label: &str, size: u64, usage: BufferUsages) -> Buffer {
    status.device().create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        // A parameter may be empty, a buffer may not.
        size: size.max(size_of::<f32>() as u64),
        usage,
        mapped_at_creation: true,
    })
}

/// The contents of a mapped buffer.
pub(super) fn view(buffer: &Buffer) -> Result<BufferViewMut, Error> {
    let view = buffer.slice(..).get_mapped_range_mut();
    view.map_err(|error| Error::Device { doing: DOING, reason: error.to_string() })
}

/// Makes a buffer of zeros for `size` bytes, with room for growth, up to `binding` bytes, the most that one binding covers.
pub(super) fn growing(
    status: &DeviceStatus,
    label: &str,
    size: u64,
    binding: u64,
    usage: BufferUsages,
) -> Result<Buffer, Error> {
    let size = size.next_power_of_two().max(1 << 12).min(binding / 16 * 16);
    filled(status, label, size, usage, drop)
}
