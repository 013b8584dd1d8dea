//! SIGINT and SIGTERM, which ask a run to end.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::Result;
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

/// The exit status of a run that was interrupted, by whichever signal.
pub(super) const STATUS: u8 = 130;

/// What the signals have asked for. The first one is a request, and the second ends the program at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt {
    is_requested: Arc<AtomicBool>,
    ends_at_once: Arc<AtomicBool>,
}

impl Interrupt {
    /// Takes the signals from now on.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn listen() -> Result<Self> {
        let this = Self::default();
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds the flag unset.
            flag::register_conditional_shutdown(signal, STATUS.into(), this.ends_at_once.clone())?;
            flag::register(signal, this.ends_at_once.clone())?;
            flag::register(signal, this.is_requested.clone())?;
        }
        Ok(this)
    }

    /// Whether a signal has asked the run to end.
    pub(super) fn is_requested(&self) -> bool {
        self.is_requested.load(Ordering::Acquire)
    }

    /// From now on the first signal ends the program, because there is nothing left to save.
    pub(super) fn end_at_once(&self) {
        self.ends_at_once.store(true, Ordering::Release);
    }
}

/// The end of a run that was interrupted, for the exit status.
#[derive(Debug)]
pub(super) struct Interrupted {
    /// What became of the model, for people.
    pub(super) text: String,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Interrupted {}

#[cfg(all(test, unix))]
mod tests {
    use std::{env, process::Command};

    use signal_hook::low_level::raise;

    use super::*;

    /// Where this variable is set, the test below is the process that gets the signals.
    const CHILD: &str = "PROXGRAD_TEST_SIGNALS";

    #[test]
    fn the_first_signal_is_a_request_and_the_second_ends_the_program_with_130() {
        match env::var(CHILD).as_deref() {
            Ok("twice") => {
                let interrupt = Interrupt::listen().unwrap();
                assert!(!interrupt.is_requested());
                raise(SIGTERM).unwrap();
                assert!(interrupt.is_requested());
                raise(SIGINT).unwrap();
                unreachable!("the second signal ends the program");
            }
            Ok(_) => {
                let interrupt = Interrupt::listen().unwrap();
                interrupt.end_at_once();
                assert!(!interrupt.is_requested());
                raise(SIGINT).unwrap();
                unreachable!("there is nothing left to wait for");
            }
            Err(_) => {
                let name = "the_first_signal_is_a_request_and_the_second_ends_the_program_with_130";
                for case in ["twice", "after the end"] {
                    let mut child = Command::new(env::current_exe().unwrap());
                    let child = child.arg("--exact").arg(format!("train::interrupt::tests::{name}"));
                    let output = child.env(CHILD, case).output().unwrap();
                    assert_eq!(output.status.code(), Some(STATUS.into()), "{case}: {output:?}");
                }
            }
        }
    }
}
