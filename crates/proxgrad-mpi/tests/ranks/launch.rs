//! Starts this program under `mpirun`.

use std::{
    env,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Names the scenario that a rank runs.
pub(crate) const SCENARIO: &str = "PROXGRAD_MPI_SCENARIO";
/// Names the folder for results.
pub(crate) const FOLDER: &str = "PROXGRAD_MPI_FOLDER";

pub(crate) fn launcher() -> String {
    env::var("MPIRUN").unwrap_or_else(|_| "mpirun".to_owned())
}

/// Whether the launcher is that of MPICH.
pub(crate) fn is_mpich() -> bool {
    launcher().contains("mpich") || launcher().contains("hydra")
}

/// A scenario with ranks that are to be started.
pub(crate) struct Run {
    command: Command,
}

impl Run {
    pub(crate) fn new(ranks: usize, scenario: &str, folder: &Path) -> Self {
        Self::with_options(&[], ranks, scenario, folder)
    }

    /// With further options of the launcher.
    pub(crate) fn with_options(options: &[&str], ranks: usize, scenario: &str, folder: &Path) -> Self {
        let mut command = Command::new(launcher());
        command.args(options).args(["-n", &ranks.to_string()]);
        command.arg(env::current_exe().expect("this program"));
        command.env(SCENARIO, scenario).env(FOLDER, folder);
        // Open MPI: more ranks than cores, and tests that run as root in a container. MPICH does not read them.
        command
            .env("OMPI_ALLOW_RUN_AS_ROOT", "1")
            .env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")
            .env("OMPI_MCA_rmaps_base_oversubscribe", "1")
            .env("OMPI_MCA_mpi_yield_when_idle", "1")
            .env("RAYON_NUM_THREADS", "1")
            .stdin(Stdio::null());
        Self { command }
    }

    pub(crate) fn env(mut self, name: &str, value: impl ToString) -> Self {
        self.command.env(name, value.to_string());
        self
    }

    pub(crate) fn output(mut self) -> Output {
        self.command.output().unwrap_or_else(|error| panic!("cannot start {}: {error}", launcher()))
    }

    /// Runs all ranks, which have to succeed; returns what they print.
    pub(crate) fn succeed(self) -> String {
        let output = self.output();
        let text = text_of(&output);
        assert!(output.status.success(), "{}\n{text}", output.status);
        text
    }
}

/// What ranks and launcher have printed.
pub(crate) fn text_of(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
