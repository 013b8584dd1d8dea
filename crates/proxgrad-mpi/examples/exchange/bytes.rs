//! Bytes that travel, counted by the optimizer, against what they should be.

use proxgrad_mpi::{Error, Traffic};

use crate::{ids::Whose, ranks, settings::Case};

/// Bytes that all ranks send to others, counted and computed.
pub(crate) struct Bytes {
    /// Entries of all ranks whose rows other ranks own.
    pub(crate) entries: u64,
    /// Of a step.
    pub(crate) step: [u64; 2],
    /// Distinct ids of each rank whose rows other ranks own, of all ranks.
    pub(crate) distinct: u64,
    /// Of a gather.
    pub(crate) gather: [u64; 2],
}

/// Counts the bytes of one step and of one gather of the table with touched rows.
///
/// For an entry that leaves its rank in a step, 4 bytes for the row and 4 for each element travel; for a gather, 4 for each distinct
/// id that leaves, and 4 for each element of its row, which comes back. Each call sends a header and a count to each other rank.
///
/// # Errors
/// Those of the optimizer.
pub(crate) fn count(case: &mut Case<'_>) -> Result<Bytes, Error> {
    let ids = case.ids.next(Whose::All);
    let sums = ranks::sum(&case.ids.leaving(&ids));
    let (entries, distinct) = (sums[0], sums[1]);

    let before = case.optimizer.traffic()?.bytes();
    case.optimizer.gather(case.touched, &ids)?;
    let between = case.optimizer.traffic()?.bytes();
    let mut step = case.optimizer.begin_step();
    step.rows(case.touched, &ids, &case.grads);
    step.finish()?;
    let after = case.optimizer.traffic()?.bytes();

    let counted = ranks::sum(&[after - between, between - before]);
    let ranks = case.optimizer.ranks() as u64;
    let of_calls = ranks * (ranks - 1) * (Traffic::HEADER + 8);
    let of_row = 4 + 4 * case.width as u64;
    Ok(Bytes {
        entries,
        step: [counted[0], of_calls + of_row * entries],
        distinct,
        gather: [counted[1], of_calls + of_row * distinct],
    })
}
