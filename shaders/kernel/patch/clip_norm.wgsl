// Needs: IS_SKIPPED, NONE, PatchTarget, RULE_UNSCALE, WORKGROUP, group_at, report, target_at, upload
// Provides: NormSum, add_sums, clip_norm, compute_factors, is_finite, norm_sum_of, patch_unscale, pending, shared_sums,
//     sum_count

// Computes norms from the list of sums of squares, one for each parameter and window. Where a norm is beyond its limit, the
// uniforms of later dispatches are patched to smaller gradients. The Rust twin is src/cpu/norms.rs.

// A sum of squares, and the index of the limit to the norm that it is a part of.
struct NormSum {
    sum: f32,
    limit: u32,
}

var<workgroup> shared_sums: array<NormSum, WORKGROUP>;
var<workgroup> sum_count: u32;

// The sum of squares that the first thread has added up so far, and the limit that it belongs to.
var<private> pending: NormSum;

fn norm_sum_of(i: u32) -> NormSum {
    if i >= upload.header.sum_count {
        return NormSum();
    }
    let at = upload.header.sums + i * 4u;
    return NormSum(bitcast<f32>(upload.words[at]), upload.words[at + 3u]);
}

// Adds `count` of the shared sums, in order, to the sums of squares beside their limits.
fn add_sums(count: u32) {
    for (var i = 0u; i < count; i += 1u) {
        let next = shared_sums[i];
        if next.limit != pending.limit {
            upload.words[upload.header.limits + pending.limit * 2u + 1u] = bitcast<u32>(pending.sum);
            let sum = bitcast<f32>(upload.words[upload.header.limits + next.limit * 2u + 1u]);
            pending = NormSum(sum, next.limit);
        }
        pending.sum += next.sum;
    }
    upload.words[upload.header.limits + pending.limit * 2u + 1u] = bitcast<u32>(pending.sum);
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
    // Loaded by all threads at a time, because one after the other each load would wait for the one before.
    for (var first = 0u; first < count; first += WORKGROUP) {
        shared_sums[lane] = norm_sum_of(first + lane);
        workgroupBarrier();
        if lane == 0u {
            add_sums(min(WORKGROUP, count - first));
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
