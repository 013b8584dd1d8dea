//! Schedules as users write them on a command line: a number, a list, or a name with arguments.
//!
//! Lists and named schedules are rewritten as RON, which the library's schedules can be deserialised from.

use proxgrad::Schedule;

/// How named schedules are written, for messages. A flag in brackets may be left out.
const FORMS: [&str; 6] = [
    "exponential_decay(learning_rate=NUMBER, decay_rate=NUMBER, decay_steps=COUNT[, staircase])",
    "natural_exp_decay(learning_rate=NUMBER, decay_rate=NUMBER, decay_steps=COUNT[, staircase])",
    "inverse_decay(learning_rate=NUMBER, decay_rate=NUMBER, decay_steps=COUNT[, staircase])",
    "cosine_decay(min_lr=NUMBER, max_lr=NUMBER, decay_steps=COUNT)",
    "polynomial_decay(learning_rate=NUMBER, end_learning_rate=NUMBER, decay_steps=COUNT, power=NUMBER\
     [, update_decay_steps])",
    "warm_up(learning_rate=NUMBER, warmup_steps=COUNT)",
];

/// Reads a schedule. Whether its numbers are within their ranges is checked when an optimizer is made.
///
/// # Errors
///
/// What is wrong with the text, and what would be right.
pub(super) fn parse(text: &str) -> Result<Schedule, String> {
    let text = text.trim();
    if let Ok(value) = text.parse() {
        return Ok(Schedule::Constant(value));
    }
    let (name, arguments) = text.split_once('(').unwrap_or((text, ")"));
    if let Some(form) = FORMS.iter().find(|form| name_of(form) == name.trim_end()) {
        let open = format!("{{{name}: (");
        return read(&open, "argument", closed(text, arguments, ')')?, ")}", argument)
            .map_err(|error| format!("{error}; write {form}"));
    }
    let values = match text.strip_prefix('[') {
        Some(values) => closed(text, values, ']')?,
        None if text.contains(',') && !text.contains('(') => text,
        None => {
            return Err(format!(
                "\"{text}\" is no schedule; write a number, a list such as [0.1, 0.05], or, with arguments in \
                 parentheses, one of {}",
                FORMS.map(name_of).join(", ")
            ));
        }
    };
    read("[", "value", values, "]", str::to_owned)
        .map_err(|error| format!("{error}; write numbers, such as [0.1, 0.05]"))
}

fn name_of(form: &str) -> &str {
    form.split('(').next().unwrap_or(form)
}

/// What stands before the closing bracket.
fn closed<'a>(text: &str, rest: &'a str, close: char) -> Result<&'a str, String> {
    rest.strip_suffix(close)
        .ok_or_else(|| format!("\"{text}\" does not end in \"{close}\", which closes what it opens"))
}

/// An argument in RON: `name=value` becomes `name: value`, and the name of a flag alone `name: true`.
fn argument(text: &str) -> String {
    if text.is_empty() || text.contains('=') { text.replacen('=', ": ", 1) } else { format!("{text}: true") }
}

/// Reads RON that has a line for each of `items`, so that the line of an error names the item.
fn read(
    open: &str,
    what: &str,
    items: &str,
    close: &str,
    to_ron: fn(&str) -> String,
) -> Result<Schedule, String> {
    let items: Vec<_> = items.split(',').map(str::trim).collect();
    let lines: Vec<_> = items.iter().map(|item| to_ron(item)).collect();
    ron::from_str(&format!("{open}\n{}\n{close}", lines.join(",\n"))).map_err(|error| {
        let (line, reason) = (error.span.start.line, reason(&error.code));
        match line.checked_sub(2).and_then(|i| items.get(i)) {
            Some(item) => format!("{what} {}, \"{item}\": {reason}", line - 1),
            None => reason,
        }
    })
}

/// Why RON cannot be read, in terms of schedules.
fn reason(error: &ron::Error) -> String {
    match error {
        ron::Error::MissingStructField { field, .. } => format!("it lacks `{field}`"),
        ron::Error::NoSuchStructField { found, .. } => format!("there is no `{found}`"),
        ron::Error::DuplicateStructField { field, .. } => format!("`{field}` stands there twice"),
        ron::Error::ExpectedBoolean => "it is neither true nor false".to_owned(),
        ron::Error::ExpectedInteger => "it is no whole number".to_owned(),
        ron::Error::ExpectedFloat => "it is no number".to_owned(),
        _ => "it cannot be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proxgrad::schedule::{
        CosineDecay, ExponentialDecay, InverseDecay, NaturalExpDecay, PolynomialDecay, WarmUp,
    };

    use super::*;

    /// Numbers that only an exact text brings back.
    const AWKWARD: [f64; 8] =
        [0.1, 1.0 / 3.0, 1e-300, 5e-324, f64::MAX, f64::INFINITY, -0.0, 0.100_000_000_000_000_02];

    /// Asserts that `text` is read as `schedule`. Debug shows every field, and every f64 to the bit.
    fn assert_reads(text: &str, schedule: impl Into<Schedule>) {
        assert_eq!(format!("{:?}", parse(text)), format!("Ok({:?})", schedule.into()), "{text}");
    }

    #[test]
    fn every_text_reads_back_to_the_bit() {
        assert_reads("[]", Vec::<f64>::new());
        assert_reads("[0.1]", vec![0.1]);
        assert_reads(&format!("{AWKWARD:?}"), &AWKWARD[..]);
        for x in AWKWARD {
            assert_reads(&format!("{x:?}"), x);
            for (flag, staircase, update) in [(false, "", ""), (true, ", staircase", ", update_decay_steps")]
            {
                let (learning_rate, decay_rate, decay_steps) = (x, -x, u64::MAX);
                let decay =
                    format!("learning_rate={x:?}, decay_rate={:?}, decay_steps={decay_steps}{staircase}", -x);
                assert_reads(
                    &format!("exponential_decay({decay})"),
                    ExponentialDecay { learning_rate, decay_rate, decay_steps, staircase: flag },
                );
                assert_reads(
                    &format!("natural_exp_decay({decay})"),
                    NaturalExpDecay { learning_rate, decay_rate, decay_steps, staircase: flag },
                );
                assert_reads(
                    &format!("inverse_decay({decay})"),
                    InverseDecay { learning_rate, decay_rate, decay_steps, staircase: flag },
                );
                assert_reads(
                    &format!(
                        "polynomial_decay(learning_rate={x:?}, end_learning_rate={:?}, decay_steps={decay_steps}, \
                         power={x:?}{update})",
                        -x
                    ),
                    PolynomialDecay {
                        learning_rate,
                        end_learning_rate: -x,
                        decay_steps,
                        power: x,
                        update_decay_steps: flag,
                    },
                );
            }
            assert_reads(
                &format!("cosine_decay(min_lr={x:?}, max_lr={:?}, decay_steps={})", -x, u64::MAX),
                CosineDecay { min_lr: x, max_lr: -x, decay_steps: u64::MAX },
            );
            assert_reads(
                &format!("warm_up(learning_rate={x:?}, warmup_steps={})", u64::MAX),
                WarmUp { learning_rate: x, warmup_steps: u64::MAX },
            );
        }
    }

    #[test]
    fn schedules_of_earlier_versions_are_read_as_they_were() {
        let path = crate::package::package_folder().join("../../tests/fixtures/schedules/schedules.txt");
        let text = std::fs::read_to_string(path).unwrap();
        let cases: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(cases.len(), 14);
        for case in cases {
            let (text, json) = case.split_once(" => ").unwrap();
            let want: Schedule = serde_json::from_str(json).unwrap();
            assert_reads(text, want);
        }
    }

    #[test]
    fn every_form_is_read_the_way_messages_show_it() {
        for form in FORMS {
            let text = form.replace("NUMBER", "0.5").replace("COUNT", "4").replace(['[', ']'], "");
            let shown = format!("{:?}", parse(&text).unwrap());
            let (_, arguments) = text.split_once('(').unwrap();
            for argument in arguments.trim_end_matches(')').split(", ") {
                let (name, value) = argument.split_once('=').unwrap_or((argument, "true"));
                assert!(shown.contains(&format!("{name}: {value}")), "{form}: {shown}");
            }
        }
    }

    #[test]
    fn a_list_of_one_is_no_constant() {
        assert_reads("0.1", 0.1);
        assert_reads("[0.1]", vec![0.1]);
    }

    #[test]
    fn spaces_order_and_missing_brackets_do_not_matter() {
        assert_reads(" 1e-3 ", 0.001);
        assert_reads("-0", -0.0);
        assert_reads("0.1, 0.05", vec![0.1, 0.05]);
        assert_reads("[ 1,0.05 , .5,-0 ]", vec![1.0, 0.05, 0.5, -0.0]);
        let warm_up = WarmUp { learning_rate: 0.1, warmup_steps: 2 };
        assert_reads(" warm_up ( warmup_steps = 2,learning_rate=0.1 ) ", warm_up);
        let decay = InverseDecay { learning_rate: 2.0, decay_rate: 1.0, decay_steps: 4, staircase: true };
        assert_reads("inverse_decay(staircase=true, decay_steps=4, decay_rate=1, learning_rate=2)", decay);
        assert_reads("inverse_decay(staircase, decay_steps=4, decay_rate=1, learning_rate=2)", decay);
        let smooth = InverseDecay { staircase: false, ..decay };
        assert_reads("inverse_decay(staircase=false, decay_steps=4, decay_rate=1, learning_rate=2)", smooth);
    }

    #[test]
    fn a_wrong_text_is_refused_with_place_and_remedy() {
        let known = "write a number, a list such as [0.1, 0.05], or, with arguments in parentheses, one of \
            exponential_decay, natural_exp_decay, inverse_decay, cosine_decay, polynomial_decay, warm_up";
        let list = |error: &str| format!("{error}; write numbers, such as [0.1, 0.05]");
        let warm_up =
            |error: &str| format!("{error}; write warm_up(learning_rate=NUMBER, warmup_steps=COUNT)");
        let cosine_decay = |error: &str| {
            format!("{error}; write cosine_decay(min_lr=NUMBER, max_lr=NUMBER, decay_steps=COUNT)")
        };
        for (text, message) in [
            ("", format!("\"\" is no schedule; {known}")),
            ("fast", format!("\"fast\" is no schedule; {known}")),
            ("function", format!("\"function\" is no schedule; {known}")),
            ("(0.1)", format!("\"(0.1)\" is no schedule; {known}")),
            ("exp_decay(decay_rate=1)", format!("\"exp_decay(decay_rate=1)\" is no schedule; {known}")),
            ("[0.1", "\"[0.1\" does not end in \"]\", which closes what it opens".to_owned()),
            ("warm_up(", "\"warm_up(\" does not end in \")\", which closes what it opens".to_owned()),
            (
                "warm_up(warmup_steps=2) 1",
                "\"warm_up(warmup_steps=2) 1\" does not end in \")\", which closes what it opens".to_owned(),
            ),
            ("[0.1, x]", list("value 2, \"x\": it is no number")),
            ("0.1, , 1", list("value 2, \"\": it is no number")),
            (
                "warm_up(learning_rate=fast, warmup_steps=2)",
                warm_up("argument 1, \"learning_rate=fast\": it is no number"),
            ),
            (
                "warm_up(learning_rate=0.1, warmup_steps=2.5)",
                warm_up("argument 2, \"warmup_steps=2.5\": it cannot be read"),
            ),
            (
                "warm_up(learning_rate=0.1, warmup_steps)",
                warm_up("argument 2, \"warmup_steps\": it is no whole number"),
            ),
            (
                "inverse_decay(staircase=yes)",
                "argument 1, \"staircase=yes\": it is neither true nor false; write inverse_decay(learning_rate=NUMBER, \
                 decay_rate=NUMBER, decay_steps=COUNT[, staircase])"
                    .to_owned(),
            ),
            (
                "cosine_decay(min_lr=0, max_lr=1, decay_step=4)",
                cosine_decay("argument 3, \"decay_step=4\": there is no `decay_step`"),
            ),
            (
                "cosine_decay(min_lr=0, max_lr=1)",
                cosine_decay("it lacks `decay_steps`"),
            ),
            ("cosine_decay()", cosine_decay("it lacks `min_lr`")),
            ("warm_up", warm_up("it lacks `learning_rate`")),
            (
                "warm_up(learning_rate=0.1, learning_rate=0.2, warmup_steps=2)",
                warm_up(
                    "argument 2, \"learning_rate=0.2\": `learning_rate` stands there twice",
                ),
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), message, "{text}");
        }
        // The reason that RON gives would mislead here; place and remedy do not.
        let unnamed = parse("cosine_decay(0, 1, 4)").unwrap_err();
        assert!(unnamed.ends_with(&cosine_decay("")), "{unnamed}");
    }
}
