//! The options that say where and when a model is saved.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::save_file::SaveFile;

/// The options that say where and when a model is saved.
#[derive(Args, Clone, Debug)]
pub(super) struct SavingArgs {
    /// Where to save the model, its settings and the optimizer's state (safetensors): at the end, and where SIGINT
    /// (Ctrl-C) or SIGTERM asks the run to end. The first of these signals lets it finish the step, the second ends it
    /// at once; the exit status is 130.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Also save after every so many steps, counted over all runs of the model. Checkpoints do not change a bit of the
    /// result, nor does it when a run is resumed from one.
    #[arg(long, value_name = "STEPS", requires = "save", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) checkpoint_every: Option<u64>,
    /// Keep so many of the models that the run has saved: the newest as FILE, those before as FILE with the number of
    /// their last step, such as m.step-150.safetensors beside m.safetensors. Files that the run has not written are not
    /// removed.
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
