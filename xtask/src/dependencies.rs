//! A test of what packages depend on.

use std::{collections::BTreeMap, env, process::Command};

use crate::program::workspace_root;

/// The lines that `cargo tree` prints with these arguments.
fn tree(arguments: &[&str]) -> String {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Not `--offline`: on a bare machine nothing was downloaded yet.
    let fixed = ["tree", "--prefix", "none", "--locked"];
    let output = Command::new(cargo).args(fixed).args(arguments).current_dir(workspace_root()).output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("names are UTF-8")
}

/// The names of the packages that are compiled for a package, as `cargo tree` lists them with these arguments.
fn dependencies(arguments: &[&str]) -> Vec<String> {
    let lines = tree(&[&["--edges", "normal,build"], arguments].concat());
    lines.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The packages, with their versions, that are compiled with these kinds of dependencies, and the features of each.
fn features(edges: &str, selection: &[&str]) -> BTreeMap<String, String> {
    let lines = tree(&[&["--edges", edges, "--format", "{p};{f}"], selection].concat());
    let package = |line: &str| {
        let (package, features) = line.trim_end_matches(" (*)").split_once(';')?;
        Some((package.to_owned(), features.to_owned()))
    };
    lines.lines().filter_map(package).collect()
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

/// `cargo xtask demo` builds the programs, `cargo xtask test` the tests, `cargo run -p proxgrad-cli` one program.
#[test]
fn what_is_built_for_one_command_serves_the_others() {
    let programs = features("normal,build", &["--workspace"]);
    for other in
        [features("normal,build,dev", &["--workspace"]), features("normal,build", &["-p", "proxgrad-cli"])]
    {
        let is_new = |(package, features): &(String, String)| {
            programs.get(package).is_some_and(|before| before != features)
        };
        let again: Vec<_> = other.into_iter().filter(is_new).collect();
        assert!(again.is_empty(), "compiled a second time, with other features: {again:?}");
    }
}
