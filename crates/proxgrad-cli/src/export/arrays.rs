//! The arrays of a sparse matrix, which safetensors files and NumPy archives both hold.

use anyhow::Result;
use proxgrad_safetensors::{TensorFault, TensorView};

use super::{columns::Columns, matrix::Matrix};

/// A matrix in compressed sparse rows, without its exact zeros, and what belongs to it.
pub(super) struct Arrays {
    /// Rows and columns.
    shape: [i64; 2],
    /// `[rows + 1]`; the elements of row i are `starts[i]..starts[i + 1]`.
    starts: Indices,
    /// `[elements]`; the column of each element, ascending within a row.
    columns: Indices,
    /// `[elements]`
    values: Vec<f32>,
    /// `[rows]`
    intercept: Vec<f32>,
    /// `[classes]`; the labels.
    labels: Vec<i64>,
    /// The names of the columns as JSON, where the features have names.
    names: Option<Vec<u8>>,
}

/// Indices, which SciPy has in 32 bits where these are enough for all indices of a matrix.
enum Indices {
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl Arrays {
    /// The arrays of a matrix.
    ///
    /// # Errors
    /// A matrix with more elements or columns than can be counted in i64.
    pub(super) fn new(matrix: &Matrix<'_>) -> Result<Self> {
        let (rows, nonzero) = (matrix.outputs(), matrix.nonzero());
        let (mut starts, mut columns) = (vec![0], Vec::with_capacity(nonzero));
        let mut values = Vec::with_capacity(nonzero);
        for row in 0..rows {
            for (column, weights) in matrix.features().filter(|(_, weights)| weights[row] != 0.0) {
                columns.push(i64::try_from(column)?);
                values.push(weights[row]);
            }
            starts.push(i64::try_from(values.len())?);
        }
        let shape = [i64::try_from(rows)?, i64::try_from(matrix.columns.count())?];
        let largest = shape[1].max(i64::try_from(nonzero)?);
        let names = match &matrix.columns {
            Columns::Named(names) => Some(serde_json::to_vec(names)?),
            Columns::Numbered { .. } | Columns::Hashed { .. } => None,
        };
        Ok(Self {
            shape,
            starts: Indices::new(starts, largest),
            columns: Indices::new(columns, largest),
            values,
            intercept: matrix.bias.to_vec(),
            labels: matrix.labels.to_vec(),
            names,
        })
    }

    /// `[elements]`; the elements of the matrix, row by row.
    pub(super) fn values(&self) -> &[f32] {
        &self.values
    }

    /// The arrays of the matrix but for its elements, by the names of SciPy.
    ///
    /// # Errors
    /// None, because all shapes are those of the arrays.
    pub(super) fn structure(&self) -> Result<[(&'static str, TensorView<'_>); 3], TensorFault> {
        let shape = TensorView::of(&[2], &self.shape)?;
        Ok([("indices", self.columns.view()?), ("indptr", self.starts.view()?), ("shape", shape)])
    }

    /// The arrays that belong to the matrix, by the names of scikit-learn.
    ///
    /// # Errors
    /// None, because all shapes are those of the arrays.
    pub(super) fn others(&self) -> Result<Vec<(&'static str, TensorView<'_>)>, TensorFault> {
        let mut others = vec![
            ("intercept", TensorView::of(&[self.intercept.len()], &self.intercept)?),
            ("classes", TensorView::of(&[self.labels.len()], &self.labels)?),
        ];
        if let Some(names) = &self.names {
            others.push(("features", TensorView::of(&[names.len()], names)?));
        }
        Ok(others)
    }
}

impl Indices {
    /// Indices in 32 bits where these hold the largest index of the matrix.
    fn new(indices: Vec<i64>, largest: i64) -> Self {
        if i32::try_from(largest).is_err() {
            return Self::I64(indices);
        }
        let narrow: Result<_, _> = indices.iter().map(|&index| i32::try_from(index)).collect();
        narrow.map_or(Self::I64(indices), Self::I32)
    }

    fn view(&self) -> Result<TensorView<'_>, TensorFault> {
        match self {
            Self::I32(indices) => TensorView::of(&[indices.len()], indices),
            Self::I64(indices) => TensorView::of(&[indices.len()], indices),
        }
    }
}
