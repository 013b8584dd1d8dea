// Needs: Sum, WORKGROUP, result_of, sum_of_lanes, upload
// Provides: norm_sums

// Sums up the sums of squares that earlier dispatches have left for each entry of the list of sums, with a workgroup for each
// entry, and writes the sum into the entry. There are no more of them than threads.

@compute @workgroup_size(WORKGROUP)
fn norm_sums(
    @builtin(workgroup_id) id: vec3<u32>,
    @builtin(num_workgroups) grid: vec3<u32>,
    @builtin(local_invocation_index) lane: u32
) {
    let entry = id.x + id.y * grid.x;
    let exists = entry < upload.header.sum_count;
    let at = upload.header.sums + select(0u, entry, exists) * 4u;
    var sum = Sum();
    if exists && lane < upload.words[at + 2u] {
        let slot = upload.words[at];
        let address = upload.words[at + 1u] + lane * 2u;
        sum = Sum(bitcast<f32>(result_of(slot, address)), bitcast<f32>(result_of(slot, address + 1u)));
    }
    let total = sum_of_lanes(lane, sum);
    if exists && lane == 0u {
        // In place of slot and address, which all threads have read.
        upload.words[at] = bitcast<u32>(total.x);
        upload.words[at + 1u] = bitcast<u32>(total.y);
    }
}
