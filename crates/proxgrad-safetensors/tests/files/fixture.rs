//! A folder for files, and bytes of files that are made by hand.

use std::{fs, panic, path::PathBuf};

use proxgrad_safetensors::{Dtype, Error, Fault, File, TensorFault};
use safetensors::SafeTensors;
use tempfile::TempDir;

/// A folder that is removed in the end.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Opens a file with these bytes.
    pub(crate) fn open(&self, bytes: &[u8]) -> Result<File, Error> {
        let path = self.path("file");
        fs::write(&path, bytes).unwrap();
        File::open(path)
    }

    /// Names of everything in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }
}

/// A file with this header, and so many bytes behind it.
pub(crate) fn file_of(header: &str, data: usize) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &vec![7; data]].concat()
}

/// The fault of a tensor.
#[track_caller]
pub(crate) fn tensor_fault(error: &Error) -> (&str, &TensorFault) {
    match error.fault() {
        Fault::Tensor { tensor, fault, .. } => (tensor, fault),
        other => panic!("not of a tensor: {other}"),
    }
}

/// Type, shape and bytes of all tensors, by name.
pub(crate) type Tensors = Vec<(String, Dtype, Vec<usize>, Vec<u8>)>;

/// As the crate `safetensors` reads it; `None` where it panics.
pub(crate) fn reference(bytes: &[u8]) -> Option<Result<Tensors, String>> {
    let read = || {
        let file = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
        let owned = |(name, view): (&str, safetensors::tensor::TensorView<'_>)| {
            (name.to_owned(), view.dtype(), view.shape().to_vec(), view.data().to_vec())
        };
        let mut tensors: Vec<_> = file.iter().map(owned).collect();
        tensors.sort_by(|(name, ..), (other, ..)| name.cmp(other));
        Ok(tensors)
    };
    panic::catch_unwind(read).ok()
}
