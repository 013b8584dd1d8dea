//! The library's errors about settings, by the names that the settings have as options.

use proxgrad::Error;

use super::settings::Settings;

/// Settings of the library that are options of their own.
const SETTINGS: [&str; 8] =
    ["accum", "clip_norm", "clip_value", "l1", "l2", "learning_rate", "loss_scale", "weight_decay"];

/// The text of an error of the library, with options in place of settings.
pub(super) fn with_options(error: &Error, settings: &Settings) -> String {
    let text = error.to_string();
    let mut named = String::with_capacity(text.len());
    // Words and what stands between them: `1/loss_scale` is three.
    for word in text.split_inclusive(|c: char| !is_of_word(c)) {
        let (name, rest) = word.split_at(word.trim_end_matches(|c| !is_of_word(c)).len());
        if SETTINGS.contains(&name) && !named.ends_with('-') {
            let option =
                if name == "learning_rate" && settings.schedule.is_some() { "schedule" } else { name };
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        settings: Settings,
    }

    fn refusal(options: &[&str]) -> String {
        let settings = Command::parse_from([&["train"], options].concat()).settings;
        settings.check().unwrap_err().to_string()
    }

    #[test]
    fn a_setting_that_is_refused_is_named_as_it_was_typed() {
        for (option, value) in [
            ("--l1", "-1"),
            ("--l2", "nan"),
            ("--learning-rate", "inf"),
            ("--accum", "-0.5"),
            ("--clip-norm", "0"),
            ("--clip-value", "-1"),
            ("--loss-scale", "0"),
            ("--weight-decay", "-1"),
        ] {
            let said = refusal(&[&format!("{option}={value}")]);
            assert!(said.starts_with(&format!("{option} is ")), "{said}");
            assert!(!said.contains(&option[2..].replace('-', "_")) || !option[2..].contains('-'), "{said}");
        }
    }

    #[test]
    fn a_schedule_is_named_by_its_option() {
        let said = refusal(&["--schedule", "warm_up(learning_rate=0.1, warmup_steps=0)"]);
        assert!(said.starts_with("warmup_steps of --schedule is 0"), "{said}");
    }

    #[test]
    fn the_remedy_for_decay_with_exact_rows_has_options_too() {
        let said = refusal(&["--rows", "exact", "--weight-decay", "0.1"]);
        assert!(said.contains("set --weight-decay to 0") && said.contains("use --l2"), "{said}");
    }
}
