//! The parts of a step, and the one that limits it.

use std::fmt;

/// A part of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Short messages that say what follows.
    Headers,
    /// Senders put their entries in the order of owners; with [merging](super::Model::merged) they also merge them.
    Routing,
    /// Entries travel to the owners of their rows.
    Exchange,
    /// Owners group entries by row and sum them.
    Grouping,
    /// Owners update distinct rows.
    Update,
    /// Rows travel to the ranks that read them in the forward pass.
    Gather,
    /// Dense parameters: a reduce-scatter, the update of a part, and an all-gather.
    Dense,
    /// Global decisions.
    AllReduce,
    /// The forward and the backward pass.
    Compute,
}

impl Phase {
    /// All phases, in the order of [`Step::phases`](super::Step::phases).
    pub const ALL: [Self; 9] = [
        Self::Headers,
        Self::Routing,
        Self::Exchange,
        Self::Grouping,
        Self::Update,
        Self::Gather,
        Self::Dense,
        Self::AllReduce,
        Self::Compute,
    ];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headers => "headers",
            Self::Routing => "routing",
            Self::Exchange => "exchange",
            Self::Grouping => "grouping",
            Self::Update => "update",
            Self::Gather => "gather",
            Self::Dense => "dense",
            Self::AllReduce => "all-reduce",
            Self::Compute => "compute",
        }
    }
}

/// The time of a phase, in seconds, by what it is spent on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseTime {
    /// The phase.
    pub phase: Phase,
    /// Latency of messages.
    pub latency: f64,
    /// Transfer of bytes, if all ranks had the mean load.
    pub transfer: f64,
    /// Computation, if all ranks had the mean load.
    pub work: f64,
    /// What the most loaded rank takes longer than one with the mean load.
    pub imbalance: f64,
}

impl PhaseTime {
    pub(super) fn new(phase: Phase) -> Self {
        Self { phase, latency: 0.0, transfer: 0.0, work: 0.0, imbalance: 0.0 }
    }

    /// Seconds of the phase.
    pub fn seconds(&self) -> f64 {
        self.latency + self.transfer + self.work + self.imbalance
    }

    /// What most of the phase is spent on.
    fn cause(&self) -> Cause {
        let parts = [
            (self.imbalance, Cause::MostLoadedRank),
            (self.latency, Cause::Latency),
            (self.transfer, Cause::Bandwidth),
            (self.work, Cause::Work),
        ];
        parts
            .into_iter()
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map_or(Cause::Work, |(_, cause)| cause)
    }
}

/// Why a phase takes long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The latency of many messages.
    Latency,
    /// The bandwidth of the network, with the mean load on all ranks.
    Bandwidth,
    /// Computation, with the mean load on all ranks.
    Work,
    /// One rank has more to do than the mean.
    MostLoadedRank,
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Latency => "latency",
            Self::Bandwidth => "bandwidth",
            Self::Work => "work",
            Self::MostLoadedRank => "most loaded rank",
        })
    }
}

/// The longest phase of a step, and what most of it is spent on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bottleneck {
    /// The longest phase.
    pub phase: Phase,
    /// What most of the phase is spent on.
    pub cause: Cause,
    /// The part of the step that the phase takes, from 0 to 1.
    pub share: f64,
}

impl fmt::Display for Bottleneck {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}, {:.0} %)", self.phase.name(), self.cause, 100.0 * self.share)
    }
}

/// The bottleneck of phases, one at least.
pub(super) fn bottleneck(phases: &[PhaseTime]) -> Bottleneck {
    let total: f64 = phases.iter().map(PhaseTime::seconds).sum();
    let first = PhaseTime::new(Phase::Compute);
    let longest = phases
        .iter()
        .fold(&first, |longest, phase| if phase.seconds() > longest.seconds() { phase } else { longest });
    let share = if total > 0.0 { longest.seconds() / total } else { 0.0 };
    Bottleneck { phase: longest.phase, cause: longest.cause(), share }
}
