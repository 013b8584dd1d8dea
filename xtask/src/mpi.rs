//! Checks of the crate for MPI. It is a workspace of its own, which needs an MPI library and libclang: they are installed where a
//! machine lacks them.

use crate::command_line::CommandLine;
use crate::host::{Host, in_path};
use crate::install::{self, Plan};
use crate::program::{Profile, workspace_root};
use crate::setup;

/// An implementation of MPI, as Debian and its kin name its programs.
struct Mpi {
    compiler: &'static str,
    launcher: &'static str,
    /// Name of the target folder.
    folder: &'static str,
}

const OPEN_MPI: Mpi = Mpi { compiler: "mpicc.openmpi", launcher: "mpirun.openmpi", folder: "openmpi" };
const MPICH: Mpi = Mpi { compiler: "mpicc.mpich", launcher: "mpirun.mpich", folder: "mpich" };

/// Packages of Debian and its kin: both implementations, a program that Open MPI looks for even where it starts ranks on one
/// machine alone, and what the bindings are generated with.
const PACKAGES: [&str; 7] =
    ["libopenmpi-dev", "openmpi-bin", "openssh-client", "libmpich-dev", "mpich", "libclang-dev", "clang"];

/// Ranks that the examples are run on.
const RANKS: &str = "4";

/// Formatting, lints and documentation; tests with Open MPI and with MPICH; the examples.
pub(crate) fn check() -> Result<(), String> {
    install()?;
    cargo(&OPEN_MPI, ["fmt", "--check"]).check()?;
    // Ranks on GPUs need a driver.
    setup::built_program(Profile::Dev)?;
    // Doc tests too, and builds the examples.
    cargo(&OPEN_MPI, ["test"]).env("MPIRUN", OPEN_MPI.launcher).check()?;
    // Without GPUs, because wgpu is compiled for minutes.
    let without_gpu = ["test", "--lib", "--test", "ranks", "--no-default-features"];
    cargo(&MPICH, without_gpu).env("MPIRUN", MPICH.launcher).check()?;
    cargo(&OPEN_MPI, ["clippy", "--all-targets", "--", "-D", "warnings"]).check()?;
    cargo(&MPICH, ["clippy", "--lib", "--no-default-features", "--", "-D", "warnings"]).check()?;
    cargo(&OPEN_MPI, ["doc", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").check()?;
    examples()
}

/// Whether MPI is here, or packages of Debian and its kin can be installed.
pub(crate) fn available() -> Result<(), String> {
    match install::plan_packages(&Host::look(), &PACKAGES) {
        _ if is_installed() => Ok(()),
        Plan::Run { .. } => Ok(()),
        Plan::ByHand(_) => Err(by_hand()),
    }
}

/// The click model on four ranks, and the model of step times.
fn examples() -> Result<(), String> {
    let folder = target(&OPEN_MPI).join("debug/examples");
    let options = ["-n", RANKS];
    let run = CommandLine::new(OPEN_MPI.launcher, options).arg(folder.join("click_model"));
    let run =
        ["OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMPI_MCA_rmaps_base_oversubscribe"]
            .into_iter()
            .fold(run, |run, name| run.env(name, "1"));
    run.env("OMPI_MCA_mpi_yield_when_idle", "1").check()?;
    CommandLine::new(folder.join("scaling"), [""; 0]).check()
}

/// Installs what the machine lacks.
fn install() -> Result<(), String> {
    if is_installed() {
        return Ok(());
    }
    let Plan::Run { refresh, install } = install::plan_packages(&Host::look(), &PACKAGES) else {
        return Err(by_hand());
    };
    eprintln!("Installing Open MPI, MPICH and libclang.");
    if let Some(Err(error)) = refresh.map(|line| line.run_aside()) {
        eprintln!("warning: {error}; going on with the package lists that are there");
    }
    install.run_aside().map_err(|error| format!("{error}; {}", by_hand()))
}

fn is_installed() -> bool {
    let programs = [OPEN_MPI.compiler, OPEN_MPI.launcher, MPICH.compiler, MPICH.launcher];
    programs.into_iter().all(in_path) && has_libclang()
}

fn by_hand() -> String {
    format!("install Open MPI, MPICH and libclang, as Debian's packages {} have them", PACKAGES.join(", "))
}

/// Whether a folder of libclang lies where the generator of bindings looks for it on Debian and its kin.
fn has_libclang() -> bool {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    folders.into_iter().map(|entry| entry.path()).any(|folder| {
        let files = std::fs::read_dir(folder.join("lib")).into_iter().flatten().flatten();
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("libclang.so"))
    })
}

fn target(mpi: &Mpi) -> std::path::PathBuf {
    workspace_root().join("target/mpi").join(mpi.folder)
}

fn cargo<'a>(mpi: &Mpi, args: impl IntoIterator<Item = &'a str>) -> CommandLine {
    CommandLine::cargo(args)
        .current_dir(&workspace_root().join("crates/proxgrad-mpi"))
        .env("CARGO_TARGET_DIR", target(mpi))
        .env("MPICC", mpi.compiler)
}
