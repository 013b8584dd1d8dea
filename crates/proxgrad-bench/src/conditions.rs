//! The conditions of a run, without which its numbers mean nothing.

use std::fs;

use serde::Serialize;

use crate::{harness::Settings, machine::Machine};

/// The hardware, the build and the settings on which the numbers depend.
#[derive(Debug, Serialize)]
pub struct Conditions {
    version: &'static str,
    /// `debug` where assertions are compiled in, or `release`.
    profile: &'static str,
    gpu: Option<Gpu>,
    /// The model of the CPU.
    cpu: String,
    cores: usize,
    /// Threads of the yardsticks on the CPU.
    threads: usize,
    os: &'static str,
    arch: &'static str,
    rounds: u32,
    share_ms: u128,
    quick: bool,
    /// Steps that are submitted before the first one is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    flight: Option<u32>,
}

/// The adapter.
#[derive(Debug, Serialize)]
struct Gpu {
    name: String,
    driver: String,
    backend: String,
    #[serde(rename = "type")]
    device_type: String,
    timestamps: String,
}

impl Conditions {
    pub(crate) fn gather(machine: Option<&Machine>, settings: Settings) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            gpu: machine.map(Gpu::of),
            cpu: fs::read_to_string("/proc/cpuinfo")
                .ok()
                .and_then(|text| model(&text))
                .unwrap_or_else(unknown),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads: rayon::current_num_threads(),
            os: std::env::consts::OS,
            arch: std::env::consts::ARCH,
            rounds: settings.rounds,
            share_ms: settings.share.as_millis(),
            quick: settings.quick,
            flight: settings.flight,
        }
    }

    /// The name of the adapter, where there is one.
    pub(crate) fn adapter(&self) -> Option<&str> {
        self.gpu.as_ref().map(|gpu| &*gpu.name)
    }

    /// Name and value of each condition, for people.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let gpu = self.gpu.as_ref().map_or("none was opened".to_owned(), Gpu::text);
        let timestamps = self.gpu.as_ref().map_or("none".to_owned(), |gpu| gpu.timestamps.clone());
        [
            ("proxgrad", format!("{}, {} build", self.version, self.profile)),
            ("GPU", gpu),
            ("its timestamps", timestamps),
            ("CPU", format!("{}, {} cores, {} threads", self.cpu, self.cores, self.threads)),
            ("system", format!("{}, {}", self.os, self.arch)),
            (
                "rounds",
                format!("{} interleaved, {}; ratios are medians over rounds", self.rounds, self.each_round()),
            ),
        ]
        .map(|(name, value)| vec![name.to_owned(), value])
        .to_vec()
    }
}

impl Conditions {
    /// The work of a contender in a round, for people.
    fn each_round(&self) -> String {
        match self.flight {
            Some(steps) => format!("{steps} steps in flight a contender in each"),
            None => format!("about {} ms a contender in each", self.share_ms),
        }
    }
}

impl Gpu {
    fn of(machine: &Machine) -> Self {
        let info = machine.gpu.info();
        Self {
            name: info.name,
            driver: format!("{} {}", info.driver, info.driver_info).trim().to_owned(),
            backend: info.backend.to_string(),
            device_type: format!("{:?}", info.device_type),
            timestamps: machine.timestamps.text(),
        }
    }

    fn text(&self) -> String {
        let software = if self.device_type == "Cpu" { ", software" } else { "" };
        format!("{} ({}, {}{software}), driver {}", self.name, self.device_type, self.backend, self.driver)
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The model in the contents of Linux' `/proc/cpuinfo`.
fn model(cpuinfo: &str) -> Option<String> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_the_first_that_linux_names() {
        let text = "processor\t: 0\nmodel name\t: Some CPU @ 3.00GHz\nprocessor\t: 1\nmodel name\t: Other\n";
        assert_eq!(model(text).as_deref(), Some("Some CPU @ 3.00GHz"));
        assert_eq!(model("processor: 0\n"), None);
    }
}
