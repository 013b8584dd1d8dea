//! MPI from the begin to the end of a program.

use std::{
    io::{self, Write},
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

/// Initialises MPI so that the thread of an optimizer may make calls. Keep the result until the end of `main`.
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
    // In one piece, because several ranks print at once.
    let _ = io::stderr().write_all(format!("error: {error}\n").as_bytes());
    SimpleCommunicator::world().abort(ABORTED)
}

impl Drop for Universe {
    fn drop(&mut self) {
        if let Some(error) = SILENT.get() {
            abort(error);
        }
        self.universe = None;
    }
}
