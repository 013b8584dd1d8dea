//! A test of what packages depend on.

use std::{env, process::Command};

use crate::program::workspace_root;

/// The names of the packages that are compiled for a package, as `cargo tree` lists them with these arguments.
fn dependencies(arguments: &[&str]) -> Vec<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Not `--offline`: on a bare machine nothing was downloaded yet.
    let fixed = ["tree", "--edges", "normal,build", "--prefix", "none", "--locked"];
    let output = Command::new(cargo).args(fixed).args(arguments).current_dir(workspace_root()).output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("names are UTF-8");
    lines.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn is_wgpu(name: &str) -> bool {
    name.starts_with("wgpu") || name == "naga"
}

#[test]
fn the_library_without_default_features_and_the_example_on_the_cpu_compile_no_wgpu() {
    for arguments in [
        &["-p", "proxgrad", "--no-default-features"][..],
        &["-p", "proxgrad", "--no-default-features", "--features", "parallel,serde"],
        &["-p", "cpu_only"],
    ] {
        let found = dependencies(arguments);
        assert!(found.iter().any(|name| name == "proxgrad"), "{arguments:?}: {found:?}");
        assert!(!found.iter().any(|name| is_wgpu(name)), "{arguments:?}: {found:?}");
    }
    assert!(dependencies(&["-p", "proxgrad"]).iter().any(|name| is_wgpu(name)), "the default has");
}

#[test]
fn backends_of_wgpu_come_with_the_feature_backends_alone() {
    // What wgpu compiles for Vulkan, OpenGL, Metal and DX12.
    let is_backend = |name: &String| ["ash", "glow", "objc2-metal", "windows"].contains(&name.as_str());
    let without = ["-p", "proxgrad", "--no-default-features", "--features", "gpu,parallel,serde"];
    assert!(!dependencies(&without).iter().any(is_backend), "without the feature");
    assert!(dependencies(&["-p", "proxgrad"]).iter().any(is_backend), "by default");
}
