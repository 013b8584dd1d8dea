//! The manifest of a checkpoint: what it consists of.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use proxgrad_safetensors::Target;
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    param::{Layout, ParamInfo},
    placement::{Placement, Sharding},
};

/// The name of the file.
pub(crate) const MANIFEST: &str = "manifest.json";
/// What the names of folders with shards begin with.
pub(crate) const SHARDS: &str = "step-";
/// The version of the format.
const FORMAT: u32 = 1;

/// What a checkpoint consists of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    /// Version of the crate that wrote it.
    version: String,
    pub(crate) global_step: u64,
    pub(crate) skipped_steps: u64,
    /// Of the dynamic loss scale, if there is one: the scale, and the steps since it was last changed.
    pub(crate) loss_scale: Option<(f64, u32)>,
    /// The folder beside the manifest that holds the shards.
    pub(crate) folder: String,
    /// By rank.
    pub(crate) files: Vec<ShardFile>,
    pub(crate) params: Vec<SavedParam>,
}

/// The file of a rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ShardFile {
    pub(crate) name: String,
    bytes: u64,
    /// CRC-32 of the contents.
    checksum: u32,
}

/// How a parameter was divided among ranks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SavedParam {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    layout: Layout,
    sharding: Sharding,
}

impl Manifest {
    pub(crate) fn new(
        global_step: u64,
        skipped_steps: u64,
        loss_scale: Option<(f64, u32)>,
        folder: String,
        files: Vec<ShardFile>,
        params: &[ParamInfo],
    ) -> Self {
        let saved = |param: &ParamInfo| SavedParam {
            name: param.name.clone(),
            shape: param.shape.clone(),
            layout: param.layout,
            sharding: param.sharding,
        };
        let (format, version) = (FORMAT, env!("CARGO_PKG_VERSION").to_owned());
        let params = params.iter().map(saved).collect();
        Self { format, version, global_step, skipped_steps, loss_scale, folder, files, params }
    }

    pub(crate) fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(MANIFEST);
        let text = fs::read(&path).map_err(|error| {
            let is_missing = error.kind() == io::ErrorKind::NotFound;
            let missing = "there is no checkpoint: no save has been completed here".to_owned();
            Error::checkpoint(&path, if is_missing { missing } else { error.to_string() })
        })?;
        let manifest: Self =
            serde_json::from_slice(&text).map_err(|error| Error::checkpoint(&path, error))?;
        if manifest.format != FORMAT {
            let reason = format!("is of format {}, and this version reads {FORMAT}", manifest.format);
            return Err(Error::checkpoint(&path, reason));
        }
        let is_plain = |name: &str| !name.is_empty() && Path::new(name).file_name() == Some(name.as_ref());
        let are_plain = manifest.files.iter().all(|file| is_plain(&file.name)) && is_plain(&manifest.folder);
        if manifest.files.is_empty() || !are_plain {
            return Err(Error::checkpoint(&path, "names no shards, or shards outside of its folder"));
        }
        Ok(manifest)
    }

    /// Puts the manifest in its place, and with it the checkpoint.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(MANIFEST);
        let failed = |error: &dyn std::fmt::Display| Error::checkpoint(&path, error);
        let text = serde_json::to_vec_pretty(self).map_err(|error| failed(&error))?;
        let target = Target::open(&path).map_err(|error| failed(&error))?;
        target.write_with(|file| io::Write::write_all(file, &text)).map_err(|error| failed(&error))
    }
}

impl ShardFile {
    /// Describes a file that was written.
    pub(crate) fn of(folder: &Path, name: String) -> Result<Self, Error> {
        let (bytes, checksum) = measure(&folder.join(&name))?;
        Ok(Self { name, bytes, checksum })
    }

    /// Refuses a file with other contents than those that were written.
    pub(crate) fn check(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(&self.name);
        let (bytes, checksum) = measure(&path)?;
        if bytes != self.bytes {
            let reason = format!("has {bytes} bytes, and {} were written: it is damaged", self.bytes);
            return Err(Error::checkpoint(path, reason));
        }
        if checksum != self.checksum {
            return Err(Error::checkpoint(path, "has other contents than were written: it is damaged"));
        }
        Ok(())
    }
}

/// Length and checksum of a file.
fn measure(path: &Path) -> Result<(u64, u32), Error> {
    let failed = |error: io::Error| Error::checkpoint(path, error);
    let mut file = fs::File::open(path).map_err(failed)?;
    let (mut hasher, mut bytes) = (crc32fast::Hasher::new(), 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer).map_err(failed)?;
        if count == 0 {
            return Ok((bytes, hasher.finalize()));
        }
        hasher.update(&buffer[..count]);
        bytes += count as u64;
    }
}

impl SavedParam {
    pub(crate) fn is_table(&self) -> bool {
        self.layout == Layout::Table
    }

    /// Its name, all of its rows, and its shape.
    pub(crate) fn all_rows(&self) -> (&str, Vec<u64>, Vec<usize>) {
        (&self.name, (0..self.rows()).collect(), self.shape.clone())
    }

    /// Rows of axis 0; a scalar counts as one row.
    pub(crate) fn rows(&self) -> u64 {
        self.shape.first().map_or(1, |&rows| rows as u64)
    }

    /// The rank, and the row in its file, of each of these rows.
    pub(crate) fn sources(&self, ranks: usize, rows: impl Iterator<Item = u64>) -> Vec<(usize, usize)> {
        let placement = Placement::new(self.rows(), self.sharding, ranks);
        let local = |local: u64| usize::try_from(local).expect("rows of a file are in memory");
        let source = |row: u64| match self.layout {
            Layout::Replicated => (0, local(row)),
            Layout::Table | Layout::Sharded => {
                let (rank, row) = placement.locate(row);
                (rank, local(row))
            }
        };
        rows.map(source).collect()
    }

    /// Rows that the file of a rank holds, without one in place of none.
    pub(crate) fn rows_of_rank(&self, ranks: usize, rank: usize) -> usize {
        let rows = match self.layout {
            Layout::Replicated => self.rows(),
            Layout::Table | Layout::Sharded => {
                let positions = Placement::new(self.rows(), self.sharding, ranks).positions(rank);
                positions.end - positions.start
            }
        };
        usize::try_from(rows).expect("rows of a file are in memory")
    }
}
