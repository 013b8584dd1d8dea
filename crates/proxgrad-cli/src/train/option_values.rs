//! Values of options: as a command line, and a model file, have them.

use std::{fmt, str::FromStr};

use clap::ValueEnum;
use proxgrad::Format;
use serde::{Deserialize, Serialize};

/// A value of `--shrinkage`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ShrinkageArg {
    #[default]
    Documented,
    Adaptive,
}

/// A value of `--rows`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RowsArg {
    /// Rows without a gradient do not change, so rare features are hardly ever regularised.
    #[default]
    Touched,
    /// As if the gradient were dense and 0 in all other rows, at the cost of the touched rows: L1 reaches every row.
    Exact,
}

impl RowsArg {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Touched => "touched",
            Self::Exact => "exact",
        }
    }
}

/// A value of `--precision`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Precision {
    #[default]
    F32,
    F16,
    Bf16,
}

impl Precision {
    pub(crate) fn format(self) -> Format {
        match self {
            Self::F32 => Format::F32,
            Self::F16 => Format::F16,
            Self::Bf16 => Format::Bf16,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
        }
    }
}

/// A value of `--rounding`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RoundingArg {
    #[default]
    Stochastic,
    Nearest,
}

/// A value of `--loss-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "NumberOrText", into = "NumberOrText")]
pub(crate) enum LossScaleArg {
    Fixed(f64),
    Dynamic,
}

/// A [`LossScaleArg`] in a file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(f64),
    Text(String),
}

impl TryFrom<NumberOrText> for LossScaleArg {
    type Error = String;

    fn try_from(value: NumberOrText) -> Result<Self, String> {
        match value {
            NumberOrText::Number(scale) => Ok(Self::Fixed(scale)),
            NumberOrText::Text(text) => text.parse(),
        }
    }
}

impl From<LossScaleArg> for NumberOrText {
    fn from(scale: LossScaleArg) -> Self {
        match scale {
            LossScaleArg::Fixed(scale) => Self::Number(scale),
            LossScaleArg::Dynamic => Self::Text("dynamic".to_owned()),
        }
    }
}

impl Default for LossScaleArg {
    fn default() -> Self {
        Self::Fixed(1.0)
    }
}

impl FromStr for LossScaleArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "dynamic" {
            return Ok(Self::Dynamic);
        }
        let scale = text.parse().map_err(|_| "it is neither a number nor `dynamic`".to_owned())?;
        Ok(Self::Fixed(scale))
    }
}

/// A value of `--clip-norm` and `--clip-value`; none is a value too, so that a resumed run can drop a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Limit(pub(crate) Option<f64>);

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let limit = text.parse().map_err(|_| "it is neither a number nor `none`".to_owned())?;
        Ok(Self(Some(limit)))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(limit) => limit.fmt(f),
            None => f.write_str("none"),
        }
    }
}

/// A value of `--order`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// As in the file.
    File,
    /// Anew in every epoch.
    #[default]
    Shuffle,
}
