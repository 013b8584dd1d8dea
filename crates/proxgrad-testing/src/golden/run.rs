//! A run: all files replayed on one device.

use serde::Serialize;

use crate::{
    backend::Backend,
    golden::{file::File, report::FileReport},
};

/// The results of all files on one device.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// `cpu` or `gpu`.
    pub device: &'static str,
    /// The results of each file, in the given order.
    pub files: Vec<FileReport>,
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed.
    pub failed: usize,
}

impl Run {
    /// Replays files on a device.
    pub fn new(backend: &dyn Backend, files: &[File]) -> Self {
        let files: Vec<_> = files.iter().map(|file| file.replay(backend)).collect();
        let passed = files.iter().map(|file| file.passed).sum();
        let failed = files.iter().map(|file| file.failed).sum();
        Self { device: backend.name(), files, passed, failed }
    }
}
