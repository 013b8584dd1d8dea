//! Checkpoints: every rank writes its shards; the manifest, written last, makes them one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proxgrad_safetensors::{Options, TensorView};

use super::state::{Arguments, Engine};
use crate::{
    checkpoint::{Checkpoint, Loaded, Wanted},
    error::Error,
    header::{Call, Digest},
    manifest::{Manifest, SHARDS, ShardFile},
    param::{Layout, ParamInfo},
};

/// Contents of a checkpoint that a restore of this rank needs.
struct Prepared {
    loaded: Loaded,
    manifest: Manifest,
    /// Values of dense parameters, by the index of the parameter.
    dense: Vec<(usize, Vec<f32>)>,
}

impl Engine {
    pub(crate) fn save(&mut self, folder: &Path) -> Result<(), Error> {
        let rank = self.ranks.rank();
        self.agree_on(Call::Save, digest_of(folder), &Ok(()))?;
        let made = if rank == 0 { make_folder(folder, self.local.step_count()) } else { Ok(String::new()) };
        let names = self.ranks.all_gather_texts(made.as_deref().unwrap_or_default(), "save");
        let name = names[0].clone();
        let written = made.and_then(|_| {
            if name.is_empty() { Ok(None) } else { self.write_shard(&folder.join(&name)).map(Some) }
        });
        let file = written.as_ref().ok().and_then(|file| serde_json::to_string(file).ok());
        let agreed = self.agree_on(Call::WriteShard, Digest::default(), &written.map(drop));
        let committed = match &agreed {
            Ok(()) => self.commit(folder, &name, file.as_deref().unwrap_or_default()),
            Err(_) => Ok(()),
        };
        let agreed = agreed.and_then(|()| self.agree_on(Call::CommitSave, Digest::default(), &committed));
        if rank == 0 {
            // The folder of the old checkpoint, or after an error the one that this call has made.
            let current = Manifest::read(folder).map(|manifest| manifest.folder);
            remove_others(folder, current.ok().as_deref());
        }
        agreed
    }

    /// Writes the state and the values of this rank's shards.
    fn write_shard(&mut self, folder: &Path) -> Result<ShardFile, Error> {
        let rank = self.ranks.rank();
        let name = format!("rank-{rank}.safetensors");
        let path = folder.join(&name);
        let failed = |error: &dyn std::fmt::Display| Error::checkpoint(&path, error);
        let snapshot = self.local.snapshot().map_err(|error| failed(&error))?;
        let values: Result<Vec<_>, _> =
            (0..self.params.len()).map(|index| self.local.stored_values(index)).collect();
        let values = values.map_err(|error| failed(&error))?;
        let tensors: Result<Vec<_>, _> = self
            .params
            .iter()
            .zip(&values)
            .map(|(param, values)| Ok((&*param.name, TensorView::of(&param.stored_shape(rank), values)?)))
            .collect();
        let tensors = tensors.map_err(|error: proxgrad_safetensors::TensorFault| failed(&error))?;
        proxgrad_safetensors::save(&path, &snapshot, tensors, &Options::default())
            .map_err(|error| failed(&error))?;
        ShardFile::of(folder, name)
    }

    /// Has rank 0 put the manifest in its place. `file` describes the file of this rank.
    fn commit(&mut self, folder: &Path, name: &str, file: &str) -> Result<(), Error> {
        let files = self.ranks.all_gather_texts(file, "save");
        if self.ranks.rank() > 0 {
            return Ok(());
        }
        let files: Result<Vec<ShardFile>, _> = files.iter().map(|file| serde_json::from_str(file)).collect();
        let files = files.map_err(|error| Error::checkpoint(folder, error))?;
        let (skipped, dynamic) = self.decisions.state();
        let scale = dynamic.map(|dynamic| (dynamic.scale(), dynamic.good_steps()));
        let step = self.local.step_count();
        Manifest::new(step, skipped, scale, name.to_owned(), files, &self.params).write(folder)
    }

    /// Returns the values of dense parameters, by the index of the parameter.
    pub(crate) fn load(&mut self, folder: &Path) -> Result<Vec<(usize, Vec<f32>)>, Error> {
        self.agree_on(Call::Load, digest_of(folder), &Ok(()))?;
        let prepared = self.prepare_load(folder);
        let digest = prepared.as_ref().map_or(Digest::default(), |prepared| {
            digest_of(Path::new(&prepared.manifest.folder)).word(prepared.manifest.global_step)
        });
        let outcome = prepared.as_ref().map(drop).map_err(Clone::clone);
        self.agree_on(Call::Restore, digest, &outcome)?;
        let Prepared { loaded, manifest, dense } = prepared?;
        let restored = self.local.restore(&loaded.snapshot.view(), loaded.values);
        self.note_all_changed();
        self.own(restored)?;
        let decided = self.decisions.restore(manifest.skipped_steps, manifest.loss_scale);
        decided.map_err(|reason| {
            self.fail(&reason);
            Error::refused(self.ranks.rank(), reason)
        })?;
        Ok(dense)
    }

    /// Reads what this rank needs, and checks its part of the files.
    fn prepare_load(&self, folder: &Path) -> Result<Prepared, Error> {
        let (rank, ranks) = (self.ranks.rank(), self.ranks.size());
        let checkpoint = Checkpoint::open(folder)?;
        checkpoint.verify_part(rank, ranks)?;
        self.check_params(&checkpoint)?;
        let wanted: Vec<_> = self
            .params
            .iter()
            .map(|param| Wanted {
                name: &param.name,
                rows: stored_rows(param, rank),
                shape: param.stored_shape(rank),
            })
            .collect();
        let loaded = checkpoint.load(&wanted)?;
        let mut dense = Vec::new();
        for (index, param) in
            self.params.iter().enumerate().filter(|(_, param)| param.layout != Layout::Table)
        {
            let rows = (0..param.placement.rows()).collect();
            let whole = Wanted { name: &param.name, rows, shape: param.shape.clone() };
            dense.push((index, checkpoint.load(&[whole])?.values.swap_remove(0)));
        }
        Ok(Prepared { loaded, manifest: checkpoint.manifest, dense })
    }

    /// Refuses a checkpoint of other parameters.
    fn check_params(&self, checkpoint: &Checkpoint) -> Result<(), Error> {
        for param in &self.params {
            let saved = checkpoint.param(&param.name)?;
            if saved.shape != param.shape || saved.is_table() != (param.layout == Layout::Table) {
                let kind = |is_table| if is_table { "a table" } else { "a dense parameter" };
                let reason = format!(
                    "is {} of shape {:?} in the checkpoint, and {} of shape {:?} here",
                    kind(saved.is_table()),
                    saved.shape,
                    kind(param.layout == Layout::Table),
                    param.shape
                );
                return Err(checkpoint.error(&param.name, &reason));
            }
        }
        let is_known = |name: &String| self.params.iter().any(|param| param.name == *name);
        match checkpoint.manifest.params.iter().find(|saved| !is_known(&saved.name)) {
            Some(saved) => {
                Err(checkpoint.error(&saved.name, "is in the checkpoint, and not in this optimizer"))
            }
            None => Ok(()),
        }
    }

    /// Has all ranks agree on a call, unless some rank finds something wrong.
    fn agree_on(&mut self, call: Call, digest: Digest, outcome: &Result<(), Error>) -> Result<(), Error> {
        let refusal = outcome.as_ref().err().map(ToString::to_string);
        let arguments = Arguments { digest, refusal: refusal.as_deref(), ..Arguments::default() };
        self.agree(call, arguments).map(drop)
    }
}

/// Rows of a parameter that a rank stores, in the order of its shard.
fn stored_rows(param: &ParamInfo, rank: usize) -> Vec<u64> {
    match param.layout {
        Layout::Replicated => (0..param.placement.rows()).collect(),
        Layout::Table | Layout::Sharded => {
            (0..param.part_rows(rank) as u64).map(|local| param.placement.row(rank, local)).collect()
        }
    }
}

fn digest_of(path: &Path) -> Digest {
    Digest::default().bytes(path.as_os_str().as_encoded_bytes())
}

/// Makes a new folder for shards; returns its name.
fn make_folder(folder: &Path, step: u64) -> Result<String, Error> {
    let failed = |error| Error::checkpoint(folder, error);
    fs::create_dir_all(folder).map_err(failed)?;
    let mut names = (0u64..).map(|attempt| format!("{SHARDS}{step}-{attempt}"));
    let name = names.find(|name| !folder.join(name).exists()).expect("names do not end");
    fs::create_dir(folder.join(&name)).map_err(failed)?;
    Ok(name)
}

/// Removes the folders of shards beside the current one. What cannot be removed stays, and is tried again with the next save.
fn remove_others(folder: &Path, current: Option<&str>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let is_other = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        path.is_dir() && name.is_some_and(|name| name.starts_with(SHARDS) && Some(name) != current)
    };
    for path in entries.flatten().map(|entry| entry.path()).filter(is_other) {
        let _ = fs::remove_dir_all(path);
    }
}
