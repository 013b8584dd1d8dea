//! Where the values of every parameter lie.

use std::collections::{BTreeMap, HashMap};

use super::tensor::Range;
use crate::{error::Error, params::ParamInfo};

/// Where the values of every parameter lie, so that nothing is written through something else.
#[derive(Debug, Default)]
pub(super) struct Territory {
    /// By buffer: start → (end, parameter).
    claims: HashMap<wgpu::Buffer, BTreeMap<u64, (u64, usize)>>,
}

impl Territory {
    pub(super) fn claim(&mut self, range: &Range, param: usize) {
        if range.size > 0 {
            let claims = self.claims.entry(range.buffer.clone()).or_default();
            claims.insert(range.offset, (range.offset + range.size, param));
        }
    }

    /// Refuses a range that overlaps some parameter's values.
    pub(super) fn check(
        &self,
        range: &Range,
        entry: &ParamInfo,
        role: &'static str,
        entries: &[ParamInfo],
    ) -> Result<(), Error> {
        let Some(claims) = self.claims.get(&range.buffer) else { return Ok(()) };
        // Claims do not overlap each other, so the last one that begins before the range's end decides.
        match claims.range(..range.offset + range.size).next_back() {
            Some((_, &(end, other))) if end > range.offset && range.size > 0 => {
                Err(Error::Overlap { name: entry.name.clone(), role, other: entries[other].name.clone() })
            }
            _ => Ok(()),
        }
    }
}
