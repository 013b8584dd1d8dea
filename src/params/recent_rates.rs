//! Rates of recent steps, for devices that may have skipped some of these steps.
//!
//! The host counts every step that it records. A device that has skipped n of them is n steps behind, and
//! must use the rates of n steps earlier. The host does not know n, so it sends the rates of earlier steps
//! along, and the device chooses.

use std::collections::VecDeque;

use crate::rule::StepParams;

/// The most steps by which the host's count may be ahead of the device's.
pub(crate) const MAX_LAG: u32 = 1024;

/// The parameters of a step that depend on schedules: learning rate, threshold, scale and weight decay.
pub(crate) type Rates = [f32; 4];

/// Rates of the last [`MAX_LAG`] steps of each parameter group whose schedules vary, the latest step first. Of the other
/// groups only the last step is kept, so that a schedule can be replaced.
#[derive(Debug, Default)]
pub(crate) struct RecentRates {
    /// By parameter group.
    past: Vec<VecDeque<Rates>>,
}

impl RecentRates {
    /// Appends a step. `groups` has the step's parameters for each parameter group, and whether the group's
    /// schedules vary.
    pub(crate) fn push<'a>(&mut self, groups: impl ExactSizeIterator<Item = (&'a StepParams, bool)>) {
        self.past.resize(groups.len(), VecDeque::new());
        for (past, (params, varies)) in self.past.iter_mut().zip(groups) {
            past.push_front(rates(params));
            past.truncate(kept(varies));
        }
    }

    /// Rates of the current step, from its parameters `params`, and of the steps before it, of one parameter
    /// group.
    pub(crate) fn with_current(&self, group: usize, params: &StepParams) -> Vec<Rates> {
        let past = self.past.get(group).into_iter().flatten().copied();
        [rates(params)].into_iter().chain(past).collect()
    }

    /// Number of bytes by which the rates sent along with a step may still grow. `varies` says for each
    /// parameter group whether its schedules vary.
    pub(crate) fn bytes_to_come(&self, varies: impl Iterator<Item = bool>) -> u64 {
        let missing = |(group, varies): (usize, bool)| {
            kept(varies).saturating_sub(self.past.get(group).map_or(0, VecDeque::len))
        };
        (varies.enumerate().map(missing).sum::<usize>() * size_of::<Rates>()) as u64
    }

    /// Forgets all steps, because a checkpoint is restored.
    pub(crate) fn clear(&mut self) {
        self.past.clear();
    }
}

/// The most steps of a parameter group that are kept.
fn kept(varies: bool) -> usize {
    if varies { MAX_LAG as usize } else { 1 }
}

fn rates(params: &StepParams) -> Rates {
    [params.learning_rate, params.threshold, params.scale, params.weight_decay]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_rates_come_first_and_no_more_than_a_device_may_need_are_kept() {
        let (constant, mut recent) = (StepParams::new(0.5, 0.0, 0.0), RecentRates::default());
        let varying = |step: u32| StepParams::new(f64::from(step), 0.0, 0.0);
        assert_eq!(recent.bytes_to_come([false, true].into_iter()), 1025 * 16);
        for step in 0..MAX_LAG + 5 {
            recent.push([(&constant, false), (&varying(step), true)].into_iter());
        }
        let first = |group, params: &StepParams| -> Vec<f32> {
            recent.with_current(group, params).iter().map(|rates| rates[0]).collect()
        };
        assert_eq!(first(0, &constant), [0.5, 0.5]);
        // The schedule of the first group is replaced: a device that is behind takes the earlier rate.
        let replaced = StepParams::new(0.25, 0.0, 0.0);
        assert_eq!(first(0, &replaced), [0.25, 0.5]);
        let sent = first(1, &varying(MAX_LAG + 5));
        assert_eq!((sent.len(), &sent[..2], sent.last()), (1025, &[1029.0, 1028.0][..], Some(&5.0)));
        assert_eq!(recent.bytes_to_come([false, true].into_iter()), 0);
        recent.clear();
        assert_eq!(recent.with_current(1, &varying(7)).len(), 1);
    }
}
