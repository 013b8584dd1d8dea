//! The arguments of `proxgrad train`.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::{given::Given, preset::Preset, saving::SavingArgs, settings::Settings, sweep::SweepArgs};
use crate::{
    data::{FormatArg, HASH_BITS, Source},
    device::DeviceArgs,
};

/// Arguments of `proxgrad train`.
#[derive(ClapArgs, Debug)]
#[command(allow_negative_numbers = true)]
pub(crate) struct Args {
    // The first field: those after it take what is given out of the matches.
    #[command(flatten)]
    pub(super) given: Given,
    /// Training examples: libsvm or Vowpal Wabbit text, plain or compressed by gzip, bzip2, xz or zstd.
    pub(super) data: PathBuf,
    /// Test examples.
    #[arg(long, value_name = "DATA")]
    pub(super) test: Option<PathBuf>,
    /// The format of the files; `proxgrad inspect` shows how a file is read.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: FormatArg,
    /// Values for the options that are not given. Not with --resume, which uses the settings of the saved model.
    #[arg(long, value_enum, conflicts_with = "resume")]
    pub(super) preset: Option<Preset>,
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) sweep: SweepArgs,
    /// Hash features into 2^BITS rows, instead of one row for each feature seen; 1 to 30.
    #[arg(long, value_parser = bits)]
    pub(super) bits: Option<u32>,
    #[command(flatten)]
    pub(super) saving: SavingArgs,
    /// Continue from a saved model, with the settings that it was trained with. An option that is given takes the place
    /// of the saved setting, and stderr says what differs and what happens; --rows, --precision, --no-bias and a
    /// dynamic loss scale cannot be changed. A run that was saved in the middle of an epoch goes on there.
    #[arg(long, value_name = "FILE", conflicts_with = "bits")]
    pub(super) resume: Option<PathBuf>,
    /// Write pictures and a page that holds them into this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) report: Option<PathBuf>,
    #[command(flatten)]
    pub(super) device: DeviceArgs,
    /// Print one JSON document instead of a table.
    #[arg(long)]
    pub(super) json: bool,
}

impl Args {
    /// The settings of a new model.
    pub(super) fn new_settings(&self) -> Settings {
        let settings = self.preset.map(|preset| preset.apply(&self.settings, &self.given));
        settings.unwrap_or_else(|| self.settings.clone()).with_start_of_l1(&self.given)
    }

    /// A file of examples.
    pub(super) fn source<'a>(&self, path: &'a Path) -> Source<'a> {
        Source { path, format: self.format }
    }
}

/// Reads a number of hash bits.
fn bits(text: &str) -> Result<u32, String> {
    let bits = text.parse().ok().filter(|bits| HASH_BITS.contains(bits));
    bits.ok_or_else(|| {
        let (least, most) = (HASH_BITS.start(), HASH_BITS.end());
        format!("it is no whole number from {least} to {most}; the weight table has 2^BITS rows")
    })
}
