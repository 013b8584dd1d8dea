//! What replays came to.

use serde::Serialize;

use crate::{
    backend::Backend,
    golden::{case::Case, compare::Check, failure::Failure},
};

/// One file on one device.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// The path, as given.
    pub file: String,
    /// As the file says.
    pub family: String,
    /// All cases: passed, failed and informative ones.
    pub cases: usize,
    /// Cases that had to match, and did.
    pub passed: usize,
    /// Cases that had to match, and did not, or that could not be replayed.
    pub failed: usize,
    /// Cases that record another program's accident and are not to be matched.
    pub informative: usize,
    /// The largest error of the cases that had to match, as a share of what was allowed: above 1 where one failed.
    pub worst_share_of_tolerance: f64,
    /// Case by case, in the file's order.
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

    /// The id of each failed case, and why.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Failure)> {
        let required = self.reports.iter().filter(|case| !case.informative);
        required.filter_map(|case| Some((case.id.as_str(), case.failure.as_ref()?)))
    }
}

/// One case on one device.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// As the file says.
    pub id: String,
    /// Whether it is there to be looked at only.
    pub informative: bool,
    /// The largest error as a share of the tolerance.
    pub worst: f64,
    /// `None` if it matches.
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
