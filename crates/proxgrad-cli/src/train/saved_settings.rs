//! The settings of a run as a model file holds them, so that a resumed run goes on with them.

use anyhow::{Result, anyhow, bail};
use proxgrad::Schedule;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    option_values::{Limit, LossScaleArg, Order, Precision, RoundingArg, RowsArg, ShrinkageArg},
    rule::{FtrlFormArg, RuleArg, RuleArgs},
    setting_text::{dashed, text},
    settings::Settings,
    target_zeros::TargetZeros,
};

/// All settings that change what a step does, by name. Those of a file may lack some, or have some of a later version.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct SavedSettings(Map<String, Value>);

/// [`Settings`] without the number of epochs. The names of the fields are those in files.
#[derive(Deserialize, Serialize)]
struct Fields {
    /// A constant or a schedule.
    learning_rate: Schedule,
    rule: RuleArg,
    l21: f64,
    ftrl_form: FtrlFormArg,
    learning_rate_power: f64,
    l2_shrinkage: f64,
    beta: f64,
    l1: f64,
    target_zeros: TargetZeros,
    l2: f64,
    accum: f64,
    weight_decay: Schedule,
    shrinkage: ShrinkageArg,
    rows: RowsArg,
    precision: Precision,
    rounding: RoundingArg,
    loss_scale: LossScaleArg,
    clip_norm: Limit,
    clip_value: Limit,
    batch: u64,
    seed: u64,
    order: Order,
    bias: bool,
}

impl SavedSettings {
    /// All settings of a run, which the library has checked: JSON has no numbers that are not finite.
    ///
    /// # Errors
    /// A schedule that is a function, which no command line gives.
    pub(super) fn of(settings: &Settings) -> Result<Self> {
        Ok(Self(serde_json::from_value(serde_json::to_value(Fields::of(settings))?)?))
    }

    /// The settings, where all of them are there.
    ///
    /// # Errors
    /// A setting that is missing, or has a value that is out of range or not known to this version.
    pub(super) fn settings(self, epochs: u64) -> Result<Settings> {
        let fields: Fields = serde_json::from_value(Value::Object(self.0))?;
        // The library checks the others.
        if fields.batch == 0 {
            bail!("its setting \"batch\" is 0; it must be at least 1");
        }
        Ok(fields.into_settings(epochs))
    }

    /// Takes over the value of a setting, as this version writes it.
    ///
    /// # Errors
    /// A value that this version does not know.
    pub(super) fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        let mut changed = self.0.clone();
        changed.insert(name.to_owned(), value.clone());
        let fields: Fields = serde_json::from_value(Value::Object(changed))
            .map_err(|_| anyhow!("its setting \"{name}\" is {value}, which this version does not know"))?;
        self.0 = serde_json::from_value(serde_json::to_value(fields)?)?;
        Ok(())
    }

    /// Adds a setting, or replaces it.
    pub(super) fn insert(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Name and value of each setting for people, in alphabetical order, without those that the rule does not have.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let rule = self.rule();
        let settings = self.0.iter().filter(|(name, _)| rule.has(name));
        settings.map(|(name, value)| vec![dashed(name), text(value)]).collect()
    }

    /// The update rule; that of earlier versions, which had one alone, where none is said.
    pub(crate) fn rule(&self) -> RuleArg {
        let rule = self.get("rule").cloned().map(serde_json::from_value);
        rule.and_then(Result::ok).unwrap_or_default()
    }

    /// The names of all settings, in alphabetical order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Fields {
    fn of(settings: &Settings) -> Self {
        // Without `..`, so that no later setting is forgotten.
        let Settings {
            rule: RuleArgs { rule, l21, ftrl_form, learning_rate_power, l2_shrinkage, beta },
            learning_rate,
            schedule,
            l1,
            target_zeros,
            l2,
            accum,
            weight_decay,
            shrinkage,
            rows,
            precision,
            rounding,
            loss_scale,
            clip_norm,
            clip_value,
            batch,
            epochs: _,
            seed,
            order,
            no_bias,
        } = settings.clone();
        Self {
            learning_rate: schedule.unwrap_or(learning_rate.into()),
            rule,
            l21,
            ftrl_form,
            learning_rate_power,
            l2_shrinkage,
            beta,
            l1,
            target_zeros,
            l2,
            accum,
            weight_decay,
            shrinkage,
            rows,
            precision,
            rounding,
            loss_scale,
            clip_norm,
            clip_value,
            batch,
            seed,
            order,
            bias: !no_bias,
        }
    }

    fn into_settings(self, epochs: u64) -> Settings {
        let (learning_rate, schedule) = match self.learning_rate {
            Schedule::Constant(rate) => (rate, None),
            schedule => (0.0, Some(schedule)),
        };
        let Self { rule, l21, ftrl_form, learning_rate_power, l2_shrinkage, beta, .. } = self;
        Settings {
            rule: RuleArgs { rule, l21, ftrl_form, learning_rate_power, l2_shrinkage, beta },
            learning_rate,
            schedule,
            l1: self.l1,
            target_zeros: self.target_zeros,
            l2: self.l2,
            accum: self.accum,
            weight_decay: self.weight_decay,
            shrinkage: self.shrinkage,
            rows: self.rows,
            precision: self.precision,
            rounding: self.rounding,
            loss_scale: self.loss_scale,
            clip_norm: self.clip_norm,
            clip_value: self.clip_value,
            batch: self.batch,
            epochs,
            seed: self.seed,
            order: self.order,
            no_bias: !self.bias,
        }
    }
}
