//! Every mistake of a caller is an error that names it and changes nothing: no value, no accumulator, no step
//! number, no count of bad rows.
//!
//! Not here:
//! * `TooManyEntries` and `TooManyExact`, which take gigabytes: unit tests beside the checks.
//! * `Milestone`, `MilestoneCount` and `ListTooLong`, which no optimizer returns: unit tests of `dynamic_lr`.
//! * Most arguments of named schedules: unit tests of the schedules. One of each kind is here.
//! * `StateMissing`, `StateExtra`, `StateMismatch`, `StateValue` and `StateCounter`: `checkpoints.rs`.

mod buffers;
mod devices;
pub(crate) mod fixture;
mod gpu_fixture;
mod grads;
mod limits;
mod params;
mod schedules;
mod settings;
