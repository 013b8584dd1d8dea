//! A comparison of many elements with what the oracle expects, which goes on after a failure.

use super::oracle::{Real, Rule, Zero};

/// A comparison of many elements with what the oracle expects, which goes on after a failure.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    compared: u64,
    /// How many elements, by [`Zero`].
    zeros: [u64; 4],
    failures: u64,
    /// The first few failures.
    messages: Vec<String>,
}

impl Comparison {
    /// Compares one step of one element. `before` and `after` are the value and the accumulator; `g` is the
    /// gradient after unscaling, weight decay and centralization.
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

    /// Records a failure.
    pub(crate) fn fail(&mut self, message: impl FnOnce() -> String) {
        self.failures += 1;
        if self.messages.len() < 5 {
            self.messages.push(message());
        }
    }

    /// An error if an element failed, or if rounding decided for too many elements whether they are zero.
    pub(crate) fn result(&self, what: &str) -> Result<(), String> {
        if self.failures > 0 {
            let messages = self.messages.join("\n  ");
            return Err(format!("{what}: {} failures, the first of them:\n  {messages}", self.failures));
        }
        let undecided = self.zeros[Zero::Undecided as usize];
        if undecided > self.compared / 100 + 2 {
            return Err(format!("{what}: {undecided} of {} undecided", self.compared));
        }
        Ok(())
    }

    /// Panics with [`Comparison::result`] if that is an error.
    #[track_caller]
    pub(crate) fn assert_passed(self, what: &str) {
        self.result(what).unwrap_or_else(|failures| panic!("{failures}"));
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
