//! The update rule of a case, converted to the setting of the library.

use proxgrad::{Ftrl, FtrlForm, FtrlStart, UpdateRule};
use serde::Deserialize;

use super::failure::Failure;

/// The update rule of a case. Only the two kinds of FTRL have settings, and a file states all of them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    name: Name,
    form: Option<FtrlForm>,
    learning_rate_power: Option<f64>,
    l2_shrinkage: Option<f64>,
    beta: Option<f64>,
    start: Option<FtrlStart>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Name {
    AdagradRda,
    Fobos,
    Ftrl,
    GroupFtrl,
    RowwiseAdagrad,
}

impl Rule {
    /// The rule of the library.
    ///
    /// # Errors
    /// A setting of FTRL is missing.
    pub(crate) fn update_rule(&self) -> Result<UpdateRule, Failure> {
        match self.name {
            Name::AdagradRda => Ok(UpdateRule::AdagradRda),
            Name::Fobos => Ok(UpdateRule::Fobos),
            Name::Ftrl => Ok(UpdateRule::Ftrl(self.ftrl()?)),
            Name::GroupFtrl => Ok(UpdateRule::GroupFtrl(self.ftrl()?)),
            Name::RowwiseAdagrad => Ok(UpdateRule::RowwiseAdagrad),
        }
    }

    fn ftrl(&self) -> Result<Ftrl, Failure> {
        Ok(Ftrl {
            form: stated("form", self.form)?,
            learning_rate_power: stated("learning_rate_power", self.learning_rate_power)?,
            l2_shrinkage: stated("l2_shrinkage", self.l2_shrinkage)?,
            beta: stated("beta", self.beta)?,
            start: stated("start", self.start)?,
            ..Ftrl::default()
        })
    }
}

fn stated<T>(name: &str, setting: Option<T>) -> Result<T, Failure> {
    setting.ok_or_else(|| Failure::Malformed(format!("its rule lacks `{name}`")))
}
