//! The caller's values and gradients in their storage formats. Loops compute in f32: f32 values are changed
//! in place, 16-bit values are converted to f32 block by block and rounded when their update is done.

use std::ops::Range;

use crate::{
    format::{Element, Stored, Values, ValuesMut, each_format, narrow_all},
    rounding::{Noise, Rounding, noise_stream},
    rule::StepParams,
};

/// Elements that are converted to f32 at once: few enough to stay in a cache close to the processor.
pub(super) const BLOCK: usize = 4096;

/// A range of the values of a parameter, and how they are rounded.
#[derive(Debug)]
pub(super) struct StorageView<'a> {
    pub(super) values: ValuesMut<'a>,
    /// Index in the parameter of the first of these values.
    pub(super) first: usize,
    /// Random numbers for stochastic rounding; `None` for rounding to nearest even.
    pub(super) noise: Option<Noise>,
}

impl<'a> StorageView<'a> {
    /// All values of a parameter.
    pub(super) fn new(values: ValuesMut<'a>, noise: Option<Noise>) -> Self {
        Self { values, first: 0, noise }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Splits off the first `len` values.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let first = self.first;
        self.first += len;
        Self { values: self.values.cut(len), first, noise: self.noise }
    }

    /// A range of these values.
    #[inline(always)]
    pub(super) fn part(&mut self, range: Range<usize>) -> StorageView<'_> {
        let first = self.first + range.start;
        let values =
            each_format!(ValuesMut, &mut self.values, values => Element::values_mut(&mut values[range]));
        StorageView { values, first, noise: self.noise }
    }

    /// The values as f32: the values themselves, or copies of 16-bit values in `buffer`. Once they are
    /// changed, [`StorageView::write_back`] has to follow.
    #[inline(always)]
    pub(super) fn as_f32<'b>(&'b mut self, buffer: &'b mut Vec<f32>) -> &'b mut [f32] {
        match &mut self.values {
            ValuesMut::F32(values) => values,
            ValuesMut::F16(values) => convert(values, buffer),
            ValuesMut::Bf16(values) => convert(values, buffer),
        }
    }

    /// Rounds what [`StorageView::as_f32`] has copied to `buffer` back into 16-bit values.
    #[inline(always)]
    pub(super) fn write_back(&mut self, buffer: &[f32]) {
        match &mut self.values {
            ValuesMut::F32(_) => {}
            ValuesMut::F16(values) => narrow_all(buffer, values, self.noise, self.first),
            ValuesMut::Bf16(values) => narrow_all(buffer, values, self.noise, self.first),
        }
    }
}

/// A [`StorageView`] whose format is known at compile time.
#[derive(Debug)]
pub(super) struct TypedView<'a, T> {
    pub(super) values: &'a mut [T],
    pub(super) first: usize,
    pub(super) noise: Option<Noise>,
}

impl<T: Element> TypedView<'_, T> {
    /// A range of these values.
    #[inline(always)]
    pub(super) fn part(&mut self, range: Range<usize>) -> StorageView<'_> {
        let first = self.first + range.start;
        StorageView { values: T::values_mut(&mut self.values[range]), first, noise: self.noise }
    }

    /// The value at `at`, as f32.
    #[inline(always)]
    pub(super) fn load(&self, at: usize) -> f32 {
        self.values[at].widen()
    }

    /// Rounds `value` into the value at `at`.
    #[inline(always)]
    pub(super) fn store(&mut self, at: usize, value: f32) {
        self.values[at] = T::narrow(value, self.noise.map(|noise| noise.at(self.first + at)));
    }
}

impl<'a> ValuesMut<'a> {
    /// The same values, borrowed for a shorter time.
    pub(super) fn reborrow(&mut self) -> ValuesMut<'_> {
        each_format!(ValuesMut, self, values => Element::values_mut(values))
    }

    /// The same values, to be read only.
    pub(super) fn read(&self) -> Values<'_> {
        each_format!(ValuesMut, self, values => Element::values(values))
    }

    fn cut(&mut self, len: usize) -> Self {
        each_format!(ValuesMut, self, values => {
            Element::values_mut(values.split_off_mut(..len).expect("no more than there are"))
        })
    }
}

impl<'a> Values<'a> {
    /// Splits off the first `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        each_format!(Values, self, values => {
            Element::values(values.split_off(..len).expect("no more than there are"))
        })
    }

    /// The elements as f32: the elements themselves, or copies of 16-bit elements in `buffer`.
    #[inline(always)]
    pub(super) fn as_f32<'b>(self, buffer: &'b mut Vec<f32>) -> &'b [f32]
    where
        'a: 'b,
    {
        match self {
            Self::F32(values) => values,
            Self::F16(values) => convert(values, buffer),
            Self::Bf16(values) => convert(values, buffer),
        }
    }
}

/// Number of elements to take at once: all of them where both formats are f32.
pub(super) fn block_len(values: &ValuesMut<'_>, grads: Values<'_>) -> usize {
    match (values, grads) {
        (ValuesMut::F32(values), Values::F32(_)) => values.len(),
        _ => BLOCK.min(values.len()),
    }
}

/// Random numbers that round the values of a parameter after an update.
pub(super) fn update_noise(param: usize, params: &StepParams) -> Option<Noise> {
    noise(params, noise_stream(param))
}

/// Random numbers that round the values of a parameter after a catch-up: another stream than those of
/// updates, since an element can be caught up and updated at the same step.
pub(super) fn catch_up_noise(param: usize, params: &StepParams) -> Option<Noise> {
    noise(params, noise_stream(param).wrapping_add(1))
}

fn noise(params: &StepParams, stream: u32) -> Option<Noise> {
    match params.rounding {
        Rounding::Nearest => None,
        Rounding::Stochastic { seed } => Some(Noise { seed, step: params.step, stream }),
    }
}

#[inline(always)]
fn convert<'b, T: Stored>(elements: &[T], buffer: &'b mut Vec<f32>) -> &'b mut [f32] {
    // Exactly as long as the elements, so that as many are written back.
    buffer.resize(elements.len(), 0.0);
    for (converted, element) in buffer.iter_mut().zip(elements) {
        *converted = element.widen();
    }
    buffer
}
