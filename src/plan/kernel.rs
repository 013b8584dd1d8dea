//! The kernels by name. Each is a WGSL file of its own, joined with files that say where it reads and writes.

use super::{WORKGROUP, grouping::COLUMNS};
use crate::{catch_up::Law, rule::StepParams};

/// Four elements a thread, or one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Storage {
    Quads,
    Singles,
}

/// Where a kernel finds what belongs to a step: its means and sums of pieces, and the rows that entries are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// All of it is uploaded by the host.
    Uploaded,
    /// Rows as well, but dispatches before it have left something in `work`.
    Computed,
    /// Rows are left in `work` too, where a device has grouped the entries.
    Grouped,
    /// Rows are the caller's indices, all of them different.
    Indexed,
    /// Rows are one behind the other, whether entries name them or not.
    Every,
}

/// What means are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Elements {
    /// Of a dense parameter.
    Channels,
    /// Of the distinct rows of a row gradient, which are never uploaded alone.
    Groups(Source),
    /// Sums that are not yet a mean.
    Folded,
}

/// Where a pass of the sort finds the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pass {
    /// In the caller's indices.
    First,
    /// In `work`, where the pass before has left them.
    Later,
}

/// A kernel, in the order in which those of a step run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kernel {
    Group,
    Count(Pass),
    Scan,
    Scatter(Pass),
    Heads,
    Split,
    Pieces(Storage, Source),
    Narrow(Elements),
    Wide(Elements),
    /// Brings exact rows up to date.
    Flush(Storage, Source),
    Dense(Storage, Source),
    Rows(Storage, Source),
    /// As `Rows`, where rows are exact.
    Exact(Storage, Source),
    Arena,
    /// Marks exact rows as up to date.
    Mark(Source),
}

/// How a kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Variant {
    /// How rows shrink; where they are not exact, [`Law::Adaptive`] is adaptive shrinkage.
    pub(crate) law: Law,
    /// Whether a thread has an exact row alone.
    pub(crate) alone: bool,
}

impl Variant {
    pub(crate) const COUNT: usize = 2 * Law::ALL.len();

    /// Of a kernel that knows nothing of exact rows.
    pub(crate) fn of(params: &StepParams) -> Self {
        Self { law: Law::of(params.shrinkage, 0.0), alone: false }
    }

    /// Below [`Variant::COUNT`].
    pub(crate) fn index(self) -> usize {
        2 * self.law as usize + usize::from(self.alone)
    }
}

impl Kernel {
    pub(crate) const ALL: [Self; 54] = [
        Self::Group,
        Self::Count(Pass::First),
        Self::Count(Pass::Later),
        Self::Scan,
        Self::Scatter(Pass::First),
        Self::Scatter(Pass::Later),
        Self::Heads,
        Self::Split,
        Self::Pieces(Storage::Quads, Source::Computed),
        Self::Pieces(Storage::Singles, Source::Computed),
        Self::Pieces(Storage::Quads, Source::Grouped),
        Self::Pieces(Storage::Singles, Source::Grouped),
        Self::Narrow(Elements::Channels),
        Self::Narrow(Elements::Groups(Source::Computed)),
        Self::Narrow(Elements::Groups(Source::Grouped)),
        Self::Narrow(Elements::Groups(Source::Indexed)),
        Self::Wide(Elements::Channels),
        Self::Wide(Elements::Groups(Source::Computed)),
        Self::Wide(Elements::Groups(Source::Grouped)),
        Self::Wide(Elements::Groups(Source::Indexed)),
        Self::Wide(Elements::Folded),
        Self::Dense(Storage::Quads, Source::Uploaded),
        Self::Dense(Storage::Singles, Source::Uploaded),
        Self::Dense(Storage::Quads, Source::Computed),
        Self::Dense(Storage::Singles, Source::Computed),
        Self::Rows(Storage::Quads, Source::Uploaded),
        Self::Rows(Storage::Singles, Source::Uploaded),
        Self::Rows(Storage::Quads, Source::Computed),
        Self::Rows(Storage::Singles, Source::Computed),
        Self::Arena,
        Self::Rows(Storage::Quads, Source::Grouped),
        Self::Rows(Storage::Singles, Source::Grouped),
        Self::Rows(Storage::Quads, Source::Indexed),
        Self::Rows(Storage::Singles, Source::Indexed),
        Self::Exact(Storage::Quads, Source::Uploaded),
        Self::Exact(Storage::Singles, Source::Uploaded),
        Self::Exact(Storage::Quads, Source::Computed),
        Self::Exact(Storage::Singles, Source::Computed),
        Self::Exact(Storage::Quads, Source::Grouped),
        Self::Exact(Storage::Singles, Source::Grouped),
        Self::Exact(Storage::Quads, Source::Indexed),
        Self::Exact(Storage::Singles, Source::Indexed),
        Self::Flush(Storage::Quads, Source::Uploaded),
        Self::Flush(Storage::Singles, Source::Uploaded),
        Self::Flush(Storage::Quads, Source::Grouped),
        Self::Flush(Storage::Singles, Source::Grouped),
        Self::Flush(Storage::Quads, Source::Indexed),
        Self::Flush(Storage::Singles, Source::Indexed),
        Self::Flush(Storage::Quads, Source::Every),
        Self::Flush(Storage::Singles, Source::Every),
        Self::Mark(Source::Uploaded),
        Self::Mark(Source::Grouped),
        Self::Mark(Source::Indexed),
        Self::Mark(Source::Every),
    ];

    /// Where it stands in [`Kernel::ALL`].
    pub(crate) fn index(self) -> usize {
        Self::ALL.iter().position(|kernel| *kernel == self).expect("all kernels are listed")
    }

    /// Whether it updates parameters. Updates touch no memory of each other's, and their order is free.
    pub(crate) fn updates(self) -> bool {
        matches!(self, Self::Dense(..) | Self::Rows(..) | Self::Exact(..) | Self::Arena)
    }

    /// Whether it reads or writes what dispatches of a step leave for each other.
    pub(crate) fn works(self) -> bool {
        use Source::{Every, Uploaded};
        !matches!(
            self,
            Self::Arena
                | Self::Dense(_, Uploaded)
                | Self::Rows(_, Uploaded)
                | Self::Exact(_, Uploaded)
                | Self::Flush(_, Uploaded | Every)
                | Self::Mark(Uploaded | Every)
        )
    }

    /// Threads in a workgroup. Sorting has a column of counters for each thread, and the fewer the longer.
    pub(crate) fn workgroup(self) -> u32 {
        if matches!(self, Self::Group | Self::Count(_) | Self::Scan | Self::Scatter(_)) {
            COLUMNS
        } else {
            WORKGROUP
        }
    }

    /// Whether it knows the marks of exact rows, and what they have missed.
    pub(crate) fn remembers(self) -> bool {
        matches!(self, Self::Exact(..)) || self.flushes()
    }

    /// Whether it brings exact rows up to date and knows nothing of gradients.
    pub(crate) fn flushes(self) -> bool {
        matches!(self, Self::Flush(..) | Self::Mark(_))
    }

    /// Whether it reads indices of the caller's that are in no order.
    pub(crate) fn indexes(self) -> bool {
        use Source::Indexed;
        matches!(
            self,
            Self::Rows(_, Indexed)
                | Self::Exact(_, Indexed)
                | Self::Flush(_, Indexed)
                | Self::Mark(Indexed)
                | Self::Narrow(Elements::Groups(Indexed))
                | Self::Wide(Elements::Groups(Indexed))
        )
    }

    /// Whether the host has listed the rows that it reads of.
    pub(crate) fn is_listed(self) -> bool {
        use Source::{Computed, Uploaded};
        matches!(
            self,
            Self::Rows(_, Uploaded | Computed)
                | Self::Exact(_, Uploaded | Computed)
                | Self::Flush(_, Uploaded)
                | Self::Mark(Uploaded)
                | Self::Pieces(_, Computed)
                | Self::Narrow(Elements::Groups(Computed))
                | Self::Wide(Elements::Groups(Computed))
        )
    }

    /// Whether it groups entries by row, and knows nothing of values.
    pub(crate) fn sorts(self) -> bool {
        self <= Self::Split
    }
}
