//! Rows that are asked for before a computation, against rows that are asked for when they are needed.

use std::time::Instant;

use proxgrad_mpi::{Error, TableId};

use crate::{
    compute::Computation,
    ids::Whose,
    ranks,
    settings::{Case, WARM_UP},
};

/// A round of one kind: a computation, a step, and the rows of the next batch. Times are in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Round {
    /// Of the call of `prefetch` itself, before the computation; 0 without it.
    pub(crate) post: f64,
    /// Of the step.
    pub(crate) step: f64,
    /// Of `gather` or `receive`, after the step.
    pub(crate) rows: f64,
    /// Of the whole round.
    pub(crate) whole: f64,
    /// Bytes that are sent to other ranks for the rows.
    pub(crate) bytes: u64,
}

impl Round {
    fn times(&self) -> Vec<f64> {
        vec![self.post, self.step, self.rows, self.whole]
    }
}

/// Measures rounds with `gather`, and with `prefetch` and `receive`, in turns. Times are medians over rounds of the slowest rank, bytes
/// are those of all ranks in a mean round.
///
/// # Errors
/// Those of the optimizer.
pub(crate) fn measure(
    case: &mut Case<'_>,
    table: TableId,
    computation: &Computation,
) -> Result<[Round; 2], Error> {
    let (mut gathers, mut prefetches) = (Vec::new(), Vec::new());
    for _ in 0..WARM_UP + case.settings.rounds {
        gathers.push(gather(case, table, computation)?);
        prefetches.push(prefetch(case, table, computation)?);
    }
    Ok([summary(&gathers[WARM_UP..]), summary(&prefetches[WARM_UP..])])
}

fn summary(rounds: &[Round]) -> Round {
    let times = ranks::medians(&rounds.iter().map(Round::times).collect::<Vec<_>>());
    let bytes = ranks::sum(&[rounds.iter().map(|round| round.bytes).sum::<u64>()])[0];
    let bytes = bytes / rounds.len() as u64;
    Round { post: times[0], step: times[1], rows: times[2], whole: times[3], bytes }
}

/// A round whose rows are asked for when they are needed.
fn gather(case: &mut Case<'_>, table: TableId, computation: &Computation) -> Result<Round, Error> {
    let [ids, next] = [(); 2].map(|()| case.ids.next(Whose::All));
    let start = ranks::meet();
    computation.run();
    let step = step(case, table, &ids)?;
    let before = case.optimizer.traffic()?.bytes();
    let after_step = Instant::now();
    case.optimizer.gather(table, &next)?;
    let (rows, whole) = (ranks::milliseconds(after_step), ranks::milliseconds(start));
    Ok(Round { post: 0.0, step, rows, whole, bytes: case.optimizer.traffic()?.bytes() - before })
}

/// A round whose rows are asked for before its computation.
fn prefetch(case: &mut Case<'_>, table: TableId, computation: &Computation) -> Result<Round, Error> {
    let [ids, next] = [(); 2].map(|()| case.ids.next(Whose::All));
    let before = case.optimizer.traffic()?.bytes();
    let start = ranks::meet();
    let posted = case.optimizer.prefetch(table, &next);
    let post = ranks::milliseconds(start);
    computation.run();
    // Waits for what was posted, as the step would.
    let before_step = case.optimizer.traffic()?.bytes();
    let step = step(case, table, &ids)?;
    let of_step = case.optimizer.traffic()?.bytes() - before_step;
    let after_step = Instant::now();
    case.optimizer.receive(posted)?;
    let (rows, whole) = (ranks::milliseconds(after_step), ranks::milliseconds(start));
    let bytes = case.optimizer.traffic()?.bytes() - before - of_step;
    Ok(Round { post, step, rows, whole, bytes })
}

/// Takes a step; returns its time in milliseconds.
fn step(case: &mut Case<'_>, table: TableId, ids: &[u64]) -> Result<f64, Error> {
    let start = Instant::now();
    let mut step = case.optimizer.begin_step();
    step.rows(table, ids, &case.grads);
    step.finish()?;
    Ok(ranks::milliseconds(start))
}
