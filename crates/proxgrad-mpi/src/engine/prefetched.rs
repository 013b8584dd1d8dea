//! Rows that were asked for in advance.

/// Rows that other ranks have asked for in advance.
pub(super) struct Prefetched {
    pub(super) id: u64,
    pub(super) table: usize,
    /// By rank: number of rows that it has asked for, and that this rank has asked it for.
    pub(super) asked: Vec<usize>,
    pub(super) asking: Vec<usize>,
    /// The rows, in order of the ranks that have asked for them.
    pub(super) rows: Vec<u32>,
    pub(super) changed: Changed,
    /// Rows that this rank has received in advance.
    pub(super) early: Vec<f32>,
}

/// Rows whose values may differ from those that were sent in advance.
pub(super) enum Changed {
    Rows {
        /// May have a row several times.
        rows: Vec<u32>,
        /// Number of rows when equal ones were last removed.
        distinct: usize,
    },
    All,
}

/// Rows that may be there several times before equal ones are removed.
const REPEATED: usize = 1 << 16;

impl Changed {
    pub(super) fn none() -> Self {
        Self::Rows { rows: Vec::new(), distinct: 0 }
    }

    /// Adds rows. The memory is bounded by the number of distinct rows, however many steps there are.
    pub(super) fn add(&mut self, changed: &[u32]) {
        if let Self::Rows { rows, distinct } = self {
            rows.extend(changed);
            if rows.len() > 2 * *distinct + REPEATED {
                self.sort();
            }
        }
    }

    /// Prepares [`Changed::contains`].
    pub(super) fn sort(&mut self) {
        if let Self::Rows { rows, distinct } = self {
            rows.sort_unstable();
            rows.dedup();
            *distinct = rows.len();
        }
    }

    /// Whether a row is one of them, after [`Changed::sort`].
    pub(super) fn contains(&self, row: u32) -> bool {
        match self {
            Self::All => true,
            Self::Rows { rows, .. } => rows.binary_search(&row).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_change_in_many_steps_take_bounded_memory() {
        let mut changed = Changed::none();
        (0..10_000).for_each(|step| changed.add(&[step % 7, 3, 100, step % 50]));
        changed.sort();
        let Changed::Rows { rows, .. } = &changed else { panic!("rows") };
        assert!(rows.len() == 51 && rows.capacity() < 4 * REPEATED, "{} {}", rows.len(), rows.capacity());
        assert!(changed.contains(49) && changed.contains(100) && !changed.contains(50));
        assert!(Changed::All.contains(50));
    }
}
