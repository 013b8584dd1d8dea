//! Makes sure that `proxgrad` sees an adapter: installs a driver on a Linux that has none, and asks the program.

use std::env;
use std::path::PathBuf;

use crate::host::Host;
use crate::install::{self, Plan};
use crate::program::{Profile, Program};

/// Builds `proxgrad`, and returns once it sees an adapter.
///
/// # Errors
///
/// The message to print, with a remedy, where no driver can be installed, where the program does not compile, and where
/// it sees no adapter.
pub(crate) fn built_program(profile: Profile) -> Result<Program, String> {
    // Before the build, which takes minutes: what a user has to type or to decide comes first.
    if env::consts::OS == "linux" && !has_driver_file() {
        match install::plan(&Host::look()) {
            Plan::Run { .. } => install_driver(&Host::look())?,
            // The loader of this system may look for drivers in other folders, so that the program is asked first.
            Plan::ByHand(_) => {}
        }
    }
    let program = Program::build(profile)?;
    run(&program)?;
    Ok(program)
}

/// Whether a driver is named by the environment or lies in one of the folders where Vulkan's loader looks for drivers.
fn has_driver_file() -> bool {
    ["VK_DRIVER_FILES", "VK_ADD_DRIVER_FILES", "VK_ICD_FILENAMES"]
        .iter()
        .any(|name| env::var_os(name).is_some())
        || driver_folders().iter().any(|folder| {
            let files = folder.read_dir().into_iter().flatten().flatten();
            files.into_iter().any(|file| file.path().extension().is_some_and(|found| found == "json"))
        })
}

/// Where Vulkan's loader looks for drivers on Linux:
/// <https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderDriverInterface.md>.
fn driver_folders() -> Vec<PathBuf> {
    let listed = |name: &str, default: &str| {
        let list = env::var_os(name).filter(|list| !list.is_empty()).unwrap_or_else(|| default.into());
        env::split_paths(&list).collect::<Vec<_>>()
    };
    let home = |name: &str, below: &str| {
        let home = env::var_os("HOME").map(|home| PathBuf::from(home).join(below));
        env::var_os(name).map(PathBuf::from).or(home)
    };
    let mut folders = listed("XDG_CONFIG_DIRS", "/etc/xdg");
    folders.extend(listed("XDG_DATA_DIRS", "/usr/local/share:/usr/share"));
    folders.extend(["/etc", "/usr/local/etc"].map(PathBuf::from));
    folders.extend(home("XDG_CONFIG_HOME", ".config"));
    folders.extend(home("XDG_DATA_HOME", ".local/share"));
    folders.into_iter().map(|folder| folder.join("vulkan/icd.d")).collect()
}

/// Returns once `program` sees an adapter.
///
/// # Errors
///
/// The message to print, with a remedy, where the program sees none and no driver that helps could be
/// installed.
fn run(program: &Program) -> Result<(), String> {
    if program.has_adapter()? {
        return Ok(());
    }
    if env::consts::OS != "linux" {
        return Err(format!(
            "no adapter found. On {} the driver comes with the system: update it; {}",
            env::consts::OS,
            look_at(program)
        ));
    }
    install_driver(&Host::look())?;
    if program.has_adapter()? {
        return Ok(());
    }
    Err(format!("a Vulkan driver is installed, but there still is no adapter; {}", look_at(program)))
}

fn install_driver(host: &Host) -> Result<(), String> {
    let (refresh, install) = match install::plan(host) {
        Plan::Run { refresh, install } => (refresh, install),
        Plan::ByHand(advice) => {
            return Err(format!("no adapter found, and no way to install a driver; {advice}"));
        }
    };
    eprintln!("No adapter found, of a GPU or in software: installing Mesa's software Vulkan driver.");
    if let Some(Err(error)) = refresh.map(|line| line.run_aside()) {
        eprintln!("warning: {error}; going on with the package lists that are there");
    }
    install.run_aside().map_err(|error| format!("{error}\n{}", install::advice(host)))
}

/// What to look at, and the settings in this environment that decide which adapters are seen.
fn look_at(program: &Program) -> String {
    // `WGPU_BACKEND` is a setting of wgpu's, the others are of Vulkan's loader.
    let settings = ["VK_DRIVER_FILES", "VK_ADD_DRIVER_FILES", "VK_ICD_FILENAMES", "WGPU_BACKEND"];
    let set: Vec<_> = settings
        .into_iter()
        .filter_map(|name| Some(format!("\n    {name}={}", env::var_os(name)?.display())))
        .collect();
    let mut text = format!("look at `{}`", program.line(["info"]));
    if env::consts::OS == "linux" {
        text += ", at /usr/share/vulkan/icd.d (one file for each driver), and at VK_DRIVER_FILES and WGPU_BACKEND, \
                 which leave drivers out";
    }
    if !set.is_empty() {
        text += &format!("; set here:{}", set.concat());
    }
    text
}
