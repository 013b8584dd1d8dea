// Needs: Sum, WORKGROUP
// Provides: lane_sums, sum_of_lanes

// Sum over the threads of a workgroup. The Rust twin is `tree` in src/reduce.rs.
//
// A tree instead of compensated summation, which compilers may reassociate away.

var<workgroup> lane_sums: array<Sum, WORKGROUP>;

// The sum of the numbers of all threads, for the first thread. Every thread of the workgroup has to call it.
fn sum_of_lanes(lane: u32, number: Sum) -> Sum {
    lane_sums[lane] = number;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lane_sums[lane] += lane_sums[lane + half];
        }
    }
    return lane_sums[0];
}
