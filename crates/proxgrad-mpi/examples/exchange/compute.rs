//! A computation that takes a given time.

use std::{hint::black_box, thread, time::Duration};

use crate::{ranks, settings::Settings};

/// What a program does between a gather and a step.
pub(crate) enum Computation {
    /// Waits, as for an accelerator: the cores are free for the thread of the optimizer.
    Wait(Duration),
    /// Computes on a core, in so many units of work.
    Busy(u64),
}

impl Computation {
    /// A computation of the duration that the settings name. Work for a core is measured while all ranks compute, so that it takes
    /// this long with as many ranks on as many cores, and longer if the thread of the optimizer takes a core away.
    pub(crate) fn new(settings: &Settings) -> Self {
        if !settings.is_busy {
            return Self::Wait(Duration::from_secs_f64(settings.compute / 1e3));
        }
        let start = ranks::meet();
        let mut units = 0;
        // Long enough that ranks that share a core have taken turns.
        while ranks::milliseconds(start) < 200.0 {
            work();
            units += 1;
        }
        Self::Busy(per_duration(units, settings.compute / ranks::milliseconds(start)))
    }

    pub(crate) fn run(&self) {
        match self {
            Self::Wait(duration) => thread::sleep(*duration),
            Self::Busy(units) => (0..*units).for_each(|_| work()),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whole units of work")]
fn per_duration(units: u64, share: f64) -> u64 {
    (units as f64 * share) as u64
}

/// One unit: some microseconds of arithmetic.
fn work() {
    let sum: f32 = (0..1_000u16).map(|i| black_box(f32::from(i)).sqrt()).sum();
    black_box(sum);
}
