//! Statistics of the elements of a tensor: zeros, range and norm.

use proxgrad::half::{bf16, f16};
use proxgrad_safetensors::{Dtype, TensorView};
use serde::Serialize;
use serde_json::Value;

/// Statistics of the elements of a tensor.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Numbers {
    /// Elements that are exactly zero.
    pub(super) zeros: u64,
    /// Elements that are infinite or NaN; norm, least and largest leave them out.
    pub(super) not_finite: u64,
    /// The square root of the sum of squares.
    pub(super) norm: f64,
    /// The least; none where no element is finite.
    pub(super) min: Option<Value>,
    pub(super) max: Option<Value>,
}

/// The type of elements.
trait Number: Copy + PartialOrd + Into<Value> {
    fn to_f64(self) -> f64;
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            // A norm needs no more digits than f64 has.
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}

numbers!(f64, i8, i16, i32, i64, u8, u16, u32, u64);

impl Numbers {
    /// Reads a tensor; `None` where its elements are no numbers that this program knows.
    pub(super) fn of(tensor: &TensorView<'_>) -> Option<Self> {
        let bytes = tensor.bytes();
        Some(match tensor.dtype() {
            Dtype::F64 => read(bytes, f64::from_le_bytes),
            Dtype::F32 => read(bytes, |bytes| f64::from(f32::from_le_bytes(bytes))),
            Dtype::F16 => read(bytes, |bytes| f16::from_le_bytes(bytes).to_f64()),
            Dtype::BF16 => read(bytes, |bytes| bf16::from_le_bytes(bytes).to_f64()),
            Dtype::I8 => read(bytes, i8::from_le_bytes),
            Dtype::I16 => read(bytes, i16::from_le_bytes),
            Dtype::I32 => read(bytes, i32::from_le_bytes),
            Dtype::I64 => read(bytes, i64::from_le_bytes),
            Dtype::U8 => read(bytes, u8::from_le_bytes),
            Dtype::U16 => read(bytes, u16::from_le_bytes),
            Dtype::U32 => read(bytes, u32::from_le_bytes),
            Dtype::U64 => read(bytes, u64::from_le_bytes),
            _ => return None,
        })
    }
}

fn read<T: Number, const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> T) -> Numbers {
    // Elements fill all bytes, which was checked when the file was opened.
    let elements = || bytes.as_chunks::<N>().0.iter().map(|bytes| number(*bytes));
    let (mut zeros, mut not_finite, mut squares, mut range) = (0, 0, 0.0, None);
    for element in elements() {
        let number = element.to_f64();
        if !number.is_finite() {
            not_finite += 1;
            continue;
        }
        zeros += u64::from(number == 0.0);
        squares += number * number;
        let (min, max) = range.unwrap_or((element, element));
        range = Some((if element < min { element } else { min }, if element > max { element } else { max }));
    }
    let mut norm = squares.sqrt();
    if let Some((min, max)) = range.filter(|_| norm.is_infinite()) {
        // Only f64 has numbers whose squares are infinite.
        let largest = min.to_f64().abs().max(max.to_f64().abs());
        let scaled = elements().map(|element| element.to_f64() / largest).filter(|number| number.is_finite());
        norm = largest * scaled.map(|number| number * number).sum::<f64>().sqrt();
    }
    let (min, max) = range.unzip();
    Numbers { zeros, not_finite, norm, min: min.map(Into::into), max: max.map(Into::into) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_and_nan_are_counted_and_left_out_of_norm_and_range() {
        let numbers = [0.0f32, -0.0, 3.0, f32::NAN, -4.0, f32::INFINITY];
        let tensor = TensorView::of(&[6], &numbers).expect("six elements");
        let found = Numbers::of(&tensor).expect("f32 is known");
        let want = Numbers {
            zeros: 2,
            not_finite: 2,
            norm: 5.0,
            min: Some(Value::from(-4.0)),
            max: Some(Value::from(3.0)),
        };
        assert_eq!(found, want);
    }

    #[test]
    fn whole_numbers_keep_all_digits_and_large_squares_do_not_overflow() {
        let tensor = TensorView::of(&[], &[u64::MAX]).expect("a scalar");
        assert_eq!(Numbers::of(&tensor).expect("u64 is known").max, Some(Value::from(u64::MAX)));
        let numbers = [3e300, -4e300];
        let tensor = TensorView::of(&[2], &numbers).expect("two elements");
        let norm = Numbers::of(&tensor).expect("f64 is known").norm;
        assert!((norm / 5e300 - 1.0).abs() < 1e-12, "{norm}");
        let none = TensorView::of::<f32>(&[0, 3], &[]).expect("no elements");
        let found = Numbers::of(&none).expect("f32 is known");
        assert_eq!((found.norm, found.min, found.max), (0.0, None, None));
    }

    #[test]
    fn every_type_of_sixteen_bits_is_read_as_what_it_is() {
        let bits = [0x3c00u16, 0xc000];
        for (dtype, min, max) in [
            (Dtype::F16, Value::from(-2.0), Value::from(1.0)),
            (Dtype::BF16, Value::from(-2.0), Value::from(0.0078125)),
            (Dtype::I16, Value::from(-16384), Value::from(15360)),
            (Dtype::U16, Value::from(15360), Value::from(49152)),
        ] {
            let tensor = TensorView::new(dtype, &[2], bytemuck::cast_slice(&bits)).expect("four bytes");
            let found = Numbers::of(&tensor).expect("the type is known");
            assert_eq!((found.min, found.max), (Some(min), Some(max)), "{dtype}");
        }
    }
}
