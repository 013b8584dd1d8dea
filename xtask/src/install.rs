//! How to install a software Vulkan driver on a Linux machine: decided here as plain data, carried out by
//! `setup`.

use std::fmt;

use crate::command_line::CommandLine;
use crate::host::Host;
use crate::managers::MANAGERS;

/// What to do about a missing driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    Run {
        /// Refreshes the package lists. It may fail: one broken third-party source is enough, while the lists
        /// that matter here are fine.
        refresh: Option<CommandLine>,
        install: CommandLine,
    },
    /// Only the user can install the driver.
    ByHand(Advice),
}

/// What the user can do where xtask cannot install the driver, or failed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    Type { as_root: bool, lines: Vec<CommandLine> },
    UnknownManager,
}

/// Words in front of a command that run it as root; `None` where there is no way to become root.
fn prefix(host: &Host) -> Option<&'static [&'static str]> {
    match (host.is_root, host.has_sudo, host.has_terminal) {
        (true, _, _) => Some(&[]),
        (false, true, true) => Some(&["sudo"]),
        // Nobody could type a password: fail at once instead of waiting for one.
        (false, true, false) => Some(&["sudo", "-n"]),
        (false, false, _) => None,
    }
}

/// What to do on `host`. Runs nothing.
pub(crate) fn plan(host: &Host) -> Plan {
    let (Some(manager), Some(prefix)) = (host.managers.first(), prefix(host)) else {
        return Plan::ByHand(advice(host));
    };
    Plan::Run {
        refresh: manager.refresh.map(|words| line(prefix, words)),
        install: line(prefix, manager.install),
    }
}

/// How to install these packages of Debian and its kin. Runs nothing.
pub(crate) fn plan_packages(host: &Host, packages: &[&str]) -> Plan {
    const INSTALL: [&str; 5] = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes"];
    let apt = host.managers.first().filter(|manager| manager.program == "apt-get");
    let (Some(apt), Some(prefix)) = (apt, prefix(host)) else { return Plan::ByHand(Advice::UnknownManager) };
    let install = INSTALL.into_iter().chain(["--no-install-recommends"]).chain(packages.iter().copied());
    Plan::Run {
        refresh: apt.refresh.map(|words| line(prefix, words)),
        install: line(prefix, &install.collect::<Vec<_>>()),
    }
}

/// What the user of `host` should type, at a terminal.
pub(crate) fn advice(host: &Host) -> Advice {
    let Some(manager) = host.managers.first() else { return Advice::UnknownManager };
    let prefix = prefix(&Host { has_terminal: true, ..host.clone() });
    let lines = manager.refresh.into_iter().chain([manager.install]);
    Advice::Type {
        as_root: prefix.is_none(),
        lines: lines.map(|words| line(prefix.unwrap_or_default(), words)).collect(),
    }
}

fn line(prefix: &[&str], words: &[&str]) -> CommandLine {
    let mut words = prefix.iter().chain(words);
    let program = words.next().expect("a manager's command is not empty");
    CommandLine::new(program, words)
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Type { as_root, lines } = self else {
            let known: Vec<_> = MANAGERS.iter().map(|manager| manager.program).collect();
            return write!(
                f,
                "none of {} is in PATH: install Vulkan's loader (libvulkan.so.1) and a driver by hand, for example \
                 Mesa's lavapipe (often called mesa-vulkan-drivers or vulkan-swrast), then run `cargo xtask setup`",
                known.join(", ")
            );
        };
        let who = if *as_root { "as root" } else { "yourself" };
        writeln!(f, "type this {who}, then run `cargo xtask setup` again:\n")?;
        lines.iter().try_for_each(|line| writeln!(f, "    {line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_installed_where_apt_is_and_nowhere_else() {
        let Plan::Run { install, .. } = plan_packages(&host("apt-get", true, false, false), &["mpich"])
        else {
            panic!("root can install packages");
        };
        let expected =
            "env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends mpich";
        assert_eq!(install.to_string(), expected);
        let elsewhere = plan_packages(&host("dnf", true, false, false), &["mpich"]);
        assert_eq!(elsewhere, Plan::ByHand(Advice::UnknownManager));
    }

    fn host(program: &str, is_root: bool, has_sudo: bool, has_terminal: bool) -> Host {
        let managers = MANAGERS.iter().filter(|manager| manager.program == program).collect();
        Host { managers, is_root, has_sudo, has_terminal }
    }

    /// The lines that would be run; empty where the user has to do it.
    fn lines(host: &Host) -> Vec<String> {
        match plan(host) {
            Plan::Run { refresh, install } => {
                refresh.into_iter().chain([install]).map(|line| line.to_string()).collect()
            }
            Plan::ByHand(_) => vec![],
        }
    }

    #[test]
    fn root_installs_with_the_manager_alone() {
        let env = "env DEBIAN_FRONTEND=noninteractive";
        let cases = [
            (
                "apt-get",
                format!(
                    "{env} apt-get update\n{env} apt-get install -y --no-install-recommends mesa-vulkan-drivers"
                ),
            ),
            ("dnf", "dnf install -y mesa-vulkan-drivers vulkan-loader".into()),
            ("zypper", "zypper --non-interactive install libvulkan1 libvulkan_lvp".into()),
            ("apk", "apk add mesa-vulkan-swrast vulkan-loader".into()),
            ("pacman", "pacman -Sy --noconfirm --needed vulkan-swrast vulkan-icd-loader".into()),
        ];
        assert_eq!(cases.len(), MANAGERS.len());
        let wrong: Vec<_> = cases
            .iter()
            .map(|(program, expected)| (lines(&host(program, true, true, true)).join("\n"), expected))
            .filter(|(got, expected)| got != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn root_needs_neither_sudo_nor_a_terminal() {
        assert_eq!(lines(&host("apk", true, false, false)), lines(&host("apk", true, true, true)));
    }

    #[test]
    fn sudo_may_ask_for_a_password_only_at_a_terminal() {
        let install = "dnf install -y mesa-vulkan-drivers vulkan-loader";
        assert_eq!(lines(&host("dnf", false, true, true)), [format!("sudo {install}")]);
        assert_eq!(lines(&host("dnf", false, true, false)), [format!("sudo -n {install}")]);
    }

    #[test]
    fn sudo_is_in_front_of_env_because_it_would_drop_the_variable() {
        let got = lines(&host("apt-get", false, true, true));
        assert!(got.iter().all(|line| line.starts_with("sudo env DEBIAN_FRONTEND=")), "{got:?}");
        assert_eq!(got.len(), 2);
    }

    #[test]
    fn without_root_and_sudo_the_lines_are_left_to_root() {
        let host = host("apt-get", false, false, true);
        let Plan::ByHand(advice) = plan(&host) else { panic!("{:?}", plan(&host)) };
        let text = advice.to_string();
        assert!(text.starts_with("type this as root"), "{text}");
        assert!(text.contains("\n    env DEBIAN_FRONTEND=noninteractive apt-get update\n"), "{text}");
    }

    #[test]
    fn advice_uses_the_sudo_that_can_ask() {
        let text = advice(&host("dnf", false, true, false)).to_string();
        assert!(text.contains("\n    sudo dnf install"), "{text}");
    }

    #[test]
    fn an_unknown_distribution_is_told_what_to_look_for() {
        let host = host("emerge", true, true, true);
        assert_eq!(plan(&host), Plan::ByHand(Advice::UnknownManager));
        let text = advice(&host).to_string();
        assert!(text.contains("lavapipe") && text.contains("apt-get, dnf, zypper, apk, pacman"), "{text}");
    }

    #[test]
    fn debians_game_pacman_is_not_asked_for_packages() {
        let managers = MANAGERS.iter().filter(|m| ["apt-get", "pacman"].contains(&m.program)).collect();
        let both = Host { managers, ..host("", true, false, false) };
        assert_eq!(lines(&both), lines(&host("apt-get", true, false, false)));
    }
}
