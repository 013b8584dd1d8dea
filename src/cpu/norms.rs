//! Norms of gradients and of values: sums of squares in an order that threads do not decide, and the limits to them.

use super::{Segment, lent::BLOCK};
use crate::{
    format::{Stored, Values, each_format},
    params::ParamRegistry,
    reduce::{CHUNK, Elements, NARROW, sum as sum_of, sum_of_chunks, tree},
    row_groups::{RowGroups, sum},
    rule::StepParams,
    threads::{GRAIN, parallel_for, thread_count},
};

/// What is summed: the squares of numbers times a scale.
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

/// Measures the norm of a step's gradients if anybody asks for it or has a limit to it, and lowers `unscale` where the
/// norm is beyond a limit. A norm that is not finite is beyond none: it would make all gradients zero, or no numbers.
pub(super) fn limit(
    registry: &ParamRegistry,
    segments: &[Segment<'_>],
    lanes: &mut [StepParams],
    is_asked: bool,
) -> Option<f32> {
    let (limits, limit_of_lanes) = (registry.norm_limits(), registry.norm_limit_of_groups());
    let limit_of = |segment: &Segment<'_>| limit_of_lanes[registry.infos()[segment.param].group];
    if !is_asked && segments.iter().all(|segment| limits[limit_of(segment)].is_infinite()) {
        return None;
    }
    let mut totals = vec![0.0; limits.len()];
    for segment in segments {
        let entry = &registry.infos()[segment.param];
        totals[limit_of(segment)] += of_segment(segment, entry.width(), lanes[entry.group].unscale);
    }
    let factors: Vec<f32> =
        limits.iter().zip(&totals).map(|(&limit, total)| factor(limit, total.sqrt())).collect();
    for (lane, limit) in lanes.iter_mut().zip(limit_of_lanes) {
        lane.unscale *= factors[limit];
    }
    Some(totals.iter().fold(0.0, |sum, total| sum + total).sqrt())
}

/// What gradients are multiplied by; 1 leaves every bit as it is.
fn factor(limit: f32, norm: f32) -> f32 {
    if norm.is_finite() && norm > limit { limit / norm } else { 1.0 }
}

/// The sum of the squares of a gradient, equal rows summed.
fn of_segment(segment: &Segment<'_>, width: u64, unscale: f32) -> f32 {
    match &segment.rows {
        None => sum_of_squares(segment.grads, unscale),
        Some(groups) => {
            let width = usize::try_from(width).expect("the elements are in memory");
            each_format!(Values, segment.grads, grads => {
                let entries = Entries { groups, grads, width, unscale };
                entries.sum_of_squares()
            })
        }
    }
}

/// The sum of the squares of some elements times a scale; none are 0.
pub(super) fn sum_of_squares(elements: Values<'_>, scale: f32) -> f32 {
    if elements.len() <= NARROW {
        return sum_of(&Squares { numbers: &elements.to_f32(), scale }, &mut Vec::new());
    }
    let mut sums = vec![0.0; elements.len().div_ceil(CHUNK)];
    let mut rest = elements;
    let jobs = sums.chunks_mut(GRAIN / CHUNK).map(|sums| {
        let elements = rest.cut(rest.len().min(GRAIN));
        Chunks { sums, elements, scale }
    });
    parallel_for(thread_count(elements.len()), jobs, |mut chunks: Chunks<'_>, room| {
        sum_chunks(&mut chunks, room)
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
    fn sum_chunks(chunks: &mut Chunks<'_>, room: &mut Vec<f32>) {
        let &mut Chunks { ref mut sums, ref mut elements, scale } = chunks;
        for sum in sums.iter_mut() {
            let numbers = elements.cut(elements.len().min(CHUNK)).widened(room);
            *sum = tree(&Squares { numbers, scale }, 0..numbers.len());
        }
    }
}

/// A gradient by rows.
#[derive(Clone, Copy, Debug)]
struct Entries<'a, G> {
    groups: &'a RowGroups,
    grads: &'a [G],
    width: usize,
    unscale: f32,
}

impl<G: Stored> Entries<'_, G> {
    /// By row, then all of them together: 64 sums side by side, as in a chunk.
    fn sum_of_squares(self) -> f32 {
        const ROWS: usize = 256;
        let mut of_rows = vec![0.0; self.groups.rows.len()];
        let jobs = of_rows.chunks_mut(ROWS).enumerate();
        parallel_for(thread_count(self.grads.len()), jobs, |(job, of_rows), room: &mut [Vec<f32>; 2]| {
            for (row, of_row) in of_rows.iter_mut().enumerate() {
                *of_row = self.of_row(job * ROWS + row, room);
            }
        });
        tree(&&*of_rows, 0..of_rows.len())
    }

    /// Of one distinct row.
    fn of_row(&self, row: usize, [g, sums]: &mut [Vec<f32>; 2]) -> f32 {
        let RowGroups { starts, order, .. } = self.groups;
        let entries = &order[starts[row] as usize..starts[row + 1] as usize];
        g.resize(self.width, 0.0);
        sum(entries, self.grads, self.width, g);
        sum_of(&Squares { numbers: g, scale: self.unscale }, sums)
    }
}

/// What is counted of values beside their norm.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    /// Those that are not exactly zero.
    pub(super) nonzero: u64,
    /// The bits, without a sign, of the largest: beyond all others are those of NaN.
    pub(super) largest: u32,
}

impl Count {
    /// Counts more values; returns the sum of their squares.
    pub(super) fn add(&mut self, values: Values<'_>) -> f32 {
        let mut rest = values;
        let mut room = Vec::new();
        while !rest.is_empty() {
            for value in rest.cut(rest.len().min(BLOCK)).widened(&mut room) {
                self.nonzero += u64::from(*value != 0.0);
                self.largest = self.largest.max(value.abs().to_bits());
            }
        }
        sum_of_squares(values, 1.0)
    }
}
