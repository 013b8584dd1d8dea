//! A device to measure on: opened with timestamps where the adapter has them, and with memory that may run out.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use proxgrad::{
    Kernels,
    wgpu::{self, BufferUsages},
};

use crate::{
    clock::{Clock, Verdict},
    contender::{Contender, Place, Role, Sample, mean_us},
    yardsticks::{Yardstick, Yardsticks},
};

/// Steps a round of which the device's own time is taken, at most.
const CLOCKED_STEPS: u32 = 8;

/// An adapter, opened. Cloning shares it.
#[derive(Clone)]
pub struct Machine {
    adapter: wgpu::Adapter,
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    /// The library's.
    pub(crate) kernels: Kernels,
    /// What the library is held against.
    pub(crate) yardsticks: Arc<Yardsticks>,
    clock: Option<Arc<Clock>>,
    /// Whether the device's timestamps are used, and why not.
    pub(crate) verdict: Verdict,
    /// What went wrong outside of any scope; wgpu's own handler would panic.
    errors: Arc<Mutex<Option<String>>>,
}

impl Machine {
    /// Opens an adapter.
    ///
    /// # Errors
    /// A driver that refuses.
    pub fn open(adapter: wgpu::Adapter) -> Result<Self> {
        let mut machine = Self::new(adapter, Verdict::Absent)?;
        if let Some(clock) = Clock::new(&machine.device, &machine.queue) {
            machine.verdict = clock.judge(&machine)?;
        }
        Ok(machine)
    }

    /// Another device of the same adapter, with nothing on it yet.
    ///
    /// What is alive on a device has its price in every submission, since wgpu tracks it, and some of it stays when it is
    /// freed: ten thousand buffers of one contender would be a burden to all the others.
    ///
    /// # Errors
    /// A driver that refuses.
    pub(crate) fn reopened(&self) -> Result<Self> {
        Self::new(self.adapter.clone(), self.verdict.clone())
    }

    fn new(adapter: wgpu::Adapter, verdict: Verdict) -> Result<Self> {
        let (device, queue) = request(&adapter)?;
        let errors = Arc::new(Mutex::new(None));
        let noted = Arc::clone(&errors);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            noted.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error.to_string());
        }));
        let clock = if verdict.is_sound() { Clock::new(&device, &queue).map(Arc::new) } else { None };
        let (kernels, yardsticks) = (Kernels::new(&device)?, Arc::new(Yardsticks::new(&device)));
        Ok(Self { adapter, device, queue, kernels, yardsticks, clock, verdict, errors })
    }

    /// What the driver says of the adapter.
    pub(crate) fn info(&self) -> wgpu::AdapterInfo {
        self.adapter.get_info()
    }

    /// A buffer of f32 that are all the same.
    ///
    /// # Errors
    /// No memory left, or more than one buffer may have.
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
    /// As [`Machine::filled`].
    pub(crate) fn words(&self, label: &str, words: &[u32]) -> Result<wgpu::Buffer> {
        self.buffer(label, words.len(), |view| view.slice(..).copy_from_slice(bytemuck::cast_slice(words)))
    }

    /// A buffer of so many words, filled while it is mapped: that tells at once whether there is one.
    fn buffer(
        &self,
        label: &str,
        words: usize,
        fill: impl FnOnce(&mut wgpu::BufferViewMut),
    ) -> Result<wgpu::Buffer> {
        let size = words.max(1) as u64 * 4;
        let most = self.device.limits().max_buffer_size;
        anyhow::ensure!(
            size <= most,
            "{label} need {size} bytes, and a buffer of this device has {most} at most"
        );
        let refused =
            |error: &dyn std::fmt::Display| anyhow!("no device memory for {label}, {size} bytes: {error}");
        let _validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let buffer = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(&format!("proxgrad-cli bench {label}")),
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

    /// A contender whose step is what `record` puts into an encoder: recording, submitting and waiting are its time.
    pub(crate) fn contender(
        &self,
        variant: &str,
        role: Role,
        bytes: u64,
        mut record: impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + 'static,
    ) -> Contender<'static> {
        let machine = self.clone();
        let work = move |steps: u32| {
            let wall_us = mean_us(steps, &mut || machine.run(&mut record))?;
            // Apart from the timed steps, which timestamps would burden.
            let device_us = match &machine.clock {
                Some(clock) => Some(clock.mean_us(&machine, steps.min(CLOCKED_STEPS), &mut record)?),
                None => None,
            };
            machine.check()?;
            Ok(Sample { wall_us, device_us })
        };
        Contender { place: Place::Gpu, variant: variant.to_owned(), role, bytes, work: Box::new(work) }
    }

    /// A contender that is a yardstick, run by itself.
    pub(crate) fn yardstick(
        &self,
        variant: &str,
        role: Role,
        bytes: u64,
        yardstick: Yardstick,
    ) -> Contender<'static> {
        self.contender(variant, role, bytes, move |encoder| {
            yardstick.record(encoder);
            Ok(())
        })
    }

    /// Records, submits and waits.
    pub(crate) fn run(&self, record: &mut dyn FnMut(&mut wgpu::CommandEncoder) -> Result<()>) -> Result<()> {
        let mut encoder = self
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("proxgrad-cli bench") });
        record(&mut encoder)?;
        self.queue.submit([encoder.finish()]);
        self.device.poll(wgpu::PollType::wait_indefinitely())?;
        Ok(())
    }

    /// What went wrong on the device since the last call.
    ///
    /// # Errors
    /// Something did.
    pub(crate) fn check(&self) -> Result<()> {
        match self.errors.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(anyhow!("the device reports: {error}")),
            None => Ok(()),
        }
    }
}

/// As `gpu::open`, with timestamps where there are any.
fn request(adapter: &wgpu::Adapter) -> Result<(wgpu::Device, wgpu::Queue)> {
    let most = adapter.limits();
    let descriptor = wgpu::DeviceDescriptor {
        label: Some("proxgrad-cli bench"),
        required_features: adapter.features()
            & (wgpu::Features::TIMESTAMP_QUERY | wgpu::Features::SHADER_F16),
        required_limits: wgpu::Limits {
            max_buffer_size: most.max_buffer_size,
            max_storage_buffer_binding_size: most.max_storage_buffer_binding_size,
            ..wgpu::Limits::default()
        },
        ..Default::default()
    };
    pollster::block_on(adapter.request_device(&descriptor)).context("cannot open the device")
}
