//! Errors: the file, and what is wrong with it.

use std::{
    io,
    path::{Path, PathBuf},
};

use safetensors::Dtype;

/// What failed, and with which file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}: {fault}", path.display())]
pub struct Error {
    path: PathBuf,
    fault: Fault,
}

impl Error {
    pub(crate) fn new(path: &Path, fault: Fault) -> Self {
        Self { path: path.to_owned(), fault }
    }

    /// The file, as the caller has named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with it.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// What is wrong with it, for a program that names the file itself.
    pub fn into_fault(self) -> Fault {
        self.fault
    }
}

/// What is wrong with a file. Sizes and positions are bytes.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The operating system refuses.
    #[error("{doing}: {reason}")]
    #[non_exhaustive]
    Io {
        /// What was to be done.
        doing: &'static str,
        /// The kind of the error.
        kind: io::ErrorKind,
        /// The error.
        reason: String,
    },
    /// A folder, a device, a pipe or a socket.
    #[error("it is a {found}, not a regular file; give the path of a file")]
    #[non_exhaustive]
    NotAFile {
        /// What it is.
        found: &'static str,
    },
    /// A symbolic link to a file that does not exist.
    #[error("it is a symbolic link to {}, which does not exist; give the path of the file itself", to.display())]
    #[non_exhaustive]
    DanglingLink {
        /// The path in the link.
        to: PathBuf,
    },
    /// A file that ends before the size of its header.
    #[error("it has {got} bytes; a safetensors file begins with 8 bytes that say how long its header is")]
    #[non_exhaustive]
    TooShort {
        /// Bytes of the file.
        got: u64,
    },
    /// A header that is longer than the file, or than a header may be.
    #[error(
        "its header takes {got} bytes, by the first 8 of the file, and can take {most} at most; it is cut short, or not a \
         safetensors file"
    )]
    #[non_exhaustive]
    HeaderSize {
        /// Bytes of the header.
        got: u64,
        /// Bytes that follow in the file, or that a header may have.
        most: u64,
    },
    /// A header that is no JSON object of tensors.
    #[error("its header is not that of a safetensors file: {reason}")]
    #[non_exhaustive]
    Header {
        /// The error of the parser.
        reason: String,
    },
    /// A tensor that is missing, or is not what it should be.
    #[error("its tensor {tensor:?} {fault}")]
    #[non_exhaustive]
    Tensor {
        /// The name.
        tensor: String,
        /// What is wrong with it.
        fault: TensorFault,
    },
    /// Bytes that are in no tensor.
    #[error("its bytes from {begin} to {end} behind the header are in no tensor")]
    #[non_exhaustive]
    Gap {
        /// The first of them.
        begin: u64,
        /// The one behind the last of them.
        end: u64,
    },
    /// An entry of the metadata that is missing, occurs twice or is not what it should be.
    #[error("the entry {key:?} of its metadata {reason}")]
    #[non_exhaustive]
    Metadata {
        /// The key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What is wrong with a tensor. Sizes and positions are bytes.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TensorFault {
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// Two tensors have this name.
    #[error("is there twice")]
    Twice,
    /// No tensor can have this name.
    #[error("has a name that {reason}")]
    #[non_exhaustive]
    Name {
        /// Why not.
        reason: &'static str,
    },
    /// Its entry of the header is none.
    #[error("has an entry in the header that is none: {reason}")]
    #[non_exhaustive]
    Entry {
        /// The error of the parser.
        reason: String,
    },
    /// More elements than can be counted in bits.
    #[error("is {dtype} {shape:?}, which are more elements than can be counted")]
    #[non_exhaustive]
    TooLarge {
        /// The type of the elements.
        dtype: Dtype,
        /// The extents of the axes.
        shape: Vec<usize>,
    },
    /// Elements of less than a byte that do not fill the last one.
    #[error("is {dtype} {shape:?}, which are {bits} bits, and not whole bytes")]
    #[non_exhaustive]
    Fraction {
        /// The type of the elements.
        dtype: Dtype,
        /// The extents of the axes.
        shape: Vec<usize>,
        /// Bits of all elements.
        bits: u64,
    },
    /// More or fewer bytes than its elements take.
    #[error("has {got} bytes; {dtype} {shape:?} takes {want}")]
    #[non_exhaustive]
    Size {
        /// The type of the elements.
        dtype: Dtype,
        /// The extents of the axes.
        shape: Vec<usize>,
        /// Bytes that it has.
        got: u64,
        /// Bytes that its elements take.
        want: u64,
    },
    /// A place that is not in the file.
    #[error("lies at the bytes from {begin} to {end} behind the header; there are {most}")]
    #[non_exhaustive]
    Place {
        /// Its first byte.
        begin: u64,
        /// The byte behind its last one.
        end: u64,
        /// Bytes behind the header.
        most: u64,
    },
    /// Bytes that another tensor has too.
    #[error("begins at byte {begin} behind the header, where {other:?} has not ended")]
    #[non_exhaustive]
    Overlap {
        /// Its first byte.
        begin: u64,
        /// The tensor before it.
        other: String,
    },
    /// The program that writes the file cannot hand out its elements.
    #[error("cannot be read: {reason}")]
    #[non_exhaustive]
    Piece {
        /// The error of the program.
        reason: String,
    },
    /// Elements of a type that this version cannot write.
    #[error("has elements of a type that this version does not write")]
    Unknown,
    /// Another type or shape than it should have.
    #[error("is {got}; it must be {want}")]
    #[non_exhaustive]
    Mismatch {
        /// Type and shape.
        got: String,
        /// What they should be.
        want: String,
    },
}

impl Fault {
    pub(crate) fn io(doing: &'static str, error: &io::Error) -> Self {
        Self::Io { doing, kind: error.kind(), reason: error.to_string() }
    }

    pub(crate) fn metadata(key: &str, reason: impl Into<String>) -> Self {
        Self::Metadata { key: key.to_owned(), reason: reason.into() }
    }
}

impl TensorFault {
    /// The fault of the tensor with this name.
    pub(crate) fn of(self, tensor: &str) -> Fault {
        Fault::Tensor { tensor: tensor.to_owned(), fault: self }
    }
}
