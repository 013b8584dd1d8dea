//! A connection to a peer: lines of JSON in both directions, and the last lines of its stderr.

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

/// How long a peer may take to answer: frameworks compile the step that they prepare.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(600);
/// How long a peer may take to end by itself.
const EXIT_TIMEOUT: Duration = Duration::from_secs(2);

/// Lines of stderr that are kept.
const STDERR_LINES: usize = 8;
/// Characters of a line that a message shows.
const SHOWN: usize = 300;

/// A connection to a peer.
pub(super) struct Connection {
    /// `None` once the connection is closed.
    requests: Option<Box<dyn Write>>,
    answers: Receiver<io::Result<String>>,
    last_lines: LastLines,
    child: Option<Child>,
}

/// The last lines of the stderr of a peer.
type LastLines = Arc<Mutex<VecDeque<String>>>;

impl Connection {
    /// Starts a process, and connects to it.
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
        connection.keep_stderr(stderr.context("a peer without stderr")?);
        connection.child = Some(child);
        Ok(connection)
    }

    /// A connection through any pair of pipes.
    pub(super) fn new(requests: impl Write + 'static, answers: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        // A thread of its own, so that an answer can time out.
        thread::spawn(move || {
            for line in BufReader::new(answers).lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let requests: Option<Box<dyn Write>> = Some(Box::new(requests));
        Self { requests, answers: receiver, last_lines: LastLines::default(), child: None }
    }

    /// Keeps the last lines of stderr; a full pipe would block the peer.
    fn keep_stderr(&self, stderr: impl Read + Send + 'static) {
        let last_lines = Arc::clone(&self.last_lines);
        thread::spawn(move || {
            for line in BufReader::new(stderr).split(b'\n').map_while(io::Result::ok) {
                let mut lines = last_lines.lock().unwrap_or_else(PoisonError::into_inner);
                lines.push_back(shown(&String::from_utf8_lossy(&line)));
                if lines.len() > STDERR_LINES {
                    lines.pop_front();
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

    /// Reads a document; `otherwise` describes a document of another type in the error.
    ///
    /// # Errors
    /// The peer has ended, takes too long, or sends another document.
    pub(super) fn receive<T: DeserializeOwned>(&mut self, otherwise: &str) -> Result<T> {
        match self.answers.recv_timeout(ANSWER_TIMEOUT) {
            Ok(Ok(line)) => serde_json::from_str(&line)
                .map_err(|error| self.failure(&format!("«{}» is {otherwise}: {error}", shown(&line)))),
            Ok(Err(error)) => Err(self.failure(&format!("it cannot be read: {error}"))),
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.status();
                Err(self.failure(&format!("it ended{status}")))
            }
            Err(RecvTimeoutError::Timeout) => {
                Err(self.failure(&format!("it did not answer for {} s", ANSWER_TIMEOUT.as_secs())))
            }
        }
    }

    fn failure(&self, what: &str) -> anyhow::Error {
        // The last lines of a peer that has just ended may not have been read yet.
        thread::sleep(Duration::from_millis(50));
        let lines = self.last_lines.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: Vec<_> = lines.iter().map(String::as_str).filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            return anyhow!("{what}");
        }
        anyhow!("{what}; its last words: {}", lines.join(" | "))
    }

    /// The exit status of the process for a message, if it has ended.
    fn status(&mut self) -> String {
        let Some(child) = &mut self.child else { return String::new() };
        wait(child, EXIT_TIMEOUT).map_or(String::new(), |status| format!(" ({status})"))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // The peer ends when its stdin ends.
        self.requests = None;
        let Some(mut child) = self.child.take() else { return };
        if wait(&mut child, EXIT_TIMEOUT).is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits for the end of a process, up to a timeout.
fn wait(child: &mut Child, timeout: Duration) -> Option<std::process::ExitStatus> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() < timeout => thread::sleep(Duration::from_millis(10)),
            _ => return None,
        }
    }
}

/// A line without control characters, cut to a length that fits a message.
fn shown(line: &str) -> String {
    let line: String = line.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
