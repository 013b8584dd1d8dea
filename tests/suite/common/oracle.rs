//! The oracle: the update rule in float64, written from the specification and not from the library's code,
//! with a bound on the error of an f32 device.
//!
//! Every operation takes numbers with an error bound and gives a number with an error bound. An operation
//! adds the error that WGSL's accuracy table allows (section "Floating Point Accuracy" of the specification),
//! so the bound of a result holds for every conforming device and is scaled to the operands, cancellation
//! included. A device that fuses `a·b + c` leaves out one of the roundings that are counted here. Sums of
//! three and more numbers are bounded by how many roundings a summand can meet, so the bound holds for every
//! order of summation.

use proxgrad::{RowDecay, Shrinkage};

/// One unit in the last place, relative to the number: at most 2⁻²³.
const ULP: f64 = f32::EPSILON as f64;
/// `+`, `−`, `·` are correctly rounded, and so are numbers that the host rounds to f32.
const ROUNDING: f64 = 0.5 * ULP;
/// `/`: 2.5 ULP.
const DIVISION: f64 = 2.5 * ULP;
/// `inverseSqrt`: 2 ULP.
const INVERSE_SQRT: f64 = 2.0 * ULP;
/// `sqrt` inherits from `1 / inverseSqrt`. With the division that follows, the error of `e = γ / √A` is 7 ULP
/// plus half of the error of A and the rounding of γ: about 8 ULP.
const SQRT: f64 = INVERSE_SQRT + DIVISION;
/// `e·g` where A is g² alone: twice the error of `e`.
const GREATEST_MOVE: f64 = 16.0 * ULP;
/// A subnormal result may be flushed to zero.
const FLUSH: f64 = f32::MIN_POSITIVE as f64;

/// Entries of a row, or elements of a channel, that are summed one after the other. Then these sums are
/// added.
const IN_ORDER: usize = 64;
/// Elements of a channel in one tree of sums: 64 lanes of 64 elements each.
const TREE: usize = IN_ORDER * IN_ORDER;

/// A real number, and the largest error of the f32 that a device computes for it.
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

    /// A sum, in any order, in which no summand meets more than this many roundings.
    pub(crate) fn sum(summands: impl IntoIterator<Item = Self>, roundings: usize) -> Self {
        let mut sum = Self::exact(0.0);
        let (mut size, mut count) = (0.0, 0);
        // Adding zeros rounds nothing.
        for summand in summands.into_iter().filter(|summand| !summand.is_zero()) {
            sum.value += summand.value;
            sum.error += summand.error;
            size += summand.value.abs() + summand.error;
            count += 1;
        }
        if count > 1 {
            // (1 + u)ⁿ − 1 ≤ n·u / (1 − n·u): Higham 2002, lemma 3.1
            let share = roundings as f64 * ROUNDING;
            sum.error += share / (1.0 - share) * size + f64::from(count) * FLUSH;
        }
        sum
    }

    /// Whether the device has an exact zero, which sums and products keep exact.
    fn is_zero(self) -> bool {
        self.value == 0.0 && self.error == 0.0
    }

    /// The result of one more operation of this relative accuracy.
    fn with(self, accuracy: f64) -> Self {
        let error = self.error + accuracy * (self.value.abs() + self.error);
        Self { error: error + FLUSH.min(self.value.abs() + error), ..self }
    }

    fn add(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return if self.is_zero() { other } else { self };
        }
        Self { value: self.value + other.value, error: self.error + other.error }.with(ROUNDING)
    }

    fn negative(self) -> Self {
        Self { value: -self.value, ..self }
    }

    fn sub(self, other: Self) -> Self {
        self.add(other.negative())
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

    /// Whether an f32 is within the error bound.
    pub(crate) fn allows(self, got: f32) -> bool {
        (f64::from(got) - self.value).abs() <= self.error
    }
}

/// The settings of one parameter at one step, named as in the specification.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) learning_rate: f64,
    pub(crate) l1: f64,
    pub(crate) l2: f64,
    pub(crate) weight_decay: f64,
    pub(crate) loss_scale: f64,
    pub(crate) shrinkage: Shrinkage,
    /// Whether the mean over a channel or row is subtracted from gradients.
    pub(crate) centralized: bool,
    /// How often weight decay is added to a row with several entries.
    pub(crate) row_decay: RowDecay,
}

/// Whether a value has to be exactly zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zero {
    Must,
    MustNot,
    /// The value is so near to the threshold that rounding decides.
    Undecided,
    /// The gradient is nothing but rounding errors, and a value that is not shrunk moves by nothing else.
    Noise,
}

/// An element after a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    pub(crate) value: Real,
    pub(crate) accum: Real,
    pub(crate) zero: Zero,
}

impl Rule {
    /// One step of one element whose gradient is not centralized.
    pub(crate) fn step(&self, value: f32, accum: f32, grad: f32) -> Expected {
        self.apply(value, accum, self.gradients(&[value], &[Real::exact(grad)], 1)[0])
    }

    /// The gradients of a channel or row after unscaling, adding weight decay `decays` times, and
    /// centralization. `grads` are sums over the entries of equal rows, with the errors of these sums.
    pub(crate) fn gradients(&self, values: &[f32], grads: &[Real], decays: usize) -> Vec<Real> {
        // g = grad / loss_scale + weight_decay·w: the host rounds 1 / loss_scale, the device multiplies by
        // it.
        let unscale = Real::rounded(1.0 / self.loss_scale);
        let decay = Real::rounded(self.weight_decay);
        let decay = if decays == 1 { decay } else { decay.mul(Real::rounded(decays as f64)) };
        let pairs: Vec<_> = values
            .iter()
            .zip(grads)
            .map(|(value, grad)| [grad.mul(unscale), decay.mul(Real::exact(*value))])
            .collect();
        if !self.centralized {
            return pairs.into_iter().map(|[grad, decay]| grad.add(decay)).collect();
        }
        let mean = self.mean(&pairs);
        // Two roundings, in any order.
        pairs.into_iter().map(|[grad, decay]| Real::sum([grad, decay, mean.negative()], 2)).collect()
    }

    /// The mean of sums of a gradient and its weight decay.
    fn mean(&self, pairs: &[[Real; 2]]) -> Real {
        let depth = roundings_of_mean(pairs.len());
        // A compiler may turn s + (grad + decay) into (s + grad) + decay, which rounds twice for every
        // element.
        let depth = if self.weight_decay == 0.0 { depth } else { 2 * depth + 1 };
        let factor = Real::rounded(1.0 / pairs.len() as f64);
        Real::sum(pairs.iter().flatten().copied(), depth).mul(factor)
    }

    /// The rest of the update, with a gradient that is unscaled, decayed and centralized.
    pub(crate) fn apply(&self, value: f32, accum: f32, g: Real) -> Expected {
        let (w, zero) = (Real::exact(value), Real::exact(0.0));
        // A = accum + g²
        let a = Real::exact(accum).add(g.mul(g));
        let stays_zero = a.value + a.error < FLUSH;
        if !stays_zero && a.value < FLUSH + 2.0 * a.error {
            return self.noise_result(w, a);
        }
        // e = γ / √A, and no gradient move where A = 0
        let rate = Real::rounded(self.learning_rate);
        let e = if stays_zero { zero } else { rate.div(a.sqrt()) };
        // p = w − e·g
        let p = w.sub(e.mul(g));
        // The host computes γ·l1 and 1 / (1 + γ·l2) in f64 and rounds them.
        let (threshold, shrunk): (Real, &dyn Fn(Real) -> Real) = match self.shrinkage {
            Shrinkage::Documented => (Real::rounded(self.learning_rate * self.l1), &|q| {
                q.mul(Real::rounded(1.0 / (1.0 + self.learning_rate * self.l2)))
            }),
            Shrinkage::Adaptive => (e.mul(Real::rounded(self.l1)), &|q| {
                q.div(Real::exact(1.0).add(e.mul(Real::rounded(self.l2))))
            }),
            other => panic!("the specification of these tests has no {other:?}"),
        };
        let zero = match zero_of(p, threshold) {
            Zero::Undecided if g.value.abs() <= g.error => Zero::Noise,
            zero => zero,
        };
        Expected { value: shrunk(soft(p, threshold)), accum: a, zero }
    }

    /// An element whose A is nothing but rounding errors: `e·g = γ·g / √A` is anything up to γ.
    fn noise_result(&self, w: Real, accum: Real) -> Expected {
        let error = (w.value.abs() + self.learning_rate) * (1.0 + GREATEST_MOVE);
        Expected { value: Real { value: 0.0, error }, accum, zero: Zero::Noise }
    }
}

/// The most roundings that a summand meets in the sum of the entries of a row: entries are summed one after
/// the other in pieces, then the pieces are.
pub(crate) fn roundings_of_row(entries: usize) -> usize {
    (entries.min(IN_ORDER) + entries.div_ceil(IN_ORDER)).saturating_sub(2)
}

/// The most roundings that an element meets in the sum of a channel: a narrow channel is summed one after the
/// other, a wide one by trees, whose results are summed by trees again.
fn roundings_of_mean(width: usize) -> usize {
    if width <= IN_ORDER {
        return width.saturating_sub(1);
    }
    let of_lane = width.min(TREE).div_ceil(IN_ORDER) - 1;
    let of_halves = IN_ORDER.ilog2() as usize;
    let trees = width.div_ceil(TREE);
    of_lane + of_halves + if trees > 1 { roundings_of_trees(trees) } else { 0 }
}

/// The results of trees are summed by trees, however few they are.
fn roundings_of_trees(trees: usize) -> usize {
    roundings_of_mean(trees.max(IN_ORDER + 1))
}

/// `sign(p)·max(|p| − t, 0)`, whose error is at most the sum of the errors of p and t.
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
