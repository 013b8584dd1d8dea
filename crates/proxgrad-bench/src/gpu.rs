//! A device opened for measurements: with timestamps where the adapter has them, and with memory that may run out.

use std::{
    fmt::Display,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use anyhow::{Context, Result, anyhow, ensure};
use proxgrad::wgpu::{self, BufferUsages, Features};

use crate::contender::microseconds;

/// Records the commands of one step.
pub(crate) type Record<'a> = dyn FnMut(&mut wgpu::CommandEncoder) -> Result<()> + 'a;

/// A device and its queue. Clones share them.
#[derive(Clone)]
pub(crate) struct Gpu {
    adapter: wgpu::Adapter,
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    /// The first error outside of any error scope since the last check; wgpu's own handler would panic.
    error: Arc<Mutex<Option<String>>>,
    /// Steps after which the device is destroyed, for a test of what happens then.
    steps_left: Option<Arc<AtomicU64>>,
}

/// The variable of the environment that has every device destroyed after so many steps.
const LOSE_DEVICE: &str = "PROXGRAD_TEST_LOSE_DEVICE";

impl Gpu {
    /// Opens an adapter, with the limits that `proxgrad::gpu::open` asks for, with f16 and with timestamps where it
    /// has them.
    ///
    /// # Errors
    /// A driver that refuses.
    pub(crate) fn open(adapter: wgpu::Adapter) -> Result<Self> {
        let most = adapter.limits();
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("proxgrad-bench"),
            required_features: adapter.features() & (Features::TIMESTAMP_QUERY | Features::SHADER_F16),
            required_limits: wgpu::Limits {
                max_buffer_size: most.max_buffer_size,
                max_storage_buffer_binding_size: most.max_storage_buffer_binding_size,
                ..wgpu::Limits::default()
            },
            ..Default::default()
        };
        let opened = pollster::block_on(adapter.request_device(&descriptor));
        let (device, queue) = opened.context("cannot open the device")?;
        let error = Arc::new(Mutex::new(None));
        let noted = Arc::clone(&error);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            noted.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error.to_string());
        }));
        let steps_left = std::env::var(LOSE_DEVICE).ok().and_then(|steps| steps.parse().ok());
        let steps_left = steps_left.map(|steps| Arc::new(AtomicU64::new(steps)));
        Ok(Self { adapter, device, queue, error, steps_left })
    }

    /// Another device of the same adapter, without any resources.
    ///
    /// wgpu tracks the resources of a device in every submission, and some of the cost stays after they are freed:
    /// ten thousand buffers of one contender would slow down all the others.
    ///
    /// # Errors
    /// A driver that refuses.
    pub(crate) fn reopened(&self) -> Result<Self> {
        Self::open(self.adapter.clone())
    }

    /// The driver's description of the adapter.
    pub(crate) fn info(&self) -> wgpu::AdapterInfo {
        self.adapter.get_info()
    }

    /// A buffer of equal f32.
    ///
    /// # Errors
    /// No memory left, or more bytes than one buffer may have.
    pub(crate) fn filled(&self, label: &str, elements: usize, value: f32) -> Result<wgpu::Buffer> {
        let piece = vec![value; elements.min(1 << 16)];
        self.buffer(label, elements, |view| {
            let mut rest = view.slice(..);
            while !rest.is_empty() {
                let bytes = rest.len().min(size_of_val(&*piece));
                let (mut head, tail) = rest.split_at(bytes);
                head.copy_from_slice(&bytemuck::cast_slice(&piece)[..bytes]);
                rest = tail;
            }
        })
    }

    /// A buffer of these words.
    ///
    /// # Errors
    /// As [`Gpu::filled`].
    pub(crate) fn words(&self, label: &str, words: &[u32]) -> Result<wgpu::Buffer> {
        self.buffer(label, words.len(), |view| view.slice(..).copy_from_slice(bytemuck::cast_slice(words)))
    }

    /// A buffer of so many 4-byte words, filled while it is mapped: a missing allocation is noticed at once.
    fn buffer(
        &self,
        label: &str,
        words: usize,
        fill: impl FnOnce(&mut wgpu::BufferViewMut),
    ) -> Result<wgpu::Buffer> {
        let size = words.max(1) as u64 * 4;
        let most = self.device.limits().max_buffer_size;
        ensure!(size <= most, "{label} need {size} bytes, and a buffer of this device has {most} at most");
        let refused = |error: &dyn Display| anyhow!("no device memory for {label}, {size} bytes: {error}");
        let _validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let buffer = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(&format!("proxgrad-bench {label}")),
            size,
            usage: BufferUsages::STORAGE | BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
            mapped_at_creation: true,
        });
        if let Some(error) = pollster::block_on(memory.pop()) {
            return Err(refused(&error));
        }
        fill(&mut buffer.slice(..).get_mapped_range_mut().map_err(|error| refused(&error))?);
        buffer.unmap();
        Ok(buffer)
    }

    /// Records a step, submits it and waits until it is done.
    ///
    /// # Errors
    /// Those of `record`; a lost device.
    pub(crate) fn run(&self, record: &mut Record<'_>) -> Result<()> {
        let label = Some("proxgrad-bench");
        let mut encoder = self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
        record(&mut encoder)?;
        self.submit(encoder);
        self.device.poll(wgpu::PollType::wait_indefinitely())?;
        Ok(())
    }

    /// Records and submits so many steps, each by itself, and waits for all of them; returns the mean time of one in
    /// microseconds.
    ///
    /// # Errors
    /// Those of `record`; a lost device.
    pub(crate) fn run_in_flight(&self, steps: u32, record: &mut Record<'_>) -> Result<f64> {
        let started = Instant::now();
        let label = Some("proxgrad-bench");
        for _ in 0..steps {
            let mut encoder = self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label });
            record(&mut encoder)?;
            self.submit(encoder);
        }
        self.device.poll(wgpu::PollType::wait_indefinitely())?;
        Ok(microseconds(started.elapsed()) / f64::from(steps.max(1)))
    }

    fn submit(&self, encoder: wgpu::CommandEncoder) {
        self.queue.submit([encoder.finish()]);
        if let Some(left) = &self.steps_left
            && left.fetch_sub(1, Ordering::Relaxed) == 1
        {
            self.device.destroy();
        }
    }

    /// Checks that a buffer of so many bytes can be made and bound as one, before memory is asked for.
    ///
    /// # Errors
    /// The limits of the device are lower.
    pub(crate) fn binds(&self, label: &str, bytes: u64) -> Result<()> {
        let limits = self.device.limits();
        let most = limits.max_buffer_size.min(limits.max_storage_buffer_binding_size);
        ensure!(
            bytes <= most,
            "{label} have {bytes} bytes in one binding, and this device binds {most} at most"
        );
        Ok(())
    }

    /// Checks for errors that the device reported since the last call.
    ///
    /// # Errors
    /// The first of them.
    pub(crate) fn check(&self) -> Result<()> {
        match self.error.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(anyhow!("the device reports: {error}")),
            None => Ok(()),
        }
    }
}
