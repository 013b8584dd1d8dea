//! The package managers of Linux distributions, and the command lines that install a software Vulkan driver.
//!
//! The driver is Mesa's lavapipe, with Vulkan's loader; every distribution packs both.

/// A package manager, and its command lines.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Manager {
    pub(crate) program: &'static str,
    /// Refreshes the package lists, where that is a command of its own.
    pub(crate) refresh: Option<&'static [&'static str]>,
    pub(crate) install: &'static [&'static str],
}

/// The first one in `PATH` is taken. apt-get comes first, because Debian has a game called `pacman`.
pub(crate) const MANAGERS: &[Manager] = &[
    // Debian, Ubuntu. Through `env`, because sudo keeps no variables; without this one a package may ask
    // questions. mesa-vulkan-drivers depends on the loader, libvulkan1.
    Manager {
        program: "apt-get",
        refresh: Some(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update"]),
        install: &[
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "--no-install-recommends",
            "mesa-vulkan-drivers",
        ],
    },
    // Fedora, RHEL and its kin.
    Manager {
        program: "dnf",
        refresh: None,
        install: &["dnf", "install", "-y", "mesa-vulkan-drivers", "vulkan-loader"],
    },
    // openSUSE.
    Manager {
        program: "zypper",
        refresh: None,
        install: &["zypper", "--non-interactive", "install", "libvulkan1", "libvulkan_lvp"],
    },
    // Alpine.
    Manager {
        program: "apk",
        refresh: None,
        install: &["apk", "add", "mesa-vulkan-swrast", "vulkan-loader"],
    },
    // Arch.
    Manager {
        program: "pacman",
        refresh: None,
        install: &["pacman", "-Sy", "--noconfirm", "--needed", "vulkan-swrast", "vulkan-icd-loader"],
    },
];
