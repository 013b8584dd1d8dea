//! The benchmark of `proxgrad`: what a step costs, against what the device could do at best and against other
//! programs, measured in interleaved rounds.
//!
//! A [`Bench`] consists of cases; each [`Case`] is a step on some sizes and the contenders that perform it. A [`Run`]
//! measures cases one by one and collects a [`Document`], which the command `proxgrad bench` prints and draws.
//!
//! ```
//! use std::time::Duration;
//!
//! use proxgrad_bench::{BENCHES, Peers, Run, Settings};
//!
//! let settings = Settings { rounds: 3, share: Duration::from_millis(1), quick: true, flight: None };
//! let mut run = Run::new(None, true, Peers::start(&[], &[]), settings);
//! let [dense, ..] = &BENCHES;
//! for case in dense.cases(settings.quick) {
//!     let results = run.measure(&case, || {})?;
//!     assert_eq!((results.outcomes[0].device, &*results.outcomes[0].variant), ("cpu", "ours"));
//! }
//! assert!(run.finish().skipped.is_empty());
//! # Ok::<(), anyhow::Error>(())
//! ```

mod bench;
mod benches;
mod clock;
mod conditions;
mod contender;
mod document;
mod gpu;
mod harness;
mod inputs;
#[cfg(test)]
mod kernel_predictions;
mod machine;
mod outcome;
mod peers;
mod prediction;
mod run;
mod sizes;
mod skipped;
mod statistics;
mod timestamps;
mod workload;
mod yardsticks;

pub use self::{
    bench::{Bench, Case, Quantity},
    benches::BENCHES,
    conditions::Conditions,
    document::Document,
    harness::Settings,
    machine::Machine,
    outcome::Outcome,
    peers::{Greeting, Named, PeerReport, Peers, named},
    prediction::{Forecast, LABEL, Prediction, gpus},
    run::{Results, Run},
    sizes::Sizes,
    skipped::Skipped,
};
