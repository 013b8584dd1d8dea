//! The comparison that every golden file asks for, and how close it was.

use serde::Deserialize;

use crate::failure::{Difference, Failure, Place};

/// How far apart two numbers may be: `|got − want| ≤ atol + rtol·|want|`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Tolerance {
    rtol: f64,
    atol: f64,
}

impl Tolerance {
    fn allowed(self, want: f32) -> f64 {
        self.atol + self.rtol * f64::from(want).abs()
    }

    /// How much of the tolerance is used up: above 1 is wrong. −0 equals 0, NaN matches NaN, and what is not finite
    /// has to be equal.
    fn share(self, got: f32, want: f32) -> f64 {
        if got == want || (got.is_nan() && want.is_nan()) {
            return 0.0;
        }
        if !got.is_finite() || !want.is_finite() {
            // Not infinite, which JSON cannot say.
            return f64::MAX;
        }
        let error = (f64::from(got) - f64::from(want)).abs();
        (error / self.allowed(want)).min(f64::MAX)
    }
}

/// A running comparison.
#[derive(Debug, Default)]
pub(crate) struct Check {
    /// The largest share of a tolerance that was used up.
    pub(crate) worst: f64,
    /// Elements compared.
    pub(crate) compared: usize,
}

impl Check {
    /// Compares a whole tensor.
    ///
    /// # Errors
    /// Its first wrong element, or lengths that differ.
    pub(crate) fn tensor(
        &mut self,
        place: Place,
        tolerance: Tolerance,
        got: &[f32],
        want: &[f32],
    ) -> Result<(), Failure> {
        if got.len() != want.len() {
            let (got, want) = (got.len(), want.len());
            return Err(Failure::Malformed(format!("{place}: {want} elements expected of {got}")));
        }
        let shares: Vec<_> = got.iter().zip(want).map(|(&got, &want)| tolerance.share(got, want)).collect();
        self.compared += shares.len();
        self.worst = shares.iter().copied().fold(self.worst, f64::max);
        let Some(index) = shares.iter().position(|share| *share > 1.0) else { return Ok(()) };
        let (got, want) = (got[index], want[index]);
        let allowed = tolerance.allowed(want);
        Err(Failure::Different(Difference { place, index, got, want, allowed }))
    }
}

#[cfg(test)]
mod tests {
    use proxgrad::Shrinkage;

    use super::*;

    const TOLERANCE: Tolerance = Tolerance { rtol: 0.25, atol: 0.5 };

    #[test]
    fn shares_follow_the_rule_of_the_files() {
        let (nan, inf) = (f32::NAN, f32::INFINITY);
        for (got, want, share) in [
            (3.0, 2.0, 1.0),
            (2.5, 2.0, 0.5),
            (-2.0, 2.0, 4.0),
            (-0.0, 0.0, 0.0),
            (nan, nan, 0.0),
            (inf, inf, 0.0),
            (inf, -inf, f64::MAX),
            (nan, 1.0, f64::MAX),
            (1.0, inf, f64::MAX),
        ] {
            assert_eq!(TOLERANCE.share(got, want), share, "got {got}, want {want}");
        }
        // Without any tolerance, too.
        let exact = Tolerance { rtol: 0.0, atol: 0.0 };
        assert_eq!((exact.share(1.0, 1.0), exact.share(1.0, 1.5)), (0.0, f64::MAX));
    }

    #[test]
    fn the_first_wrong_element_is_named_and_the_worst_is_measured() {
        let place = Place { tensor: "param", step: 2, shrinkage: Shrinkage::Documented };
        let mut check = Check::default();
        let failure = check.tensor(place, TOLERANCE, &[1.0, 4.0, 9.0], &[1.0, 2.0, 2.0]).unwrap_err();
        let want = "param at step 2 (documented shrinkage): element 1 is 4, expected 2 within 1.000e0";
        assert_eq!(failure.to_string(), want);
        assert_eq!((check.worst, check.compared), (7.0, 3));
    }

    #[test]
    fn tensors_of_different_lengths_never_match() {
        let place = Place { tensor: "param", step: 0, shrinkage: Shrinkage::Adaptive };
        for (got, want) in [(&[1.0][..], &[][..]), (&[], &[1.0])] {
            let failure = Check::default().tensor(place, TOLERANCE, got, want).unwrap_err();
            assert!(matches!(failure, Failure::Malformed(_)), "{failure}");
        }
    }
}
