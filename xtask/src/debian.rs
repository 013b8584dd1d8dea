//! Packages of Debian and its kin, unpacked below `target` and never installed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;
use crate::host::in_path;
use crate::program::target_folder;

/// A package, and a file in it that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    /// Path of the file in the package.
    pub(crate) file: &'static str,
}

impl Package {
    /// Path of the file, after the package was downloaded and unpacked where it was not there.
    ///
    /// # Errors
    ///
    /// Why the file cannot be brought here.
    pub(crate) fn bring(&self) -> Result<PathBuf, String> {
        let file = self.folder()?.join(self.file);
        if !file.is_file() {
            self.unpack()?;
        }
        if file.is_file() { Ok(file) } else { Err(format!("{} is not in {}", self.file, self.name)) }
    }

    /// The version that was unpacked, as Debian writes it.
    ///
    /// # Errors
    ///
    /// That the package is not there, or that its file name has no version.
    pub(crate) fn version(&self) -> Result<String, String> {
        let archive = archive_in(&self.folder()?)?;
        let name = archive.file_name().unwrap_or_default().to_string_lossy().into_owned();
        version_in(&name).ok_or_else(|| format!("{name} names no version"))
    }

    fn unpack(&self) -> Result<(), String> {
        if !in_path("apt-get") || !in_path("dpkg-deb") {
            return Err(format!(
                "Debian's package {} is not here, and bringing it needs apt-get and dpkg-deb",
                self.name
            ));
        }
        let folder = self.folder()?;
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let download = CommandLine::new("apt-get", ["download", self.name]).current_dir(&folder);
        download.run_aside().map_err(|error| {
            format!("{error}: the package {} cannot be fetched; try `apt-get update` first", self.name)
        })?;
        let archive = archive_in(&folder)?;
        let unpack = ["-x".into(), archive.into_os_string(), folder.clone().into_os_string()];
        CommandLine::new("dpkg-deb", unpack).run_aside()
    }

    fn folder(&self) -> Result<PathBuf, String> {
        Ok(target_folder()?.join("debian").join(self.name))
    }
}

fn archive_in(folder: &Path) -> Result<PathBuf, String> {
    let said = |error| format!("cannot read {}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            return Ok(path);
        }
    }
    Err(format!("there is no package in {}", folder.display()))
}

/// The version in the name of an archive, `NAME_VERSION_ARCHITECTURE.deb`; apt writes `:` as `%3a`.
fn version_in(archive: &str) -> Option<String> {
    archive.split('_').nth(1).map(|version| version.replace("%3a", ":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_names_its_version() {
        let name = "chromium-common_156.0.8078.114-1~deb12u1_amd64.deb";
        assert_eq!(version_in(name).as_deref(), Some("156.0.8078.114-1~deb12u1"));
        assert_eq!(version_in("a_1%3a2.3-1_amd64.deb").as_deref(), Some("1:2.3-1"));
        assert_eq!(version_in("a.deb"), None);
    }
}
