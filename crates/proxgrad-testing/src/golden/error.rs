//! Why files could not be read: bad input, as opposed to a check that failed.

use std::{io, path::PathBuf};

/// What is wrong with a path or the file behind it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing there, or nothing that may be read.
    #[error("{}: cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A folder without golden files.
    #[error("{}: the folder holds no .json file; name a file, or the folder that holds them", path.display())]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
    /// Not JSON, not a golden file, or one whose cases are not what its kind says.
    #[error("{}: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// With line and column.
        reason: serde_json::Error,
    },
    /// A file that would check nothing.
    #[error("{}: the file holds no cases", path.display())]
    NoCases {
        /// The file.
        path: PathBuf,
    },
}
