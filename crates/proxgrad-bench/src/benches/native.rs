//! Loops on the CPU that the library is compared with: what memory allows, and what a program without the library would
//! do.

use multiversion::multiversion;
use proxgrad::rule::{StepParams, update};
use rayon::prelude::*;

/// Elements that a thread processes at a time: 64 KiB of each slice, which fit into the cache of a core.
const CHUNK: usize = 16 << 10;

/// values ← values + s·grads, accum ← accum + grads: three loads and two stores an element, on all cores with the
/// widest vectors of the processor.
pub(super) fn triad(values: &mut [f32], accum: &mut [f32], grads: &[f32], s: f32) {
    let chunk = |((values, accum), grads): ((&mut [f32], &mut [f32]), &[f32])| {
        triad_chunk(values, accum, grads, s);
    };
    // A single chunk is not worth another thread.
    if values.len() <= CHUNK {
        return chunk(((values, accum), grads));
    }
    let accum = accum.par_chunks_mut(CHUNK);
    values.par_chunks_mut(CHUNK).zip(accum).zip(grads.par_chunks(CHUNK)).for_each(chunk);
}

#[multiversion(targets("x86_64+avx2", "x86+avx2"))]
fn triad_chunk(values: &mut [f32], accum: &mut [f32], grads: &[f32], s: f32) {
    for ((value, accum), grad) in values.iter_mut().zip(accum).zip(grads) {
        *value += s * grad;
        *accum += grad;
    }
}

/// values ← grads: a load and a store an element, parallel as [`triad`].
pub(super) fn copy(values: &mut [f32], grads: &[f32]) {
    let chunk = |(values, grads): (&mut [f32], &[f32])| copy_chunk(values, grads);
    if values.len() <= CHUNK {
        return chunk((values, grads));
    }
    values.par_chunks_mut(CHUNK).zip(grads.par_chunks(CHUNK)).for_each(chunk);
}

#[multiversion(targets("x86_64+avx2", "x86+avx2"))]
fn copy_chunk(values: &mut [f32], grads: &[f32]) {
    for (value, grad) in values.iter_mut().zip(grads) {
        *value = *grad;
    }
}

/// The update rule, element by element, on one core.
pub(super) fn scalar(values: &mut [f32], accum: &mut [f32], grads: &[f32], params: &StepParams) {
    for ((value, accum), grad) in values.iter_mut().zip(accum).zip(grads) {
        (*value, *accum) = update(*value, *accum, *grad, params);
    }
}

/// The update rule on every entry of a row gradient by itself, on one core. Rows with several entries are updated several
/// times: this is no optimizer that sums them, but it has about as much to do.
pub(super) fn plain_rows(
    values: &mut [f32],
    accum: &mut [f32],
    grads: &[f32],
    indices: &[u32],
    width: usize,
    params: &StepParams,
) {
    for (&row, grads) in indices.iter().zip(grads.chunks_exact(width)) {
        let row = row as usize * width..(row as usize + 1) * width;
        scalar(&mut values[row.clone()], &mut accum[row], grads, params);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triad_and_a_copy_reach_every_element_of_any_length() {
        for len in [0, 1, CHUNK, 3 * CHUNK + 7] {
            let (mut values, mut accum, grads) = (vec![1.0; len], vec![2.0; len], vec![0.5; len]);
            triad(&mut values, &mut accum, &grads, 2.0);
            assert!(values.iter().all(|value| *value == 2.0) && accum.iter().all(|accum| *accum == 2.5));
            copy(&mut values, &grads);
            assert!(values.iter().all(|value| *value == 0.5), "{len}");
        }
    }

    #[test]
    fn plain_rows_update_the_rows_that_are_named() {
        let (mut values, mut accum) = (vec![1.0; 8], vec![0.1; 8]);
        plain_rows(&mut values, &mut accum, &[0.5; 4], &[3, 1], 2, &StepParams::new(0.1, 0.0, 0.0));
        let moved: Vec<_> = values.iter().map(|value| *value < 1.0).collect();
        assert_eq!(moved, [false, false, true, true, false, false, true, true]);
    }
}
