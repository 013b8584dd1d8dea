//! Files as memory.

use std::{fs, io};

use memmap2::Mmap;

/// Maps a file into memory, to be read.
///
/// The file must not be changed in place or cut short as long as it is mapped. The documentation of
/// [`File::open`](crate::File::open) hands this on to the caller.
#[expect(unsafe_code, reason = "that nobody changes the file can be asked for, not checked")]
pub(crate) fn map(file: &fs::File) -> io::Result<Mmap> {
    // SAFETY: The map is only read, and its bytes are valid whatever they are. What remains is that they must not change while
    // they are borrowed. This crate itself never changes a file in place: `Target` writes a new file and renames it, and the map
    // keeps the old one. Other programs are asked not to by the documentation of `File::open`.
    unsafe { Mmap::map(file) }
}
