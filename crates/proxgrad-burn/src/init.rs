//! Optimizers in all forms, from their settings.

use burn::{
    module::{Module, ParamGroup},
    optim::ModuleOptimizer,
};
use proxgrad::{Config, Group};

use crate::{
    config::ProximalAdagradConfig, error::Error, module::ProximalAdagradModule, optimizer::ProximalAdagrad,
};

impl ProximalAdagradConfig {
    /// An optimizer of one parameter at a time, with the settings for all parameters: for
    /// [`ModuleOptimizer::with_group`], which pairs it with parameters.
    ///
    /// # Errors
    /// A setting out of range; one that needs all gradients of a step; a learning rate, which burn passes to every step; groups
    /// or exact rows, which the trait cannot have.
    pub fn build(&self) -> Result<ProximalAdagrad, Error> {
        if !self.groups().is_empty() {
            return Err(Error::WholeStep { setting: "with_group" });
        }
        self.check_no_exact_rows()?;
        ProximalAdagrad::new(self.config().clone())
    }

    /// burn's optimizer of whole modules, which steps one parameter at a time, with a group for each group of these settings.
    ///
    /// # Errors
    /// As [`ProximalAdagradConfig::build`], but groups are allowed.
    pub fn init(&self) -> Result<ModuleOptimizer, Error> {
        self.check_no_exact_rows()?;
        let for_all = ProximalAdagrad::new(self.config().clone())?;
        let exempt = Config { weight_decay: 0.0.into(), ..self.config().clone() };
        let names = ParamGroup::from_any_predicates(vec!["beta", "gamma"]);
        let optimizer = ModuleOptimizer::from(for_all).with_group(names, ProximalAdagrad::new(exempt)?, None);
        self.groups().iter().try_fold(optimizer, |optimizer, (params, group)| {
            let of_group = ProximalAdagrad::new(merged(self.config(), group)?)?;
            Ok(optimizer.with_group(params.clone(), of_group, None))
        })
    }

    /// An optimizer of all parameters of a module that require gradients, and of its [tables](crate::RowTable). Their paths in
    /// the module are their names.
    ///
    /// # Errors
    /// A setting out of range; a group or exact rows that match no parameter; parameters on several devices, or on a wgpu device
    /// that is not [known](crate::init_wgpu); a parameter in two places of the module, or of a type other than f32, f16 and bf16;
    /// otherwise as `proxgrad::ProximalAdagrad::add_param`.
    pub fn init_module<M: Module>(&self, module: &M) -> Result<ProximalAdagradModule, Error> {
        ProximalAdagradModule::new(self, module)
    }

    fn check_no_exact_rows(&self) -> Result<(), Error> {
        if self.exact_rows().is_empty() {
            Ok(())
        } else {
            Err(Error::WholeStep { setting: "with_exact_rows" })
        }
    }
}

/// The settings of a group, with those for all parameters where it has none.
fn merged(config: &Config, group: &Group) -> Result<Config, Error> {
    if group.learning_rate.is_some() {
        return Err(Error::LearningRate);
    }
    Ok(Config {
        weight_decay: group.weight_decay.clone().unwrap_or_else(|| config.weight_decay.clone()),
        grad_centralization: group.grad_centralization.unwrap_or(config.grad_centralization),
        l1: group.l1.unwrap_or(config.l1),
        l2: group.l2.unwrap_or(config.l2),
        accum: group.accum.unwrap_or(config.accum),
        clip_value: group.clip_value.or(config.clip_value),
        clip_norm: group.clip_norm.or(config.clip_norm),
        ..config.clone()
    })
}
