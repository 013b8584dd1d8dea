//! The kernels through the compilers of other platforms: naga's back ends, and tint, which is Chromium's.

use std::fs;
use std::path::{Path, PathBuf};

use super::page::Row;
use crate::command_line::CommandLine;
use crate::host::in_path;
use crate::program::{target_folder, workspace_root};

/// Languages into which tint may translate, each of which it can be built without: its help lists those that it has.
const TINT_FORMATS: [&str; 4] = ["wgsl", "spirv", "msl", "hlsl"];

const NAGA: &str = "naga, the compiler of wgpu";
const TINT: &str = "tint, the compiler of Chromium";

/// The rows of an earlier run.
pub(crate) fn kept() -> Vec<Row> {
    [NAGA, TINT].map(Row::kept).into()
}

/// Writes the kernels as plain WGSL, and translates all of them.
pub(crate) fn test() -> Vec<Row> {
    eprintln!("==> compilers");
    match write_kernels() {
        Ok(folder) => vec![naga(&folder), tint(&folder)],
        Err(reason) => [NAGA, TINT].map(|name| Row::failed(name, reason.clone())).into(),
    }
}

fn write_kernels() -> Result<PathBuf, String> {
    let folder = target_folder()?.join("kernels");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    let test = ["test", "--lib", "kernels_are_wgsl_without_overrides_too"];
    let line = CommandLine::cargo(test).current_dir(workspace_root()).env("PROXGRAD_TEST_SHADERS", &folder);
    line.run_aside()?;
    Ok(folder)
}

/// naga with every back end, as a package outside of the workspace.
fn naga(folder: &Path) -> Row {
    let translated = target_folder().and_then(|target| {
        let manifest = workspace_root().join("xtask/translate/Cargo.toml");
        let line = CommandLine::cargo(["run", "--locked", "--quiet", "--manifest-path"]).arg(manifest);
        line.arg("--").arg(folder).env("CARGO_TARGET_DIR", target.join("translate")).transcript()
    });
    let version = locked_version("naga").unwrap_or_else(|| "?".into());
    match translated {
        Err(reason) => Row::failed(NAGA, reason),
        Ok((passed, said)) => {
            let said: Vec<_> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            Row::of_compiler(NAGA, version, passed, said.join("; "))
        }
    }
}

/// The version of a package that the program `translate` is locked to.
fn locked_version(package: &str) -> Option<String> {
    version_in_lock(&fs::read_to_string(workspace_root().join("xtask/translate/Cargo.lock")).ok()?, package)
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let (_, found) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    found.split('"').next().map(str::to_owned)
}

fn tint(folder: &Path) -> Row {
    if !in_path("tint") {
        return Row::not_run(TINT, "there is no `tint` in PATH".into());
    }
    match translate_with_tint(folder) {
        Ok(counts) => Row::of_compiler(TINT, "from PATH".into(), true, counts),
        Err(refused) => Row::failed(TINT, refused),
    }
}

/// The languages of `--format <…>` in the help.
fn tint_formats(help: &str) -> Vec<&'static str> {
    let listed =
        help.split_once("--format <").and_then(|(_, rest)| rest.split('>').next()).unwrap_or_default();
    let listed: Vec<_> = listed.split('|').collect();
    TINT_FORMATS.into_iter().filter(|format| listed.contains(format)).collect()
}

/// The number of kernels; an error for the first that is refused.
fn translate_with_tint(folder: &Path) -> Result<String, String> {
    // Its exit code says nothing.
    let (_, help) = CommandLine::new("tint", ["--help"]).transcript()?;
    let formats = tint_formats(&help);
    let said = |error| format!("cannot read {}: {error}", folder.display());
    let mut count = 0;
    for entry in fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        for format in &formats {
            let args = ["--format", format, "--output-name", "/dev/null"];
            CommandLine::new("tint", args).arg(&path).ask(&[0])?;
        }
        count += 1;
    }
    let languages = formats.iter().map(|format| format!("{}: {count} of {count}", format.to_uppercase()));
    Ok(languages.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tint_translates_into_the_languages_that_its_help_lists() {
        assert_eq!(tint_formats("Options:\n--format <none|wgsl|ir>  Output\n"), ["wgsl"]);
        assert_eq!(tint_formats("--format <none|spirv|spvasm|wgsl|msl|hlsl|ir>"), TINT_FORMATS);
    }

    #[test]
    fn the_kernels_are_translated_by_the_naga_that_wgpu_uses() {
        let lock = fs::read_to_string(workspace_root().join("Cargo.lock")).expect("the lock file");
        assert_eq!(locked_version("naga"), version_in_lock(&lock, "naga"));
        assert!(locked_version("naga").is_some());
    }
}
