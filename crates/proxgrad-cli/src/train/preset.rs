//! Presets: values of several options under one name.

use clap::ValueEnum;

use super::{
    given::Given,
    option_values::{RowsArg, ShrinkageArg},
    settings::Settings,
};

/// A value of `--preset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Preset {
    /// Few non-zero weights: --rows exact --shrinkage adaptive --l1 3e-4 --learning-rate 1 --accum 1e-4
    /// --batch 32 --epochs 10.
    Sparse,
}

impl Preset {
    /// The settings of a command line, where options that were not given have the values of the preset.
    pub(super) fn apply(self, settings: &Settings, given: &Given) -> Settings {
        let mut settings = settings.clone();
        let Self::Sparse = self;
        set(&mut settings.rows, RowsArg::Exact, given.contains("rows"));
        set(&mut settings.shrinkage, ShrinkageArg::Adaptive, given.contains("shrinkage"));
        set(&mut settings.l1, 3e-4, given.contains("l1"));
        set(&mut settings.learning_rate, 1.0, given.contains("learning_rate"));
        set(&mut settings.accum, 1e-4, given.contains("accum"));
        set(&mut settings.batch, 32, given.contains("batch"));
        set(&mut settings.epochs, 10, given.contains("epochs"));
        settings
    }
}

fn set<T>(setting: &mut T, value: T, is_given: bool) {
    if !is_given {
        *setting = value;
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser, ValueEnum};

    use super::*;
    use crate::train::Args;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: Args,
    }

    fn settings(options: &str) -> Settings {
        let line = ["train", "data"].into_iter().chain(options.split_whitespace());
        let Command { args } = Command::parse_from(line);
        args.preset.expect("the options have one").apply(&args.settings, &args.given)
    }

    #[test]
    fn the_help_of_a_preset_is_its_command_line() {
        let Some(help) = Preset::Sparse.to_possible_value().unwrap().get_help().map(ToString::to_string)
        else {
            panic!("no help");
        };
        let (_, line) = help.split_once(": ").unwrap();
        let Command { args } =
            Command::parse_from(["train", "data"].into_iter().chain(line.split_whitespace()));
        let written_out = format!("{:?}", args.settings);
        assert_eq!(format!("{:?}", settings("--preset sparse")), written_out);
        Command::command().debug_assert();
    }

    #[test]
    fn options_that_are_given_keep_their_values() {
        let found = settings("--l1 0 --preset sparse --rows touched --epochs 1");
        assert_eq!((found.l1, found.rows, found.epochs), (0.0, RowsArg::Touched, 1));
        assert_eq!((found.shrinkage, found.batch), (ShrinkageArg::Adaptive, 32));
    }
}
