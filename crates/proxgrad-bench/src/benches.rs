//! The benches, one file each.

mod dense;
mod exact;
mod half;
mod large_dense;
mod large_rows;
mod native;
mod rotation;
pub(crate) mod row_gradient;
mod rows;
mod rules;
mod sort;
mod table;
mod tensors;
mod zipf;

use crate::bench::Bench;

/// All benches, in the order in which they run.
pub static BENCHES: [Bench; 7] =
    [dense::BENCH, tensors::BENCH, rows::BENCH, exact::BENCH, half::BENCH, rules::BENCH, sort::BENCH];

#[cfg(test)]
mod tests {
    use std::{env, time::Duration};

    use proxgrad::gpu::{self, DevicePreference};

    use super::{
        large_dense::LargeDense,
        large_rows::{LargeRows, Spread},
    };
    use crate::{bench::Case, harness::Settings, machine::Machine, peers::Peers, run::Run};

    #[test]
    fn steps_in_flight_over_buffers_in_turn_are_measured_on_an_adapter() {
        let chosen = gpu::instance()
            .and_then(|instance| pollster::block_on(gpu::choose(&instance, DevicePreference::Gpu, None)));
        if chosen.is_err() && env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() {
            return;
        }
        let machine = Machine::open(chosen.unwrap().adapter.unwrap()).unwrap();
        let settings = Settings { rounds: 2, share: Duration::ZERO, quick: true, flight: Some(5) };
        let mut run = Run::new(Some(machine), false, Peers::start(&[], &[]), settings);
        let rows = |spread| Case(Box::new(LargeRows::new("rows", [512, 8], 96, spread, 3)));
        for (case, variants) in [
            (Case(Box::new(LargeDense { bench: "dense", n: 4096, sets: 3 })), 4),
            (rows(Spread::Unique), 4),
            (rows(Spread::Zipf), 4),
        ] {
            let results = run.measure(&case, || {}).unwrap();
            assert_eq!((results.outcomes.len(), results.skipped.len()), (variants, 0), "{results:?}");
            assert!(
                results.outcomes.iter().all(|of| of.device == "gpu" && of.median_us > 0.0),
                "{results:?}"
            );
        }
    }
}
