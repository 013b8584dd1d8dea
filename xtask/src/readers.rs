//! The readers of data files beside those of scikit-learn and Vowpal Wabbit, by `xtask/readers/compare.py`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Profile, Program, target_folder, workspace_root};
use crate::python::Environment;

/// Data files of the repository.
const COMMITTED: &str = "tests/fixtures/models";

/// Compares what the program reads from generated files, from those of the repository and from the data sets that
/// `cargo xtask repeat-docs` has downloaded; returns the exit code.
///
/// # Errors
///
/// The message to print where the comparison could not be run.
pub(crate) fn compare() -> Result<i32, String> {
    let program = Program::build(Profile::Dev)?;
    let target = target_folder()?;
    let digits = target.join("readers").join("digits");
    program.line(["demo".as_ref(), "--save-data".as_ref(), digits.as_os_str()]).run_aside()?;
    let environment = Environment {
        path: target.join("readers").join("python"),
        source: workspace_root().join("xtask").join("readers"),
        script: "compare.py",
    };
    environment.make()?;
    let generated = target.join("readers").join("generated");
    let mut args = vec![OsString::from(program.path()), generated.into()];
    for folder in [workspace_root().join(COMMITTED), digits, target.join("data")] {
        args.extend(data_files(&folder).into_iter().map(OsString::from));
    }
    environment.line(args).run()
}

/// The text files of a folder, by name; none where there is no such folder.
fn data_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| is_data(path)).collect();
    files.sort();
    files
}

fn is_data(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("svm" | "libsvm" | "vw" | "train" | "test" | "dat" | "data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_has_data_to_compare_and_the_script_its_requirements() {
        assert_eq!(data_files(&workspace_root().join(COMMITTED)).len(), 2);
        for file in ["compare.py", "requirements.txt"] {
            assert!(workspace_root().join("xtask/readers").join(file).is_file(), "{file}");
        }
    }
}
