//! Devices that go away, have no memory left or small limits, and buffers that are of no use: typed errors, never a panic, and
//! never a success once the loss is known.

mod buffers;
mod fixture;
mod limits;
mod load;
mod loss;
mod memory;
