//! Layout of an arena: the places of many parameters side by side in one buffer.

use std::ops::Range;

use super::{
    plan::{ARENA_BLOCK, uniforms::NONE},
    planes::state_size,
};
use crate::{
    error::Error,
    format::Format,
    params::ParamInfo,
    rounding::noise_stream,
    rule::{Rows, UpdateRule},
};

/// Beside the parameter group of a block: some of its parameters are frozen. `shaders/kernel/arena.wgsl` has the same constant.
pub(crate) const PARTLY_FROZEN: u32 = 1 << 31;

/// The places of many parameters side by side in one buffer.
#[derive(Clone, Debug)]
pub(super) struct ArenaLayout {
    /// The parameters, in the order of the members.
    pub(super) infos: Vec<ParamInfo>,
    /// By member: its range of elements.
    pub(super) places: Vec<Range<u64>>,
    /// By member: whether steps leave it as it is.
    pub(super) frozen: Vec<bool>,
    /// By block: index of the parameter group of its elements, or `NONE` where other dispatches update them.
    block_groups: Vec<u32>,
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
            check_size(state_size(end, infos[member].planes()))?;
            places[member] = start..end;
            let blocks = usize::try_from(end.div_ceil(ARENA_BLOCK)).unwrap_or(usize::MAX);
            block_groups.resize(blocks, group);
        }
        let frozen = vec![false; infos.len()];
        Ok(Self { infos, places, frozen, block_groups, values, grads })
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
            rule: self.rule(),
            group: 0,
            centralized: false,
            rows: Rows::Touched,
            part: None,
        }
    }

    /// The update rule of its parameters.
    fn rule(&self) -> UpdateRule {
        self.infos.first().map_or(UpdateRule::ProximalAdagrad, |info| info.rule)
    }

    /// Ranges of elements that belong to one parameter group each, without frozen parameters.
    pub(super) fn group_ranges(&self) -> Vec<(usize, Range<u64>)> {
        let thawed = self
            .ranges_of_blocks()
            .into_iter()
            .flat_map(|(group, range)| self.thawed_parts(range).into_iter().map(move |part| (group, part)));
        thawed.collect()
    }

    /// The parts of a range of elements in which no parameter is frozen; they begin at multiples of four.
    fn thawed_parts(&self, range: Range<u64>) -> Vec<Range<u64>> {
        let mut rest = range;
        let mut parts = Vec::new();
        for member in self.by_place().into_iter().filter(|&member| self.frozen[member]) {
            let place = &self.places[member];
            if place.start < rest.end && place.end > rest.start {
                parts.push(rest.start..place.start.max(rest.start));
                // Threads take four elements, which belong to one parameter or to the gap behind it.
                rest.start = place.end.next_multiple_of(4).min(rest.end);
            }
        }
        parts.push(rest);
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Ranges of elements that belong to one parameter group each.
    fn ranges_of_blocks(&self) -> Vec<(usize, Range<u64>)> {
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
        self.thawed_groups().into_iter().chain(first_params).chain(self.param_starts(first_param)).collect()
    }

    /// By block: the parameter group of its elements, `NONE` where nothing updates them, with [`PARTLY_FROZEN`] where some of
    /// them are frozen.
    fn thawed_groups(&self) -> Vec<u32> {
        let mut groups = self.block_groups.clone();
        if !self.frozen.contains(&true) {
            return groups;
        }
        let mut kinds = vec![[false; 2]; groups.len()];
        for (place, &is_frozen) in self.places.iter().zip(&self.frozen).filter(|(place, _)| !place.is_empty())
        {
            let last = usize::try_from((place.end - 1) / ARENA_BLOCK).expect("blocks are in memory");
            let first = usize::try_from(place.start / ARENA_BLOCK).expect("blocks are in memory");
            kinds[first..=last].iter_mut().for_each(|kinds| kinds[usize::from(is_frozen)] = true);
        }
        for (group, kinds) in groups.iter_mut().zip(kinds).filter(|(group, _)| **group != NONE) {
            match kinds {
                [true, true] => *group |= PARTLY_FROZEN,
                [false, true] => *group = NONE,
                [_, false] => {}
            }
        }
        groups
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
        let words = move |member: usize| {
            let stream = noise_stream(first_param + member) | u32::from(self.frozen[member]);
            [self.places[member].start as u32, stream]
        };
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
            rule: crate::rule::UpdateRule::ProximalAdagrad,
            group,
            centralized: group == 9,
            rows: Rows::Touched,
            part: None,
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
    fn frozen_parameters_are_left_out_of_blocks_and_ranges() {
        let infos = vec![info(5, 1), info(300, 0), info(7, 1), info(300, 0), info(200, 0)];
        let mut layout = layout(infos, 8, |_| Ok(())).unwrap();
        assert_eq!(layout.places, [1024..1029, 0..300, 1032..1039, 304..604, 608..808]);
        let groups = |layout: &ArenaLayout| layout.block_words(0)[..5].to_vec();
        assert_eq!(groups(&layout), [0, 0, 0, 0, 1]);
        layout.frozen[3] = true;
        assert_eq!(groups(&layout), [0, PARTLY_FROZEN, PARTLY_FROZEN, 0, 1]);
        assert_eq!(layout.group_ranges(), [(0, 0..304), (0, 604..1024), (1, 1024..1280)]);
        layout.frozen[1] = true;
        assert_eq!(groups(&layout), [NONE, NONE, PARTLY_FROZEN, 0, 1]);
        layout.frozen = vec![true; 5];
        assert_eq!(groups(&layout), [NONE; 5]);
        assert_eq!(layout.group_ranges(), [(0, 300..304), (0, 604..608), (0, 808..1024), (1, 1040..1280)]);
    }

    #[test]
    fn what_no_buffer_can_hold_is_refused_before_memory_is_asked_for() {
        let refuse = |bytes| if bytes > 1 << 40 { Err(Error::NoParams) } else { Ok(()) };
        assert!(layout(vec![info(1 << 60, 0), info(u64::MAX - 5, 0)], 64, refuse).is_err());
    }
}
