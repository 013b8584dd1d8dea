//! The time of a step on other GPUs, predicted from data sheets and labelled as a prediction.

use serde::Serialize;

use crate::sizes::Sizes;

/// The label of every prediction.
pub const LABEL: &str = "prediction, not measured";

/// Microseconds that dispatches and memory accesses take on a kind of GPU before anything is moved: assumptions.
#[derive(Clone, Copy)]
struct Latencies {
    /// A dispatch that waits for all dispatches before it.
    wait: f64,
    /// A dispatch that runs beside the one before.
    start: f64,
    /// An access to memory that is in no cache.
    access: f64,
}

/// About what drivers of GPUs with memory of their own take.
const DISCRETE: Latencies = Latencies { wait: 4.0, start: 1.2, access: 0.6 };

/// About what drivers of GPUs take that share the memory of the processor.
const INTEGRATED: Latencies = Latencies { wait: 15.0, start: 4.0, access: 0.4 };

/// The assumptions of all predictions, for people.
pub(crate) fn assumptions() -> String {
    let Latencies { wait, start, access } = DISCRETE;
    format!(
        "{LABEL}: the longer of bytes that a step must move / memory bandwidth of the data sheet, which no kernel quite \
         reaches, and of accesses of a thread that wait for each other, {access} µs each ({} µs on an integrated GPU); + {wait} µs \
         ({} µs) a dispatch that waits for the ones before it and {start} µs ({} µs) for another; scattered rows in pieces of 32 \
         bytes; caches, transfers and the host's time are left out",
        INTEGRATED.access, INTEGRATED.wait, INTEGRATED.start
    )
}

/// A GPU whose bandwidth is known.
struct DataSheet {
    name: &'static str,
    /// A part of the names that drivers give it, in lower case.
    adapter: &'static str,
    /// Memory bandwidth in GB/s.
    bandwidth: f64,
    latencies: Latencies,
}

/// Peak memory bandwidths, as the manufacturers state them.
const GPUS: [DataSheet; 9] = [
    // NVIDIA, H200 Tensor Core GPU data sheet: 4.8 TB/s.
    DataSheet { name: "H200 SXM", adapter: "h200", bandwidth: 4800.0, latencies: DISCRETE },
    // NVIDIA, H100 Tensor Core GPU data sheet, SXM: 3.35 TB/s.
    DataSheet { name: "H100 SXM", adapter: "h100", bandwidth: 3350.0, latencies: DISCRETE },
    // NVIDIA, A100 Tensor Core GPU data sheet, 80GB SXM: 2,039 GB/s.
    DataSheet { name: "A100 80GB", adapter: "a100", bandwidth: 2039.0, latencies: DISCRETE },
    // NVIDIA, Ada GPU architecture white paper: 1008 GB/s.
    DataSheet { name: "RTX 4090", adapter: "rtx 4090", bandwidth: 1008.0, latencies: DISCRETE },
    // AMD, product page of the Radeon RX 7900 XTX: up to 960 GB/s.
    DataSheet { name: "RX 7900 XTX", adapter: "7900 xtx", bandwidth: 960.0, latencies: DISCRETE },
    // Intel, product specifications of the Arc A770 Graphics (16 GB): 560 GB/s.
    DataSheet { name: "Arc A770", adapter: "a770", bandwidth: 560.0, latencies: DISCRETE },
    // Apple, press release of 17 January 2023: 400 GB/s of unified memory bandwidth.
    DataSheet { name: "M2 Max", adapter: "m2 max", bandwidth: 400.0, latencies: INTEGRATED },
    // NVIDIA, GeForce RTX 3060 (12 GB): 192 bits of GDDR6 at 15 Gbps.
    DataSheet { name: "RTX 3060", adapter: "rtx 3060", bandwidth: 360.0, latencies: DISCRETE },
    // Valve, technical specifications of the Steam Deck (LCD): LPDDR5, 5500 MT/s on four channels of 32 bits.
    DataSheet { name: "Steam Deck", adapter: "vangogh", bandwidth: 88.0, latencies: INTEGRATED },
];

/// What a step must move and launch on any GPU.
#[derive(Clone, Copy, Debug)]
pub struct Forecast {
    /// The variant of the library.
    pub variant: &'static str,
    /// Bytes that the step must move.
    pub bytes: u64,
    /// Dispatches that wait for all dispatches before them, the first of a step too.
    pub waits: u64,
    /// Dispatches that run beside the one before.
    pub starts: u64,
    /// Memory accesses of a thread, each of which waits for the one before: the most of any thread, over all dispatches.
    pub accesses: u64,
}

/// The predicted time of a step on one GPU.
#[derive(Clone, Debug, Serialize)]
pub struct Prediction {
    /// [`LABEL`].
    pub label: &'static str,
    /// The sizes of the case.
    #[serde(flatten)]
    pub sizes: Sizes,
    /// The variant of the library.
    pub variant: &'static str,
    /// The name of the GPU.
    pub gpu: &'static str,
    bandwidth_gb_per_s: f64,
    bytes: u64,
    waits: u64,
    starts: u64,
    accesses: u64,
    /// Microseconds of a step.
    pub predicted_us: f64,
    /// GB/s of the bytes that a step must move.
    pub predicted_gb_per_s: f64,
}

/// The names of the GPUs, in the order of a forecast's predictions.
pub fn gpus() -> impl Iterator<Item = &'static str> {
    GPUS.iter().map(|gpu| gpu.name)
}

impl Forecast {
    /// The predictions for every GPU, in the order of [`gpus`].
    pub fn predictions(self, sizes: Sizes) -> impl Iterator<Item = Prediction> {
        GPUS.iter().map(move |gpu| self.on(gpu, sizes))
    }

    #[expect(clippy::cast_precision_loss, reason = "bytes of a step are far below 2^53")]
    fn on(self, gpu: &DataSheet, sizes: Sizes) -> Prediction {
        let Latencies { wait, start, access } = gpu.latencies;
        // GB/s are bytes per nanosecond.
        let moving_us = self.bytes as f64 / gpu.bandwidth / 1e3;
        let dispatch_us = self.waits as f64 * wait + self.starts as f64 * start;
        let predicted_us = moving_us.max(self.accesses as f64 * access) + dispatch_us;
        Prediction {
            label: LABEL,
            sizes,
            variant: self.variant,
            gpu: gpu.name,
            bandwidth_gb_per_s: gpu.bandwidth,
            bytes: self.bytes,
            waits: self.waits,
            starts: self.starts,
            accesses: self.accesses,
            predicted_us,
            predicted_gb_per_s: self.bytes as f64 / predicted_us / 1e3,
        }
    }
}

/// Places that a thread of a dense update takes in turn, where so many threads would take one each.
pub(crate) fn dense_turns(threads: u64) -> u64 {
    (threads >> 16).clamp(1, 8)
}

/// The GPU whose predictions stand beside what is measured on an adapter: the adapter itself where its data sheet is known, and
/// an H100 otherwise.
pub(crate) fn gpu_beside(adapter: &str) -> &'static str {
    let adapter = adapter.to_lowercase();
    let known = GPUS.iter().find(|gpu| adapter.contains(gpu.adapter));
    known.map_or("H100 SXM", |gpu| gpu.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(forecast: Forecast, gpu: &str) -> Prediction {
        forecast.predictions(Sizes::default()).find(|prediction| prediction.gpu == gpu).unwrap()
    }

    #[test]
    fn a_prediction_is_bytes_over_bandwidth_and_a_price_for_each_dispatch() {
        let forecast = Forecast { variant: "ours", bytes: 1_008_000_000, waits: 2, starts: 5, accesses: 1 };
        assert!(forecast.predictions(Sizes::default()).map(|prediction| prediction.gpu).eq(gpus()));
        let on = on(forecast, "RTX 4090");
        assert!((on.predicted_us - 1014.0).abs() < 1e-6, "{on:?}");
        assert!((on.predicted_gb_per_s - 1008.0 * 1000.0 / 1014.0).abs() < 1e-6, "{on:?}");
        assert!(serde_json::to_string(&on).unwrap().contains(LABEL));
    }

    #[test]
    fn accesses_that_wait_for_each_other_outlast_few_bytes() {
        let forecast = Forecast { variant: "ours", bytes: 1000, waits: 1, starts: 0, accesses: 100 };
        assert!((on(forecast, "H100 SXM").predicted_us - 64.0).abs() < 1e-6);
        assert!((on(forecast, "Steam Deck").predicted_us - 55.0).abs() < 1e-6);
    }

    #[test]
    fn predictions_beside_measurements_are_those_of_the_adapter_if_it_is_known() {
        assert_eq!(gpu_beside("NVIDIA H200"), "H200 SXM");
        assert_eq!(gpu_beside("AMD Custom GPU 0405 (RADV VANGOGH)"), "Steam Deck");
        assert_eq!(gpu_beside("llvmpipe (LLVM 15.0.6, 256 bits)"), "H100 SXM");
    }
}
