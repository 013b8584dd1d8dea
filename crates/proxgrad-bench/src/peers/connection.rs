//! A connection to a peer: lines of JSON in both directions, and what it said on the side.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How long a peer may take for an answer: frameworks compile what they prepare.
const PATIENCE: Duration = Duration::from_secs(600);
/// How long a peer may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(2);

/// Lines of stderr that are kept, and characters of a line that are shown.
const LAST_WORDS: usize = 8;
const SHOWN: usize = 300;

/// A peer that listens and answers.
pub(super) struct Connection {
    /// `None` once it is closed.
    requests: Option<Box<dyn Write>>,
    answers: Receiver<io::Result<String>>,
    last_words: LastWords,
    child: Option<Child>,
}

/// The last lines of a peer's stderr.
type LastWords = Arc<Mutex<VecDeque<String>>>;

impl Connection {
    /// Starts a process to speak with.
    ///
    /// # Errors
    /// There is no such program.
    pub(super) fn to_process(command: &mut Command) -> Result<Self> {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child =
            piped.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let stdin = stdin.context("a peer without stdin")?;
        let mut connection = Self::new(stdin, stdout.context("a peer without stdout")?);
        connection.listen_to(stderr.context("a peer without stderr")?);
        connection.child = Some(child);
        Ok(connection)
    }

    /// Speaks through any pair of pipes.
    pub(super) fn new(requests: impl Write + 'static, answers: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        // A thread of its own, so that one need not wait for ever.
        thread::spawn(move || {
            for line in BufReader::new(answers).lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let requests: Option<Box<dyn Write>> = Some(Box::new(requests));
        Self { requests, answers: receiver, last_words: LastWords::default(), child: None }
    }

    /// Keeps the last lines of stderr; a pipe that nobody reads would stop the peer.
    fn listen_to(&self, stderr: impl Read + Send + 'static) {
        let last_words = Arc::clone(&self.last_words);
        thread::spawn(move || {
            for line in BufReader::new(stderr).split(b'\n').map_while(io::Result::ok) {
                let mut words = last_words.lock().unwrap_or_else(PoisonError::into_inner);
                words.push_back(shown(&String::from_utf8_lossy(&line)));
                if words.len() > LAST_WORDS {
                    words.pop_front();
                }
            }
        });
    }

    /// Sends a document.
    ///
    /// # Errors
    /// The peer has ended.
    pub(super) fn send(&mut self, document: &Value) -> Result<()> {
        let requests = self.requests.as_mut().context("the connection is closed")?;
        let sent = writeln!(requests, "{document}").and_then(|()| requests.flush());
        sent.map_err(|error| self.failure(&format!("it does not listen: {error}")))
    }

    /// Reads a document; `otherwise` says what it is if it is none of this type.
    ///
    /// # Errors
    /// The peer has ended, takes too long, or says something else.
    pub(super) fn receive<T: DeserializeOwned>(&mut self, otherwise: &str) -> Result<T> {
        match self.answers.recv_timeout(PATIENCE) {
            Ok(Ok(line)) => serde_json::from_str(&line)
                .map_err(|error| self.failure(&format!("«{}» is {otherwise}: {error}", shown(&line)))),
            Ok(Err(error)) => Err(self.failure(&format!("it cannot be read: {error}"))),
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.status();
                Err(self.failure(&format!("it ended{status}")))
            }
            Err(RecvTimeoutError::Timeout) => {
                Err(self.failure(&format!("it did not answer for {} s", PATIENCE.as_secs())))
            }
        }
    }

    fn failure(&self, what: &str) -> anyhow::Error {
        // What a dying peer said last may still be on its way.
        thread::sleep(Duration::from_millis(50));
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let words: Vec<_> = words.iter().map(String::as_str).filter(|line| !line.trim().is_empty()).collect();
        if words.is_empty() {
            return anyhow!("{what}");
        }
        anyhow!("{what}; its last words: {}", words.join(" | "))
    }

    /// How the process ended, as far as that is known.
    fn status(&mut self) -> String {
        let Some(child) = &mut self.child else { return String::new() };
        wait(child, FAREWELL).map_or(String::new(), |status| format!(" ({status})"))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // The end of its stdin tells the peer to end.
        self.requests = None;
        let Some(mut child) = self.child.take() else { return };
        if wait(&mut child, FAREWELL).is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits for the end of a process, but not for ever.
fn wait(child: &mut Child, patience: Duration) -> Option<std::process::ExitStatus> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() < patience => thread::sleep(Duration::from_millis(10)),
            _ => return None,
        }
    }
}

/// A line without control characters, cut to what one wants to read.
fn shown(line: &str) -> String {
    let line: String = line.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
