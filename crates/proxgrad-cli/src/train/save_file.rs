//! The file of `--save`, and earlier checkpoints beside it.

use std::{
    collections::VecDeque,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};

use super::model::{Saved, target};

/// The file that holds the newest model, and those beside it that hold the ones before.
#[derive(Debug)]
pub(super) struct SaveFile {
    path: PathBuf,
    /// The most models to keep, with the newest.
    keep: usize,
    /// The step of the model in the file, once this run has written one.
    step: Option<u64>,
    /// Files with models before that, all written by this run; the oldest comes first.
    earlier: VecDeque<PathBuf>,
}

impl SaveFile {
    /// Checks that a file can be written there, and warns of what ended programs have left beside it.
    ///
    /// # Errors
    /// A folder that does not exist or cannot be written to; a path to something other than a file.
    pub(super) fn open(path: &Path, keep: usize) -> Result<Self> {
        // Not kept until there is something to write: a run that is killed while it trains leaves no temporary file.
        drop(target(path)?);
        warn_of_leftovers(path);
        Ok(Self { path: path.to_owned(), keep, step: None, earlier: VecDeque::new() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The step of the newest model that this run has written.
    pub(super) fn step(&self) -> Option<u64> {
        self.step
    }

    /// Writes the model after so many steps; returns the size of the file in bytes. The one before is kept beside it
    /// where it is to be kept, and what is too old is removed last.
    ///
    /// # Errors
    /// A disk that is full or fails. The newest model that was written before is still there.
    pub(super) fn write(&mut self, saved: &Saved, step: u64) -> Result<u64> {
        let before = self.step;
        self.try_write(saved, step).map_err(|error| match before {
            Some(before) => anyhow!("{error:#}; it still holds the model after step {before}"),
            None => error,
        })?;
        self.step = Some(step);
        self.remove_oldest()?;
        Ok(fs::metadata(&self.path)?.len())
    }

    fn try_write(&mut self, saved: &Saved, step: u64) -> Result<()> {
        if let Some(before) = self.step.filter(|before| self.keep > 1 && *before != step) {
            let beside = beside(&self.path, before);
            let kept = keep_as(&self.path, &beside);
            kept.with_context(|| {
                let [path, beside] = [&self.path, &beside].map(|path| path.display());
                format!("cannot save to {path}: keeping the model before as {beside}")
            })?;
            self.earlier.push_back(beside);
        }
        saved.save(target(&self.path)?)
    }

    /// Removes models that this run has written and that are too many.
    fn remove_oldest(&mut self) -> Result<()> {
        while self.earlier.len() >= self.keep {
            let Some(oldest) = self.earlier.pop_front() else { break };
            match fs::remove_file(&oldest) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("cannot remove {}", oldest.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The file beside `path` for the model after so many steps: `m.step-150.safetensors` beside `m.safetensors`.
fn beside(path: &Path, step: u64) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!(".step-{step}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Gives a file a second name, which it keeps when another file takes the first one. Whoever reads the second name
/// finds a whole file.
fn keep_as(path: &Path, second: &Path) -> io::Result<()> {
    // The file itself where the path is a symbolic link.
    let path = fs::canonicalize(path)?;
    let linked = beside_it(second, |temporary| fs::hard_link(&path, temporary));
    // Not every file system has links.
    let named = linked.or_else(|_| {
        beside_it(second, |temporary| {
            fs::copy(&path, temporary)?;
            fs::OpenOptions::new().write(true).open(temporary)?.sync_all()
        })
    })?;
    named.persist(second).map_err(|error| error.error)
}

/// Makes a temporary file in the folder of another.
fn beside_it(
    path: &Path,
    make: impl FnMut(&Path) -> io::Result<()>,
) -> io::Result<tempfile::NamedTempFile<()>> {
    tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).make_in(folder_of(path), make)
}

/// Names of temporary files, those of the crate `proxgrad-safetensors`.
const PREFIX: &str = ".proxgrad-";
const SUFFIX: &str = ".tmp";

/// Says which temporary files are there. They are not removed: nothing tells those of a run that was killed from those
/// of one that is saving just now, maybe on another machine.
fn warn_of_leftovers(path: &Path) {
    let path = fs::canonicalize(path).unwrap_or(path.to_owned());
    let is_temporary = |name: &OsString| {
        name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
    };
    let entries = fs::read_dir(folder_of(&path)).into_iter().flatten().flatten();
    let sizes = entries.filter(|entry| is_temporary(&entry.file_name())).map(|entry| {
        // A file that is gone by now was one of a run that is saving.
        entry.metadata().map_or(0, |metadata| metadata.len())
    });
    let (files, bytes) = sizes.fold((0, 0), |(files, bytes), size| (files + 1, bytes + size));
    if files > 0 {
        eprintln!(
            "warning: temporary files beside {}: {files} ({PREFIX}*{SUFFIX}, {bytes} bytes in all); unless another run is \
             saving there, runs that were killed have left them, and they can be removed",
            path.display()
        );
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_models_are_beside_the_newest_by_the_number_of_their_step() {
        for (path, want) in [
            ("m.safetensors", "m.step-7.safetensors"),
            ("folder.d/model", "folder.d/model.step-7"),
            ("a.b.c", "a.b.step-7.c"),
            (".hidden", ".hidden.step-7"),
        ] {
            assert_eq!(beside(Path::new(path), 7), Path::new(want));
        }
    }

    #[test]
    fn a_second_name_replaces_what_had_it_and_keeps_the_contents() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
        fs::write(&first, "new").unwrap();
        fs::write(&second, "old").unwrap();
        keep_as(&first, &second).unwrap();
        fs::remove_file(&first).unwrap();
        assert_eq!(fs::read_to_string(&second).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
