//! A number in a line of text.

use super::{error::LineError, span::Span};

/// Parses a finite number.
///
/// # Errors
///
/// When the text is anything else; the error then says that `expected` was expected.
#[inline]
pub(super) fn number(span: Span<'_>, expected: &'static str) -> Result<f32, LineError> {
    let number = parse(span.text()).filter(|number| number.is_finite());
    number.ok_or_else(|| LineError::new(span, expected))
}

/// The number that a text is, with the bits that the standard library gives it.
#[inline]
pub(super) fn parse(text: &str) -> Option<f32> {
    short(text.as_bytes()).or_else(|| text.parse().ok())
}

/// Powers of ten that f64 represents exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The most digits of a number that f64 represents exactly, however they read.
const DIGITS: usize = 15;

/// The bits of an f64 that f32 does not have, and their value halfway between two neighbours in f32.
const ROUNDED: u64 = (1 << 29) - 1;
const HALFWAY: u64 = 1 << 28;

/// A number with few digits, as most are, by one operation in f64; `None` for other texts, and where the result could differ from
/// the nearest f32.
///
/// Digits and power of ten are exact in f64, so their product or quotient is rounded once, and then to f32. The second rounding
/// gives another result than a single one only where the first has ended halfway between two neighbours in f32.
#[inline]
fn short(text: &[u8]) -> Option<f32> {
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1.0, rest),
        _ => (1.0, text),
    };
    let (whole, after_whole) = digits(text, 0);
    let (number, rest, decimals) = match after_whole {
        [b'.', fraction @ ..] => {
            let (number, rest) = digits(fraction, whole);
            (number, rest, fraction.len() - rest.len())
        }
        _ => (whole, after_whole, 0),
    };
    if !(1..=DIGITS).contains(&(text.len() - after_whole.len() + decimals)) {
        return None;
    }
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => exponent(rest)?,
        _ => return None,
    };
    let power = exponent - i32::try_from(decimals).ok()?;
    let factor = POWERS.get(usize::try_from(power.unsigned_abs()).ok()?)?;
    #[expect(clippy::cast_precision_loss, reason = "a number of 15 digits is below 2^53")]
    let number = number as f64;
    let value = if power < 0 { number / factor } else { number * factor };
    // Within the normal numbers of f32.
    let is_sure = value == 0.0 || (1e-37..1e38).contains(&value) && value.to_bits() & ROUNDED != HALFWAY;
    #[expect(clippy::cast_possible_truncation, reason = "the rounding that is asked for")]
    is_sure.then_some(sign * value as f32)
}

/// One or two digits after a sign or none.
#[inline]
fn exponent(text: &[u8]) -> Option<i32> {
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let (number, rest) = digits(text, 0);
    let is_short = (1..=2).contains(&text.len()) && rest.is_empty();
    i32::try_from(number).ok().filter(|_| is_short).map(|number| sign * number)
}

/// Appends the leading digits of a text to a number, which wraps around where there are too many; returns it and the rest.
#[inline]
fn digits(text: &[u8], mut number: u64) -> (u64, &[u8]) {
    let mut rest = text;
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        rest = after;
    }
    (number, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the standard library.
    fn check(text: &str) -> bool {
        let expected = text.parse::<f32>().ok().map(f32::to_bits);
        assert_eq!(parse(text).map(f32::to_bits), expected, "{text:?}");
        short(text.as_bytes()).is_some()
    }

    #[test]
    fn numbers_have_the_bits_of_the_standard_library() {
        let odd = [
            "",
            "-",
            ".",
            "-.",
            "e1",
            ".e1",
            "1e",
            "1e+",
            "1e-",
            "+1",
            "--1",
            "1.2.3",
            " 1",
            "1 ",
            "1_0",
            "٣",
            "0x1",
            "inf",
            "nan",
            "-inf",
            "1e39",
            "-1e39",
            "1e-50",
            "1e400",
            "1e100",
            "1.e2",
            ".5",
            "-.5e-3",
            "5.",
            "00012",
            "-0",
            "0.0e-9",
            "1E5",
            "123456789012345",
            "1234567890123456",
            "0.000000000000001",
            "3.4028235e38",
            "3.4028236e38",
            "1.1754944e-38",
            "1.17549435e-38",
            "7e-46",
            "16777217",
            "16777219",
            "33554435",
            "8388608.5",
            "8388609.5",
            "0.1",
            "1e22",
            "1e23",
        ];
        odd.iter().for_each(|text| _ = check(text));
        for number in 0..20_000 {
            assert!(check(&format!("{number}")) && check(&format!("-{number}.0")));
        }
    }

    #[test]
    fn random_numbers_and_those_around_the_middle_of_two_neighbours_have_the_bits_of_the_standard_library() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut quick = 0;
        for _ in 0..200_000 {
            let value = f32::from_bits(random.u32(..));
            // Halfway to the next number, in f64 exactly, and with the digits that files have.
            let middle =
                (f64::from(value) + f64::from(f32::from_bits(value.to_bits().wrapping_add(1)))) / 2.0;
            for text in [
                format!("{value:e}"),
                format!("{value:.7e}"),
                format!("{middle:e}"),
                format!("{middle:.14e}"),
            ] {
                check(&text);
            }
            let (digits, decimals) = (random.usize(1..=17), random.usize(0..9));
            let number = random.u64(..10_u64.pow(u32::try_from(digits).unwrap()));
            quick += u32::from(check(&format!("{number}e-{decimals}")));
            check(&format!("{}.{number:0digits$}", random.u32(..100)));
        }
        assert!(quick > 150_000, "{quick}");
    }
}
