//! Rows with so many entries that threads share their sum: pieces of it, which are put together in order.

use super::rows::{Of, Rows, Scratch, update_row};
use crate::{
    format::each_format,
    row_groups::{PIECE, sum, sum_of_pieces},
};

/// A row to sum first, and to update then.
#[derive(Debug)]
pub(super) struct Heavy<'a> {
    row: Rows<'a>,
    /// `[pieces, width]`
    sums: Vec<f32>,
}

impl<'a> Heavy<'a> {
    pub(super) fn new(row: Rows<'a>) -> Self {
        let pieces = row.entries(0..1).div_ceil(PIECE);
        Self { sums: vec![0.0; pieces * row.of.width], row }
    }

    pub(super) fn elements(&self) -> usize {
        self.row.elements()
    }

    /// What comes first.
    pub(super) fn pieces(&mut self) -> Pieces<'_> {
        let &Rows { starts, order, of, .. } = &self.row;
        let entries = &order[starts[0] as usize..starts[1] as usize];
        Pieces { sums: &mut self.sums, entries, of }
    }

    /// What is left to do then.
    pub(super) fn run(&mut self, scratch: &mut Scratch) {
        finish(self, scratch);
    }
}

/// Entries of one row to sum in pieces.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    /// `[pieces, width]`
    sums: &'a mut [f32],
    entries: &'a [u32],
    of: Of<'a>,
}

impl Pieces<'_> {
    pub(super) fn elements(&self) -> usize {
        self.entries.len() * self.of.entry()
    }

    /// Takes pieces of about so many elements off the front.
    pub(super) fn cut(&mut self, elements: usize) -> Self {
        let pieces = (elements / self.of.entry() / PIECE).max(1);
        let entries = self.entries.len().min(pieces * PIECE);
        let pieces = entries.div_ceil(PIECE);
        let entries = self.entries.split_off(..entries).expect("no more than there are");
        let sums = self.sums.split_off_mut(..pieces * self.of.width).expect("one for each piece");
        Self { sums, entries, ..*self }
    }

    pub(super) fn run(&mut self) {
        sum_pieces(self);
    }
}

vectorised! {
    fn sum_pieces(pieces: &mut Pieces<'_>) {
        let &mut Pieces { ref mut sums, entries, of } = pieces;
        each_format!(Values, of.grads, grads => {
            for (sums, piece) in sums.chunks_mut(of.width).zip(entries.chunks(PIECE)) {
                // No more than a piece: in order.
                sum(piece, grads, of.width, sums);
            }
        });
    }
}

vectorised! {
    fn finish(heavy: &mut Heavy<'_>, scratch: &mut Scratch) {
        let Heavy { row, sums: pieces } = heavy;
        let &mut Rows { ref mut values, ref mut accums, ref mut exact, starts, of, .. } = row;
        let Scratch { room, g, sums, missed } = scratch;
        g.resize(of.width, 0.0);
        sum_of_pieces(pieces, g);
        // Rows without entries lie in front of it.
        let at = values.len() - of.width;
        let entries = (starts[1] - starts[0]) as usize;
        let (mut values, accums) = (values.part(at..values.len()), &mut accums[at..]);
        let wide = values.widened(&mut room.values);
        if let Some(exact) = exact {
            exact.catch_up(exact.marks.len() - 1, wide, accums, missed);
        }
        update_row(wide, accums, g, entries, of, sums);
        values.narrow(&room.values);
    }
}
