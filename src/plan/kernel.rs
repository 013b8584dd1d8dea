//! The kernels by name. Each is a WGSL file of its own, joined with files that say where it reads and writes.

/// Four elements a thread, or one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Storage {
    Quads,
    Singles,
}

/// Where a kernel finds what belongs to a step: uploaded by the host, or left in `work` by dispatches before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Uploaded,
    Computed,
}

/// What means are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Elements {
    /// Of a dense parameter.
    Channels,
    /// Of the distinct rows of a row gradient.
    Groups,
    /// Sums that are not yet a mean.
    Folded,
}

/// A kernel, in the order in which those of a step run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kernel {
    Keys,
    Unique,
    Count,
    Scan,
    Scatter,
    Heads,
    Split,
    Pieces(Storage),
    Narrow(Elements),
    Wide(Elements),
    Dense(Storage, Source),
    Rows(Storage, Source),
    Arena,
}

impl Kernel {
    pub(crate) const ALL: [Self; 23] = [
        Self::Keys,
        Self::Unique,
        Self::Count,
        Self::Scan,
        Self::Scatter,
        Self::Heads,
        Self::Split,
        Self::Pieces(Storage::Quads),
        Self::Pieces(Storage::Singles),
        Self::Narrow(Elements::Channels),
        Self::Narrow(Elements::Groups),
        Self::Wide(Elements::Channels),
        Self::Wide(Elements::Groups),
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

    /// Whether it groups entries by row, and knows nothing of values.
    pub(crate) fn sorts(self) -> bool {
        self <= Self::Split
    }
}
