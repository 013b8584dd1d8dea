//! Row indices in host memory, of the integer types that frameworks use.

/// Row indices of a row gradient, in host memory.
///
/// ```
/// use proxgrad::HostIndices;
///
/// let from_a_framework: Vec<i64> = vec![7, 0, 7];
/// assert_eq!(HostIndices::from(&from_a_framework).len(), 3);
/// let positions: Vec<usize> = vec![7, 0];
/// assert_eq!(HostIndices::from(&positions[1..]).len(), 1);
/// assert!(HostIndices::from(&positions[2..]).is_empty() && !HostIndices::from(&positions).is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostIndices<'a> {
    /// Unsigned, as this library has them.
    U32(&'a [u32]),
    /// As MindSpore and TensorFlow have them.
    I32(&'a [i32]),
    /// As MindSpore, TensorFlow and PyTorch have them.
    I64(&'a [i64]),
    /// As Rust indexes slices.
    Usize(&'a [usize]),
    /// As hashes and databases have them.
    U64(&'a [u64]),
}

/// An integer type of indices: u32, i32, i64, usize or u64.
pub trait Index: sealed::Sealed + Copy {
    /// A slice as indices.
    fn indices(slice: &[Self]) -> HostIndices<'_>;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! index {
    ($($kind:ty, $variant:ident);*) => {$(
        impl sealed::Sealed for $kind {}
        impl Index for $kind {
            fn indices(slice: &[Self]) -> HostIndices<'_> {
                HostIndices::$variant(slice)
            }
        }
    )*};
}

index!(u32, U32; i32, I32; i64, I64; usize, Usize; u64, U64);

impl<'a, I: Index> From<&'a [I]> for HostIndices<'a> {
    fn from(slice: &'a [I]) -> Self {
        I::indices(slice)
    }
}

impl<'a, I: Index, const N: usize> From<&'a [I; N]> for HostIndices<'a> {
    fn from(array: &'a [I; N]) -> Self {
        I::indices(array)
    }
}

impl<'a, I: Index> From<&'a Vec<I>> for HostIndices<'a> {
    fn from(vec: &'a Vec<I>) -> Self {
        I::indices(vec)
    }
}

impl HostIndices<'_> {
    /// Number of indices.
    pub fn len(&self) -> usize {
        match self {
            Self::U32(indices) => indices.len(),
            Self::I32(indices) => indices.len(),
            Self::I64(indices) => indices.len(),
            Self::Usize(indices) => indices.len(),
            Self::U64(indices) => indices.len(),
        }
    }

    /// Whether there are no indices.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
