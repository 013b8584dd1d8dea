//! Bytes as a saved model, with which training goes on where it can be read.

#![no_main]

use std::{fs, path::Path, sync::LazyLock};

use clap::Parser;
use libfuzzer_sys::fuzz_target;

use self::{
    data::Dataset,
    train::{CpuTrainer, Epoch, Model, RowsArg, Saved, Settings, Trainer, target},
};

#[allow(dead_code, unused_imports, reason = "the target calls a part of the program's modules")]
#[path = "../../crates/proxgrad-cli/src"]
mod program {
    pub(crate) mod data;
    pub(crate) mod train {
        pub(crate) mod cpu;
        pub(crate) mod epoch;
        pub(crate) mod live_rows;
        pub(crate) mod logits;
        pub(crate) mod model;
        pub(crate) mod option_values;
        pub(crate) mod position;
        pub(crate) mod saved_settings;
        pub(crate) mod schedule_text;
        pub(crate) mod settings;
        pub(crate) mod trainer;

        pub(crate) use self::{
            cpu::CpuTrainer,
            epoch::Epoch,
            model::{Model, Saved, target},
            option_values::{LossScaleArg, RowsArg},
            settings::Settings,
            trainer::Trainer,
        };
    }
}
use program::{data, train};

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

/// The options of `proxgrad train`.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    settings: Settings,
}

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("model.safetensors");
    fs::write(&path, bytes).expect("a file");
    match Saved::read(&path) {
        Ok(saved) => go_on(saved, &path),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});

fn go_on(mut saved: Saved, path: &Path) {
    let settings = settings_of(&saved);
    let features = saved.vocabulary.len();
    saved.model.grow(features, settings.accum());
    let Ok(first) = u32::try_from(features.saturating_sub(1)) else { return };
    let labels = vec![0, u32::try_from(saved.classes.len() - 1).expect("few classes")];
    let row_starts = if features == 0 { vec![0, 0, 0] } else { vec![0, 1, 2] };
    let features = if features == 0 { vec![] } else { vec![first, 0] };
    let data = Dataset { row_starts, values: vec![1.0; features.len()], features, labels };
    let before = saved.model.clone();
    match trained(&settings, &data, saved.model) {
        Ok(model) => {
            assert!(model.steps() <= before.steps() + 2);
            saved.model = model;
            save(&saved, path);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn settings_of(saved: &Saved) -> Settings {
    let mut settings = Options::parse_from(["train"]).settings;
    settings.no_bias = !saved.bias;
    settings.precision = saved.precision;
    settings.rows = if saved.model.exact() { RowsArg::Exact } else { RowsArg::Touched };
    if saved.model.is_dynamic() {
        settings.loss_scale = train::LossScaleArg::Dynamic;
    }
    settings
}

fn trained(settings: &Settings, data: &Dataset, model: Model) -> anyhow::Result<Model> {
    let mut trainer = CpuTrainer::new(settings, data, model)?;
    let epoch = Epoch::in_file_order(data);
    trainer.begin_epoch(&epoch, 0)?;
    for batch in epoch.batches(1) {
        trainer.step(&epoch, batch, true)?;
    }
    // As the program ends a run.
    anyhow::ensure!(trainer.losses()?.iter().all(|loss| loss.is_finite()), "the loss is not finite");
    trainer.report()?;
    trainer.model()
}

/// Saves a model, and asserts that it reads back as it was.
fn save(saved: &Saved, path: &Path) {
    target(path).and_then(|target| saved.save(target)).expect("a file");
    let again = Saved::read(path).expect("a model that was saved");
    assert_eq!(again.model.state, saved.model.state);
    let bits = |numbers: &[f32]| Vec::from_iter(numbers.iter().map(|number| number.to_bits()));
    assert_eq!(bits(&again.model.weights), bits(&saved.model.weights));
    assert_eq!((again.position(), again.settings), (saved.position(), saved.settings.clone()));
    assert_eq!(again.classes.names(), saved.classes.names());
    assert_eq!(again.vocabulary.names(), saved.vocabulary.names());
}
