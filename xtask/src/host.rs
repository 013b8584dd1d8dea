//! What a machine offers for installing packages: the facts that the way to install a driver depends on.

use std::env;
use std::fs;
use std::io::{self, IsTerminal};

use crate::managers::{MANAGERS, Manager};

/// This machine, as far as installing packages is concerned.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    /// Package managers in `PATH`, in the order of [`MANAGERS`].
    pub(crate) managers: Vec<&'static Manager>,
    pub(crate) is_root: bool,
    pub(crate) has_sudo: bool,
    /// Whether stdin is a terminal, where `sudo` could ask for a password.
    pub(crate) has_terminal: bool,
}

impl Host {
    /// The facts about this machine. Changes nothing.
    pub(crate) fn look() -> Self {
        Self {
            managers: MANAGERS.iter().filter(|manager| in_path(manager.program)).collect(),
            is_root: fs::read_to_string("/proc/self/status")
                .is_ok_and(|status| effective_uid(&status) == Some(0)),
            has_sudo: in_path("sudo"),
            has_terminal: io::stdin().is_terminal(),
        }
    }
}

/// Whether a folder of `PATH` has a file of this name.
pub(crate) fn in_path(program: &str) -> bool {
    let Some(path) = env::var_os("PATH") else { return false };
    env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

/// The effective user id, from the line `Uid: real effective saved file-system` of `/proc/self/status`.
///
/// `id -u` needs another program, and `geteuid` needs `unsafe`.
fn effective_uid(status: &str) -> Option<u32> {
    let uids = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    uids.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_effective_user_counts_not_the_real_one() {
        let status = "Name:\txtask\nUid:\t1000\t0\t0\t0\nGid:\t5\t6\t7\t8\n";
        assert_eq!(effective_uid(status), Some(0));
    }

    #[test]
    fn a_status_without_users_names_nobody() {
        let wrong: Vec<_> = ["", "Uid:", "Uid:\t0", "Uid:\t0\tx"]
            .into_iter()
            .filter(|s| effective_uid(s).is_some())
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
