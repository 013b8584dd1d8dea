//! The library's errors about settings, by the names that the settings have as options.

use proxgrad::Error;

/// Settings of the library that are options of their own.
const SETTINGS: [&str; 12] = [
    "accum",
    "beta",
    "clip_norm",
    "clip_value",
    "l1",
    "l2",
    "l21",
    "l2_shrinkage",
    "learning_rate",
    "learning_rate_power",
    "loss_scale",
    "weight_decay",
];

/// The text of an error of the library, with options in place of settings. `has_schedule` says whether the learning rate comes
/// from `--schedule`.
pub(super) fn with_options(error: &Error, has_schedule: bool) -> String {
    let text = error.to_string().replace("Rows::Touched", "--rows touched");
    let mut named = String::with_capacity(text.len());
    // Words and what stands between them: `1/loss_scale` is three.
    for word in text.split_inclusive(|c: char| !is_of_word(c)) {
        let (name, rest) = word.split_at(word.trim_end_matches(|c| !is_of_word(c)).len());
        if SETTINGS.contains(&name) && !named.ends_with('-') {
            let option = if name == "learning_rate" && has_schedule { "schedule" } else { name };
            named += "--";
            named += &option.replace('_', "-");
        } else {
            named += name;
        }
        named += rest;
    }
    named
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
