//! Plans reductions: sums and means of channels. A thread for each channel of few elements, else a workgroup for each chunk of
//! a channel, and then for the sums of its chunks, until one sum is left.

use super::{
    dispatch::Stage,
    kernel::{Kernel, ReduceInput, ReduceStage},
    planner::Planner,
    program::word,
    table::WORKGROUP,
    uniforms::ElementUniforms,
};
use crate::reduce::{CHUNK, SEQUENTIAL_MAX, reciprocal};

impl Planner<'_> {
    /// Plans the means of so many channels of `width` elements; returns their address.
    pub(super) fn means(
        &mut self,
        input: ReduceInput,
        window: usize,
        channels: u64,
        width: u64,
        uniforms: ElementUniforms,
    ) -> u32 {
        let width = word(width);
        let uniforms = ElementUniforms { width, factor: reciprocal(width as usize), ..uniforms };
        self.sums(Stage::Prepare, input, window, channels, uniforms)
    }

    /// Plans the sums of so many channels of `uniforms.width` elements, multiplied by `uniforms.factor`; returns their address.
    pub(super) fn sums(
        &mut self,
        stage: Stage,
        input: ReduceInput,
        window: usize,
        channels: u64,
        uniforms: ElementUniforms,
    ) -> u32 {
        let means = self.program.scratch.allocate(channels);
        if uniforms.width as usize <= SEQUENTIAL_MAX {
            let uniforms = ElementUniforms { thread_count: word(channels), means, ..uniforms };
            self.push(stage, Kernel::ReduceThread(input), window, uniforms);
            return means;
        }
        let factor = uniforms.factor;
        let mut input = ReduceStage::First(input);
        let mut uniforms = ElementUniforms { factor: 1.0, ..uniforms };
        loop {
            let kernel = Kernel::ReduceWorkgroup(input);
            let chunks = u64::from(uniforms.width).div_ceil(CHUNK as u64);
            uniforms.chunk_count = word(chunks);
            uniforms.thread_count = word(channels * chunks * u64::from(WORKGROUP));
            if chunks == 1 {
                self.push(stage, kernel, window, ElementUniforms { means, factor, ..uniforms });
                return means;
            }
            uniforms.means = self.program.scratch.allocate(channels * chunks);
            self.push(stage, kernel, window, uniforms);
            input = ReduceStage::ChunkSums;
            (uniforms.width, uniforms.chunk_sums) = (uniforms.chunk_count, uniforms.means);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reduce::PARTIAL_SUMS;

    #[test]
    fn a_workgroup_has_as_many_threads_as_a_chunk_has_partial_sums() {
        assert_eq!(super::WORKGROUP as usize, PARTIAL_SUMS);
    }
}
