//! Memory that the dispatches of a step leave results in for each other: handed out here, and made when the step is
//! recorded.

use super::Limits;
use crate::error::Error;

/// Words handed out so far.
#[derive(Debug, Default)]
pub(crate) struct Work {
    words: u64,
}

impl Work {
    /// Where the next `words` words begin: at an even number, because some are read in pairs.
    pub(crate) fn take(&mut self, words: u64) -> u32 {
        let at = self.words;
        self.words = self.words.saturating_add(words.next_multiple_of(2));
        // Where this is wrong, `check` refuses.
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Bytes.
    pub(crate) fn size(&self) -> u64 {
        self.words.saturating_mul(size_of::<u32>() as u64)
    }

    /// Refuses more than one binding covers.
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
