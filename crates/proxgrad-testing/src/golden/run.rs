//! A run: all files replayed on one device.

use serde::Serialize;

use crate::{
    backend::Backend,
    golden::{file::File, report::FileReport},
};

/// All files on one device.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// `cpu` or `gpu`.
    pub device: &'static str,
    /// In the order given.
    pub files: Vec<FileReport>,
    /// Cases.
    pub passed: usize,
    /// Cases.
    pub failed: usize,
}

impl Run {
    /// Replays all files on a device.
    pub fn new(backend: &dyn Backend, files: &[File]) -> Self {
        let files: Vec<_> = files.iter().map(|file| file.replay(backend)).collect();
        let passed = files.iter().map(|file| file.passed).sum();
        let failed = files.iter().map(|file| file.failed).sum();
        Self { device: backend.name(), files, passed, failed }
    }
}
