//! The data files of a run, as they were read.

use serde::Serialize;

use crate::data::Summary;

/// The data files of a run, as they were read.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Files {
    pub(super) train_data: Summary,
    pub(super) test_data: Option<Summary>,
}

impl Files {
    /// Prints warnings to stderr.
    pub(super) fn warn(&self) {
        self.train_data.warn();
        if let Some(test) = &self.test_data {
            test.warn();
            test.warn_of_other_format(&self.train_data);
        }
    }

    /// Name and description of each file, for people.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let files = [("training data", Some(&self.train_data)), ("test data", self.test_data.as_ref())];
        let row = |(name, file): (&str, Option<&Summary>)| Some(vec![name.to_owned(), file?.line()]);
        files.into_iter().filter_map(row).collect()
    }
}
