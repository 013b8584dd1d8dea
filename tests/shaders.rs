//! The shaders, without a GPU: every kernel is standard WGSL, needs no feature, and is what its file name says.
//!
//! That their structs and bindings are those of the Rust side is tested inside the library, in `src/gpu/reflection.rs`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use proxgrad::wgpu::naga::{
    Module, ShaderStage,
    back::{PipelineConstants, pipeline_constants::process_overrides},
    front::wgsl,
    valid::{Capabilities, ModuleInfo, ValidationFlags, Validator},
};

/// Joined in front of every kernel.
const PRELUDE: &str = "prelude";
/// How elements lie in buffers; each goes with every kernel.
const STORAGES: [&str; 2] = ["quads", "singles"];
/// Entry points.
const KINDS: [&str; 2] = ["dense", "rows"];

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "shaders"].iter().collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name).with_extension("wgsl")).unwrap()
}

/// Parses and validates, with no capability beyond the core of WGSL.
#[track_caller]
fn validate(what: &str, source: &str) -> (Module, ModuleInfo) {
    let module =
        wgsl::parse_str(source).unwrap_or_else(|error| panic!("{what}: {}", error.emit_to_string(source)));
    let info = Validator::new(ValidationFlags::all(), Capabilities::empty())
        .validate(&module)
        .unwrap_or_else(|error| panic!("{what}: {}", error.emit_to_string(source)));
    (module, info)
}

#[test]
fn no_file_is_forgotten() {
    let files: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let known = [PRELUDE].into_iter().chain(STORAGES).chain(KINDS).map(|name| format!("{name}.wgsl"));
    assert_eq!(files, known.collect());
}

#[test]
fn every_kernel_is_valid_without_features_and_named_like_its_file() {
    for storage in STORAGES {
        for kind in KINDS {
            let what = format!("{kind} with {storage}");
            let source = [PRELUDE, storage, kind].map(read).join("\n");
            assert!(!source.contains("enable "), "{what} needs a feature");
            let (module, info) = validate(&what, &source);

            let [entry] = &module.entry_points[..] else { panic!("{what} has not one entry point") };
            assert_eq!((entry.name.as_str(), entry.stage), (kind, ShaderStage::Compute), "{what}");

            // The workgroup size is the host's to say, and there is nothing else to be said.
            let overrides: Vec<_> = module.overrides.iter().map(|(_, value)| value).collect();
            let [workgroup] = overrides[..] else { panic!("{what} has not one override") };
            assert_eq!(workgroup.name.as_deref(), Some("WORKGROUP"), "{what}");
            assert!(workgroup.init.is_none(), "{what}: WORKGROUP has a second truth");
            let constants = PipelineConstants::from_iter([("WORKGROUP".to_owned(), 48.0)]);
            let set = process_overrides(&module, &info, None, &constants).unwrap();
            assert_eq!(set.0.entry_points[0].workgroup_size, [48, 1, 1], "{what}");
        }
    }
}

#[test]
fn storages_offer_the_same_functions_and_bindings() {
    let [quads, singles] = STORAGES.map(|storage| {
        let source = [PRELUDE, storage].map(read).join("\n");
        let (module, _) = validate(storage, &source);
        let functions: BTreeSet<_> =
            module.functions.iter().map(|(_, function)| function.name.clone().unwrap()).collect();
        let bindings: BTreeSet<_> = module
            .global_variables
            .iter()
            .map(|(_, variable)| {
                let binding = variable.binding.unwrap();
                (
                    binding.group,
                    binding.binding,
                    variable.name.clone().unwrap(),
                    format!("{:?}", variable.space),
                )
            })
            .collect();
        (functions, bindings)
    });
    assert_eq!(quads, singles);
    assert!(quads.0.contains("load_grad") && quads.0.contains("update_at"));
}
