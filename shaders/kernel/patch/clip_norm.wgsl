// Norms, from the sums of squares that dispatches have left; and where one is beyond its limit, smaller gradients: what they
// are multiplied by is told to the dispatches behind. The Rust twin is src/cpu/norms.rs.

var<workgroup> lanes: array<f32, WORKGROUP>;
var<workgroup> sum_count: u32;

// The sum of a list of sums, in lanes[0]. All of the workgroup have to ask.
fn fold(first: u32, count: u32, lane: u32) {
    var sum = 0.0;
    for (var i = lane; i < count; i += WORKGROUP) {
        sum += bitcast<f32>(work[first + i]);
    }
    lanes[lane] = sum;
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if lane < half {
            lanes[lane] += lanes[lane + half];
        }
    }
    workgroupBarrier();
}

// A limit, and the sum so far, which becomes what gradients are multiplied by.
fn conclude() {
    var all = 0.0;
    for (var i = 0u; i < told.orders.limit_count; i += 1u) {
        let at = told.orders.limits + i * 2u;
        let limit = bitcast<f32>(told.words[at]);
        let total = bitcast<f32>(told.words[at + 1u]);
        all += total;
        let norm = sqrt(total);
        // No limit is 0. A norm beyond the numbers says nothing.
        let is_beyond = limit > 0.0 && norm > limit && is_finite(total);
        told.words[at + 1u] = bitcast<u32>(select(1.0, limit / norm, is_beyond));
    }
    // Of a step that was skipped there is nothing to say; what is no step cannot be.
    if told.orders.decides == 0u || atomicLoad(&report[SKIPS]) == 0u {
        atomicStore(&report[told.orders.norm], bitcast<u32>(sqrt(all)));
    }
}

fn is_finite(x: f32) -> bool {
    return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

fn edit_unscale(edit: Edit) {
    if edit.rule == NONE {
        return;
    }
    let factor = told.words[told.orders.limits + lane_at(edit.lane).limit * 2u + 1u];
    let unscale = bitcast<f32>(told.words[edit.rule + UNSCALE]);
    told.words[edit.rule + UNSCALE] = bitcast<u32>(unscale * bitcast<f32>(factor));
}

@compute @workgroup_size(WORKGROUP)
fn limit(@builtin(local_invocation_index) lane: u32) {
    if lane == 0u {
        sum_count = told.orders.sum_count;
    }
    let count = workgroupUniformLoad(&sum_count);
    for (var i = 0u; i < count; i += 1u) {
        let at = told.orders.sums + i * 3u;
        fold(told.words[at], told.words[at + 1u], lane);
        if lane == 0u {
            let total = told.orders.limits + told.words[at + 2u] * 2u + 1u;
            told.words[total] = bitcast<u32>(bitcast<f32>(told.words[total]) + lanes[0]);
        }
        workgroupBarrier();
    }
    if lane == 0u {
        conclude();
    }
    storageBarrier();
    for (var i = lane; i < told.orders.edit_count; i += WORKGROUP) {
        edit_unscale(edit_at(i));
    }
}
