//! The options of the command line.

use std::str::FromStr;

use proxgrad_mpi::{
    Sharding,
    scaling::{Cost, Costs, Network, Table, Workload},
};

pub(crate) const HELP: &str = "\
Prints the expected time and memory of a training step whose tables and dense parameters are sharded over ranks.

Usage: scaling [OPTION VALUE]...

  --rows N              rows of the table (1e9)
  --width N             elements of a row (64)
  --entries N           entries of each rank in a step (65536)
  --zipf S              exponent of Zipf's law; 0 for ids that are all as frequent (1.05)
  --sharding NAME       hashed or ranges (hashed)
  --planes N            f32 of state for each element of the table (1)
  --exact               rows are exact: 4 bytes more a row
  --dense N             elements of dense parameters (1e6)
  --dense-parameters N  number of dense parameters (10)
  --dense-planes N      f32 of state for each element of a dense parameter (1)
  --compute-ms X        milliseconds of the forward and the backward pass (0)
  --memory-gb X         memory of a rank in 1e9 bytes (141)
  --ranks N             the largest number of ranks (1024)
  --network NAME        ethernet-10g-50us, ethernet-100g-20us, infiniband-400g-2us, or MICROSECONDS:GBITS as in 5:200;
                        once for each network (all three named ones)
  --costs-ns A,B,C,D,E,F  nanoseconds for a row to route, group, update and gather, and for a dense element to add
                        and to update, at --width; without it they are measured on this machine
  --help                prints this
";

/// Options of the command line.
pub(crate) enum Command {
    Help,
    Run(Box<Options>),
}

/// The options, with their defaults.
pub(crate) struct Options {
    pub(crate) table: Table,
    pub(crate) dense_elements: u64,
    pub(crate) dense_parameters: u64,
    pub(crate) dense_state_planes: u64,
    pub(crate) compute: f64,
    /// Bytes.
    pub(crate) memory: f64,
    pub(crate) ranks: Vec<usize>,
    pub(crate) networks: Vec<(String, Network)>,
    pub(crate) costs: Option<Costs>,
}

impl Options {
    pub(crate) fn workload(&self) -> Workload {
        Workload {
            tables: vec![self.table],
            dense_elements: self.dense_elements,
            dense_parameters: self.dense_parameters,
            dense_state_planes: self.dense_state_planes,
            compute: self.compute,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            table: Table { rows: 1_000_000_000, ..Table::default() },
            dense_elements: 1_000_000,
            dense_parameters: 10,
            dense_state_planes: 1,
            compute: 0.0,
            memory: 141e9,
            ranks: powers(1024),
            networks: Vec::new(),
            costs: None,
        }
    }
}

const NETWORKS: [(&str, Network); 3] = [
    ("ethernet-10g-50us", Network::ETHERNET_10G),
    ("ethernet-100g-20us", Network::ETHERNET_100G),
    ("infiniband-400g-2us", Network::INFINIBAND_400G),
];

pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut options = Options::default();
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "--exact" => options.table.exact_rows = true,
            _ => {
                check_name(&name)?;
                let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
                set(&mut options, &name, &value).map_err(|reason| format!("{name} {value}: {reason}"))?;
            }
        }
    }
    if options.networks.is_empty() {
        options.networks = NETWORKS.map(|(name, network)| (name.to_owned(), network)).into();
    }
    Ok(Command::Run(Box::new(options)))
}

fn check_name(name: &str) -> Result<(), String> {
    let is_known = HELP.lines().any(|line| line.split_whitespace().next() == Some(name));
    if is_known { Ok(()) } else { Err(format!("{name} is no option")) }
}

fn set(options: &mut Options, name: &str, value: &str) -> Result<(), String> {
    let table = &mut options.table;
    match name {
        "--rows" => table.rows = count(value)?,
        "--width" => table.width = count(value)?,
        "--entries" => table.entries = count(value)?,
        "--zipf" => table.zipf = number(value)?,
        "--sharding" => table.sharding = sharding(value)?,
        "--planes" => table.state_planes = count(value)?,
        "--dense" => options.dense_elements = count(value)?,
        "--dense-parameters" => options.dense_parameters = count(value)?,
        "--dense-planes" => options.dense_state_planes = count(value)?,
        "--compute-ms" => options.compute = 1e-3 * number(value)?,
        "--memory-gb" => options.memory = 1e9 * number(value)?,
        "--ranks" => options.ranks = powers(count(value)?),
        "--network" => options.networks.push((value.to_owned(), network(value)?)),
        _ => options.costs = Some(costs(value)?),
    }
    Ok(())
}

/// Powers of two up to a number.
fn powers(most: u64) -> Vec<usize> {
    (0..usize::BITS - 1).map(|bit| 1 << bit).take_while(|&ranks| ranks as u64 <= most).collect()
}

fn number(value: &str) -> Result<f64, String> {
    match f64::from_str(value) {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
        _ => Err("not a number of 0 or more".to_owned()),
    }
}

/// A whole number, also as 1e9.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not negative and below 2^53"
)]
fn count(value: &str) -> Result<u64, String> {
    let number = number(value)?;
    if number.fract() == 0.0 && number < 2f64.powi(53) {
        Ok(number as u64)
    } else {
        Err("not a whole number".to_owned())
    }
}

fn sharding(value: &str) -> Result<Sharding, String> {
    match value {
        "hashed" => Ok(Sharding::Hashed),
        "ranges" => Ok(Sharding::Ranges),
        _ => Err("neither hashed nor ranges".to_owned()),
    }
}

fn network(value: &str) -> Result<Network, String> {
    if let Some((_, network)) = NETWORKS.iter().find(|(name, _)| *name == value) {
        return Ok(*network);
    }
    let (latency, bandwidth) =
        value.split_once(':').ok_or("neither a network of --help nor MICROSECONDS:GBITS")?;
    Ok(Network { latency: 1e-6 * number(latency)?, bandwidth: 1e9 / 8.0 * number(bandwidth)? })
}

fn costs(value: &str) -> Result<Costs, String> {
    let numbers: Vec<f64> = value.split(',').map(number).collect::<Result<_, _>>()?;
    let [route, group, update, gather, dense_sum, dense_update] =
        <[f64; 6]>::try_from(numbers).map_err(|numbers| format!("{} numbers instead of 6", numbers.len()))?;
    let of_row = |nanoseconds: f64| Cost { row: 1e-9 * nanoseconds, element: 0.0 };
    Ok(Costs {
        route: of_row(route),
        group: of_row(group),
        update: of_row(update),
        gather: of_row(gather),
        dense_sum: 1e-9 * dense_sum,
        dense_update: 1e-9 * dense_update,
    })
}
