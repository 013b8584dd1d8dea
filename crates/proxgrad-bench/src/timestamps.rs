//! Whether the timestamps of a device can be used: they are compared with wall times.

use anyhow::{Context, Result};
use proxgrad::wgpu;

use crate::{clock::Clock, gpu::Gpu, statistics::median, yardsticks::Yardsticks};

/// Whether the timestamps of a device can be used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Timestamps {
    /// The device has none.
    Absent,
    /// They grow as the wall times do.
    Sound,
    /// They contradict the wall times, with the reason.
    Unsound(String),
}

/// Elements of the shorter of the two triads that are timed.
const SHORT: usize = 1 << 19;
/// How often each of them is timed.
const REPEATS: usize = 7;

impl Timestamps {
    /// Times a short and a long triad: the differences of their wall times and of their timestamps must be alike.
    ///
    /// # Errors
    /// No memory for the triads; a lost device.
    pub(crate) fn check(gpu: &Gpu, clock: &Clock, yardsticks: &Yardsticks) -> Result<Self> {
        let median_times = |elements| triad_times(gpu, clock, yardsticks, elements);
        Ok(Self::judge(median_times(SHORT)?, median_times(8 * SHORT)?))
    }

    /// Judges by `[wall time, time by timestamps]`, in microseconds, of a short and of a long job.
    fn judge([short_wall, short]: [f64; 2], [long_wall, long]: [f64; 2]) -> Self {
        // Wide, because other work on the machine disturbs both times.
        const LIKENESS: std::ops::Range<f64> = 0.4..1.6;
        let grown = (long - short) / (long_wall - short_wall);
        let above_wall = short > 1.2 * short_wall || long > 1.2 * long_wall;
        if short > 0.0 && !above_wall && LIKENESS.contains(&grown) {
            return Self::Sound;
        }
        Self::Unsound(format!(
            "a job that took {short_wall:.0} µs took {short:.0} µs by its timestamps, and one of eight times the size \
             {long:.0} µs instead of {long_wall:.0} µs"
        ))
    }

    pub(crate) fn are_sound(&self) -> bool {
        *self == Self::Sound
    }

    /// One line for the conditions.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Absent => "none: the adapter has no TIMESTAMP_QUERY".to_owned(),
            Self::Sound => "used: they grow as the wall times do".to_owned(),
            Self::Unsound(reason) => format!("left out: {reason}"),
        }
    }
}

/// Median wall time and median time by timestamps of a triad, in microseconds.
fn triad_times(gpu: &Gpu, clock: &Clock, yardsticks: &Yardsticks, elements: usize) -> Result<[f64; 2]> {
    let [a, b, c] = ["values", "accum", "grads"].map(|label| gpu.filled(label, elements, 0.0));
    let triad = yardsticks.triad([&a?, &b?, &c?], elements).context("the timestamps' test")?;
    let mut record = |encoder: &mut wgpu::CommandEncoder| {
        triad.record(encoder);
        Ok(())
    };
    gpu.run(&mut record)?;
    let times = (0..REPEATS).map(|_| clock.time(&mut record)).collect::<Result<Vec<_>>>()?;
    // Both times are those of the same runs, so that other work on the machine disturbs both.
    Ok([0, 1].map(|of| median(&times.iter().map(|time| time[of]).collect::<Vec<_>>())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_that_grow_as_wall_times_do_are_sound_and_others_are_not() {
        assert!(Timestamps::judge([120.0, 40.0], [400.0, 330.0]).are_sound());
        for (short, long) in [
            // A clock that stands still, one that runs backwards, one of another unit, one that is not waited for.
            ([120.0, 0.0], [400.0, 0.0]),
            ([120.0, -40.0], [400.0, -330.0]),
            ([120.0, 40_000.0], [400.0, 330_000.0]),
            ([120.0, 5.0], [400.0, 6.0]),
        ] {
            let judged = Timestamps::judge(short, long);
            let Timestamps::Unsound(reason) = &judged else { panic!("{judged:?}") };
            assert!(reason.contains("120 µs"), "{reason}");
        }
    }
}
