//! The state of one rank, and how it agrees with others on a call.

use proxgrad::{GroupId, Report, Schedule};

use super::prefetched::Prefetched;
use crate::{
    decisions::Decisions,
    error::Error,
    exact_sum::{ExactSum, WORDS},
    header::{self, Call, Digest, Header, REFUSED},
    local::LocalOptimizer,
    param::{Layout, ParamInfo},
    ranks::Ranks,
    traffic::Traffic,
};

/// The state of one rank.
pub(crate) struct Engine {
    pub(super) ranks: Ranks,
    pub(super) local: Box<dyn LocalOptimizer>,
    pub(super) params: Vec<ParamInfo>,
    pub(super) decisions: Decisions,
    /// Calls so far.
    calls: u64,
    /// Why this rank takes no further call.
    failed: Option<String>,
    pub(super) prefetched: Vec<Prefetched>,
}

/// The arguments of a call, as its header gives them to other ranks.
#[derive(Default)]
pub(super) struct Arguments<'a> {
    pub(super) digest: Digest,
    pub(super) flags: u64,
    /// The learning rate, in a step.
    pub(super) learning_rate: f64,
    /// Why this rank refuses the call.
    pub(super) refusal: Option<&'a str>,
}

impl Engine {
    pub(crate) fn new(
        ranks: Ranks,
        local: Box<dyn LocalOptimizer>,
        params: Vec<ParamInfo>,
        decisions: Decisions,
    ) -> Self {
        let (failed, prefetched) = (None, Vec::new());
        Self { ranks, local, params, decisions, calls: 0, failed, prefetched }
    }

    /// Compares the settings of all ranks.
    pub(crate) fn start(&mut self, settings: &str, refusal: Option<&str>) -> Result<(), Error> {
        self.agree(Call::Start, Arguments { refusal, ..Arguments::default() })?;
        let settings = self.ranks.all_gather_texts(settings, Call::Start.name());
        header::compare_settings(&settings)
    }

    /// The parameters, the number of this rank, and that of all ranks.
    pub(crate) fn description(&self) -> (Vec<ParamInfo>, usize, usize) {
        (self.params.clone(), self.ranks.rank(), self.ranks.size())
    }

    /// Has all ranks tell each other what they are about to do. Returns the flags that any rank has set.
    pub(super) fn agree(&mut self, call: Call, arguments: Arguments<'_>) -> Result<u64, Error> {
        self.calls += 1;
        let Arguments { digest, flags, learning_rate, refusal } = arguments;
        let own_refusal = self.failed.clone().or(refusal.map(str::to_owned)).unwrap_or_default();
        let refused = if own_refusal.is_empty() { 0 } else { REFUSED };
        let (number, step) = (self.calls, self.local.step_count());
        let header =
            Header { call, number, step, learning_rate, digest: digest.value(), flags: flags | refused };
        let headers = self.ranks.exchange_headers(&header).inspect_err(|error| self.fail(error))?;
        if headers.iter().any(|words| words[header::HEADER_WORDS - 1] & REFUSED != 0) {
            let reasons = self.ranks.all_gather_texts(&own_refusal, call.name());
            let refusing = reasons.into_iter().enumerate().find(|(_, reason)| !reason.is_empty());
            let (rank, reason) = refusing.unwrap_or((0, "a call was refused".to_owned()));
            return Err(Error::Refused { rank, reason });
        }
        let flags = header::compare(&headers);
        if let Err(error @ Error::OtherCall { .. }) = &flags {
            self.fail(error);
        }
        flags
    }

    /// Has this rank refuse all further calls, because it may be in another state than others.
    pub(super) fn fail(&mut self, reason: impl ToString) {
        self.failed.get_or_insert(reason.to_string());
    }

    /// The outcome of something that this rank does by itself after all ranks have agreed on it. Where it fails, the others learn it
    /// with their next call.
    pub(super) fn own<T>(&mut self, outcome: Result<T, proxgrad::Error>) -> Result<T, Error> {
        outcome.map_err(|error| {
            self.fail(&error);
            Error::refused(self.ranks.rank(), error)
        })
    }

    /// Measures all values, with exact rows up to date.
    pub(crate) fn measure(&mut self) -> Result<Report, Error> {
        self.agree(Call::Measure, Arguments::default())?;
        let (mut squares, mut nonzero, mut largest) = (ExactSum::default(), 0, 0);
        let mut outcome = Ok(());
        for (index, param) in self.params.iter().enumerate() {
            // A replicated parameter counts once.
            if param.layout == Layout::Replicated && self.ranks.rank() > 0 {
                continue;
            }
            match self.local.values(index) {
                Ok(values) => {
                    let values = &values[..param.stored_len(self.ranks.rank())];
                    squares.add_all(values);
                    nonzero += values.iter().filter(|value| **value != 0.0).count() as u64;
                    let of_values = values.iter().map(|value| u64::from(value.abs().to_bits())).max();
                    largest = largest.max(of_values.unwrap_or_default());
                }
                Err(error) => outcome = Err(error),
            }
        }
        let words: Vec<_> = squares.words().into_iter().chain([nonzero]).collect();
        let sums = self.ranks.sum(&words, Call::Measure.name());
        let largest = self.ranks.largest(&[largest], Call::Measure.name())[0];
        self.own(outcome)?;
        let max_abs = f32::from_bits(u32::try_from(largest).unwrap_or(f32::NAN.to_bits()));
        self.decisions.note_values(&ExactSum::from_words(&sums[..WORDS]), sums[WORDS], max_abs);
        Ok(self.decisions.report())
    }

    /// The sum of the numbers of all ranks, in order of ranks.
    pub(crate) fn sum(&mut self, numbers: &[f64]) -> Result<f64, Error> {
        let most = Ranks::most_elements(self.ranks.size());
        let refusal = (numbers.len() > most).then(|| format!("more than {most} numbers are to be added up"));
        self.agree(Call::Sum, Arguments { refusal: refusal.as_deref(), ..Arguments::default() })?;
        let (_, numbers) = self.ranks.all_gather_any(numbers, Call::Sum.name());
        Ok(numbers.into_iter().fold(0.0, |sum, number| sum + number))
    }

    pub(crate) fn report(&self) -> Report {
        self.decisions.report()
    }

    pub(crate) fn traffic(&self) -> Traffic {
        self.ranks.traffic
    }

    pub(crate) fn step_count(&self) -> u64 {
        self.local.step_count()
    }

    pub(crate) fn learning_rate(&self, group: Option<GroupId>) -> Result<f64, Error> {
        self.local.learning_rate(group).map_err(|error| Error::refused(self.ranks.rank(), error))
    }

    pub(crate) fn set_learning_rate(&mut self, group: Option<GroupId>, rate: Schedule) -> Result<(), Error> {
        let outcome = self.local.set_learning_rate(group, rate);
        outcome.map_err(|error| Error::refused(self.ranks.rank(), error))
    }
}
