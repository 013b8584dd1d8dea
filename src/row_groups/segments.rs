//! Sums of the entries of a row (segment sums), in the order that all implementations share.

use crate::format::Stored;

/// Entries in a piece. The entries of a piece are summed one after the other, then the sums of the pieces
/// are. So the pieces of a row with many entries can be summed in parallel, with the same bits.
pub(crate) const PIECE: usize = 64;

/// The entries of a row gradient.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a, G, F> {
    /// `[all entries, width]`
    pub(crate) grads: &'a [G],
    pub(crate) width: usize,
    /// What an element enters a sum as.
    pub(crate) summand: F,
}

impl<G: Stored, F: Fn(f32) -> f32 + Copy> Entries<'_, G, F> {
    /// The sum of the entries of a row, whose positions are `row`, in each column. `sums` is `[width]`.
    ///
    /// Columns are summed in blocks, so that the sums of a block stay in registers.
    #[inline(always)]
    pub(crate) fn sum(self, row: &[u32], sums: &mut [f32]) {
        let from = |rest: &[f32]| Columns { row, entries: self, first: self.width - rest.len() };
        let rest = from(sums).sum_blocks::<64>(sums);
        let rest = from(rest).sum_blocks::<16>(rest);
        let rest = from(rest).sum_blocks::<4>(rest);
        from(rest).sum_blocks::<1>(rest);
    }

    /// The sum of the entries of a row in one column.
    #[inline(always)]
    pub(crate) fn sum_column(self, row: &[u32], column: usize) -> f32 {
        let [sum] = Columns { row, entries: self, first: column }.sum();
        sum
    }
}

/// The sum of the entries of a row in each column, from the sums of its pieces. `pieces` is
/// `[pieces, width]`, `sums` is `[width]`.
#[inline(always)]
pub(crate) fn sum_of_pieces(pieces: &[f32], sums: &mut [f32]) {
    sums.fill(SUM_IDENTITY);
    for piece in pieces.chunks(sums.len()) {
        add(sums, piece.iter().copied());
    }
}

/// Initial value of a sum. Adding −0 changes the bits of no number, while adding 0 would turn −0 into 0.
const SUM_IDENTITY: f32 = -0.0;

/// The columns from `first` on of the entries of a row.
#[derive(Clone, Copy)]
struct Columns<'a, G, F> {
    row: &'a [u32],
    entries: Entries<'a, G, F>,
    first: usize,
}

impl<G: Stored, F: Fn(f32) -> f32 + Copy> Columns<'_, G, F> {
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
        if self.row.len() <= PIECE {
            return self.sum_in_order(self.row);
        }
        let mut sums = [SUM_IDENTITY; BLOCK];
        for piece in self.row.chunks(PIECE) {
            add(&mut sums, self.sum_in_order::<BLOCK>(piece).into_iter());
        }
        sums
    }

    #[inline(always)]
    fn sum_in_order<const BLOCK: usize>(&self, piece: &[u32]) -> [f32; BLOCK] {
        let Entries { grads, width, summand } = self.entries;
        let mut sums = [SUM_IDENTITY; BLOCK];
        for &entry in piece {
            let elements = &grads[entry as usize * width + self.first..][..BLOCK];
            add(&mut sums, elements.iter().map(|element| summand(element.widen())));
        }
        sums
    }
}

#[inline(always)]
fn add(sums: &mut [f32], summands: impl Iterator<Item = f32>) {
    for (sum, summand) in sums.iter_mut().zip(summands) {
        *sum += summand;
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
        let sum = |grads: &[f32], row: &[u32]| {
            let mut got = [0.0];
            Entries { grads, width: 1, summand: |grad| grad }.sum(row, &mut got);
            got[0]
        };
        assert_eq!(sum(&grads, &order), want);
        assert!(sum(&[1.0, -0.0], &[1]).is_sign_negative());
    }

    #[test]
    fn every_column_of_any_width_is_summed_alike() {
        let bits = |sums: &[f32]| sums.iter().map(|sum| sum.to_bits()).collect::<Vec<_>>();
        for width in [1, 3, 4, 15, 16, 21, 64, 85, 149] {
            for count in [1, 3, 64, 65, 130u16] {
                // Every second entry of a gradient.
                let row: Vec<u32> = (0..count).map(|i| u32::from(2 * i + 1)).collect();
                let len = 2 * usize::from(count) * width;
                let grads: Vec<f32> = (0..len).map(|i| (i * 37 % 1009) as f32 * 0.1 - 50.0).collect();
                let in_order = |piece: &[u32], column: usize| {
                    let elements = piece.iter().map(|entry| 2.0 * grads[*entry as usize * width + column]);
                    elements.reduce(|sum, more| sum + more).unwrap()
                };
                let pieces: Vec<Vec<f32>> = row
                    .chunks(64)
                    .map(|piece| (0..width).map(|column| in_order(piece, column)).collect())
                    .collect();
                let add =
                    |sums: Vec<f32>, more: &Vec<f32>| sums.iter().zip(more).map(|(a, b)| a + b).collect();
                let want = pieces[1..].iter().fold(pieces[0].clone(), add);

                let entries = Entries { grads: &grads, width, summand: |grad| 2.0 * grad };
                let (mut sums, mut of_pieces) = (vec![f32::NAN; width], vec![f32::NAN; width]);
                entries.sum(&row, &mut sums);
                sum_of_pieces(&pieces.concat(), &mut of_pieces);
                let columns: Vec<f32> = (0..width).map(|column| entries.sum_column(&row, column)).collect();
                for got in [sums, of_pieces, columns] {
                    assert_eq!(bits(&got), bits(&want), "{count} entries of {width} elements");
                }
            }
        }
    }
}
