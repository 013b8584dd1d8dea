//! Checkpoints that other numbers of ranks, other divisions of rows, and a single process go on from.

use std::{fs, path::Path};

use proxgrad_mpi::{Device, Error, Sharding};

use crate::{
    Test,
    bits::{bits_of, whole},
    launch::{Run, text_of},
    worker::{self, number, variable},
    workload::{Batch, Model, Settings},
};

pub(crate) const TESTS: &[Test] = &[
    ("checkpoints::other_ranks_and_divisions_go_on_to_the_same_bits", go_on),
    ("checkpoints::a_damaged_one_is_refused_with_its_file", damaged),
];

/// Steps before the checkpoint, and in all. Rows are behind by then, and are swept later on.
const FIRST: u64 = 130;
const STEPS: u64 = 300;

fn run_until(folder: &Path, settings: Settings, ranks: usize, sharding: &str, steps: u64) -> Run {
    let run = Run::new(ranks, "resume", folder).env("STEPS", steps).env("SHARDING", sharding);
    run.env("SETTINGS", format!("{settings:?}"))
}

fn go_on() {
    for settings in [Settings::Plain, Settings::Skipped, Settings::Ftrl] {
        let folder = tempfile::tempdir().unwrap();
        let uninterrupted = folder.path().join("uninterrupted");
        run_until(&uninterrupted, settings, 2, "Hashed", STEPS).succeed();
        let expected = bits_of(&whole(&uninterrupted));
        for (before, after) in [((2, "Hashed"), (5, "Ranges")), ((8, "Ranges"), (1, "Hashed"))] {
            let own = folder.path().join(format!("{}-{}", before.0, after.0));
            run_until(&own, settings, before.0, before.1, FIRST).succeed();
            run_until(&own, settings, after.0, after.1, STEPS).succeed();
            assert_eq!(bits_of(&whole(&own)), expected, "{settings:?}: {before:?}, then {after:?}");
        }
    }
}

fn damaged() {
    let folder = tempfile::tempdir().unwrap();
    run_until(folder.path(), Settings::Plain, 2, "Hashed", 5).succeed();
    let shards = fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.path());
    let shard = shards.into_iter().find(|path| path.is_dir()).unwrap().join("rank-1.safetensors");
    let bytes = fs::read(&shard).unwrap();
    let refused = |expected: &str| {
        let output = run_until(folder.path(), Settings::Plain, 3, "Hashed", 9).output();
        let text = text_of(&output);
        assert!(!output.status.success() && text.contains(expected), "{text}");
    };
    let mut flipped = bytes.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    fs::write(&shard, flipped).unwrap();
    refused("rank-1.safetensors: has other contents than were written: it is damaged");
    fs::write(&shard, &bytes[..bytes.len() - 8]).unwrap();
    refused("rank-1.safetensors");
    fs::remove_file(&shard).unwrap();
    refused("rank-1.safetensors");
    fs::write(&shard, bytes).unwrap();
    run_until(folder.path(), Settings::Plain, 3, "Hashed", 9).succeed();
}

/// Trains to a number of batches, from the checkpoint in the folder if there is one.
pub(crate) fn run() -> Result<(), Error> {
    let settings = Settings::of_name(&variable("SETTINGS").expect("settings"));
    let is_ranges = variable("SHARDING").as_deref() == Some("Ranges");
    let sharding = if is_ranges { Sharding::Ranges } else { Sharding::Hashed };
    let mut model = Model::with_sharding(settings, Device::Cpu, sharding)?;
    let folder = worker::folder();
    let mut first = 0;
    if folder.join("manifest.json").exists() {
        model.optimizer.load(&folder)?;
        first = model.optimizer.global_step()? + model.optimizer.report()?.skipped_steps;
    }
    for step in first..number("STEPS") {
        if step % 7 == 2 {
            worker::gather(&mut model, step)?;
        }
        model.step(&Batch::new(settings, step), step)?;
    }
    model.optimizer.save(&folder)
}
