// Needs: begin_group, is_entry, report_bad_rows, sort
// Provides: heads_of, write_heads_4

// Places where rows begin among the sorted entries (heads of segments), of four entries at a time.

// 1 for each of four consecutive entries with another row than the entry before, 0 for the others.
fn heads_of(first: u32, rows: vec4<u32>, last: u32) -> vec4<u32> {
    let begins = rows != vec4(last, rows.xyz);
    return select(vec4<u32>(), vec4(1u), begins & is_entry(first + vec4(0u, 1u, 2u, 3u)));
}

// Writes where the rows of these entries begin; returns the row group of the next head.
fn write_heads_4(first: u32, rows: vec4<u32>, heads: vec4<u32>, group: u32) -> u32 {
    let y = group + heads.x;
    let z = y + heads.y;
    let w = z + heads.z;
    if heads.x == 1u {
        begin_group(group, first);
    }
    if heads.y == 1u {
        begin_group(y, first + 1u);
    }
    if heads.z == 1u {
        begin_group(z, first + 2u);
    }
    if heads.w == 1u {
        begin_group(w, first + 3u);
    }
    // At most one row is the one behind the last.
    let bad = select(vec4<u32>(), heads, rows == vec4(sort.param_rows));
    if any(bad == vec4(1u)) {
        report_bad_rows(first + bad.y + 2u * bad.z + 3u * bad.w);
    }
    return w + heads.w;
}
