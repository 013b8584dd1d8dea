//! Buffers of a training run on a device.

use std::ops::Range;

use anyhow::{Context, Result, bail};
use bytemuck::Pod;
use proxgrad::wgpu::{self, BufferUsages};

/// Creates storage buffers, and refuses those that are larger than the device can bind.
pub(super) struct Memory<'a> {
    pub(super) device: &'a wgpu::Device,
}

impl Memory<'_> {
    const USAGE: BufferUsages =
        BufferUsages::STORAGE.union(BufferUsages::COPY_SRC).union(BufferUsages::COPY_DST);

    pub(super) fn filled<T: Pod>(&self, what: &str, contents: &[T]) -> Result<wgpu::Buffer> {
        if contents.is_empty() {
            return self.empty(what, 1);
        }
        let bytes: &[u8] = bytemuck::cast_slice(contents);
        self.check(what, bytes.len())?;
        let buffer = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(&format!("proxgrad-cli {what}")),
            size: bytes.len() as u64,
            usage: Self::USAGE,
            mapped_at_creation: true,
        });
        let view = buffer.slice(..).get_mapped_range_mut();
        let mut view =
            view.with_context(|| format!("the device has no memory for the {what}, or was lost"))?;
        view.slice(..).copy_from_slice(bytes);
        drop(view);
        buffer.unmap();
        Ok(buffer)
    }

    /// A buffer of zeros, of `elements` times four bytes; at least one element, because no buffer is empty.
    pub(super) fn empty(&self, what: &str, elements: usize) -> Result<wgpu::Buffer> {
        let size = elements.max(1) * size_of::<f32>();
        self.check(what, size)?;
        Ok(self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(&format!("proxgrad-cli {what}")),
            size: size as u64,
            usage: Self::USAGE,
            mapped_at_creation: false,
        }))
    }

    fn check(&self, what: &str, size: usize) -> Result<()> {
        let limits = self.device.limits();
        let most = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        if size as u64 > most {
            // They grow with the batch.
            let remedy =
                if matches!(what, "gradients" | "scratch") { "lower --batch, or use" } else { "use" };
            bail!(
                "the {what} need {size} bytes, and this device binds {most} at most; {remedy} --device cpu"
            );
        }
        Ok(())
    }
}

/// A range of elements of four bytes of a buffer.
pub(super) fn slice(buffer: &wgpu::Buffer, elements: Range<usize>) -> wgpu::BufferSlice<'_> {
    let bytes = size_of::<f32>() as u64;
    buffer.slice(elements.start as u64 * bytes..elements.end as u64 * bytes)
}
