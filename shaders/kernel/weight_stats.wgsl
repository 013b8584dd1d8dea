// Needs: MAX_ABS, NONZERO, WORKGROUP, add_count, current_value, report, thread_index, uniforms
// Provides: STATS_ELEMENTS, weight_stats

// Counts the non-zero values, and finds the largest absolute value. A thread takes some consecutive elements.

// Elements that a thread takes.
const STATS_ELEMENTS: u32 = 64u;

@compute @workgroup_size(WORKGROUP)
fn weight_stats(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= uniforms.thread_count {
        return;
    }
    var nonzero = 0u;
    // As bits, whose order is that of the numbers; NaN is above all of them.
    var max_abs = 0u;
    let end = min((thread + 1u) * STATS_ELEMENTS, uniforms.width);
    for (var i = thread * STATS_ELEMENTS; i < end; i += 1u) {
        let size = bitcast<u32>(current_value(i)) & 0x7fffffffu;
        nonzero += u32(size > 0u);
        max_abs = max(max_abs, size);
    }
    atomicMax(&report[MAX_ABS], max_abs);
    add_count(NONZERO, nonzero);
}
