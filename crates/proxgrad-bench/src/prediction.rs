//! The time of a step on other GPUs, predicted from data sheets and labelled as a prediction.

use serde::Serialize;

use crate::sizes::Sizes;

/// The label of every prediction.
pub const LABEL: &str = "prediction, not measured";

/// Microseconds of a dispatch before it moves anything: an assumption, about the time in which drivers of discrete GPUs
/// start a kernel.
const LAUNCH_US: f64 = 5.0;

/// The assumptions of all predictions, for people.
pub(crate) fn assumptions() -> String {
    format!(
        "{LABEL}: bytes that a step must move / memory bandwidth of the data sheet, which no kernel quite reaches, \
         + {LAUNCH_US} µs a dispatch, as if each waited for the one before; scattered rows in pieces of 32 bytes; \
         caches, transfers and the host's time are left out"
    )
}

/// A GPU whose bandwidth is known.
struct DataSheet {
    name: &'static str,
    /// Memory bandwidth in GB/s.
    bandwidth: f64,
}

/// Peak memory bandwidths, as the manufacturers state them.
const GPUS: [DataSheet; 9] = [
    // NVIDIA, H200 Tensor Core GPU data sheet: 4.8 TB/s.
    DataSheet { name: "H200 SXM", bandwidth: 4800.0 },
    // NVIDIA, H100 Tensor Core GPU data sheet, SXM: 3.35 TB/s.
    DataSheet { name: "H100 SXM", bandwidth: 3350.0 },
    // NVIDIA, A100 Tensor Core GPU data sheet, 80GB SXM: 2,039 GB/s.
    DataSheet { name: "A100 80GB", bandwidth: 2039.0 },
    // NVIDIA, Ada GPU architecture white paper: 1008 GB/s.
    DataSheet { name: "RTX 4090", bandwidth: 1008.0 },
    // AMD, product page of the Radeon RX 7900 XTX: up to 960 GB/s.
    DataSheet { name: "RX 7900 XTX", bandwidth: 960.0 },
    // Intel, product specifications of the Arc A770 Graphics (16 GB): 560 GB/s.
    DataSheet { name: "Arc A770", bandwidth: 560.0 },
    // Apple, press release of 17 January 2023: 400 GB/s of unified memory bandwidth.
    DataSheet { name: "M2 Max", bandwidth: 400.0 },
    // NVIDIA, GeForce RTX 3060 (12 GB): 192 bits of GDDR6 at 15 Gbps.
    DataSheet { name: "RTX 3060", bandwidth: 360.0 },
    // Valve, technical specifications of the Steam Deck (LCD): LPDDR5, 5500 MT/s on four channels of 32 bits.
    DataSheet { name: "Steam Deck", bandwidth: 88.0 },
];

/// What a step must move and launch on any GPU.
#[derive(Clone, Copy, Debug)]
pub struct Forecast {
    /// The variant of the library.
    pub variant: &'static str,
    /// Bytes that the step must move.
    pub bytes: u64,
    /// Dispatches.
    pub launches: u64,
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
    launches: u64,
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
        // GB/s are bytes per nanosecond.
        let moving_us = self.bytes as f64 / gpu.bandwidth / 1e3;
        let predicted_us = moving_us + self.launches as f64 * LAUNCH_US;
        Prediction {
            label: LABEL,
            sizes,
            variant: self.variant,
            gpu: gpu.name,
            bandwidth_gb_per_s: gpu.bandwidth,
            bytes: self.bytes,
            launches: self.launches,
            predicted_us,
            predicted_gb_per_s: self.bytes as f64 / predicted_us / 1e3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prediction_is_bytes_over_bandwidth_and_a_price_for_each_dispatch() {
        let forecast = Forecast { variant: "ours", bytes: 1_008_000_000, launches: 2 };
        let predictions: Vec<_> = forecast.predictions(Sizes::default()).collect();
        assert!(predictions.iter().map(|prediction| prediction.gpu).eq(gpus()));
        let on = predictions.iter().find(|prediction| prediction.gpu == "RTX 4090").unwrap();
        assert!((on.predicted_us - 1010.0).abs() < 1e-6, "{on:?}");
        assert!((on.predicted_gb_per_s - 1008.0 * 1000.0 / 1010.0).abs() < 1e-6, "{on:?}");
        assert!(serde_json::to_string(on).unwrap().contains(LABEL));
    }
}
