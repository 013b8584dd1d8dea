//! The kernels by name, and the axes along which each of them has several forms.
//!
//! [`Kernel`] names a form; [`table`](super::table) says what it is made of, and [`Variant`] how it is compiled for the
//! formats and settings of a parameter.

use crate::{
    format::Format,
    lazy::LazyForm,
    rule::{MAX_GRAD, MAX_NORM_SUMMAND, RuleForm},
};

/// A type with few values, all of which can be listed.
#[cfg(test)]
pub(crate) trait Axis: Sized {
    fn all() -> Vec<Self>;
}

#[cfg(test)]
impl Axis for bool {
    fn all() -> Vec<Self> {
        vec![false, true]
    }
}

/// Declares an enum whose variants hold values of other axes, and lists all of its values.
macro_rules! axis {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $(($($of:ty),+))?),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum $name {
            $($(#[$doc])* $variant $(($($of),+))?),+
        }

        #[cfg(test)]
        impl Axis for $name {
            fn all() -> Vec<Self> {
                [$(axis!(@list Self::$variant $(, $($of),+)?)),+].concat()
            }
        }
    };
    (@list $variant:expr) => { vec![$variant] };
    (@list $variant:expr, $a:ty) => { <$a>::all().into_iter().map($variant).collect::<Vec<_>>() };
    (@list $variant:expr, $a:ty, $b:ty) => {
        <$a>::all()
            .into_iter()
            .flat_map(|a| <$b>::all().into_iter().map(move |b| $variant(a, b)))
            .collect::<Vec<_>>()
    };
}

axis! {
    /// Number of elements that a thread takes at a time.
    Storage {
        Vec4,
        Scalar,
    }
}

axis! {
    /// Where the distinct rows of a row gradient are listed that the host or a device has sorted.
    SortedRows {
        /// In the table that the host uploads.
        HostTable,
        /// In the scratch buffer, by a device.
        DeviceSorted,
    }
}

axis! {
    /// Where the distinct rows of a row gradient are listed.
    GradRows {
        /// In the table that the host uploads.
        HostTable,
        /// In the scratch buffer, by a device.
        DeviceSorted,
        /// In the caller's buffer of indices, no two of which are equal.
        DeviceUnique,
    }
}

axis! {
    /// What the sums of pieces of rows are for. Entries of a row gradient count as at most so much in an update, and as more in a
    /// norm.
    PieceSums {
        Update(SortedRows),
        Norm(SortedRows),
    }
}

axis! {
    /// What a reduction adds up.
    SumKind {
        /// Numbers.
        Numbers,
        /// Squares, in two sums that do not overflow.
        Squares,
    }
}

axis! {
    /// Where an update of rows finds the rows and the results of earlier dispatches.
    UpdateSource {
        /// Rows in the host's table, and no results of earlier dispatches.
        HostTable,
        /// Rows in the host's table, and results such as means in the scratch buffer.
        HostTableAndScratch,
        /// Rows and results in the scratch buffer.
        DeviceSorted,
        /// Rows in the caller's buffer of indices, results in the scratch buffer.
        DeviceUnique,
    }
}

axis! {
    /// Where an update of whole rows finds them.
    WholeRows {
        /// All rows of a window, with a dense gradient; the flag says whether means are in the scratch buffer.
        Dense(bool),
        /// The rows that a row gradient names.
        Named(UpdateSource),
    }
}

axis! {
    /// Rows that a kernel visits which needs no gradient.
    RowSource {
        /// Those in the table that the host uploads.
        HostTable,
        /// Those that a device has listed in the scratch buffer.
        DeviceSorted,
        /// Those in the caller's buffer of indices, no two of which are equal.
        DeviceUnique,
        /// A range of rows of the parameter.
        All,
    }
}

axis! {
    /// The values that statistics are computed of.
    Weights {
        /// The values in memory.
        Stored,
        /// The values that exact rows have once they are brought up to date.
        Pending,
    }
}

axis! {
    /// Numbers that a reduction sums up into one result for each channel.
    ReduceInput {
        /// Decayed gradients of a dense parameter, by index of axis 0.
        DenseChannels,
        /// Decayed gradients of the distinct rows of a row gradient.
        RowChannels(GradRows),
        /// Squares of a dense gradient.
        DenseSquares,
        /// Squares of the distinct rows of a row gradient.
        RowSquares(GradRows),
    }
}

axis! {
    /// Input of a reduction of chunks, whose channels can be longer than what one workgroup sums up.
    ReduceStage {
        First(ReduceInput),
        /// Sums of chunks that an earlier dispatch has left in the scratch buffer.
        ChunkSums(SumKind),
    }
}

axis! {
    /// A form of the device's radix sort. All forms leave the same words for later dispatches.
    SortForm {
        /// Each thread takes a run of entries in turn: for processors that play a GPU, where barriers are dear.
        Serial,
        /// Workgroups of many threads share tiles of entries: for GPUs.
        Tiled,
    }
}

axis! {
    /// The caller's buffers in which a dispatch that sorts finds the indices of its tables.
    IndexBuffers {
        One,
        Several,
    }
}

axis! {
    /// Where a pass of the device's radix sort reads the entries.
    SortInput {
        /// In the caller's indices, in the first pass.
        CallerIndices(IndexBuffers),
        /// In the host's indices, which it has uploaded, in the first pass.
        UploadedIndices,
        /// In the scratch buffer, where the pass before has left them.
        ScratchEntries,
    }
}

axis! {
    /// The number of bindings that cover a gradient.
    PartCount {
        One,
        Two,
        Three,
    }
}

axis! {
    /// Elements that rows of a table are copied in.
    GatherUnit {
        /// 32 bits.
        Words,
        /// 16 bits.
        Halves,
    }
}

axis! {
    /// A compute kernel. Updates of a step are ordered like this, so that kernels follow their like.
    Kernel {
        /// Sorts and groups a few entries of each row gradient in one workgroup.
        GroupSmall(SortForm, IndexBuffers),
        CountDigits(SortForm, SortInput),
        ScanDigits(SortForm),
        ScatterEntries(SortForm, SortInput),
        CountHeads(SortForm),
        WriteHeads(SortForm),
        /// Counts indices that are no row, where there is nothing to update.
        CountBadRows,
        /// Sums of 64 entries each, of rows with many entries.
        PartialSums(Storage, PieceSums),
        /// Reduction of channels of few elements, several in a workgroup.
        ReduceShort(ReduceInput),
        /// Reduction with a workgroup for each chunk of a channel.
        ReduceWorkgroup(ReduceStage),
        /// Brings exact rows up to date.
        CatchUpRows(Storage, RowSource),
        /// Brings exact rows up to date, each as a whole.
        CatchUpWholeRows(RowSource),
        /// Updates a dense parameter; the flag says whether means are in the scratch buffer.
        UpdateDense(Storage, bool),
        /// Updates rows as a whole, by rules that need sums over their elements.
        UpdateWholeRows(WholeRows),
        /// Updates the rows that a row gradient names, each as a whole, after bringing them up to date.
        UpdateLazyWholeRows(UpdateSource),
        /// Updates the rows that a row gradient names.
        UpdateRows(Storage, UpdateSource),
        /// Updates the rows that a row gradient names, after bringing them up to date.
        UpdateLazyRows(Storage, UpdateSource),
        UpdateArena,
        /// Writes down that exact rows are up to date.
        MarkRows(RowSource),
        /// Checks whether all elements of a gradient are finite.
        CheckFinite(Storage),
        /// Decides whether the step is skipped, and patches the uniforms of the other dispatches.
        SkipStep,
        /// Sums up the sums of squares of each gradient.
        NormSums,
        /// Computes norms, and patches the factors of gradients whose norm is beyond its limit.
        ClipNorm,
        /// Number of non-zero values, their largest absolute value, and sums of their squares.
        WeightStats(Weights),
        /// Copies rows of a table to their places in a new table.
        Gather(GatherUnit),
    }
}

impl Kernel {
    /// Whether the kernel updates values with a gradient.
    #[cfg(test)]
    pub(crate) fn is_update(self) -> bool {
        matches!(
            self,
            Self::UpdateDense(..)
                | Self::UpdateWholeRows(_)
                | Self::UpdateLazyWholeRows(_)
                | Self::UpdateRows(..)
                | Self::UpdateLazyRows(..)
                | Self::UpdateArena
        )
    }

    /// Whether the kernel is for rules that take rows as a whole.
    pub(crate) fn takes_rows(self) -> bool {
        matches!(self, Self::UpdateWholeRows(_) | Self::UpdateLazyWholeRows(_) | Self::CatchUpWholeRows(_))
    }

    /// Whether the kernel sorts indices in the table that the host uploads.
    #[cfg(test)]
    pub(crate) fn reads_uploaded_indices(self) -> bool {
        let is_first = |input| input == SortInput::UploadedIndices;
        matches!(self, Self::CountDigits(_, input) | Self::ScatterEntries(_, input) if is_first(input))
    }

    /// The largest magnitude that an entry of a row gradient counts as in the sums of the kernel.
    pub(crate) fn max_summand(self) -> f32 {
        match self {
            Self::PartialSums(_, PieceSums::Norm(_))
            | Self::ReduceShort(ReduceInput::RowSquares(_))
            | Self::ReduceWorkgroup(ReduceStage::First(ReduceInput::RowSquares(_))) => MAX_NORM_SUMMAND,
            _ => MAX_GRAD,
        }
    }

    /// Where the kernel finds the rows that it visits, if it visits rows.
    pub(crate) fn rows(self) -> Option<RowSource> {
        match self {
            Self::PartialSums(_, sums) => Some(sums.rows().into()),
            Self::ReduceShort(input) | Self::ReduceWorkgroup(ReduceStage::First(input)) => input.rows(),
            Self::CatchUpRows(_, rows) | Self::CatchUpWholeRows(rows) | Self::MarkRows(rows) => Some(rows),
            Self::UpdateRows(_, source)
            | Self::UpdateLazyRows(_, source)
            | Self::UpdateLazyWholeRows(source)
            | Self::UpdateWholeRows(WholeRows::Named(source)) => Some(source.into()),
            _ => None,
        }
    }
}

impl PieceSums {
    /// Where the rows are listed.
    pub(crate) fn rows(self) -> SortedRows {
        match self {
            Self::Update(rows) | Self::Norm(rows) => rows,
        }
    }
}

impl SumKind {
    /// Words of a sum in the scratch buffer.
    pub(crate) fn words(self) -> u64 {
        match self {
            Self::Numbers => 1,
            Self::Squares => 2,
        }
    }
}

impl ReduceInput {
    /// What is added up.
    pub(crate) fn sums(self) -> SumKind {
        match self {
            Self::DenseChannels | Self::RowChannels(_) => SumKind::Numbers,
            Self::DenseSquares | Self::RowSquares(_) => SumKind::Squares,
        }
    }

    /// Where the rows are found whose gradients are summed up, if there are rows.
    pub(crate) fn rows(self) -> Option<RowSource> {
        self.grad_rows().map(RowSource::from)
    }

    /// Where the distinct rows of the row gradient are listed, if the gradient is one.
    pub(super) fn grad_rows(self) -> Option<GradRows> {
        match self {
            Self::RowChannels(rows) | Self::RowSquares(rows) => Some(rows),
            Self::DenseChannels | Self::DenseSquares => None,
        }
    }
}

/// How a kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    /// The update rule.
    pub(crate) rule: RuleForm,
    /// How rows catch up. Where rows are not exact, [`LazyForm::Adaptive`] stands for adaptive shrinkage.
    pub(crate) lazy_form: LazyForm,
    /// The writer of the last steps of exact rows.
    pub(crate) marks: Marks,
    /// Format of the values.
    pub(crate) values: Format,
    /// Format of the gradients.
    pub(crate) grads: Format,
    /// The number of bindings that cover the gradient.
    pub(crate) parts: PartCount,
    /// Format of the 16-bit copy that is written with the values, where there is one. Values are then in f32.
    pub(crate) copy: Option<Format>,
    /// Whether values are rounded stochastically.
    pub(crate) stochastic: bool,
    /// Unscaling, limit and weight decay of gradients.
    pub(crate) gradient: GradientForm,
}

/// Who writes down that an exact row is up to date, which has to come after all threads that share the row have read its last
/// step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Marks {
    /// The only thread that takes the row.
    OnlyThread,
    /// The first of the threads that share the row, which are in one workgroup, behind a barrier.
    FirstThread,
    /// A dispatch of its own, or none.
    Later,
}

/// What is done to gradients before the rule sees them, in this step or in others with the same settings. Kernels leave out
/// what is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct GradientForm {
    /// They may be multiplied by a factor other than 1, or limited.
    pub(crate) unscales: bool,
    /// Weight decay may be added.
    pub(crate) decays: bool,
}

impl Variant {
    /// The variant of kernels that have just one.
    pub(crate) const ONLY: Self = Self {
        rule: RuleForm::ProximalAdagrad,
        lazy_form: LazyForm::Documented,
        marks: Marks::Later,
        values: Format::F32,
        grads: Format::F32,
        parts: PartCount::One,
        copy: None,
        stochastic: false,
        gradient: GradientForm { unscales: false, decays: false },
    };
}

impl GradRows {
    /// Where the update of the same rows finds them; `scratch` says whether earlier dispatches have left results.
    pub(crate) fn for_update(self, scratch: bool) -> UpdateSource {
        match (self, scratch) {
            (Self::HostTable, false) => UpdateSource::HostTable,
            (Self::HostTable, true) => UpdateSource::HostTableAndScratch,
            (Self::DeviceSorted, _) => UpdateSource::DeviceSorted,
            (Self::DeviceUnique, _) => UpdateSource::DeviceUnique,
        }
    }
}

impl From<GradRows> for RowSource {
    fn from(rows: GradRows) -> Self {
        match rows {
            GradRows::HostTable => Self::HostTable,
            GradRows::DeviceSorted => Self::DeviceSorted,
            GradRows::DeviceUnique => Self::DeviceUnique,
        }
    }
}

impl From<SortedRows> for RowSource {
    fn from(rows: SortedRows) -> Self {
        match rows {
            SortedRows::HostTable => Self::HostTable,
            SortedRows::DeviceSorted => Self::DeviceSorted,
        }
    }
}

impl From<UpdateSource> for RowSource {
    fn from(source: UpdateSource) -> Self {
        match source {
            UpdateSource::HostTable | UpdateSource::HostTableAndScratch => Self::HostTable,
            UpdateSource::DeviceSorted => Self::DeviceSorted,
            UpdateSource::DeviceUnique => Self::DeviceUnique,
        }
    }
}
