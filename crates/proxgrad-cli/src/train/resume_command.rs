//! The command that goes on with a run that was interrupted.

use std::{ffi::OsString, path::Path};

use super::shell::line;

/// Options with a value that the resumed run has otherwise.
const REPLACED: [&str; 3] = ["--epochs", "--resume", "--bits"];

/// The command line of a run, changed so that it goes on from a saved model for some more epochs. A shell reads it as
/// it is meant.
pub(super) fn resume_command(arguments: impl Iterator<Item = OsString>, model: &Path, epochs: u64) -> String {
    let mut words = Vec::new();
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if REPLACED.contains(&&*argument) {
            arguments.next();
        } else if !argument.split_once('=').is_some_and(|(option, _)| REPLACED.contains(&option)) {
            words.push(argument);
        }
    }
    words.extend(["--resume".to_owned(), model.display().to_string()]);
    words.extend(["--epochs".to_owned(), epochs.to_string()]);
    line(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_the_one_that_was_given_but_for_what_the_model_decides() {
        for (given, want) in [
            (
                &["proxgrad", "train", "a b", "--save", "m"][..],
                "proxgrad train 'a b' --save m --resume m --epochs 3",
            ),
            (
                &["proxgrad", "train", "d", "--epochs", "5", "--resume=old", "--bits", "18", "--save=m"],
                "proxgrad train d --save=m --resume m --epochs 3",
            ),
            (
                &["proxgrad", "train", "it's", "--schedule", "warm_up(learning_rate=1, warmup_steps=2)"],
                r"proxgrad train 'it'\''s' --schedule 'warm_up(learning_rate=1, warmup_steps=2)' --resume m --epochs 3",
            ),
        ] {
            let given = given.iter().map(OsString::from);
            assert_eq!(resume_command(given, Path::new("m"), 3), want);
        }
    }
}
