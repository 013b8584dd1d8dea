//! Exact sums of squares, which do not depend on the order of their terms.

/// 32-bit digits of a sum.
const DIGITS: usize = 15;
/// The exponent of the lowest bit: the square of the smallest f32 above 0 is 2⁻²⁹⁸.
const LOWEST: i32 = -298;
/// Magnitudes beyond it count as this one, as they do in the optimizer: 2⁶³.
const LARGEST: f32 = 9_223_372_036_854_775_808.0;
/// Terms that may be added before digits have to be carried: each adds less than 2³² to a digit.
const TERMS_BEFORE_CARRY: u32 = 1 << 30;

/// Number of words in [`ExactSum::words`].
pub(crate) const WORDS: usize = DIGITS + 1;

/// The sum of the squares of f32 numbers, without rounding: a fixed-point number of 480 bits. Sums of parts, added up in any order,
/// are the sum of the whole, so that a norm does not depend on how elements are divided among ranks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ExactSum {
    /// Below 2³² each after [`ExactSum::carry`], the lowest one first.
    digits: [u64; DIGITS],
    /// Number of terms that are not finite.
    not_finite: u64,
    /// Terms since digits were last carried.
    terms: u32,
}

impl ExactSum {
    /// Adds the square of a number.
    pub(crate) fn add(&mut self, number: f32) {
        if !number.is_finite() {
            self.not_finite += 1;
            return;
        }
        let bits = number.abs().min(LARGEST).to_bits();
        let (biased, fraction) = (bits >> 23, u64::from(bits & 0x7f_ffff));
        // number = mantissa · 2^(shift − 149)
        let (mantissa, shift) = if biased == 0 { (fraction, 0) } else { (fraction | 1 << 23, biased - 1) };
        let place = 2 * shift as usize;
        let square = u128::from(mantissa * mantissa) << (place % 32);
        for (digit, part) in self.digits[place / 32..].iter_mut().zip([square, square >> 32, square >> 64]) {
            *digit += low_digit(part);
        }
        self.terms += 1;
        if self.terms == TERMS_BEFORE_CARRY {
            self.carry();
        }
    }

    pub(crate) fn add_all(&mut self, numbers: &[f32]) {
        numbers.iter().for_each(|&number| self.add(number));
    }

    /// The sum as words that may be added up, word by word, with those of up to 2³¹ other sums.
    pub(crate) fn words(mut self) -> [u64; WORDS] {
        self.carry();
        let mut words = [0; WORDS];
        words[..DIGITS].copy_from_slice(&self.digits);
        words[DIGITS] = self.not_finite;
        words
    }

    /// The sum of all sums whose words were added up.
    ///
    /// # Panics
    /// Another number of words than [`WORDS`].
    pub(crate) fn from_words(words: &[u64]) -> Self {
        let (digits, not_finite) = words.split_at(DIGITS);
        let digits = digits.try_into().expect("the number of digits");
        let mut sum = Self { digits, not_finite: not_finite[0], terms: 0 };
        sum.carry();
        sum
    }

    /// The sum, with an error of at most 2⁻⁵³ of it; infinite where a term was not finite.
    #[expect(clippy::cast_precision_loss, reason = "this is the one rounding")]
    pub(crate) fn value(&self) -> f64 {
        if self.not_finite > 0 {
            return f64::INFINITY;
        }
        let Some(top) = self.digits.iter().rposition(|&digit| digit > 0) else { return 0.0 };
        let lowest = top.saturating_sub(2);
        let leading =
            self.digits[lowest..=top].iter().rev().fold(0u128, |sum, &digit| sum << 32 | u128::from(digit));
        let exponent = LOWEST + 32 * i32::try_from(lowest).expect("few digits");
        leading as f64 * 2f64.powi(exponent)
    }

    fn carry(&mut self) {
        let mut carried = 0;
        for digit in &mut self.digits[..DIGITS - 1] {
            let sum = *digit + carried;
            (*digit, carried) = (sum & 0xffff_ffff, sum >> 32);
        }
        self.digits[DIGITS - 1] += carried;
        self.terms = 0;
    }
}

impl std::ops::AddAssign for ExactSum {
    fn add_assign(&mut self, mut other: Self) {
        self.carry();
        other.carry();
        self.digits.iter_mut().zip(other.digits).for_each(|(own, other)| *own += other);
        self.not_finite += other.not_finite;
        self.carry();
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the digit is the low 32 bits")]
fn low_digit(part: u128) -> u64 {
    u64::from(part as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum_of(numbers: &[f32]) -> ExactSum {
        let mut sum = ExactSum::default();
        sum.add_all(numbers);
        sum
    }

    #[test]
    fn squares_are_exact_from_the_smallest_to_the_largest_number() {
        for number in [0.0, 1.0, -3.0, 0.1, 1e-45, f32::MIN_POSITIVE, 1e-30, 1e18, LARGEST] {
            let square = f64::from(number) * f64::from(number);
            assert_eq!(sum_of(&[number]).value(), square, "{number}");
        }
        assert_eq!(sum_of(&[f32::MAX]).value(), f64::from(LARGEST).powi(2));
        assert_eq!(sum_of(&[1.0, f32::NAN]).value(), f64::INFINITY);
    }

    #[test]
    fn the_order_and_the_division_of_terms_do_not_matter() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut numbers: Vec<f32> =
            (0..5000).map(|_| (random.f32() - 0.5) * 10f32.powi(random.i32(-40..18))).collect();
        let whole = sum_of(&numbers).words();
        for parts in [1, 2, 3, 7, 64] {
            random.shuffle(&mut numbers);
            let mut words = [0; WORDS];
            for part in numbers.chunks(numbers.len().div_ceil(parts)) {
                words.iter_mut().zip(sum_of(part).words()).for_each(|(sum, word)| *sum += word);
            }
            assert_eq!(ExactSum::from_words(&words).words(), whole, "{parts} parts");
        }
    }

    #[test]
    fn small_terms_are_not_lost_beside_large_ones() {
        let mut numbers = vec![1e-4f32; 1 << 20];
        numbers.push(1e9);
        let exact = f64::from(1e9f32).powi(2) + (1 << 20) as f64 * f64::from(1e-4f32).powi(2);
        assert_eq!(sum_of(&numbers).value(), exact);
    }
}
