//! The caller's elements, lent for a step: f32 are changed in place, 16 bits become f32 a block at a time, and are rounded
//! once they are done with.

use std::{
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{
    format::{Stored, Values, ValuesMut, each_format, narrow_all},
    rounding::Noise,
    threads::{GRAIN, parallel_for, thread_count},
};

/// Elements that are widened at once: few enough to stay close to the processor.
pub(super) const BLOCK: usize = 4096;

/// Values of a parameter, and how they are rounded.
#[derive(Debug)]
pub(super) struct Lent<'a> {
    pub(super) values: ValuesMut<'a>,
    /// Where the first of them is in its parameter.
    pub(super) first: usize,
    /// `None` for to the nearest.
    pub(super) noise: Option<Noise>,
}

/// Room for elements of 16 bits as f32.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) values: Vec<f32>,
    pub(super) grads: Vec<f32>,
}

impl<'a> Lent<'a> {
    /// All values of a parameter.
    pub(super) fn new(values: ValuesMut<'a>, noise: Option<Noise>) -> Self {
        Self { values, first: 0, noise }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Takes so many off the front.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let first = self.first;
        self.first += len;
        Self { values: self.values.cut(len), first, noise: self.noise }
    }

    /// Some of them.
    #[inline(always)]
    pub(super) fn part(&mut self, range: Range<usize>) -> Lent<'_> {
        let first = self.first + range.start;
        let values = match &mut self.values {
            ValuesMut::F32(values) => ValuesMut::F32(&mut values[range]),
            ValuesMut::F16(values) => ValuesMut::F16(&mut values[range]),
            ValuesMut::Bf16(values) => ValuesMut::Bf16(&mut values[range]),
        };
        Lent { values, first, noise: self.noise }
    }

    /// As f32: themselves, or copies in this room.
    #[inline(always)]
    pub(super) fn widened<'r>(&'r mut self, room: &'r mut Vec<f32>) -> &'r mut [f32] {
        match &mut self.values {
            ValuesMut::F32(values) => values,
            ValuesMut::F16(values) => fill(values, room),
            ValuesMut::Bf16(values) => fill(values, room),
        }
    }

    /// Takes back what [`widened`](Self::widened) gave, rounded.
    #[inline(always)]
    pub(super) fn narrow(&mut self, room: &[f32]) {
        match &mut self.values {
            ValuesMut::F32(_) => {}
            ValuesMut::F16(values) => narrow_all(room, values, self.noise, self.first),
            ValuesMut::Bf16(values) => narrow_all(room, values, self.noise, self.first),
        }
    }
}

impl<'a> ValuesMut<'a> {
    /// The same, for a while.
    pub(super) fn lend(&mut self) -> ValuesMut<'_> {
        match self {
            Self::F32(values) => ValuesMut::F32(values),
            Self::F16(values) => ValuesMut::F16(values),
            Self::Bf16(values) => ValuesMut::Bf16(values),
        }
    }

    /// The same, to be read.
    pub(super) fn read(&self) -> Values<'_> {
        match self {
            Self::F32(values) => Values::F32(values),
            Self::F16(values) => Values::F16(values),
            Self::Bf16(values) => Values::Bf16(values),
        }
    }

    fn cut(&mut self, len: usize) -> Self {
        let enough = "no more than there are";
        match self {
            Self::F32(values) => Self::F32(values.split_off_mut(..len).expect(enough)),
            Self::F16(values) => Self::F16(values.split_off_mut(..len).expect(enough)),
            Self::Bf16(values) => Self::Bf16(values.split_off_mut(..len).expect(enough)),
        }
    }
}

impl<'a> Values<'a> {
    /// Takes so many off the front.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let enough = "no more than there are";
        match self {
            Self::F32(values) => Self::F32(values.split_off(..len).expect(enough)),
            Self::F16(values) => Self::F16(values.split_off(..len).expect(enough)),
            Self::Bf16(values) => Self::Bf16(values.split_off(..len).expect(enough)),
        }
    }

    /// As f32: themselves, or copies in this room.
    #[inline(always)]
    pub(super) fn widened<'r>(self, room: &'r mut Vec<f32>) -> &'r [f32]
    where
        'a: 'r,
    {
        match self {
            Self::F32(values) => values,
            Self::F16(values) => fill(values, room),
            Self::Bf16(values) => fill(values, room),
        }
    }
}

/// How many of some elements to take at once: all of them where nothing has to be widened.
pub(super) fn block(values: &ValuesMut<'_>, grads: Values<'_>) -> usize {
    match (values, grads) {
        (ValuesMut::F32(values), Values::F32(_)) => values.len(),
        _ => BLOCK.min(values.len()),
    }
}

/// Whether an element is infinite or no number; on as many threads as that is worth.
pub(super) fn any_is_not_finite(elements: Values<'_>) -> bool {
    let (found, mut rest) = (AtomicBool::new(false), elements);
    let pieces = std::iter::from_fn(|| (!rest.is_empty()).then(|| rest.cut(rest.len().min(4 * GRAIN))));
    parallel_for(thread_count(elements.len()), pieces, |piece, _: &mut ()| {
        if any_of(piece) {
            found.store(true, Ordering::Relaxed);
        }
    });
    found.into_inner()
}

vectorised! {
    fn any_of(elements: Values<'_>) -> bool {
        each_format!(Values, elements, elements => elements.chunks(BLOCK).any(any_of_block))
    }
}

/// Without a branch, so that elements are looked at side by side.
#[inline(always)]
fn any_of_block<T: Stored>(elements: &[T]) -> bool {
    const EXPONENT: u32 = 0x7f80_0000;
    elements.iter().fold(false, |any, element| any | (element.widen().to_bits() & EXPONENT == EXPONENT))
}

#[inline(always)]
fn fill<'r, T: Stored>(elements: &[T], room: &'r mut Vec<f32>) -> &'r mut [f32] {
    // No longer than it has to be, so that what is narrowed is what was widened.
    room.resize(elements.len(), 0.0);
    for (wide, element) in room.iter_mut().zip(elements) {
        *wide = element.widen();
    }
    room
}
