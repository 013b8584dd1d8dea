//! The thread of an engine, and the answers to what is posted to it.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread::{Builder, JoinHandle},
};

use super::state::Engine;
use crate::error::Error;

type Task = Box<dyn FnOnce(&mut Engine) + Send>;

/// A thread that carries out calls in the order in which they are posted.
pub(crate) struct EngineThread {
    /// `None` once the thread is to end.
    tasks: Option<Sender<Task>>,
    thread: Option<JoinHandle<()>>,
}

/// The answer to a call that was posted.
#[derive(Debug)]
pub(crate) struct Reply<T>(Receiver<T>);

impl EngineThread {
    /// Starts a thread, which makes its own engine, because communicators stay on the thread that has made them.
    pub(crate) fn start(engine: impl FnOnce() -> Engine + Send + 'static) -> Result<Self, Error> {
        let (tasks, posted) = channel::<Task>();
        let run = move || {
            let mut engine = engine();
            posted.into_iter().for_each(|task| task(&mut engine));
        };
        let thread = Builder::new().name("proxgrad-mpi".to_owned()).spawn(run);
        let thread = thread.map_err(|error| Error::Stopped { reason: format!("no thread: {error}") })?;
        Ok(Self { tasks: Some(tasks), thread: Some(thread) })
    }

    /// Posts a call, and does not wait for it.
    pub(crate) fn post<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Engine) -> T + Send + 'static,
    ) -> Reply<T> {
        let (sender, receiver) = channel();
        let task: Task = Box::new(move |engine| {
            // Nobody waits for an answer that was dropped.
            let _ = sender.send(call(engine));
        });
        // A thread that has ended drops the task, and the receiver learns it.
        let _ = self.tasks.as_ref().map(|tasks| tasks.send(task));
        Reply(receiver)
    }

    /// Makes a call and waits for it.
    pub(crate) fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Engine) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.post(call).wait()
    }
}

impl<T> Reply<Result<T, Error>> {
    pub(crate) fn wait(self) -> Result<T, Error> {
        let ended = |_| Error::Stopped { reason: "its thread has ended after a panic".to_owned() };
        self.0.recv().map_err(ended)?
    }
}

/// Waits until everything that was posted is done, so that MPI can be finalised.
impl Drop for EngineThread {
    fn drop(&mut self) {
        self.tasks = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
