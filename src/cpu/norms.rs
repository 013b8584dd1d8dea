//! Norms of gradients, and the limits to them, in an order that does not depend on threads.

use super::{
    rows::width_of,
    segment::Segment,
    square_sum::{SquareSum, SquareSums, store},
};
use crate::{
    format::{Stored, each_format},
    params::ParamRegistry,
    row_groups::{Entries, RowGroups},
    rule::{StepParams, norm_summand},
    threads::{parallel_for, thread_count},
};

/// Returns the norm of the gradients of a step, if it is requested or has a limit, and multiplies `unscale`
/// of every parameter group beyond its limit by `limit / norm`. The factor of a norm that is NaN is NaN.
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
    let mut totals = vec![SquareSum::default(); limits.len()];
    for segment in segments {
        let info = &registry.infos()[segment.param];
        let params = &step_params[info.group];
        let total = &mut totals[limit_of(segment)];
        *total = *total
            + match &segment.groups {
                None => SquareSum::of(segment.grads, params.unscale),
                Some(groups) => each_format!(Values, segment.grads, grads => {
                    row_sum_of_squares(groups, grads, width_of(info), params)
                }),
            };
    }
    let factors: Vec<f32> = limits.iter().zip(&totals).map(|(&limit, total)| total.factor(limit)).collect();
    for (group, limit) in step_params.iter_mut().zip(limit_of_groups) {
        group.unscale *= factors[limit];
    }
    Some(totals.into_iter().fold(SquareSum::default(), |sum, total| sum + total).norm())
}

/// The sum of the squares of a row gradient, entries of equal rows summed first. The sums of the rows are added up chunk by
/// chunk.
fn row_sum_of_squares<G: Stored>(
    groups: &RowGroups,
    grads: &[G],
    width: usize,
    params: &StepParams,
) -> SquareSum {
    // Rows in a job.
    const ROWS: usize = 256;
    let RowGroups { rows, starts, order } = groups;
    let entries = Entries { grads, width, summand: |grad| norm_summand(grad, params) };
    let mut row_sums = SquareSums::zeros(rows.len());
    let jobs = row_sums.parts_mut(ROWS).enumerate();
    parallel_for(
        thread_count(grads.len()),
        jobs,
        |(job, [small, large]), [g, buffer]: &mut [Vec<f32>; 2]| {
            g.resize(width, 0.0);
            let sums = small.iter_mut().zip(large.iter_mut());
            for ((small, large), ends) in sums.zip(starts[job * ROWS..].windows(2)) {
                entries.sum(&order[ends[0] as usize..ends[1] as usize], g);
                store(SquareSum::of_short(g, 1.0, buffer), small, large);
            }
        },
    );
    row_sums.sum()
}
