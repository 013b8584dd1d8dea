//! Comparison of numbers within the tolerance of a golden file.

use std::fmt::Debug;

use serde::Deserialize;

use crate::golden::failure::{Difference, Failure, Number, Place};

/// The largest difference that is allowed: `|got − want| ≤ atol + rtol·|want|`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Tolerance {
    pub(crate) rtol: f64,
    pub(crate) atol: f64,
}

impl Tolerance {
    /// No difference is allowed.
    pub(crate) const EXACT: Self = Self { rtol: 0.0, atol: 0.0 };

    fn allowed(self, want: f64) -> f64 {
        self.atol + self.rtol * want.abs()
    }

    /// The difference as a share of what is allowed: above 1 is wrong. −0 equals 0, NaN matches NaN, and infinities
    /// must be equal.
    fn share(self, got: f64, want: f64) -> f64 {
        if got == want || (got.is_nan() && want.is_nan()) {
            return 0.0;
        }
        if !got.is_finite() || !want.is_finite() {
            // Not infinity, which JSON cannot represent.
            return f64::MAX;
        }
        ((got - want).abs() / self.allowed(want)).min(f64::MAX)
    }
}

/// The comparisons of one case.
#[derive(Debug, Default)]
pub(crate) struct Check {
    /// The largest share of a tolerance.
    pub(crate) worst: f64,
    /// Elements compared.
    pub(crate) compared: usize,
}

impl Check {
    /// Compares a whole tensor, or a list, of f32 or f64.
    ///
    /// # Errors
    /// The first wrong element, or lengths that differ.
    pub(crate) fn tensor<N: Copy + Into<Number>>(
        &mut self,
        place: Place,
        tolerance: Tolerance,
        got: &[N],
        want: &[N],
    ) -> Result<(), Failure> {
        if got.len() != want.len() {
            let (got, want) = (got.len(), want.len());
            return Err(Failure::Malformed(format!("{place}: {want} elements expected of {got}")));
        }
        let value = |number: &N| (*number).into().value();
        let shares: Vec<_> =
            got.iter().zip(want).map(|(got, want)| tolerance.share(value(got), value(want))).collect();
        self.compared += shares.len();
        self.worst = shares.iter().copied().fold(self.worst, f64::max);
        let Some(index) = shares.iter().position(|share| *share > 1.0) else { return Ok(()) };
        let allowed = tolerance.allowed(value(&want[index]));
        let (got, want) = (got[index].into(), want[index].into());
        Err(Failure::Different(Difference { place, index, got, want, allowed }))
    }

    /// Checks that elements are 0 where 0 is expected, and nowhere else.
    ///
    /// # Errors
    /// The first element that is 0 in one of the two only.
    pub(crate) fn zeros(&mut self, place: Place, got: &[f32], want: &[f32]) -> Result<(), Failure> {
        let wrong = got.iter().zip(want).position(|(got, want)| (*got == 0.0) != (*want == 0.0));
        let Some(index) = wrong else { return Ok(()) };
        let (got, want) = (got[index].into(), want[index].into());
        Err(Failure::Different(Difference { place, index, got, want, allowed: 0.0 }))
    }

    /// Counts a fact that was checked elsewhere.
    pub(crate) fn agreed(&mut self) {
        self.compared += 1;
    }

    /// Compares two values that must be equal.
    ///
    /// # Errors
    /// The two are not equal.
    pub(crate) fn equal<T: PartialEq + Debug>(
        &mut self,
        place: Place,
        got: T,
        want: T,
    ) -> Result<(), Failure> {
        self.compared += 1;
        if got == want {
            return Ok(());
        }
        Err(Failure::Unequal { place, got: format!("{got:?}"), want: format!("{want:?}") })
    }
}

#[cfg(test)]
mod tests {
    use proxgrad::Shrinkage;

    use super::*;

    const TOLERANCE: Tolerance = Tolerance { rtol: 0.25, atol: 0.5 };

    #[test]
    fn shares_follow_the_rule_of_the_files() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
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
        let exact = Tolerance::EXACT;
        assert_eq!((exact.share(1.0, 1.0), exact.share(1.0, 1.5)), (0.0, f64::MAX));
    }

    #[test]
    fn the_first_wrong_element_is_named_and_the_worst_is_measured() {
        let place = Place::new("param").at(2).by(Shrinkage::Documented.into());
        let mut check = Check::default();
        let failure = check.tensor(place, TOLERANCE, &[1.0f32, 4.0, 9.0], &[1.0, 2.0, 2.0]).unwrap_err();
        let want = "param at step 2 (documented shrinkage): element 1 is 4, expected 2 within 1.000e0";
        assert_eq!(failure.to_string(), want);
        assert_eq!((check.worst, check.compared), (7.0, 3));
    }

    #[test]
    fn zeros_are_exact_where_they_have_to_be() {
        let zeros = |got: &[f32], want: &[f32]| Check::default().zeros(Place::new("param"), got, want);
        zeros(&[-0.0, 1.0, 0.0], &[0.0, 2.0, -0.0]).unwrap();
        for (got, want, message) in [
            ([0.0, 0.001], [0.0, 0.0], "param: element 1 is 0.001, expected 0 within 0.000e0"),
            ([0.0, 1.0], [0.001, 1.0], "param: element 0 is 0, expected 0.001 within 0.000e0"),
        ] {
            assert_eq!(zeros(&got, &want).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn tensors_of_different_lengths_never_match() {
        for (got, want) in [(&[1.0f32][..], &[][..]), (&[], &[1.0])] {
            let failure = Check::default().tensor(Place::new("param"), TOLERANCE, got, want).unwrap_err();
            assert!(matches!(failure, Failure::Malformed(_)), "{failure}");
        }
    }

    #[test]
    fn what_differs_only_as_f64_differs() {
        let tolerance = Tolerance { rtol: 1e-12, atol: 0.0 };
        let close = 0.1 + 1e-11;
        let failure = Check::default().tensor(Place::new("list"), tolerance, &[close], &[0.1]).unwrap_err();
        assert_eq!(failure.to_string(), "list: element 0 is 0.10000000001, expected 0.1 within 1.000e-13");
    }

    #[test]
    fn facts_are_counted_and_have_to_be_equal() {
        let mut check = Check::default();
        check.equal(Place::new("names"), ["a"], ["a"]).unwrap();
        let failure = check.equal(Place::new("global_step").at(3), 3, 4).unwrap_err();
        assert_eq!(failure.to_string(), "global_step at step 3: is 3, expected 4");
        assert_eq!((check.worst, check.compared), (0.0, 2));
    }
}
