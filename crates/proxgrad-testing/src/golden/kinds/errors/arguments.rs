//! A call of MindSpore's optimizer, right or wrong, translated into a call of this library where that is possible.
//!
//! The arguments are JSON values of any type, because a case can be about a wrong type.

use std::fmt;

use proxgrad::{Config, Field, Format, Group, Schedule};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, from_value};

use crate::golden::{
    arguments::{Constructor, GroupArguments},
    failure::Failure,
    network::{Member, Network},
};

/// Arguments by name.
pub(super) type Keywords = Map<String, Value>;

/// The whole call.
pub(super) struct Arguments {
    pub(super) params: Vec<Param>,
    /// Whether the last parameter is passed twice.
    pub(super) repeat_last_param: bool,
    pub(super) constructor: Keywords,
    pub(super) groups: Option<Vec<Keywords>>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Param {
    name: String,
    shape: Vec<usize>,
}

/// The same call of this library.
pub(super) struct Translated {
    pub(super) config: Config,
    pub(super) groups: Vec<Group>,
    /// In the order in which they are added, each with its group.
    pub(super) members: Vec<(Param, Option<usize>)>,
    pub(super) order: Vec<String>,
}

/// An argument that cannot be expressed with this library: the call would not compile.
#[derive(Debug)]
pub(super) struct Unwritable {
    pub(super) kind: Kind,
    /// The name of the argument.
    key: String,
    reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// An unknown setting: a struct has no such field.
    Key,
    /// An order of parameters inside a group: `order_params` is a function of its own.
    Order,
    /// A value of another type than the setting.
    Type,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be written with this library: {}", self.key, self.reason)
    }
}

impl Arguments {
    /// The same call of this library.
    ///
    /// # Errors
    /// An argument that cannot be expressed with this library.
    pub(super) fn translate(&self) -> Result<Translated, Unwritable> {
        let config = read::<Constructor>(&self.constructor, &SETTINGS)?.config();
        let mut translated =
            Translated { config, groups: Vec::new(), members: Vec::new(), order: Vec::new() };
        match &self.groups {
            None => {
                let repeated = self.params.last().filter(|_| self.repeat_last_param);
                let all = self.params.iter().chain(repeated);
                translated.members = all.map(|param| (param.clone(), None)).collect();
            }
            Some(groups) => groups.iter().try_for_each(|group| self.add_group(group, &mut translated))?,
        }
        Ok(translated)
    }

    fn add_group(&self, group: &Keywords, translated: &mut Translated) -> Result<(), Unwritable> {
        if group.len() > 1 && group.contains_key("order_params") && known(group, &GROUP_KEYS).is_ok() {
            return Err(Unwritable::new(
                Kind::Order,
                "order_params",
                "it is a call, not a setting of a group",
            ));
        }
        let arguments = read::<GroupArguments>(group, &GROUP_KEYS)?;
        let settings = arguments.settings();
        match arguments {
            GroupArguments::Order(names) => translated.order = names,
            GroupArguments::Group { params, .. } => {
                let index = Some(translated.groups.len());
                for name in &params {
                    translated.members.push((self.param(name)?, index));
                }
                translated.groups.push(settings);
            }
        }
        Ok(())
    }

    /// Checks the shapes before memory is allocated for them: a file may be wrong.
    pub(super) fn check_shapes(&self) -> Result<(), Failure> {
        for Param { name, shape } in &self.params {
            let len = shape.iter().try_fold(1usize, |len, &extent| len.checked_mul(extent));
            if len.is_none_or(|len| len > MOST) {
                return Err(Failure::Malformed(format!(
                    "{name} has a shape of {shape:?}; at most {MOST} elements are tried"
                )));
            }
        }
        Ok(())
    }

    fn param(&self, name: &str) -> Result<Param, Unwritable> {
        let found = self.params.iter().find(|param| param.name == name);
        found.cloned().ok_or_else(|| Unwritable::new(Kind::Type, name, "there is no such parameter"))
    }
}

impl Translated {
    /// Values for every parameter; the numbers do not matter.
    pub(super) fn values(&self) -> Vec<Vec<f32>> {
        self.members.iter().map(|(param, _)| vec![0.5; param.shape.iter().product()]).collect()
    }

    pub(super) fn network<'a>(&'a self, values: &'a [Vec<f32>]) -> Network<'a> {
        let members = self.members.iter().zip(values).map(|((param, group), values)| Member {
            name: &param.name,
            shape: &param.shape,
            values,
            group: *group,
        });
        Network {
            config: self.config.clone(),
            format: Format::F32,
            groups: self.groups.clone(),
            members: members.collect(),
            order: self.order.iter().map(String::as_str).collect(),
        }
    }

    /// The number of parameters with this name.
    pub(super) fn count(&self, name: &str) -> usize {
        self.members.iter().filter(|(param, _)| param.name == name).count()
    }

    /// Whether a setting is this number, or a list with this number.
    pub(super) fn holds(&self, field: Field, number: f64) -> bool {
        let same = |value: &f64| *value == number || (value.is_nan() && number.is_nan());
        match (field.group, field.name) {
            (None, "accum") => same(&self.config.accum),
            (None, "l1") => same(&self.config.l1),
            (None, "l2") => same(&self.config.l2),
            (None, "loss_scale") => same(&self.config.loss_scale),
            _ => match self.schedule(field) {
                Some(Schedule::Constant(value)) => same(value),
                Some(Schedule::List(values)) => values.iter().any(same),
                _ => false,
            },
        }
    }

    /// The length of a setting that is a list.
    pub(super) fn list_len(&self, field: Field) -> Option<usize> {
        match self.schedule(field) {
            Some(Schedule::List(values)) => Some(values.len()),
            _ => None,
        }
    }

    /// All lists of learning rates.
    pub(super) fn rate_lists(&self) -> impl Iterator<Item = &[f64]> {
        let of_groups = self.groups.iter().filter_map(|group| group.learning_rate.as_ref());
        [&self.config.learning_rate].into_iter().chain(of_groups).filter_map(|schedule| match schedule {
            Schedule::List(values) => Some(&**values),
            _ => None,
        })
    }

    fn schedule(&self, field: Field) -> Option<&Schedule> {
        match (field.group, field.name) {
            (None, "learning_rate") => Some(&self.config.learning_rate),
            (None, "weight_decay") => Some(&self.config.weight_decay),
            (Some(group), "learning_rate") => self.groups.get(group)?.learning_rate.as_ref(),
            (Some(group), "weight_decay") => self.groups.get(group)?.weight_decay.as_ref(),
            _ => None,
        }
    }
}

/// The most elements of a parameter; refusals do not depend on the size.
const MOST: usize = 1 << 20;

const SETTINGS: [&str; 7] =
    ["accum", "learning_rate", "l1", "l2", "use_locking", "loss_scale", "weight_decay"];
const GROUP_KEYS: [&str; 5] = ["params", "lr", "weight_decay", "order_params", "grad_centralization"];

/// Settings for which MindSpore requires a float, as Rust does; for others it also takes an integer.
const FLOATS: [&str; 3] = ["accum", "l1", "l2"];

fn known(arguments: &Keywords, keys: &[&str]) -> Result<(), Unwritable> {
    match arguments.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(Unwritable::new(Kind::Key, key, "there is no such setting")),
        None => Ok(()),
    }
}

/// Reads every argument by itself first, so that an error names the argument, and then all of them together.
fn read<T: DeserializeOwned>(arguments: &Keywords, keys: &[&str]) -> Result<T, Unwritable> {
    known(arguments, keys)?;
    for (key, value) in arguments {
        let mistyped = |reason: &str| Unwritable::new(Kind::Type, key, reason);
        if value.is_null() || (FLOATS.contains(&key.as_str()) && (value.is_i64() || value.is_u64())) {
            return Err(mistyped("it is no float"));
        }
        let alone = Keywords::from_iter([(key.clone(), value.clone())]);
        from_value::<T>(alone.into()).map_err(|error| mistyped(&error.to_string()))?;
    }
    from_value(arguments.clone().into())
        .map_err(|error| Unwritable::new(Kind::Type, "arguments", &error.to_string()))
}

impl Unwritable {
    fn new(kind: Kind, key: &str, reason: &str) -> Self {
        Self { kind, key: key.to_owned(), reason: reason.to_owned() }
    }
}
