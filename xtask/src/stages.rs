//! The checks that a change has to pass: what each runs, and when. `.ci/run` runs the light ones by
//! `cargo xtask check`; `cargo xtask check-all` runs all of them.
//!
//! `docs/contributing.md` describes the stages; a test compares the two.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::command_line::CommandLine;
use crate::copy::copy_sources;
use crate::program::{dev_folder, workspace_root};
use crate::tools;
use crate::{burn, drivers, gpu_pack, mpi, packages, repeat_docs};

/// One check.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    /// Whether `.ci/run` runs the stage for every change.
    pub(crate) every_change: bool,
    /// Ends with `Err` where the machine lacks what the stage needs: why the stage is skipped.
    available: fn() -> Result<(), String>,
    run: fn() -> Result<(), String>,
}

impl Stage {
    const fn of_every_change(name: &'static str, run: fn() -> Result<(), String>) -> Self {
        Self { name, every_change: true, available: || Ok(()), run }
    }

    const fn of_check_all(name: &'static str, run: fn() -> Result<(), String>) -> Self {
        Self { every_change: false, ..Self::of_every_change(name, run) }
    }

    const fn if_available(self, available: fn() -> Result<(), String>) -> Self {
        Self { available, ..self }
    }
}

/// All stages, in the order in which they run: those that fail fast and cost little come first.
pub(crate) const STAGES: &[Stage] = &[
    Stage::of_every_change("fmt", || cargo(["fmt", "--all", "--check"]).check()),
    Stage::of_every_change("structure", || cargo(["test", "--package", "xtask"]).check()),
    Stage::of_every_change("deny", deny).if_available(tools::cargo_deny),
    // The README's command. Before clippy, so that the log holds the tests' results even where clippy complains.
    Stage::of_every_change("tests", || cargo(["xtask", "test"]).check()),
    Stage::of_every_change("second driver", drivers::swiftshader),
    Stage::of_every_change("tests without gpu", tests_without_gpu),
    // Denied here and not in the sources or through RUSTFLAGS: a newcomer's newer compiler may warn about more, and
    // RUSTFLAGS would compile every dependency a second time.
    Stage::of_every_change("clippy", clippy),
    Stage::of_every_change("features", features),
    // Only here: doc tests read RUSTDOCFLAGS too, and would be another build than the README's.
    Stage::of_every_change("docs", || {
        cargo(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").check()
    }),
    Stage::of_every_change("examples", examples),
    Stage::of_every_change("demo", || cargo(["xtask", "demo"]).check()),
    Stage::of_every_change("numbers", || repeat_docs::check().map(|_| ())),
    Stage::of_every_change("wasm32", wasm32).if_available(tools::wasm32_target),
    Stage::of_every_change("packages", packages::check),
    Stage::of_every_change("oldest Rust", oldest_rust).if_available(tools::oldest_rust),
    Stage::of_every_change("no adapter", no_adapter),
    Stage::of_every_change("tolerances", tolerances),
    Stage::of_every_change("mpi", mpi::check).if_available(mpi::available),
    Stage::of_every_change("burn", burn::check).if_available(burn::available),
    Stage::of_check_all("burn, other features", burn::check_other_features).if_available(burn::available),
    Stage::of_check_all("minimal versions", minimal_versions),
    Stage::of_check_all("gpu pack", gpu_pack::try_on_bare_machine)
        .if_available(gpu_pack::bare_machine_available),
    Stage::of_check_all("semver", semver).if_available(tools::semver_checks),
];

/// How a stage ended.
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

/// Runs the light stages or all, or those that are named, and prints a table of them. Returns the exit code.
///
/// With `all`, a stage that fails does not keep the others from running.
///
/// # Errors
///
/// The message to print where there is no stage of a name.
pub(crate) fn check(all: bool, names: &[String]) -> Result<i32, String> {
    let stages = selected(all, names)?;
    let start = Instant::now();
    let mut ended: Vec<(&Stage, Duration, Outcome)> = Vec::new();
    for stage in stages {
        eprintln!("==> [{:.0}s] {}", start.elapsed().as_secs_f64(), stage.name);
        let started = Instant::now();
        let outcome = match (stage.available)() {
            Err(reason) => Outcome::Skipped(reason),
            Ok(()) => (stage.run)().map_or_else(Outcome::Failed, |()| Outcome::Passed),
        };
        if let Outcome::Failed(error) | Outcome::Skipped(error) = &outcome {
            eprintln!("{}: {error}", stage.name);
        }
        let failed = matches!(outcome, Outcome::Failed(_));
        ended.push((stage, started.elapsed(), outcome));
        if failed && !all {
            break;
        }
    }
    eprintln!("\n{}", table(&ended));
    eprintln!("{:.0} s in all", start.elapsed().as_secs_f64());
    Ok(i32::from(ended.iter().any(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_)))))
}

fn selected(all: bool, names: &[String]) -> Result<Vec<&'static Stage>, String> {
    if names.is_empty() {
        return Ok(STAGES.iter().filter(|stage| all || stage.every_change).collect());
    }
    let find = |name: &String| {
        STAGES.iter().find(|stage| stage.name == name).ok_or_else(|| {
            let known: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
            format!("no stage is called `{name}`; there are: {}", known.join(", "))
        })
    };
    names.iter().map(find).collect()
}

/// A line for each stage: its name, its seconds and how it ended.
fn table(ended: &[(&Stage, Duration, Outcome)]) -> String {
    let lines = ended.iter().map(|(stage, took, outcome)| {
        let outcome = match outcome {
            Outcome::Passed => "passed".to_owned(),
            Outcome::Failed(error) => format!("FAILED: {}", first_line(error)),
            Outcome::Skipped(reason) => format!("skipped: {}", first_line(reason)),
        };
        format!("{:<18} {:>5.0} s  {outcome}", stage.name, took.as_secs_f64())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> CommandLine {
    CommandLine::cargo(args).current_dir(workspace_root())
}

/// Licences, sources and duplicates of all dependencies by `deny.toml`, also of the workspaces beside this one; known faults of them if the database
/// can be reached.
fn deny() -> Result<(), String> {
    let deny = |args: &[&str]| CommandLine::new(tools::cargo_deny_path(), args).current_dir(workspace_root());
    deny(&["--locked", "--workspace", "check", "bans", "licenses", "sources"]).check()?;
    for crate_name in ["proxgrad-burn", "proxgrad-mpi"] {
        let manifest = format!("crates/{crate_name}/Cargo.toml");
        let workspace = ["--locked", "--config", "deny.toml", "--manifest-path", &manifest];
        deny(&[&workspace[..], &["check", "bans", "licenses", "sources"]].concat()).check()?;
    }
    match deny(&["fetch", "db"]).run_aside() {
        Ok(()) => deny(&["--workspace", "check", "--disable-fetch", "advisories"]).check(),
        Err(_) => {
            eprintln!(
                "The database of advisories cannot be reached: known faults of dependencies are not checked."
            );
            Ok(())
        }
    }
}

/// Unit tests of the rooms below the GPU implementation, and the recorded bits of the CPU implementation on one thread
/// and on many.
fn tests_without_gpu() -> Result<(), String> {
    let test = ["test", "--package", "proxgrad", "--test", "features", "--no-default-features"];
    cargo(test.into_iter().chain(["--lib"])).check()?;
    cargo(test.into_iter().chain(["--features", "parallel"])).check()
}

/// The library with every set of its features. Clippy and not `check`, because clippy hands `-D warnings` to
/// our own crates alone.
fn features() -> Result<(), String> {
    const FEATURES: [&str; 3] = ["gpu", "parallel", "serde"];
    for set in 0..1 << FEATURES.len() {
        let chosen: Vec<_> = (0..FEATURES.len()).filter(|i| set >> i & 1 == 1).map(|i| FEATURES[i]).collect();
        let chosen = chosen.join(",");
        let args =
            ["clippy", "--package", "proxgrad", "--lib", "--no-default-features", "--features", &chosen];
        cargo(args.into_iter().chain(["--", "-D", "warnings"])).check()?;
    }
    Ok(())
}

/// Clippy on the workspace, and on the benchmark beside it.
fn clippy() -> Result<(), String> {
    const DENIED: [&str; 3] = ["--", "-D", "warnings"];
    cargo(["clippy", "--workspace", "--all-targets"].into_iter().chain(DENIED)).check()?;
    let settings = packages::settings_of_workspace()?;
    let bench = ["clippy", "--manifest-path", "benches/Cargo.toml", "--all-targets"];
    cargo(bench.into_iter().chain(settings.iter().map(String::as_str)).chain(DENIED)).check()
}

/// Every example, because what an example asserts is checked only when it runs.
fn examples() -> Result<(), String> {
    // All of the workspace: another selection may compile wgpu a second time.
    cargo(["build", "--workspace", "--examples"]).check()?;
    let folder = dev_folder()?.join("examples");
    for sources in ["examples", "crates/proxgrad-safetensors/examples"] {
        for name in names_in(&workspace_root().join(sources), "rs")? {
            CommandLine::new(folder.join(name), [""; 0]).check()?;
        }
    }
    // A package of its own, with a build of the library of its own.
    cargo(["run", "--package", "cpu_only"]).check()
}

/// Names, without extension, of the files of a folder that have the extension.
fn names_in(folder: &Path, extension: &str) -> Result<Vec<String>, String> {
    let said = |error| format!("cannot read {}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.extension().is_some_and(|found| found == extension) {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// The library for browsers, with wgpu's WebGPU backend.
fn wasm32() -> Result<(), String> {
    let args = ["check", "--package", "proxgrad", "--lib", "--target", "wasm32-unknown-unknown"];
    cargo(args.into_iter().chain(["--features", "serde"])).check()
}

/// The workspace with the Rust version that the manifests promise.
fn oldest_rust() -> Result<(), String> {
    let args = ["run", tools::OLDEST_RUST, "cargo", "check", "--workspace"];
    CommandLine::new("rustup", args).current_dir(workspace_root()).check()
}

/// The integration tests as on a device that need not compute as IEEE 754 says, which no driver here is.
fn tolerances() -> Result<(), String> {
    let args = ["test", "--package", "proxgrad-testing", "--test", "suite"];
    cargo(args).env("PROXGRAD_TEST_TOLERANCE", "1").check()
}

/// All tests on a machine whose drivers are hidden.
fn no_adapter() -> Result<(), String> {
    let line = cargo(["test", "--workspace"]).env("PROXGRAD_ALLOW_NO_GPU", "1").env("WGPU_BACKEND", "vulkan");
    line.env("VK_DRIVER_FILES", "no-such-driver.json").env("VK_ICD_FILENAMES", "no-such-driver.json").check()
}

/// The workspace with the lowest versions of its direct dependencies that the manifests allow.
///
/// In a copy, because `Cargo.lock` would change.
fn minimal_versions() -> Result<(), String> {
    let copy = workspace_root().join("target").join("minimal-versions");
    let said = |error| format!("cannot copy the workspace to {}: {error}", copy.display());
    let sources = copy.join("workspace");
    if sources.exists() {
        fs::remove_dir_all(&sources).map_err(said)?;
    }
    copy_sources(workspace_root(), &sources).map_err(said)?;
    fs::remove_file(sources.join("Cargo.lock")).map_err(said)?;
    // The option is one of nightly toolchains. Only for this command: build scripts that see the variable
    // take the compiler for a nightly one.
    let lock = CommandLine::cargo(["generate-lockfile", "-Z", "direct-minimal-versions"]);
    lock.current_dir(&sources).env("RUSTC_BOOTSTRAP", "1").check()?;
    let check = CommandLine::cargo(["check", "--workspace", "--all-targets", "--locked"]);
    check.current_dir(&sources).env("CARGO_TARGET_DIR", copy.join("target")).check()
}

/// The public interface, compared with the newest tag of a version.
fn semver() -> Result<(), String> {
    let tag = tools::newest_tag()?;
    let args = ["semver-checks", "--package", "proxgrad", "--baseline-rev", &tag];
    cargo(args).check()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_lists_every_stage_in_order_and_when_it_runs() {
        let page = fs::read_to_string(workspace_root().join("docs/contributing.md")).expect("the page");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let found: Vec<_> = rows
            .filter_map(|row| row.split_once("` | "))
            .filter_map(|(name, rest)| match rest.split_once(" |")?.0 {
                "every change" => Some((name, true)),
                "check-all" => Some((name, false)),
                _ => None,
            })
            .collect();
        let stages: Vec<_> = STAGES.iter().map(|stage| (stage.name, stage.every_change)).collect();
        assert_eq!(found, stages);
    }

    #[test]
    fn a_stage_that_does_not_exist_is_answered_with_those_that_do() {
        let Err(message) = selected(false, &["fmtt".to_owned()]) else { panic!("no such stage") };
        assert!(message.contains("`fmtt`") && message.contains("fmt, structure"), "{message}");
    }

    #[test]
    fn a_table_has_a_line_for_each_stage_with_its_seconds() {
        let second = Duration::from_secs(1);
        let ended = [
            (&STAGES[0], second, Outcome::Passed),
            (&STAGES[1], second, Outcome::Skipped("no tool\nat all".into())),
        ];
        let want = "fmt                    1 s  passed\nstructure              1 s  skipped: no tool";
        assert_eq!(table(&ended), want);
    }
}
