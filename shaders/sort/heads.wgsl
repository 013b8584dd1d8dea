// Needs: NONE, scratch, sort
// Provides: MARKED_ENTRIES, count_heads_in, row_before, sorted_row, write_heads_in

// Places where rows begin among the sorted entries (heads of segments). Entries whose index is no row come last, as a row that
// no window contains.

// Entries from one entry of `entry_groups` to the next.
const MARKED_ENTRIES: u32 = 64u;

fn sorted_row(at: u32) -> u32 {
    return scratch[sort.sorted + at * 2u];
}

// The row of the entry before a run, or one that no entry has.
fn row_before(run: vec2<u32>) -> u32 {
    return select(sorted_row(max(run.x, 1u) - 1u), NONE, run.x == 0u);
}

fn count_heads_in(run: vec2<u32>) -> u32 {
    var last = row_before(run);
    var count = 0u;
    for (var at = run.x; at < run.y; at += 1u) {
        let row = sorted_row(at);
        count += u32(row != last);
        last = row;
    }
    return count;
}

// Writes where the rows begin that do so in a run, after `groups_before` rows; behind the last row, where its entries end.
fn write_heads_in(run: vec2<u32>, groups_before: u32) {
    if run.x >= run.y {
        return;
    }
    var last = row_before(run);
    var group = groups_before;
    scratch[sort.entry_groups + run.x / MARKED_ENTRIES] = groups_before - u32(sorted_row(run.x) == last);
    for (var at = run.x; at < run.y; at += 1u) {
        let row = sorted_row(at);
        if row != last {
            scratch[sort.row_starts + group] = at;
            group += 1u;
        }
        last = row;
    }
    if run.y == sort.entry_count {
        scratch[sort.row_starts + group] = sort.entry_count;
        scratch[sort.group_count] = group;
    }
}
