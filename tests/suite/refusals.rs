//! What a caller can get wrong is an error that says so, and changes nothing: no value, no accumulator, no step number,
//! no count of bad rows.
//!
//! Not here:
//! * `TooManyEntries`, because it takes 2³² indices.
//! * `Milestone`, `MilestoneCount` and `ListTooLong`, which no optimizer returns: they are tested beside the functions of
//!   `dynamic_lr`. `NotBelow` and the other arguments of named schedules, but for one of each kind: beside the schedules.
//! * `StateMissing`, `StateExtra`, `StateMismatch` and `StateValue`, which are in `checkpoints.rs`.

mod buffers;
mod devices;
mod fixture;
mod gpu_fixture;
mod grads;
mod limits;
mod params;
mod schedules;
mod settings;
