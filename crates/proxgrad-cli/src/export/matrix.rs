//! The weights of a model as a matrix with a row for each output, as scikit-learn has them.

use super::{
    columns::Columns,
    quantise::{Quantised, Weights},
};
use crate::train::Saved;

/// The weights of a model as a matrix, `[outputs, columns]`.
pub(super) struct Matrix<'a> {
    pub(super) columns: Columns<'a>,
    /// The label of each class, ascending. Two classes have one output, that of the larger label.
    pub(super) labels: &'a [i64],
    /// `[outputs]`
    pub(super) bias: &'a [f32],
    /// Whether there is a bias.
    pub(super) has_bias: bool,
    pub(super) quantised: Option<Quantised>,
    /// `[features, outputs]`
    weights: &'a [f32],
}

impl<'a> Matrix<'a> {
    /// The matrix of a model, with these weights in the place of its own.
    pub(super) fn new(saved: &'a Saved, weights: &'a Weights<'_>) -> Self {
        Self {
            columns: Columns::of(&saved.vocabulary),
            labels: saved.classes.labels(),
            bias: &saved.model.bias,
            has_bias: saved.bias || saved.model.bias.iter().any(|bias| *bias != 0.0),
            quantised: weights.quantised,
            weights: &weights.values,
        }
    }

    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Column and weights, `[outputs]`, of each feature, by column.
    pub(super) fn features(&self) -> impl Iterator<Item = (u64, &[f32])> {
        let outputs = self.outputs();
        self.columns.rows().map(move |(column, row)| (column, &self.weights[row * outputs..][..outputs]))
    }

    /// Weights that are not exactly zero.
    pub(super) fn nonzero(&self) -> usize {
        self.weights.iter().filter(|weight| **weight != 0.0).count()
    }

    /// All weights.
    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }
}
