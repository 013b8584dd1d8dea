//! A click model with two embedding tables that are sharded over MPI ranks, and a dense part.
//!
//! ```text
//! cargo build --example click_model
//! mpirun -n 4 target/debug/examples/click_model --steps 400 --folder checkpoints
//! mpirun -n 2 target/debug/examples/click_model --steps 100 --folder checkpoints --resume
//! ```
//!
//! The printed losses are the same for any number of ranks. Options: `--steps N`, `--folder DIR` for a checkpoint at the end,
//! `--resume` to go on from it, and `--gpu`. With several ranks on one machine, `RAYON_NUM_THREADS=1` keeps every rank to one core.

#[path = "../common/mod.rs"]
mod common;
mod data;
mod device;
mod model;
mod trainer;

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::ExitCode,
};

use common::options::Options;
use trainer::Trainer;

/// Steps between two lines.
const EVERY: u64 = 25;
/// The largest mean loss at the end, as a share of ln 2, which is the loss of a model that gives every click the probability 1/2.
/// The model reaches it within 200 steps.
const FRACTION: f64 = 0.75;
/// Number of steps at the end that the mean is taken of.
const LAST: usize = 25;

fn main() -> ExitCode {
    proxgrad_mpi::run(run)
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(env::args().skip(1), &["--steps", "--folder"], &["--resume", "--gpu"])?;
    let steps: u64 = options.get("--steps", 400)?;
    let folder: PathBuf = options.get("--folder", PathBuf::new())?;
    let has_folder = !folder.as_os_str().is_empty();
    if options.has("--resume") && !has_folder {
        return Err("--resume needs --folder".into());
    }

    let mut trainer = Trainer::new(device::open(options.has("--gpu"))?)?;
    if options.has("--resume") {
        trainer.load(&folder)?;
    }
    let losses = train(&mut trainer, steps)?;
    if has_folder {
        save(&mut trainer, &folder)?;
    }
    // After the save: a gather brings exact rows up to date, and rounds them where a run without it would not. A run that goes on
    // from the checkpoint then has the losses of one that was not interrupted.
    print_zero_rows(&mut trainer)?;
    check(&losses)
}

/// Takes the steps, and has rank 0 print a line for some of them. Returns the losses.
fn train(trainer: &mut Trainer, steps: u64) -> Result<Vec<f64>, Box<dyn Error>> {
    if trainer.optimizer.rank() == 0 {
        let ranks = trainer.optimizer.ranks();
        println!("{ranks} ranks; KiB per step are those that all ranks send to others");
        println!("{:>6} {:>20} {:>14} {:>10} {:>9}", "step", "loss", "next rate", "not zero", "KiB/step");
    }
    let (mut losses, mut before, mut since) = (Vec::new(), trainer.optimizer.traffic()?.bytes(), 0);
    trainer.train(steps, |trainer, loss| {
        losses.push(loss);
        since += 1;
        let step = trainer.optimizer.global_step()?;
        if step % EVERY == 0 || losses.len() as u64 == steps {
            let own = trainer.optimizer.traffic()?.bytes() - before;
            let sent = trainer.optimizer.sum(&[own as f64])?;
            print_line(trainer, step, loss, sent / since as f64)?;
            // Without what the line itself has sent.
            (before, since) = (trainer.optimizer.traffic()?.bytes(), 0);
        }
        Ok(())
    })?;
    Ok(losses)
}

/// A call that all ranks make together. Prints the loss before this step, and the learning rate of the next one.
fn print_line(trainer: &mut Trainer, step: u64, loss: f64, bytes: f64) -> Result<(), proxgrad_mpi::Error> {
    let nonzero = 100.0 * trainer.share_of_nonzero()?;
    let next_rate = trainer.optimizer.learning_rate(None)?;
    if trainer.optimizer.rank() == 0 {
        // All digits, so that runs can be compared.
        println!("{step:>6} {loss:>20} {next_rate:>14.5} {nonzero:>8.2} % {:>9.1}", bytes / 1024.0);
    }
    Ok(())
}

fn print_zero_rows(trainer: &mut Trainer) -> Result<(), Box<dyn Error>> {
    let [users, items] = trainer.zero_rows()?;
    if trainer.optimizer.rank() == 0 {
        println!(
            "rows that are exactly zero: {users} of {} users, {items} of {} items",
            data::USERS,
            data::ITEMS
        );
    }
    Ok(())
}

fn save(trainer: &mut Trainer, folder: &Path) -> Result<(), Box<dyn Error>> {
    trainer.optimizer.save(folder)?;
    if trainer.optimizer.rank() == 0 {
        println!("saved step {} in {}", trainer.optimizer.global_step()?, folder.display());
    }
    Ok(())
}

/// Compares the mean loss of the last steps with its limit. All ranks have the same losses, so all of them end alike.
fn check(losses: &[f64]) -> Result<(), Box<dyn Error>> {
    let last = &losses[losses.len().saturating_sub(LAST)..];
    if last.is_empty() {
        return Ok(());
    }
    let (mean, limit) = (last.iter().sum::<f64>() / last.len() as f64, FRACTION * 2f64.ln());
    if mean <= limit {
        Ok(())
    } else {
        Err(format!(
            "the mean loss of the last {} steps is {mean:.4}; at most {limit:.4} was expected",
            last.len()
        )
        .into())
    }
}
