//! A test of the structure of this workspace: its files import one another without circles, and arrows point
//! down.
//!
//! A file imports another one where a `use` declaration or a path in its code names an item of that other
//! file. An item that a module re-exports counts as the module's own, so the files below a module must not
//! import it from there.
//!
//! Code for tests alone is left out: a test may import whatever it tests.
//!
//! It also says which files of the GPU implementation may submit, map, read back or wait: what a step consists of does
//! none of it.

mod calls;
mod circles;
mod floors;
mod imports;
mod items;
mod tokens;

use std::fs;
use std::path::Path;

use crate::program::workspace_root;
use calls::{Reserved, violations};
use circles::circles;
use floors::Floors;
use imports::{Sources, imports};

/// The floors of each folder that has any, the highest one first.
const FLOORS: &[Floors] = &[
    Floors {
        folder: "src",
        rooms: &[
            &["lib"],
            &["guide"],
            &["gpu", "cpu"],
            &["row_groups"],
            &["params"],
            &["config"],
            &["lazy", "loss_scale", "schedule"],
            &["rule"],
            &["format", "reduce", "report", "row_sources", "state", "validate"],
            &["serial"],
            &["error", "locked", "rounding", "threads"],
        ],
    },
    // A plan is data, and knows nothing of the rest of the GPU implementation.
    Floors { folder: "src/gpu", rooms: &[&["*"], &["plan"]] },
];

/// Names that only these files of `src/gpu` may use. Steps are collected in `step`, prepared and recorded in `record`, and
/// uploaded in `upload`, none of which is here.
const RESERVED: &[Reserved] = &[
    // `writes` submits nothing but what it has written.
    Reserved { name: "submit", files: &["device_status", "flush", "locked", "readback", "writes"] },
    // `device_status` polls an error scope, which is ready.
    Reserved { name: "poll", files: &["device_status", "readback"] },
    // The second on a thread of its own, which compiles kernels.
    Reserved { name: "block_on", files: &["readback", "precompile"] },
    Reserved { name: "map_async", files: &[] },
    Reserved { name: "on_submitted_work_done", files: &[] },
    // `staging` has buffers mapped again that the host writes.
    Reserved { name: "map_buffer_on_submit", files: &["readback", "report", "staging"] },
    Reserved { name: "get_mapped_range", files: &["readback", "report"] },
    Reserved { name: "MAP_READ", files: &["readback", "report"] },
    // `row_sort` is for tests and benchmarks.
    Reserved { name: "copy_all", files: &["checkpoint", "measure", "pieces", "readback", "row_sort"] },
    Reserved { name: "download", files: &["flush", "readback"] },
    // Two steps in one encoder would both read what the second of them has written.
    Reserved { name: "write_buffer", files: &["report", "writes"] },
];

/// The root files of the crates that are checked, found by their names.
fn roots(sources: &Sources) -> Vec<&str> {
    let is_root = |file: &&str| file.ends_with("src/lib.rs") || file.ends_with("src/main.rs");
    sources.keys().map(String::as_str).filter(is_root).collect()
}

/// The sources of the library, of every crate and of xtask.
fn sources() -> Sources {
    let root = workspace_root();
    let crates = fs::read_dir(root.join("crates")).expect("the folder of crates");
    let crates = crates.map(|entry| entry.expect("an entry of the folder of crates").path());
    let mut sources = Sources::new();
    for package in crates.chain([root.to_owned(), root.join("xtask")]) {
        read(&package.join("src"), &mut sources);
    }
    sources
}

/// Reads every `.rs` file below `folder`.
fn read(folder: &Path, sources: &mut Sources) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry of a folder of sources").path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(workspace_root()).expect("a file of the workspace");
            let name = name.components().map(|part| part.as_os_str().to_string_lossy());
            sources.insert(Vec::from_iter(name).join("/"), fs::read_to_string(&path).expect("a source file"));
        }
    }
}

#[test]
fn no_file_imports_a_file_that_imports_it() {
    let sources = sources();
    let found: Vec<_> = roots(&sources).iter().flat_map(|root| circles(&imports(root, &sources).1)).collect();
    assert!(found.is_empty(), "{} circles of imports:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_import_points_to_a_higher_floor_or_another_room_of_its_own() {
    let sources = sources();
    let (files, imports) = imports("src/lib.rs", &sources);
    let found: Vec<_> = FLOORS.iter().flat_map(|floors| floors.violations(&files, &imports)).collect();
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

#[test]
fn what_submits_maps_reads_back_or_waits_stands_in_named_files_alone() {
    let sources = sources();
    let files = sources.iter().filter(|(file, _)| file.starts_with("src/gpu/"));
    let found: Vec<_> = files.flat_map(|(file, text)| violations(file, text, RESERVED)).collect();
    assert!(found.is_empty(), "{} uses:\n{}", found.len(), found.join("\n"));
}
