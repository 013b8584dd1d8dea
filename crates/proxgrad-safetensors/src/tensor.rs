//! Tensors in memory, to be written or as they were read: type, shape and bytes.

use std::borrow::Cow;

use bytemuck::Pod;
use half::{bf16, f16};
use proxgrad::{Data, DataView, Tensor, Values};
use safetensors::Dtype;

use crate::error::TensorFault;

/// The most bits that a tensor may have, so that positions in a file stay in the range of u64.
const MAX_BITS: u64 = 1 << 62;

/// A tensor in memory: the type of its elements, its shape, and its bytes, row-major and little-endian.
///
/// ```
/// use proxgrad_safetensors::{Dtype, TensorView};
///
/// let tensor = TensorView::of(&[2, 2], &[1.0f32, 2.0, 3.0, 4.0])?;
/// assert_eq!((tensor.dtype(), tensor.bytes().len()), (Dtype::F32, 16));
/// assert_eq!(tensor.to_vec::<f32>(), Some(vec![1.0, 2.0, 3.0, 4.0]));
/// assert_eq!(tensor.to_vec::<u32>(), None);
/// # Ok::<(), proxgrad_safetensors::TensorFault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TensorView<'a> {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: &'a [u8],
}

/// The type of the elements of a tensor.
pub trait Element: Pod + sealed::Sealed {
    /// Its name in a file.
    const DTYPE: Dtype;
}

mod sealed {
    pub trait Sealed {}
}

/// Implements [`Element`] for types.
macro_rules! elements {
    ($($kind:ty, $dtype:ident;)*) => {$(
        impl sealed::Sealed for $kind {}
        impl Element for $kind {
            const DTYPE: Dtype = Dtype::$dtype;
        }
    )*};
}

elements! {
    f32, F32;
    f64, F64;
    f16, F16;
    bf16, BF16;
    i8, I8;
    i16, I16;
    i32, I32;
    i64, I64;
    u8, U8;
    u16, U16;
    u32, U32;
    u64, U64;
}

impl<'a> TensorView<'a> {
    /// A tensor of any type.
    ///
    /// # Errors
    /// More or fewer bytes than the elements take; elements that cannot be counted, or do not fill whole bytes.
    pub fn new(dtype: Dtype, shape: &[usize], bytes: &'a [u8]) -> Result<Self, TensorFault> {
        let want = byte_count(dtype, shape)?;
        let (got, shape) = (bytes.len() as u64, shape.to_vec());
        if got == want { Ok(Self { dtype, shape, bytes }) } else { Err(size(dtype, shape, got, want)) }
    }

    /// A tensor of these elements, row-major.
    ///
    /// # Errors
    /// More or fewer elements than the shape has.
    pub fn of<T: Element>(shape: &[usize], elements: &'a [T]) -> Result<Self, TensorFault> {
        Self::new(T::DTYPE, shape, bytemuck::cast_slice(elements))
    }

    /// A tensor of values in their storage format.
    ///
    /// # Errors
    /// More or fewer elements than the shape has.
    pub fn of_values(shape: &[usize], values: impl Into<Values<'a>>) -> Result<Self, TensorFault> {
        match values.into() {
            Values::F32(values) => Self::of(shape, values),
            Values::F16(values) => Self::of(shape, values),
            Values::Bf16(values) => Self::of(shape, values),
            _ => Err(TensorFault::Unknown),
        }
    }

    /// A tensor of a snapshot.
    ///
    /// # Errors
    /// More or fewer elements than the shape has.
    pub fn of_view(tensor: &'a proxgrad::TensorView<'_>) -> Result<Self, TensorFault> {
        match &tensor.data {
            DataView::F32(data) => Self::of(&tensor.shape, data),
            DataView::U64(data) => Self::of(&tensor.shape, data),
            _ => Err(TensorFault::Unknown),
        }
    }

    /// A tensor of a snapshot that borrows nothing.
    ///
    /// # Errors
    /// More or fewer elements than the shape has.
    pub fn of_tensor(tensor: &'a Tensor) -> Result<Self, TensorFault> {
        match &tensor.data {
            Data::F32(data) => Self::of(&tensor.shape, data),
            Data::U64(data) => Self::of(&tensor.shape, data),
            _ => Err(TensorFault::Unknown),
        }
    }

    /// A copy for a snapshot; `None` where no snapshot has elements of its type.
    pub fn to_tensor(&self) -> Option<Tensor> {
        self.to_view().map(proxgrad::TensorView::into_tensor)
    }

    /// A tensor of a snapshot, without a copy where the elements are aligned; `None` where no snapshot has elements of its
    /// type.
    pub fn to_view(&self) -> Option<proxgrad::TensorView<'a>> {
        let shape = self.shape.clone();
        match self.dtype {
            Dtype::F32 => Some(proxgrad::TensorView::f32(shape, self.elements::<f32>()?)),
            Dtype::U64 => Some(proxgrad::TensorView::u64(shape, self.elements::<u64>()?)),
            _ => None,
        }
    }

    /// The type of its elements.
    pub fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// The extents of its axes; none for a scalar.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Its bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its elements, row-major, without a copy where they are aligned; `None` where they have another type.
    pub fn elements<T: Element>(&self) -> Option<Cow<'a, [T]>> {
        let aligned = (self.dtype == T::DTYPE).then(|| bytemuck::try_cast_slice(self.bytes))?;
        Some(aligned.map_or_else(|_| Cow::Owned(bytemuck::pod_collect_to_vec(self.bytes)), Cow::Borrowed))
    }

    /// Its elements, row-major; `None` where they have another type.
    pub fn to_vec<T: Element>(&self) -> Option<Vec<T>> {
        // Bytes in a file need not be aligned.
        (self.dtype == T::DTYPE).then(|| bytemuck::pod_collect_to_vec(self.bytes))
    }

    /// That its type, or type and shape, are not as they should be.
    pub(crate) fn mismatch(&self, want: impl Into<String>) -> TensorFault {
        TensorFault::Mismatch { got: describe(self.dtype, &self.shape), want: want.into() }
    }
}

/// Type and shape, as errors print them: `f32 [2, 3]`.
pub(crate) fn describe(dtype: Dtype, shape: &[usize]) -> String {
    format!("{} {shape:?}", dtype.to_string().to_lowercase())
}

/// Bytes of the elements of a tensor.
pub(crate) fn byte_count(dtype: Dtype, shape: &[usize]) -> Result<u64, TensorFault> {
    let first = dtype.bitsize() as u64;
    let count = |bits: u64, extent: &usize| bits.checked_mul(*extent as u64).filter(|bits| *bits <= MAX_BITS);
    // An extent of 0 makes all others harmless.
    let bits = if shape.contains(&0) { Some(0) } else { shape.iter().try_fold(first, count) };
    match bits {
        None => Err(TensorFault::TooLarge { dtype, shape: shape.to_vec() }),
        Some(bits) if !bits.is_multiple_of(8) => {
            Err(TensorFault::Fraction { dtype, shape: shape.to_vec(), bits })
        }
        Some(bits) => Ok(bits / 8),
    }
}

pub(crate) fn size(dtype: Dtype, shape: Vec<usize>, got: u64, want: u64) -> TensorFault {
    TensorFault::Size { dtype, shape, got, want }
}
