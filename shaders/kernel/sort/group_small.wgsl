// All of the grouping by one workgroup, where there are so few entries that dispatches would take longer than the work.

// The entries as the caller's indices have them.
fn take_entries(run: vec2<u32>, entries: u32) {
    var bad = 0u;
    for (var at = run.x; at < run.y; at += 1u) {
        let row = row_at(at);
        work[entries + at * 2u] = row;
        work[entries + at * 2u + 1u] = at;
        bad += u32(row == sort.rows);
    }
    report_bad(bad);
}

fn count_run(run: vec2<u32>, lane: u32, entries: u32, shift: u32) {
    for (var at = run.x; at < run.y; at += 1u) {
        count_digit(digit_of(work[entries + at * 2u], shift), lane);
    }
}

// Puts what the threads before it have counted into the place of what each has; says what all have.
fn sum_up(quad: u32) -> vec4<u32> {
    var sum = vec2<u32>();
    if quad < quads() {
        for (var lane = 0u; lane < WORKGROUP; lane += 1u) {
            let counters = counters_of(quad, lane);
            set_counters(quad, lane, sum);
            sum += counters;
        }
    }
    return counts_of(sum);
}

fn scatter_run(run: vec2<u32>, lane: u32, entries: u32, sorted: u32, shift: u32) {
    for (var at = run.x; at < run.y; at += 1u) {
        let row = work[entries + at * 2u];
        let place = take_place(digit_of(row, shift), lane);
        work[sorted + place * 2u] = row;
        work[sorted + place * 2u + 1u] = work[entries + at * 2u + 1u];
    }
}

fn sort_by_digit(run: vec2<u32>, lane: u32, entries: u32, sorted: u32, shift: u32) {
    clear_counters(lane);
    count_run(run, lane, entries, shift);
    workgroupBarrier();
    set_places(lane, sum_up(lane), vec4<u32>());
    scatter_run(run, lane, entries, sorted, shift);
    storageBarrier();
}

@compute @workgroup_size(WORKGROUP)
fn group(@builtin(local_invocation_index) lane: u32) {
    let run = run_of(0u, lane);
    // To and fro, so that the last pass ends where the sorted entries are to be.
    var entries = select(sort.sorted, sort.entries, sort.digits % 2u == 1u);
    take_entries(run, entries);
    for (var digit = 0u; digit < sort.digits; digit += 1u) {
        let sorted = sort.entries + sort.sorted - entries;
        sort_by_digit(run, lane, entries, sorted, digit * sort.bits);
        entries = sorted;
    }
    var begun = 0u;
    for (var first = 0u; first < sort.count; first += WORKGROUP * MARKED) {
        let marked = min(first + vec2(lane, lane + 1u) * MARKED, vec2(sort.count));
        let share = rows_begun_in(marked);
        split_run(marked, begun + sum_before(lane, share));
        begun += sum_of_all(lane, share);
    }
}
