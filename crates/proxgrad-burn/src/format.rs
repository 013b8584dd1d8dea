//! The library's formats of burn types.

use burn::tensor::DType;
use proxgrad::Format;

/// The types that [`format_of`] knows, for errors.
pub(crate) const FORMATS: &str = "cast it to f32, f16 or bf16";

/// The library's format of a burn type.
pub(crate) fn format_of(dtype: DType) -> Option<Format> {
    match dtype {
        DType::F32 | DType::Flex32 => Some(Format::F32),
        DType::F16 => Some(Format::F16),
        DType::BF16 => Some(Format::Bf16),
        _ => None,
    }
}
