//! The harness: contenders take turns in every round, so that a disturbance of the machine affects all of them.

use std::time::Duration;

use anyhow::Result;

use crate::contender::{Contender, Place, Role, Sample, microseconds};

/// How long a case is measured.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rounds; every contender is measured once in each.
    pub rounds: u32,
    /// Approximate time of a contender in a round: a short step is repeated, and its sample is the mean.
    pub share: Duration,
    /// Whether the run is a quick one on small sizes, for the conditions.
    pub quick: bool,
    /// Number of steps in flight, in a run on sizes for GPUs: all are submitted before the first is waited for, and their
    /// mean time is the sample, whatever the share.
    pub flight: Option<u32>,
}

/// The most repeats of a step in one sample.
const MOST_REPEATS: u32 = 100_000;

/// The samples of a contender.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) place: Place,
    pub(crate) variant: String,
    pub(crate) role: Role,
    pub(crate) bytes: u64,
    /// Microseconds by the wall clock, for each round.
    pub(crate) wall_us: Vec<f64>,
    /// Microseconds by timestamps of the device, for each round; empty where they cannot be used.
    pub(crate) device_us: Vec<f64>,
}

/// A contender that failed, and the reason.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) place: Place,
    pub(crate) variant: String,
    pub(crate) reason: String,
}

/// A contender with its samples so far.
struct Runner<'a> {
    contender: Contender<'a>,
    repeats: u32,
    samples: Vec<Sample>,
    failure: Option<String>,
}

/// Measures contenders in turn, in an order that rotates from round to round. `after_round` is called after every round.
pub(crate) fn measure(
    contenders: Vec<Contender<'_>>,
    settings: Settings,
    mut after_round: impl FnMut(),
) -> (Vec<Measured>, Vec<Failed>) {
    let mut runners: Vec<_> =
        contenders.into_iter().map(|contender| Runner::warmed_up(contender, settings)).collect();
    for round in 0..settings.rounds as usize {
        let count = runners.len().max(1);
        runners.rotate_left(usize::from(round > 0) % count);
        runners.iter_mut().for_each(Runner::take_sample);
        after_round();
    }
    // Back to the original order.
    let turns = (settings.rounds.saturating_sub(1)) as usize % runners.len().max(1);
    runners.rotate_right(turns);
    collect(runners)
}

fn collect(runners: Vec<Runner<'_>>) -> (Vec<Measured>, Vec<Failed>) {
    let (mut measured, mut failed) = (Vec::new(), Vec::new());
    for Runner { contender: Contender { place, variant, role, bytes, .. }, samples, failure, .. } in runners {
        match failure {
            Some(reason) => failed.push(Failed { place, variant, reason }),
            None => {
                let wall_us = samples.iter().map(|sample| sample.wall_us).collect();
                let device_us = samples.iter().map(|sample| sample.device_us).collect::<Option<_>>();
                let device_us = device_us.unwrap_or_default();
                measured.push(Measured { place, variant, role, bytes, wall_us, device_us });
            }
        }
    }
    (measured, failed)
}

impl<'a> Runner<'a> {
    /// Runs the contender until its pipelines are compiled and its memory is touched, and finds how many steps take its
    /// share of a round.
    fn warmed_up(mut contender: Contender<'a>, settings: Settings) -> Self {
        let repeats = calibrate(&mut contender, settings);
        let failure = repeats.as_ref().err().map(describe);
        Self { contender, repeats: repeats.unwrap_or(1), samples: Vec::new(), failure }
    }

    fn take_sample(&mut self) {
        if self.failure.is_some() {
            return;
        }
        match (self.contender.work)(self.repeats).and_then(checked) {
            Ok(sample) => self.samples.push(sample),
            Err(error) => self.failure = Some(describe(&error)),
        }
    }
}

/// The number of steps that take the share, or that are in flight.
fn calibrate(contender: &mut Contender<'_>, Settings { share, flight, .. }: Settings) -> Result<u32> {
    let mut repeats = 1;
    (contender.work)(repeats)?;
    if let Some(steps) = flight {
        // Once in full, so that all memory that steps in flight need is there.
        (contender.work)(steps)?;
        return Ok(steps);
    }
    // Twice, because the time of a single short step is inaccurate.
    for _ in 0..2 {
        let step = checked((contender.work)(repeats)?)?.wall_us;
        repeats = repeats_in(share, step);
    }
    Ok(repeats)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u32")]
fn repeats_in(share: Duration, step_us: f64) -> u32 {
    // Not infinite where the clock stands still.
    let repeats = microseconds(share) / step_us.max(1e-3);
    repeats.round().clamp(1.0, f64::from(MOST_REPEATS)) as u32
}

/// Refuses times that are not finite and positive.
fn checked(sample: Sample) -> Result<Sample> {
    if sample.wall_us.is_finite() && sample.wall_us > 0.0 {
        return Ok(sample);
    }
    anyhow::bail!("a step took {} µs, which no step does", sample.wall_us)
}

fn describe(error: &anyhow::Error) -> String {
    format!("{error:#}")
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use super::*;

    /// A contender with a given time for a step, which records its turns.
    fn contender<'a>(variant: &str, wall_us: f64, turns: &Rc<RefCell<Vec<(String, u32)>>>) -> Contender<'a> {
        let (turns, name) = (Rc::clone(turns), variant.to_owned());
        let work = move |steps| {
            turns.borrow_mut().push((name.clone(), steps));
            Ok(Sample { wall_us, device_us: None })
        };
        let variant = variant.to_owned();
        Contender { place: Place::Cpu, variant, role: Role::Other, bytes: 20, work: Box::new(work) }
    }

    const SETTINGS: Settings =
        Settings { rounds: 4, share: Duration::from_millis(1), quick: true, flight: None };

    #[test]
    fn turns_rotate_from_round_to_round_and_short_steps_are_repeated() {
        let turns = Rc::default();
        let three = [("a", 10.0), ("b", 500.0), ("c", 1e6)];
        let contenders = three.map(|(variant, us)| contender(variant, us, &turns));
        let (measured, failed) = measure(contenders.into(), SETTINGS, || {});
        let turns = turns.borrow();
        let rounds: Vec<String> = turns[turns.len() - 12..]
            .chunks(3)
            .map(|round| round.iter().map(|(variant, _)| variant.as_str()).collect())
            .collect();
        assert_eq!(rounds, ["abc", "bca", "cab", "abc"]);
        let repeats: Vec<_> = turns[turns.len() - 3..].iter().map(|(_, steps)| *steps).collect();
        assert_eq!(repeats, [100, 2, 1]);
        let variants: Vec<_> = measured.iter().map(|of| (of.variant.as_str(), of.wall_us.len())).collect();
        assert_eq!((variants, failed.len()), (vec![("a", 4), ("b", 4), ("c", 4)], 0));
    }

    #[test]
    fn a_contender_that_fails_is_left_out_and_the_others_go_on() {
        let turns = Rc::default();
        let mut steps_left = 4;
        let failing = Contender {
            work: Box::new(move |_| {
                steps_left -= 1;
                anyhow::ensure!(steps_left > 0, "out of steps");
                Ok(Sample { wall_us: 1.0, device_us: None })
            }),
            ..contender("failing", 1.0, &turns)
        };
        let nonsense = contender("nonsense", f64::NAN, &turns);
        let contenders = vec![failing, nonsense, contender("good", 1.0, &turns)];
        let (measured, failed) = measure(contenders, SETTINGS, || {});
        assert_eq!((measured.len(), measured[0].wall_us.len()), (1, 4));
        let reasons: Vec<_> = failed.iter().map(|failed| failed.reason.as_str()).collect();
        assert_eq!(reasons, ["out of steps", "a step took NaN µs, which no step does"]);
    }

    #[test]
    fn steps_in_flight_are_as_many_in_every_round_however_long_they_take() {
        let turns = Rc::default();
        let contenders = vec![contender("short", 1.0, &turns), contender("long", 1e6, &turns)];
        let settings = Settings { flight: Some(200), rounds: 2, ..SETTINGS };
        assert_eq!(measure(contenders, settings, || {}).0.len(), 2);
        let steps: Vec<_> = turns.borrow().iter().map(|(_, steps)| *steps).collect();
        assert_eq!(steps, [1, 200, 1, 200, 200, 200, 200, 200]);
    }

    #[test]
    fn no_contenders_are_no_results() {
        let (measured, failed) = measure(Vec::new(), SETTINGS, || {});
        assert!(measured.is_empty() && failed.is_empty());
    }
}
