//! The state that the update rule keeps for the elements of a parameter.

use std::ops::Range;

use crate::{params::ParamInfo, rule::MAX_PLANES};

/// State of all elements of a parameter.
#[derive(Debug)]
pub(super) struct State {
    /// Each plane has as many elements as the parameter; planes that the rule does not have are empty.
    pub(super) planes: [Vec<f32>; MAX_PLANES],
}

impl State {
    /// State before the first step of a parameter with so many elements.
    pub(super) fn new(info: &ParamInfo, len: usize) -> Self {
        let initial = info.initial_state();
        let plane = |plane| vec![initial[plane]; if plane < info.planes() { len } else { 0 }];
        Self { planes: std::array::from_fn(plane) }
    }

    pub(super) fn view(&mut self) -> StateView<'_> {
        StateView { planes: self.planes.each_mut().map(Vec::as_mut_slice) }
    }

    /// All planes.
    pub(super) fn read(&self) -> [&[f32]; MAX_PLANES] {
        self.planes.each_ref().map(Vec::as_slice)
    }
}

/// The planes of a range of elements. A loop, because `map` on an array is not always inlined, and this is
/// called for every row.
#[inline(always)]
pub(super) fn part(mut planes: [&[f32]; MAX_PLANES], range: Range<usize>) -> [&[f32]; MAX_PLANES] {
    for plane in planes.iter_mut().filter(|plane| !plane.is_empty()) {
        *plane = &plane[range.clone()];
    }
    planes
}

/// State of a range of elements, to be updated.
#[derive(Debug)]
pub(super) struct StateView<'a> {
    pub(super) planes: [&'a mut [f32]; MAX_PLANES],
}

impl<'a> StateView<'a> {
    /// Splits off the state of the first `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let first = |plane: &mut &'a mut [f32]| {
            plane.split_off_mut(..len.min(plane.len())).expect("no more than there are")
        };
        Self { planes: self.planes.each_mut().map(first) }
    }

    /// The planes of a range of these elements.
    #[inline(always)]
    pub(super) fn part(&mut self, range: Range<usize>) -> StateView<'_> {
        let mut planes: [&mut [f32]; MAX_PLANES] = Default::default();
        for (part, plane) in planes.iter_mut().zip(&mut self.planes).filter(|(_, plane)| !plane.is_empty()) {
            *part = &mut plane[range.clone()];
        }
        StateView { planes }
    }

    /// The planes, to be read only.
    #[inline(always)]
    pub(super) fn read(&self) -> [&[f32]; MAX_PLANES] {
        let mut planes: [&[f32]; MAX_PLANES] = Default::default();
        for (read, plane) in planes.iter_mut().zip(&self.planes) {
            *read = plane;
        }
        planes
    }
}
