//! The state that the update rule keeps for the elements of a parameter.

use std::ops::Range;

use crate::{params::ParamInfo, rule::MAX_PLANES};

/// State of all elements of a parameter.
#[derive(Debug)]
pub(super) struct State {
    /// Each plane has as many numbers as the parameter has elements, or rows; planes that the rule does not have are empty.
    pub(super) planes: [Vec<f32>; MAX_PLANES],
    /// Elements that share a number of each plane.
    elements: usize,
}

impl State {
    /// State before the first step of a parameter, whose elements are in memory.
    pub(super) fn new(info: &ParamInfo) -> Self {
        let in_memory = |count| usize::try_from(count).expect("the elements are in memory");
        let (initial, len) = (info.initial_state(), in_memory(info.state_len()));
        let plane = |plane| vec![initial[plane]; if plane < info.planes() { len } else { 0 }];
        let elements = in_memory(info.elements_per_state()).max(1);
        Self { planes: std::array::from_fn(plane), elements }
    }

    pub(super) fn view(&mut self) -> StateView<'_> {
        StateView { planes: self.planes.each_mut().map(Vec::as_mut_slice), elements: self.elements }
    }

    /// All planes.
    pub(super) fn read(&self) -> [&[f32]; MAX_PLANES] {
        self.planes.each_ref().map(Vec::as_slice)
    }
}

impl State {
    /// All planes of a range of elements.
    #[inline(always)]
    pub(super) fn read_part(&self, range: Range<usize>) -> [&[f32]; MAX_PLANES] {
        part(self.read(), range.start / self.elements..range.end / self.elements)
    }
}

/// The planes of a range of elements, each with numbers of its own. A loop, because `map` on an array is not always inlined, and this is
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
    /// Elements that share a number of each plane: whole rows are taken where they are several.
    pub(super) elements: usize,
}

impl<'a> StateView<'a> {
    /// Splits off the state of the first `len` elements.
    pub(super) fn cut(&mut self, len: usize) -> Self {
        let len = len / self.elements;
        let first = |plane: &mut &'a mut [f32]| {
            plane.split_off_mut(..len.min(plane.len())).expect("no more than there are")
        };
        Self { planes: self.planes.each_mut().map(first), elements: self.elements }
    }

    /// The planes of a range of these elements.
    #[inline(always)]
    pub(super) fn part(&mut self, range: Range<usize>) -> StateView<'_> {
        let elements = self.elements;
        let range = range.start / elements..range.end / elements;
        let mut planes: [&mut [f32]; MAX_PLANES] = Default::default();
        for (part, plane) in planes.iter_mut().zip(&mut self.planes).filter(|(_, plane)| !plane.is_empty()) {
            *part = &mut plane[range.clone()];
        }
        StateView { planes, elements }
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
