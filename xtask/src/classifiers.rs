//! `proxgrad train` beside Vowpal Wabbit, liblinear and scikit-learn, by `xtask/classifiers/compare.py`.

use std::ffi::OsString;

use crate::data_sets::Data;
use crate::program::{Profile, Program, target_folder, workspace_root};
use crate::python::Environment;

/// Trains with every program on every data set, and prints a table for each; returns the exit code.
///
/// # Errors
///
/// The message to print where the comparison could not be run.
pub(crate) fn compare() -> Result<i32, String> {
    let program = Program::build(Profile::Dev)?;
    let folder = target_folder()?.join("classifiers");
    let environment = Environment {
        path: folder.join("python"),
        source: workspace_root().join("xtask").join("classifiers"),
        script: "compare.py",
    };
    environment.make()?;
    let mut args = vec![OsString::from(program.path()), folder.join("data").into()];
    for (name, data) in [("sms", Data::Sms), ("agaricus", Data::Agaricus), ("rcv1", Data::Rcv1)] {
        match data.files(&program) {
            Ok([train, test]) => {
                args.push(format!("{name}={},{}", train.display(), test.display()).into());
            }
            Err(reason) => eprintln!("{name} is left out: {reason}"),
        }
    }
    environment.line(args).run()
}
