//! The kernels by name. Each is a WGSL file of its own, joined with files that say where it reads and writes.

use super::{WORKGROUP, grouping::COLUMNS};

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
    Dense(Storage, Source),
    Rows(Storage, Source),
    Arena,
}

impl Kernel {
    pub(crate) const ALL: [Self; 34] = [
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
    ];

    /// Where it stands in [`Kernel::ALL`].
    pub(crate) fn index(self) -> usize {
        Self::ALL.iter().position(|kernel| *kernel == self).expect("all kernels are listed")
    }

    /// Whether it updates parameters. Updates touch no memory of each other's, and their order is free.
    pub(crate) fn updates(self) -> bool {
        matches!(self, Self::Dense(..) | Self::Rows(..) | Self::Arena)
    }

    /// Whether it reads or writes what dispatches of a step leave for each other.
    pub(crate) fn works(self) -> bool {
        !matches!(self, Self::Dense(_, Source::Uploaded) | Self::Rows(_, Source::Uploaded) | Self::Arena)
    }

    /// Threads in a workgroup. Sorting has a column of counters for each thread, and the fewer the longer.
    pub(crate) fn workgroup(self) -> u32 {
        if matches!(self, Self::Group | Self::Count(_) | Self::Scan | Self::Scatter(_)) {
            COLUMNS
        } else {
            WORKGROUP
        }
    }

    /// Whether it reads indices of the caller's beside the gradient.
    pub(crate) fn indexes(self) -> bool {
        use Source::Indexed;
        matches!(
            self,
            Self::Rows(_, Indexed)
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
