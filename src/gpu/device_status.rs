//! Whether a device was lost, and error scopes around the calls that the library makes.
//!
//! wgpu reports a loss through one callback for each device, and that one is the caller's. So the library asks: wgpu refuses every
//! buffer without a usage, but on a lost device it reports no error. A browser reports errors later; there only the caller's
//! callback and a readback tell.

use std::sync::{Arc, OnceLock};
#[cfg(not(target_family = "wasm"))]
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use wgpu::Device;

use crate::error::Error;

/// A device, and whether it was lost.
#[derive(Debug)]
pub(super) struct DeviceStatus {
    device: Device,
    /// How the device was lost, once that is known.
    loss: Arc<OnceLock<String>>,
}

/// What is said where wgpu gives no reason.
pub(super) const NO_REASON: &str = "wgpu gives no reason";

impl DeviceStatus {
    /// The status of a device of which no loss is known.
    pub(super) fn new(device: &Device) -> Self {
        Self { device: device.clone(), loss: Arc::default() }
    }

    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    /// How the device was lost; to be written by a caller who knows.
    pub(super) fn loss(&self) -> &Arc<OnceLock<String>> {
        &self.loss
    }

    /// Fails if it is known that the device was lost.
    pub(super) fn check_known(&self, doing: &'static str) -> Result<(), Error> {
        match self.loss.get() {
            Some(reason) => Err(Error::DeviceLost { doing, reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// Fails if the device was lost. Allocates nothing on the device, and does not wait for it.
    pub(super) fn check(&self, doing: &'static str) -> Result<(), Error> {
        if self.loss.get().is_none() && is_lost(&self.device) {
            // Somebody else may have written a better reason meanwhile.
            let _ = self.loss.set(NO_REASON.to_owned());
        }
        self.check_known(doing)
    }

    /// An encoder without commands.
    pub(super) fn encoder(&self, label: &str) -> Result<wgpu::CommandEncoder, Error> {
        let descriptor = wgpu::CommandEncoderDescriptor { label: Some(label) };
        self.guarded("making an encoder", || Ok(self.device.create_command_encoder(&descriptor)))
    }

    /// Submits what was recorded in an encoder.
    pub(super) fn submit(&self, queue: &wgpu::Queue, encoder: wgpu::CommandEncoder) -> Result<(), Error> {
        self.guarded("submitting", || {
            queue.submit([encoder.finish()]);
            Ok(())
        })
    }

    /// Does some work in error scopes; fails if the work does, if wgpu has refused a call, or if the device was lost meanwhile.
    pub(super) fn guarded<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (result, error) = in_scopes(&self.device, work);
        // wgpu reports no error of a call that fails because the device was lost.
        self.check(doing)?;
        match error {
            Some(error) => Err(refused(doing, &error)),
            None => result,
        }
    }
}

/// Whether a device is lost. wgpu makes none of the buffers that are asked for here.
#[cfg(not(target_family = "wasm"))]
pub(super) fn is_lost(device: &Device) -> bool {
    let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
    drop(device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("proxgrad probe"),
        size: size_of::<u32>() as u64,
        usage: wgpu::BufferUsages::empty(),
        mapped_at_creation: false,
    }));
    // Where errors come later, as in a browser, nothing is known.
    matches!(error_of(scope), Poll::Ready(None))
}

/// Whether a device is lost: a browser does not tell.
#[cfg(target_family = "wasm")]
pub(super) fn is_lost(_: &Device) -> bool {
    false
}

/// Does some work in error scopes; returns its result and the most serious error of wgpu. Without scopes wgpu's handler of
/// uncaptured errors would panic.
#[cfg(not(target_family = "wasm"))]
fn in_scopes<T>(device: &Device, work: impl FnOnce() -> T) -> (T, Option<wgpu::Error>) {
    let internal = device.push_error_scope(wgpu::ErrorFilter::Internal);
    let memory = device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
    let validation = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let result = work();
    // Scopes are popped in the opposite order.
    let error = |scope| match error_of(scope) {
        Poll::Ready(error) => error,
        Poll::Pending => None,
    };
    let [validation, memory, internal] = [validation, memory, internal].map(error);
    (result, memory.or(internal).or(validation))
}

/// Does some work. A browser has no errors ready yet when the work is done; they go to the caller's handler.
#[cfg(target_family = "wasm")]
fn in_scopes<T>(_: &Device, work: impl FnOnce() -> T) -> (T, Option<wgpu::Error>) {
    (work(), None)
}

/// The error of a scope, which native backends know at once.
#[cfg(not(target_family = "wasm"))]
fn error_of(scope: wgpu::ErrorScopeGuard) -> Poll<Option<wgpu::Error>> {
    pin!(scope.pop()).poll(&mut Context::from_waker(Waker::noop()))
}

/// An error of wgpu as one of this library.
fn refused(doing: &'static str, error: &wgpu::Error) -> Error {
    match error {
        wgpu::Error::OutOfMemory { .. } => Error::OutOfMemory { doing },
        other => Error::Device { doing, reason: other.to_string() },
    }
}
