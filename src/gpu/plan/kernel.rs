//! The kernels by name. Each is a WGSL file of its own, joined with files that say where it reads and writes.

use super::{WORKGROUP, grouping::COLUMNS};
use crate::{format::Format, lazy::LazyForm};

/// Four elements a thread, or one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Storage {
    Quads,
    Singles,
}

/// Where a kernel finds what belongs to a step: its means and sums of pieces, and the rows that entries are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// What means, and norms, are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Elements {
    /// Of a dense parameter.
    Channels,
    /// Of the distinct rows of a row gradient, which are never uploaded alone.
    Groups(Source),
    /// Sums that are not yet a mean.
    Folded,
    /// Squares of a dense gradient.
    Squares,
    /// Squares of the distinct rows of a row gradient.
    SquaresOfRows(Source),
    /// Squares of values.
    SquaresOfValues(Current),
}

/// Whether values are what they are in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Current {
    Stored,
    /// Exact rows may be behind.
    Overdue,
}

/// Where a pass of the sort finds the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Pass {
    /// In the caller's indices.
    First,
    /// In `work`, where the pass before has left them.
    Later,
}

/// A kernel, in the order in which those of a step run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// Takes rows over into a copy of the values.
    Copied(Storage, Source),
    /// Whether gradients are finite.
    Inspect(Storage, Source),
    /// Whether the step changes anything, and what is told if it does.
    Verdict,
    /// Norms, and gradients made smaller by them.
    Limit,
    /// What is known of values: how many are not zero, and the largest.
    Measure(Current),
}

/// How a kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    /// How rows shrink; where they are not exact, [`LazyForm::Adaptive`] is adaptive shrinkage.
    pub(crate) law: LazyForm,
    /// Whether a thread has an exact row alone.
    pub(crate) alone: bool,
    /// How values are stored, and gradients, or the copy in their place.
    pub(crate) values: Format,
    pub(crate) grads: Format,
    /// Whether values are rounded by chance.
    pub(crate) stochastic: bool,
}

impl Kernel {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 82] = [
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
        Self::Copied(Storage::Quads, Source::Uploaded),
        Self::Copied(Storage::Singles, Source::Uploaded),
        Self::Copied(Storage::Quads, Source::Grouped),
        Self::Copied(Storage::Singles, Source::Grouped),
        Self::Copied(Storage::Quads, Source::Indexed),
        Self::Copied(Storage::Singles, Source::Indexed),
        Self::Copied(Storage::Quads, Source::Every),
        Self::Copied(Storage::Singles, Source::Every),
        Self::Inspect(Storage::Quads, Source::Uploaded),
        Self::Inspect(Storage::Singles, Source::Uploaded),
        Self::Inspect(Storage::Quads, Source::Indexed),
        Self::Inspect(Storage::Singles, Source::Indexed),
        Self::Verdict,
        Self::Limit,
        Self::Measure(Current::Stored),
        Self::Measure(Current::Overdue),
        Self::Narrow(Elements::Squares),
        Self::Narrow(Elements::SquaresOfRows(Source::Computed)),
        Self::Narrow(Elements::SquaresOfRows(Source::Grouped)),
        Self::Narrow(Elements::SquaresOfRows(Source::Indexed)),
        Self::Narrow(Elements::SquaresOfValues(Current::Stored)),
        Self::Narrow(Elements::SquaresOfValues(Current::Overdue)),
        Self::Wide(Elements::Squares),
        Self::Wide(Elements::SquaresOfRows(Source::Computed)),
        Self::Wide(Elements::SquaresOfRows(Source::Grouped)),
        Self::Wide(Elements::SquaresOfRows(Source::Indexed)),
        Self::Wide(Elements::SquaresOfValues(Current::Stored)),
        Self::Wide(Elements::SquaresOfValues(Current::Overdue)),
    ];

    /// How it is compiled, of all that a parameter is: what it does not know of makes no difference.
    pub(crate) fn variant(self, of: Variant) -> Variant {
        let Variant { law, alone, values, grads, stochastic } = of;
        let law = match self {
            _ if self.remembers() => law,
            Self::Dense(..) | Self::Rows(..) | Self::Arena if law != LazyForm::Documented => {
                LazyForm::Adaptive
            }
            _ => LazyForm::Documented,
        };
        let values = if self.knows_values() { values } else { Format::F32 };
        Variant {
            law,
            alone: alone && self.remembers(),
            values,
            grads: if self.knows_grads() { grads } else { Format::F32 },
            stochastic: stochastic
                && values != Format::F32
                && (self.updates() || matches!(self, Self::Flush(..))),
        }
    }

    fn knows_values(self) -> bool {
        use Elements::{Channels, Groups, SquaresOfValues};
        self.updates()
            || matches!(
                self,
                Self::Flush(..)
                    | Self::Copied(..)
                    | Self::Measure(_)
                    | Self::Narrow(Channels | Groups(_) | SquaresOfValues(_))
                    | Self::Wide(Channels | Groups(_) | SquaresOfValues(_))
            )
    }

    fn knows_grads(self) -> bool {
        use Elements::{Channels, Groups, Squares, SquaresOfRows};
        self.updates()
            || matches!(
                self,
                Self::Copied(..)
                    | Self::Inspect(..)
                    | Self::Pieces(..)
                    | Self::Narrow(Channels | Groups(_) | Squares | SquaresOfRows(_))
                    | Self::Wide(Channels | Groups(_) | Squares | SquaresOfRows(_))
            )
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
                | Self::Copied(_, Uploaded | Every)
        )
    }

    /// Whether it edits what others are told.
    pub(crate) fn edits(self) -> bool {
        matches!(self, Self::Verdict | Self::Limit)
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
        use Elements::SquaresOfValues;
        matches!(
            self,
            Self::Exact(..)
                | Self::Measure(Current::Overdue)
                | Self::Narrow(SquaresOfValues(Current::Overdue))
                | Self::Wide(SquaresOfValues(Current::Overdue))
        ) || self.flushes()
    }

    /// Whether it brings exact rows up to date and knows nothing of gradients.
    pub(crate) fn flushes(self) -> bool {
        matches!(self, Self::Flush(..) | Self::Mark(_))
    }

    /// Whether it looks at values alone, or at nothing of a parameter's but sums.
    pub(crate) fn is_without_grads(self) -> bool {
        use Elements::{Folded, SquaresOfValues};
        self.flushes()
            || matches!(
                self,
                Self::Measure(_)
                    | Self::Narrow(Folded | SquaresOfValues(_))
                    | Self::Wide(Folded | SquaresOfValues(_))
            )
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
                | Self::Copied(_, Indexed)
                | Self::Inspect(_, Indexed)
                | Self::Narrow(Elements::Groups(Indexed) | Elements::SquaresOfRows(Indexed))
                | Self::Wide(Elements::Groups(Indexed) | Elements::SquaresOfRows(Indexed))
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
                | Self::Copied(_, Uploaded)
                | Self::Pieces(_, Computed)
                | Self::Narrow(Elements::Groups(Computed) | Elements::SquaresOfRows(Computed))
                | Self::Wide(Elements::Groups(Computed) | Elements::SquaresOfRows(Computed))
        )
    }

    /// Whether it groups entries by row, and knows nothing of values.
    pub(crate) fn sorts(self) -> bool {
        self <= Self::Split
    }
}
