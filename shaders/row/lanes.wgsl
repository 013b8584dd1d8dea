// Needs: WORKGROUP
// Provides: lane_numbers, sum_for_all

// Sums over the threads of a workgroup that takes a row. The Rust twin is `tree` in src/reduce.rs.

var<workgroup> lane_numbers: array<f32, WORKGROUP>;

// The sum of the numbers of all threads, for all of them. Every thread of the workgroup has to call it.
fn sum_for_all(lane: u32, number: f32) -> f32 {
    lane_numbers[lane] = number;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lane_numbers[lane] += lane_numbers[lane + half];
        }
    }
    return workgroupUniformLoad(&lane_numbers[0]);
}
