// The distinct rows among the sorted entries, and where each begins; behind them, where the good entries end.

var<workgroup> heads_of: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn split(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = block_of(id);
    let run = run_of(block, lane);
    heads_of[lane] = rows_begun_in(run);
    workgroupBarrier();
    if block >= sort.blocks {
        return;
    }
    var group = work[sort.counters + block];
    for (var other = 0u; other < lane; other += 1u) {
        group += heads_of[other];
    }
    for (var at = run.x; at < run.y; at += 1u) {
        if begins_row(at) {
            work[sort.distinct + group] = work[sort.keys + at];
            work[sort.starts + group] = at;
            group += 1u;
        }
        let is_last = at + 1u == sort.count || work[sort.keys + min(at + 1u, sort.count - 1u)] >= sort.rows;
        if is_last && work[sort.keys + at] < sort.rows {
            work[sort.starts + group] = at + 1u;
        }
    }
}
