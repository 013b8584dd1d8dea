//! What is to be written to a file, and where in it each tensor will be.

use std::collections::{BTreeMap, HashSet};

use safetensors::tensor::TensorInfo;
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    error::{Fault, TensorFault},
    header::{MAX_HEADER, METADATA, SIZE_BYTES},
    tensor::TensorView,
};

/// What is to be written to a file: tensors, borrowed from where they are, and texts about them.
///
/// Equal contents are equal files: tensors are ordered by the size of their elements, then by name, as the crate `safetensors`
/// orders them, and metadata by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents<'a> {
    metadata: BTreeMap<String, String>,
    tensors: Vec<(String, TensorView<'a>)>,
}

impl<'a> Contents<'a> {
    /// No tensors, and no metadata.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with an entry of the metadata; it replaces one with the same key.
    pub fn metadata(mut self, key: impl Into<String>, text: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), text.into());
        self
    }

    /// The same with one more tensor. Names are checked when the file is written.
    pub fn tensor(mut self, name: impl Into<String>, tensor: TensorView<'a>) -> Self {
        self.tensors.push((name.into(), tensor));
        self
    }
}

/// A file as it will be written.
#[derive(Debug)]
pub(crate) struct Layout<'c> {
    /// The header, with its size in front.
    pub(crate) head: Vec<u8>,
    /// The bytes of the tensors, one behind the other.
    pub(crate) tensors: Vec<&'c [u8]>,
}

impl<'c> Layout<'c> {
    /// Refuses contents that no file can have.
    pub(crate) fn new(contents: &'c Contents<'_>) -> Result<Self, Fault> {
        let mut names = HashSet::new();
        for (name, _) in &contents.tensors {
            if name == METADATA {
                return Err(TensorFault::Name { reason: "stands for the metadata of a file" }.of(name));
            }
            if !names.insert(name) {
                return Err(TensorFault::Twice.of(name));
            }
        }
        let mut tensors: Vec<_> = contents.tensors.iter().collect();
        tensors.sort_by(|(name, tensor), (other, with)| {
            with.dtype().cmp(&tensor.dtype()).then_with(|| name.cmp(other))
        });
        let header = Header { metadata: &contents.metadata, tensors: &tensors };
        let header = serde_json::to_vec(&header);
        let mut header = header.map_err(|error| Fault::Header { reason: error.to_string() })?;
        // Blanks, so that the tensors begin at a multiple of eight bytes.
        header.resize(header.len().next_multiple_of(SIZE_BYTES), b' ');
        let got = header.len() as u64;
        if got > MAX_HEADER {
            return Err(Fault::HeaderSize { got, most: MAX_HEADER });
        }
        let head = [&got.to_le_bytes()[..], &header].concat();
        Ok(Self { head, tensors: tensors.into_iter().map(|(_, tensor)| tensor.bytes()).collect() })
    }
}

/// The header of a file that is written.
struct Header<'c> {
    metadata: &'c BTreeMap<String, String>,
    /// In the order of the file.
    tensors: &'c [&'c (String, TensorView<'c>)],
}

impl Serialize for Header<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.metadata.is_empty() {
            map.serialize_entry(METADATA, self.metadata)?;
        }
        let mut begin = 0;
        for (name, tensor) in self.tensors {
            let data_offsets = (begin, begin + tensor.bytes().len());
            begin = data_offsets.1;
            let info = TensorInfo { dtype: tensor.dtype(), shape: tensor.shape().to_vec(), data_offsets };
            map.serialize_entry(name, &info)?;
        }
        map.end()
    }
}
