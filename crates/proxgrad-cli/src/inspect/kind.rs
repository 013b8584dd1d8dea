//! Whether a file holds tensors or text.

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
};

/// The most bytes of the header of a safetensors file.
const MAX_HEADER: u64 = 100_000_000;

/// Whether a file begins like a safetensors file: with the size of a header, and a `{`. The size has zero bytes, which
/// text has none of. Anything but a regular file is data, because what is read of a pipe is gone; so is `-`, standard
/// input.
pub(super) fn is_tensor_file(path: &Path) -> bool {
    let (mut size, mut first) = ([0; size_of::<u64>()], [0]);
    let is_file = path != Path::new("-") && fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let read = |mut file: File| file.read_exact(&mut size).and_then(|()| file.read_exact(&mut first));
    is_file
        && File::open(path).and_then(read).is_ok()
        && u64::from_le_bytes(size) <= MAX_HEADER
        && first == *b"{"
}
