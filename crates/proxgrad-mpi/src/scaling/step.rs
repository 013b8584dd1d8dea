//! The time of a step, phase by phase.

use super::{
    load::{Owned, TableLoad},
    machine::{Costs, Machine},
    maximum::Loads,
    memory::Memory,
    phases::{Bottleneck, Phase, PhaseTime, bottleneck},
    plan::Plan,
    workload::{Table, Workload},
};

/// Bytes of the message of an all-reduce.
const DECISION_BYTES: f64 = 150.0;

/// The expected time and memory of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Number of ranks.
    pub ranks: usize,
    /// The time of each phase, in the order of [`Phase::ALL`].
    pub phases: Vec<PhaseTime>,
    /// Memory of the rank that has most of it.
    pub memory: Memory,
    /// Whether the machine has that memory.
    pub fits: bool,
    /// The time of the step of one rank, without remedies, divided by this time (weak scaling: each rank has as many
    /// entries, so 1 is ideal).
    pub efficiency: f64,
}

impl Step {
    /// Seconds of the step: the sum of its phases.
    pub fn seconds(&self) -> f64 {
        self.phases.iter().map(PhaseTime::seconds).sum()
    }

    /// Seconds of a phase.
    pub fn seconds_of(&self, phase: Phase) -> f64 {
        self.phases.iter().filter(|time| time.phase == phase).map(PhaseTime::seconds).sum()
    }

    /// The longest phase, and why it takes so long.
    pub fn bottleneck(&self) -> Bottleneck {
        bottleneck(&self.phases)
    }
}

/// A machine and a workload on some ranks.
pub(super) struct Timing<'a> {
    pub(super) machine: &'a Machine,
    pub(super) workload: &'a Workload,
    pub(super) loads: &'a [TableLoad],
    pub(super) plan: &'a Plan,
    pub(super) ranks: usize,
}

/// Computation of a phase, in seconds, and its mean over ranks.
struct Sum {
    loads: Loads,
    mean: f64,
}

impl Sum {
    fn new(ranks: usize) -> Self {
        Self { loads: Loads::new(ranks), mean: 0.0 }
    }

    /// Work that is the same on all ranks.
    fn even_work(&mut self, seconds: f64) {
        self.loads.add_to_all(seconds);
        self.mean += seconds;
    }

    /// Work of a rank on a number of rows.
    fn work(&mut self, rank: usize, (rows, variance): (f64, f64), cost: f64, ranks: usize) {
        self.loads.add(rank, rows * cost, variance * cost * cost);
        self.mean += rows * cost / ranks as f64;
    }

    fn time(&self, phase: Phase, latency: f64) -> PhaseTime {
        let imbalance = (self.loads.expected_maximum() - self.mean).max(0.0);
        PhaseTime { latency, work: self.mean, imbalance, ..PhaseTime::new(phase) }
    }
}

/// Seconds that an all-to-all needs for the bytes of each rank, and their mean over ranks. The two directions of a rank are loads
/// of their own.
struct Traffic {
    loads: Loads,
    mean: f64,
    ranks: usize,
}

impl Traffic {
    fn new(ranks: usize) -> Self {
        Self { loads: Loads::new(2 * ranks), mean: 0.0, ranks }
    }

    /// Adds what a rank has for all ranks, and what each rank has for this one, each with its variance.
    fn add(&mut self, rank: usize, all: (f64, f64), own: (f64, f64), second: f64) {
        let peers = self.ranks as f64 - 1.0;
        let sent = if peers > 0.0 { (all.0 - own.0).max(0.0) } else { 0.0 };
        // Of two ranks, one sends what the other receives, so the directions are not loads of their own.
        if self.ranks > 2 {
            self.loads.add(2 * rank, sent * second, own.1 * second * second);
        }
        self.loads.add(2 * rank + 1, peers * own.0 * second, peers * own.1 * second * second);
        self.mean += sent * second / self.ranks as f64;
    }

    fn time(&self, phase: Phase, latency: f64) -> PhaseTime {
        let imbalance = (self.loads.expected_maximum() - self.mean).max(0.0);
        PhaseTime { latency, transfer: self.mean, imbalance, ..PhaseTime::new(phase) }
    }
}

impl Timing<'_> {
    pub(super) fn phases(&self) -> Vec<PhaseTime> {
        vec![
            self.headers(),
            self.routing(),
            self.exchange(),
            self.grouping(),
            self.update(),
            self.gather(),
            self.dense(),
            self.all_reduce(),
            PhaseTime { work: self.workload.compute, ..PhaseTime::new(Phase::Compute) },
        ]
    }

    fn costs(&self) -> &Costs {
        &self.machine.costs
    }

    /// Seconds of the latency of a message to every other rank.
    fn messages(&self) -> f64 {
        self.machine.network.latency * self.peers()
    }

    fn peers(&self) -> f64 {
        self.ranks as f64 - 1.0
    }

    fn seconds(&self, bytes: f64) -> f64 {
        bytes / self.machine.network.bandwidth
    }

    fn tables(&self) -> impl Iterator<Item = (&Table, &TableLoad)> {
        self.workload.tables.iter().zip(self.loads)
    }

    fn owned(&self) -> impl Iterator<Item = (&Table, &TableLoad, usize, &Owned)> {
        self.tables().flat_map(|(table, load)| {
            load.owned.iter().enumerate().map(move |(rank, owned)| (table, load, rank, owned))
        })
    }

    /// Entries that a rank sends to an owner on average, and their variance.
    fn sent(&self, table: &Table, owned: &Owned) -> (f64, f64) {
        if self.plan.merged {
            return self.distinct(table, owned);
        }
        let entries = table.entries as f64;
        (entries * owned.share, (entries * owned.share * (1.0 - owned.share)).max(0.0))
    }

    /// Distinct rows of an owner among the entries of a rank, and their variance.
    fn distinct(&self, table: &Table, owned: &Owned) -> (f64, f64) {
        (owned.of_rank.mean, owned.of_rank.variance(table.entries as f64))
    }

    fn headers(&self) -> PhaseTime {
        let exchanges = 1.0 + self.workload.tables.len() as f64;
        let transfer = self.seconds(exchanges * self.peers() * self.workload.header_bytes());
        PhaseTime { latency: exchanges * self.messages(), transfer, ..PhaseTime::new(Phase::Headers) }
    }

    fn routing(&self) -> PhaseTime {
        let of_entry = |table: &Table| {
            let merge = if self.plan.merged { self.costs().group.of(table.width) } else { 0.0 };
            self.costs().route.of(table.width) + merge
        };
        let work = self.workload.tables.iter().map(|table| table.entries as f64 * of_entry(table)).sum();
        PhaseTime { work, ..PhaseTime::new(Phase::Routing) }
    }

    fn exchange(&self) -> PhaseTime {
        let mut traffic = Traffic::new(self.ranks);
        for (table, load, rank, owned) in self.owned() {
            let second = self.seconds(table.entry_bytes() as f64);
            traffic.add(rank, self.sent(table, &load.total), self.sent(table, owned), second);
        }
        let latency = if self.workload.tables.is_empty() { 0.0 } else { self.messages() };
        traffic.time(Phase::Exchange, latency)
    }

    fn grouping(&self) -> PhaseTime {
        let (mut sum, ranks) = (Sum::new(self.ranks), self.ranks as f64);
        for (table, load) in self.tables() {
            // Entries of replicated rows are summed where they are.
            let kept = table.entries as f64 * load.replicated.share;
            sum.even_work(kept * self.costs().group.of(table.width));
        }
        for (table, _, rank, owned) in self.owned() {
            let (entries, variance) = self.sent(table, owned);
            sum.work(
                rank,
                (ranks * entries, ranks * variance),
                self.costs().group.of(table.width),
                self.ranks,
            );
        }
        sum.time(Phase::Grouping, 0.0)
    }

    fn update(&self) -> PhaseTime {
        let mut sum = Sum::new(self.ranks);
        for (table, _, rank, owned) in self.owned() {
            let draws = table.entries as f64 * self.ranks as f64;
            let distinct = (owned.of_all.mean, owned.of_all.variance(draws));
            sum.work(rank, distinct, self.costs().update.of(table.width), self.ranks);
        }
        sum.time(Phase::Update, 0.0)
    }

    fn gather(&self) -> PhaseTime {
        let (mut traffic, mut sum, ranks) =
            (Traffic::new(self.ranks), Sum::new(self.ranks), self.ranks as f64);
        for (table, load, rank, owned) in self.owned() {
            let own = self.distinct(table, owned);
            // An id of 4 bytes goes one way, and the values of its row the other way.
            let second = self.seconds(table.entry_bytes() as f64);
            traffic.add(rank, self.distinct(table, &load.total), own, second);
            let answered = (ranks * own.0, ranks * own.1);
            sum.work(rank, answered, self.costs().gather.of(table.width), self.ranks);
        }
        for (table, load) in self.tables() {
            let read = load.replicated.of_rank.mean * self.costs().gather.of(table.width);
            sum.even_work(read + table.entries as f64 * self.costs().route.of(0));
        }
        let latency = 2.0 * self.workload.tables.len() as f64 * self.messages();
        let (transfer, work) = (traffic.time(Phase::Gather, latency), sum.time(Phase::Gather, 0.0));
        PhaseTime { work: work.work, imbalance: transfer.imbalance + work.imbalance, ..transfer }
    }

    fn dense(&self) -> PhaseTime {
        let rows = self.workload.tables.iter().zip(&self.plan.replicated);
        let replicated: u64 = rows.map(|(table, &rows)| rows as u64 * table.width).sum();
        let elements = (self.workload.dense_elements + replicated) as f64;
        let (part, others) = (elements / self.ranks as f64, elements * self.peers() / self.ranks as f64);
        PhaseTime {
            latency: if elements > 0.0 { 2.0 * self.messages() } else { 0.0 },
            transfer: 2.0 * self.seconds(4.0 * others),
            work: others * self.costs().dense_sum + part * self.costs().dense_update,
            ..PhaseTime::new(Phase::Dense)
        }
    }

    fn all_reduce(&self) -> PhaseTime {
        // Recursive doubling: one message in each round.
        let rounds = f64::from(self.ranks.next_power_of_two().trailing_zeros());
        PhaseTime {
            latency: rounds * self.machine.network.latency,
            transfer: rounds * self.seconds(DECISION_BYTES),
            ..PhaseTime::new(Phase::AllReduce)
        }
    }
}
