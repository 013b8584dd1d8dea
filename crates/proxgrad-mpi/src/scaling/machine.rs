//! What a rank can do: its network, its costs and its memory.

use super::error::ScalingError;

/// The link of a rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Network {
    /// Seconds from the start of a short message to its arrival, software included.
    pub latency: f64,
    /// Bytes per second in each direction at once.
    pub bandwidth: f64,
}

impl Network {
    /// 10 Gbit/s Ethernet and 50 µs: from kernel to kernel as
    /// [measured by a vendor](https://www.wwt.com/article/the-basics-of-high-performance-networking).
    pub const ETHERNET_10G: Self = Self { latency: 50e-6, bandwidth: 10e9 / 8.0 };
    /// 100 Gbit/s Ethernet and 20 µs: sockets need
    /// [10 to 30 µs in one direction](https://kentino.com/cs/pages/latency-dissection-where-every-microsecond-goes-in-an-ai-cluster-network).
    pub const ETHERNET_100G: Self = Self { latency: 20e-6, bandwidth: 100e9 / 8.0 };
    /// 400 Gbit/s InfiniBand and 2 µs: about 1 µs in one direction over one switch
    /// ([round trip 2 µs](https://kentino.com/cs/pages/latency-dissection-where-every-microsecond-goes-in-an-ai-cluster-network)),
    /// and as much again for further switches and the MPI library, which alone measures
    /// [1.9 µs](http://blogs.cisco.com/performance/mpi-over-40gb-ethernet/) between two machines without a switch.
    pub const INFINIBAND_400G: Self = Self { latency: 2e-6, bandwidth: 400e9 / 8.0 };
}

/// Seconds for a row, or for an entry of a row, as a function of its width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Seconds for each row, whatever its width.
    pub row: f64,
    /// Seconds for each element of it.
    pub element: f64,
}

impl Cost {
    /// Seconds for a row of `width` elements.
    pub fn of(&self, width: u64) -> f64 {
        self.row + self.element * width as f64
    }
}

/// Costs of a rank's computation, in seconds. The default is 0 for all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// For each entry on its sender: finds the owner, and copies the gradient to the place of the message.
    pub route: Cost,
    /// For each entry on the owner: groups entries by row, and adds the gradient to the sum of its row.
    pub group: Cost,
    /// For each distinct row of a step: the update.
    pub update: Cost,
    /// For each row that is read for the forward pass of a rank.
    pub gather: Cost,
    /// For each element of a dense gradient that is added to another one.
    pub dense_sum: f64,
    /// For each element of a dense parameter: the update.
    pub dense_update: f64,
}

/// A rank of a cluster of equal ranks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Machine {
    /// The link to the other ranks.
    pub network: Network,
    /// The costs of computation.
    pub costs: Costs,
    /// Bytes of memory.
    pub memory: f64,
}

impl Machine {
    pub(super) fn check(&self) -> Result<(), ScalingError> {
        let Costs { route, group, update, gather, dense_sum, dense_update } = self.costs;
        not_negative("network.latency", self.network.latency)?;
        positive("network.bandwidth", self.network.bandwidth)?;
        not_negative("memory", self.memory)?;
        for (name, Cost { row, element }) in [
            ("costs.route", route),
            ("costs.group", group),
            ("costs.update", update),
            ("costs.gather", gather),
        ] {
            not_negative(name, row)?;
            not_negative(name, element)?;
        }
        not_negative("costs.dense_sum", dense_sum)?;
        not_negative("costs.dense_update", dense_update)
    }
}

pub(super) fn not_negative(name: &'static str, value: f64) -> Result<(), ScalingError> {
    check(name, value, value >= 0.0 && value.is_finite(), "finite and not negative")
}

pub(super) fn positive(name: &'static str, value: f64) -> Result<(), ScalingError> {
    check(name, value, value > 0.0 && value.is_finite(), "finite and above 0")
}

fn check(name: &'static str, value: f64, is_met: bool, wanted: &'static str) -> Result<(), ScalingError> {
    if is_met { Ok(()) } else { Err(ScalingError::Number { name, value: value.to_string(), wanted }) }
}
