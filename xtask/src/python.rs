//! Python scripts of this workspace, each with its packages in an environment of its own under `target`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;

/// Names of Python interpreters, in the order in which they are tried. A framework has packages for some
/// versions of Python only, rarely for the newest.
const PYTHONS: &[&str] = &["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/// A Python environment and the script that runs in it.
pub(crate) struct Environment {
    /// Folder of the environment.
    pub(crate) path: PathBuf,
    /// Folder of the script and of `requirements.txt`.
    pub(crate) source: PathBuf,
    /// Name of the script.
    pub(crate) script: &'static str,
}

impl Environment {
    fn python(&self) -> PathBuf {
        self.path.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
    }

    fn requirements(&self) -> PathBuf {
        self.source.join("requirements.txt")
    }

    /// A copy of the requirements, written last, so that an interrupted installation is not taken for a whole
    /// one.
    fn installed(&self) -> PathBuf {
        self.path.join("installed.txt")
    }

    /// The command line that starts the script. `-I`: nothing of the user's own Python is mixed in. `-B`:
    /// Python writes no compiled files beside the sources.
    pub(crate) fn line(&self, args: impl IntoIterator<Item = OsString>) -> CommandLine {
        let script = self.source.join(self.script).into_os_string();
        let flags = ["-I", "-B"].map(OsString::from);
        CommandLine::new(self.python(), flags.into_iter().chain([script]).chain(args))
    }

    /// Whether the environment holds what the script requires, and its Python was not removed from the system
    /// since.
    fn is_made(&self) -> bool {
        let installed = fs::read(self.installed()).ok();
        installed.is_some() && installed == fs::read(self.requirements()).ok() && self.python().is_file()
    }

    /// Makes the environment where it is missing.
    ///
    /// # Errors
    ///
    /// Why it could not be made, and what to do about that.
    pub(crate) fn make(&self) -> Result<(), String> {
        if self.is_made() {
            return Ok(());
        }
        let mut tried = Vec::new();
        for python in PYTHONS.iter().filter(|python| has_venv(python)) {
            match self.install(python) {
                Ok(()) => return Ok(()),
                Err(error) => tried.push(format!("with {python}: {error}")),
            }
        }
        Err(remedy(&tried))
    }

    fn install(&self, python: &str) -> Result<(), String> {
        venv(python, &self.path).run_aside()?;
        pip_install(&self.python(), &self.requirements()).run_aside()?;
        fs::copy(self.requirements(), self.installed())
            .map(|_| ())
            .map_err(|error| format!("cannot write {}: {error}", self.installed().display()))
    }
}

/// What to do about a Python environment that could not be made.
fn remedy(tried: &[String]) -> String {
    if tried.is_empty() {
        return format!(
            "none of {} is in PATH with its modules venv and ensurepip; install Python \
             (Debian and Ubuntu: python3-venv)",
            PYTHONS.join(", ")
        );
    }
    format!(
        "{}; pip says above why, and where it finds no package, an older Python beside this one helps",
        tried.join("; ")
    )
}

/// Whether a Python can make environments. Distributions package `ensurepip` separately, and without it a new
/// environment has no pip.
fn has_venv(python: &str) -> bool {
    CommandLine::new(python, ["-c", "import ensurepip, venv"]).ask(&[0]).is_ok()
}

fn venv(python: &str, path: &Path) -> CommandLine {
    CommandLine::new(python, ["-m".as_ref(), "venv".as_ref(), "--clear".as_ref(), path.as_os_str()])
}

fn pip_install(python: &Path, requirements: &Path) -> CommandLine {
    let install = ["-m", "pip", "install", "--disable-pip-version-check", "--requirement"];
    CommandLine::new(python, install.map(str::as_ref).into_iter().chain([requirements.as_os_str()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_started_apart_from_the_users_own_python() {
        let environment = Environment { path: "made".into(), source: "source".into(), script: "peer.py" };
        let line = environment.line(["--xla".into()]).to_string();
        assert!(line.starts_with("made"), "{line}");
        assert!(line.ends_with(" -I -B source/peer.py --xla") || cfg!(windows), "{line}");
    }

    #[test]
    fn an_environment_without_the_mark_of_a_finished_installation_is_made_again() {
        let environment = Environment { path: "nowhere".into(), source: "nowhere".into(), script: "peer.py" };
        assert!(!environment.is_made());
    }

    #[test]
    fn what_is_missing_comes_with_a_remedy() {
        let none = remedy(&[]);
        assert!(none.contains("python3.12") && none.contains("python3-venv"), "{none}");
        let failed = remedy(&["with python3: `pip` failed: exit status: 1".into()]);
        assert!(
            failed.starts_with("with python3: `pip` failed") && failed.contains("older Python"),
            "{failed}"
        );
    }
}
