//! The commands of `cargo xtask`: how they are read from the command line, and what they run.

use std::ffi::OsString;

use crate::classifiers;
use crate::command_line::CommandLine;
use crate::drivers;
use crate::gpu_pack;
use crate::interchange;
use crate::mpi;
use crate::peers;
use crate::program::{Profile, Program, as_typed, workspace_root};
use crate::readers;
use crate::repeat_docs;
use crate::setup;
use crate::stages;

pub(crate) const HELP: &str = "\
What a newcomer runs:

  cargo xtask demo [ARGS…]   set up, then run `proxgrad demo ARGS…`; pictures go to target/demo
                             unless ARGS say `--report DIR`
  cargo xtask test           set up, then run every test: `cargo test --workspace`
  cargo xtask test --drivers [NAME…]
                             run the integration tests on every driver that is here or in Debian's packages,
                             with Vulkan's validation layers, translate the kernels for other platforms, and
                             write the tables into docs/reliability.md; or do so for those that are named:
                             lavapipe, swiftshader, gles, noop, compilers
  cargo xtask bench [--peers] [ARGS…]
                             set up, then run `proxgrad bench ARGS…`, compiled with --release; its
                             report goes to target/bench unless ARGS say `--report DIR`. With --peers
                             other programs take part in its rounds: TensorFlow, MindSpore and burn
                             and, where there is an NVIDIA GPU, PyTorch and Triton,
                             each installed under target/peers when it is first asked for, which
                             takes up to an hour and some 6 GB (peers/README.md)
  cargo xtask setup          build the program and ask it for an adapter; where Linux has none,
                             install a software Vulkan driver with the distribution's package manager
  cargo xtask check [STAGE…] run the stages that every change has to pass, or those that are named;
                             docs/contributing.md lists them
  cargo xtask check-all      run all stages, also those that take long or need other tools
  cargo xtask repeat-docs [--speed]
                             run the commands behind the numbers in README.md and docs, and say which
                             numbers moved; with --speed print the measured ratios of the benchmarks
                             beside the printed ones
  cargo xtask readers        compare how data files are read with scikit-learn and Vowpal Wabbit, which are
                             installed under target/readers (docs/data.md)
  cargo xtask classifiers    train with this program, Vowpal Wabbit, liblinear and scikit-learn on the same data,
                             and print errors, non-zero weights and seconds; they are installed under
                             target/classifiers (docs/data.md)
  cargo xtask interchange [--write] [NAME…]
                             import checkpoints of TensorFlow, PyTorch and MindSpore, go on from them, and
                             open this project's files in Python; or do so for those that are named:
                             files, exports, tensorflow, pytorch, mindspore. They are installed under
                             target/interchange, which takes some 10 GB; with --write the fixtures
                             of tests are made anew (docs/import/README.md)
  cargo xtask gpu-pack [--no-tests]
                             pack the program, all test programs and what they read into
                             target/gpu-pack, for a machine that has a GPU, its driver and python3 alone:
                             there, `bash run.sh RESULTS` tests and measures (docs/hardware/README.md)
  cargo xtask mpi-test       install Open MPI, MPICH and libclang where a Debian lacks them; build, test and
                             run `crates/proxgrad-mpi` with both (docs/machines.md); the stage `mpi`
  cargo xtask help           this text
";

/// One command of `cargo xtask`, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Demo(Vec<OsString>),
    Test,
    TestDrivers(Vec<String>),
    Bench { with_peers: bool, args: Vec<OsString> },
    Setup,
    Check { all: bool, stages: Vec<String> },
    RepeatDocs { speed: bool },
    Readers,
    Classifiers,
    Interchange { write: bool, names: Vec<String> },
    GpuPack { with_tests: bool },
    MpiTest,
    Help,
}

impl Task {
    /// Reads the arguments that follow `cargo xtask`.
    ///
    /// # Errors
    ///
    /// The message to print where the arguments are not understood; the exit code is then 2.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut args = args.into_iter();
        let Some(name) = args.next() else { return Ok(Self::Help) };
        let rest: Vec<OsString> = args.collect();
        let task = match name.to_str() {
            Some("demo") => return Ok(Self::Demo(rest)),
            Some("bench") => return Ok(Self::bench(rest)),
            Some("check") if !rest.iter().any(asks_for_help) => {
                let stages = rest.iter().map(|name| name.to_string_lossy().into_owned()).collect();
                return Ok(Self::Check { all: false, stages });
            }
            Some("repeat-docs") if rest == ["--speed"] => return Ok(Self::RepeatDocs { speed: true }),
            Some("repeat-docs") => Self::RepeatDocs { speed: false },
            Some("gpu-pack") if rest == ["--no-tests"] => return Ok(Self::GpuPack { with_tests: false }),
            Some("gpu-pack") => Self::GpuPack { with_tests: true },
            Some("mpi-test") => Self::MpiTest,
            Some("readers") => Self::Readers,
            Some("classifiers") => Self::Classifiers,
            Some("interchange") if !rest.iter().any(asks_for_help) => return Ok(Self::interchange(rest)),
            Some("interchange") => Self::Help,
            Some("check") => Self::Help,
            Some("check-all") => Self::Check { all: true, stages: vec![] },
            Some("test") if rest.first().is_some_and(|arg| arg == "--drivers") => {
                let names = rest[1..].iter().map(|name| name.to_string_lossy().into_owned()).collect();
                return Ok(Self::TestDrivers(names));
            }
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

    fn interchange(mut args: Vec<OsString>) -> Self {
        let given = args.len();
        args.retain(|arg| arg != "--write");
        let names = args.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        Self::Interchange { write: args.len() < given, names }
    }

    fn bench(mut args: Vec<OsString>) -> Self {
        let given = args.len();
        args.retain(|arg| arg != "--peers");
        Self::Bench { with_peers: args.len() < given, args }
    }

    /// Runs the command, and returns the exit code: that of the last program that was run for the user, if
    /// any.
    ///
    /// # Errors
    ///
    /// The message to print where the command could not be run to its end.
    pub(crate) fn run(self) -> Result<i32, String> {
        match self {
            Self::Help => {
                print!("{HELP}");
                Ok(0)
            }
            Self::Check { all, stages } => stages::check(all, &stages),
            Self::RepeatDocs { speed: false } => repeat_docs::check(),
            Self::RepeatDocs { speed: true } => repeat_docs::speed(),
            Self::Readers => readers::compare(),
            Self::Classifiers => classifiers::compare(),
            Self::Interchange { write, names } => interchange::compare(write, &names),
            Self::GpuPack { with_tests } => gpu_pack::make(with_tests).map(|()| 0),
            Self::MpiTest => mpi::check().map(|()| 0),
            Self::Setup => setup::built_program(Profile::Dev)?.line(["info"]).run(),
            Self::Test => {
                let program = setup::built_program(Profile::Dev)?;
                // So that the log of a test says which adapter and driver it was.
                program.line(["info"]).run()?;
                CommandLine::cargo(["test", "--workspace"]).current_dir(workspace_root()).run()
            }
            Self::TestDrivers(names) => drivers::test(&names),
            Self::Demo(args) => {
                let program = program_for(&args, Profile::Dev)?;
                program.line(with_report("demo", args)).run()
            }
            Self::Bench { with_peers, mut args } => {
                let program = program_for(&args, Profile::Release)?;
                if with_peers && !args.iter().any(asks_for_help) {
                    args.splice(0..0, peers::args());
                }
                program.line(with_report("bench", args)).run()
            }
        }
    }
}

/// The program, which sees an adapter unless the arguments ask for help: reading about the options is no reason to
/// install anything.
fn program_for(args: &[OsString], profile: Profile) -> Result<Program, String> {
    if args.iter().any(asks_for_help) { Program::build(profile) } else { setup::built_program(profile) }
}

fn asks_for_help(arg: &OsString) -> bool {
    arg == "--help" || arg == "-h"
}

/// `command` and the user's arguments, with `--report target/COMMAND` between them unless the user gave a
/// `--report`.
fn with_report(command: &str, args: Vec<OsString>) -> Vec<OsString> {
    let has_report =
        args.iter().any(|arg| arg == "--report" || arg.as_encoded_bytes().starts_with(b"--report="));
    let mut all = vec![OsString::from(command)];
    if !has_report {
        let report = as_typed(workspace_root().join("target").join(command));
        all.extend(["--report".into(), report.into()]);
    }
    all.extend(args);
    all
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn parse(args: &[&str]) -> Result<Task, String> {
        Task::parse(args.iter().map(OsString::from))
    }

    fn bench(with_peers: bool, args: &[&str]) -> Task {
        Task::Bench { with_peers, args: args.iter().map(OsString::from).collect() }
    }

    #[test]
    fn every_command_is_recognised_and_no_command_is_help() {
        let interchange = |write, names: &[&str]| Task::Interchange {
            write,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let cases: [(&[&str], Task); 28] = [
            (&[], Task::Help),
            (&["help"], Task::Help),
            (&["--help"], Task::Help),
            (&["-h"], Task::Help),
            (&["setup"], Task::Setup),
            (&["test"], Task::Test),
            (&["test", "--drivers"], Task::TestDrivers(vec![])),
            (&["test", "--drivers", "noop"], Task::TestDrivers(vec!["noop".into()])),
            (&["test", "--help"], Task::Help),
            (&["check"], Task::Check { all: false, stages: vec![] }),
            (&["check", "fmt"], Task::Check { all: false, stages: vec!["fmt".into()] }),
            (&["check-all"], Task::Check { all: true, stages: vec![] }),
            (&["repeat-docs"], Task::RepeatDocs { speed: false }),
            (&["repeat-docs", "--speed"], Task::RepeatDocs { speed: true }),
            (&["readers"], Task::Readers),
            (&["classifiers"], Task::Classifiers),
            (&["interchange"], interchange(false, &[])),
            (&["interchange", "--write", "files"], interchange(true, &["files"])),
            (&["interchange", "--help"], Task::Help),
            (&["gpu-pack"], Task::GpuPack { with_tests: true }),
            (&["gpu-pack", "--no-tests"], Task::GpuPack { with_tests: false }),
            (&["mpi-test"], Task::MpiTest),
            (&["demo"], Task::Demo(vec![])),
            (&["demo", "--seed", "7"], Task::Demo(vec!["--seed".into(), "7".into()])),
            (&["bench"], bench(false, &[])),
            (&["bench", "dense", "--quick"], bench(false, &["dense", "--quick"])),
            (&["bench", "--peers"], bench(true, &[])),
            (&["bench", "dense", "--peers", "--quick"], bench(true, &["dense", "--quick"])),
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
    fn reports_go_to_target_and_the_commands_name_unless_told_where() {
        for command in ["demo", "bench"] {
            let line = |args: &[&str]| with_report(command, args.iter().map(OsString::from).collect());
            let defaulted = line(&["--seed", "7"]);
            assert_eq!(defaulted[..2], [command, "--report"]);
            assert!(Path::new(&defaulted[2]).ends_with(Path::new("target").join(command)), "{defaulted:?}");
            assert_eq!(defaulted[3..], ["--seed", "7"]);
            assert_eq!(line(&["--report", "here"]), [command, "--report", "here"]);
            assert_eq!(line(&["--report=here"]), [command, "--report=here"]);
        }
    }
}
