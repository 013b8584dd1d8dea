//! Running the program.

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use serde_json::Value;

/// The output of the program.
pub(crate) struct Output {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// The path of `proxgrad`: these tests may run where they were not compiled, and are then told at run time.
pub(crate) fn path() -> OsString {
    env::var_os("CARGO_BIN_EXE_proxgrad").unwrap_or_else(|| env!("CARGO_BIN_EXE_proxgrad").into())
}

/// The folder of this package, told likewise.
pub(crate) fn package_folder() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()).into()
}

/// Runs `proxgrad` with these arguments.
pub(crate) fn proxgrad(arguments: &[&str]) -> Output {
    proxgrad_with(&[], arguments)
}

/// Runs `proxgrad` with these variables of the environment and these arguments.
pub(crate) fn proxgrad_with(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let output = Command::new(path()).envs(variables.iter().copied()).args(arguments).output().unwrap();
    Output {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Output {
    /// The exit status.
    pub(crate) fn code(&self) -> Option<i32> {
        self.code
    }

    /// The text on stderr.
    pub(crate) fn stderr(&self) -> &str {
        &self.stderr
    }

    /// The text on stdout.
    pub(crate) fn stdout(&self) -> &str {
        &self.stdout
    }

    /// The warnings on stderr of a successful run.
    pub(crate) fn warnings(&self) -> Vec<&str> {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self.stderr.lines().filter_map(|line| line.strip_prefix("warning: ")).collect()
    }

    /// The JSON document on stdout of a successful run.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {}", self.stdout))
    }

    /// Checks that bad input was refused with this message, and that stdout is empty.
    pub(crate) fn refused(&self, message: &str) {
        assert_eq!(self.code, Some(2), "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(message), "expected «{message}» in: {}", self.stderr);
        assert_eq!(self.stdout, "");
    }
}

/// The values of `--device` to test: both, unless the environment asks for tests without a GPU.
pub(crate) fn devices() -> &'static [&'static str] {
    if env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() { &["cpu", "cpu"] } else { &["gpu", "cpu"] }
}
