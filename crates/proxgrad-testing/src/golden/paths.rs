//! The golden files that a user names by files and folders.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::golden::error::Error;

/// The files as they are named, and the `.json` files of each folder, sorted.
///
/// # Errors
/// A path that is missing or cannot be read, a folder without a `.json` file; the message names it.
pub fn expand(paths: &[impl AsRef<Path>]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        let unreadable = |reason| Error::Unreadable { path: path.to_owned(), reason };
        if fs::metadata(path).map_err(unreadable)?.is_dir() {
            files.extend(json_files(path)?);
        } else {
            files.push(path.to_owned());
        }
    }
    Ok(files)
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |reason| Error::Unreadable { path: folder.to_owned(), reason };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") && path.is_file() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(Error::NoFiles { path: folder.to_owned() });
    }
    files.sort();
    Ok(files)
}
