//! Sums of the entries of a row (segment sums), in the order that all implementations share.

use crate::format::Stored;

/// Entries in a piece. The entries of a piece are summed one after the other, then the sums of the pieces
/// are. So the pieces of a row with many entries can be summed in parallel, with the same bits.
pub(crate) const PIECE: usize = 64;

/// The sum of the entries of a row in each column. `grads` is `[all entries, width]`, `sums` is `[width]`.
///
/// Columns are summed in blocks, so that the sums of a block stay in registers.
#[inline(always)]
pub(crate) fn sum<G: Stored>(entries: &[u32], grads: &[G], width: usize, sums: &mut [f32]) {
    let from = |rest: &[f32]| Columns { entries, grads, width, first: width - rest.len() };
    let rest = from(sums).sum_blocks::<64>(sums);
    let rest = from(rest).sum_blocks::<16>(rest);
    let rest = from(rest).sum_blocks::<4>(rest);
    from(rest).sum_blocks::<1>(rest);
}

/// The sum of the entries of a row in one column.
#[inline(always)]
pub(crate) fn sum_column<G: Stored>(entries: &[u32], grads: &[G], width: usize, column: usize) -> f32 {
    let [sum] = Columns { entries, grads, width, first: column }.sum();
    sum
}

/// The sum of the entries of a row in each column, from the sums of its pieces. `pieces` is
/// `[pieces, width]`, `sums` is `[width]`.
#[inline(always)]
pub(crate) fn sum_of_pieces(pieces: &[f32], sums: &mut [f32]) {
    sums.fill(SUM_IDENTITY);
    for piece in pieces.chunks(sums.len()) {
        add(sums, piece);
    }
}

/// Initial value of a sum. Adding −0 changes the bits of no number, while adding 0 would turn −0 into 0.
const SUM_IDENTITY: f32 = -0.0;

/// The columns from `first` on of the entries of a row.
#[derive(Clone, Copy)]
struct Columns<'a, G> {
    entries: &'a [u32],
    grads: &'a [G],
    width: usize,
    first: usize,
}

impl<G: Stored> Columns<'_, G> {
    /// Sums all whole blocks of columns. Returns the sums that are still to be computed.
    #[inline(always)]
    fn sum_blocks<const BLOCK: usize>(mut self, sums: &mut [f32]) -> &mut [f32] {
        let (blocks, rest) = sums.as_chunks_mut();
        for block in blocks {
            *block = self.sum::<BLOCK>();
            self.first += BLOCK;
        }
        rest
    }

    #[inline(always)]
    fn sum<const BLOCK: usize>(&self) -> [f32; BLOCK] {
        if self.entries.len() <= PIECE {
            return self.sum_in_order(self.entries);
        }
        let mut sums = [SUM_IDENTITY; BLOCK];
        for piece in self.entries.chunks(PIECE) {
            add(&mut sums, &self.sum_in_order::<BLOCK>(piece));
        }
        sums
    }

    #[inline(always)]
    fn sum_in_order<const BLOCK: usize>(&self, entries: &[u32]) -> [f32; BLOCK] {
        let mut sums = [SUM_IDENTITY; BLOCK];
        for &entry in entries {
            add(&mut sums, &self.grads[entry as usize * self.width + self.first..][..BLOCK]);
        }
        sums
    }
}

#[inline(always)]
fn add<G: Stored>(sums: &mut [f32], summands: &[G]) {
    for (sum, summand) in sums.iter_mut().zip(summands) {
        *sum += summand.widen();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_summed_in_pieces() {
        let order: Vec<u32> = (0..130).collect();
        let grads: Vec<f32> = (0..130u8).map(|i| f32::from(i) * 0.1 + 0.01).collect();
        let in_order = |range: std::ops::Range<usize>| grads[range].iter().fold(0.0, |sum, grad| sum + grad);
        let want = in_order(0..64) + in_order(64..128) + in_order(128..130);
        let mut got = [0.0];
        sum(&order, &grads, 1, &mut got);
        assert_eq!(got, [want]);
        sum(&[1], &[1.0, -0.0], 1, &mut got);
        assert!(got[0].is_sign_negative());
    }
}
