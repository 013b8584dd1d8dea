// Needs: MAX_ABS, NONZERO, Sum, WORKGROUP, add_count, current_value, lane_sums, report, square_of, store_sum, sum_of_lanes, uniforms
// Provides: CHUNK, Stats, add_value, fold_lanes, lane_counts, lane_maxima, stats, sum_in_order, take_values, weight_stats

// Counts the non-zero values, finds the largest absolute value, and sums up the squares, with one workgroup for each chunk. Sums
// of squares are in the order of reductions: kernel/reduce_workgroup.wgsl, and kernel/reduce_short.wgsl for few values.

// Values of a workgroup.
const CHUNK: u32 = 4096u;

struct Stats {
    squares: Sum,
    nonzero: u32,
    // As bits, whose order is that of the numbers; NaN is above all of them.
    max_abs: u32,
}

// Of the values that a thread takes.
var<private> stats: Stats;
var<workgroup> lane_counts: array<u32, WORKGROUP>;
var<workgroup> lane_maxima: array<u32, WORKGROUP>;

fn add_value(value: f32) {
    let size = bitcast<u32>(value) & 0x7fffffffu;
    stats.squares += square_of(value);
    stats.nonzero += u32(size > 0u);
    stats.max_abs = max(stats.max_abs, size);
}

// The values from `begin` on that a thread takes, eight loads before their additions.
fn take_values(begin: u32, end: u32) {
    var at = begin;
    for (; at + 7u * WORKGROUP < end; at += 8u * WORKGROUP) {
        let e0 = current_value(at);
        let e1 = current_value(at + 1u * WORKGROUP);
        let e2 = current_value(at + 2u * WORKGROUP);
        let e3 = current_value(at + 3u * WORKGROUP);
        let e4 = current_value(at + 4u * WORKGROUP);
        let e5 = current_value(at + 5u * WORKGROUP);
        let e6 = current_value(at + 6u * WORKGROUP);
        let e7 = current_value(at + 7u * WORKGROUP);
        add_value(e0);
        add_value(e1);
        add_value(e2);
        add_value(e3);
        add_value(e4);
        add_value(e5);
        add_value(e6);
        add_value(e7);
    }
    for (; at < end; at += WORKGROUP) {
        add_value(current_value(at));
    }
}

// The sum of the squares of few values, of which each thread has one, for the first thread.
fn sum_in_order(lane: u32, square: Sum) -> Sum {
    lane_sums[lane] = square;
    workgroupBarrier();
    var sum = lane_sums[0];
    for (var other = 1u; other < uniforms.width; other += 1u) {
        sum += lane_sums[other];
    }
    return sum;
}

// Folds the counts and maxima of all threads into those of the first.
fn fold_lanes(lane: u32) {
    lane_counts[lane] = stats.nonzero;
    lane_maxima[lane] = stats.max_abs;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lane_counts[lane] += lane_counts[lane + half];
            lane_maxima[lane] = max(lane_maxima[lane], lane_maxima[lane + half]);
        }
    }
}

@compute @workgroup_size(WORKGROUP)
fn weight_stats(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let chunk = id.x + id.y * (uniforms.grid_stride / WORKGROUP);
    let exists = chunk < uniforms.thread_count / WORKGROUP;
    if exists {
        take_values(chunk * CHUNK + lane, min((chunk + 1u) * CHUNK, uniforms.width));
    }
    var squares: Sum;
    if uniforms.width <= WORKGROUP {
        squares = sum_in_order(lane, stats.squares);
    } else {
        squares = sum_of_lanes(lane, stats.squares);
    }
    fold_lanes(lane);
    if exists && lane == 0u {
        store_sum(uniforms.means, chunk, squares);
        atomicMax(&report[MAX_ABS], lane_maxima[0]);
        add_count(NONZERO, lane_counts[0]);
    }
}
