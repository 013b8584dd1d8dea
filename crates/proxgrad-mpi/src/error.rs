//! Errors, which all ranks of a call return alike.

use std::{fmt, path::PathBuf, time::Duration};

/// What kept a call from being carried out. Calls that all ranks make together return the same error on all of them, and have changed
/// nothing then, except for [`Error::Silent`] and [`Error::Stopped`], after which a run starts again from its last checkpoint.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// MPI is not initialised, or was finalised.
    #[error("MPI is not initialised; run the program in `proxgrad_mpi::run`")]
    NotInitialized,
    /// MPI is initialised already.
    #[error("MPI is initialised already; initialise it once, at the begin of `main`")]
    Initialized,
    /// MPI does not let threads make calls.
    #[error(
        "MPI was initialised for calls of one thread alone; use `proxgrad_mpi::initialize`, or ask for \
         `Threading::Multiple`, and build MPI with support for threads"
    )]
    Threading,
    /// A rank refuses a call.
    #[error("rank {rank}: {reason}")]
    #[non_exhaustive]
    Refused {
        /// The lowest rank that refuses it.
        rank: usize,
        /// What is wrong there.
        reason: String,
    },
    /// Ranks differ in what has to be the same on all of them.
    #[error("rank {rank} differs from rank 0: it has `{theirs}`, and rank 0 has `{ours}`")]
    #[non_exhaustive]
    Disagree {
        /// The lowest rank that differs from rank 0.
        rank: usize,
        /// What it has.
        theirs: String,
        /// What rank 0 has.
        ours: String,
    },
    /// Ranks make different calls.
    #[error(
        "rank {rank} calls {theirs}, and rank 0 calls {ours}; all ranks have to make the same calls in the same order"
    )]
    #[non_exhaustive]
    OtherCall {
        /// The lowest rank that differs from rank 0.
        rank: usize,
        /// What it calls.
        theirs: String,
        /// What rank 0 calls.
        ours: String,
    },
    /// Ranks did not take part in a call in time.
    #[error(
        "{} not answered for {} s in {call}: ended, or hanging. End all ranks, and start the run again from its last \
         checkpoint, with any number of ranks",
        Have(.ranks), .waited.as_secs_f64()
    )]
    #[non_exhaustive]
    Silent {
        /// The ranks.
        ranks: Vec<usize>,
        /// The call.
        call: String,
        /// The time that was waited.
        waited: Duration,
    },
    /// An earlier error has left ranks in different states.
    #[error("the optimizer has stopped: {reason}. Start the run again from its last checkpoint")]
    #[non_exhaustive]
    Stopped {
        /// The earlier error.
        reason: String,
    },
    /// A checkpoint that cannot be read or written.
    #[error("{}: {reason}", .path.display())]
    #[non_exhaustive]
    Checkpoint {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// Something that this rank finds wrong, before other ranks know of it.
    pub(crate) fn refused(rank: usize, reason: impl fmt::Display) -> Self {
        Self::Refused { rank, reason: reason.to_string() }
    }

    pub(crate) fn checkpoint(path: impl Into<PathBuf>, reason: impl fmt::Display) -> Self {
        Self::Checkpoint { path: path.into(), reason: reason.to_string() }
    }
}

/// Ranks as the subject of a sentence: `rank 2 has`, `ranks 2, 5 have`.
struct Have<'a>(&'a [usize]);

impl fmt::Display for Have<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(usize::to_string).collect();
        let (noun, verb) = if names.len() == 1 { ("rank", "has") } else { ("ranks", "have") };
        write!(f, "{noun} {} {verb}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silent_ranks_are_named_with_the_remedy() {
        let silent = |ranks| {
            Error::Silent { ranks, call: "step".to_owned(), waited: Duration::from_secs(2) }.to_string()
        };
        assert!(
            silent(vec![2])
                .starts_with("rank 2 has not answered for 2 s in step: ended, or hanging. End all")
        );
        assert!(silent(vec![1, 3]).starts_with("ranks 1, 3 have not answered"));
    }
}
