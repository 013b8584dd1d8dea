//! A golden file, which is read and checked as a whole before anything is replayed.

use std::{fs, path::Path};

use serde::{Deserialize, Deserializer, de};

use crate::{
    backend::Backend,
    golden::{
        case::Case,
        error::Error,
        kinds,
        report::{CaseReport, FileReport},
    },
};

/// A golden file.
pub struct File {
    name: String,
    family: String,
    cases: Vec<Box<dyn Case>>,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that cannot be read, is not JSON, is no golden file of format version 1, has no cases, or has a case that
    /// lacks a field of its kind; the message names the file and, where possible, line and column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text =
            fs::read_to_string(path).map_err(|reason| Error::Unreadable { path: path.to_owned(), reason })?;
        let name = path.display().to_string();
        let file =
            Self::parse(name, &text).map_err(|reason| Error::Malformed { path: path.to_owned(), reason })?;
        if file.cases.is_empty() {
            return Err(Error::NoCases { path: path.to_owned() });
        }
        Ok(file)
    }

    fn parse(name: String, text: &str) -> serde_json::Result<Self> {
        // The text is parsed twice, so that an error in a case has a line and a column.
        let header: Header = serde_json::from_str(text)?;
        let cases = kinds::parse(&header.kind, text)?;
        Ok(Self { name, family: header.family, cases })
    }

    /// The path of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Replays every case. A case that cannot be replayed has failed, and the report has the reason.
    pub fn replay(&self, backend: &dyn Backend) -> FileReport {
        let cases = self.cases.iter().map(|case| CaseReport::of(&**case, backend)).collect();
        FileReport::new(self.name.clone(), self.family.clone(), cases)
    }
}

/// The fields at the beginning of every golden file.
#[derive(Deserialize)]
struct Header {
    #[serde(rename = "format")]
    _format: Format,
    #[serde(rename = "format_version", deserialize_with = "version_one")]
    _version: (),
    family: String,
    kind: String,
}

#[derive(Deserialize)]
enum Format {
    #[serde(rename = "proximal-adagrad-golden")]
    Golden,
}

fn version_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    match u64::deserialize(deserializer)? {
        1 => Ok(()),
        other => Err(de::Error::invalid_value(de::Unexpected::Unsigned(other), &"format version 1")),
    }
}
