//! Peers: other programs that do the same steps and time them themselves, spoken to over their stdin and stdout.
//!
//! One JSON document a line. At its start a peer says who it is; then it answers one request after the other:
//!
//! ```text
//! peer                                    {"name": "…", "version": "…", "about": "…"}
//! {"prepare": {"bench": "dense", "n": 1000}}
//!     or {"bench": "tensors", "tensors": 1000, "n": 1000}
//!     or {"bench": "rows", "rows": …, "width": …, "nnz": …, "indices": "path of nnz u32, little endian"}
//! peer                                    {"ready": true}, {"unsupported": "reason"} or {"error": "reason"}
//! {"run": 3}
//! peer                                    {"us": [12.5, 12.1, 12.2]}, or {"error": "reason"}
//! ```
//!
//! What was prepared before may be freed at the next `prepare`. A peer whose stdin ends has to end.

mod connection;

use std::{io::Write, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use self::connection::Connection;
use crate::{
    contender::{Contender, Place, Role, Sample},
    harness::Failed,
    sizes::Sizes,
};

/// A value of `--peer` or `--peer-missing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    name: String,
    /// The command with its arguments, or the reason.
    rest: String,
}

/// `NAME=REST`, split at the first `=`.
///
/// # Errors
/// What is missing.
pub fn named(text: &str) -> Result<Named, String> {
    let (name, rest) = text.split_once('=').unwrap_or((text, ""));
    let (name, rest) = (name.trim(), rest.trim());
    if name.is_empty() || rest.is_empty() {
        return Err(format!("«{text}» is not NAME=TEXT with both of them given"));
    }
    Ok(Named { name: name.to_owned(), rest: rest.to_owned() })
}

/// What `--json` prints of a peer.
#[derive(Clone, Debug, Serialize)]
pub struct PeerReport {
    /// The name given on the command line.
    pub name: String,
    /// The command that starts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What it says of itself, once it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub greeting: Option<Greeting>,
    /// Why there is no peer of this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// Why it could not be started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

impl PeerReport {
    /// One line.
    pub fn text(&self) -> String {
        let of = match (&self.greeting, &self.missing, &self.failed) {
            (_, _, Some(reason)) => format!("failed: {reason}"),
            (_, Some(reason), _) => format!("missing: {reason}"),
            (Some(greeting), ..) => format!("{} {}, {}", greeting.name, greeting.version, greeting.about),
            (None, ..) => "never started".to_owned(),
        };
        format!("{}: {of}", self.name)
    }
}

/// Who a peer says it is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Greeting {
    /// The name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line about how it runs.
    pub about: String,
}

/// All peers, and those that there are not.
pub struct Peers {
    peers: Vec<Peer>,
    missing: Vec<Named>,
}

impl Peers {
    /// Starts all of them; those that cannot be started say so in the reports.
    pub fn start(commands: &[Named], missing: &[Named]) -> Self {
        let mut peers: Vec<_> = commands.iter().map(Peer::of_command).collect();
        for peer in &mut peers {
            // Noted by the peer itself.
            let _ = peer.connect();
        }
        Self { peers, missing: missing.to_vec() }
    }

    /// The peers that can do a case, prepared for it, and those that cannot. The indices' file has to stay until the
    /// contenders are done.
    pub(crate) fn contenders(
        &mut self,
        sizes: Sizes,
        indices: Option<&Path>,
        bytes: u64,
    ) -> (Vec<Contender<'_>>, Vec<Failed>) {
        let (mut contenders, mut failed) = (Vec::new(), Vec::new());
        for peer in &mut self.peers {
            let variant = peer.name.clone();
            match peer.prepare(sizes, indices) {
                Ok(()) => contenders.push(peer.contender(bytes)),
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

/// A row gradient's indices where peers can read them.
///
/// # Errors
/// No room for a temporary file.
pub(crate) fn indices_file(indices: &[u32]) -> Result<NamedTempFile> {
    let mut file = NamedTempFile::with_prefix("proxgrad-indices-").context("cannot make a temporary file")?;
    let bytes: Vec<u8> = indices.iter().flat_map(|index| index.to_le_bytes()).collect();
    file.write_all(&bytes).and_then(|()| file.flush()).context("cannot write the indices for peers")?;
    Ok(file)
}

/// A peer, running or not.
struct Peer {
    name: String,
    command: String,
    start: Box<dyn Fn() -> Result<Connection>>,
    /// `None` after it has died or answered nonsense: the next case starts it anew.
    connection: Option<Connection>,
    greeting: Option<Greeting>,
    /// Why it could not be started. Nobody tries again.
    broken: Option<String>,
}

/// What a peer answers to a request.
#[derive(Debug, Deserialize)]
struct Answer {
    ready: Option<bool>,
    unsupported: Option<String>,
    error: Option<String>,
    us: Option<Vec<f64>>,
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

    /// The running peer, started if it is not.
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

    /// Sends a request and reads the answer; a peer that does not give a proper one is stopped.
    fn ask(&mut self, request: &Value) -> Result<Answer> {
        let connection = self.connect()?;
        let answer = connection.send(request).and_then(|()| connection.receive("no answer of the protocol"));
        if answer.is_err() {
            self.connection = None;
        }
        answer
    }

    fn prepare(&mut self, sizes: Sizes, indices: Option<&Path>) -> Result<()> {
        let answer = self.ask(&request(sizes, indices)?)?;
        match answer {
            Answer { ready: Some(true), .. } => Ok(()),
            Answer { unsupported: Some(reason), .. } => bail!("unsupported: {reason}"),
            Answer { error: Some(reason), .. } => bail!("{reason}"),
            other => self.nonsense("prepare", &other),
        }
    }

    /// Runs some steps; the mean of the times that the peer took.
    fn run(&mut self, steps: u32) -> Result<Sample> {
        let answer = self.ask(&json!({ "run": steps }))?;
        match answer {
            Answer { us: Some(us), .. } if us.len() == steps as usize => {
                let wall_us = us.iter().sum::<f64>() / f64::from(steps.max(1));
                Ok(Sample { wall_us, device_us: None })
            }
            Answer { us: Some(us), .. } => {
                self.connection = None;
                bail!("it was asked to run {steps} steps, and told {} times", us.len())
            }
            Answer { error: Some(reason), .. } => bail!("{reason}"),
            other => self.nonsense("run", &other),
        }
    }

    fn nonsense<T>(&mut self, request: &str, answer: &Answer) -> Result<T> {
        self.connection = None;
        bail!("that is no answer to {request}: {answer:?}")
    }

    fn contender(&mut self, bytes: u64) -> Contender<'_> {
        let variant = self.name.clone();
        let work = Box::new(|steps| self.run(steps));
        Contender { place: Place::Peer, variant, role: Role::Other, bytes, work }
    }
}

/// The words of a command: split at blanks, but not between quotes, which a path with blanks needs. A backslash means
/// itself, as in paths on Windows, unless a quote follows it outside of quotes.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None, None);
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, '\\') => {
                let quote = rest.next_if(|next| ['\'', '"'].contains(next));
                word.get_or_insert_with(String::new).push(quote.unwrap_or(c));
            }
            _ => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.extend(word);
    words
}

/// The case, as a peer is told it.
fn request(sizes: Sizes, indices: Option<&Path>) -> Result<Value> {
    let mut prepare = serde_json::to_value(Sizes { distinct: None, ..sizes })?;
    if let Some(path) = indices {
        prepare["indices"] = path.to_str().context("the temporary folder's name is no Unicode")?.into();
    }
    Ok(json!({ "prepare": prepare }))
}

#[cfg(test)]
mod tests;
