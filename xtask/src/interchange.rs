//! Files of other programs, and this project's files in other programs: the scripts of `docs/import` tried with
//! TensorFlow, PyTorch and MindSpore, by `xtask/interchange`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::command_line::CommandLine;
use crate::program::{Profile, Program, dev_folder, target_folder, workspace_root};
use crate::python::Environment;

/// Folders of `xtask/interchange`, each with a script and its requirements: checks of files, which need NumPy alone; of exported
/// models, with scikit-learn and liblinear; and of the programs whose checkpoints are imported.
pub(crate) const PROGRAMS: [&str; 5] = ["files", "exports", "tensorflow", "pytorch", "mindspore"];

/// How many of them import nothing, and have no fixtures.
const WITHOUT_FIXTURES: usize = 2;

/// The example that goes on from a state file.
const EXAMPLE: &str = "continue_import";

/// How the checks of one program ended.
enum Outcome {
    Passed,
    Failed(i32),
    /// There is no environment for it: why.
    LeftOut(String),
}

/// Runs the checks of the programs that are named, or of all, and prints how they ended; with `write` makes their
/// fixtures anew. Returns the exit code, which is 1 where a check has failed. A program that cannot be installed is
/// left out, but for the checks of files, which need NumPy alone.
///
/// # Errors
///
/// The message to print where a name is unknown, or what the checks need does not compile.
pub(crate) fn compare(write: bool, names: &[String]) -> Result<i32, String> {
    let chosen = selected(names)?;
    let program = Program::build(Profile::Dev)?;
    let line = CommandLine::cargo(["build", "--workspace", "--example", EXAMPLE]);
    line.current_dir(workspace_root()).run_aside()?;
    let example = dev_folder()?.join("examples").join(format!("{EXAMPLE}{}", std::env::consts::EXE_SUFFIX));
    let mut ended = Vec::new();
    for name in chosen {
        let environment = environment(name)?;
        let outcome = match environment.make() {
            Err(reason) => Outcome::LeftOut(reason),
            Ok(()) => {
                let results = target_folder()?.join("interchange").join(name).join("results");
                let args = [results, example.clone(), program.path().to_owned()].map(OsString::from);
                let writes = write && PROGRAMS[WITHOUT_FIXTURES..].contains(&name);
                let args = if writes { vec![OsString::from("--write")] } else { args.into() };
                match environment.line(args).run()? {
                    0 => Outcome::Passed,
                    code => Outcome::Failed(code),
                }
            }
        };
        ended.push((name, outcome));
    }
    eprintln!("\n{}", table(&ended));
    Ok(i32::from(ended.iter().any(|(name, outcome)| is_failure(name, outcome))))
}

fn selected(names: &[String]) -> Result<Vec<&'static str>, String> {
    if names.is_empty() {
        return Ok(PROGRAMS.into());
    }
    let find = |name: &String| {
        let known = PROGRAMS.into_iter().find(|program| program == name);
        known.ok_or_else(|| format!("no checks are called `{name}`; there are: {}", PROGRAMS.join(", ")))
    };
    names.iter().map(find).collect()
}

fn source_of(name: &str) -> PathBuf {
    workspace_root().join("xtask").join("interchange").join(name)
}

fn environment(name: &str) -> Result<Environment, String> {
    let path = target_folder()?.join("interchange").join(name).join("python");
    Ok(Environment { path, source: source_of(name), script: "check.py" })
}

fn is_failure(name: &str, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Passed => false,
        Outcome::Failed(_) => true,
        Outcome::LeftOut(_) => name == PROGRAMS[0],
    }
}

fn table(ended: &[(&str, Outcome)]) -> String {
    let lines = ended.iter().map(|(name, outcome)| {
        let outcome = match outcome {
            Outcome::Passed => "passed".to_owned(),
            Outcome::Failed(code) => format!("FAILED with exit status {code}"),
            Outcome::LeftOut(reason) => format!("left out: {reason}"),
        };
        format!("{name:<11} {outcome}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_program_has_a_script_and_its_requirements_and_those_that_are_imported_from_have_fixtures() {
        let root = workspace_root();
        for name in PROGRAMS {
            for file in ["check.py", "requirements.txt"] {
                assert!(source_of(name).join(file).is_file(), "{name}: {file}");
            }
        }
        for name in &PROGRAMS[WITHOUT_FIXTURES..] {
            assert!(root.join(format!("docs/import/from_{name}.py")).is_file(), "{name}");
            let fixtures = fs::read_dir(root.join("tests/fixtures/import").join(name)).expect("fixtures");
            let script = fs::read_to_string(source_of(name).join("check.py")).expect("the script");
            let mut cases = 0;
            for entry in fixtures.map(|entry| entry.expect("a fixture").path()) {
                let case = entry.file_name().expect("a name").to_string_lossy().into_owned();
                assert!(script.contains(&format!("\"{case}\"")), "{name}: {case}");
                assert!(
                    ["state", "continued"]
                        .iter()
                        .all(|file| entry.join(format!("{file}.safetensors")).is_file())
                );
                cases += 1;
            }
            assert!(cases > 0, "{name}");
        }
    }

    #[test]
    fn the_import_scripts_name_the_version_of_the_workspace_and_the_versions_that_are_installed() {
        let root = workspace_root();
        let read = |path: &str| fs::read_to_string(root.join(path)).expect(path);
        let (manifest, shared) = (read("Cargo.toml"), read("docs/import/proxgrad_state.py"));
        let version = manifest.lines().find_map(|line| line.strip_prefix("version = ")).expect("a version");
        assert!(shared.lines().any(|line| line == format!("VERSION = {version}")), "{version}");
        for name in &PROGRAMS[WITHOUT_FIXTURES..] {
            let requirements = read(&format!("xtask/interchange/{name}/requirements.txt"));
            let pinned = requirements.lines().find_map(|line| line.split_once("=="));
            let (_, installed) = pinned.expect("a pinned version");
            let script = read(&format!("docs/import/from_{name}.py"));
            let tried = script.lines().find(|line| line.starts_with("Tried with ")).expect("what was tried");
            assert!(tried.contains(installed), "{name}: {tried}");
        }
    }

    #[test]
    fn unknown_names_are_answered_with_those_that_there_are() {
        let message = selected(&["torch".to_owned()]).expect_err("no such checks");
        assert!(message.contains("`torch`") && message.contains("tensorflow, pytorch"), "{message}");
        assert_eq!(selected(&["pytorch".to_owned()]), Ok(vec!["pytorch"]));
    }

    #[test]
    fn what_cannot_be_installed_is_left_out_and_files_are_always_checked() {
        let left_out = || Outcome::LeftOut("no package".to_owned());
        assert!(is_failure("files", &left_out()) && !is_failure("mindspore", &left_out()));
        assert!(is_failure("mindspore", &Outcome::Failed(1)) && !is_failure("files", &Outcome::Passed));
        let ended = [("files", Outcome::Passed), ("mindspore", left_out()), ("pytorch", Outcome::Failed(1))];
        let want =
            "files       passed\nmindspore   left out: no package\npytorch     FAILED with exit status 1";
        assert_eq!(table(&ended), want);
    }
}
