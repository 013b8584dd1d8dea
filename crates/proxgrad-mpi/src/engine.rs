//! What a rank does in calls that all ranks make together. It runs on a thread of its own, so that exchanges go on while the program
//! computes.

mod checkpoint;
mod dense;
mod gather;
mod norms;
mod prefetched;
mod state;
mod step;
mod thread;

pub(crate) use self::{
    state::Engine,
    step::StepRequest,
    thread::{EngineThread, Reply},
};
