//! Running the program.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, ChildStderr, Command, Stdio},
};

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

/// A running `proxgrad train`, which is killed when it is dropped.
pub(crate) struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    /// Starts `proxgrad` with these arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(path());
        let command = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr }
    }

    /// Waits until a line of stderr begins with this text.
    pub(crate) fn wait_for(&mut self, start: &str) {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            let read = self.stderr.read_line(&mut line).unwrap();
            assert!(read > 0, "it has ended without «{start}»: {seen}");
            if line.starts_with(start) {
                return;
            }
            seen += &line;
        }
    }

    /// Sends a signal by its name. Every shell has `kill`, and not every system a program of that name.
    #[cfg(unix)]
    pub(crate) fn send(&self, signal: &str) {
        let command = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(command).status().unwrap().success());
    }

    /// Waits for the end; returns the exit status, `None` after a signal, and the rest of stderr.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.stderr.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }

    /// Ends it as a system does that needs the memory, or a user who has no patience: it can do nothing about it.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
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
