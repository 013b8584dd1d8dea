// Where rows begin among the sorted entries, which a thread takes from mark to mark. Bad ones come last, as a row that no
// window has.

fn sorted_row_at(at: u32) -> u32 {
    return work[sort.sorted + at * 2u];
}

// The row of the entry before a run, or one that no entry has.
fn row_before(run: vec2<u32>) -> u32 {
    return select(sorted_row_at(max(run.x, 1u) - 1u), NONE, run.x == 0u);
}

fn rows_begun_in(run: vec2<u32>) -> u32 {
    var last = row_before(run);
    var count = 0u;
    for (var at = run.x; at < run.y; at += 1u) {
        let row = sorted_row_at(at);
        count += u32(row != last);
        last = row;
    }
    return count;
}

// Says where the rows begin that do so in a run, after so many before, and behind the last where it ends.
fn split_run(run: vec2<u32>, begun: u32) {
    if run.x >= run.y {
        return;
    }
    var last = row_before(run);
    var group = begun;
    work[sort.marks + run.x / MARKED] = begun - u32(sorted_row_at(run.x) == last);
    for (var at = run.x; at < run.y; at += 1u) {
        let row = sorted_row_at(at);
        if row != last {
            work[sort.starts + group] = at;
            group += 1u;
        }
        last = row;
    }
    if run.y == sort.count {
        work[sort.starts + group] = sort.count;
        work[sort.groups] = group;
    }
}
