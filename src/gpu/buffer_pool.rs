//! A pool of buffers, which come back to it when they are dropped.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wgpu::{Buffer, BufferUsages};

use super::{kernels::Kernels, memory::growing};
use crate::error::Error;

/// Buffers that are not in use. There are as many as were in use at a time.
#[derive(Clone, Debug, Default)]
pub(super) struct BufferPool {
    free: Arc<Mutex<Vec<Buffer>>>,
}

/// A buffer that goes back to its pool when it is dropped. Commands that were recorded with it may still have to run: later
/// ones run behind them.
#[derive(Debug)]
pub(super) struct PooledBuffer {
    buffer: Buffer,
    pool: BufferPool,
}

impl BufferPool {
    /// A buffer of at least `size` bytes, which one binding covers, for copies: the smallest of those that are large enough. Where
    /// there is none, a new one takes the place of the largest.
    pub(super) fn take(&self, kernels: &Kernels, label: &str, size: u64) -> Result<PooledBuffer, Error> {
        let found = {
            let mut free = self.free();
            free.sort_unstable_by_key(Buffer::size);
            let at = free.partition_point(|buffer| buffer.size() < size);
            if at < free.len() { Some(free.remove(at)) } else { free.pop().and(None) }
        };
        let (limit, usage) = (kernels.limits().binding, BufferUsages::COPY_SRC | BufferUsages::COPY_DST);
        let buffer = found.map_or_else(|| growing(kernels.status(), label, size, limit, usage), Ok)?;
        Ok(PooledBuffer { buffer, pool: self.clone() })
    }

    fn free(&self) -> MutexGuard<'_, Vec<Buffer>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PooledBuffer {
    pub(super) fn buffer(&self) -> &Buffer {
        &self.buffer
    }
}

impl Drop for PooledBuffer {
    fn drop(&mut self) {
        self.pool.free().push(self.buffer.clone());
    }
}
