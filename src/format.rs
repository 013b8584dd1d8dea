//! How values and gradients are stored: f32, or 16 bits of two kinds. Accumulators and arithmetic are f32 always.

use half::{bf16, f16};

use crate::rounding::{Noise, bf16_bits, f16_bits};

/// How the elements of a tensor are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Format {
    /// 32 bits.
    #[default]
    F32,
    /// 16 bits, 11 of them digits: IEEE 754's binary16, up to 65,504.
    F16,
    /// 16 bits, 8 of them digits: the upper half of an f32, with its range.
    Bf16,
}

impl Format {
    /// Bytes of an element.
    ///
    /// ```
    /// assert_eq!(proxgrad::Format::Bf16.bytes(), 2);
    /// ```
    pub fn bytes(self) -> u64 {
        if self == Self::F32 { 4 } else { 2 }
    }
}

/// A type of element that values and gradients may have: f32, [`half::f16`] or [`half::bf16`].
pub trait Element: sealed::Sealed + Copy {
    /// A slice of them.
    fn values(slice: &[Self]) -> Values<'_>;
    /// A slice of them that is changed.
    fn values_mut(slice: &mut [Self]) -> ValuesMut<'_>;
}

mod sealed {
    pub trait Sealed: Copy + Send + Sync + 'static {
        /// Exact.
        fn widen(self) -> f32;
        /// The nearest, or one of the two neighbours by chance.
        fn narrow(value: f32, noise: Option<u32>) -> Self;
    }
}
pub(crate) use sealed::Sealed as Stored;

/// Elements to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Values<'a> {
    /// 32 bits.
    F32(&'a [f32]),
    /// 16 bits, 11 of them digits.
    F16(&'a [f16]),
    /// 16 bits, 8 of them digits.
    Bf16(&'a [bf16]),
}

/// Elements to be changed.
#[derive(Debug, PartialEq)]
pub enum ValuesMut<'a> {
    /// 32 bits.
    F32(&'a mut [f32]),
    /// 16 bits, 11 of them digits.
    F16(&'a mut [f16]),
    /// 16 bits, 8 of them digits.
    Bf16(&'a mut [bf16]),
}

macro_rules! element {
    ($($kind:ty, $variant:ident, $widen:expr, $narrow:expr);*) => {$(
        impl sealed::Sealed for $kind {
            #[inline(always)]
            fn widen(self) -> f32 {
                $widen(self)
            }
            #[inline(always)]
            fn narrow(value: f32, noise: Option<u32>) -> Self {
                $narrow(value, noise)
            }
        }
        impl Element for $kind {
            #[inline(always)]
            fn values(slice: &[Self]) -> Values<'_> {
                Values::$variant(slice)
            }
            #[inline(always)]
            fn values_mut(slice: &mut [Self]) -> ValuesMut<'_> {
                ValuesMut::$variant(slice)
            }
        }
    )*};
}

element! {
    f32, F32, |value| value, |value, _| value;
    f16, F16, |value: f16| crate::rounding::widen_f16(value.to_bits()), |value, noise| f16::from_bits(f16_bits(value, noise));
    bf16, Bf16, |value: bf16| f32::from_bits(u32::from(value.to_bits()) << 16), |value, noise| bf16::from_bits(bf16_bits(value, noise))
}

impl<'a, T: Element> From<&'a [T]> for Values<'a> {
    fn from(slice: &'a [T]) -> Self {
        T::values(slice)
    }
}

impl<'a, T: Element, const N: usize> From<&'a [T; N]> for Values<'a> {
    fn from(array: &'a [T; N]) -> Self {
        T::values(array)
    }
}

impl<'a, T: Element> From<&'a Vec<T>> for Values<'a> {
    fn from(vec: &'a Vec<T>) -> Self {
        T::values(vec)
    }
}

impl<'a, T: Element> From<&'a mut [T]> for ValuesMut<'a> {
    fn from(slice: &'a mut [T]) -> Self {
        T::values_mut(slice)
    }
}

impl<'a, T: Element, const N: usize> From<&'a mut [T; N]> for ValuesMut<'a> {
    fn from(array: &'a mut [T; N]) -> Self {
        T::values_mut(array)
    }
}

impl<'a, T: Element> From<&'a mut Vec<T>> for ValuesMut<'a> {
    fn from(vec: &'a mut Vec<T>) -> Self {
        T::values_mut(vec)
    }
}

/// Runs an expression for whichever slice there is.
macro_rules! each_format {
    ($of:ident, $elements:expr, $slice:ident => $body:expr) => {
        match $elements {
            $crate::format::$of::F32($slice) => $body,
            $crate::format::$of::F16($slice) => $body,
            $crate::format::$of::Bf16($slice) => $body,
        }
    };
}
pub(crate) use each_format;

impl Values<'_> {
    /// How many.
    pub fn len(&self) -> usize {
        each_format!(Values, self, slice => slice.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As f32, which all of them are exactly.
    ///
    /// ```
    /// use proxgrad::{Values, half::bf16};
    ///
    /// assert_eq!(Values::from(&[bf16::from_f32(1.5)]).to_f32(), [1.5]);
    /// ```
    pub fn to_f32(&self) -> Vec<f32> {
        each_format!(Values, self, slice => slice.iter().map(|value| value.widen()).collect())
    }
}

impl ValuesMut<'_> {
    /// How many.
    pub fn len(&self) -> usize {
        each_format!(ValuesMut, self, slice => slice.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Rounds some values into the place of others; the first of them is the element at `first`.
#[inline(always)]
pub(crate) fn narrow_all<T: Stored>(values: &[f32], into: &mut [T], noise: Option<Noise>, first: usize) {
    let Some(noise) = noise else {
        return values.iter().zip(into).for_each(|(&value, into)| *into = T::narrow(value, None));
    };
    // The numbers first, so that both loops are such as a processor computes side by side.
    const BLOCK: usize = 64;
    let mut numbers = [0; BLOCK];
    for (block, (values, into)) in values.chunks(BLOCK).zip(into.chunks_mut(BLOCK)).enumerate() {
        noise.fill(first.wrapping_add(block * BLOCK), &mut numbers);
        for ((&value, into), &number) in values.iter().zip(into).zip(&numbers) {
            *into = T::narrow(value, Some(number));
        }
    }
}
