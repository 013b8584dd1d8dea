//! Uniforms of the dispatches, as the kernels read them. Each struct has a WGSL twin of the same name.

use bytemuck::{Pod, Zeroable};

use crate::{
    rounding::Rounding,
    rule::{RowDecay, StepParams},
};

/// Stands for no address in the scratch buffer, no row, and no parameter group.
pub(crate) const NONE: u32 = u32::MAX;

/// Rule uniforms that a dispatch for an arena binds: half of the smallest uniform binding that devices guarantee.
pub(crate) const MAX_RULES: usize = 256;

/// Uniforms of a dispatch for the elements or rows of one parameter. The twin is in `shaders/uniform/element.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct ElementUniforms {
    pub(crate) rule: RuleUniforms,
    pub(crate) thread_count: u32,
    pub(crate) grid_stride: u32,
    pub(crate) first_element: u32,
    pub(crate) width: u32,
    pub(crate) channel_width: u32,
    pub(crate) first_group: u32,
    pub(crate) group_stride: u32,
    pub(crate) grad_part: u32,
    pub(crate) row_table: u32,
    pub(crate) piece_table: u32,
    pub(crate) row_starts: u32,
    pub(crate) entry_order: u32,
    pub(crate) group_count: u32,
    pub(crate) entry_groups: u32,
    pub(crate) base_row: u32,
    pub(crate) bound_rows: u32,
    pub(crate) param_rows: u32,
    pub(crate) row_width: u32,
    pub(crate) means: u32,
    pub(crate) partial_sums: u32,
    pub(crate) chunk_sums: u32,
    pub(crate) chunk_count: u32,
    pub(crate) channel_count: u32,
    pub(crate) factor: f32,
    pub(crate) decay_per_occurrence: u32,
    pub(crate) step_count: u32,
    pub(crate) last_step: u32,
    pub(crate) skipped_steps: u32,
    pub(crate) noise_stream: u32,
    pub(crate) noise_origin: u32,
}

/// [`StepParams`] as kernels read them, apart from the rule and the shrinkage, for which kernels are compiled. The twin is in
/// `shaders/rule/uniforms.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct RuleUniforms {
    pub(crate) learning_rate: f32,
    pub(crate) l1: f32,
    pub(crate) l2: f32,
    pub(crate) threshold: f32,
    pub(crate) scale: f32,
    pub(crate) weight_decay: f32,
    pub(crate) unscale: f32,
    pub(crate) l1_over_l2: f32,
    pub(crate) clip: f32,
    pub(crate) seed: u32,
    pub(crate) step: u32,
    pub(crate) beta: f32,
    pub(crate) l2_shrinkage: f32,
    pub(crate) power_high: f32,
    pub(crate) power_low: f32,
    pub(crate) l21: f32,
}

/// Tables that one dispatch sorts at most. `shaders/uniform/sort.wgsl` has the same constant.
pub(crate) const MAX_TABLES: usize = 16;

/// Uniforms of one table in a dispatch that groups the entries of row gradients. The twin is in `shaders/uniform/sort.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct SortUniforms {
    pub(crate) entry_count: u32,
    pub(crate) grid_stride: u32,
    pub(crate) param_rows: u32,
    pub(crate) digit_bits: u32,
    pub(crate) digit_shift: u32,
    pub(crate) digit_count: u32,
    pub(crate) run_length: u32,
    pub(crate) block_count: u32,
    pub(crate) entries: u32,
    pub(crate) sorted: u32,
    pub(crate) run_counts: u32,
    pub(crate) block_counts: u32,
    pub(crate) digit_totals: u32,
    pub(crate) row_starts: u32,
    pub(crate) group_count: u32,
    pub(crate) entry_groups: u32,
    pub(crate) first_index: u32,
    pub(crate) index_buffer: u32,
    pub(crate) table_count: u32,
    pub(crate) first_workgroup: u32,
}

/// Uniforms of a dispatch for an arena. The twin is in `shaders/kernel/arena.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct ArenaUniforms {
    pub(crate) first_block: u32,
    pub(crate) thread_count: u32,
    pub(crate) grid_stride: u32,
    pub(crate) first_rule: u32,
    pub(crate) block_count: u32,
    pub(crate) dispatch_blocks: u32,
}

/// Uniforms of a dispatch that copies rows of a table to their places in a new table. The twin is in
/// `shaders/uniform/gather.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct GatherUniforms {
    pub(crate) thread_count: u32,
    pub(crate) grid_stride: u32,
    pub(crate) width: u32,
    pub(crate) element_count: u32,
    pub(crate) first_entry: u32,
    pub(crate) old_rows: u32,
    pub(crate) base_row: u32,
    pub(crate) bound_rows: u32,
    pub(crate) plane_count: u32,
    pub(crate) plane: u32,
    pub(crate) fills: u32,
    pub(crate) fill: u32,
    pub(crate) lag: u32,
}

/// Header of the patch pass, in front of all other uniforms. The twin is in `shaders/uniform/patch.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct PatchHeader {
    pub(crate) targets: u32,
    pub(crate) target_count: u32,
    pub(crate) groups: u32,
    pub(crate) exact_lags: u32,
    pub(crate) exact_lag_count: u32,
    pub(crate) sums: u32,
    pub(crate) sum_count: u32,
    pub(crate) limits: u32,
    pub(crate) limit_count: u32,
    pub(crate) norm: u32,
    pub(crate) loss_scale_factor: f32,
    pub(crate) loss_scale_window: u32,
    pub(crate) is_step: u32,
}

/// An entry of the uploaded uniforms.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Uniforms {
    Element(ElementUniforms),
    /// With addresses in the table of row groups, which lies behind all uniforms.
    ElementWithTable(ElementUniforms),
    /// Of the tables that one dispatch sorts.
    Sort(Vec<SortUniforms>),
    /// With addresses of indices in the table of row groups.
    SortWithTable(Vec<SortUniforms>),
    Arena(ArenaUniforms),
    /// The rule uniforms of [`MAX_RULES`] parameter groups, beginning with the one of this index.
    Rules(usize),
    /// Header of the patch pass, in front of all other uniforms.
    Patch(PatchHeader),
}

impl Uniforms {
    /// Bytes of the largest kind, apart from rules and sorts.
    pub(crate) const SIZE: u64 = size_of::<ElementUniforms>() as u64;

    /// Bytes of sorts that one dispatch binds, whether there are so many tables or fewer.
    pub(crate) const SORTS_SIZE: u64 = (MAX_TABLES * size_of::<SortUniforms>()) as u64;

    /// Bytes of the rule uniforms that one dispatch binds.
    pub(crate) const RULES_SIZE: u64 = (MAX_RULES * size_of::<RuleUniforms>()) as u64;

    /// `rules` are the rule uniforms of all parameter groups of the step.
    pub(crate) fn bytes<'a>(&'a self, rules: &'a [RuleUniforms]) -> &'a [u8] {
        match self {
            Self::Element(element) | Self::ElementWithTable(element) => bytemuck::bytes_of(element),
            Self::Sort(tables) | Self::SortWithTable(tables) => bytemuck::cast_slice(tables),
            Self::Arena(arena) => bytemuck::bytes_of(arena),
            Self::Patch(header) => bytemuck::bytes_of(header),
            Self::Rules(first) => bytemuck::cast_slice(&rules[*first..rules.len().min(first + MAX_RULES)]),
        }
    }

    /// Bytes that it takes up among uniforms which begin at multiples of `alignment`.
    pub(crate) fn stride(&self, alignment: u64) -> u64 {
        let size = match self {
            Self::Rules(_) => Self::RULES_SIZE,
            Self::Sort(tables) | Self::SortWithTable(tables) => size_of_val(&**tables) as u64,
            _ => Self::SIZE,
        };
        size.next_multiple_of(alignment)
    }
}

impl ElementUniforms {
    /// Uniforms with these step parameters, and without addresses.
    pub(crate) fn new(params: &StepParams) -> Self {
        Self {
            rule: RuleUniforms::from(params),
            means: NONE,
            partial_sums: NONE,
            step_count: NONE,
            factor: 1.0,
            decay_per_occurrence: u32::from(params.row_decay == RowDecay::PerOccurrence),
            ..Self::default()
        }
    }
}

impl From<&StepParams> for RuleUniforms {
    fn from(params: &StepParams) -> Self {
        Self {
            learning_rate: params.learning_rate,
            l1: params.l1,
            l2: params.counted_l2(),
            threshold: params.threshold,
            scale: params.scale,
            weight_decay: params.weight_decay,
            unscale: params.unscale,
            l1_over_l2: params.ratio(),
            clip: params.clip,
            seed: match params.rounding {
                Rounding::Nearest => 0,
                Rounding::Stochastic { seed } => seed,
            },
            step: params.step,
            beta: params.beta,
            l2_shrinkage: params.l2_shrinkage,
            power_high: params.power.high,
            power_low: params.power.low,
            l21: params.l21,
        }
    }
}
