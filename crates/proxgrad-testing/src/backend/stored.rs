//! Values in one of the storage formats of the library.

use proxgrad::{
    Format, Values, ValuesMut,
    half::{bf16, f16},
};

/// Values in one of the storage formats of the library.
#[derive(Clone, Debug)]
pub enum Stored {
    /// 32 bits.
    F32(Vec<f32>),
    /// 16 bits with 11 significant bits.
    F16(Vec<f16>),
    /// 16 bits with 8 significant bits.
    Bf16(Vec<bf16>),
}

impl Default for Stored {
    fn default() -> Self {
        Self::F32(Vec::new())
    }
}

impl Stored {
    /// Rounds numbers to the nearest values of a format.
    pub fn nearest(numbers: &[f32], format: Format) -> Self {
        match format {
            Format::F32 => Self::F32(numbers.to_vec()),
            Format::F16 => Self::F16(numbers.iter().copied().map(f16::from_f32).collect()),
            Format::Bf16 => Self::Bf16(numbers.iter().copied().map(bf16::from_f32).collect()),
            other => panic!("no test stores values in {other:?}"),
        }
    }

    /// As [`Stored::nearest`], without a copy where the format is f32.
    pub fn of(numbers: Vec<f32>, format: Format) -> Self {
        if format == Format::F32 { Self::F32(numbers) } else { Self::nearest(&numbers, format) }
    }

    /// The format of the values.
    pub fn format(&self) -> Format {
        match self {
            Self::F32(_) => Format::F32,
            Self::F16(_) => Format::F16,
            Self::Bf16(_) => Format::Bf16,
        }
    }

    /// Borrows the values.
    pub fn values(&self) -> Values<'_> {
        match self {
            Self::F32(numbers) => numbers.into(),
            Self::F16(numbers) => numbers.into(),
            Self::Bf16(numbers) => numbers.into(),
        }
    }

    /// Borrows the values mutably.
    pub fn values_mut(&mut self) -> ValuesMut<'_> {
        match self {
            Self::F32(numbers) => numbers.into(),
            Self::F16(numbers) => numbers.into(),
            Self::Bf16(numbers) => numbers.into(),
        }
    }

    /// The values as f32, which is exact for every format.
    pub fn to_f32(&self) -> Vec<f32> {
        self.values().to_f32()
    }

    /// The values as a device stores them, in whole 32-bit words.
    pub fn words(&self) -> Vec<u32> {
        let mut bytes = match self {
            Self::F32(numbers) => bytemuck::cast_slice::<f32, u8>(numbers).to_vec(),
            Self::F16(numbers) => bytemuck::cast_slice::<f16, u8>(numbers).to_vec(),
            Self::Bf16(numbers) => bytemuck::cast_slice::<bf16, u8>(numbers).to_vec(),
        };
        bytes.resize(bytes.len().next_multiple_of(size_of::<u32>()), 0);
        bytemuck::pod_collect_to_vec(&bytes)
    }

    /// The first `len` values of a device's words.
    pub fn of_words(words: &[u32], format: Format, len: usize) -> Self {
        let bytes: &[u8] = bytemuck::cast_slice(words);
        let bytes = &bytes[..bytes.len().min(len * if format == Format::F32 { 4 } else { 2 })];
        match format {
            Format::F32 => Self::F32(bytemuck::pod_collect_to_vec(bytes)),
            Format::F16 => Self::F16(bytemuck::pod_collect_to_vec(bytes)),
            Format::Bf16 => Self::Bf16(bytemuck::pod_collect_to_vec(bytes)),
            other => panic!("no test stores values in {other:?}"),
        }
    }
}
