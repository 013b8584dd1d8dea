//! The update rule of a run: its options, and which options belong to which rule.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use proxgrad::{Ftrl, FtrlForm, UpdateRule};
use serde::{Deserialize, Serialize};

use super::setting_text::dashed;

/// A value of `--rule`. [`RuleArg::NAMES`] is the list of names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RuleArg {
    /// AdaGrad with a proximal step.
    #[default]
    ProximalAdagrad,
    /// FTRL-Proximal.
    Ftrl,
    /// AdaGrad with regularised dual averaging.
    Rda,
    /// Forward-backward splitting: proximal gradient descent with the same learning rate for all weights.
    Fobos,
    /// AdaGrad with one accumulator for all weights of a feature, and group lasso (--l21).
    Rowwise,
    /// FTRL-Proximal with sparse group lasso (--l21).
    GroupFtrl,
}

/// A value of `--ftrl-form`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FtrlFormArg {
    /// The penalty of L2 is l2·w², as in TensorFlow, Keras and MindSpore.
    #[default]
    Tensorflow,
    /// The penalty of L2 is l2/2·w², as in McMahan et al. 2013 and Vowpal Wabbit.
    Mcmahan,
}

/// Options of the update rule.
#[derive(Args, Clone, Debug, PartialEq)]
pub(crate) struct RuleArgs {
    /// The update rule: what a step does with a gradient.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) rule: RuleArg,
    /// Strength of group lasso, which makes all weights of a feature zero at once, for --rule rowwise and group-ftrl.
    #[arg(long, default_value_t = 0.0, value_name = "STRENGTH")]
    pub(crate) l21: f64,
    /// How --l2 counts, for --rule ftrl and group-ftrl.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(crate) ftrl_form: FtrlFormArg,
    /// The exponent of the accumulator in the learning rate, for --rule ftrl: from -1 to 0.
    #[arg(long, default_value_t = Ftrl::default().learning_rate_power, value_name = "POWER")]
    pub(crate) learning_rate_power: f64,
    /// Strength of L2 shrinkage, which is added to the gradient as 2·STRENGTH·weight but does not count for the
    /// accumulator, for --rule ftrl. Not with --rows exact.
    #[arg(long, default_value_t = Ftrl::default().l2_shrinkage, value_name = "STRENGTH")]
    pub(crate) l2_shrinkage: f64,
    /// Added to the root of the accumulator, for --rule ftrl and group-ftrl: keeps the first steps of a weight small.
    #[arg(long, default_value_t = Ftrl::default().beta)]
    pub(crate) beta: f64,
}

/// Settings that not all rules have, by the names of their fields and in files, with the rules that have them.
const OF_RULES: [(&str, &[RuleArg]); 7] = [
    ("accum", &[RuleArg::ProximalAdagrad, RuleArg::Ftrl, RuleArg::Rda, RuleArg::Rowwise, RuleArg::GroupFtrl]),
    ("beta", &[RuleArg::Ftrl, RuleArg::GroupFtrl]),
    ("ftrl_form", &[RuleArg::Ftrl, RuleArg::GroupFtrl]),
    ("l21", &[RuleArg::Rowwise, RuleArg::GroupFtrl]),
    ("l2_shrinkage", &[RuleArg::Ftrl]),
    ("learning_rate_power", &[RuleArg::Ftrl]),
    ("shrinkage", &[RuleArg::ProximalAdagrad]),
];

impl RuleArg {
    /// Every rule with its name on command lines and in files, and for people.
    const NAMES: [(Self, &'static str, &'static str); 6] = [
        (Self::ProximalAdagrad, "proximal-adagrad", "ProximalAdagrad"),
        (Self::Ftrl, "ftrl", "FTRL-Proximal"),
        (Self::Rda, "rda", "AdaGrad-RDA"),
        (Self::Fobos, "fobos", "FOBOS"),
        (Self::Rowwise, "rowwise", "row-wise AdaGrad"),
        (Self::GroupFtrl, "group-ftrl", "FTRL-Proximal with group lasso"),
    ];

    /// The name on a command line and in files.
    pub(crate) fn name(self) -> &'static str {
        self.entry().1
    }

    /// The name for people.
    pub(crate) fn title(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        Self::NAMES.iter().find(|(rule, ..)| *rule == self).expect("every rule has a name")
    }

    /// Whether a setting has an effect with this rule.
    pub(crate) fn has(self, setting: &str) -> bool {
        OF_RULES.iter().all(|(name, rules)| *name != setting || rules.contains(&self))
    }

    /// Whether L1 reaches the weights of rare features with exact rows alone: those of the other rules follow from sums of
    /// gradients.
    pub(super) fn needs_exact_rows(self) -> bool {
        matches!(self, Self::ProximalAdagrad | Self::Fobos | Self::Rowwise)
    }

    /// Bytes of state that the rule keeps for each weight, at most.
    pub(super) fn state_bytes(self) -> u64 {
        let planes = match self {
            Self::ProximalAdagrad | Self::Rowwise => 1,
            Self::Ftrl | Self::Rda | Self::GroupFtrl => 2,
            Self::Fobos => 0,
        };
        planes * size_of::<f32>() as u64
    }

    /// Refuses options that were given and have no effect with this rule.
    ///
    /// # Errors
    /// There is such an option; the error names it and the rules that have it.
    pub(super) fn check_given(self, is_given: impl Fn(&str) -> bool) -> Result<()> {
        let Some((option, rules)) = OF_RULES.iter().find(|(name, _)| is_given(name) && !self.has(name))
        else {
            return Ok(());
        };
        let rules: Vec<_> = rules.iter().map(|rule| format!("--rule {}", rule.name())).collect();
        bail!(
            "--{} has no effect with --rule {}; drop it, or use {}",
            dashed(option),
            self.name(),
            rules.join(" or ")
        );
    }
}

impl RuleArgs {
    /// The rule of the library.
    pub(crate) fn update_rule(&self) -> UpdateRule {
        match self.rule {
            RuleArg::ProximalAdagrad => UpdateRule::ProximalAdagrad,
            RuleArg::Ftrl => UpdateRule::Ftrl(self.ftrl()),
            RuleArg::Rda => UpdateRule::AdagradRda,
            RuleArg::Fobos => UpdateRule::Fobos,
            RuleArg::Rowwise => UpdateRule::RowwiseAdagrad,
            RuleArg::GroupFtrl => UpdateRule::GroupFtrl(self.ftrl()),
        }
    }

    fn ftrl(&self) -> Ftrl {
        Ftrl {
            form: match self.ftrl_form {
                FtrlFormArg::Tensorflow => FtrlForm::TensorFlow,
                FtrlFormArg::Mcmahan => FtrlForm::McMahan,
            },
            learning_rate_power: self.learning_rate_power,
            l2_shrinkage: self.l2_shrinkage,
            beta: self.beta,
            ..Ftrl::default()
        }
    }
}

impl Default for RuleArgs {
    fn default() -> Self {
        let Ftrl { learning_rate_power, l2_shrinkage, beta, .. } = Ftrl::default();
        let (rule, ftrl_form) = (RuleArg::default(), FtrlFormArg::default());
        Self { rule, l21: 0.0, ftrl_form, learning_rate_power, l2_shrinkage, beta }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_command_line_and_of_files() {
        let rules = RuleArg::NAMES.map(|(rule, ..)| rule);
        assert_eq!(RuleArg::value_variants(), rules);
        for rule in rules {
            assert_eq!(rule.to_possible_value().unwrap().get_name(), rule.name());
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.name());
        }
    }

    #[test]
    fn an_option_of_another_rule_is_refused_with_the_rules_that_have_it() {
        let said = |rule: RuleArg, option: &str| {
            rule.check_given(|name| name == option).map_err(|error| error.to_string())
        };
        for (rule, ..) in RuleArg::NAMES {
            assert_eq!(said(rule, "l1"), Ok(()));
            assert_eq!(said(rule, "l2_shrinkage").is_ok(), rule == RuleArg::Ftrl);
            assert_eq!(said(rule, "shrinkage").is_ok(), rule == RuleArg::ProximalAdagrad);
        }
        let text = "--learning-rate-power has no effect with --rule rda; drop it, or use --rule ftrl";
        assert_eq!(said(RuleArg::Rda, "learning_rate_power"), Err(text.to_owned()));
        let text = "--accum has no effect with --rule fobos; drop it, or use --rule proximal-adagrad or --rule ftrl or --rule rda or --rule rowwise or --rule group-ftrl";
        assert_eq!(said(RuleArg::Fobos, "accum"), Err(text.to_owned()));
    }
}
