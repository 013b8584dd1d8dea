//! The packages that are published: their sizes, and whether they compile on their own, tests included.

use std::fs;
use std::path::PathBuf;

use crate::command_line::CommandLine;
use crate::program::{target_folder, workspace_root};

/// A published package, and its folder in the workspace.
const PACKAGES: [(&str, &str); 5] = [
    ("proxgrad", "."),
    ("proxgrad-safetensors", "crates/proxgrad-safetensors"),
    ("proxgrad-testing", "crates/proxgrad-testing"),
    ("proxgrad-bench", "crates/proxgrad-bench"),
    ("proxgrad-cli", "crates/proxgrad-cli"),
];

/// Bytes that a package may have as it is uploaded.
const LARGEST: u64 = 500_000;

/// Makes every package, and checks that all of its targets, tests included, compile from what it holds.
///
/// # Errors
///
/// The message to print about the first package that does not pass.
pub(crate) fn check() -> Result<(), String> {
    let root = workspace_root();
    // All at once: cargo then takes each of them for published while it resolves the next. `--no-verify`, because that
    // would compile every dependency four times, and no tests. `--allow-dirty`, so that a change can be checked before
    // it is committed.
    let package = [
        "package",
        "--workspace",
        "--exclude",
        "xtask",
        "--exclude",
        "cpu_only",
        "--no-verify",
        "--allow-dirty",
    ];
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
        unpack(name)?;
        check_targets(name)?;
    }
    run_in_new_package()
}

/// Runs the program of the README in a new package outside the workspace, with the dependencies that the README names and
/// the library as it is packaged.
fn run_in_new_package() -> Result<(), String> {
    let folder = packages()?.join("new");
    let library = packages()?.join(versioned("proxgrad"));
    let readme = fs::read_to_string(workspace_root().join("README.md"))
        .map_err(|error| format!("cannot read README.md: {error}"))?;
    let dependencies = snippet(&readme, "```toml\n[dependencies]\n")?.replace(
        "git = \"https://github.com/proxgrad/proxgrad\"",
        // With quotes and backslashes of Windows as TOML wants them.
        &format!("path = {:?}", library.display().to_string()),
    );
    let manifest = format!(
        "[package]\nname = \"new\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    let program = snippet(&readme, "<!-- examples/quickstart.rs -->\n```rust,no_run\n")?;
    let sources = folder.join("src");
    let said = |error| format!("cannot write {}: {error}", folder.display());
    fs::create_dir_all(&sources).map_err(said)?;
    fs::write(folder.join("Cargo.toml"), manifest).map_err(said)?;
    fs::write(sources.join("main.rs"), program).map_err(said)?;
    // Of the versions that the workspace has, so that the registry is not asked for others.
    fs::copy(workspace_root().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(said)?;
    let mut line = vec!["run".to_owned()];
    line.extend(["--manifest-path".into(), folder.join("Cargo.toml").display().to_string()]);
    line.extend(settings_of_workspace()?);
    CommandLine::cargo(line).check()
}

/// The code block of a page that begins with `start`, without the line of backticks that ends it.
fn snippet<'a>(page: &'a str, start: &str) -> Result<&'a str, String> {
    let (_, rest) = page.split_once(start).ok_or_else(|| format!("README.md lacks {start:?}"))?;
    rest.split_once("```").map(|(snippet, _)| snippet).ok_or_else(|| "a snippet without an end".to_owned())
}

/// Unpacks a package beside its file.
fn unpack(name: &str) -> Result<(), String> {
    let folder = packages()?.join(versioned(name));
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    let file = format!("{}.crate", versioned(name));
    CommandLine::new("tar", ["-xzf", &file]).current_dir(&packages()?).check()
}

/// Checks all targets of an unpacked package, with the other packages of the workspace in place of those of the
/// registry.
fn check_targets(name: &str) -> Result<(), String> {
    let manifest = packages()?.join(versioned(name)).join("Cargo.toml");
    let mut line: Vec<String> = vec![
        "check".into(),
        "--all-targets".into(),
        "--manifest-path".into(),
        manifest.display().to_string(),
    ];
    line.extend(settings_of_workspace()?);
    for (other, folder) in PACKAGES.iter().filter(|(other, _)| *other != name) {
        let path = workspace_root().join(folder);
        line.extend(["--config".into(), format!("patch.crates-io.{other}.path='{}'", path.display())]);
    }
    CommandLine::cargo(line).check()
}

/// Arguments of cargo for the target folder and the profile of the workspace, so that dependencies are not compiled again.
pub(crate) fn settings_of_workspace() -> Result<Vec<String>, String> {
    let mut line = vec!["--target-dir".to_owned(), target_folder()?.display().to_string()];
    for setting in [
        "opt-level=2",
        "debug='line-tables-only'",
        "lto='off'",
        "incremental=false",
        "package.'*'.debug=false",
    ] {
        line.extend(["--config".to_owned(), format!("profile.dev.{setting}")]);
    }
    Ok(line)
}

/// Where cargo leaves packages, and beside each a folder with what is in it.
fn packages() -> Result<PathBuf, String> {
    Ok(target_folder()?.join("package"))
}

/// The name of a package with its version.
fn versioned(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}
