//! A safetensors file, mapped into memory and checked.

use std::{
    fs,
    path::{Path, PathBuf},
};

use memmap2::Mmap;

use crate::{
    error::{Error, Fault, TensorFault},
    header::{Entry, Header},
    kind::check_is_file,
    map::map,
    tensor::{Element, TensorView, describe},
};

/// A safetensors file, mapped into memory. Its header is checked: every tensor lies in the file, with as many bytes as its type
/// and shape take, and no two tensors share a byte or a name.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    map: Mmap,
    header: Header,
}

impl File {
    /// Maps a file, and checks its header. Tensors are read when they are used.
    ///
    /// Nobody may change the file in place or cut it short as long as it is open: its bytes would change while they are read, or
    /// the operating system would end the program. Files that [`Target`](crate::Target) or [`save`](crate::save) writes are
    /// replaced as a whole, and may be at any time.
    ///
    /// # Errors
    /// No such file, one that cannot be read, or is not a regular file; one that is cut short, or whose header is damaged.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let (map, header) = open(path).map_err(|fault| Error::new(path, fault))?;
        Ok(Self { path: path.to_owned(), map, header })
    }

    /// The path that it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text of an entry of the metadata.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.header.metadata.get(key).map(String::as_str)
    }

    /// Key and text of all entries of the metadata, by key.
    pub fn all_metadata(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.header.metadata.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Name and contents of all tensors, by name.
    pub fn tensors(&self) -> impl ExactSizeIterator<Item = (&str, TensorView<'_>)> {
        self.header.tensors.iter().map(|(name, entry)| (name.as_str(), self.view(entry)))
    }

    /// The tensor with this name.
    ///
    /// # Errors
    /// There is none.
    pub fn tensor(&self, name: &str) -> Result<TensorView<'_>, Error> {
        let entry = self.header.tensors.get(name);
        let entry = entry.ok_or_else(|| self.fault(TensorFault::Missing.of(name)))?;
        Ok(self.view(entry))
    }

    /// The elements of the tensor with this name, row-major.
    ///
    /// # Errors
    /// There is none, or it has another type or shape.
    pub fn elements<T: Element>(&self, name: &str, shape: &[usize]) -> Result<Vec<T>, Error> {
        let tensor = self.tensor(name)?;
        let elements = if tensor.shape() == shape { tensor.to_vec() } else { None };
        elements.ok_or_else(|| self.fault(tensor.mismatch(describe(T::DTYPE, shape)).of(name)))
    }

    /// An error about this file.
    pub(crate) fn fault(&self, fault: Fault) -> Error {
        Error::new(&self.path, fault)
    }

    fn view(&self, entry: &Entry) -> TensorView<'_> {
        let view = TensorView::new(entry.dtype, &entry.shape, &self.map[entry.bytes.clone()]);
        view.expect("the header was checked")
    }
}

fn open(path: &Path) -> Result<(Mmap, Header), Fault> {
    // Before it is opened, which would wait for whoever writes to a pipe.
    check_is_file(path)?;
    let file = fs::File::open(path).map_err(|error| Fault::io("opening it", &error))?;
    let len = file.metadata().map_err(|error| Fault::io("reading its size", &error))?.len();
    if len == 0 {
        // Not every system maps a file without bytes.
        return Err(Fault::TooShort { got: 0 });
    }
    let map = map(&file).map_err(|error| Fault::io("mapping it", &error))?;
    let header = Header::parse(&map)?;
    Ok((map, header))
}
