//! Layout of an arena: the places of many parameters side by side in one buffer.

use std::ops::Range;

use super::plan::{ARENA_BLOCK, uniforms::NONE};
use crate::{
    error::Error,
    format::Format,
    params::ParamInfo,
    rounding::noise_stream,
    rule::{PLANES, Rows},
};

/// The places of many parameters side by side in one buffer.
#[derive(Clone, Debug)]
pub(super) struct ArenaLayout {
    /// The parameters, in the order of the members.
    pub(super) infos: Vec<ParamInfo>,
    /// By member: its range of elements.
    pub(super) places: Vec<Range<u64>>,
    /// By block: index of the parameter group of its elements, or `NONE` where other dispatches update them.
    pub(super) block_groups: Vec<u32>,
    /// Format of the values.
    pub(super) values: Format,
    /// Format of the gradients.
    pub(super) grads: Format,
}

impl ArenaLayout {
    /// Finds places whose offsets are multiples of `alignment` elements. Parameters of one group come to lie together.
    ///
    /// # Errors
    /// Those of `check_size`, which gets the size in bytes of the optimizer state up to each member.
    pub(super) fn new(
        infos: Vec<ParamInfo>,
        [values, grads]: [Format; 2],
        alignment: u64,
        check_size: impl Fn(u64) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let mut order: Vec<_> = (0..infos.len()).collect();
        order.sort_by_key(|&member| block_group(&infos[member]));
        let mut places = vec![0..0; infos.len()];
        let mut block_groups = Vec::new();
        let mut end = 0u64;
        for member in order {
            let group = block_group(&infos[member]);
            let shares_block = block_groups.last() == Some(&group);
            let start =
                end.next_multiple_of(if shares_block { alignment } else { alignment.max(ARENA_BLOCK) });
            end = start.saturating_add(infos[member].len);
            check_size(end.saturating_mul((PLANES * size_of::<f32>()) as u64))?;
            places[member] = start..end;
            let blocks = usize::try_from(end.div_ceil(ARENA_BLOCK)).unwrap_or(usize::MAX);
            block_groups.resize(blocks, group);
        }
        Ok(Self { infos, places, block_groups, values, grads })
    }

    /// Elements of the whole arena.
    pub(super) fn elements(&self) -> u64 {
        self.block_groups.len() as u64 * ARENA_BLOCK
    }

    /// The arena as if it were one parameter: the name that errors give it, and its number of elements.
    pub(super) fn info(&self) -> ParamInfo {
        let name = match &self.infos[..] {
            [] => "arena of none".to_owned(),
            [first, rest @ ..] => format!("arena of {} and {} more", first.name, rest.len()),
        };
        ParamInfo {
            name,
            shape: Vec::new(),
            len: self.elements(),
            accum: 0.0,
            group: 0,
            centralized: false,
            rows: Rows::Touched,
        }
    }

    /// Ranges of elements that belong to one parameter group each.
    pub(super) fn group_ranges(&self) -> Vec<(usize, Range<u64>)> {
        let mut ranges: Vec<(usize, Range<u64>)> = Vec::new();
        for (&group, block) in self.block_groups.iter().zip(0..) {
            let elements = block * ARENA_BLOCK..(block + 1) * ARENA_BLOCK;
            match ranges.last_mut() {
                _ if group == NONE => {}
                Some((last, range)) if *last == group as usize && range.end == elements.start => {
                    range.end = elements.end;
                }
                _ => ranges.push((group as usize, elements)),
            }
        }
        ranges
    }

    /// By member: the end of its place, and of the gap behind it.
    pub(super) fn ends(&self) -> Vec<u64> {
        let mut ends = vec![0; self.infos.len()];
        let mut end = self.elements();
        for member in self.by_place().into_iter().rev() {
            ends[member] = end;
            end = self.places[member].start;
        }
        ends
    }

    /// Words of the buffer `blocks` in `shaders/kernel/arena.wgsl`: the parameter group of each block; the first parameter of
    /// each block; the first element and the random stream of each parameter, and a first element behind all others. The last
    /// three are in the order of places. `first_param` is the index of the first member.
    pub(super) fn block_words(&self, first_param: usize) -> Vec<u32> {
        let first_params = self.first_params_of_blocks();
        self.block_groups.iter().copied().chain(first_params).chain(self.param_starts(first_param)).collect()
    }

    /// Members in the order of their places.
    fn by_place(&self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.infos.len()).collect();
        order.sort_by_key(|&member| (self.places[member].start, self.places[member].end));
        order
    }

    fn first_params_of_blocks(&self) -> impl Iterator<Item = u32> {
        let order = self.by_place();
        let starts: Vec<_> = order.iter().map(|&member| self.places[member].start).collect();
        (0..self.block_groups.len() as u64).map(move |block| {
            let behind = starts.partition_point(|&start| start <= block * ARENA_BLOCK);
            u32::try_from(behind.saturating_sub(1)).expect("parameters are in memory")
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "a binding has fewer elements")]
    fn param_starts(&self, first_param: usize) -> impl Iterator<Item = u32> {
        let order = self.by_place().into_iter();
        let words =
            move |member: usize| [self.places[member].start as u32, noise_stream(first_param + member)];
        order.flat_map(words).chain([u32::MAX])
    }
}

/// Parameter group of the blocks of a parameter; none for a centralized one, whose update needs means first.
fn block_group(info: &ParamInfo) -> u32 {
    if info.centralized { NONE } else { u32::try_from(info.group).expect("groups are in memory") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(len: u64, group: usize) -> ParamInfo {
        ParamInfo {
            name: String::new(),
            shape: Vec::new(),
            len,
            accum: 0.1,
            group,
            centralized: group == 9,
            rows: Rows::Touched,
        }
    }

    fn layout(
        infos: Vec<ParamInfo>,
        alignment: u64,
        check_size: impl Fn(u64) -> Result<(), Error>,
    ) -> Result<ArenaLayout, Error> {
        ArenaLayout::new(infos, [Format::F32; 2], alignment, check_size)
    }

    #[test]
    fn equal_rules_share_blocks_and_nobody_overlaps() {
        let infos = vec![info(5, 1), info(300, 0), info(7, 1), info(0, 0), info(4, 9), info(1, 0)];
        let layout = layout(infos, 8, |_| Ok(())).unwrap();
        assert_eq!(layout.places, [512..517, 0..300, 520..527, 304..304, 768..772, 304..305]);
        assert_eq!(layout.block_groups, [0, 0, 1, NONE]);
    }

    #[test]
    fn what_no_buffer_can_hold_is_refused_before_memory_is_asked_for() {
        let refuse = |bytes| if bytes > 1 << 40 { Err(Error::NoParams) } else { Ok(()) };
        assert!(layout(vec![info(1 << 60, 0), info(u64::MAX - 5, 0)], 64, refuse).is_err());
    }
}
