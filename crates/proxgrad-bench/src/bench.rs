//! A bench and its cases.

use crate::{sizes::Sizes, workload::Workload};

/// A bench: a name, and the cases it consists of.
///
/// Another bench is a file in `benches/` that makes one of these, and an entry of `BENCHES`.
pub struct Bench {
    /// The name, also on the command line.
    pub name: &'static str,
    /// One line for `--help`.
    pub about: &'static str,
    /// The quantity that answers the question of the bench.
    pub quantity: Quantity,
    /// The workloads of all cases, or of a few small ones for a quick run.
    pub(crate) workloads: fn(quick: bool) -> Vec<Box<dyn Workload>>,
    /// The workloads of cases on sizes for GPUs, whose steps are measured in flight.
    pub(crate) for_gpus: fn() -> Vec<Box<dyn Workload>>,
}

/// The quantity by which the contenders of a bench are compared.
#[derive(Clone, Copy, Debug)]
pub enum Quantity {
    /// GB/s, over the number of elements.
    Rate,
    /// Time as a multiple of the time of a baseline, case by case.
    RatioTo(&'static str),
}

/// One case of a bench: contenders that perform the same step on the same sizes.
pub struct Case(pub(crate) Box<dyn Workload>);

impl Bench {
    /// All cases, or a few small ones for a quick run.
    pub fn cases(&self, quick: bool) -> impl Iterator<Item = Case> {
        (self.workloads)(quick).into_iter().map(Case)
    }

    /// All cases on sizes for GPUs, which few benches have.
    pub fn cases_for_gpus(&self) -> impl Iterator<Item = Case> {
        (self.for_gpus)().into_iter().map(Case)
    }
}

impl Case {
    /// The sizes, which also name the case.
    pub fn sizes(&self) -> Sizes {
        self.0.sizes()
    }
}
