//! Numbers of every magnitude, among which those at the ends of the ranges are frequent.

use arbitrary::{Arbitrary, Result, Unstructured};

/// Values at which arithmetic changes its nature.
const SPECIAL: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    f32::MAX as f64,
    f64::MAX,
    f32::MIN_POSITIVE as f64,
    1e-45,
    f64::MIN_POSITIVE,
    5e-324,
    36_893_488_147_419_103_232.0,
    9_223_372_036_854_775_808.0,
    65_504.0,
    8.507_059_173_023_462e37,
];

/// A setting: any f64.
#[derive(Clone, Copy, Debug)]
pub struct Setting(pub f64);

impl<'a> Arbitrary<'a> for Setting {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self(match u.int_in_range(0u8..=9)? {
            0 => f64::from_bits(u.arbitrary()?),
            1 => f32::from_bits(u.arbitrary()?).into(),
            2 => *u.choose(&SPECIAL)?,
            3 => 2f64.powi(u.int_in_range(-150..=130)?),
            4 => 0.0,
            // Ordinary settings, so that most configurations are taken.
            _ => f64::from(u.arbitrary::<u8>()?) / 64.0,
        }))
    }
}

/// An element of a tensor: any f32.
#[derive(Clone, Copy, Debug)]
pub struct Element(pub f32);

impl<'a> Arbitrary<'a> for Element {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self(match u.int_in_range(0u8..=5)? {
            0 => f32::from_bits(u.arbitrary()?),
            1 => *u.choose(&SPECIAL)? as f32,
            2 => 2f32.powi(u.int_in_range(-149..=127)?),
            _ => f32::from(u.arbitrary::<i8>()?) / 32.0,
        }))
    }
}

impl Element {
    /// The number, or 0 in place of one that is not finite.
    pub fn finite(self) -> f32 {
        if self.0.is_finite() { self.0 } else { 0.0 }
    }

    /// A number whose products with others of its kind are not subnormal, which devices may flush to zero.
    pub fn moderate(self) -> f32 {
        let Self(number) = self;
        if (1e-4..=1e4).contains(&number.abs()) { number } else { 0.0 }
    }
}

/// `len` elements, repeated as often as needed; zeros where there is none.
pub fn cycled(elements: &[Element], len: usize, number: impl Fn(Element) -> f32) -> Vec<f32> {
    if elements.is_empty() {
        return vec![0.0; len];
    }
    elements.iter().cycle().take(len).map(|element| number(*element)).collect()
}
