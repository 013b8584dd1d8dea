//! The bind groups that kernels use: which buffers each of them binds, and how.

use super::{
    kernel::PartCount,
    uniforms::{ArenaUniforms, ElementUniforms, GatherUniforms, MAX_RULES, RuleUniforms, Uniforms},
};

/// A kind of bind group. Groups are numbered by how often they change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BindGroup {
    /// Uniforms of a dispatch.
    Step,
    /// Uniforms of a dispatch, and the table of row groups.
    StepAndTable,
    /// Uniforms of a dispatch that sorts, of all of its tables.
    SortStep,
    /// Uniforms of a dispatch that sorts, and the table of row groups with the indices.
    SortStepAndTable,
    /// Uniforms of a dispatch for an arena, and the rule uniforms of all parameter groups.
    ArenaStep,
    /// The uploaded uniforms of a step, to be patched.
    Patch,
    /// Uniforms of a dispatch that copies rows to their places in a new table, the list of rows, and parts of both tables.
    Gather,
    /// Values and optimizer state of a parameter.
    Param,
    /// Values, optimizer state and history of a parameter with exact rows.
    LazyParam,
    /// Values, optimizer state and 16-bit copy of a parameter.
    ParamAndCopy,
    /// Values, optimizer state, history and 16-bit copy of a parameter with exact rows.
    LazyParamAndCopy,
    /// A gradient.
    Grads,
    /// A row gradient that two bindings cover.
    GradsInTwo,
    /// A row gradient that three bindings cover.
    GradsInThree,
    /// A row gradient, and indices no two of which are equal.
    GradsAndIndices,
    /// A row gradient that two bindings cover, and indices no two of which are equal.
    GradsInTwoAndIndices,
    /// A row gradient that three bindings cover, and indices no two of which are equal.
    GradsInThreeAndIndices,
    /// The buffer with the indices of row gradients, to be sorted.
    SortIndices,
    /// Several buffers with the indices of row gradients, to be sorted.
    SortBuffers,
    /// Indices no two of which are equal, where no gradient is needed.
    Indices,
    /// Scratch memory, in which a dispatch leaves results for later ones.
    Scratch,
    /// Scratch memory and the report of a slot.
    ScratchAndReport,
    /// Scratch memory that a dispatch only reads, so that no other reader has to wait for it.
    Results,
    /// Scratch memory that a dispatch only reads, and the report of a slot.
    ResultsAndReport,
    /// The report of a slot.
    Report,
    /// Scratch memory of all slots, which is only read.
    AllResults,
    /// The reports of all slots.
    AllReports,
    /// Parameter group of each block of an arena, and the places of its parameters.
    ArenaBlocks,
}

/// How a buffer is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Uniform of this many bytes, at a dynamic offset.
    Uniform(u64),
    Read,
    /// Also where a kernel only reads: the buffers are the caller's, and a buffer may hold a parameter and its gradient. A
    /// dispatch has to bind both ranges in the same way. A sort binds nothing of the caller's but indices, which it reads.
    ReadWrite,
}

impl BindGroup {
    pub(crate) const ALL: [Self; 28] = [
        Self::Step,
        Self::StepAndTable,
        Self::SortStep,
        Self::SortStepAndTable,
        Self::ArenaStep,
        Self::Patch,
        Self::Gather,
        Self::Param,
        Self::LazyParam,
        Self::ParamAndCopy,
        Self::LazyParamAndCopy,
        Self::Grads,
        Self::GradsInTwo,
        Self::GradsInThree,
        Self::GradsAndIndices,
        Self::GradsInTwoAndIndices,
        Self::GradsInThreeAndIndices,
        Self::SortIndices,
        Self::SortBuffers,
        Self::Indices,
        Self::Scratch,
        Self::ScratchAndReport,
        Self::Results,
        Self::ResultsAndReport,
        Self::Report,
        Self::AllResults,
        Self::AllReports,
        Self::ArenaBlocks,
    ];

    /// The kind with the 16-bit copy of the values, where values are written.
    pub(crate) fn with_copy(self) -> Self {
        match self {
            Self::Param => Self::ParamAndCopy,
            Self::LazyParam => Self::LazyParamAndCopy,
            other => other,
        }
    }

    /// The kind that binds a gradient in so many parts, where a gradient is bound.
    pub(crate) fn in_parts(self, parts: PartCount) -> Self {
        match (self, parts) {
            (Self::Grads, PartCount::Two) => Self::GradsInTwo,
            (Self::Grads, PartCount::Three) => Self::GradsInThree,
            (Self::GradsAndIndices, PartCount::Two) => Self::GradsInTwoAndIndices,
            (Self::GradsAndIndices, PartCount::Three) => Self::GradsInThreeAndIndices,
            (other, _) => other,
        }
    }

    /// Number of the group in a shader.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::Step
            | Self::StepAndTable
            | Self::SortStep
            | Self::SortStepAndTable
            | Self::ArenaStep
            | Self::Patch
            | Self::Gather => 0,
            Self::Param | Self::LazyParam | Self::ParamAndCopy | Self::LazyParamAndCopy => 1,
            Self::Grads
            | Self::GradsInTwo
            | Self::GradsInThree
            | Self::GradsAndIndices
            | Self::GradsInTwoAndIndices
            | Self::GradsInThreeAndIndices
            | Self::SortIndices
            | Self::SortBuffers
            | Self::Indices => 2,
            Self::Scratch
            | Self::ScratchAndReport
            | Self::Results
            | Self::ResultsAndReport
            | Self::Report
            | Self::AllResults
            | Self::AllReports
            | Self::ArenaBlocks => 3,
        }
    }

    /// Its bindings: number and access of each.
    pub(crate) fn bindings(self) -> &'static [(u32, Access)] {
        use Access::{Read, ReadWrite, Uniform};
        const ELEMENT: Access = Uniform(size_of::<ElementUniforms>() as u64);
        const SORTS: Access = Uniform(Uniforms::SORTS_SIZE);
        const ARENA: Access = Uniform(size_of::<ArenaUniforms>() as u64);
        const GATHER: Access = Uniform(size_of::<GatherUniforms>() as u64);
        const RULES: Access = Uniform((MAX_RULES * size_of::<RuleUniforms>()) as u64);
        match self {
            Self::Step => &[(0, ELEMENT)],
            Self::StepAndTable => &[(0, ELEMENT), (1, Read)],
            Self::SortStep => &[(0, SORTS)],
            Self::SortStepAndTable => &[(0, SORTS), (1, Read)],
            Self::ArenaStep => &[(0, ARENA), (1, RULES)],
            Self::Gather => &[(0, GATHER), (1, Read), (2, ReadWrite), (3, ReadWrite)],
            Self::GradsInTwo => &[(0, ReadWrite), (2, ReadWrite)],
            Self::GradsInThree => &[(0, ReadWrite), (2, ReadWrite), (3, ReadWrite)],
            Self::LazyParam | Self::GradsInTwoAndIndices => &[(0, ReadWrite), (1, ReadWrite), (2, ReadWrite)],
            Self::ParamAndCopy => &[(0, ReadWrite), (1, ReadWrite), (3, ReadWrite)],
            Self::LazyParamAndCopy | Self::GradsInThreeAndIndices => {
                &[(0, ReadWrite), (1, ReadWrite), (2, ReadWrite), (3, ReadWrite)]
            }
            Self::Param | Self::GradsAndIndices | Self::ScratchAndReport => &[(0, ReadWrite), (1, ReadWrite)],
            Self::Patch | Self::Grads | Self::Scratch => &[(0, ReadWrite)],
            Self::Indices | Self::Report => &[(1, ReadWrite)],
            Self::SortIndices | Self::Results | Self::ArenaBlocks => &[(0, Read)],
            Self::SortBuffers => &[(0, Read), (1, Read), (2, Read), (3, Read), (4, Read), (5, Read)],
            Self::ResultsAndReport => &[(0, Read), (1, ReadWrite)],
            Self::AllResults => &[(0, Read), (1, Read), (2, Read), (3, Read)],
            Self::AllReports => &[(1, ReadWrite), (2, ReadWrite), (3, ReadWrite), (4, ReadWrite)],
        }
    }
}
