//! The state that the update rule keeps for the elements of a parameter.

use std::ops::Range;

use crate::rule::{PLANES, Rule, UpdateRule};

/// State of all elements of a parameter.
#[derive(Debug)]
pub(super) struct State {
    /// Each plane has as many elements as the parameter.
    pub(super) planes: [Vec<f32>; PLANES],
}

impl State {
    /// State before the first step, where `accum` is the setting of the parameter group.
    pub(super) fn new(accum: f32, len: usize) -> Self {
        Self { planes: Rule::initial_state(accum).map(|value| vec![value; len]) }
    }

    pub(super) fn view(&mut self) -> StateView<'_> {
        StateView { planes: self.planes.each_mut().map(Vec::as_mut_slice) }
    }

    /// All planes.
    pub(super) fn read(&self) -> [&[f32]; PLANES] {
        self.planes.each_ref().map(Vec::as_slice)
    }
}

/// The planes of a range of elements. A loop, because `map` on an array is not always inlined, and this is
/// called for every row.
#[inline(always)]
pub(super) fn part(mut planes: [&[f32]; PLANES], range: Range<usize>) -> [&[f32]; PLANES] {
    for plane in &mut planes {
        *plane = &plane[range.clone()];
    }
    planes
}

/// State of a range of elements, to be updated.
#[derive(Debug)]
pub(super) struct StateView<'a> {
    pub(super) planes: [&'a mut [f32]; PLANES],
}

impl<'a> StateView<'a> {
    /// Splits off the state of the first `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let first = |plane: &mut &'a mut [f32]| plane.split_off_mut(..len).expect("as many as values");
        Self { planes: self.planes.each_mut().map(first) }
    }

    /// The planes of a range of these elements.
    #[inline(always)]
    pub(super) fn part(&mut self, range: Range<usize>) -> StateView<'_> {
        let mut planes: [&mut [f32]; PLANES] = Default::default();
        for (part, plane) in planes.iter_mut().zip(&mut self.planes) {
            *part = &mut plane[range.clone()];
        }
        StateView { planes }
    }

    /// The planes, to be read only.
    #[inline(always)]
    pub(super) fn read(&self) -> [&[f32]; PLANES] {
        let mut planes: [&[f32]; PLANES] = Default::default();
        for (read, plane) in planes.iter_mut().zip(&self.planes) {
            *read = plane;
        }
        planes
    }
}
