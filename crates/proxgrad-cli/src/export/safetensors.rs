//! A sparse matrix as a safetensors file. `docs/export.md` describes it.

use anyhow::Result;
use proxgrad::half::f16;
use proxgrad_safetensors::{Contents, TensorFault, TensorView};

use super::{
    arrays::Arrays,
    columns::Columns,
    matrix::Matrix,
    quantise::{Q2_13_UNIT, Quantised},
};

/// The version of the layout.
const LAYOUT: &str = "1";
/// Prefix of the names of the tensors of the sparse matrix.
const MATRIX: &str = "coef.";

/// A safetensors file that is to be written.
pub(super) struct Safetensors {
    arrays: Arrays,
    /// The elements of the matrix, where they are not stored as f32.
    elements: Option<Elements>,
    metadata: Vec<(&'static str, String)>,
}

/// Quantised elements.
enum Elements {
    F16(Vec<f16>),
    /// Multiples of [`Q2_13_UNIT`].
    I16(Vec<i16>),
}

impl Safetensors {
    pub(super) fn new(matrix: &Matrix<'_>) -> Result<Self> {
        let arrays = Arrays::new(matrix)?;
        let mut metadata = vec![
            ("proxgrad.export", LAYOUT.to_owned()),
            ("proxgrad.version", env!("CARGO_PKG_VERSION").to_owned()),
        ];
        metadata.extend(match &matrix.columns {
            Columns::Numbered { first, .. } => {
                [("columns", "numbers".to_owned()), ("first", first.to_string())].to_vec()
            }
            Columns::Named(_) => [("columns", "names".to_owned())].to_vec(),
            Columns::Hashed { bits } => {
                [("columns", "hashes".to_owned()), ("bits", bits.to_string())].to_vec()
            }
        });
        if let Some(quantised) = matrix.quantised {
            metadata.push(("quantised", quantised.name().to_owned()));
        }
        if matrix.quantised == Some(Quantised::Q2_13) {
            metadata.push(("scale", Q2_13_UNIT.to_string()));
        }
        let elements = matrix.quantised.map(|quantised| Elements::of(arrays.values(), quantised));
        Ok(Self { arrays, elements, metadata })
    }

    /// The contents of the file.
    ///
    /// # Errors
    /// None, because all shapes are those of the arrays.
    pub(super) fn contents(&self) -> Result<Contents<'_>, TensorFault> {
        let data = match &self.elements {
            None => TensorView::of(&[self.arrays.values().len()], self.arrays.values()),
            Some(Elements::F16(elements)) => TensorView::of(&[elements.len()], elements),
            Some(Elements::I16(elements)) => TensorView::of(&[elements.len()], elements),
        }?;
        let mut contents = Contents::new().tensor(format!("{MATRIX}data"), data);
        for (name, tensor) in self.arrays.structure()? {
            contents = contents.tensor(format!("{MATRIX}{name}"), tensor);
        }
        for (name, tensor) in self.arrays.others()? {
            contents = contents.tensor(name, tensor);
        }
        for (key, text) in &self.metadata {
            contents = contents.metadata(*key, text);
        }
        Ok(contents)
    }
}

impl Elements {
    /// Values that are quantised already.
    fn of(values: &[f32], quantised: Quantised) -> Self {
        match quantised {
            Quantised::F16 => Self::F16(values.iter().map(|&value| f16::from_f32(value)).collect()),
            Quantised::Q2_13 => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "quantised values are multiples in the range of i16"
                )]
                let multiple = |&value: &f32| (value / Q2_13_UNIT) as i16;
                Self::I16(values.iter().map(multiple).collect())
            }
        }
    }
}
