//! Parts of a row gradient: what one binding covers of a gradient that is larger.

use std::ops::Range;

use super::{kernel::PartCount, limits::Limits};

/// The most elements of a gradient: a grid has up to twice as many threads, which are counted in 32 bits.
const MAX_ELEMENTS: u64 = 1 << 31;

/// Bytes: no device asks for a coarser alignment of bindings.
const ALIGNMENT: u64 = 256;

/// The parts into which a row gradient is cut where one binding cannot cover all of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parts {
    pub(crate) count: PartCount,
    /// Elements of every part but the last; 0 where there is just one.
    pub(crate) step: u64,
}

impl Parts {
    /// A gradient that one binding covers, or whose windows are those of the values.
    pub(crate) const WHOLE: Self = Self { count: PartCount::One, step: 0 };

    /// Cuts so many elements, a number that does not exceed [`Parts::max_elements`].
    pub(crate) fn new(elements: u64, count: PartCount, element_size: u64) -> Self {
        Self { count, step: elements.div_ceil(count.number()).next_multiple_of(ALIGNMENT / element_size) }
    }

    /// The most elements that so many bindings cover.
    pub(crate) fn max_elements(count: PartCount, element_size: u64, limits: &Limits) -> u64 {
        (limits.binding / ALIGNMENT * ALIGNMENT / element_size * count.number()).min(MAX_ELEMENTS)
    }

    /// The range of each of these elements that a part holds, with `None` for parts that are not there.
    pub(crate) fn ranges(&self, elements: u64) -> [Option<Range<u64>>; 3] {
        let part = |part: u64| part * self.step..((part + 1) * self.step).min(elements);
        [0, 1, 2].map(|index| (index < self.count.number()).then(|| part(index)))
    }
}

impl PartCount {
    /// The most parts for which updates of a parameter have bindings: history and copy together leave one less.
    pub(crate) fn most(is_exact: bool, has_copy: bool) -> Self {
        if is_exact && has_copy { Self::Two } else { Self::Three }
    }

    fn number(self) -> u64 {
        self as u64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_aligned_fit_a_binding_and_hold_every_element_once() {
        let limits = Limits { binding: 16_500, ..Limits::DEFAULT };
        for (count, element_size) in
            [(PartCount::Two, 2), (PartCount::Two, 4), (PartCount::Three, 2), (PartCount::Three, 4)]
        {
            let most = Parts::max_elements(count, element_size, &limits);
            assert_eq!(most * element_size, 16_384 * count.number());
            for elements in (limits.binding.div_ceil(element_size)..=most).step_by(37).chain([most]) {
                let parts = Parts::new(elements, count, element_size);
                let mut end = 0;
                for range in parts.ranges(elements).into_iter().flatten() {
                    assert_eq!((range.start, range.start * element_size % 256), (end, 0));
                    assert!(!range.is_empty() && (range.end - range.start) * element_size <= limits.binding);
                    end = range.end;
                }
                assert_eq!(end, elements);
            }
        }
    }

    #[test]
    fn threads_of_the_longest_gradients_are_counted_in_32_bits() {
        let limits = Limits { binding: u32::MAX.into(), ..Limits::DEFAULT };
        let most = Parts::max_elements(PartCount::Three, 2, &limits);
        // A workgroup of 64 threads for each row of 33 elements.
        assert!(u32::try_from(most.div_ceil(33) * 64).is_ok());
    }
}
