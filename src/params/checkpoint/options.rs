//! What a restore allows.

use std::collections::BTreeSet;

/// What a restore allows, apart from a snapshot of exactly the optimizer's parameters.
///
/// ```
/// use proxgrad::{Config, RestoreOptions, cpu::{Param, ProximalAdagrad}};
///
/// let mut old = ProximalAdagrad::new(Config::default())?;
/// old.add_param(Param::new("body", &[4]))?;
/// old.add_param(Param::new("head", &[2]))?;
/// let snapshot = old.snapshot();
///
/// let mut new = ProximalAdagrad::new(Config::default())?;
/// new.add_param(Param::new("body", &[4]))?;
/// new.add_param(Param::new("other_head", &[3]))?;
/// assert!(new.restore(&snapshot).is_err());
/// let options = RestoreOptions::default().allow_missing(["other_head"]).allow_unexpected(["head"]);
/// new.restore_view(&snapshot.view(), &options)?;
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestoreOptions {
    pub(super) missing: BTreeSet<String>,
    pub(super) unexpected: BTreeSet<String>,
}

impl RestoreOptions {
    /// The same, and the snapshot may lack these parameters of the optimizer. Their state is that of parameters that were just
    /// registered then, whatever it was before.
    pub fn allow_missing(mut self, params: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.missing.extend(params.into_iter().map(Into::into));
        self
    }

    /// The same, and the snapshot may have these parameters, which the optimizer does not have. They are left out then.
    pub fn allow_unexpected(mut self, params: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.unexpected.extend(params.into_iter().map(Into::into));
        self
    }
}
