//! The test backends: the CPU implementation and GPUs behind one interface.

mod cpu;
mod gpu;
mod grad;
mod interface;
mod param;
mod refused;
mod stored;

pub use self::{
    cpu::Cpu,
    gpu::Gpu,
    grad::{Grad, Indices},
    interface::{Backend, Optimizer},
    param::Param,
    refused::Refused,
    stored::Stored,
};
