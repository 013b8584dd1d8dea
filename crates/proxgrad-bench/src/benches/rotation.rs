//! How many sets of buffers steps have to take in turn, so that no cache keeps what a step reads until it is read again.

/// Bytes: more than the caches of GPUs hold, which were 256 MiB at most in 2026.
const ROTATED: u64 = 512 << 20;

/// Sets whose bytes together are more than the caches hold.
pub(super) fn sets(bytes: u64) -> u64 {
    ROTATED.div_ceil(bytes.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sets_are_many_and_one_large_set_is_enough() {
        assert_eq!((sets(12_000_000), sets(ROTATED - 1), sets(ROTATED), sets(u64::MAX)), (45, 2, 1, 1));
    }
}
