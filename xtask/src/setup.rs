//! Makes sure that `proxgrad` sees an adapter: asks the program, and on Linux installs a driver where it sees
//! none.

use std::env;

use crate::host::Host;
use crate::install::{self, Plan};
use crate::program::Program;

/// Returns once `program` sees an adapter.
///
/// # Errors
///
/// The message to print, with a remedy, where the program sees none and no driver that helps could be
/// installed.
pub(crate) fn run(program: &Program) -> Result<(), String> {
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
