//! A layer of Mesa's that complains where there is no desktop.

/// Keeps the layer quiet that lets a user choose among devices: where `XDG_RUNTIME_DIR` is not set, it writes "error:
/// XDG_RUNTIME_DIR is invalid or not set in the environment" to stderr whenever adapters are listed.
///
/// The layer reads a variable when it is loaded. A program may set its own variables only by unsafe code, so this one starts
/// itself again in the same process, with the variable set.
#[cfg(target_os = "linux")]
pub(crate) fn silence_device_select() {
    use std::{env, os::unix::process::CommandExt, process::Command};

    /// Switches the layer off, whatever its value.
    const OFF: &str = "NODEVICE_SELECT";
    if env::var_os("XDG_RUNTIME_DIR").is_some() || env::var_os(OFF).is_some() {
        return;
    }
    let mut args = env::args_os();
    if let (Ok(program), Some(name)) = (env::current_exe(), args.next()) {
        // Returns only where it fails. The program then runs as it is, and the layer says what it says.
        let _ = Command::new(program).arg0(name).args(args).env(OFF, "1").exec();
    }
}

/// Nothing: the layer is one for Linux.
#[cfg(not(target_os = "linux"))]
pub(crate) fn silence_device_select() {}
