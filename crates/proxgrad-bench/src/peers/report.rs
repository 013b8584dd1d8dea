//! The entry of a peer in the document of a run.

use serde::{Deserialize, Serialize};

/// A peer, as `proxgrad bench --json` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct PeerReport {
    /// The name given on the command line.
    pub name: String,
    /// The command that starts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Its greeting, once it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub greeting: Option<Greeting>,
    /// The reason why there is no peer of this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// The reason why it could not be started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

impl PeerReport {
    /// One line for people.
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

/// The first message of a peer, about itself.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Greeting {
    /// The name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One line about how it runs.
    pub about: String,
}
