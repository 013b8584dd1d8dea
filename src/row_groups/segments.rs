//! Sums of the entries of a row (segment sums), in an order that every implementation keeps.

use crate::format::Stored;

/// Entries of a row that are summed one after the other. Pieces of this many are summed in order too: a device can
/// then sum the pieces of a row with many entries side by side, and the bits are the same.
pub(crate) const PIECE: usize = 64;

/// The sum of the entries of a row, piece by piece, in each column: `grads` is `[all entries, width]`, `sums` `[width]`.
///
/// Columns are taken side by side, in blocks that a processor has registers for.
#[inline(always)]
pub(crate) fn sum<G: Stored>(entries: &[u32], grads: &[G], width: usize, sums: &mut [f32]) {
    let from = |rest: &[f32]| Columns { entries, grads, width, first: width - rest.len() };
    let rest = from(sums).sum_blocks::<64>(sums);
    let rest = from(rest).sum_blocks::<16>(rest);
    let rest = from(rest).sum_blocks::<4>(rest);
    from(rest).sum_blocks::<1>(rest);
}

/// The same in one column.
#[inline(always)]
pub(crate) fn sum_column<G: Stored>(entries: &[u32], grads: &[G], width: usize, column: usize) -> f32 {
    let [sum] = Columns { entries, grads, width, first: column }.sum();
    sum
}

/// The sum of pieces of a row, in each column: `pieces` is `[pieces, width]`, `sums` `[width]`.
#[inline(always)]
pub(crate) fn sum_of_pieces(pieces: &[f32], sums: &mut [f32]) {
    sums.fill(NOTHING);
    for piece in pieces.chunks(sums.len()) {
        add(sums, piece);
    }
}

/// Where sums begin: the one number that leaves every first summand its bits.
const NOTHING: f32 = -0.0;

/// Columns of a row's entries, from the first of them on.
#[derive(Clone, Copy)]
struct Columns<'a, G> {
    entries: &'a [u32],
    grads: &'a [G],
    width: usize,
    first: usize,
}

impl<G: Stored> Columns<'_, G> {
    /// Sums as many blocks of columns as there are; returns where the sums of the others go.
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
        let mut sums = [NOTHING; BLOCK];
        for piece in self.entries.chunks(PIECE) {
            add(&mut sums, &self.sum_in_order::<BLOCK>(piece));
        }
        sums
    }

    #[inline(always)]
    fn sum_in_order<const BLOCK: usize>(&self, entries: &[u32]) -> [f32; BLOCK] {
        let mut sums = [NOTHING; BLOCK];
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
