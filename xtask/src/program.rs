//! The program `proxgrad`, built from this workspace.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;

/// Where the workspace's `Cargo.toml` lies.
pub(crate) fn workspace_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace's root")
}

/// A built `proxgrad`.
pub(crate) struct Program {
    /// Relative where it lies below the current directory: that is what a user would type.
    path: PathBuf,
}

impl Program {
    /// Builds it.
    ///
    /// # Errors
    ///
    /// What to print where it did not compile.
    pub(crate) fn build() -> Result<Self, String> {
        // The whole workspace and not `-p proxgrad-cli`: cargo unifies features over what is selected, and a
        // selection other than that of `cargo test --workspace` may compile wgpu a second time.
        CommandLine::cargo(["build", "--workspace", "--bins"]).current_dir(workspace_root()).run_aside()?;
        Ok(Self { path: beside_xtask()? })
    }

    pub(crate) fn line<I: IntoIterator<Item: AsRef<OsStr>>>(&self, args: I) -> CommandLine {
        CommandLine::new(&self.path, args)
    }

    /// Whether the program sees an adapter that it could use.
    ///
    /// # Errors
    ///
    /// What to print where the program failed in another way.
    pub(crate) fn has_adapter(&self) -> Result<bool, String> {
        // 0: there is one, 1: there is none. Anything else must not be taken for a missing driver.
        Ok(self.line(["info", "--require-adapter"]).ask(&[0, 1])? == 0)
    }
}

/// Cargo put this xtask where it puts `proxgrad`: the one place that holds for every `CARGO_TARGET_DIR`.
fn beside_xtask() -> Result<PathBuf, String> {
    let xtask =
        env::current_exe().map_err(|error| format!("cannot find out where this xtask lies: {error}"))?;
    let path = xtask.with_file_name(format!("proxgrad{}", env::consts::EXE_SUFFIX));
    if !path.is_file() {
        return Err(format!(
            "{} is not there after the build; run `cargo xtask` without --release",
            path.display()
        ));
    }
    let here = env::current_dir().ok();
    Ok(here.and_then(|here| path.strip_prefix(here).map(Path::to_owned).ok()).unwrap_or(path))
}
