//! The settings of a run.

use anyhow::{Result, anyhow, bail};
use clap::{Args, Command, FromArgMatches};
use proxgrad::{Config, DynamicLossScale, Group, Rounding, Rows, Schedule, Shrinkage, cpu};

use super::{
    epoch::Epoch,
    given::Given,
    option_names::with_options,
    option_values::{Limit, LossScaleArg, Order, Precision, RoundingArg, RowsArg, ShrinkageArg},
    rule::RuleArgs,
    schedule_text,
    target_zeros::{START, TargetZeros},
};
use crate::data::Dataset;

/// Options of the optimizer and of the order of examples.
#[derive(Args, Clone, Debug)]
pub(crate) struct Settings {
    #[command(flatten)]
    pub(crate) rule: RuleArgs,
    /// Learning rate γ.
    #[arg(long, default_value_t = 1.0, value_name = "RATE")]
    pub(crate) learning_rate: f64,
    /// Learning rates step by step, in place of --learning-rate. Steps are counted from the first of the first run, so
    /// that a resumed run goes on in the schedule where the saved one was.
    ///
    /// One of exponential_decay, natural_exp_decay, inverse_decay, cosine_decay, polynomial_decay and warm_up with its
    /// arguments, such as "cosine_decay(min_lr=0.01, max_lr=1, decay_steps=4000)"; a name alone is refused with the
    /// arguments it takes. Or a list with a rate for each step, such as "0.1, 0.05, 0.01".
    #[arg(long, conflicts_with = "learning_rate", value_parser = schedule_text::parse)]
    pub(crate) schedule: Option<Schedule>,
    /// L1 strength, which makes weights exactly zero.
    #[arg(long, default_value_t = 0.0, value_name = "STRENGTH")]
    pub(crate) l1: f64,
    /// Move the strength of L1 during training until this share of the weights is zero, such as 0.95, and hold it there. It
    /// moves 16 times an epoch, from --l1, or from 1e-5 where that is not given; what it has reached is in the results.
    #[arg(long, value_name = "SHARE|none", default_value_t)]
    pub(crate) target_zeros: TargetZeros,
    /// L2 strength.
    #[arg(long, default_value_t = 0.0, value_name = "STRENGTH")]
    pub(crate) l2: f64,
    /// Initial value of accumulators. Not with --rule fobos, which has none.
    #[arg(long, default_value_t = 0.1)]
    pub(crate) accum: f64,
    /// Coupled weight decay: a strength, or a schedule of strengths. Not with --rows exact; use --l2.
    #[arg(long, default_value = "0", value_name = "STRENGTH|SCHEDULE", value_parser = schedule_text::parse)]
    pub(crate) weight_decay: Schedule,
    /// The factor of L1 and L2 in a step of --rule proximal-adagrad: γ as documented, or γ/√accum.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) shrinkage: ShrinkageArg,
    /// Which rows a step regularises: those it touches, as every other program does, or all of them.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) rows: RowsArg,
    /// How weights and their gradients are stored; accumulators and arithmetic are f32.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) precision: Precision,
    /// How weights are rounded to 16 bits: stochastically, so that small steps are not lost, or to the nearest number.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) rounding: RoundingArg,
    /// The loss scale, by which the loss is multiplied and the optimizer divides gradients: a number, or `dynamic` for a
    /// loss scale that adapts, beginning at 65536. With `dynamic`, and in 16 bits, steps that overflow are skipped.
    #[arg(long, default_value = "1", value_name = "SCALE|dynamic")]
    pub(crate) loss_scale: LossScaleArg,
    /// Maximum norm of the gradients of a step; larger gradients are scaled down.
    #[arg(long, value_name = "NORM|none", default_value_t)]
    pub(crate) clip_norm: Limit,
    /// Maximum absolute value of an element of a gradient; larger elements are clamped.
    #[arg(long, value_name = "VALUE|none", default_value_t)]
    pub(crate) clip_value: Limit,
    /// Examples in a step; the gradient is their sum divided by their number.
    #[arg(long, default_value_t = 8, value_name = "EXAMPLES", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) batch: u64,
    /// Passes over the examples. With --resume, the number of further epochs; the rest of an unfinished epoch counts as
    /// the first of them.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) epochs: u64,
    /// Seed of the shuffles, and of stochastic rounding.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Whether every epoch shuffles the examples.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) order: Order,
    /// Train no bias.
    #[arg(long)]
    pub(crate) no_bias: bool,
}

impl Settings {
    /// The optimizer's settings.
    pub(crate) fn config(&self) -> Config {
        Config {
            learning_rate: self.schedule.clone().unwrap_or(self.learning_rate.into()),
            l1: self.l1,
            l2: self.l2,
            accum: self.accum,
            weight_decay: self.weight_decay.clone(),
            shrinkage: match self.shrinkage {
                ShrinkageArg::Documented => Shrinkage::Documented,
                ShrinkageArg::Adaptive => Shrinkage::Adaptive,
            },
            rounding: self.rounding(),
            skip_on_overflow: self.skips_steps(),
            loss_scale: match self.loss_scale {
                LossScaleArg::Fixed(scale) => scale,
                LossScaleArg::Dynamic => 1.0,
            },
            dynamic_loss_scale: self
                .is_dynamic()
                .then(|| DynamicLossScale::new(65536.0, 2.0, 2000).expect("constants within their ranges")),
            clip_norm: self.clip_norm.0,
            clip_value: self.clip_value.0,
            rule: self.rule.update_rule(),
            l21: self.rule.l21,
            ..Config::default()
        }
    }

    /// Whether steps with a gradient that is not finite are skipped.
    fn skips_steps(&self) -> bool {
        self.precision != Precision::F32 || self.loss_scale != LossScaleArg::Fixed(1.0)
    }

    /// Whether the loss scale is dynamic.
    pub(crate) fn is_dynamic(&self) -> bool {
        self.loss_scale == LossScaleArg::Dynamic
    }

    #[expect(clippy::cast_possible_truncation, reason = "any number will do as a seed")]
    fn rounding(&self) -> Rounding {
        match self.rounding {
            RoundingArg::Nearest => Rounding::Nearest,
            RoundingArg::Stochastic => Rounding::Stochastic { seed: self.seed as u32 },
        }
    }

    /// Refuses a list that ends before the run, which has taken `first` steps already and takes `steps` more.
    ///
    /// # Errors
    /// A list is too short.
    pub(crate) fn check_lists(&self, first: u64, steps: usize) -> Result<()> {
        let end = first.saturating_add(steps as u64);
        for (option, schedule) in
            [("--schedule", self.schedule.as_ref()), ("--weight-decay", Some(&self.weight_decay))]
        {
            if let Some(Schedule::List(values)) = schedule
                && (values.len() as u64) < end
            {
                bail!(
                    "{option} lists {} values, and the run takes steps {first} to {}, counted from 0; give {end} \
                     values, or a schedule that does not end",
                    values.len(),
                    end - 1
                );
            }
        }
        Ok(())
    }

    /// Refuses the settings that the library refuses, without any data.
    pub(crate) fn check(&self) -> Result<()> {
        let check = || {
            let mut optimizer = cpu::ProximalAdagrad::new(self.config())?;
            optimizer.add_param(cpu::Param::new("weight", &[1, 1]).rows(self.rows()))
        };
        check().map_err(|error| anyhow!(with_options(&error, self.schedule.is_some())))?;
        self.target_zeros.check(self.l1, self.exact(), self.skips_steps())
    }

    /// The settings, where L1 begins with a strength that `--target-zeros` can move if none was given.
    pub(super) fn with_start_of_l1(self, given: &Given) -> Self {
        let is_moved = self.target_zeros.0.is_some() && self.l1 == 0.0 && !given.contains("l1");
        if is_moved { Self { l1: START, ..self } } else { self }
    }

    /// Which rows of the weights a step regularises.
    pub(crate) fn rows(&self) -> Rows {
        match self.rows {
            RowsArg::Touched => Rows::Touched,
            RowsArg::Exact => Rows::Exact,
        }
    }

    /// Whether a step regularises all rows.
    pub(crate) fn exact(&self) -> bool {
        self.rows == RowsArg::Exact
    }

    /// The group of the bias, which is never regularised.
    pub(crate) fn bias_group() -> Group {
        Group {
            l1: Some(0.0),
            l2: Some(0.0),
            l21: Some(0.0),
            weight_decay: Some(0.0.into()),
            ..Group::default()
        }
    }

    /// Whether a bias is trained.
    pub(crate) fn bias(&self) -> bool {
        !self.no_bias
    }

    /// Examples in a step.
    pub(crate) fn batch(&self) -> usize {
        usize::try_from(self.batch).unwrap_or(usize::MAX)
    }

    pub(crate) fn epochs(&self) -> u64 {
        self.epochs
    }

    /// Where accumulators start.
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is what is asked for")]
    pub(crate) fn accum(&self) -> f32 {
        self.accum as f32
    }

    /// Steps of an epoch.
    pub(crate) fn epoch_steps(&self, dataset: &Dataset) -> usize {
        dataset.len().div_ceil(self.batch())
    }

    /// Steps of all epochs of the run.
    pub(crate) fn steps(&self, dataset: &Dataset) -> usize {
        let steps = self.epoch_steps(dataset) as u64;
        usize::try_from(steps.saturating_mul(self.epochs)).unwrap_or(usize::MAX)
    }

    /// The order of an epoch.
    pub(crate) fn epoch(&self, dataset: &Dataset, number: u64) -> Epoch {
        match self.order {
            Order::File => Epoch::in_file_order(dataset),
            Order::Shuffle => Epoch::shuffled(dataset, self.seed, number),
        }
    }
}

/// Those of a command line without options.
impl Default for Settings {
    fn default() -> Self {
        let command = <Self as Args>::augment_args(Command::new("train"));
        let matches = command.get_matches_from(["train"]);
        Self::from_arg_matches(&matches).expect("every option has a default")
    }
}

#[cfg(test)]
impl Settings {
    /// The settings of a command line with these options.
    pub(super) fn of_options(options: &[&str]) -> Self {
        let command = <Self as Args>::augment_args(Command::new("train"));
        let matches = command.get_matches_from([&["train"], options].concat());
        Self::from_arg_matches(&matches).expect("every option is one of the settings")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(options: &[&str]) -> String {
        Settings::of_options(options).check().unwrap_err().to_string()
    }

    #[test]
    fn a_setting_that_is_refused_is_named_as_it_was_typed() {
        for (option, value) in [
            ("--l1", "-1"),
            ("--l2", "nan"),
            ("--learning-rate", "inf"),
            ("--accum", "-0.5"),
            ("--clip-norm", "0"),
            ("--clip-value", "-1"),
            ("--loss-scale", "0"),
            ("--weight-decay", "-1"),
        ] {
            let said = refusal(&[&format!("{option}={value}")]);
            assert!(said.starts_with(&format!("{option} is ")), "{said}");
            assert!(!said.contains(&option[2..].replace('-', "_")) || !option[2..].contains('-'), "{said}");
        }
    }

    #[test]
    fn a_schedule_is_named_by_its_option() {
        let said = refusal(&["--schedule", "warm_up(learning_rate=0.1, warmup_steps=0)"]);
        assert!(said.starts_with("warmup_steps of --schedule is 0"), "{said}");
    }

    #[test]
    fn the_remedy_for_decay_with_exact_rows_has_options_too() {
        let said = refusal(&["--rows", "exact", "--weight-decay", "0.1"]);
        assert!(said.contains("set --weight-decay to 0") && said.contains("use --l2"), "{said}");
    }
}
