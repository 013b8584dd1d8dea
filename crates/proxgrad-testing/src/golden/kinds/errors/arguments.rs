//! A call of MindSpore's optimizer, right or wrong, put into the library's words as far as they go.
//!
//! The arguments are JSON values of any type, because a wrong type is what a case can be about.

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
    /// The last parameter is passed twice.
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

/// What cannot be written down with this library, so that it is refused before it could run.
#[derive(Debug)]
pub(super) struct Unwritable {
    pub(super) kind: Kind,
    /// The argument.
    key: String,
    reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A setting that there is not: structs have the fields they have.
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
    /// # Errors
    /// What the library has no words for.
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

    /// Whether values can be made for every parameter: a shape may be a slip of somebody's hand.
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
    /// Values for every member: which ones is all the same.
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

    /// How many parameters have this name.
    pub(super) fn count(&self, name: &str) -> usize {
        self.members.iter().filter(|(param, _)| param.name == name).count()
    }

    /// Whether a setting is this number, or lists it.
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

    /// How many values a setting lists, if it is a list.
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

/// Elements of a parameter. Refusals are not a matter of size.
const MOST: usize = 1 << 20;

const SETTINGS: [&str; 7] =
    ["accum", "learning_rate", "l1", "l2", "use_locking", "loss_scale", "weight_decay"];
const GROUP_KEYS: [&str; 5] = ["params", "lr", "weight_decay", "order_params", "grad_centralization"];

/// For these MindSpore demands a float, as Rust does; of other settings it takes an integer for one.
const FLOATS: [&str; 3] = ["accum", "l1", "l2"];

fn known(arguments: &Keywords, keys: &[&str]) -> Result<(), Unwritable> {
    match arguments.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(Unwritable::new(Kind::Key, key, "there is no such setting")),
        None => Ok(()),
    }
}

/// All of them together, after each by itself: so the one that is wrong is known.
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
