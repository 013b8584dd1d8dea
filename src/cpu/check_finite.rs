//! The check of gradients for infinities and NaN.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{storage::BLOCK, vectorised::vectorised};
use crate::{
    format::{Stored, Values, each_format},
    threads::{GRAIN, parallel_for, thread_count},
};

/// Whether all elements are finite.
pub(super) fn all_finite(elements: Values<'_>) -> bool {
    let (found, mut rest) = (AtomicBool::new(false), elements);
    let pieces = std::iter::from_fn(|| (!rest.is_empty()).then(|| rest.cut(rest.len().min(4 * GRAIN))));
    parallel_for(thread_count(elements.len()), pieces, |piece, _: &mut ()| {
        if any_not_finite(piece) {
            found.store(true, Ordering::Relaxed);
        }
    });
    !found.into_inner()
}

vectorised! {
    fn any_not_finite(elements: Values<'_>) -> bool {
        each_format!(Values, elements, elements => elements.chunks(BLOCK).any(any_not_finite_in_block))
    }
}

/// Without a branch, so that the loop is vectorised.
#[inline(always)]
fn any_not_finite_in_block<T: Stored>(elements: &[T]) -> bool {
    const EXPONENT: u32 = 0x7f80_0000;
    elements.iter().fold(false, |any, element| any | (element.widen().to_bits() & EXPONENT == EXPONENT))
}
