//! Errors of reading golden files: bad input, as opposed to a case that failed.

use std::{io, path::PathBuf};

/// An error of a path or of the file that it names.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file, or it may not be read.
    #[error("{}: cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        reason: io::Error,
    },
    /// A folder without golden files.
    #[error("{}: the folder holds no .json file; name a file, or the folder that holds them", path.display())]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
    /// Not JSON, not a golden file, or cases that do not have the fields of their kind.
    #[error("{}: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The error, with line and column.
        reason: serde_json::Error,
    },
    /// A file without cases would check nothing.
    #[error("{}: the file holds no cases", path.display())]
    NoCases {
        /// The file.
        path: PathBuf,
    },
}
