//! A run of the benchmark: measures cases and collects its document.

use anyhow::{Result, anyhow};

use crate::{
    bench::Case,
    conditions::Conditions,
    contender::{Place, Role},
    document::Document,
    harness::{self, Settings},
    machine::Machine,
    outcome::{Outcome, outcomes},
    peers::{Job, PeerReport, Peers, indices_file},
    prediction::gpu_beside,
    skipped::Skipped,
};

/// A run in progress: the devices to measure on, and the results so far.
pub struct Run {
    machine: Option<Machine>,
    /// Whether the CPU implementation is measured.
    cpu: bool,
    peers: Peers,
    settings: Settings,
    document: Document,
}

/// The results of one case.
#[derive(Debug)]
pub struct Results {
    /// Every contender that was measured.
    pub outcomes: Vec<Outcome>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

impl Run {
    /// A run on an adapter, the CPU or both, and with these peers.
    pub fn new(machine: Option<Machine>, cpu: bool, peers: Peers, settings: Settings) -> Self {
        let document = Document::new(Conditions::gather(machine.as_ref(), settings));
        Self { machine, cpu, peers, settings, document }
    }

    /// The conditions of the run.
    pub fn conditions(&self) -> &Conditions {
        &self.document.conditions
    }

    /// All peers, also those that could not be started.
    pub fn peers(&self) -> Vec<PeerReport> {
        self.peers.reports()
    }

    /// Measures a case; its memory is freed afterwards. `after_round` is called after every round.
    ///
    /// # Errors
    /// The device was lost; the indices for the peers cannot be written to a temporary file.
    pub fn measure(&mut self, Case(case): &Case, after_round: impl FnMut()) -> Result<Results> {
        let sizes = case.sizes();
        let (mut contenders, mut skipped) = (Vec::new(), Vec::new());
        let fresh = self.machine.as_ref().map(Machine::reopened);
        let on_gpu = fresh.as_ref().map(|fresh| match fresh {
            Ok(fresh) => (Place::Gpu, case.on_gpu(fresh)),
            Err(error) => (Place::Gpu, Err(anyhow!("{error:#}"))),
        });
        let on_cpu = self.cpu.then(|| (Place::Cpu, case.on_cpu()));
        for (place, made) in on_gpu.into_iter().chain(on_cpu) {
            match made {
                Ok(made) => contenders.extend(made),
                Err(error) => skipped.push(Skipped::device(sizes, place, format!("{error:#}"))),
            }
        }
        let bytes = contenders.iter().find(|one| one.role == Role::Ours).map_or(0, |ours| ours.bytes);
        let file = if self.peers.is_empty() { None } else { case.indices().map(indices_file).transpose()? };
        let job = Job { sizes, indices: file.as_ref().map(|file| file.path()), sets: case.sets() };
        let (of_peers, unable) = self.peers.contenders(job, bytes, self.settings.flight.is_some());
        contenders.extend(of_peers);
        let (measured, failed) = harness::measure(contenders, self.settings, after_round);
        if let Some(Ok(fresh)) = &fresh {
            // What was measured on a device that is lost are no steps.
            fresh.kernels.check_device()?;
        }
        skipped.extend(unable.into_iter().chain(failed).map(|failed| Skipped::variant(sizes, failed)));
        let mut outcomes = outcomes(sizes, &measured);
        let forecasts = case.forecasts().into_iter();
        let predictions: Vec<_> = forecasts.flat_map(|forecast| forecast.predictions(sizes)).collect();
        let gpu = gpu_beside(self.document.conditions.adapter().unwrap_or_default());
        outcomes.iter_mut().for_each(|outcome| outcome.put_beside(&predictions, gpu));
        self.document.results.extend_from_slice(&outcomes);
        self.document.skipped.extend_from_slice(&skipped);
        self.document.predictions.extend(predictions);
        Ok(Results { outcomes, skipped })
    }

    /// The document of the run.
    pub fn finish(mut self) -> Document {
        self.document.peers = self.peers.reports();
        self.document
    }
}
