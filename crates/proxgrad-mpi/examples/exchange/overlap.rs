//! Rows that are asked for before a computation, against rows that are asked for when they are needed.

use proxgrad_mpi::{Error, TableId};

use crate::{
    compute::Computation,
    ids::Whose,
    ranks,
    settings::{Case, WARM_UP},
};

/// Times in milliseconds: medians over rounds of the slowest rank. A round is a computation, a step, and the rows of the next batch.
pub(crate) struct Times {
    /// What the rows take after the step: by `gather`, and by `receive`.
    pub(crate) rows: [f64; 2],
    /// The whole round, with `gather`, and with `prefetch` and `receive`.
    pub(crate) round: [f64; 2],
    /// Bytes that all ranks send to others for the rows of a batch, by `gather`, and by `prefetch` and `receive`.
    pub(crate) bytes: [u64; 2],
}

/// One round of one kind.
struct Round {
    rows: f64,
    whole: f64,
    bytes: u64,
}

/// Measures rounds of both kinds in turns.
///
/// # Errors
/// Those of the optimizer.
pub(crate) fn measure(
    case: &mut Case<'_>,
    table: TableId,
    computation: &Computation,
) -> Result<Times, Error> {
    let (mut rounds, mut bytes) = (Vec::new(), [0; 2]);
    for round in 0..WARM_UP + case.settings.rounds {
        let (ids, next) = (case.ids.next(Whose::All), case.ids.next(Whose::All));
        let gathered = gather(case, table, computation, [&ids, &next])?;
        let (ids, next) = (case.ids.next(Whose::All), case.ids.next(Whose::All));
        let received = prefetch(case, table, computation, [&ids, &next])?;
        if round >= WARM_UP {
            rounds.push(vec![gathered.rows, received.rows, gathered.whole, received.whole]);
            bytes = [bytes[0] + gathered.bytes, bytes[1] + received.bytes];
        }
    }
    let times = ranks::medians(&rounds);
    let bytes = ranks::sum(&bytes);
    let per_round = |bytes: u64| bytes / rounds.len() as u64;
    Ok(Times {
        rows: [times[0], times[1]],
        round: [times[2], times[3]],
        bytes: [per_round(bytes[0]), per_round(bytes[1])],
    })
}

/// A round whose rows are asked for when they are needed.
fn gather(
    case: &mut Case<'_>,
    table: TableId,
    computation: &Computation,
    [ids, next]: [&[u64]; 2],
) -> Result<Round, Error> {
    let start = ranks::meet();
    computation.run();
    step(case, table, ids)?;
    let before = case.optimizer.traffic()?.bytes();
    let after_step = std::time::Instant::now();
    case.optimizer.gather(table, next)?;
    let (rows, whole) = (ranks::milliseconds(after_step), ranks::milliseconds(start));
    Ok(Round { rows, whole, bytes: case.optimizer.traffic()?.bytes() - before })
}

/// A round whose rows are asked for before its computation.
fn prefetch(
    case: &mut Case<'_>,
    table: TableId,
    computation: &Computation,
    [ids, next]: [&[u64]; 2],
) -> Result<Round, Error> {
    let before = case.optimizer.traffic()?.bytes();
    let start = ranks::meet();
    let posted = case.optimizer.prefetch(table, next);
    computation.run();
    let before_step = case.optimizer.traffic()?.bytes();
    step(case, table, ids)?;
    let of_step = case.optimizer.traffic()?.bytes() - before_step;
    let after_step = std::time::Instant::now();
    case.optimizer.receive(posted)?;
    let (rows, whole) = (ranks::milliseconds(after_step), ranks::milliseconds(start));
    Ok(Round { rows, whole, bytes: case.optimizer.traffic()?.bytes() - before - of_step })
}

fn step(case: &mut Case<'_>, table: TableId, ids: &[u64]) -> Result<(), Error> {
    let mut step = case.optimizer.begin_step();
    step.rows(table, ids, &case.grads);
    step.finish().map(|_| ())
}
