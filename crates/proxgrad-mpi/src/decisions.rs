//! Decisions that all ranks take alike: whether a step is skipped, how far gradients are scaled down, and the loss scale.

use proxgrad::{Config, DynamicLossScale, Report};

use crate::{
    exact_sum::{ExactSum, WORDS},
    param::Group,
};

/// The largest loss scale that an optimizer takes: 2¹²⁶.
const LARGEST_SCALE: f64 = 85_070_591_730_234_615_865_843_651_857_942_052_864.0;

/// Decisions that all ranks take alike, from numbers that are the same on all of them.
#[derive(Clone, Debug)]
pub(crate) struct Decisions {
    skip_on_overflow: bool,
    loss_scale: f64,
    dynamic: Option<DynamicLossScale>,
    /// Limits of norms: first of all groups without one of their own, then of the others.
    limits: Vec<Option<f64>>,
    /// By group: the index of its limit.
    limit_of_group: Vec<usize>,
    report: Report,
}

impl Decisions {
    pub(crate) fn new(config: &Config) -> Self {
        let dynamic = config.dynamic_loss_scale.as_ref().map(rounded);
        Self {
            skip_on_overflow: config.skip_on_overflow || dynamic.is_some(),
            loss_scale: config.loss_scale,
            dynamic,
            limits: vec![config.clip_norm],
            limit_of_group: Vec::new(),
            report: Report::default(),
        }
    }

    /// The settings of a rank's own optimizer, which takes none of these decisions.
    pub(crate) fn without(config: Config) -> Config {
        Config {
            skip_on_overflow: false,
            dynamic_loss_scale: None,
            clip_norm: None,
            loss_scale: 1.0,
            ..config
        }
    }

    /// Adds a group with a limit of its own, if it has one; infinity stands for no limit.
    pub(crate) fn add_group(&mut self, clip_norm: Option<f64>) -> Result<(), String> {
        let Some(limit) = clip_norm else {
            self.limit_of_group.push(0);
            return Ok(());
        };
        if limit.is_nan() || limit <= 0.0 {
            return Err(format!("clip_norm of a group is {limit}; it must be above 0"));
        }
        self.limits.push(Some(limit));
        self.limit_of_group.push(self.limits.len() - 1);
        Ok(())
    }

    /// Index of the limit that holds for the parameters of a group.
    pub(crate) fn limit_of(&self, group: Option<Group>) -> usize {
        group.map_or(0, |group| self.limit_of_group[group.index])
    }

    pub(crate) fn limits(&self) -> usize {
        self.limits.len()
    }

    /// Whether the gradients of a step that does not ask for its norm have to be measured.
    pub(crate) fn has_limits(&self) -> bool {
        self.limits.iter().flatten().any(|limit| limit.is_finite())
    }

    pub(crate) fn skips_on_overflow(&self) -> bool {
        self.skip_on_overflow
    }

    /// Divisor of the gradients of the next step.
    pub(crate) fn loss_scale(&self) -> f64 {
        self.dynamic.as_ref().map_or(self.loss_scale, DynamicLossScale::scale)
    }

    /// Skipped steps so far, and the dynamic loss scale, for a checkpoint.
    pub(crate) fn state(&self) -> (u64, Option<&DynamicLossScale>) {
        (self.report.skipped_steps, self.dynamic.as_ref())
    }

    /// Goes on from a checkpoint.
    pub(crate) fn restore(&mut self, skipped: u64, scale: Option<(f64, u32)>) -> Result<(), String> {
        if let (Some(dynamic), Some((scale, good_steps))) = (&mut self.dynamic, scale) {
            *dynamic = dynamic.clone().resume(scale, good_steps).map_err(|error| error.to_string())?;
        }
        self.report = Report::default();
        self.report.skipped_steps = skipped;
        Ok(())
    }

    /// The factors of the gradients of each limit, from the sums of their squares as words, one behind the other; 1 for a norm
    /// within its limit. Notes the norm of all gradients.
    #[expect(clippy::cast_possible_truncation, reason = "factors and norms are rounded to f32")]
    pub(crate) fn clip(&mut self, words: &[u64]) -> Vec<f32> {
        let scale = self.loss_scale();
        let sums: Vec<_> = words.chunks(WORDS).map(ExactSum::from_words).collect();
        let factors = sums.iter().zip(&self.limits).map(|(sum, limit)| {
            let norm = sum.value().sqrt() / scale;
            limit.filter(|limit| norm > *limit).map_or(1.0, |limit| (limit / norm) as f32)
        });
        let factors = factors.collect();
        let mut all = ExactSum::default();
        sums.into_iter().for_each(|sum| all += sum);
        self.report.grad_norm = (all.value().sqrt() / scale) as f32;
        factors
    }

    /// Counts a step that is skipped or taken.
    pub(crate) fn count_step(&mut self, is_skipped: bool) {
        self.report.skipped_steps += u64::from(is_skipped);
        if let Some(dynamic) = &mut self.dynamic {
            dynamic.update(is_skipped);
            *dynamic = rounded(dynamic);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "norms are rounded to f32")]
    pub(crate) fn note_values(&mut self, squares: &ExactSum, nonzero: u64, max_abs: f32) {
        self.report.weight_norm = squares.value().sqrt() as f32;
        self.report.nonzero = nonzero;
        self.report.max_abs = max_abs;
    }

    #[expect(clippy::cast_possible_truncation, reason = "the scale is rounded to f32, as devices keep it")]
    pub(crate) fn report(&self) -> Report {
        let mut report = self.report;
        report.loss_scale = self.loss_scale() as f32;
        report
    }
}

/// The same scale rounded to f32, as the optimizers of the library keep it.
#[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
fn rounded(dynamic: &DynamicLossScale) -> DynamicLossScale {
    let scale = f64::from(dynamic.scale() as f32).clamp(1.0, LARGEST_SCALE);
    dynamic.clone().resume(scale, dynamic.good_steps()).expect("a scale of the same range")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(numbers: &[f32]) -> Vec<u64> {
        let mut sum = ExactSum::default();
        sum.add_all(numbers);
        sum.words().to_vec()
    }

    #[test]
    fn each_limit_scales_its_own_gradients_and_the_norm_is_that_of_all() {
        let config = Config { clip_norm: Some(2.5), loss_scale: 2.0, ..Config::default() };
        let mut decisions = Decisions::new(&config);
        decisions.add_group(Some(f64::INFINITY)).unwrap();
        decisions.add_group(None).unwrap();
        assert_eq!(decisions.limits(), 2);
        assert_eq!(
            decisions.add_group(Some(0.0)).unwrap_err(),
            "clip_norm of a group is 0; it must be above 0"
        );
        let factors = decisions.clip(&[words(&[6.0, 8.0]), words(&[24.0])].concat());
        assert_eq!(factors, [0.5, 1.0]);
        assert_eq!(decisions.report().grad_norm, 13.0);
    }

    #[test]
    fn a_skipped_step_lowers_the_loss_scale_once() {
        let dynamic = DynamicLossScale::new(1024.0, 2.0, 2).unwrap();
        let config = Config { dynamic_loss_scale: Some(dynamic), ..Config::default() };
        let mut decisions = Decisions::new(&config);
        assert!(decisions.skips_on_overflow());
        decisions.count_step(true);
        assert_eq!((decisions.report().skipped_steps, decisions.report().loss_scale), (1, 512.0));
        (0..2).for_each(|_| decisions.count_step(false));
        assert_eq!(decisions.loss_scale(), 1024.0);
        let own = Decisions::without(config);
        assert!(own.dynamic_loss_scale.is_none() && !own.skip_on_overflow && own.clip_norm.is_none());
    }
}
