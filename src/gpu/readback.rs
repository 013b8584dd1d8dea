//! Copies of buffers to the host. Only the caller asks for them; they are never part of a step.

use std::marker::PhantomData;
#[cfg(not(target_family = "wasm"))]
use std::{
    sync::Arc,
    task::{Context, Poll, Wake},
    thread,
    time::Duration,
};

use bytemuck::Pod;
use futures_intrusive::channel::shared::{OneshotReceiver, oneshot_channel};
use wgpu::{Buffer, BufferAsyncError, BufferSlice, BufferUsages, CommandEncoder, Device, MapMode, Queue};

use super::device_status::{NO_REASON, is_lost};
use crate::error::Error;

/// Copies on their way to the host, one behind the other in one staging buffer.
struct Readback<T> {
    /// `None` where there is nothing to copy.
    staging: Option<(Buffer, OneshotReceiver<Result<(), BufferAsyncError>>)>,
    /// Bytes of each copy.
    sizes: Vec<u64>,
    elements: PhantomData<T>,
}

/// What fails where something cannot be read back.
const DOING: &str = "reading back from the device";

/// The most bytes of a staging buffer for several copies.
const BATCH: u64 = 1 << 26;

impl<T: Pod> Readback<T> {
    /// Records the copies; they are mapped once the encoder has been submitted and the device is done.
    fn record(device: &Device, encoder: &mut CommandEncoder, sources: &[BufferSlice<'_>]) -> Self {
        let sizes: Vec<_> = sources.iter().map(|source| source.size()).collect();
        let (size, elements) = (sizes.iter().sum(), PhantomData);
        if size == 0 {
            return Self { staging: None, sizes, elements };
        }
        let staging = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("proxgrad readback"),
            size,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut at = 0;
        for source in sources.iter().filter(|source| source.size() > 0) {
            encoder.copy_buffer_to_buffer(source.buffer(), source.offset(), &staging, at, source.size());
            at += source.size();
        }
        Self::map(encoder, staging, sizes)
    }

    /// Has a staging buffer with copies of these sizes mapped once the encoder was submitted.
    fn map(encoder: &CommandEncoder, staging: Buffer, sizes: Vec<u64>) -> Self {
        let (sender, receiver) = oneshot_channel();
        encoder.map_buffer_on_submit(&staging, MapMode::Read, .., move |result| {
            // The receiver is gone where the future was dropped.
            let _ = sender.send(result);
        });
        Self { staging: Some((staging, receiver)), sizes, elements: PhantomData }
    }

    /// The contents of each copy.
    async fn wait(self) -> Result<Vec<Vec<T>>, Error> {
        let Some((staging, receiver)) = self.staging else {
            return Ok(self.sizes.iter().map(|_| Vec::new()).collect());
        };
        let mapped =
            receiver.receive().await.ok_or_else(|| failed("the submission was dropped".to_owned()))?;
        mapped.map_err(|error| failed(error.to_string()))?;
        let view = staging.slice(..).get_mapped_range().map_err(|error| failed(error.to_string()))?;
        let mut rest = &view[..];
        let contents = self.sizes.iter().map(|&size| {
            let (bytes, others) = rest.split_at(usize::try_from(size).expect("the buffer is mapped"));
            rest = others;
            // Copied, because the view has the alignment of bytes.
            bytemuck::pod_collect_to_vec(bytes)
        });
        Ok(contents.collect())
    }
}

/// Consecutive sources whose copies fit into one staging buffer of [`BATCH`] bytes.
fn batches<'a, 'b>(sources: &'a [BufferSlice<'b>]) -> impl Iterator<Item = &'a [BufferSlice<'b>]> {
    let mut size = 0;
    sources.chunk_by(move |one, next| {
        size += one.size();
        let fits = size + next.size() <= BATCH;
        size = if fits { size } else { 0 };
        fits
    })
}

/// Submits copies of some slices; the future resolves to their contents.
pub(super) fn copy_all<T: Pod>(
    device: &Device,
    queue: &Queue,
    sources: &[BufferSlice<'_>],
) -> impl Future<Output = Result<Vec<Vec<T>>, Error>> + use<T> {
    // Errors are returned to the caller; without scopes wgpu's handler of uncaptured errors would panic.
    let validation = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let label = Some("proxgrad readback");
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
    let receipt = Receipt::record(device, &mut encoder);
    let reads: Vec<_> =
        batches(sources).map(|batch| Readback::<T>::record(device, &mut encoder, batch)).collect();
    queue.submit([encoder.finish()]);
    let (memory, validation) = (memory.pop(), validation.pop());
    let device = device.clone();
    async move {
        let errors = (memory.await, validation.await);
        let contents = match errors {
            (Some(_), _) => Err(Error::OutOfMemory { doing: DOING }),
            (_, Some(error)) => Err(failed(error.to_string())),
            (None, None) => wait_for(receipt, reads).await,
        };
        contents.map_err(|error| if is_lost(&device) { lost() } else { error })
    }
}

async fn wait_for<T: Pod>(receipt: Receipt, reads: Vec<Readback<T>>) -> Result<Vec<Vec<T>>, Error> {
    receipt.wait().await?;
    let mut contents = Vec::new();
    for read in reads {
        contents.extend(read.wait().await?);
    }
    Ok(contents)
}

/// A word that the device clears along with the copies: where it is not cleared, the copies were not made either, and a staging
/// buffer holds zeros that no buffer held.
struct Receipt(Readback<u32>);

impl Receipt {
    fn record(device: &Device, encoder: &mut CommandEncoder) -> Self {
        let word = size_of::<u32>() as u64;
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("proxgrad receipt"),
            size: word,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: true,
        });
        if let Ok(mut view) = buffer.slice(..).get_mapped_range_mut() {
            view.slice(..).copy_from_slice(&[1; size_of::<u32>()]);
        }
        buffer.unmap();
        encoder.clear_buffer(&buffer, 0, None);
        Self(Readback::map(encoder, buffer, vec![word]))
    }

    async fn wait(self) -> Result<(), Error> {
        let contents = self.0.wait().await?;
        let is_cleared = contents.concat() == [0];
        if is_cleared {
            Ok(())
        } else {
            Err(failed("the queue has not run it; is it of this device?".to_owned()))
        }
    }
}

fn failed(reason: String) -> Error {
    Error::Device { doing: DOING, reason }
}

fn lost() -> Error {
    Error::DeviceLost { doing: DOING, reason: NO_REASON.to_owned() }
}

/// Copies a slice of a buffer with `COPY_SRC` usage to the host, as it is after everything submitted so far.
///
/// The copy is submitted at once. The future resolves once the device has been polled after it finished the copy: by the browser,
/// by the program's own `device.poll`, or by [`block_on`].
///
/// # Errors
/// A buffer without `COPY_SRC`, a slice that does not begin and end at multiples of 4 bytes or does not hold whole
/// elements, a lost device, no memory for the copy.
pub fn download<T: Pod>(
    device: &Device,
    queue: &Queue,
    source: BufferSlice<'_>,
) -> impl Future<Output = Result<Vec<T>, Error>> + use<T> {
    let copy = check_copy(source, size_of::<T>()).map(|()| copy_all(device, queue, &[source]));
    async move { Ok(copy?.await?.into_iter().flatten().collect()) }
}

pub(super) fn check_copy(source: BufferSlice<'_>, element: usize) -> Result<(), Error> {
    let refuse = |reason: String| Err(failed(reason));
    if !source.buffer().usage().contains(BufferUsages::COPY_SRC) {
        return refuse("the buffer lacks COPY_SRC; add that to its usages".to_owned());
    }
    let unit = (element as u64).max(wgpu::COPY_BUFFER_ALIGNMENT);
    let (offset, size) = (source.offset(), source.size());
    if !offset.is_multiple_of(wgpu::COPY_BUFFER_ALIGNMENT) || !size.is_multiple_of(unit) {
        return refuse(format!("{size} bytes from byte {offset} are not whole elements of {element} bytes"));
    }
    Ok(())
}

/// Blocks until a future of this library resolves, and polls the device meanwhile.
///
/// # Errors
/// Those of the future; a lost device.
#[cfg(not(target_family = "wasm"))]
pub fn block_on<T>(device: &Device, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut future = std::pin::pin!(future);
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
        wait_for_device(device)?;
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
        // The device is done, so it is another thread that resolves the future, or submits what does.
        thread::park_timeout(Duration::from_millis(1));
    }
}

/// Waits until the device has done everything submitted so far.
#[cfg(not(target_family = "wasm"))]
pub(super) fn wait_for_device(device: &Device) -> Result<(), Error> {
    let doing = "waiting for the device";
    // wgpu panics where the driver reports a loss.
    let poll = || device.poll(wgpu::PollType::wait_indefinitely());
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(poll)) {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Error::Device { doing, reason: error.to_string() }),
        Err(_) if is_lost(device) => {
            Err(Error::DeviceLost { doing, reason: "its driver reports the loss".to_owned() })
        }
        // A callback of the program has panicked.
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Wakes a thread up.
#[cfg(not(target_family = "wasm"))]
struct Unpark(thread::Thread);

#[cfg(not(target_family = "wasm"))]
impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
