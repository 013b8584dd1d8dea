//! Remedies against frequent rows.

use super::{error::ScalingError, model::Model, step::Step, zipf::HEAD};

/// The part of a step that a remedy has to save to pay.
const PAYS: f64 = 0.01;

/// What can be done about rows that are in many entries of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// [`Model::replicated`]: all ranks have the most frequent rows, as a dense parameter.
    Replicate,
    /// [`Model::merged`]: senders merge entries of equal rows.
    Merge,
}

/// A step with the most frequent rows on all ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicated {
    /// How many rows of each table. 0 where that would not save time.
    pub rows: Vec<u64>,
    /// The step.
    pub step: Step,
    /// Seconds that it is shorter than [`Model::step`].
    pub saves: f64,
}

impl Model {
    /// A step on so many ranks whose most frequent rows are on all ranks, as a dense parameter: each rank sums the entries it
    /// has for them, and the sums of ranks are added by a reduce-scatter of rows × width elements. Sums then depend on which
    /// entries are on which rank, so that bits depend on the number of ranks.
    ///
    /// The number of rows is 0 (always on one rank) or a power of two up to 65,536, and the one that gives the
    /// shortest step; of several tables, for one after another.
    ///
    /// # Errors
    /// [`ScalingError::NoRanks`].
    pub fn replicated(&self, ranks: usize) -> Result<Replicated, ScalingError> {
        let mut plan = self.plain(false);
        let mut loads = self.loads(ranks)?;
        let plain = self.timed(ranks, &plan, &loads).seconds();
        let mut least = plain;
        for table in 0..loads.len() {
            let (mut best, mut best_load) = (0, loads[table].clone());
            for rows in candidates(self.workload().tables[table].rows, ranks) {
                let before = std::mem::replace(&mut plan.replicated[table], rows);
                self.replicate(table, &mut loads[table], before..rows);
                let seconds = self.timed(ranks, &plan, &loads).seconds();
                if seconds < least {
                    (least, best, best_load) = (seconds, rows, loads[table].clone());
                }
            }
            (plan.replicated[table], loads[table]) = (best, best_load);
        }
        let step = self.timed(ranks, &plan, &loads);
        let rows = plan.replicated.iter().map(|&rows| rows as u64).collect();
        Ok(Replicated { rows, saves: plain - step.seconds(), step })
    }

    /// The first of some numbers of ranks, in ascending order, from which on a remedy shortens the step by 1 % or more for
    /// all of them. `None` if it does not for the last one.
    ///
    /// # Errors
    /// [`ScalingError::NoRanks`].
    pub fn pays_from(&self, remedy: Remedy, ranks: &[usize]) -> Result<Option<usize>, ScalingError> {
        let mut first = None;
        for &ranks in ranks.iter().rev() {
            let with = match remedy {
                Remedy::Replicate => self.replicated(ranks)?.step,
                Remedy::Merge => self.merged(ranks)?,
            };
            if with.seconds() > (1.0 - PAYS) * self.step(ranks)?.seconds() {
                break;
            }
            first = Some(ranks);
        }
        Ok(first)
    }
}

/// Powers of two up to the rows that are treated one by one. One rank has nothing to replicate.
fn candidates(rows: u64, ranks: usize) -> impl Iterator<Item = usize> {
    let most = if ranks > 1 { rows.min(HEAD) } else { 0 };
    (0..u64::BITS).map(|bit| 1 << bit).take_while(move |&candidate| candidate as u64 <= most)
}
