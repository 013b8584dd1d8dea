//! Options of a program: `--name value`, and flags without a value.

use std::{
    collections::{HashMap, HashSet},
    str::FromStr,
};

/// The options that a program was started with.
pub(crate) struct Options {
    values: HashMap<String, String>,
    flags: HashSet<String>,
}

impl Options {
    /// Reads arguments, without the program's name. `names` are options with a value, `flags` those without.
    ///
    /// # Errors
    /// An argument that is neither, or a value that is missing. The message lists the options.
    pub(crate) fn parse(
        arguments: impl IntoIterator<Item = String>,
        names: &[&str],
        flags: &[&str],
    ) -> Result<Self, String> {
        let mut options = Self { values: HashMap::new(), flags: HashSet::new() };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if flags.contains(&&*argument) {
                options.flags.insert(argument);
            } else if names.contains(&&*argument) {
                let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
                options.values.insert(argument, value);
            } else {
                let with_value: Vec<_> = names.iter().map(|name| format!("{name} VALUE")).collect();
                let (with_value, flags) = (with_value.join(", "), flags.join(", "));
                return Err(format!(
                    "{argument} is no option; options are {with_value}, and without a value {flags}"
                ));
            }
        }
        Ok(options)
    }

    /// The value of an option, or `default` without it.
    ///
    /// # Errors
    /// A value that cannot be read.
    pub(crate) fn get<T: FromStr>(&self, name: &str, default: T) -> Result<T, String> {
        let Some(value) = self.values.get(name) else { return Ok(default) };
        value.parse().map_err(|_| format!("{name} cannot be {value}"))
    }

    /// Whether a flag was given.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }
}
