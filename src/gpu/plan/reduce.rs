//! Plans reductions: sums and means of channels. A workgroup for several channels of few elements, else for each chunk of a
//! channel, and then for the sums of its chunks, until few sums are left.

use super::{
    dispatch::Stage,
    kernel::{Kernel, ReduceInput, ReduceStage, SumKind},
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
        let (address, _) = self.partial_reduction(stage, input, window, channels, 1, uniforms);
        address
    }

    /// Plans sums of so many channels of `uniforms.width` elements until at most `enough` sums of each are left; returns their
    /// address and number. They are multiplied by `uniforms.factor` where one is left.
    pub(super) fn partial_reduction(
        &mut self,
        stage: Stage,
        input: ReduceInput,
        window: usize,
        channels: u64,
        enough: u64,
        uniforms: ElementUniforms,
    ) -> (u32, u64) {
        if uniforms.width as usize <= SEQUENTIAL_MAX {
            return (self.short_sums(stage, input, window, channels, uniforms), 1);
        }
        let kernel = Kernel::ReduceWorkgroup(ReduceStage::First(input));
        let (address, chunks) = self.chunk_sums(stage, kernel, input.sums(), window, channels, uniforms);
        self.fold_sums(
            stage,
            input.sums(),
            window,
            channels,
            enough,
            ElementUniforms { chunk_sums: address, ..uniforms },
            chunks,
        )
    }

    /// Plans sums of the `count` sums at `uniforms.chunk_sums` of each channel, chunk by chunk, until at most `enough` are left;
    /// returns their address and number.
    #[expect(clippy::too_many_arguments, reason = "each differs from call to call")]
    pub(super) fn fold_sums(
        &mut self,
        stage: Stage,
        sums: SumKind,
        window: usize,
        channels: u64,
        enough: u64,
        mut uniforms: ElementUniforms,
        mut count: u64,
    ) -> (u32, u64) {
        while count > enough {
            uniforms.width = word(count);
            let kernel = Kernel::ReduceWorkgroup(ReduceStage::ChunkSums(sums));
            (uniforms.chunk_sums, count) = self.chunk_sums(stage, kernel, sums, window, channels, uniforms);
        }
        (uniforms.chunk_sums, count)
    }

    /// Plans the sums of channels of few elements, as many in each workgroup as it has threads for; returns their address.
    fn short_sums(
        &mut self,
        stage: Stage,
        input: ReduceInput,
        window: usize,
        channels: u64,
        uniforms: ElementUniforms,
    ) -> u32 {
        let means = self.scratch().allocate(channels * input.sums().words());
        let workgroups = channels.div_ceil(u64::from(WORKGROUP / uniforms.width.max(1)));
        let uniforms = ElementUniforms {
            thread_count: word(workgroups * u64::from(WORKGROUP)),
            channel_count: word(channels),
            means,
            ..uniforms
        };
        self.push(stage, Kernel::ReduceShort(input), window, uniforms);
        means
    }

    /// Plans the sums of all chunks of channels; returns their address, and the number of chunks of each channel.
    fn chunk_sums(
        &mut self,
        stage: Stage,
        kernel: Kernel,
        sums: SumKind,
        window: usize,
        channels: u64,
        uniforms: ElementUniforms,
    ) -> (u32, u64) {
        let chunks = chunk_count(uniforms.width.into());
        let means = self.scratch().allocate(channels * chunks * sums.words());
        let uniforms = ElementUniforms {
            chunk_count: word(chunks),
            thread_count: word(channels * chunks * u64::from(WORKGROUP)),
            factor: if chunks == 1 { uniforms.factor } else { 1.0 },
            means,
            ..uniforms
        };
        self.push(stage, kernel, window, uniforms);
        (means, chunks)
    }
}

/// The number of chunks of so many elements.
pub(super) fn chunk_count(elements: u64) -> u64 {
    elements.div_ceil(CHUNK as u64)
}

#[cfg(test)]
mod tests {
    use crate::reduce::PARTIAL_SUMS;

    #[test]
    fn a_workgroup_has_as_many_threads_as_a_chunk_has_partial_sums() {
        assert_eq!(super::WORKGROUP as usize, PARTIAL_SUMS);
    }
}
