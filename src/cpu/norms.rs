//! Norms of gradients, the limits to them, and sums of squares in an order that does not depend on threads.

use super::{rows::width_of, segment::Segment, vectorised::vectorised};
use crate::{
    format::{Stored, Values, each_format},
    params::ParamRegistry,
    reduce::{self, CHUNK, Elements, SEQUENTIAL_MAX, sum_of_chunks, tree},
    row_groups::{RowGroups, sum},
    rule::StepParams,
    threads::{GRAIN, parallel_for, thread_count},
};

/// The squares of numbers times a scale, computed on the fly.
#[derive(Clone, Copy, Debug)]
struct Squares<'a> {
    numbers: &'a [f32],
    scale: f32,
}

impl Elements for Squares<'_> {
    fn len(&self) -> usize {
        self.numbers.len()
    }

    #[inline(always)]
    fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = f32> {
        let scale = self.scale;
        self.numbers[range].iter().map(move |number| {
            // q = (g·unscale)²
            let x = number * scale;
            x * x
        })
    }
}

/// Returns the norm of the gradients of a step, if it is requested or has a limit, and multiplies `unscale`
/// of every parameter group beyond its limit by `limit / norm`. A norm that is not finite counts as within
/// its limit: the factor would make all gradients zero or NaN.
pub(super) fn clip_norms(
    registry: &ParamRegistry,
    segments: &[Segment<'_>],
    step_params: &mut [StepParams],
    is_requested: bool,
) -> Option<f32> {
    let (limits, limit_of_groups) = (registry.norm_limits(), registry.norm_limit_of_groups());
    let limit_of = |segment: &Segment<'_>| limit_of_groups[registry.infos()[segment.param].group];
    if !is_requested && segments.iter().all(|segment| limits[limit_of(segment)].is_infinite()) {
        return None;
    }
    let mut totals = vec![0.0; limits.len()];
    for segment in segments {
        let info = &registry.infos()[segment.param];
        let unscale = step_params[info.group].unscale;
        totals[limit_of(segment)] += match &segment.groups {
            None => sum_of_squares(segment.grads, unscale),
            Some(groups) => each_format!(Values, segment.grads, grads => {
                row_sum_of_squares(groups, grads, width_of(info), unscale)
            }),
        };
    }
    let factors: Vec<f32> =
        limits.iter().zip(&totals).map(|(&limit, total)| factor(limit, total.sqrt())).collect();
    for (group, limit) in step_params.iter_mut().zip(limit_of_groups) {
        group.unscale *= factors[limit];
    }
    Some(totals.iter().fold(0.0, |sum, total| sum + total).sqrt())
}

/// The factor of gradients with this norm; 1 does not change a bit of them.
fn factor(limit: f32, norm: f32) -> f32 {
    if norm.is_finite() && norm > limit { limit / norm } else { 1.0 }
}

/// The sum of the squares of elements times `scale`; 0 without elements.
pub(super) fn sum_of_squares(elements: Values<'_>, scale: f32) -> f32 {
    if elements.len() <= SEQUENTIAL_MAX {
        return reduce::sum(&Squares { numbers: &elements.to_f32(), scale }, &mut Vec::new());
    }
    let mut sums = vec![0.0; elements.len().div_ceil(CHUNK)];
    let mut rest = elements;
    let jobs = sums.chunks_mut(GRAIN / CHUNK).map(|sums| {
        let elements = rest.cut(rest.len().min(GRAIN));
        Chunks { sums, elements, scale }
    });
    parallel_for(thread_count(elements.len()), jobs, |mut chunks: Chunks<'_>, buffer| {
        sum_chunks(&mut chunks, buffer)
    });
    sum_of_chunks(&mut sums)
}

/// Chunks of elements whose squares are summed.
#[derive(Debug)]
struct Chunks<'a> {
    sums: &'a mut [f32],
    elements: Values<'a>,
    scale: f32,
}

vectorised! {
    fn sum_chunks(chunks: &mut Chunks<'_>, buffer: &mut Vec<f32>) {
        let &mut Chunks { ref mut sums, ref mut elements, scale } = chunks;
        for sum in sums.iter_mut() {
            let numbers = elements.cut(elements.len().min(CHUNK)).as_f32(buffer);
            *sum = tree(&Squares { numbers, scale }, 0..numbers.len());
        }
    }
}

/// The sum of the squares of a row gradient times `scale`, entries of equal rows summed first. The sums of
/// the rows are added up chunk by chunk.
fn row_sum_of_squares<G: Stored>(groups: &RowGroups, grads: &[G], width: usize, scale: f32) -> f32 {
    // Rows in a job.
    const ROWS: usize = 256;
    let RowGroups { rows, starts, order } = groups;
    let mut row_sums = vec![0.0; rows.len()];
    let jobs = row_sums.chunks_mut(ROWS).enumerate();
    parallel_for(thread_count(grads.len()), jobs, |(job, row_sums), [g, chunk_sums]: &mut [Vec<f32>; 2]| {
        g.resize(width, 0.0);
        for (row_sum, ends) in row_sums.iter_mut().zip(starts[job * ROWS..].windows(2)) {
            sum(&order[ends[0] as usize..ends[1] as usize], grads, width, g);
            *row_sum = reduce::sum(&Squares { numbers: g, scale }, chunk_sums);
        }
    });
    sum_of_chunks(&mut row_sums)
}
