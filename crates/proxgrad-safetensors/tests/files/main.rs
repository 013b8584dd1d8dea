//! Files as they are written and read: round trips, damage, and what happens to the file that is replaced.

mod damage;
mod fixture;
mod headers;
mod imports;
mod large_table;
mod memory;
mod pieces;
mod round_trips;
mod states;
#[cfg(unix)]
mod targets;
