// Needs: DIGITS, STRIPS, THREADS, TILE, WORKGROUP, begin_block, counts_at, digits_of, is_entry, rows_at_4, scratch, sort
// Provides: count_digits, count_strips, digit_counts, rows_in_strips

// Counts how often each digit occurs in every tile. The order of atomic additions does not change the counts.

var<workgroup> digit_counts: array<atomic<u32>, DIGITS>;

// Rows of a thread's entries in four strips.
fn rows_in_strips(at: vec4<u32>) -> vec4<u32> {
    return rows_at_4(min(at, vec4(sort.entry_count - 1u)));
}

fn count_strips(at: vec4<u32>, rows: vec4<u32>) {
    let digits = digits_of(rows);
    let counted = select(vec4<u32>(), vec4(1u), is_entry(at));
    atomicAdd(&digit_counts[digits.x], counted.x);
    atomicAdd(&digit_counts[digits.y], counted.y);
    atomicAdd(&digit_counts[digits.z], counted.z);
    atomicAdd(&digit_counts[digits.w], counted.w);
}

@compute @workgroup_size(WORKGROUP)
fn count_digits(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let tile = begin_block(id);
    let low = tile * TILE + lane + STRIPS;
    let high = low + 4u * THREADS;
    let low_rows = rows_in_strips(low);
    let high_rows = rows_in_strips(high);
    atomicStore(&digit_counts[lane], 0u);
    workgroupBarrier();
    count_strips(low, low_rows);
    count_strips(high, high_rows);
    workgroupBarrier();
    if lane < DIGITS / 2u && tile < sort.block_count {
        let counts = vec2(atomicLoad(&digit_counts[lane * 2u]), atomicLoad(&digit_counts[lane * 2u + 1u]));
        scratch[counts_at(sort.block_counts, tile, lane)] = counts;
    }
}
