//! burn's wgpu backend: its devices and the buffers of its tensors.

pub(crate) mod context;
pub(crate) mod dense_step;
mod downcast;
pub(crate) mod tensor;
