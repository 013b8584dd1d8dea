//! Where means are made: a thread for each channel of few elements, else a workgroup for each chunk of a channel, and
//! for the sums of its chunks again, until one is left.

use super::{Elements, Kernel, Planner, Slot, Stage, WORKGROUP, word};
use crate::reduce::{CHUNK, NARROW, reciprocal};

impl Planner<'_> {
    /// Plans the means of so many channels, or groups of rows, from `slot.first` on; says where they will be.
    pub(super) fn means(&mut self, elements: Elements, window: usize, channels: u64, slot: Slot) -> u32 {
        let factor = reciprocal(slot.width as usize);
        self.sums(Stage::Before, elements, window, channels, Slot { factor, ..slot })
    }

    /// Plans their sums, multiplied by `slot.factor`.
    pub(super) fn sums(
        &mut self,
        stage: Stage,
        elements: Elements,
        window: usize,
        channels: u64,
        slot: Slot,
    ) -> u32 {
        let means = self.plan.work.take(channels);
        if slot.width as usize <= NARROW {
            let slot = Slot { count: word(channels), means, ..slot };
            self.push_at(stage, Kernel::Narrow(elements), window, slot);
            return means;
        }
        let factor = slot.factor;
        let (mut elements, mut slot) = (elements, Slot { factor: 1.0, ..slot });
        loop {
            let chunks = u64::from(slot.width).div_ceil(CHUNK as u64);
            slot.chunks = word(chunks);
            slot.count = word(channels * chunks * u64::from(WORKGROUP));
            if chunks == 1 {
                self.push_at(stage, Kernel::Wide(elements), window, Slot { means, factor, ..slot });
                return means;
            }
            slot.means = self.plan.work.take(channels * chunks);
            self.push_at(stage, Kernel::Wide(elements), window, slot);
            elements = Elements::Folded;
            (slot.width, slot.partials) = (slot.chunks, slot.means);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reduce::LANES;

    #[test]
    fn a_workgroup_has_as_many_threads_as_a_chunk_has_lanes() {
        assert_eq!(super::WORKGROUP as usize, LANES);
    }
}
