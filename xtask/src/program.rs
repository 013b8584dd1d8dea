//! The program `proxgrad`, built from this workspace.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;

/// Where the workspace's `Cargo.toml` lies.
pub(crate) fn workspace_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace's root")
}

/// A path as a user would type it: relative where it lies below the current directory.
pub(crate) fn as_typed(path: PathBuf) -> PathBuf {
    let here = env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).map(Path::to_owned).ok()).unwrap_or(path)
}

/// How `proxgrad` is compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Profile {
    /// For everyday work: optimised and checked; `Cargo.toml` says why.
    Dev,
    /// For measuring.
    Release,
}

impl Profile {
    /// Cargo's option for the profile; `dev` is cargo's default.
    fn flag(self) -> Option<&'static str> {
        match self {
            Self::Dev => None,
            Self::Release => Some("--release"),
        }
    }

    /// Cargo's folder for what is built with the profile; that of `dev` is called `debug`.
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// A built `proxgrad`.
pub(crate) struct Program {
    path: PathBuf,
}

impl Program {
    /// Builds the program.
    ///
    /// # Errors
    ///
    /// The message to print where the program did not compile.
    pub(crate) fn build(profile: Profile) -> Result<Self, String> {
        // The whole workspace and not `-p proxgrad-cli`: cargo unifies features over what is selected, and a
        // selection other than that of `cargo test --workspace` may compile wgpu a second time.
        let args = ["build", "--workspace", "--bins"].into_iter().chain(profile.flag());
        CommandLine::cargo(args).current_dir(workspace_root()).run_aside()?;
        Ok(Self { path: near_xtask(profile)? })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn line<I: IntoIterator<Item: AsRef<OsStr>>>(&self, args: I) -> CommandLine {
        CommandLine::new(&self.path, args)
    }

    /// Whether the program sees an adapter that it could use.
    ///
    /// # Errors
    ///
    /// The message to print where the program failed in another way.
    pub(crate) fn has_adapter(&self) -> Result<bool, String> {
        // 0: there is one, 1: there is none. Anything else must not be taken for a missing driver.
        Ok(self.line(["info", "--require-adapter"]).ask(&[0, 1])? == 0)
    }
}

/// Folder where cargo puts what it builds with the profile `dev`, found as the program is.
///
/// # Errors
///
/// The message to print where this xtask does not know where it lies.
pub(crate) fn dev_folder() -> Result<PathBuf, String> {
    let xtask =
        env::current_exe().map_err(|error| format!("cannot find out where this xtask lies: {error}"))?;
    Ok(program_path(&xtask, Profile::Dev).parent().expect("the program lies in a folder").to_owned())
}

/// Cargo's target folder.
///
/// # Errors
///
/// As [`dev_folder`].
pub(crate) fn target_folder() -> Result<PathBuf, String> {
    Ok(dev_folder()?.parent().expect("the folder of a profile lies in one").to_owned())
}

/// Path of the built program, found relative to this xtask, which cargo built too: that holds for every
/// `CARGO_TARGET_DIR`.
fn near_xtask(profile: Profile) -> Result<PathBuf, String> {
    let xtask =
        env::current_exe().map_err(|error| format!("cannot find out where this xtask lies: {error}"))?;
    let path = program_path(&xtask, profile);
    if !path.is_file() {
        return Err(format!(
            "{} is not there after the build; if CARGO_TARGET_DIR is set, make it an absolute path",
            path.display()
        ));
    }
    Ok(as_typed(path))
}

/// Path of the program, where `xtask` is `…/FOLDER OF ITS PROFILE/xtask`.
fn program_path(xtask: &Path, profile: Profile) -> PathBuf {
    let mut path = xtask.to_owned();
    path.pop();
    path.set_file_name(profile.folder());
    path.join(format!("proxgrad{}", env::consts::EXE_SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_lies_in_its_profiles_folder_whatever_profile_xtask_has() {
        let cases = [
            ("t/debug/xtask", Profile::Dev, "t/debug/proxgrad"),
            ("t/debug/xtask", Profile::Release, "t/release/proxgrad"),
            ("t/triple/release/xtask", Profile::Dev, "t/triple/debug/proxgrad"),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(xtask, profile, path)| (program_path(Path::new(xtask), profile), path))
            .filter(|(got, path)| got.with_extension("") != Path::new(path))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
