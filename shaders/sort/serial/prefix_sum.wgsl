// Needs: WORKGROUP
// Provides: lane_values, sum_before, sum_of_all

// Sums over the threads of a workgroup. Every thread of the workgroup has to call them.

var<workgroup> lane_values: array<u32, WORKGROUP>;

// The sum of the values of earlier threads.
fn sum_before(lane: u32, value: u32) -> u32 {
    lane_values[lane] = value;
    workgroupBarrier();
    var sum = 0u;
    for (var other = 0u; other < lane; other += 1u) {
        sum += lane_values[other];
    }
    workgroupBarrier();
    return sum;
}

// The sum of the values of all threads.
fn sum_of_all(lane: u32, value: u32) -> u32 {
    lane_values[lane] = value;
    workgroupBarrier();
    var sum = 0u;
    for (var other = 0u; other < WORKGROUP; other += 1u) {
        sum += lane_values[other];
    }
    workgroupBarrier();
    return sum;
}
