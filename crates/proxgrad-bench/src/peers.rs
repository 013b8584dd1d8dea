//! Peers: other programs that take the same steps and time them themselves, connected by their stdin and stdout.
//!
//! Messages are JSON documents, one a line. At its start a peer sends a greeting; then it answers one request after the
//! other:
//!
//! ```text
//! peer                                    {"name": "…", "version": "…", "about": "…"}
//! {"prepare": {"bench": "dense", "n": 1000}}
//!     or {"bench": "tensors", "tensors": 1000, "n": 1000}
//!     or {"bench": "rows", "rows": …, "width": …, "nnz": …, "indices": "path of nnz u32, little endian"}
//!     and with "sets": k to rotate over, where the file has k·nnz indices
//! peer                                    {"ready": true}, {"unsupported": "reason"} or {"error": "reason"}
//! {"run": 3}
//! peer                                    {"us": [12.5, 12.1, 12.2]}, or {"error": "reason"}
//! {"run": 200, "flight": true}
//! peer                                    {"flight_us": 11.9, "device_us": 11.2}, or as without "flight"
//! ```
//!
//! A peer may free the prepared case at the next `prepare`. It must end when its stdin ends.

mod command;
mod connection;
mod report;

use std::{io::Write, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use self::{command::words, connection::Connection};
pub use self::{
    command::{Named, named},
    report::{Greeting, PeerReport},
};
use crate::{
    contender::{Contender, Place, Role, Sample},
    harness::Failed,
    sizes::Sizes,
};

/// All peers, also those that are missing.
pub struct Peers {
    peers: Vec<Peer>,
    missing: Vec<Named>,
}

impl Peers {
    /// Starts all peers; the report of a peer that cannot be started has the reason.
    pub fn start(commands: &[Named], missing: &[Named]) -> Self {
        let mut peers: Vec<_> = commands.iter().map(Peer::of_command).collect();
        for peer in &mut peers {
            // The peer itself keeps the error.
            let _ = peer.connect();
        }
        Self { peers, missing: missing.to_vec() }
    }

    /// The peers that support a case, prepared for it, and those that do not. The file of the indices must exist until
    /// the contenders have run.
    pub(crate) fn contenders(
        &mut self,
        job: Job<'_>,
        bytes: u64,
        in_flight: bool,
    ) -> (Vec<Contender<'_>>, Vec<Failed>) {
        let (mut contenders, mut failed) = (Vec::new(), Vec::new());
        for peer in &mut self.peers {
            let variant = peer.name.clone();
            match peer.prepare(job) {
                Ok(()) => contenders.push(peer.contender(bytes, in_flight)),
                Err(error) => {
                    failed.push(Failed { place: Place::Peer, variant, reason: format!("{error:#}") });
                }
            }
        }
        (contenders, failed)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }

    pub(crate) fn reports(&self) -> Vec<PeerReport> {
        let missing = self.missing.iter().map(|Named { name, rest }| PeerReport {
            name: name.clone(),
            command: None,
            greeting: None,
            missing: Some(rest.clone()),
            failed: None,
        });
        self.peers.iter().map(Peer::report).chain(missing).collect()
    }
}

/// A temporary file with the indices of a row gradient, for peers.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn indices_file(indices: &[u32]) -> Result<NamedTempFile> {
    let mut file = NamedTempFile::with_prefix("proxgrad-indices-").context("cannot make a temporary file")?;
    let bytes: Vec<u8> = indices.iter().flat_map(|index| index.to_le_bytes()).collect();
    file.write_all(&bytes).and_then(|()| file.flush()).context("cannot write the indices for peers")?;
    Ok(file)
}

/// A peer, which may be running.
struct Peer {
    name: String,
    command: String,
    start: Box<dyn Fn() -> Result<Connection>>,
    /// `None` after it has ended or broken the protocol: the next case starts it again.
    connection: Option<Connection>,
    greeting: Option<Greeting>,
    /// The reason why it could not be started; it is not started again.
    broken: Option<String>,
}

/// The answer of a peer to a request.
#[derive(Debug, Deserialize)]
struct Answer {
    ready: Option<bool>,
    unsupported: Option<String>,
    error: Option<String>,
    us: Option<Vec<f64>>,
    flight_us: Option<f64>,
    device_us: Option<f64>,
}

/// A case that a peer is asked to prepare.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) sizes: Sizes,
    /// The file of the row indices.
    pub(crate) indices: Option<&'a Path>,
    /// Sets of buffers that steps take in turn.
    pub(crate) sets: u64,
}

impl Peer {
    fn of_command(Named { name, rest }: &Named) -> Self {
        let command = rest.clone();
        let start = move || {
            let words = words(&command);
            let (program, arguments) = words.split_first().context("no command was given")?;
            Connection::to_process(Command::new(program).args(arguments))
        };
        Self::new(name, rest, Box::new(start))
    }

    fn new(name: &str, command: &str, start: Box<dyn Fn() -> Result<Connection>>) -> Self {
        let (name, command) = (name.to_owned(), command.to_owned());
        Self { name, command, start, connection: None, greeting: None, broken: None }
    }

    fn report(&self) -> PeerReport {
        PeerReport {
            name: self.name.clone(),
            command: Some(self.command.clone()),
            greeting: self.greeting.clone(),
            missing: None,
            failed: self.broken.clone(),
        }
    }

    /// The connection to the peer, which is started if it is not running.
    fn connect(&mut self) -> Result<&mut Connection> {
        if let Some(reason) = &self.broken {
            bail!("{reason}");
        }
        if self.connection.is_none() {
            match self.greeted() {
                Ok(connection) => self.connection = Some(connection),
                Err(error) => {
                    self.broken = Some(format!("{error:#}"));
                    return Err(error);
                }
            }
        }
        self.connection.as_mut().context("a peer that was just started")
    }

    fn greeted(&mut self) -> Result<Connection> {
        let mut connection = (self.start)()?;
        self.greeting = Some(connection.receive("no greeting with name, version and about")?);
        Ok(connection)
    }

    /// Sends a request and reads the answer; a peer that gives no valid answer is stopped.
    fn ask(&mut self, request: &Value) -> Result<Answer> {
        let connection = self.connect()?;
        let answer = connection.send(request).and_then(|()| connection.receive("no answer of the protocol"));
        if answer.is_err() {
            self.connection = None;
        }
        answer
    }

    fn prepare(&mut self, job: Job<'_>) -> Result<()> {
        let answer = self.ask(&request(job)?)?;
        match answer {
            Answer { ready: Some(true), .. } => Ok(()),
            Answer { unsupported: Some(reason), .. } => bail!("unsupported: {reason}"),
            Answer { error: Some(reason), .. } => bail!("{reason}"),
            other => self.invalid("prepare", &other),
        }
    }

    /// Runs steps; returns the mean of the times that the peer measured. A peer that knows nothing of steps in flight
    /// waits for each of them.
    fn run(&mut self, steps: u32, in_flight: bool) -> Result<Sample> {
        let request =
            if in_flight { json!({ "run": steps, "flight": true }) } else { json!({ "run": steps }) };
        match self.ask(&request)? {
            Answer { flight_us: Some(wall_us), device_us, .. } if in_flight => {
                Ok(Sample { wall_us, device_us })
            }
            Answer { us: Some(us), .. } if us.len() == steps as usize => {
                let wall_us = us.iter().sum::<f64>() / f64::from(steps.max(1));
                Ok(Sample { wall_us, device_us: None })
            }
            Answer { us: Some(us), .. } => {
                self.connection = None;
                bail!("it was asked to run {steps} steps, and told {} times", us.len())
            }
            Answer { error: Some(reason), .. } => bail!("{reason}"),
            other => self.invalid("run", &other),
        }
    }

    fn invalid<T>(&mut self, request: &str, answer: &Answer) -> Result<T> {
        self.connection = None;
        bail!("that is no answer to {request}: {answer:?}")
    }

    fn contender(&mut self, bytes: u64, in_flight: bool) -> Contender<'_> {
        let variant = self.name.clone();
        let work = Box::new(move |steps| self.run(steps, in_flight));
        Contender { place: Place::Peer, variant, role: Role::Other, bytes, work }
    }
}

/// The request to prepare a case.
fn request(Job { sizes, indices, sets }: Job<'_>) -> Result<Value> {
    let mut prepare = serde_json::to_value(Sizes { distinct: None, ..sizes })?;
    if sets > 1 {
        prepare["sets"] = sets.into();
    }
    if let Some(path) = indices {
        prepare["indices"] = path.to_str().context("the temporary folder's name is no Unicode")?.into();
    }
    Ok(json!({ "prepare": prepare }))
}

#[cfg(test)]
mod tests;
