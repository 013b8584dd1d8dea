//! MPI from the begin to the end of a program.

use std::{
    fmt,
    io::{self, Write},
    process::ExitCode,
    sync::OnceLock,
};

use mpi::{environment::Universe as MpiUniverse, topology::SimpleCommunicator, traits::Communicator};

use crate::error::Error;

/// The status that ranks end with where others are silent.
pub(crate) const ABORTED: i32 = 70;

/// The message of the first error after which MPI cannot be finalised.
static SILENT: OnceLock<String> = OnceLock::new();

/// MPI, which is finalised when this is dropped. Where ranks are silent, MPI cannot be finalised, because that waits for them: then the
/// error is printed, and all ranks are ended.
pub struct Universe {
    /// `None` once it is dropped.
    universe: Option<MpiUniverse>,
}

/// Initialises MPI, runs a program, and finalises MPI. Where the program fails on this rank, its error is printed with the number of
/// the rank, and all ranks are ended: they would else wait for this one until their [patience](crate::Setup::patience) ends.
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use proxgrad_mpi::{Device, Error, Setup, proxgrad::Config};
///
/// fn main() -> ExitCode {
///     proxgrad_mpi::run(train)
/// }
///
/// fn train() -> Result<(), Error> {
///     let setup = Setup::new(Config::default(), Device::Cpu)?;
///     println!("rank {} of {}", setup.rank(), setup.ranks());
///     Ok(())
/// }
/// ```
pub fn run<E: fmt::Display>(program: impl FnOnce() -> Result<(), E>) -> ExitCode {
    let universe = match initialize() {
        Ok(universe) => universe,
        Err(error) => {
            print_error(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = program() {
        abort(&format!("on rank {}: {error}", SimpleCommunicator::world().rank()));
    }
    drop(universe);
    ExitCode::SUCCESS
}

/// Initialises MPI so that the thread of an optimizer may make calls. Keep the result until the end of `main`. [`run`] does so, and
/// ends all ranks where one of them fails.
///
/// # Errors
/// MPI is initialised already, or was built without support for threads.
pub fn initialize() -> Result<Universe, Error> {
    let initialized = mpi::initialize_with_threading(mpi::Threading::Multiple);
    let (universe, threading) = initialized.ok_or(Error::Initialized)?;
    if threading < mpi::Threading::Serialized {
        return Err(Error::Threading);
    }
    Ok(Universe { universe: Some(universe) })
}

/// Notes that ranks are silent.
pub(crate) fn note_silent(error: &Error) {
    SILENT.get_or_init(|| error.to_string());
}

/// Prints an error, and ends all ranks.
pub(crate) fn abort(error: &str) -> ! {
    print_error(error);
    SimpleCommunicator::world().abort(ABORTED)
}

/// Prints an error in one piece, because several ranks print at once.
fn print_error(error: &str) {
    // There is nobody to tell that it cannot be printed.
    let _ = io::stderr().write_all(format!("error: {error}\n").as_bytes());
}

impl Drop for Universe {
    fn drop(&mut self) {
        if let Some(error) = SILENT.get() {
            abort(error);
        }
        self.universe = None;
    }
}
