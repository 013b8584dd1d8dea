//! The folder of a report, and the files in it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use proxgrad_safetensors::{Error, Target};

/// A folder for files. Those of its path that it has made are removed when it is dropped, unless there is something in them.
pub(super) struct Folder {
    path: PathBuf,
    /// Folders that were not there before, the innermost one first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// Makes the folder, and those around it, where they are missing.
    ///
    /// # Errors
    ///
    /// A folder cannot be made; the error names the path.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let is_missing = |path: &&Path| !path.as_os_str().is_empty() && fs::symlink_metadata(path).is_err();
        let made = path.ancestors().take_while(is_missing).map(Path::to_owned).collect();
        let folder = Self { path: path.to_owned(), made };
        fs::create_dir_all(path)
            .with_context(|| format!("cannot create the report folder {}", path.display()))?;
        Ok(folder)
    }

    /// Finds out whether a file can be written.
    ///
    /// # Errors
    ///
    /// It cannot; the error names its path.
    pub(super) fn check(&self, name: &str) -> Result<()> {
        self.target(name).map(drop)
    }

    /// Writes a file, and returns its path. It takes the place of an older one as a whole; a link is followed, and anything else
    /// than a file is left as it is.
    ///
    /// # Errors
    ///
    /// The file cannot be written; the error names its path. An older file is then as it was.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let written = self.target(name)?.write_with(|file| file.write_all(text.as_bytes()));
        written.map_err(Error::into_fault).with_context(|| self.cannot_write(name))?;
        Ok(self.path.join(name))
    }

    fn target(&self, name: &str) -> Result<Target> {
        let target = Target::open(self.path.join(name)).map_err(Error::into_fault);
        target.with_context(|| self.cannot_write(name))
    }

    fn cannot_write(&self, name: &str) -> String {
        format!("cannot write {}", self.path.join(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that has something in it is not removed.
        self.made.iter().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_without_files_are_removed_again_and_others_stay() {
        let around = tempfile::tempdir().unwrap();
        let (outer, inner) = (around.path().join("a"), around.path().join("a/b"));
        drop(Folder::create(&inner).unwrap());
        assert!(!outer.exists() && around.path().exists());

        Folder::create(&inner).unwrap().write("file", "text").unwrap();
        assert_eq!(fs::read_to_string(inner.join("file")).unwrap(), "text");

        let empty = around.path().join("empty");
        fs::create_dir(&empty).unwrap();
        drop(Folder::create(&empty).unwrap());
        assert!(empty.exists(), "it was there before");
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_and_devices_are_refused() {
        let around = tempfile::tempdir().unwrap();
        let at = |name: &str| around.path().join(name);
        fs::write(at("far"), "old").unwrap();
        std::os::unix::fs::symlink(at("far"), at("link")).unwrap();
        std::os::unix::fs::symlink("/dev/full", at("device")).unwrap();
        let folder = Folder::create(around.path()).unwrap();
        folder.write("link", "text").unwrap();
        assert_eq!(fs::read_to_string(at("far")).unwrap(), "text");
        assert!(at("link").symlink_metadata().unwrap().is_symlink());

        let error = folder.write("device", "text").unwrap_err();
        assert!(format!("{error:#}").contains("device"), "{error:#}");
        assert!(at("device").symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_dir(around.path()).unwrap().count(), 3, "nothing else is left");
    }
}
