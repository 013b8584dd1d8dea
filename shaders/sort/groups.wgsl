// Needs: BAD_ROWS, add_count, scratch, sort
// Provides: begin_group, end_groups, report_bad_rows

// The list of row groups: where the entries of each distinct row begin.

fn begin_group(group: u32, at: u32) {
    scratch[sort.row_starts + group] = at;
}

// Writes where the entries of the last row end.
fn end_groups(groups: u32) {
    begin_group(groups, sort.entry_count);
    scratch[sort.group_count] = groups;
}

// Counts the entries whose index is no row: they are the last group, from this entry on.
fn report_bad_rows(first: u32) {
    add_count(BAD_ROWS, sort.entry_count - first);
}
