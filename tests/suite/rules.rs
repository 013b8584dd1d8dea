//! The update rules beside ProximalAdagrad: single steps against float64, exact rows against dense gradients, and what the
//! documentation promises of their edges. `pairwise` has them with all other settings, `golden` against other programs.

mod edges;
mod exact;
mod oracle;
mod setup;
mod steps;
mod whole_rows;
