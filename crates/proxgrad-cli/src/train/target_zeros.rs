//! `--target-zeros`: the share of weights that is to be zero.

use std::{fmt, str::FromStr};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

/// A value of `--target-zeros`; none is a value too, so that a resumed run can keep the strength that it has reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TargetZeros(pub(crate) Option<f64>);

/// L1 at the beginning, where nothing else says one.
pub(super) const START: f64 = 1e-5;

impl TargetZeros {
    /// Refuses what the controller cannot move: a strength of 0, and strengths of exact rows where steps may be skipped.
    pub(super) fn check(self, l1: f64, exact: bool, skips_steps: bool) -> Result<()> {
        if self.0.is_none() {
            return Ok(());
        }
        if l1 == 0.0 {
            bail!(
                "--target-zeros multiplies --l1, which is 0; give it a value above 0, or leave it out for {START:e}"
            );
        }
        if exact && skips_steps {
            bail!(
                "--target-zeros cannot move the strength of --rows exact where steps may be skipped, as they are with \
                 --precision f16 and bf16 and with a --loss-scale; use --rows touched, or --precision f32 without \
                 --loss-scale"
            );
        }
        Ok(())
    }
}

impl FromStr for TargetZeros {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let share = text.parse().map_err(|_| "it is neither a number nor `none`".to_owned())?;
        if !(share > 0.0 && share < 1.0) {
            return Err("the share of weights must be above 0 and below 1".to_owned());
        }
        Ok(Self(Some(share)))
    }
}

impl fmt::Display for TargetZeros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(share) => share.fmt(f),
            None => f.write_str("none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_outside_of_0_to_1_are_refused() {
        for (text, share) in [("none", None), ("0.95", Some(0.95)), ("1e-3", Some(1e-3))] {
            assert_eq!(text.parse(), Ok(TargetZeros(share)));
            assert_eq!(TargetZeros(share).to_string().parse(), Ok(TargetZeros(share)));
        }
        for text in ["0", "1", "-0.5", "95", "nan", "inf", "most"] {
            assert!(text.parse::<TargetZeros>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_moved_is_refused() {
        let target = TargetZeros(Some(0.9));
        assert!(target.check(1e-5, true, false).is_ok() && target.check(1e-5, false, true).is_ok());
        assert!(target.check(0.0, false, false).unwrap_err().to_string().contains("--l1, which is 0"));
        assert!(target.check(1.0, true, true).unwrap_err().to_string().contains("--rows touched"));
        assert!(TargetZeros(None).check(0.0, true, true).is_ok());
    }
}
