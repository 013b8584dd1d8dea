//! Bytes as a file with the state of an optimizer, with which training goes on where it can be read.

#![no_main]

use std::{fs, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use proxgrad::{
    Config, ParamId, RestoreOptions, Rows, Snapshot,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use proxgrad_safetensors::{Options, load, save};

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fn start() -> (ProximalAdagrad, [ParamId; 2]) {
    let config = Config { l1: 0.01, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(config).expect("settings in range");
    let table = Param::new("table", &[3, 2]).rows(Rows::Exact);
    let params = [table, Param::new("bias", &[])].map(|param| optimizer.add_param(param).expect("it is new"));
    (optimizer, params)
}

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("state.safetensors");
    fs::write(&path, bytes).expect("a file");
    let state = match load(&path) {
        Ok(state) => state,
        Err(error) => {
            assert_eq!(error.path(), path);
            assert!(!error.fault().to_string().is_empty());
            return;
        }
    };
    let snapshot = state.snapshot();
    state.all_values().for_each(|(name, values)| assert_eq!(state.values(name).expect("it is there"), values));
    shards(&snapshot);
    let (mut optimizer, params) = start();
    let before = optimizer.snapshot();
    let options = RestoreOptions::default().allow_missing(["table", "bias"]).allow_unexpected(["other", ""]);
    match optimizer.restore_view(&state.view(), &options) {
        Ok(()) => go_on(optimizer, params),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_eq!(optimizer.snapshot(), before, "a state that was refused has changed something");
        }
    }
});

/// Divides the table and joins it again, where that is possible.
fn shards(snapshot: &Snapshot) {
    let Ok(first) = snapshot.with_rows("table", 0..1) else { return };
    let Ok(second) = snapshot.with_rows("table", 1..3) else { return };
    let tables = ["accum.table", "last_touched.table"].map(|name| snapshot.tensors.get(name));
    if tables.into_iter().flatten().all(|tensor| tensor.shape[0] == 3) {
        let joined = Snapshot::join_rows("table", &[first, second]).expect("shards of one table fit");
        assert_eq!(bits(&joined), bits(snapshot));
    }
}

fn bits(snapshot: &Snapshot) -> String {
    // NaN does not equal itself.
    format!("{snapshot:?}")
}

/// Takes steps, saves, and finds the same state again.
fn go_on(mut optimizer: ProximalAdagrad, [table, bias]: [ParamId; 2]) {
    let (mut values, mut scalar) = ([1.0f32; 6], [0.5f32]);
    for rows in [[0u32], [2]] {
        let mut step = optimizer.begin_step();
        step.rows(table, &mut values, RowGrad::new(&rows, &[0.5, -0.5])).expect("it fits");
        step.dense(bias, &mut scalar, &[0.25]).expect("it fits");
        step.finish().expect("nothing is refused");
    }
    optimizer.flush(table, &mut values).expect("it fits");
    assert!(values.iter().chain(&scalar).all(|value| value.is_finite()));
    let path = FOLDER.path().join("saved.safetensors");
    save(&path, optimizer.snapshot_view(), [], &Options::default()).expect("there is room");
    let (mut resumed, _) = start();
    resumed.restore(&load(&path).expect("it was saved").snapshot()).expect("it was saved");
    assert_eq!(resumed.snapshot(), optimizer.snapshot());
}
