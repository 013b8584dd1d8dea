//! Layout of the scratch buffers, in which dispatches of a step leave results for later ones.

use super::limits::Limits;
use crate::error::Error;

/// Number of scratch buffers, each with a report. A buffer that a dispatch may write orders all dispatches that bind it, so
/// parameters take turns: dispatches for as many parameters as there are slots run side by side. `kernel/patch/norm_sums`
/// binds all of them.
pub(crate) const SLOTS: usize = 4;

/// Allocates addresses in a scratch buffer of one step.
#[derive(Debug, Default)]
pub(crate) struct ScratchLayout {
    /// Words allocated so far.
    words: u64,
}

impl ScratchLayout {
    /// Address, in words, of `words` new words: a multiple of four, because some kernels read four words at a time.
    pub(crate) fn allocate(&mut self, words: u64) -> u32 {
        let at = self.words;
        self.words = self.words.saturating_add(words.next_multiple_of(4));
        // `check` refuses a layout with addresses beyond u32.
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Size in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.words.saturating_mul(size_of::<u32>() as u64)
    }

    /// Refuses more bytes than one binding covers.
    pub(crate) fn check(&self, limits: &Limits) -> Result<(), Error> {
        if self.size() <= limits.binding {
            return Ok(());
        }
        Err(Error::Limit {
            what: "the memory between the dispatches of one step in bytes".to_owned(),
            limit: "max_storage_buffer_binding_size",
            needed: self.size(),
            allowed: limits.binding,
        })
    }
}
