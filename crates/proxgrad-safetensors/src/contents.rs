//! What is to be written to a file, and where in it each tensor will be.

use std::{
    collections::{BTreeMap, HashSet},
    error, fmt,
};

use safetensors::{Dtype, tensor::TensorInfo};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap},
};

use crate::{
    error::{Fault, TensorFault},
    header::{MAX_HEADER, METADATA, SIZE_BYTES},
    tensor::{TensorView, byte_count, size},
};

/// What is to be written to a file: tensors, borrowed from where they are or in pieces, and texts about them.
///
/// Equal contents are equal files: tensors are ordered by the size of their elements, then by name, as the crate `safetensors`
/// orders them, and metadata by key.
#[derive(Debug, Default)]
pub struct Contents<'a> {
    metadata: BTreeMap<String, String>,
    tensors: Vec<Entry<'a>>,
}

/// A tensor that is to be written.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: String,
    dtype: Dtype,
    shape: Vec<usize>,
    pub(crate) size: u64,
    pub(crate) source: Source<'a>,
}

/// Where the bytes of a tensor come from.
pub(crate) enum Source<'a> {
    Bytes(&'a [u8]),
    Pieces(Pieces<'a>),
}

/// The bytes of a tensor, piece by piece, or why there are none.
type Pieces<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, Reason>> + 'a>;

/// Why a program cannot hand out a piece.
type Reason = Box<dyn error::Error + Send + Sync>;

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Pieces(_) => f.write_str("pieces"),
        }
    }
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
        let (name, dtype, shape) = (name.into(), tensor.dtype(), tensor.shape().to_vec());
        let (size, source) = (tensor.bytes().len() as u64, Source::Bytes(tensor.bytes()));
        self.tensors.push(Entry { name, dtype, shape, size, source });
        self
    }

    /// The same with one more tensor, whose bytes come piece by piece while the file is written, so that memory has to hold one
    /// piece alone. The pieces are of any size; together they must have the bytes of a tensor of this type and shape. A piece
    /// that is an error ends the writing, and the file stays as it was.
    ///
    /// ```
    /// use proxgrad_safetensors::{Contents, Dtype, File, Target};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("counts.safetensors");
    /// let pieces = (0..4u8).map(|piece| Ok::<_, std::io::Error>(vec![piece; 4])); // from a device, or computed
    /// Target::open(&path)?.write(Contents::new().pieces("counts", Dtype::U8, &[2, 8], pieces)?)?;
    /// assert_eq!(File::open(&path)?.elements::<u8>("counts", &[2, 8])?[3..5], [0, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Elements that cannot be counted, or do not fill whole bytes.
    pub fn pieces<E: Into<Reason>>(
        mut self,
        name: impl Into<String>,
        dtype: Dtype,
        shape: &[usize],
        pieces: impl IntoIterator<Item = Result<Vec<u8>, E>, IntoIter: 'a>,
    ) -> Result<Self, Fault> {
        let name = name.into();
        let size = byte_count(dtype, shape).map_err(|fault| fault.of(&name))?;
        let pieces = pieces.into_iter().map(|piece| piece.map_err(Into::into));
        let source = Source::Pieces(Box::new(pieces));
        self.tensors.push(Entry { name, dtype, shape: shape.to_vec(), size, source });
        Ok(self)
    }
}

/// A file as it will be written.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    /// The header, with its size in front.
    pub(crate) head: Vec<u8>,
    /// In the order of the file, one behind the other.
    pub(crate) tensors: Vec<Entry<'a>>,
}

impl<'a> Layout<'a> {
    /// Refuses contents that no file can have.
    pub(crate) fn new(contents: Contents<'a>) -> Result<Self, Fault> {
        let Contents { metadata, mut tensors } = contents;
        let mut names = HashSet::new();
        for Entry { name, .. } in &tensors {
            if name == METADATA {
                return Err(TensorFault::Name { reason: "stands for the metadata of a file" }.of(name));
            }
            if !names.insert(name) {
                return Err(TensorFault::Twice.of(name));
            }
        }
        tensors.sort_by(|one, other| other.dtype.cmp(&one.dtype).then_with(|| one.name.cmp(&other.name)));
        let header = Header { metadata: &metadata, tensors: &tensors };
        let header = serde_json::to_vec(&header);
        let mut header = header.map_err(|error| Fault::Header { reason: error.to_string() })?;
        // Blanks, so that the tensors begin at a multiple of eight bytes.
        header.resize(header.len().next_multiple_of(SIZE_BYTES), b' ');
        let got = header.len() as u64;
        if got > MAX_HEADER {
            return Err(Fault::HeaderSize { got, most: MAX_HEADER });
        }
        let head = [&got.to_le_bytes()[..], &header].concat();
        Ok(Self { head, tensors })
    }
}

/// The header of a file that is written.
struct Header<'c> {
    metadata: &'c BTreeMap<String, String>,
    /// In the order of the file.
    tensors: &'c [Entry<'c>],
}

impl Entry<'_> {
    /// Has each piece of its bytes written by `write`. There are as many bytes as its type and shape take.
    pub(crate) fn for_each_piece(
        self,
        mut write: impl FnMut(&[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let Self { name, dtype, shape, size: want, source } = self;
        let pieces = match source {
            Source::Bytes(bytes) => return write(bytes),
            Source::Pieces(pieces) => pieces,
        };
        let mut got = 0;
        for piece in pieces {
            let piece = piece.map_err(|error| TensorFault::Piece { reason: error.to_string() }.of(&name))?;
            got += piece.len() as u64;
            if got > want {
                break;
            }
            write(&piece)?;
        }
        if got == want { Ok(()) } else { Err(size(dtype, shape, got, want).of(&name)) }
    }
}

impl Serialize for Header<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.metadata.is_empty() {
            map.serialize_entry(METADATA, self.metadata)?;
        }
        let mut begin = 0;
        for Entry { name, dtype, shape, size, .. } in self.tensors {
            let end = usize::try_from(*size).ok().and_then(|size| size.checked_add(begin));
            let end = end.ok_or_else(|| S::Error::custom("the tensors are too large for one file"))?;
            let info = TensorInfo { dtype: *dtype, shape: shape.clone(), data_offsets: (begin, end) };
            map.serialize_entry(name, &info)?;
            begin = end;
        }
        map.end()
    }
}
