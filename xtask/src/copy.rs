//! Copies of the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Copies a folder without what is built or belongs to git.
pub(crate) fn copy_sources(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target): (PathBuf, _) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            if entry.file_name() != "target" && entry.file_name() != ".git" {
                copy_sources(&path, &target)?;
            }
        } else {
            fs::copy(path, target)?;
        }
    }
    Ok(())
}
