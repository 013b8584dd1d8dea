// Needs: IS_SKIPPED, NONE, PatchTarget, RULE_UNSCALE, WORKGROUP, group_at, report, scratch, target_at, upload
// Provides: clip_norm, compute_factors, fold, is_finite, lane_sums, patch_unscale, sum_count

// Computes norms from the sums of squares that earlier dispatches have left in `scratch`. Where a norm is beyond its limit, the
// uniforms of later dispatches are patched to smaller gradients. The Rust twin is src/cpu/norms.rs.

var<workgroup> lane_sums: array<f32, WORKGROUP>;
var<workgroup> sum_count: u32;

// Leaves the sum of `count` sums in lane_sums[0]; every thread of the workgroup has to call it.
fn fold(first: u32, count: u32, lane: u32) {
    var sum = 0.0;
    for (var i = lane; i < count; i += WORKGROUP) {
        sum += bitcast<f32>(scratch[first + i]);
    }
    lane_sums[lane] = sum;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lane_sums[lane] += lane_sums[lane + half];
        }
    }
    workgroupBarrier();
}

fn is_finite(x: f32) -> bool {
    return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

// Replaces the sum of squares beside each limit by the factor of its gradients, and reports the norm of all gradients.
fn compute_factors() {
    var all = 0.0;
    for (var i = 0u; i < upload.header.limit_count; i += 1u) {
        let at = upload.header.limits + i * 2u;
        let limit = bitcast<f32>(upload.words[at]);
        let total = bitcast<f32>(upload.words[at + 1u]);
        all += total;
        let norm = sqrt(total);
        // 0 stands for no limit. A norm that overflows limits nothing.
        let is_beyond = limit > 0.0 && norm > limit && is_finite(total);
        upload.words[at + 1u] = bitcast<u32>(select(1.0, limit / norm, is_beyond));
    }
    // A skipped step leaves the last norm in the report; statistics of values are not skipped.
    if upload.header.is_step == 0u || atomicLoad(&report[IS_SKIPPED]) == 0u {
        atomicStore(&report[upload.header.norm], bitcast<u32>(sqrt(all)));
    }
}

fn patch_unscale(at: PatchTarget) {
    if at.rule == NONE {
        return;
    }
    let factor = upload.words[upload.header.limits + group_at(at.group).limit * 2u + 1u];
    let unscale = bitcast<f32>(upload.words[at.rule + RULE_UNSCALE]);
    upload.words[at.rule + RULE_UNSCALE] = bitcast<u32>(unscale * bitcast<f32>(factor));
}

@compute @workgroup_size(WORKGROUP)
fn clip_norm(@builtin(local_invocation_index) lane: u32) {
    if lane == 0u {
        sum_count = upload.header.sum_count;
    }
    let count = workgroupUniformLoad(&sum_count);
    for (var i = 0u; i < count; i += 1u) {
        let at = upload.header.sums + i * 3u;
        fold(upload.words[at], upload.words[at + 1u], lane);
        if lane == 0u {
            let total = upload.header.limits + upload.words[at + 2u] * 2u + 1u;
            upload.words[total] = bitcast<u32>(bitcast<f32>(upload.words[total]) + lane_sums[0]);
        }
        workgroupBarrier();
    }
    if lane == 0u {
        compute_factors();
    }
    // The factors of the first thread are in storage memory.
    storageBarrier();
    for (var i = lane; i < upload.header.target_count; i += WORKGROUP) {
        patch_unscale(target_at(i));
    }
}
