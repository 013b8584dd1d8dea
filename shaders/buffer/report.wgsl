// Provides: BAD_ROWS, EXACT_LAGS, GOOD_STEPS, GRAD_NORM, IS_SKIPPED, LAG, LOSS_SCALE, MAX_ABS, NONZERO, OVERFLOW, SKIPPED,
//     WEIGHT_NORM, add_count, report

// Counts and measurements for the caller, and what a step has to know of earlier ones. Every slot has a report, whose counts
// the host adds up; what is no count is in the report of the first slot alone. The Rust twin is src/gpu/plan/report_layout.rs.

@group(3) @binding(1) var<storage, read_write> report: array<atomic<u32>>;

// Counts of two words each, the lower one first: entries of row gradients whose index is no row, and skipped steps.
const BAD_ROWS: u32 = 0u;
const SKIPPED: u32 = 2u;
// Whether a gradient of the current step is not finite, in any slot; and whether the step is skipped.
const OVERFLOW: u32 = 4u;
const IS_SKIPPED: u32 = 5u;
// By how many skipped steps the host's count of steps is ahead.
const LAG: u32 = 6u;
// Steps without overflow since the loss scale changed.
const GOOD_STEPS: u32 = 7u;
// Norms of gradients and of values; the largest absolute value, and the number of non-zero values, which has two words.
const GRAD_NORM: u32 = 8u;
const WEIGHT_NORM: u32 = 9u;
const MAX_ABS: u32 = 10u;
const NONZERO: u32 = 11u;
// The loss scale, at an offset that a binding may have.
const LOSS_SCALE: u32 = 64u;
// For each parameter with exact rows: by how many steps the host's count of the steps that it took part in is ahead.
const EXACT_LAGS: u32 = 128u;

// Adds to a count of two words: the carry of the lower word goes to the upper one.
fn add_count(count: u32, added: u32) {
    if atomicAdd(&report[count], added) > 0xffffffffu - added {
        atomicAdd(&report[count + 1u], 1u);
    }
}
