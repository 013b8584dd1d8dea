//! Settings of an optimizer in all of its forms.

use burn::module::ParamGroup;
use proxgrad::{Config, Group, UpdateRule};

use crate::error::Error;

/// Settings of an optimizer: those of [`proxgrad::Config`] for all parameters, and those of [`proxgrad::Group`] for some.
///
/// ```
/// use burn::module::ParamGroup;
/// use proxgrad::{Config, Group};
/// use proxgrad_burn::ProximalAdagradConfig;
///
/// let settings = Config { learning_rate: 0.05.into(), l1: 1e-4, ..Config::default() };
/// let convolutions = Group { weight_decay: Some(0.01.into()), grad_centralization: Some(true), ..Group::default() };
/// let config = ProximalAdagradConfig::new(settings)
///     .with_group(ParamGroup::from_predicate("conv"), convolutions)
///     .with_exact_rows(ParamGroup::from_predicate("users"));
/// ```
#[derive(Clone, Debug)]
pub struct ProximalAdagradConfig {
    config: Config,
    groups: Vec<(ParamGroup, Group)>,
    exact_rows: Vec<ParamGroup>,
}

/// Refuses settings with another update rule than ProximalAdagrad.
pub(crate) fn check_rule(config: &Config) -> Result<(), Error> {
    if config.rule == UpdateRule::ProximalAdagrad {
        return Ok(());
    }
    Err(Error::OtherRule { rule: format!("{:?}", config.rule) })
}

impl ProximalAdagradConfig {
    /// The same settings for all parameters. They are checked when an optimizer is made from them.
    pub fn new(config: Config) -> Self {
        Self { config, groups: Vec::new(), exact_rows: Vec::new() }
    }

    /// Other settings for some parameters, by their path in the module, such as `conv1.weight`. Where several groups match a
    /// parameter, the last one counts, as in burn's [`ModuleOptimizer`](burn::optim::ModuleOptimizer).
    ///
    /// Parameters in no group whose path contains `beta` or `gamma` have no weight decay, as in the library; those of
    /// burn's normalization layers have these names.
    pub fn with_group(mut self, params: ParamGroup, settings: Group) -> Self {
        self.groups.push((params, settings));
        self
    }

    /// Has every step regularise all rows of some [tables](crate::RowTable), those without a gradient as well, with the
    /// results of a dense step ([`proxgrad::Rows::Exact`]). By default a step changes the rows with a gradient alone.
    pub fn with_exact_rows(mut self, tables: ParamGroup) -> Self {
        self.exact_rows.push(tables);
        self
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn groups(&self) -> &[(ParamGroup, Group)] {
        &self.groups
    }

    pub(crate) fn exact_rows(&self) -> &[ParamGroup] {
        &self.exact_rows
    }
}
