//! What a rank sends to others.

/// Bytes and messages that a rank has sent to other ranks since its optimizer was made. What stays on the rank is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traffic {
    /// Headers of calls: [`Traffic::HEADER`] bytes to each other rank.
    pub header_bytes: u64,
    /// Counts of entries: 8 bytes for each parameter of a step, or for a gather, to each other rank.
    pub count_bytes: u64,
    /// Indices of rows: 4 bytes for each entry of a row gradient, or for each row that is gathered.
    pub index_bytes: u64,
    /// Gradients of rows and of dense parameters, values of gathered rows and of dense parameters: 4 bytes for each element.
    pub element_bytes: u64,
    /// Words that are added up over all ranks, for norms and overflows, and texts of settings and errors.
    pub other_bytes: u64,
}

impl Traffic {
    /// Bytes of a header.
    pub const HEADER: u64 = 48;

    /// All bytes.
    pub fn bytes(&self) -> u64 {
        self.header_bytes + self.count_bytes + self.index_bytes + self.element_bytes + self.other_bytes
    }
}
