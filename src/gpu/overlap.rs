//! Map of the buffer ranges that hold values, so that nothing is written through another tensor.

use std::collections::{BTreeMap, HashMap};

use super::buffer_range::BufferRange;
use crate::{error::Error, params::ParamInfo};

/// The buffer ranges that hold values of parameters, or 16-bit copies of them.
#[derive(Debug, Default)]
pub(super) struct OverlapMap {
    /// By buffer: start of a range → (end, index of the parameter). Ranges do not overlap.
    ranges: HashMap<wgpu::Buffer, BTreeMap<u64, (u64, usize)>>,
}

impl OverlapMap {
    pub(super) fn insert(&mut self, range: &BufferRange, param: usize) {
        if range.size > 0 {
            let ranges = self.ranges.entry(range.buffer.clone()).or_default();
            ranges.insert(range.offset, (range.offset + range.size, param));
        }
    }

    /// Removes a range that was inserted.
    pub(super) fn remove(&mut self, range: &BufferRange) {
        let Some(ranges) = self.ranges.get_mut(&range.buffer) else { return };
        ranges.remove(&range.offset);
        if ranges.is_empty() {
            self.ranges.remove(&range.buffer);
        }
    }

    /// Refuses a range that overlaps a parameter's values. `infos` are those of all parameters.
    pub(super) fn check(
        &self,
        range: &BufferRange,
        info: &ParamInfo,
        role: &'static str,
        infos: &[ParamInfo],
    ) -> Result<(), Error> {
        let Some(ranges) = self.ranges.get(&range.buffer) else { return Ok(()) };
        // As ranges do not overlap each other, the last one that begins before the end of `range` decides.
        match ranges.range(..range.offset + range.size).next_back() {
            Some((_, &(end, other))) if end > range.offset && range.size > 0 => {
                Err(Error::Overlap { name: info.name.clone(), role, other: infos[other].name.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Bytes from the start of a checked range to the next values, or to the end of the buffer.
    pub(super) fn free_bytes(&self, range: &BufferRange) -> u64 {
        let ranges = self.ranges.get(&range.buffer);
        let next = ranges.and_then(|ranges| ranges.range(range.offset + range.size..).next());
        next.map_or(range.buffer.size(), |(&start, _)| start) - range.offset
    }
}
