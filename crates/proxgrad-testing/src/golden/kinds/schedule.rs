//! Schedules: their values at some steps, and the learning rates that an optimizer reports there.

use proxgrad::{Config, Schedule, Tensor};
use serde::Deserialize;

use super::body::{Body, boxed};
use crate::{
    backend::{Backend, Param},
    golden::{
        case::Case,
        compare::{Check, Tolerance},
        failure::{Failure, Place},
        number::{Elements, round},
        spec::NamedSchedule,
    },
};

struct Scheduled {
    schedule: Schedule,
    values: Values,
}

#[derive(Deserialize)]
struct Values {
    id: String,
    #[serde(default)]
    informative: bool,
    /// Step numbers.
    steps: Vec<u64>,
    expect: Elements,
    tol: Tolerance,
}

/// Reads every case twice, once for the schedule and once for the other fields, so that an error has a column.
pub(super) fn cases(text: &str) -> serde_json::Result<Vec<Box<dyn Case>>> {
    let schedules: Body<NamedSchedule> = serde_json::from_str(text)?;
    let values: Body<Values> = serde_json::from_str(text)?;
    let both = schedules.cases.into_iter().zip(values.cases);
    Ok(both.map(|(NamedSchedule(schedule), values)| boxed(Scheduled { schedule, values })).collect())
}

impl Case for Scheduled {
    fn id(&self) -> &str {
        &self.values.id
    }

    fn informative(&self) -> bool {
        self.values.informative
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let Values { steps, expect, tol, .. } = &self.values;
        let own: Vec<_> = steps.iter().filter_map(|&step| self.schedule.at(step)).collect();
        let rounded: Vec<_> = own.iter().copied().map(round).collect();
        check.tensor(Place::new("schedule"), *tol, &rounded, expect)?;
        let reported = self.reported(backend).map_err(|error| Failure::refused(Place::new("lr"), error))?;
        check.tensor(Place::new("lr"), Tolerance::EXACT, &reported, &own)
    }
}

impl Scheduled {
    /// The learning rate that an optimizer reports for its next step, at each of the steps.
    fn reported(&self, backend: &dyn Backend) -> Result<Vec<f64>, proxgrad::Error> {
        let config = Config { learning_rate: self.schedule.clone(), ..Config::default() };
        let mut optimizer = backend.optimizer(config)?;
        let param = optimizer.add_param(Param::new("param", &[1], &[0.0]))?;
        let mut snapshot = optimizer.snapshot()?;
        let mut rate_at = |&step| {
            // Restored from a snapshot at that step, which is faster than thousands of steps.
            snapshot.tensors.insert("global_step".to_owned(), Tensor::counter(step));
            optimizer.restore(&snapshot)?;
            optimizer.lr_of(param)
        };
        self.values.steps.iter().map(&mut rate_at).collect()
    }
}
