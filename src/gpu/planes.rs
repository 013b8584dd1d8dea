//! Planes of state in one buffer, as kernels read them: four elements of each plane in turn.

use std::borrow::Cow;

/// Elements of a plane that lie side by side.
const RUN: usize = 4;

/// Bytes of so many planes of so many elements.
pub(super) fn state_size(elements: u64, planes: usize) -> u64 {
    // Of one plane not even the last run is filled up.
    let elements = if planes > 1 { elements.next_multiple_of(RUN as u64) } else { elements };
    elements.saturating_mul((planes * size_of::<f32>()) as u64)
}

/// Four elements of the planes that begin with these values.
pub(super) fn repeated(initial: &[f32]) -> Vec<f32> {
    initial.iter().flat_map(|&value| [value; RUN]).collect()
}

/// Planes of the same length as they lie in a buffer. The last run is filled up with zeros where there are several planes.
pub(super) fn interleaved<'a>(planes: &[&'a [f32]]) -> Cow<'a, [f32]> {
    let (&[plane] | &[plane, ..]) = planes else { return Cow::Borrowed(&[]) };
    if planes.len() == 1 {
        return Cow::Borrowed(plane);
    }
    let mut words = Vec::with_capacity(plane.len().next_multiple_of(RUN) * planes.len());
    for first in (0..plane.len()).step_by(RUN) {
        let end = (first + RUN).min(plane.len());
        for plane in planes {
            words.extend_from_slice(&plane[first..end]);
            words.resize(words.len().next_multiple_of(RUN), 0.0);
        }
    }
    Cow::Owned(words)
}

/// The elements of one of so many planes, from words that begin with a run of the first plane.
pub(super) fn elements_of<T: Copy>(words: &[T], planes: usize, plane: usize) -> Vec<T> {
    let runs = words.chunks_exact(RUN * planes);
    runs.flat_map(|runs| &runs[plane * RUN..(plane + 1) * RUN]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_are_put_together_and_taken_apart() {
        let planes: [Vec<f32>; 2] = [0.0, 100.0].map(|first| (0..6).map(|i| first + i as f32).collect());
        let words = interleaved(&[&planes[0], &planes[1]]);
        let want = [0, 1, 2, 3, 100, 101, 102, 103, 4, 5, 0, 0, 104, 105, 0, 0].map(|word| word as f32);
        assert_eq!(*words, want);
        assert_eq!(size_of_val(&*words) as u64, state_size(6, 2));
        for (index, plane) in planes.iter().enumerate() {
            assert_eq!(elements_of(&words, 2, index)[..6], *plane);
        }
        assert_eq!(*interleaved(&[&planes[0]]), planes[0]);
        assert_eq!((state_size(6, 1), state_size(6, 0), interleaved(&[]).len()), (24, 0, 0));
        assert_eq!(repeated(&[1.0, 2.0]), [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
    }
}
