//! The state of an optimizer in burn's own record format, burnpack, and in safetensors files.

use std::path::Path;

use burn::tensor::{Bytes, DType, Shape};
use burn_pack::{Reader, Writer};
use proxgrad::{Data, Snapshot, Tensor};

use super::ProximalAdagradModule;
use crate::error::Error;

/// Key of the metadata that says what a record is.
const FORMAT_KEY: &str = "proxgrad.format";
/// The version of the format.
const FORMAT: &str = "1";

impl ProximalAdagradModule {
    /// Writes the state to a file in burn's format burnpack, which is replaced as a whole, as
    /// [`ModuleOptimizer::save`](burn::optim::ModuleOptimizer::save) does. Save the module at the same moment.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::snapshot`]; a file that cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        Ok(writer(&self.snapshot()?).write_to_file(path)?)
    }

    /// Takes over the state of a file that [`ProximalAdagradModule::save`] has written, on this device or another.
    ///
    /// # Errors
    /// A file that cannot be read or is none of this optimizer's; otherwise as [`ProximalAdagradModule::restore`].
    pub fn load(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.restore(&snapshot(Reader::from_file(path)?)?)
    }

    /// The state in burn's format burnpack.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::snapshot`].
    pub fn to_bytes(&self) -> Result<Bytes, Error> {
        Ok(writer(&self.snapshot()?).into_bytes()?)
    }

    /// Takes over a state from [`ProximalAdagradModule::to_bytes`].
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::load`].
    pub fn load_bytes(&mut self, bytes: Bytes) -> Result<(), Error> {
        self.restore(&snapshot(Reader::from_bytes(bytes)?)?)
    }

    /// Writes the state to a file in the safetensors format, which proxgrad's other tools read.
    ///
    /// # Errors
    /// As [`ProximalAdagradModule::snapshot`]; a file that cannot be written.
    #[cfg(feature = "safetensors")]
    pub fn save_safetensors(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        Ok(proxgrad_safetensors::save(
            path,
            &self.snapshot()?,
            [],
            &proxgrad_safetensors::Options::default(),
        )?)
    }

    /// Takes over the state of a file in the safetensors format.
    ///
    /// # Errors
    /// A file that cannot be read or holds no state; otherwise as [`ProximalAdagradModule::restore`].
    #[cfg(feature = "safetensors")]
    pub fn load_safetensors(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.restore(&proxgrad_safetensors::load(path)?.snapshot())
    }
}

fn writer(snapshot: &Snapshot) -> Writer {
    let tensors = snapshot.tensors.iter().map(|(name, tensor)| {
        let shape = Shape::from(tensor.shape.clone());
        let (dtype, bytes) = match &tensor.data {
            Data::F32(elements) => {
                (DType::F32, elements.iter().flat_map(|element| element.to_le_bytes()).collect())
            }
            Data::U64(elements) => {
                (DType::U64, elements.iter().flat_map(|element| element.to_le_bytes()).collect())
            }
            // A snapshot of a later version of the library, which this crate is not built with.
            _ => unreachable!("snapshots hold f32 and u64"),
        };
        burn_pack::Tensor::new(name.clone(), dtype, shape, None, Bytes::from_bytes_vec(bytes))
    });
    Writer::new(tensors.collect()).with_metadata(FORMAT_KEY, FORMAT)
}

fn snapshot(reader: Reader) -> Result<Snapshot, Error> {
    let format = reader.metadata().get(FORMAT_KEY).map(|format| &**format);
    match format {
        Some(FORMAT) => {}
        Some(other) => {
            return Err(Error::Record(format!(
                "the record has version {other} of the format, which is later"
            )));
        }
        None => {
            return Err(Error::Record("the record holds no state of a `ProximalAdagradModule`".to_owned()));
        }
    }
    let tensors = reader.into_tensors()?.into_iter().map(|tensor| {
        let (name, dtype, shape, _, bytes) = tensor.into_parts()?;
        let tensor = match dtype {
            DType::F32 => Tensor::f32(&shape, words(&bytes, f32::from_le_bytes)),
            DType::U64 => Tensor::u64(&shape, words(&bytes, u64::from_le_bytes)),
            other => return Err(Error::Record(format!("tensor \"{name}\" of the record is {other:?}"))),
        };
        Ok((name, tensor))
    });
    tensors.collect()
}

fn words<T, const N: usize>(bytes: &[u8], word: impl Fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks().0.iter().map(|bytes| word(*bytes)).collect()
}
