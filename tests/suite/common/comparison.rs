//! A comparison of many elements with what they have to be, which goes on after a failure.

use super::oracle::{Real, Rule, Zero};

/// A comparison of many elements with what they have to be, which goes on after a failure.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    compared: u64,
    /// By [`Zero`].
    zeros: [u64; 4],
    failures: u64,
    /// As many of them as anybody reads.
    told: Vec<String>,
}

impl Judge {
    /// One step of one element, with the gradient as it is squared.
    pub(crate) fn element(
        &mut self,
        rule: &Rule,
        before: [f32; 2],
        g: Real,
        after: [f32; 2],
        at: impl Fn() -> String,
    ) {
        let expected = rule.apply(before[0], before[1], g);
        let fits = expected.value.allows(after[0]) && expected.accum.allows(after[1]);
        let zero = match expected.zero {
            Zero::Must => after[0] == 0.0,
            Zero::MustNot => after[0] != 0.0,
            Zero::Undecided | Zero::Noise => true,
        };
        self.compared += 1;
        self.zeros[expected.zero as usize] += 1;
        if !(fits && zero) {
            self.fail(|| {
                let at = at();
                format!("{at}: {before:?} with {g:?} gave {after:?}, expected {expected:?} by {rule:?}")
            });
        }
    }

    /// Something else that is wrong.
    pub(crate) fn fail(&mut self, failure: impl FnOnce() -> String) {
        self.failures += 1;
        if self.told.len() < 5 {
            self.told.push(failure());
        }
    }

    /// What was wrong, if anything was, or if too little was decided to mean anything.
    pub(crate) fn verdict(&self, what: &str) -> Result<(), String> {
        if self.failures > 0 {
            let told = self.told.join("\n  ");
            return Err(format!("{what}: {} failures, the first of them:\n  {told}", self.failures));
        }
        let undecided = self.zeros[Zero::Undecided as usize];
        if undecided > self.compared / 100 + 2 {
            return Err(format!("{what}: {undecided} of {} undecided", self.compared));
        }
        Ok(())
    }

    /// Panics unless all is well.
    #[track_caller]
    pub(crate) fn conclude(self, what: &str) {
        self.verdict(what).unwrap_or_else(|failures| panic!("{failures}"));
    }

    /// How many elements had to be exactly zero.
    pub(crate) fn zeros(&self) -> u64 {
        self.zeros[Zero::Must as usize]
    }

    /// How many elements must not be zero.
    pub(crate) fn others(&self) -> u64 {
        self.zeros[Zero::MustNot as usize]
    }
}
