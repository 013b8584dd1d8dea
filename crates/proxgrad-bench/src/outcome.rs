//! The outcome of a contender in a case: its times, and their ratios to the times of others.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    contender::{Place, Role},
    harness::Measured,
    prediction::Prediction,
    sizes::Sizes,
    statistics::{least, median, median_ratio, spread},
};

/// The outcome of a contender in a case. Ratios are medians of per-round ratios of wall times, above 1 meaning slower:
///
/// * `ratio_to_BASELINE`: to a baseline of the same case on the same device, such as `triad`;
/// * `ratio_to_BASELINE_per_byte`: the same ratio per byte, where the baseline moves fewer bytes;
/// * `ratio_to_BASELINE_device`: the ratio of the times by timestamps of the device;
/// * `ratio_to_ours_cpu`: of the library on an adapter to the library on the CPU;
/// * `ratio_to_ours`, `ratio_to_ours_gpu`: of a peer to the fastest of the library's variants on the CPU, and on the
///   adapter.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The sizes of the case.
    #[serde(flatten)]
    pub sizes: Sizes,
    /// `gpu`, `cpu` or `peer`.
    pub device: &'static str,
    /// The name of the contender.
    pub variant: String,
    /// Median of the wall times.
    pub median_us: f64,
    /// The smallest of the wall times.
    pub min_us: f64,
    /// Interquartile range of the wall times.
    pub spread_us: f64,
    /// GB/s: bytes that a step must move, divided by the median of the wall times.
    pub gb_per_s: f64,
    /// Median of the times by the timestamps of the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_us: Option<f64>,
    /// The prediction for the adapter, or for an H100 where the adapter's data sheet is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicted: Option<Beside>,
    /// Ratios by name.
    #[serde(flatten)]
    pub ratios: BTreeMap<String, f64>,
}

/// The prediction beside what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Beside {
    /// The name of the GPU.
    pub gpu: &'static str,
    /// Microseconds of a step.
    pub us: f64,
}

impl Outcome {
    /// Puts the prediction for this GPU beside what was measured on an adapter.
    pub(crate) fn put_beside(&mut self, predictions: &[Prediction], gpu: &'static str) {
        let is_own = |one: &&Prediction| one.gpu == gpu && one.variant == self.variant;
        if self.device == Place::Gpu.name() {
            let own = predictions.iter().find(is_own);
            self.predicted = own.map(|prediction| Beside { gpu, us: prediction.predicted_us });
        }
    }
}

/// The results of a case's contenders.
pub(crate) fn outcomes(sizes: Sizes, measured: &[Measured]) -> Vec<Outcome> {
    measured.iter().map(|one| one.outcome(sizes, ratios(one, measured))).collect()
}

impl Measured {
    #[expect(clippy::cast_precision_loss, reason = "bytes of a step are far below 2^53")]
    fn outcome(&self, sizes: Sizes, ratios: BTreeMap<String, f64>) -> Outcome {
        let median_us = median(&self.wall_us);
        Outcome {
            sizes,
            device: self.place.name(),
            variant: self.variant.clone(),
            median_us,
            min_us: least(&self.wall_us),
            spread_us: spread(&self.wall_us),
            gb_per_s: self.bytes as f64 / median_us / 1e3,
            device_us: (!self.device_us.is_empty()).then(|| median(&self.device_us)),
            predicted: None,
            ratios,
        }
    }
}

fn ratios(one: &Measured, all: &[Measured]) -> BTreeMap<String, f64> {
    let mut ratios = BTreeMap::new();
    for baseline in all.iter().filter(|other| other.role == Role::Baseline && other.place == one.place) {
        if baseline.variant != one.variant {
            ratios.extend(ratios_to(one, baseline));
        }
    }
    let ours: &[_] = match (one.place, one.role) {
        (Place::Peer, _) => &[("ratio_to_ours", Place::Cpu), ("ratio_to_ours_gpu", Place::Gpu)],
        (Place::Gpu, Role::Ours) => &[("ratio_to_ours_cpu", Place::Cpu)],
        _ => &[],
    };
    for (name, place) in ours {
        if let Some(best) = best_of_ours(*place, all) {
            ratios.insert((*name).to_owned(), median_ratio(&one.wall_us, &best.wall_us));
        }
    }
    ratios
}

#[expect(clippy::cast_precision_loss, reason = "bytes of a step are far below 2^53")]
fn ratios_to(one: &Measured, baseline: &Measured) -> Vec<(String, f64)> {
    let name = format!("ratio_to_{}", baseline.variant);
    let wall = median_ratio(&one.wall_us, &baseline.wall_us);
    let mut ratios = vec![(name.clone(), wall)];
    let bytes = baseline.bytes as f64 / one.bytes.max(1) as f64;
    // Not where the number of bytes was only rounded up to whole vectors.
    if bytes < 0.99 {
        ratios.push((format!("{name}_per_byte"), wall * bytes));
    }
    if !one.device_us.is_empty() && !baseline.device_us.is_empty() {
        ratios.push((format!("{name}_device"), median_ratio(&one.device_us, &baseline.device_us)));
    }
    ratios
}

fn best_of_ours(place: Place, all: &[Measured]) -> Option<&Measured> {
    let ours = all.iter().filter(|other| other.role == Role::Ours && other.place == place);
    ours.min_by(|a, b| median(&a.wall_us).total_cmp(&median(&b.wall_us)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(place: Place, variant: &str, role: Role, bytes: u64, wall_us: [f64; 2]) -> Measured {
        let device_us = if place == Place::Gpu { vec![1.0; 2] } else { Vec::new() };
        Measured { place, variant: variant.to_owned(), role, bytes, wall_us: wall_us.into(), device_us }
    }

    #[test]
    fn ratios_are_to_baselines_on_the_same_device_and_to_ours() {
        let all = [
            measured(Place::Gpu, "ours", Role::Ours, 20, [4.0, 6.0]),
            measured(Place::Gpu, "triad", Role::Baseline, 20, [2.0, 3.0]),
            measured(Place::Gpu, "copy", Role::Baseline, 8, [1.0, 1.5]),
            measured(Place::Cpu, "slow", Role::Ours, 20, [8.0, 8.0]),
            measured(Place::Cpu, "fast", Role::Ours, 20, [1.0, 1.0]),
            measured(Place::Peer, "other", Role::Other, 20, [3.0, 3.0]),
        ];
        let outcomes = outcomes(Sizes { bench: "dense", ..Sizes::default() }, &all);
        let ratios = |index: usize| {
            let ratios = outcomes[index].ratios.iter();
            ratios.map(|(name, ratio)| (name["ratio_to_".len()..].to_owned(), *ratio)).collect::<Vec<_>>()
        };
        let named = |ratios: &[(&str, f64)]| {
            ratios.iter().map(|(name, ratio)| ((*name).to_owned(), *ratio)).collect::<Vec<_>>()
        };
        assert_eq!(
            ratios(0),
            named(&[
                ("copy", 4.0),
                ("copy_device", 1.0),
                ("copy_per_byte", 1.6),
                ("ours_cpu", 5.0),
                ("triad", 2.0),
                ("triad_device", 1.0)
            ])
        );
        assert_eq!(ratios(4), []);
        assert_eq!(ratios(5), named(&[("ours", 3.0), ("ours_gpu", 0.625)]));
        assert_eq!((outcomes[0].median_us, outcomes[0].min_us, outcomes[0].spread_us), (5.0, 4.0, 1.0));
        assert_eq!(outcomes[0].gb_per_s, 0.004);
    }
}
