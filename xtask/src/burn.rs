//! Checks of the crate for burn. It is a workspace of its own, with some 300 crates and a newer compiler than the library
//! needs, so stages of its own build it, in a folder of its own.

use crate::command_line::CommandLine;
use crate::program::workspace_root;

/// The oldest Rust that compiles burn; that of the manifest, which a test compares.
const OLDEST_RUST: u64 = 95;

const FUSED: [&str; 2] = ["--features", "fusion,safetensors"];

/// Formatting, lints, and tests with kernel fusion.
pub(crate) fn check() -> Result<(), String> {
    cargo(["fmt", "--check"]).check()?;
    cargo(["test", "--all-targets"].into_iter().chain(FUSED)).check()?;
    cargo(["test", "--doc"].into_iter().chain(FUSED)).check()?;
    // What `cargo clippy` does, but in a build, which finds the 300 compiled crates of the tests. `cargo clippy` would check
    // all of them once more, for minutes.
    let clippy = cargo(["build", "--lib", "--tests", "--examples"].into_iter().chain(FUSED));
    let clippy = clippy.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    clippy.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__").check()
}

/// Two examples, which take some seconds so; tests without kernel fusion, the crate without wgpu, and its documentation.
pub(crate) fn check_other_features() -> Result<(), String> {
    for (example, options) in [("wide_and_deep", ["--steps", "60"]), ("benchmark", ["library", "--quick"])] {
        cargo(["run", "--example", example].into_iter().chain(FUSED).chain(["--"]).chain(options)).check()?;
    }
    cargo(["test", "--test", "suite", "--features", "safetensors"]).check()?;
    cargo(["clippy", "--lib", "--no-default-features", "--", "-D", "warnings"]).check()?;
    let doc = cargo(["doc", "--no-deps"].into_iter().chain(FUSED));
    doc.env("RUSTDOCFLAGS", "-D warnings").check()
}

/// Whether the compiler is new enough for burn.
pub(crate) fn available() -> Result<(), String> {
    let version = CommandLine::new("rustc", ["--version"]).output()?;
    let minor = version.split('.').nth(1).and_then(|minor| minor.parse::<u64>().ok());
    match minor {
        Some(minor) if minor >= OLDEST_RUST => Ok(()),
        _ => Err(format!("burn needs Rust 1.{OLDEST_RUST}, and this is {}", version.trim())),
    }
}

fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> CommandLine {
    let folder = workspace_root().join("crates/proxgrad-burn");
    CommandLine::cargo(args)
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", workspace_root().join("target/burn"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_rust_is_that_of_the_manifest() {
        let manifest = std::fs::read_to_string(workspace_root().join("crates/proxgrad-burn/Cargo.toml"));
        let expected = format!("rust-version = \"1.{OLDEST_RUST}\"");
        assert!(manifest.expect("the manifest").contains(&expected), "{expected}");
    }
}
