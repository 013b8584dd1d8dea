//! The report of an optimizer: what a training run wants to know without stopping for it.

/// Counts and norms of an optimizer's steps and values. On a GPU they stay on the device until they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
#[non_exhaustive]
pub struct Report {
    /// Number of skipped steps, those with a gradient that was not finite. A restored snapshot goes on with its
    /// number. 0 without [`skip_on_overflow`](crate::Config::skip_on_overflow) and
    /// [`dynamic_loss_scale`](crate::Config::dynamic_loss_scale).
    pub skipped_steps: u64,
    /// Number of entries of row gradients that were left out because their index, known to the device alone,
    /// is not a row of their parameter; in all steps but skipped ones, since the optimizer was made.
    pub bad_rows: u64,
    /// Divisor of the gradients of the next step.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::float"))]
    pub loss_scale: f32,
    /// Euclidean norm of all gradients of the last step that measured or limited it; 0 if there was none.
    /// Gradients count once unscaled and with equal rows summed, before limits and weight decay.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::float"))]
    pub grad_norm: f32,
    /// Number of values of all parameters that are not exactly zero, when values were last measured.
    pub nonzero: u64,
    /// Euclidean norm of all values, when values were last measured.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::float"))]
    pub weight_norm: f32,
    /// Largest absolute value, when values were last measured; NaN if a value was NaN.
    #[cfg_attr(feature = "serde", serde(with = "crate::serial::float"))]
    pub max_abs: f32,
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_back_with_numbers_that_are_not_finite() {
        let report = Report {
            skipped_steps: u64::MAX,
            grad_norm: f32::INFINITY,
            weight_norm: 0.1,
            max_abs: f32::NEG_INFINITY,
            ..Report::default()
        };
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
        let nan = serde_json::to_string(&Report { max_abs: f32::NAN, ..report }).unwrap();
        assert!(serde_json::from_str::<Report>(&nan).unwrap().max_abs.is_nan());
        // A report of a version that counted less.
        assert_eq!(serde_json::from_str::<Report>(r#"{"nonzero": 3}"#).unwrap().nonzero, 3);
        assert!(serde_json::from_str::<Report>(r#"{"max_abs": "huge"}"#).is_err());
    }
}
