//! What was asked for on the command line, and how it is done.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;
use crate::program::{Program, workspace_root};
use crate::setup;

pub(crate) const HELP: &str = "\
What a newcomer runs:

  cargo xtask demo [ARGS…]   set up, then run `proxgrad demo ARGS…`; pictures go to target/demo
                             unless ARGS say `--report DIR`
  cargo xtask test           set up, then run every test: `cargo test --workspace`
  cargo xtask setup          build the program and ask it for an adapter; where Linux has none,
                             install a software Vulkan driver with the distribution's package manager
  cargo xtask help           this text
";

/// One command of `cargo xtask`, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Demo(Vec<OsString>),
    Test,
    Setup,
    Help,
}

impl Task {
    /// Reads the arguments that follow `cargo xtask`.
    ///
    /// # Errors
    ///
    /// What to print where they make no sense; the exit code for that is 2.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut args = args.into_iter();
        let Some(name) = args.next() else { return Ok(Self::Help) };
        let rest: Vec<OsString> = args.collect();
        let task = match name.to_str() {
            Some("demo") => return Ok(Self::Demo(rest)),
            Some("test") => Self::Test,
            Some("setup") => Self::Setup,
            Some("help" | "--help" | "-h") => return Ok(Self::Help),
            _ => return Err(format!("unknown command `{}`\n\n{HELP}", name.display())),
        };
        match rest.first() {
            None => Ok(task),
            Some(arg) if asks_for_help(arg) => Ok(Self::Help),
            Some(arg) => {
                Err(format!("`{}` takes no arguments, got `{}`\n\n{HELP}", name.display(), arg.display()))
            }
        }
    }

    /// Does it, and returns the exit code: that of the last program, where one was run for the user.
    ///
    /// # Errors
    ///
    /// What to print where it could not be done.
    pub(crate) fn run(self) -> Result<i32, String> {
        match self {
            Self::Help => {
                print!("{HELP}");
                Ok(0)
            }
            Self::Setup => {
                let program = Program::build()?;
                setup::run(&program)?;
                program.line(["info"]).run()
            }
            Self::Test => {
                let program = Program::build()?;
                setup::run(&program)?;
                // So that the log of a test says which adapter and driver it was.
                program.line(["info"]).run()?;
                CommandLine::cargo(["test", "--workspace"]).current_dir(workspace_root()).run()
            }
            Self::Demo(args) => {
                let program = Program::build()?;
                // Reading about the options is no reason to install anything.
                if !args.iter().any(asks_for_help) {
                    setup::run(&program)?;
                }
                program.line(demo_args(args)).run()
            }
        }
    }
}

fn asks_for_help(arg: &OsString) -> bool {
    arg == "--help" || arg == "-h"
}

/// The user's arguments, after a default for `--report`.
fn demo_args(args: Vec<OsString>) -> Vec<OsString> {
    let has_report =
        args.iter().any(|arg| arg == "--report" || arg.as_encoded_bytes().starts_with(b"--report="));
    let mut all = vec![OsString::from("demo")];
    if !has_report {
        all.extend(["--report".into(), default_report().into()]);
    }
    all.extend(args);
    all
}

/// `target/demo`, relative where the user stands in the workspace's root: short, and the same for everybody.
fn default_report() -> PathBuf {
    let root = workspace_root();
    let report = Path::new("target").join("demo");
    let in_root = env::current_dir().is_ok_and(|here| here == root);
    if in_root { report } else { root.join(report) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Task, String> {
        Task::parse(args.iter().map(OsString::from))
    }

    #[test]
    fn every_command_is_recognised_and_no_command_is_help() {
        let cases: [(&[&str], Task); 9] = [
            (&[], Task::Help),
            (&["help"], Task::Help),
            (&["--help"], Task::Help),
            (&["-h"], Task::Help),
            (&["setup"], Task::Setup),
            (&["test"], Task::Test),
            (&["test", "--help"], Task::Help),
            (&["demo"], Task::Demo(vec![])),
            (&["demo", "--seed", "7"], Task::Demo(vec!["--seed".into(), "7".into()])),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(args, task)| parse(args).as_ref() != Ok(task)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn what_is_unknown_is_named_and_answered_with_the_help() {
        let cases: [(&[&str], &str); 3] =
            [(&["tset"], "`tset`"), (&["setup", "now"], "`now`"), (&["test", "rows"], "`rows`")];
        for (args, named) in cases {
            let message = parse(args).expect_err("no such command");
            assert!(message.contains(named) && message.ends_with(HELP), "{args:?}: {message}");
        }
    }

    #[test]
    fn demo_reports_to_target_demo_unless_told_where() {
        let line = |args: &[&str]| demo_args(args.iter().map(OsString::from).collect());
        let defaulted = line(&["--seed", "7"]);
        assert_eq!(defaulted[..2], ["demo", "--report"]);
        assert!(Path::new(&defaulted[2]).ends_with("target/demo"), "{defaulted:?}");
        assert_eq!(defaulted[3..], ["--seed", "7"]);
        assert_eq!(line(&["--report", "here"]), ["demo", "--report", "here"]);
        assert_eq!(line(&["--report=here"]), ["demo", "--report=here"]);
    }
}
