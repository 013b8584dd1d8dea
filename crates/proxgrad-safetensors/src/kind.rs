//! What a path leads to: files are regular files.

use std::{fs, path::Path};

use crate::error::Fault;

/// Refuses what is not a regular file, or a symbolic link to one.
pub(crate) fn check_is_file(path: &Path) -> Result<fs::Metadata, Fault> {
    let metadata = fs::metadata(path).map_err(|error| Fault::io("looking for it", &error))?;
    if metadata.is_file() { Ok(metadata) } else { Err(Fault::NotAFile { found: name(metadata.file_type()) }) }
}

/// What a thing in a folder is called.
fn name(kind: fs::FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;

        let names = [
            (kind.is_char_device() || kind.is_block_device(), "device"),
            (kind.is_fifo(), "pipe"),
            (kind.is_socket(), "socket"),
        ];
        if let Some((_, name)) = names.into_iter().find(|(is_it, _)| *is_it) {
            return name;
        }
    }
    if kind.is_dir() { "folder" } else { "special file" }
}
