// Needs: IS_SKIPPED, NONE, PatchTarget, RULE_UNSCALE, Sum, WORKGROUP, factor_of, group_at, norm_of, report, target_at, upload
// Provides: NormSum, add_sums, clip_norm, compute_factors, load_total, norm_sum_of, patch_unscale, pending, shared_sums,
//     store_total, sum_count

// Computes norms from the list of sums of squares, one for each parameter and window. Where a norm is beyond its limit, the
// uniforms of later dispatches are patched to smaller gradients. The Rust twin is src/cpu/norms.rs.

// A sum of squares, and the index of the limit to the norm that it is a part of.
struct NormSum {
    sum: Sum,
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
    let sum = Sum(bitcast<f32>(upload.words[at]), bitcast<f32>(upload.words[at + 1u]));
    return NormSum(sum, upload.words[at + 3u]);
}

// The sum of squares that belongs to a limit, which lies behind it.
fn load_total(limit: u32) -> Sum {
    let at = upload.header.limits + limit * 3u;
    return Sum(bitcast<f32>(upload.words[at + 1u]), bitcast<f32>(upload.words[at + 2u]));
}

fn store_total(total: NormSum) {
    let at = upload.header.limits + total.limit * 3u;
    upload.words[at + 1u] = bitcast<u32>(total.sum.x);
    upload.words[at + 2u] = bitcast<u32>(total.sum.y);
}

// Adds `count` of the shared sums, in order, to the sums of squares beside their limits.
fn add_sums(count: u32) {
    for (var i = 0u; i < count; i += 1u) {
        let next = shared_sums[i];
        if next.limit != pending.limit {
            store_total(pending);
            pending = NormSum(load_total(next.limit), next.limit);
        }
        pending.sum += next.sum;
    }
    store_total(pending);
}

// Replaces the sum of squares beside each limit by the factor of its gradients, and reports the norm of all gradients.
fn compute_factors() {
    var all = Sum();
    for (var i = 0u; i < upload.header.limit_count; i += 1u) {
        let at = upload.header.limits + i * 3u;
        let total = load_total(i);
        all += total;
        upload.words[at + 1u] = bitcast<u32>(factor_of(total, bitcast<f32>(upload.words[at])));
    }
    // A skipped step leaves the last norm in the report; statistics of values are not skipped.
    if upload.header.is_step == 0u || atomicLoad(&report[IS_SKIPPED]) == 0u {
        atomicStore(&report[upload.header.norm], bitcast<u32>(norm_of(all)));
    }
}

fn patch_unscale(at: PatchTarget) {
    if at.rule == NONE {
        return;
    }
    let factor = upload.words[upload.header.limits + group_at(at.group).limit * 3u + 1u];
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
