//! The options that say where and when a model is saved.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::save_file::SaveFile;

/// The options that say where and when a model is saved.
#[derive(Args, Clone, Debug)]
pub(super) struct SavingArgs {
    /// Save the model, its settings and the optimizer's state to this safetensors file: at the end, and when SIGINT
    /// (Ctrl-C) or SIGTERM asks the run to end. After the first of these signals the run finishes its step and saves;
    /// the second signal ends the run at once. The exit status is then 130.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Also save after every STEPS steps, counted over all runs of the model. Neither a checkpoint nor resuming from it
    /// changes a bit of the result.
    #[arg(long, value_name = "STEPS", requires = "save", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) checkpoint_every: Option<u64>,
    /// The number of saved models to keep: the newest is FILE, and older ones are in the same folder with the numbers of
    /// their last steps in their names, such as m.step-150.safetensors beside m.safetensors. Files that the run has not
    /// written are not removed.
    #[arg(
        long,
        value_name = "MODELS",
        default_value_t = 1,
        requires = "checkpoint_every",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    keep: u32,
}

impl SavingArgs {
    /// Whether the model is saved.
    pub(super) fn saves(&self) -> bool {
        self.save.is_some()
    }

    /// The file to save to, where there is one.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(super) fn file(&self) -> Result<Option<SaveFile>> {
        let keep = usize::try_from(self.keep)?;
        self.save.as_deref().map(|path| SaveFile::open(path, keep)).transpose()
    }
}
