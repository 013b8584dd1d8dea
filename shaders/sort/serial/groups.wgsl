// Needs: MARKED_ENTRIES, begin_group, end_groups, report_bad_rows, row_before, scratch, sort, sorted_row_at
// Provides: write_heads_in

// Writes where the rows begin that do so in a run, after `groups_before` rows; behind the last row, where its entries end.
fn write_heads_in(run: vec2<u32>, groups_before: u32) {
    if run.x >= run.y {
        return;
    }
    var last = row_before(run.x);
    var group = groups_before;
    scratch[sort.entry_groups + run.x / MARKED_ENTRIES] = groups_before - u32(sorted_row_at(run.x) == last);
    for (var at = run.x; at < run.y; at += 1u) {
        let row = sorted_row_at(at);
        if row != last {
            begin_group(group, at);
            group += 1u;
            if row == sort.param_rows {
                report_bad_rows(at);
            }
        }
        last = row;
    }
    if run.y == sort.entry_count {
        end_groups(group);
    }
}
