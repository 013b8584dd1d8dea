// Provides: THREADS, lane_values, sums_before, sums_of_16, sums_of_4

// Prefix sums over the 256 threads of a workgroup: of 16 threads each, then of the 16 sums. Loads are written out, because
// compilers rarely unroll loops, and a thread would wait for each load in turn.

// Threads in a workgroup that sorts.
const THREADS: u32 = 256u;

// The value of each thread, and the sums of 16 threads each.
var<workgroup> lane_values: array<u32, THREADS + 16u>;

// The sum of those of four words that lie in front of `end`, and of all four.
fn sums_of_4(at: u32, end: u32) -> vec2<u32> {
    let words = vec4(lane_values[at], lane_values[at + 1u], lane_values[at + 2u], lane_values[at + 3u]);
    let before = select(vec4<u32>(), words, at + vec4(0u, 1u, 2u, 3u) < vec4(end));
    return vec2(before.x + before.y + before.z + before.w, words.x + words.y + words.z + words.w);
}

fn sums_of_16(at: u32, end: u32) -> vec2<u32> {
    return sums_of_4(at, end) + sums_of_4(at + 4u, end) + sums_of_4(at + 8u, end) + sums_of_4(at + 12u, end);
}

// The sum of the values of earlier threads, and of all threads. Every thread of the workgroup has to call it. One call may
// follow another: a barrier lies between the last read of each word and the next write.
fn sums_before(lane: u32, value: u32) -> vec2<u32> {
    lane_values[lane] = value;
    workgroupBarrier();
    let near = sums_of_16(lane / 16u * 16u, lane);
    if lane % 16u == 0u {
        lane_values[THREADS + lane / 16u] = near.y;
    }
    workgroupBarrier();
    let far = sums_of_16(THREADS, THREADS + lane / 16u);
    return vec2(near.x + far.x, far.y);
}
