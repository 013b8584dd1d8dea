//! What the documentation promises apart from the results: a test for each sentence that no other module covers.

mod device_limits;
mod flushed_snapshots;
mod half_copies;
mod in_flight;
mod loss_scale;
mod recording;
mod skipped_steps;
mod sums;
