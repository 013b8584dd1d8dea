//! What a step has to give: the rule in float64, written from the specification and not from the library's code, with
//! a bound on what an f32 device may be off.
//!
//! The bound is carried along: every operation takes numbers with an error and gives a number with an error. What an
//! operation adds is what WGSL's accuracy table allows it to (section "Floating Point Accuracy" of the specification),
//! so the bound of the last result is right for every conforming device, scaled to the operands, cancellation
//! included. A device that fuses `a·b + c` leaves out one rounding of those counted here.

use proxgrad::Shrinkage;

/// One unit in the last place, as a share of a number: at most 2⁻²³.
const ULP: f64 = f32::EPSILON as f64;
/// `+`, `−`, `·` are correctly rounded, and so are numbers that the host rounds to f32.
const ROUNDING: f64 = 0.5 * ULP;
/// `/`: 2.5 ULP.
const DIVISION: f64 = 2.5 * ULP;
/// `inverseSqrt`: 2 ULP.
const INVERSE_SQRT: f64 = 2.0 * ULP;
/// `sqrt` inherits from `1 / inverseSqrt`. With the division behind it, `e = γ / √A` is good to 7 ULP, plus half of the
/// error of A and the rounding of γ: about 8 ULP.
const SQRT: f64 = INVERSE_SQRT + DIVISION;
/// A subnormal result may be flushed to zero.
const FLUSH: f64 = f32::MIN_POSITIVE as f64;

/// A real number, and how far off its f32 may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Real {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

impl Real {
    /// A number that is an f32.
    pub(crate) fn exact(value: f32) -> Self {
        Self { value: f64::from(value), error: 0.0 }
    }

    /// A number that the host rounds to f32.
    pub(crate) fn rounded(value: f64) -> Self {
        let exact = Self { value, error: 0.0 };
        if value == 0.0 { exact } else { exact.with(ROUNDING) }
    }

    /// Zero without any doubt, which sums and products keep exactly.
    fn is_zero(self) -> bool {
        self.value == 0.0 && self.error == 0.0
    }

    /// One more operation of this relative accuracy.
    fn with(self, accuracy: f64) -> Self {
        Self { error: self.error + accuracy * (self.value.abs() + self.error) + FLUSH, ..self }
    }

    pub(crate) fn add(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return if self.is_zero() { other } else { self };
        }
        Self { value: self.value + other.value, error: self.error + other.error }.with(ROUNDING)
    }

    fn sub(self, other: Self) -> Self {
        self.add(Self { value: -other.value, ..other })
    }

    fn mul(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::exact(0.0);
        }
        let error =
            self.value.abs() * other.error + other.value.abs() * self.error + self.error * other.error;
        Self { value: self.value * other.value, error }.with(ROUNDING)
    }

    fn div(self, other: Self) -> Self {
        if self.is_zero() {
            return self;
        }
        let value = self.value / other.value;
        let error = (self.error + value.abs() * other.error) / (other.value.abs() - other.error);
        Self { value, error }.with(DIVISION)
    }

    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        Self { value, error: self.error / value }.with(SQRT)
    }

    /// Whether an f32 is as near as it has to be.
    pub(crate) fn allows(self, got: f32) -> bool {
        (f64::from(got) - self.value).abs() <= self.error
    }
}

/// The settings of one parameter at one step, in the words of the specification.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) learning_rate: f64,
    pub(crate) l1: f64,
    pub(crate) l2: f64,
    pub(crate) weight_decay: f64,
    pub(crate) loss_scale: f64,
    pub(crate) shrinkage: Shrinkage,
}

/// Whether a value has to be exactly zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zero {
    Must,
    MustNot,
    /// So near to the threshold that rounding decides.
    Undecided,
}

/// An element after a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    pub(crate) value: Real,
    pub(crate) accum: Real,
    pub(crate) zero: Zero,
}

impl Rule {
    /// One step on one element. `grad` is summed over equal rows already, and carries that sum's error.
    pub(crate) fn step(&self, value: f32, accum: f32, grad: Real) -> Expected {
        let (w, zero) = (Real::exact(value), Real::exact(0.0));
        // g = grad / loss_scale + weight_decay·w: the host rounds 1 / loss_scale, the device multiplies by it.
        let unscaled = grad.mul(Real::rounded(1.0 / self.loss_scale));
        let g = unscaled.add(Real::rounded(self.weight_decay).mul(w));
        // A = accum + g²
        let a = Real::exact(accum).add(g.mul(g));
        // e = γ / √A, and no gradient move where A = 0
        let rate = Real::rounded(self.learning_rate);
        let e = if a.value < FLUSH { zero } else { rate.div(a.sqrt()) };
        // p = w − e·g
        let p = w.sub(e.mul(g));
        // The host multiplies γ·l1 and 1 / (1 + γ·l2) out and rounds them.
        let (threshold, shrunk): (Real, &dyn Fn(Real) -> Real) = match self.shrinkage {
            Shrinkage::Documented => (Real::rounded(self.learning_rate * self.l1), &|q| {
                q.mul(Real::rounded(1.0 / (1.0 + self.learning_rate * self.l2)))
            }),
            Shrinkage::Adaptive => (e.mul(Real::rounded(self.l1)), &|q| {
                q.div(Real::exact(1.0).add(e.mul(Real::rounded(self.l2))))
            }),
        };
        Expected { value: shrunk(soft(p, threshold)), accum: a, zero: zero_of(p, threshold) }
    }
}

/// `sign(p)·max(|p| − t, 0)`, which moves no more than its operands do.
fn soft(p: Real, t: Real) -> Real {
    let value = p.value.signum() * (p.value.abs() - t.value).max(0.0);
    Real { value, error: p.error + t.error }.with(ROUNDING)
}

fn zero_of(p: Real, t: Real) -> Zero {
    let (margin, error) = (p.value.abs() - t.value, p.error + t.error);
    if margin < -error || (margin <= 0.0 && error == 0.0) {
        Zero::Must
    } else if margin > error {
        Zero::MustNot
    } else {
        Zero::Undecided
    }
}

/// A comparison of many elements with what they have to be, which goes on after a failure.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    compared: u64,
    /// Elements that had to be zero, that had to be something else, and that rounding decides.
    zeros: [u64; 3],
    failures: u64,
    /// As many of them as anybody reads.
    told: Vec<String>,
}

impl Judge {
    /// One step of one element.
    pub(crate) fn element(
        &mut self,
        rule: &Rule,
        before: [f32; 2],
        grad: Real,
        after: [f32; 2],
        at: impl Fn() -> String,
    ) {
        let expected = rule.step(before[0], before[1], grad);
        let fits = expected.value.allows(after[0]) && expected.accum.allows(after[1]);
        let zero = match expected.zero {
            Zero::Must => after[0] == 0.0,
            Zero::MustNot => after[0] != 0.0,
            Zero::Undecided => true,
        };
        self.compared += 1;
        self.zeros[expected.zero as usize] += 1;
        if !(fits && zero) {
            self.fail(|| {
                let at = at();
                format!("{at}: {before:?} with {grad:?} gave {after:?}, expected {expected:?} by {rule:?}")
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

    /// Panics if anything was wrong, and says what, or if too little was decided to mean anything.
    #[track_caller]
    pub(crate) fn conclude(self, what: &str) {
        assert!(
            self.failures == 0,
            "{what}: {} failures, the first of them:\n  {}",
            self.failures,
            self.told.join("\n  ")
        );
        let undecided = self.zeros[Zero::Undecided as usize];
        assert!(undecided <= self.compared / 100 + 2, "{what}: {undecided} of {} undecided", self.compared);
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
