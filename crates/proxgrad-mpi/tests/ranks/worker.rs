//! What a rank of a scenario does.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use proxgrad_mpi::{Device, Error, Sharding};

use crate::{
    bad_use, checkpoints, faults, gpu,
    launch::FOLDER,
    prefetch, traffic,
    workload::{Batch, EXACT, Model, Settings, TOUCHED},
};

/// Runs a scenario.
pub(crate) fn run(scenario: &str) -> ExitCode {
    let program = match scenario {
        "train" => train,
        "traffic" => traffic::run,
        "prefetch" => prefetch::run,
        "bad use" => bad_use::run,
        "resume" => checkpoints::run,
        "killed" => faults::run_killed,
        "failing" => faults::run_failing,
        "hanging" => {
            // As a program that keeps MPI by itself, which is ended when that is dropped.
            let _mpi = proxgrad_mpi::initialize().expect("MPI");
            return ExitCode::from(u8::from(faults::run_hanging().is_err()));
        }
        _ => panic!("no scenario is called {scenario}"),
    };
    proxgrad_mpi::run(program)
}

pub(crate) fn folder() -> PathBuf {
    env::var_os(FOLDER).expect("the launcher sets it").into()
}

pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}

pub(crate) fn number(name: &str) -> u64 {
    variable(name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} is no number"))
}

/// Trains, and leaves a checkpoint, the report, and the rows that were gathered on the way.
fn train() -> Result<(), Error> {
    let settings = Settings::of_name(&variable("SETTINGS").expect("settings"));
    let is_ranges = variable("SHARDING").as_deref() == Some("Ranges");
    let sharding = if is_ranges { Sharding::Ranges } else { Sharding::Hashed };
    let device = if variable("DEVICE").is_some() { gpu::device() } else { Device::Cpu };
    let mut model = Model::with_sharding(settings, device, sharding)?;
    let mut gathered = Vec::new();
    for step in 0..number("STEPS") {
        if step % 7 == 2 {
            gathered.extend(gather(&mut model, step)?);
        }
        model.step(&Batch::new(settings, step), step)?;
    }
    let report = model.optimizer.measure()?;
    finish(&mut model, &folder(), &format!("{report:?}"), &gathered)
}

/// Rows of both tables, the same on all ranks.
pub(crate) fn gather(model: &mut Model, step: u64) -> Result<Vec<f32>, Error> {
    let mut random = fastrand::Rng::with_seed(step);
    let mut rows = Vec::new();
    for (table, (len, _)) in [(model.touched, TOUCHED), (model.exact, EXACT)] {
        let ids: Vec<u64> = (0..random.usize(..20)).map(|_| random.u64(..len)).collect();
        rows.extend(model.optimizer.gather(table, &ids)?);
    }
    Ok(rows)
}

/// Saves a checkpoint; writes what rank 0 knows.
pub(crate) fn finish(model: &mut Model, folder: &Path, report: &str, gathered: &[f32]) -> Result<(), Error> {
    model.optimizer.save(folder)?;
    let dense = [
        model.optimizer.values(model.sharded)?,
        model.optimizer.values(model.replicated)?,
        model.optimizer.values(model.scalar)?,
    ]
    .concat();
    let bits = |floats: &[f32]| floats.iter().map(|float| float.to_bits()).collect::<Vec<_>>();
    let text = format!("{report}\n{:?}\n{:?}\n", bits(&dense), bits(gathered));
    let name = format!("rank-{}.txt", model.optimizer.rank());
    fs::write(folder.join(name), text).expect("the folder can be written to");
    Ok(())
}
