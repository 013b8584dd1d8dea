// Needs: MARKED_ENTRIES, WORKGROUP, clear_counters, count_digit, count_heads_in, digit_of, load_counters, quad_count,
//     row_at, run_of, scratch, set_places, sort, sorts, store_counters, sum_before, sum_of_all, take_place,
//     unpack_counters, workgroup_index, write_heads_in
// Provides: copy_entries, count_run, group_small, scan_runs, scatter_run, sort_by_digit

// Sorts and groups the entries of row gradients, each in one workgroup, where there are so few that dispatches would take longer
// than the work.

// Writes the (row, position) of a run's entries.
fn copy_entries(run: vec2<u32>, entries: u32) {
    for (var at = run.x; at < run.y; at += 1u) {
        scratch[entries + at * 2u] = row_at(at);
        scratch[entries + at * 2u + 1u] = at;
    }
}

fn count_run(run: vec2<u32>, lane: u32, entries: u32, shift: u32) {
    for (var at = run.x; at < run.y; at += 1u) {
        count_digit(digit_of(scratch[entries + at * 2u], shift), lane);
    }
}

// Replaces the counts of each run by those of earlier runs; returns those of all runs.
fn scan_runs(quad: u32) -> vec4<u32> {
    var sum = vec2<u32>();
    if quad < quad_count() {
        for (var lane = 0u; lane < WORKGROUP; lane += 1u) {
            let counts = load_counters(quad, lane);
            store_counters(quad, lane, sum);
            sum += counts;
        }
    }
    return unpack_counters(sum);
}

fn scatter_run(run: vec2<u32>, lane: u32, entries: u32, sorted: u32, shift: u32) {
    for (var at = run.x; at < run.y; at += 1u) {
        let row = scratch[entries + at * 2u];
        let place = take_place(digit_of(row, shift), lane);
        scratch[sorted + place * 2u] = row;
        scratch[sorted + place * 2u + 1u] = scratch[entries + at * 2u + 1u];
    }
}

fn sort_by_digit(run: vec2<u32>, lane: u32, entries: u32, sorted: u32, shift: u32) {
    clear_counters(lane);
    count_run(run, lane, entries, shift);
    // Counters of a run are complete before other threads sum them up.
    workgroupBarrier();
    set_places(lane, scan_runs(lane), vec4<u32>());
    scatter_run(run, lane, entries, sorted, shift);
    // Entries, in storage memory, are written before other threads read them in the next pass.
    storageBarrier();
    // Counters, in workgroup memory, are read before other threads clear them in the next pass.
    workgroupBarrier();
}

@compute @workgroup_size(WORKGROUP)
fn group_small(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let table = workgroup_index(id);
    if table >= sorts[0].table_count {
        return;
    }
    sort = sorts[table];
    let run = run_of(0u, lane);
    // Passes alternate between two places, so that the last one ends where the sorted entries are expected.
    var entries = select(sort.sorted, sort.entries, sort.digit_count % 2u == 1u);
    copy_entries(run, entries);
    for (var digit = 0u; digit < sorts[table].digit_count; digit += 1u) {
        let sorted = sort.entries + sort.sorted - entries;
        sort_by_digit(run, lane, entries, sorted, digit * sort.digit_bits);
        entries = sorted;
    }
    var groups = 0u;
    for (var first = 0u; first < sorts[table].entry_count; first += WORKGROUP * MARKED_ENTRIES) {
        let marked = min(first + vec2(lane, lane + 1u) * MARKED_ENTRIES, vec2(sort.entry_count));
        let heads = count_heads_in(marked);
        write_heads_in(marked, groups + sum_before(lane, heads));
        groups += sum_of_all(lane, heads);
    }
}
