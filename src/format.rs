//! Storage of values and gradients: f32, f16 or bf16. Accumulators and arithmetic are always f32.

use half::{bf16, f16};

use crate::rounding::{Noise, bf16_bits, f16_bits, widen_bf16, widen_f16};

/// Storage format of the elements of a tensor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Format {
    /// 32 bits: IEEE 754 binary32.
    #[default]
    F32,
    /// 16 bits: IEEE 754 binary16, with 11 significant bits, up to 65,504.
    F16,
    /// 16 bits: bfloat16, the upper half of an f32, with 8 significant bits and the range of f32.
    Bf16,
}

impl Format {
    /// Bytes per element.
    ///
    /// ```
    /// assert_eq!(proxgrad::Format::Bf16.bytes(), 2);
    /// ```
    pub fn bytes(self) -> u64 {
        if self == Self::F32 { 4 } else { 2 }
    }
}

/// Element type of values and gradients: f32, [`half::f16`] or [`half::bf16`].
pub trait Element: sealed::Sealed + Copy {
    /// The slice, to read.
    fn values(slice: &[Self]) -> Values<'_>;
    /// The slice, to change.
    fn values_mut(slice: &mut [Self]) -> ValuesMut<'_>;
}

mod sealed {
    pub trait Sealed: Copy + Send + Sync + 'static {
        /// This element as f32, which is exact.
        fn widen(self) -> f32;
        /// Rounds to nearest even, or with random bits (`noise`) stochastically to one of the two neighbours.
        fn narrow(value: f32, noise: Option<u32>) -> Self;
    }
}
/// Conversions of elements to f32 and back. Callers cannot implement [`Element`], because this trait is
/// sealed.
pub(crate) use sealed::Sealed as Stored;

/// A slice of elements in one of the formats, to read: values or gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Values<'a> {
    /// Elements of [`Format::F32`].
    F32(&'a [f32]),
    /// Elements of [`Format::F16`].
    F16(&'a [f16]),
    /// Elements of [`Format::Bf16`].
    Bf16(&'a [bf16]),
}

/// A slice of elements in one of the formats, to change: values.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum ValuesMut<'a> {
    /// Elements of [`Format::F32`].
    F32(&'a mut [f32]),
    /// Elements of [`Format::F16`].
    F16(&'a mut [f16]),
    /// Elements of [`Format::Bf16`].
    Bf16(&'a mut [bf16]),
}

/// Implements the element traits for a type, given how an element is widened and narrowed.
macro_rules! elements {
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

elements! {
    f32, F32, |value| value, |value, _| value;
    f16, F16, |value: f16| widen_f16(value.to_bits()), |value, noise| f16::from_bits(f16_bits(value, noise));
    bf16, Bf16, |value: bf16| widen_bf16(value.to_bits()), |value, noise| bf16::from_bits(bf16_bits(value, noise))
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

/// Evaluates `$body` with the slice that `$elements`, a [`Values`] or [`ValuesMut`], holds.
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
    /// Number of elements.
    pub fn len(&self) -> usize {
        each_format!(Values, self, slice => slice.len())
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements as f32, which is exact.
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
    /// Number of elements.
    pub fn len(&self) -> usize {
        each_format!(ValuesMut, self, slice => slice.len())
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Rounds `values` into the elements `into`, of which `first` is the index of the first one in its parameter.
#[inline(always)]
pub(crate) fn narrow_all<T: Stored>(values: &[f32], into: &mut [T], noise: Option<Noise>, first: usize) {
    let Some(noise) = noise else {
        return values.iter().zip(into).for_each(|(&value, into)| *into = T::narrow(value, None));
    };
    // Random numbers first: two loops can be vectorised each, where one loop cannot.
    const BLOCK: usize = 64;
    let mut numbers = [0; BLOCK];
    for (block, (values, into)) in values.chunks(BLOCK).zip(into.chunks_mut(BLOCK)).enumerate() {
        noise.fill(first.wrapping_add(block * BLOCK), &mut numbers);
        for ((&value, into), &number) in values.iter().zip(into).zip(&numbers) {
            *into = T::narrow(value, Some(number));
        }
    }
}
