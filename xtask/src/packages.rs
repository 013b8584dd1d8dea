//! The packages that are published: their sizes, and whether they compile on their own, tests included.

use std::fs;
use std::path::PathBuf;

use crate::command_line::CommandLine;
use crate::program::{target_folder, workspace_root};

/// A published package, and its folder in the workspace.
const PACKAGES: [(&str, &str); 4] = [
    ("proxgrad", "."),
    ("proxgrad-testing", "crates/proxgrad-testing"),
    ("proxgrad-bench", "crates/proxgrad-bench"),
    ("proxgrad-cli", "crates/proxgrad-cli"),
];

/// Bytes that a package may have as it is uploaded.
const LARGEST: u64 = 500_000;

/// Makes every package, compiles it as its users would, and compiles its tests from what it holds.
///
/// # Errors
///
/// The message to print about the first package that does not pass.
pub(crate) fn check() -> Result<(), String> {
    let root = workspace_root();
    // All at once: cargo then takes each of them for published while it compiles the next. `--allow-dirty`, so that
    // a change can be checked before it is committed.
    let package = ["package", "--workspace", "--exclude", "xtask", "--exclude", "cpu_only", "--allow-dirty"];
    CommandLine::cargo(package).current_dir(root).check()?;
    for (name, _) in PACKAGES {
        let file = packages()?.join(format!("{}.crate", versioned(name)));
        let size = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?.len();
        eprintln!("{name}: {} kB", size.div_ceil(1000));
        if size > LARGEST {
            return Err(format!("the package {name} has {size} bytes, more than {LARGEST}"));
        }
    }
    for (name, _) in PACKAGES {
        compile_tests(name)?;
    }
    Ok(())
}

/// Compiles all targets of an unpacked package, with the other packages of the workspace in place of those of
/// the registry.
fn compile_tests(name: &str) -> Result<(), String> {
    let manifest = packages()?.join(versioned(name)).join("Cargo.toml");
    let mut line: Vec<String> =
        vec!["test".into(), "--no-run".into(), "--manifest-path".into(), manifest.display().to_string()];
    // Shared, so that dependencies are not compiled again.
    line.extend(["--target-dir".into(), target_folder()?.display().to_string()]);
    for (other, folder) in PACKAGES.iter().filter(|(other, _)| *other != name) {
        let path = workspace_root().join(folder);
        line.extend(["--config".into(), format!("patch.crates-io.{other}.path='{}'", path.display())]);
    }
    CommandLine::cargo(line).check()
}

/// Where cargo leaves packages, and beside each a folder with what is in it.
fn packages() -> Result<PathBuf, String> {
    Ok(target_folder()?.join("package"))
}

/// The name of a package with its version.
fn versioned(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}
