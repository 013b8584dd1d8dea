//! A command line: plain data until it is run, and printed the way a user would type it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A program and its arguments. `Display` gives a line that can be pasted into a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandLine {
    /// The program and its arguments as a user would type them; never empty.
    words: Vec<OsString>,
    /// Path of the program to start, where it is not what the first word names.
    program: Option<PathBuf>,
    directory: Option<PathBuf>,
    /// Variables that are set for the program.
    variables: Vec<(&'static str, OsString)>,
}

/// Whether a program exited with 0, and what it printed to stdout.
pub(crate) type Transcript = (bool, String);

impl CommandLine {
    pub(crate) fn new<I, S>(program: impl AsRef<OsStr>, args: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
        let words = std::iter::once(program.as_ref().to_owned()).chain(args).collect();
        Self { words, program: None, directory: None, variables: Vec::new() }
    }

    /// A line for the cargo that runs this xtask, which need not be the one in `PATH`.
    pub(crate) fn cargo<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Self {
        Self { program: env::var_os("CARGO").map(PathBuf::from), ..Self::new("cargo", args) }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.words.push(arg.as_ref().to_owned());
        self
    }

    pub(crate) fn current_dir(self, directory: &Path) -> Self {
        Self { directory: Some(directory.to_owned()), ..self }
    }

    pub(crate) fn env(mut self, name: &'static str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name, value.as_ref().to_owned()));
        self
    }

    /// Prints the line, runs it on xtask's stdin, stdout and stderr, and returns its exit code.
    ///
    /// # Errors
    ///
    /// The message to print where the program could not be started.
    pub(crate) fn run(&self) -> Result<i32, String> {
        self.start(Stdio::inherit()).map(exit_code)
    }

    /// Like [`run`](Self::run) for a preparation of the program that the user asked for: all output goes to
    /// stderr.
    ///
    /// # Errors
    ///
    /// The message to print where the program could not be started, or did not exit with 0.
    pub(crate) fn run_aside(&self) -> Result<(), String> {
        match self.start(io::stderr().into())? {
            status if status.success() => Ok(()),
            status => Err(format!("`{self}` failed: {status}")),
        }
    }

    /// Runs the line without showing its output, and returns its exit code, one of `expected`.
    ///
    /// The output is hidden because drivers complain on stderr where there is no display. With any other exit
    /// code stderr is part of the error.
    ///
    /// # Errors
    ///
    /// The message to print where the program could not be started, or ended in another way.
    pub(crate) fn ask(&self, expected: &[i32]) -> Result<i32, String> {
        let output =
            self.command().stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        match output.status.code().filter(|code| expected.contains(code)) {
            Some(code) => Ok(code),
            None => {
                let said = String::from_utf8_lossy(&output.stderr);
                Err(format!("`{self}` failed: {}\n{}", output.status, said.trim_end()))
            }
        }
    }

    /// Runs the line as a check: like [`run`](Self::run), but any exit code other than 0 is an error.
    ///
    /// # Errors
    ///
    /// The message to print where the program could not be started, or did not exit with 0.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.start(Stdio::inherit())? {
            status if status.success() => Ok(()),
            status => Err(format!("`{self}` failed: {status}")),
        }
    }

    /// Runs the line, and returns what it prints to stdout.
    ///
    /// # Errors
    ///
    /// The message to print where the program could not be started, or did not exit with 0; with stderr.
    pub(crate) fn output(&self) -> Result<String, String> {
        let output =
            self.command().stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`{self}` failed: {}\n{}", output.status, said.trim_end()));
        }
        String::from_utf8(output.stdout).map_err(|_| format!("`{self}` did not print UTF-8"))
    }

    /// Prints the line, runs it, and returns whether it exited with 0, and what it printed to stdout, which is shown too
    /// once it has ended. stderr is xtask's.
    ///
    /// # Errors
    ///
    /// The message to print where the program could not be started.
    pub(crate) fn transcript(&self) -> Result<Transcript, String> {
        eprintln!("+ {self}");
        let mut command = self.command();
        let output = command.stderr(Stdio::inherit()).output().map_err(|error| self.not_started(&error))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        eprintln!("{}", said.trim_end());
        Ok((output.status.success(), said))
    }

    fn start(&self, stdout: Stdio) -> Result<ExitStatus, String> {
        eprintln!("+ {self}");
        self.command().stdout(stdout).status().map_err(|error| self.not_started(&error))
    }

    fn command(&self) -> Command {
        let program = self.program.as_deref().unwrap_or(Path::new(&self.words[0]));
        let mut command = Command::new(program);
        command.args(&self.words[1..]);
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        // Where there is no desktop, the layer of Mesa's that lets a user choose a device complains in every
        // process: "error: XDG_RUNTIME_DIR is invalid or not set in the environment."
        if cfg!(target_os = "linux") && env::var_os("XDG_RUNTIME_DIR").is_none() {
            command.env("NODEVICE_SELECT", "1");
        }
        command
    }

    fn not_started(&self, error: &io::Error) -> String {
        format!("`{self}` could not be started: {error}")
    }
}

/// The exit code that a shell would report: 128 plus the signal's number where a signal ended the program.
fn exit_code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(1)
}

impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.variables {
            write!(f, "{name}={} ", quoted(&value.to_string_lossy()))?;
        }
        for (i, word) in self.words.iter().enumerate() {
            let space = if i == 0 { "" } else { " " };
            write!(f, "{space}{}", quoted(&word.to_string_lossy()))?;
        }
        Ok(())
    }
}

/// A word for a shell: in single quotes where the shell would not read it literally.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_=./:,+@%".contains(c) || (cfg!(windows) && c == '\\');
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_printed_the_way_a_shell_reads_it() {
        let cases: [(&[&str], &str); 5] = [
            (&[], "env"),
            (&["A=b", "apt-get", "--no-install-recommends"], "env A=b apt-get --no-install-recommends"),
            (&["two words"], "env 'two words'"),
            (&["it's", "$HOME"], r"env 'it'\''s' '$HOME'"),
            (&[""], "env ''"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(args, expected)| (CommandLine::new("env", *args).to_string(), expected))
            .filter(|(got, expected)| got != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn variables_stand_in_front_of_the_program() {
        let line = CommandLine::new("cargo", ["doc"]).env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(line.to_string(), "RUSTDOCFLAGS='-D warnings' cargo doc");
    }

    #[test]
    fn a_program_that_does_not_exist_is_an_error_that_names_it() {
        let error = CommandLine::new("no-such-program-here", ["x"]).ask(&[0]).expect_err("it does not exist");
        assert!(error.starts_with("`no-such-program-here x` could not be started: "), "{error}");
    }
}
