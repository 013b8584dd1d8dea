// Needs: row_before, sorted_row_at
// Provides: count_heads_in

// Places where rows begin among the sorted entries of a run (heads of segments).

fn count_heads_in(run: vec2<u32>) -> u32 {
    var last = row_before(run.x);
    var count = 0u;
    for (var at = run.x; at < run.y; at += 1u) {
        let row = sorted_row_at(at);
        count += u32(row != last);
        last = row;
    }
    return count;
}
