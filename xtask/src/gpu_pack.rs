//! `cargo xtask gpu-pack`: one archive with all that a machine needs which has a GPU, its driver and Python alone.
//!
//! What runs there is `xtask/gpu-pack/run.py`; `docs/hardware/README.md` says how to use it.

mod artifacts;
mod document;

use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;
use crate::copy::copy_sources;
use crate::host::in_path;
use crate::program::{Profile, Program, as_typed, target_folder, workspace_root};
use artifacts::Artifact;
use document::Document;

/// Bytes that the archive may have: what one sends without a second thought.
const LARGEST: u64 = 60 << 20;

/// What tests and the runner read of the repository. The folders of the packages are made besides.
const TREE: &[&str] = &[
    "crates/proxgrad-bench/shaders",
    "crates/proxgrad-cli/shaders",
    "docs",
    "peers",
    "shaders",
    "tests/fixtures",
    "tests/golden",
];

/// Makes `target/gpu-pack`: the archive, and beside it the script that unpacks and runs it.
///
/// # Errors
///
/// The message to print where something does not compile, cannot be written, or the archive grows too large.
pub(crate) fn make(with_tests: bool) -> Result<(), String> {
    let folder = folder()?;
    let files = folder.join("files");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    make_folder(&files.join("bin"))?;
    let release = Program::build(Profile::Release)?;
    strip(release.path(), &files.join("bin").join("proxgrad"))?;
    let tests = if with_tests { add_tests(&files)? } else { vec![] };
    add_tree(&files, &tests)?;
    add_runner(&folder, &files)?;
    let document = Document::gather(&tests)?.to_string();
    let path = files.join("pack.json");
    fs::write(&path, document).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let archive = archive(&folder)?;
    fs::remove_dir_all(&files).map_err(|error| format!("cannot remove {}: {error}", files.display()))?;
    check_size(&archive)
}

/// Tests the runner with programs that crash, hang or are not there.
///
/// # Errors
///
/// The message to print where a test fails.
#[cfg(test)]
pub(crate) fn self_test() -> Result<(), String> {
    let runner = sources().join("run.py");
    CommandLine::new("python3", ["-B".as_ref(), runner.as_os_str(), "--self-test".as_ref()])
        .output()
        .map(|_| ())
}

/// Whether a machine without anything but Python and a software driver can be made here.
///
/// # Errors
///
/// What is missing.
pub(crate) fn bare_machine_available() -> Result<(), String> {
    if !cfg!(target_os = "linux") || !in_path("python3") {
        return Err("a machine without anything but a driver is made by python3, on Linux".to_owned());
    }
    let said = bare_machine(&["--missing"]).output()?;
    if said.trim().is_empty() { Ok(()) } else { Err(said.trim().to_owned()) }
}

/// Makes the pack, and runs a part of it where there is nothing but Python and a software driver.
///
/// # Errors
///
/// The message to print where something of it fails.
pub(crate) fn try_on_bare_machine() -> Result<(), String> {
    make(true)?;
    let folder = folder()?;
    bare_machine(&[]).arg(folder).check()
}

fn bare_machine(args: &[&str]) -> CommandLine {
    let script = sources().join("bare_machine.py").into_os_string();
    CommandLine::new("python3", ["-B".into(), script].into_iter().chain(args.iter().map(Into::into)))
}

/// `target/gpu-pack`
fn folder() -> Result<PathBuf, String> {
    Ok(target_folder()?.join("gpu-pack"))
}

/// Where the runner's sources lie.
fn sources() -> PathBuf {
    workspace_root().join("xtask").join("gpu-pack")
}

/// Builds and adds all test programs, and the program that some of them start; returns the test programs.
fn add_tests(files: &Path) -> Result<Vec<Artifact>, String> {
    let build = ["test", "--workspace", "--exclude", "xtask", "--no-run"];
    let line = |more: &[&'static str]| {
        CommandLine::cargo(build.into_iter().chain(more.iter().copied())).current_dir(workspace_root())
    };
    // Once for people, who see how far it is, and once for their paths.
    line(&[]).run_aside()?;
    let built = artifacts::of_messages(&line(&["--message-format=json"]).output()?)?;
    make_folder(&files.join("tests"))?;
    let (tests, programs): (Vec<_>, Vec<_>) = built.into_iter().partition(|artifact| artifact.is_test);
    for test in &tests {
        strip(&test.path, &files.join("tests").join(test.name()))?;
    }
    let program = programs.iter().find(|artifact| artifact.target == "proxgrad");
    let program = program.ok_or("cargo did not say where the program lies that tests start")?;
    strip(&program.path, &files.join("bin").join("proxgrad-checked"))?;
    Ok(tests)
}

/// Adds the files of the repository that are read at run time.
fn add_tree(files: &Path, tests: &[Artifact]) -> Result<(), String> {
    let tree = files.join("tree");
    for test in tests {
        make_folder(&tree.join(&test.package))?;
    }
    for part in TREE {
        let to = tree.join(part);
        copy_sources(&workspace_root().join(part), &to)
            .map_err(|error| format!("cannot copy {part} to {}: {error}", to.display()))?;
    }
    Ok(())
}

/// Adds the runner, and its first part beside the archive.
fn add_runner(folder: &Path, files: &Path) -> Result<(), String> {
    for (name, to) in [
        ("run.sh", folder),
        ("run.py", files),
        ("part.py", files),
        ("libtest.py", files),
        ("machine.py", files),
        ("page.py", files),
        ("self_test.py", files),
    ] {
        let said = |error| format!("cannot copy {name} to {}: {error}", to.display());
        fs::copy(sources().join(name), to.join(name)).map_err(said)?;
    }
    Ok(())
}

/// Copies a program without its symbols, which are most of it.
fn strip(from: &Path, to: &Path) -> Result<(), String> {
    if in_path("strip") {
        return CommandLine::new("strip", ["-o".as_ref(), to.as_os_str(), from.as_os_str()])
            .ask(&[0])
            .map(|_| ());
    }
    fs::copy(from, to).map(|_| ()).map_err(|error| format!("cannot copy {}: {error}", from.display()))
}

/// Packs `files`, by xz where it is there.
fn archive(folder: &Path) -> Result<PathBuf, String> {
    let (flag, name) = if in_path("xz") { ("-cJf", "pack.tar.xz") } else { ("-czf", "pack.tar.gz") };
    let path = folder.join(name);
    let args =
        ["-C".into(), folder.join("files").into_os_string(), flag.into(), path.clone().into_os_string()];
    CommandLine::new("tar", args.into_iter().chain([".".into()])).run_aside()?;
    Ok(path)
}

fn check_size(archive: &Path) -> Result<(), String> {
    let size = fs::metadata(archive).map_err(|error| format!("{}: {error}", archive.display()))?.len();
    println!("{} ({:.1} MiB)", as_typed(archive.to_owned()).display(), size as f64 / f64::from(1 << 20));
    println!("{}", as_typed(archive.with_file_name("run.sh")).display());
    if size > LARGEST {
        return Err(format!("the archive has {size} bytes, more than {LARGEST}"));
    }
    Ok(())
}

fn make_folder(path: &Path) -> Result<(), String> {
    fs::create_dir_all(path).map_err(|error| format!("cannot make {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_survives_programs_that_crash_hang_or_are_not_there() {
        if in_path("python3") {
            self_test().unwrap_or_else(|error| panic!("{error}"));
        } else {
            eprintln!("SKIPPED: python3 is not here, which the runner needs");
        }
    }

    #[test]
    fn every_file_of_the_runner_goes_into_the_pack() {
        let to = std::env::temp_dir().join(format!("proxgrad-gpu-pack-{}", std::process::id()));
        make_folder(&to).unwrap_or_else(|error| panic!("{error}"));
        add_runner(&to, &to).unwrap_or_else(|error| panic!("{error}"));
        let names = |folder: &Path| {
            let entries =
                fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
            let mut names: Vec<_> = entries.filter(|name| name != "__pycache__").collect();
            names.sort();
            names
        };
        let packed = names(&to);
        fs::remove_dir_all(&to).expect("a folder that was just made");
        let written: Vec<_> =
            names(&sources()).into_iter().filter(|name| name != "bare_machine.py").collect();
        assert_eq!(packed, written);
    }

    #[test]
    fn tests_find_at_run_time_what_they_read_and_start() {
        let wrong: Vec<_> = ["src", "crates", "tests"]
            .into_iter()
            .flat_map(|folder| sources_below(&workspace_root().join(folder)))
            .filter(|path| {
                let text = fs::read_to_string(path).expect("a source");
                let text: String = text.lines().filter(|line| !line.starts_with("//")).collect();
                let count = |pattern: &str| text.matches(pattern).count();
                ["CARGO_MANIFEST_DIR", "CARGO_BIN_EXE_proxgrad"].into_iter().any(|name| {
                    count(&format!("env!(\"{name}\")")) > count(&format!("env::var_os(\"{name}\")"))
                })
            })
            .collect();
        assert!(wrong.is_empty(), "where these were compiled, nothing lies when a pack is run: {wrong:?}");
    }

    /// The Rust files of a folder and those below it.
    fn sources_below(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        let files = files.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
        files.chain(folders.iter().flat_map(|folder| sources_below(folder))).collect()
    }

    #[test]
    fn what_is_read_at_run_time_is_in_the_repository() {
        assert!(TREE.iter().all(|part| workspace_root().join(part).is_dir()), "{TREE:?}");
    }
}
