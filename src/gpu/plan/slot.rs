//! What a dispatch is told, as the kernels read it.

use bytemuck::{Pod, Zeroable};

use super::orders::Orders;
use crate::{
    rounding::Rounding,
    rule::{RowDecay, StepParams},
};

/// No place in `work`.
pub(crate) const NONE: u32 = u32::MAX;

/// What a kernel that works on elements is told. The twin of `Slot` in `shaders/slot.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Slot {
    pub(crate) rule: Rule,
    pub(crate) first: u32,
    pub(crate) count: u32,
    pub(crate) stride: u32,
    pub(crate) width: u32,
    pub(crate) rows: u32,
    pub(crate) starts: u32,
    pub(crate) order: u32,
    pub(crate) groups: u32,
    pub(crate) base_row: u32,
    pub(crate) row_count: u32,
    pub(crate) means: u32,
    pub(crate) partials: u32,
    pub(crate) chunks: u32,
    pub(crate) factor: f32,
    pub(crate) per_occurrence: u32,
    pub(crate) all_rows: u32,
    pub(crate) now: u32,
    pub(crate) next_mark: u32,
    pub(crate) ahead: u32,
    pub(crate) stream: u32,
    pub(crate) origin: u32,
}

/// [`StepParams`] as the kernels read them, but for the shrinkage, of which each has its own pipelines. The twin of `Rule` in `shaders/rule.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Rule {
    pub(crate) learning_rate: f32,
    pub(crate) l1: f32,
    pub(crate) l2: f32,
    pub(crate) threshold: f32,
    pub(crate) scale: f32,
    pub(crate) weight_decay: f32,
    pub(crate) unscale: f32,
    pub(crate) ratio: f32,
    pub(crate) clip: f32,
    pub(crate) seed: u32,
    pub(crate) step: u32,
    pub(crate) unused: u32,
}

/// What a kernel that groups entries by row is told. The twin of `Sort` in `shaders/sort.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Sort {
    pub(crate) count: u32,
    pub(crate) stride: u32,
    pub(crate) rows: u32,
    pub(crate) bits: u32,
    pub(crate) shift: u32,
    pub(crate) digits: u32,
    pub(crate) run: u32,
    pub(crate) blocks: u32,
    pub(crate) entries: u32,
    pub(crate) sorted: u32,
    pub(crate) columns: u32,
    pub(crate) counters: u32,
    pub(crate) totals: u32,
    pub(crate) starts: u32,
    pub(crate) groups: u32,
    pub(crate) marks: u32,
}

/// What the kernel of whole arenas is told. The twin of `Arena` in `shaders/arena.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Arena {
    pub(crate) first: u32,
    pub(crate) count: u32,
    pub(crate) stride: u32,
    pub(crate) base: u32,
    pub(crate) blocks: u32,
}

/// Rules that the kernel of whole arenas knows at once: half of the smallest uniform binding that a device may have.
pub(crate) const RULES: usize = 256;

/// What one dispatch is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Told {
    Slot(Slot),
    /// With rows, starts and order in the table, which comes to lie behind all that is told.
    Listed(Slot),
    Sort(Sort),
    Arena(Arena),
    /// The rules from this one on.
    Rules(usize),
    /// What edits the others, in front of them.
    Orders(Orders),
}

impl Told {
    /// Room for a slot, and for less.
    pub(crate) const SIZE: u64 = size_of::<Slot>() as u64;

    /// Room for the rules of arenas.
    pub(crate) const RULES_SIZE: u64 = (RULES * size_of::<Rule>()) as u64;

    /// `rules` are all of a step's.
    pub(crate) fn bytes<'a>(&'a self, rules: &'a [Rule]) -> &'a [u8] {
        match self {
            Self::Slot(slot) | Self::Listed(slot) => bytemuck::bytes_of(slot),
            Self::Sort(sort) => bytemuck::bytes_of(sort),
            Self::Arena(arena) => bytemuck::bytes_of(arena),
            Self::Orders(orders) => bytemuck::bytes_of(orders),
            Self::Rules(first) => bytemuck::cast_slice(&rules[*first..rules.len().min(first + RULES)]),
        }
    }

    /// Bytes that it takes up, where what is bound begins at multiples of `alignment`.
    pub(crate) fn room(&self, alignment: u64) -> u64 {
        let size = if matches!(self, Self::Rules(_)) { Self::RULES_SIZE } else { Self::SIZE };
        size.next_multiple_of(alignment)
    }
}

impl Slot {
    /// What all dispatches with these numbers have in common.
    pub(crate) fn of(params: &StepParams) -> Self {
        Self {
            rule: Rule::from(params),
            means: NONE,
            partials: NONE,
            factor: 1.0,
            per_occurrence: u32::from(params.row_decay == RowDecay::PerOccurrence),
            ..Self::default()
        }
    }
}

impl From<&StepParams> for Rule {
    fn from(params: &StepParams) -> Self {
        Self {
            learning_rate: params.learning_rate,
            l1: params.l1,
            l2: params.l2,
            threshold: params.threshold,
            scale: params.scale,
            weight_decay: params.weight_decay,
            unscale: params.unscale,
            ratio: params.ratio(),
            clip: if params.clip.is_finite() { params.clip } else { 0.0 },
            seed: match params.rounding {
                Rounding::Nearest => 0,
                Rounding::Stochastic { seed } => seed,
            },
            step: params.step,
            unused: 0,
        }
    }
}
