//! Results of replays.

use serde::Serialize;

use crate::{
    backend::Backend,
    golden::{case::Case, compare::Check, failure::Failure},
};

/// The results of one file on one device.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// The path, as given.
    pub file: String,
    /// The family that the file states.
    pub family: String,
    /// All cases: passed, failed and informative ones.
    pub cases: usize,
    /// Cases that must match, and do.
    pub passed: usize,
    /// Cases that must match and do not, or that cannot be replayed.
    pub failed: usize,
    /// Cases for information, which the library need not match.
    pub informative: usize,
    /// The largest error of the cases that must match, as a share of its tolerance: above 1 where one failed.
    pub worst_share_of_tolerance: f64,
    /// The results of each case, in the order of the file.
    #[serde(skip)]
    pub reports: Vec<CaseReport>,
}

impl FileReport {
    pub(crate) fn new(file: String, family: String, reports: Vec<CaseReport>) -> Self {
        let required = || reports.iter().filter(|case| !case.informative);
        let failed = required().filter(|case| case.failure.is_some()).count();
        Self {
            file,
            family,
            cases: reports.len(),
            passed: required().count() - failed,
            failed,
            informative: reports.len() - required().count(),
            worst_share_of_tolerance: required().map(|case| case.worst).fold(0.0, f64::max),
            reports,
        }
    }

    /// Id and failure of each failed case.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Failure)> {
        let required = self.reports.iter().filter(|case| !case.informative);
        required.filter_map(|case| Some((case.id.as_str(), case.failure.as_ref()?)))
    }
}

/// The result of one case on one device.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// The id that the file states.
    pub id: String,
    /// Whether the case is for information only and cannot fail.
    pub informative: bool,
    /// The largest error as a share of its tolerance.
    pub worst: f64,
    /// `None` where the case matches.
    pub failure: Option<Failure>,
}

impl CaseReport {
    pub(crate) fn of(case: &dyn Case, backend: &dyn Backend) -> Self {
        let mut check = Check::default();
        let mut failure = case.replay(backend, &mut check).err();
        if failure.is_none() && check.compared == 0 && !case.informative() {
            failure = Some(Failure::Malformed("it expects nothing".to_owned()));
        }
        Self { id: case.id().to_owned(), informative: case.informative(), worst: check.worst, failure }
    }
}
