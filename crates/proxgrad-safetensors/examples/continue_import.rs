//! Goes on from a state file, for example from one that was imported from another program: every parameter of the
//! file is registered, the state restored, one step taken, and the new state saved.
//!
//! ```sh
//! cargo run --package proxgrad-safetensors --example continue_import -- imported.safetensors next.safetensors
//! ```
//!
//! Without arguments it goes on from a file of the tests. The gradient of each parameter is its values, that of
//! ½·Σw²; a program has its own. `cargo xtask interchange` compares the step with NumPy and with PyTorch.

use std::{env, error::Error, fs, path::Path};

use proxgrad::{
    Config,
    cpu::{Param, ProximalAdagrad},
};
use proxgrad_safetensors::{Options, TensorView, load, save};

const FIXTURE: &[u8] = include_bytes!("../../../tests/fixtures/import/tensorflow/saver/state.safetensors");

fn main() -> Result<(), Box<dyn Error>> {
    match &env::args_os().skip(1).collect::<Vec<_>>()[..] {
        [] => {
            let folder = tempfile::tempdir()?;
            let from = folder.path().join("imported.safetensors");
            fs::write(&from, FIXTURE)?;
            continue_from(&from, &folder.path().join("next.safetensors"))
        }
        [from, to] => continue_from(from.as_ref(), to.as_ref()),
        _ => Err("usage: continue_import [FROM TO]".into()),
    }
}

fn continue_from(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let state = load(from)?;
    let mut params = Vec::new();
    for (name, view) in state.all_values() {
        let values = view.to_vec::<f32>().ok_or_else(|| format!("the values of {name} are not f32"))?;
        params.push((name, view.shape().to_vec(), values));
    }

    let mut optimizer = ProximalAdagrad::new(Config { learning_rate: 0.1.into(), ..Config::default() })?;
    for (name, shape, _) in &params {
        optimizer.add_param(Param::new(name, shape))?;
    }
    optimizer.restore(&state.snapshot())?;

    let grads: Vec<_> = params.iter().map(|(_, _, values)| values.clone()).collect();
    let ids: Vec<_> = optimizer.params().collect();
    let mut step = optimizer.begin_step();
    for ((id, (_, _, values)), grads) in ids.into_iter().zip(&mut params).zip(&grads) {
        step.dense(id, values, grads)?;
    }
    step.finish()?;
    assert_eq!(optimizer.global_step(), state.global_step() + 1);

    let mut views = Vec::new();
    for (name, shape, values) in &params {
        views.push((*name, TensorView::of(shape, values)?));
    }
    save(to, optimizer.snapshot(), views, &Options::default())?;
    println!("{}: {} parameters, step {}", to.display(), params.len(), optimizer.global_step());
    Ok(())
}
