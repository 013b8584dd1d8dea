//! SwiftShader, a software Vulkan driver other than Mesa's: the suite on a second driver.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;
use crate::host::in_path;
use crate::program::workspace_root;

/// The package of Debian and its kin that carries SwiftShader, which is part of Chromium. 30 MB.
const PACKAGE: &str = "chromium-common";

/// Whether SwiftShader is there or can be brought here.
///
/// # Errors
///
/// What is missing.
pub(crate) fn available() -> Result<(), String> {
    if library().is_file() {
        return Ok(());
    }
    if !in_path("apt-get") || !in_path("dpkg-deb") {
        return Err(format!(
            "SwiftShader is taken from Debian's package {PACKAGE}, which needs apt-get and dpkg-deb"
        ));
    }
    bring()
}

/// The integration tests on SwiftShader.
///
/// # Errors
///
/// The message to print where they fail.
pub(crate) fn suite() -> Result<(), String> {
    let icd = folder().join("swiftshader.json");
    let text = format!(
        r#"{{"file_format_version": "1.0.0", "ICD": {{"library_path": "{}", "api_version": "1.1.0"}}}}"#,
        library().display()
    );
    fs::write(&icd, text).map_err(|error| format!("cannot write {}: {error}", icd.display()))?;
    // All of the workspace, so that the suite which the stage `tests` has compiled is used.
    let suite = ["test", "--workspace", "--test", "suite"];
    // Older loaders read the second variable alone.
    let line = CommandLine::cargo(suite).env("VK_DRIVER_FILES", &icd).env("VK_ICD_FILENAMES", &icd);
    line.current_dir(workspace_root()).check()
}

fn bring() -> Result<(), String> {
    let folder = folder();
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    CommandLine::new("apt-get", ["download", PACKAGE]).current_dir(&folder).run_aside()?;
    let package = package_in(&folder)?;
    let unpack = ["-x".into(), package.into_os_string(), folder.clone().into_os_string()];
    CommandLine::new("dpkg-deb", unpack).run_aside()?;
    if library().is_file() { Ok(()) } else { Err(format!("{} is not in {PACKAGE}", library().display())) }
}

fn package_in(folder: &Path) -> Result<PathBuf, String> {
    let said = |error| format!("cannot read {}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            return Ok(path);
        }
    }
    Err(format!("apt-get left no package in {}", folder.display()))
}

fn folder() -> PathBuf {
    workspace_root().join("target").join("swiftshader")
}

fn library() -> PathBuf {
    folder().join("usr/lib/chromium/libvk_swiftshader.so")
}
