// What is counted and measured for the caller, and what a step has to know of those before it. The Rust twin is
// src/plan/report.rs.

@group(3) @binding(1) var<storage, read_write> report: array<atomic<u32>>;

// Entries of row gradients whose index is no row.
const BAD_ROWS: u32 = 0u;
// Whether a gradient of the step under way is not finite, and what came of it.
const OVERFLOW: u32 = 1u;
const SKIPS: u32 = 2u;
// Steps that were skipped, and by how many of them the host's count of steps is ahead.
const SKIPPED: u32 = 3u;
const LAG: u32 = 4u;
// Steps without overflow since the loss scale changed.
const GOOD_STEPS: u32 = 5u;
// Norms of gradients and of values, and what else is measured of values: the largest, and how many are not zero, in two
// words.
const GRAD_NORM: u32 = 6u;
const WEIGHT_NORM: u32 = 7u;
const LARGEST: u32 = 8u;
const NONZERO: u32 = 9u;
// The loss scale, where a binding may begin.
const SCALE: u32 = 64u;
// By how many steps the host's count of those that a parameter with exact rows took part in is ahead.
const LAGS: u32 = 128u;
