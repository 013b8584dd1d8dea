//! `proxgrad info`, and the options that every command-line program has.

use std::process::Command;

use crate::program::{devices, path, proxgrad, proxgrad_with};

#[test]
fn info_lists_adapters_and_says_what_auto_takes_and_why() {
    let info = proxgrad(&["info", "--json"]).json();
    let adapters = info["adapters"].as_array().unwrap();
    assert!(devices()[0] == "cpu" || !adapters.is_empty(), "no adapter was found");
    for adapter in adapters {
        for key in ["name", "device_type", "driver", "backend"] {
            assert!(adapter[key].is_string(), "{key} in {adapter}");
        }
        assert!(adapter["limits"]["max_storage_buffer_binding_size"].as_u64().unwrap() > 0);
        assert!(adapter["features"]["shader_f16"].is_boolean());
    }
    assert!(
        if adapters.is_empty() { info["gpu"].is_null() } else { adapters.contains(&info["gpu"]) },
        "{info}"
    );
    let auto = &info["auto"];
    assert!(["gpu", "cpu"].contains(&auto["device"].as_str().unwrap()), "{auto}");
    assert_eq!(auto["device"] == "gpu", auto["adapter"].is_string(), "{auto}");
    assert!(!auto["reason"].as_str().unwrap().is_empty());
}

#[test]
fn info_can_demand_an_adapter() {
    let adapters = !proxgrad(&["info", "--json"]).json()["adapters"].as_array().unwrap().is_empty();
    assert_eq!(proxgrad(&["info", "--require-adapter"]).code(), Some(i32::from(!adapters)));
}

#[test]
fn help_version_and_completions_are_there() {
    for command in [
        &["--help"][..],
        &["train", "--help"],
        &["bench", "--help"],
        &["verify", "--help"],
        &["demo", "--help"],
    ] {
        let help = proxgrad(command);
        assert_eq!(help.code(), Some(0));
        assert!(help.stdout().contains("Usage: proxgrad"), "{command:?}");
    }
    let version = proxgrad(&["--version"]);
    assert_eq!(version.stdout(), concat!("proxgrad ", env!("CARGO_PKG_VERSION"), "\n"));
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(proxgrad(&["completions", shell]).stdout().contains("proxgrad"), "{shell}");
    }
}

#[test]
fn a_value_of_wgpu_backend_that_is_no_backend_is_named() {
    for value in ["vulcan", "vulkan,noop", ""] {
        for arguments in [&["info"][..], &["demo", "--report", "nowhere"], &["bench", "dense", "--quick"]] {
            let name = value.rsplit(',').next().unwrap();
            let said = format!("WGPU_BACKEND is {value:?}, and `{name}` is no backend of this program");
            proxgrad_with(&[("WGPU_BACKEND", value)], arguments).refused(&said);
        }
    }
}

/// A layer of Mesa's complains there.
#[test]
fn nothing_is_said_where_there_is_no_desktop() {
    let output =
        Command::new(path()).arg("info").env_remove("XDG_RUNTIME_DIR").env_remove("NODEVICE_SELECT").output();
    let output = output.unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
