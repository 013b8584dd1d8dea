//! The caller's index buffers that a dispatch binds which sorts. Tables whose indices lie in the same buffer share a binding.

use super::{limits::Limits, uniforms::SortUniforms};

/// Bindings of `shaders/sort_input/caller_buffers.wgsl`: a kernel may bind eight storage buffers, of which a sort needs two.
pub(crate) const MAX_INDEX_BUFFERS: usize = 6;

/// Where the indices of a row gradient begin, or a binding that covers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IndexPlace {
    /// The first input of the plan whose indices are in the same buffer.
    pub(crate) input: usize,
    /// Bytes.
    pub(crate) offset: u64,
}

/// The bindings of one dispatch, each as long as bindings may be.
#[derive(Debug, Default)]
pub(super) struct IndexBindings {
    pub(super) bindings: Vec<IndexPlace>,
}

impl IndexBindings {
    /// The same uniforms with the place of their indices among the bindings; `None` where there is no binding for them. Those of
    /// a buffer have to come in the order of their offsets.
    pub(super) fn find(
        &mut self,
        place: IndexPlace,
        sort: SortUniforms,
        limits: &Limits,
    ) -> Option<SortUniforms> {
        let word = size_of::<u32>() as u64;
        let end = place.offset + u64::from(sort.entry_count) * word;
        let covers = |from: &IndexPlace| from.input == place.input && end - from.offset <= limits.binding;
        let index = match self.bindings.iter().position(covers) {
            Some(index) => index,
            None if self.bindings.len() == MAX_INDEX_BUFFERS => return None,
            None => {
                self.bindings.push(place);
                self.bindings.len() - 1
            }
        };
        let first_index = (place.offset - self.bindings[index].offset) / word;
        Some(SortUniforms {
            first_index: u32::try_from(first_index).expect("bindings are below 4 GiB"),
            index_buffer: u32::try_from(index).expect("there are few bindings"),
            ..sort
        })
    }
}
