//! Row indices of a golden file, converted to the types that the library takes.

use proxgrad::HostIndices;
use serde::Deserialize;

use crate::{
    backend::Indices,
    golden::{failure::Failure, variant::Feed},
};

/// The index type of the recorded program.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum IndexDtype {
    I32,
    I64,
}

/// The indices of a row gradient, `[n]`.
#[derive(Debug)]
pub(crate) struct RowIndices {
    host: Host,
    device: Vec<u32>,
}

#[derive(Debug)]
enum Host {
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl RowIndices {
    /// Indices of this type.
    ///
    /// # Errors
    /// One that the type cannot represent.
    pub(crate) fn new(dtype: IndexDtype, indices: &[i64]) -> Result<Self, Failure> {
        let host = match dtype {
            IndexDtype::I32 => {
                Host::I32(indices.iter().map(|&index| narrow(index)).collect::<Result<_, _>>()?)
            }
            IndexDtype::I64 => Host::I64(indices.to_vec()),
        };
        // An index that u32 cannot represent becomes the largest one, which is out of range, too.
        let device = indices.iter().map(|&index| u32::try_from(index).unwrap_or(u32::MAX)).collect();
        Ok(Self { host, device })
    }

    /// The indices as a variant of the replay passes them.
    pub(crate) fn given(&self, feed: Feed) -> Indices<'_> {
        match feed {
            Feed::ById | Feed::InOrder => Indices::Host(match &self.host {
                Host::I32(indices) => HostIndices::I32(indices),
                Host::I64(indices) => HostIndices::I64(indices),
            }),
            Feed::OnDevice => Indices::Device(&self.device),
            Feed::UniqueOnDevice => Indices::DeviceUnique(&self.device),
        }
    }
}

fn narrow(index: i64) -> Result<i32, Failure> {
    i32::try_from(index).map_err(|_| Failure::Malformed(format!("index {index} is no i32")))
}
