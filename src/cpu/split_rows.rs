//! Rows with so many entries that threads share one: first its sum, piece by piece, then its update.

use super::{
    rows::{RowGradView, RowUpdates, update_row},
    scratch::Scratch,
    vectorised::vectorised,
};
use crate::{
    format::each_format,
    row_groups::{PIECE, sum_of_pieces},
};

/// A row whose pieces are summed before it is updated.
#[derive(Debug)]
pub(super) struct SplitRow<'a> {
    /// Rows of which only the last one has entries.
    row: RowUpdates<'a>,
    /// `[pieces, width]`: sums of the pieces.
    sums: Vec<f32>,
}

impl<'a> SplitRow<'a> {
    pub(super) fn new(row: RowUpdates<'a>) -> Self {
        let pieces = row.entries(0).len().div_ceil(PIECE);
        Self { sums: vec![0.0; pieces * row.grad.width], row }
    }

    /// The pieces, to be summed first.
    pub(super) fn pieces(&mut self) -> RowPieces<'_> {
        RowPieces { sums: &mut self.sums, entries: self.row.entries(0), grad: self.row.grad }
    }

    /// Cost of the update, in elements of a dense gradient.
    pub(super) fn cost(&self) -> usize {
        self.row.cost()
    }
}

/// Pieces of a row to sum.
#[derive(Debug)]
pub(super) struct RowPieces<'a> {
    /// `[pieces, width]`
    sums: &'a mut [f32],
    entries: &'a [u32],
    grad: RowGradView<'a>,
}

impl RowPieces<'_> {
    /// Cost in elements of a dense gradient.
    pub(super) fn cost(&self) -> usize {
        self.entries.len() * self.grad.entry_cost()
    }

    /// Splits off the first pieces, of about this cost.
    pub(super) fn cut(&mut self, cost: usize) -> Self {
        let pieces = (cost / self.grad.entry_cost() / PIECE).max(1);
        let entries = self.entries.len().min(pieces * PIECE);
        let pieces = entries.div_ceil(PIECE);
        let entries = self.entries.split_off(..entries).expect("no more than there are");
        let sums = self.sums.split_off_mut(..pieces * self.grad.width).expect("one for each piece");
        Self { sums, entries, ..*self }
    }
}

vectorised! {
    pub(super) fn sum_pieces(pieces: &mut RowPieces<'_>) {
        let &mut RowPieces { ref mut sums, entries: row, grad } = pieces;
        each_format!(Values, grad.grads, grads => {
            for (sums, piece) in sums.chunks_mut(grad.width).zip(row.chunks(PIECE)) {
                // Entries of one piece are summed one after the other.
                grad.entries(grads).sum(piece, sums);
            }
        });
    }

    /// The update, once all pieces are summed.
    pub(super) fn update(split: &mut SplitRow<'_>, scratch: &mut Scratch) {
        let SplitRow { row, sums } = split;
        let entries = row.entries(0).len();
        let RowUpdates { values, state, lazy, grad, .. } = row;
        let Scratch { values: buffer, g, chunk_sums, missed, .. } = scratch;
        g.resize(grad.width, 0.0);
        sum_of_pieces(sums, g);
        let elements = values.len() - grad.width..values.len();
        let (mut values, state) = (values.part(elements.clone()), state.part(elements));
        let as_f32 = values.as_f32(buffer);
        if let Some(lazy) = lazy {
            lazy.catch_up(lazy.last_steps.len() - 1, as_f32, state.read(), missed);
        }
        update_row(as_f32, state, g, entries, *grad, chunk_sums);
        values.write_back(buffer);
    }
}
