//! What a safetensors file holds: what it belongs to, its metadata, and its tensors.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result};
use proxgrad_safetensors::{File, TensorView};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    facts::{Facts, Kind},
    numbers::Numbers,
    table::{aligned, listed, plain, short},
};
use crate::stdout::print;

/// What a safetensors file holds.
#[derive(Serialize)]
struct Contents {
    kind: &'static str,
    bytes: u64,
    /// Why the program cannot use the file as what it says it is.
    problem: Option<String>,
    #[serde(flatten)]
    facts: Value,
    metadata: Map<String, Value>,
    tensors: Vec<Tensor>,
}

/// A tensor of the file.
#[derive(Serialize)]
struct Tensor {
    name: String,
    #[serde(rename = "type")]
    dtype: String,
    shape: Vec<usize>,
    /// `None` where its elements are text, or of a type that this program does not read.
    #[serde(flatten)]
    numbers: Option<Numbers>,
}

/// The tensor with the names of features, which are text.
const NAMES: &str = "features";

/// Prints what a file holds. The exit status is 1 where the program cannot use it as what it says it is.
///
/// # Errors
/// A file that cannot be read, or is damaged.
pub(super) fn run(path: &Path, json: bool) -> Result<ExitCode> {
    let file = File::open(path)?;
    let size = fs::metadata(path).with_context(|| format!("{}: its size cannot be read", path.display()))?;
    let kind = Kind::of(&file);
    let (facts, problem) = match kind.facts(&file) {
        Ok(facts) => (facts, None),
        Err(error) => (Facts::default(), Some(format!("{error:#}"))),
    };
    let is_text = |name: &str| name == NAMES && matches!(kind, Kind::Model | Kind::Export);
    let tensor = |(name, tensor): (&str, TensorView<'_>)| Tensor::new(name, &tensor, is_text(name));
    let contents = Contents {
        kind: kind.name(),
        bytes: size.len(),
        problem,
        facts: facts.document,
        metadata: metadata(&file),
        tensors: file.tensors().map(tensor).collect(),
    };
    print(|output| {
        if json {
            return writeln!(output, "{}", serde_json::to_string(&contents)?);
        }
        contents.write(kind, facts.rows, facts.said, output)
    })?;
    Ok(if contents.problem.is_some() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The metadata of a file; a text that is an object or a list in JSON as what it is.
fn metadata(file: &File) -> Map<String, Value> {
    let value = |text: &str| match serde_json::from_str(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
        _ => Value::from(text),
    };
    file.all_metadata().map(|(key, text)| (key.to_owned(), value(text))).collect()
}

impl Contents {
    /// Writes tables; `said` are the entries of the metadata that `facts` have in other words.
    fn write(
        &self,
        kind: Kind,
        facts: Vec<Vec<String>>,
        said: &[&str],
        output: &mut dyn Write,
    ) -> io::Result<()> {
        let row = |name: &str, value: String| vec![name.to_owned(), value];
        let mut rows = vec![row("file", format!("{}, {} bytes", kind.description(), self.bytes))];
        rows.extend(self.problem.as_ref().map(|problem| row("problem", plain(problem))));
        rows.extend(facts);
        for (key, value) in &self.metadata {
            entries(key, value, said, &mut rows);
        }
        aligned(&rows, 2).iter().try_for_each(|line| writeln!(output, "{line}"))?;
        let mut rows = vec![Tensor::HEAD.map(str::to_owned).to_vec()];
        rows.extend(self.tensors.iter().map(Tensor::row));
        writeln!(output)?;
        aligned(&rows, 3).iter().try_for_each(|line| writeln!(output, "{line}"))
    }
}

/// Adds a row for an entry of the metadata, or for each of the values within it.
fn entries(path: &str, value: &Value, said: &[&str], rows: &mut Vec<Vec<String>>) {
    if said.contains(&path) {
        return;
    }
    let text = match value {
        Value::Object(object) => {
            return object
                .iter()
                .for_each(|(key, value)| entries(&format!("{path}.{key}"), value, said, rows));
        }
        Value::Array(values) => listed(&values.iter().map(text).collect::<Vec<_>>()),
        value => text(value),
    };
    rows.push(vec![plain(path), plain(&text)]);
}

/// A text without quotes, or any other value as JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Tensor {
    const HEAD: [&str; 8] = ["tensor", "type", "shape", "zeros", "not finite", "norm", "least", "largest"];

    fn new(name: &str, tensor: &TensorView<'_>, is_text: bool) -> Self {
        Self {
            name: name.to_owned(),
            dtype: tensor.dtype().to_string().to_lowercase(),
            shape: tensor.shape().to_vec(),
            numbers: if is_text { None } else { Numbers::of(tensor) },
        }
    }

    fn row(&self) -> Vec<String> {
        let mut row = vec![plain(&self.name), self.dtype.clone(), format!("{:?}", self.shape)];
        if let Some(Numbers { zeros, not_finite, norm, min, max }) = &self.numbers {
            let number = |value: &Option<Value>| match value {
                Some(value) if value.is_f64() => value.as_f64().map(short).unwrap_or_default(),
                value => value.as_ref().map(Value::to_string).unwrap_or_default(),
            };
            row.extend([zeros.to_string(), not_finite.to_string(), short(*norm), number(min), number(max)]);
        }
        row
    }
}
