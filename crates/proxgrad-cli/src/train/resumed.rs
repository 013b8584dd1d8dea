//! The settings of a resumed run: those that the model was saved with, except for those that the command line gives.

use std::mem;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{
    cpu::CpuTrainer,
    given::Given,
    model::Saved,
    option_values::RowsArg,
    rule::RuleArgs,
    saved_settings::SavedSettings,
    setting_text::{dashed, text},
    settings::Settings,
    target_zeros::{START, TargetZeros},
    trainer::Trainer,
};
use crate::data::Dataset;

/// What becomes of a setting that is given and differs from the saved one.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    /// The next step takes it.
    Used,
    /// The next step takes it; steps that exact rows have missed keep the saved one.
    OfShrinks,
    /// It is for features that the model does not have yet.
    OfNewFeatures,
    /// The order of examples and their division into steps is another one.
    OfOrder,
    /// The state of the optimizer is of the saved one.
    Refused,
}

/// Name of each setting, the options that give it, and what becomes of another value.
const SETTINGS: [(&str, &[&str], Change); 23] = [
    ("rule", &["rule"], Change::Refused),
    ("l21", &["l21"], Change::OfShrinks),
    ("ftrl_form", &["ftrl_form"], Change::OfShrinks),
    ("learning_rate_power", &["learning_rate_power"], Change::OfShrinks),
    ("l2_shrinkage", &["l2_shrinkage"], Change::Used),
    ("beta", &["beta"], Change::OfShrinks),
    ("learning_rate", &["learning_rate", "schedule"], Change::Used),
    ("target_zeros", &["target_zeros"], Change::Used),
    ("l1", &["l1"], Change::OfShrinks),
    ("l2", &["l2"], Change::OfShrinks),
    ("accum", &["accum"], Change::OfNewFeatures),
    ("weight_decay", &["weight_decay"], Change::Used),
    ("shrinkage", &["shrinkage"], Change::OfShrinks),
    ("rows", &["rows"], Change::Refused),
    ("precision", &["precision"], Change::Refused),
    ("rounding", &["rounding"], Change::Used),
    ("loss_scale", &["loss_scale"], Change::Used),
    ("clip_norm", &["clip_norm"], Change::Used),
    ("clip_value", &["clip_value"], Change::Used),
    ("batch", &["batch"], Change::OfOrder),
    ("seed", &["seed"], Change::OfOrder),
    ("order", &["order"], Change::OfOrder),
    ("bias", &["no_bias"], Change::Refused),
];

/// The loss scale that finds its own value.
const DYNAMIC: &str = "dynamic";

/// The settings of a resumed run, and what is to be said about them.
pub(super) struct Resumed {
    pub(super) settings: Settings,
    /// Lines for people.
    pub(super) notes: Vec<String>,
}

/// A setting of the model, and of the command line.
struct Compared {
    name: &'static str,
    change: Change,
    /// Whether the command line gives it. Else it has its default there.
    is_given: bool,
    /// `None` where the model does not say it.
    of_model: Option<Value>,
    of_line: Value,
}

impl Resumed {
    /// Takes the settings of a model where `given` does not contain their options, else those of the command line. The
    /// model is prepared for what differs.
    ///
    /// # Errors
    /// A difference that the state of the optimizer does not allow; a saved setting that this version does not know.
    pub(super) fn new(line: &Settings, given: &Given, saved: &mut Saved) -> Result<Self> {
        let line = &line.clone().with_start_of_l1(given);
        // Before they are compared, as JSON has no numbers that are not finite.
        line.check()?;
        let known = known(saved);
        let (of_line, mut of_model) = (SavedSettings::of(line)?, SavedSettings::of(line)?);
        for (name, ..) in SETTINGS {
            known.get(name).map(|value| of_model.set(name, value)).transpose()?;
        }
        let settings = SETTINGS.map(|(name, options, change)| Compared {
            name,
            change,
            is_given: options.iter().any(|option| given.contains(option)),
            of_model: known.get(name).map(|_| value(&of_model, name)),
            of_line: value(&of_line, name),
        });
        let mut of_run = of_line;
        for Compared { name, of_model, .. } in settings.iter().filter(|setting| !setting.is_given) {
            of_model.iter().for_each(|value| of_run.insert(name, value.clone()));
        }

        let changed: Vec<_> =
            settings.iter().filter(|setting| setting.is_given && setting.differs()).collect();
        changed.iter().try_for_each(|setting| setting.check())?;
        let mut of_run = of_run.settings(line.epochs())?;
        of_run.rule.rule.check_given(|option| given.contains(option))?;
        if of_run.is_dynamic() && !saved.model.is_dynamic() {
            bail!("{}", refusal("without --loss-scale dynamic", "--loss-scale dynamic"));
        }
        let mut notes = vec![taken_over(&settings, saved)];
        notes.extend(changed.iter().map(|setting| setting.note(saved)));
        if of_run.target_zeros.0.is_some() && of_run.l1 == 0.0 && !given.contains("l1") {
            of_run.l1 = START;
            notes.push(format!("note: l1 is 0 in the model; --target-zeros begins with {START:e}"));
        }
        notes.extend(unsaid(&settings));
        notes.extend(unknown(&known));
        let has = |change| changed.iter().any(|setting| setting.change == change);
        if has(Change::OfShrinks) && saved.model.stored.is_some() {
            let model = mem::take(&mut saved.model);
            let of_model = of_model.settings(line.epochs())?;
            saved.model = CpuTrainer::new(&of_model, &Dataset::new(), model)?.model()?;
        }
        if has(Change::OfOrder) {
            saved.epoch_steps = 0;
        }
        Ok(Self { settings: of_run, notes })
    }
}

impl Compared {
    /// Whether the model has it with another value.
    fn differs(&self) -> bool {
        self.of_model.as_ref().is_some_and(|value| *value != self.of_line)
    }

    /// Refuses a difference that the state of the optimizer does not allow.
    fn check(&self) -> Result<()> {
        let Self { name, of_line, change, .. } = self;
        let Some(of_model) = &self.of_model else { return Ok(()) };
        let becomes_dynamic = *name == "loss_scale" && of_line == DYNAMIC;
        if *name == "bias" {
            bail!("{}", refusal("with a bias", "--no-bias"));
        }
        if becomes_dynamic {
            bail!("{}", refusal("without --loss-scale dynamic", "--loss-scale dynamic"));
        }
        if *change == Change::Refused || of_model == DYNAMIC {
            let option = |value| format!("--{} {}", dashed(name), text(value));
            bail!("{}", refusal(&format!("with {}", option(of_model)), &option(of_line)));
        }
        Ok(())
    }

    /// The values of a difference, and what happens.
    fn note(&self, saved: &Saved) -> String {
        let effect = match self.change {
            Change::OfShrinks if saved.model.stored.is_some() => {
                "used from here on; steps that rows have missed take that of the model"
            }
            Change::OfNewFeatures => "used for features that the model does not have yet",
            Change::OfOrder if saved.epoch_steps > 0 => {
                "used from here on, and the epoch that the model was saved in the middle of begins again"
            }
            _ => "used from here on",
        };
        let (name, of_model) = (dashed(self.name), self.of_model.as_ref().map_or(String::new(), text));
        format!("note: {name} is {of_model} in the model and {} now; {effect}", text(&self.of_line))
    }
}

fn refusal(trained: &str, remedy: &str) -> String {
    format!("the saved model was trained {trained}, and a resumed run cannot change that; drop {remedy}")
}

/// Where the run goes on, and with which settings of the model that are not the defaults.
fn taken_over(settings: &[Compared], saved: &Saved) -> String {
    let is_taken = |setting: &&Compared| !setting.is_given && setting.differs();
    let named = |setting: &Compared| {
        let value = setting.of_model.as_ref().map_or(String::new(), text);
        if setting.name == "bias" {
            "no bias".to_owned()
        } else {
            format!("{} {value}", dashed(setting.name))
        }
    };
    let taken: Vec<_> = settings.iter().filter(is_taken).map(named).collect();
    let taken = if taken.is_empty() { "the defaults".to_owned() } else { taken.join(", ") };
    format!("resumed {}; settings of the model that are not given: {taken}", saved.position())
}

/// A warning about settings that neither the model nor the command line says.
fn unsaid(settings: &[Compared]) -> Option<String> {
    let is_unsaid = |setting: &&Compared| setting.of_model.is_none() && !setting.is_given;
    let names: Vec<_> = settings.iter().filter(is_unsaid).map(|setting| dashed(setting.name)).collect();
    (!names.is_empty()).then(|| {
        format!(
            "warning: the model is of an earlier version and does not say with which {} it was trained; their defaults \
             are used",
            names.join(", ")
        )
    })
}

/// A warning about settings of a later version.
fn unknown(known: &SavedSettings) -> Option<String> {
    let is_unknown = |name: &&str| SETTINGS.iter().all(|(known, ..)| known != name);
    let names: Vec<_> = known.names().filter(is_unknown).collect();
    (!names.is_empty()).then(|| {
        format!(
            "warning: the model has settings that this version does not know, and ignores: {}",
            names.join(", ")
        )
    })
}

/// The settings that a model tells, in its description and by the tensors that it has. The latter decide: files of
/// earlier versions have them too.
fn known(saved: &Saved) -> SavedSettings {
    let mut known = saved.settings.clone().unwrap_or_default();
    // Files of versions without a choice say nothing about it.
    let RuleArgs { rule, l21, ftrl_form, learning_rate_power, l2_shrinkage, beta } = RuleArgs::default();
    for (name, value) in [
        ("rule", json!(rule)),
        ("l21", json!(l21)),
        ("ftrl_form", json!(ftrl_form)),
        ("learning_rate_power", json!(learning_rate_power)),
        ("l2_shrinkage", json!(l2_shrinkage)),
        ("beta", json!(beta)),
        ("target_zeros", json!(TargetZeros::default())),
    ] {
        if known.get(name).is_none() {
            known.insert(name, value);
        }
    }
    known.insert("rows", json!(if saved.model.exact() { RowsArg::Exact } else { RowsArg::Touched }));
    known.insert("precision", json!(saved.precision));
    known.insert("bias", json!(saved.bias));
    if saved.model.is_dynamic() {
        known.insert("loss_scale", json!(DYNAMIC));
    } else if known.get("loss_scale").is_some_and(|scale| scale == DYNAMIC) {
        known.remove("loss_scale");
    }
    known
}

fn value(settings: &SavedSettings, name: &str) -> Value {
    settings.get(name).cloned().unwrap_or_default()
}
