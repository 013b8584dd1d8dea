//! Which options of a command line were given, and which have their defaults.

use std::collections::HashSet;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches, parser::ValueSource};

/// The names of the options that were given: those of the fields of the arguments.
///
/// It takes no arguments itself. It has to be the first field of the arguments that it is flattened into, because those
/// after it take their values out of the matches.
#[derive(Clone, Debug, Default)]
pub(super) struct Given(HashSet<String>);

impl Given {
    /// Whether an option was given.
    pub(super) fn contains(&self, option: &str) -> bool {
        self.0.contains(option)
    }
}

impl FromArgMatches for Given {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let is_given = |name: &&str| matches.value_source(name) == Some(ValueSource::CommandLine);
        Ok(Self(matches.ids().map(clap::Id::as_str).filter(is_given).map(str::to_owned).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Given {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}
