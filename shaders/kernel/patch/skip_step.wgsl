// Whether the step changes anything: nothing where a gradient is not finite. Then dispatches are told to do nothing, and the
// host, which has counted the step, is a step ahead; later ones are told the rates of the step that it really is.

// The most that the host's count may be ahead; what is skipped beyond that counts as a step without gradients.
override MOST_LAG: u32;

// Beyond this no optimizer could divide by it: its reciprocal would be no normal number.
const LARGEST_SCALE: f32 = 0x1p126f;

struct Verdict {
    skips: bool,
    lag: u32,
    unscale: f32,
}

var<workgroup> shared_verdict: Verdict;

fn next_scale(skips: bool) {
    let scale = bitcast<f32>(atomicLoad(&report[SCALE]));
    if skips {
        atomicStore(&report[SCALE], bitcast<u32>(max(scale / told.orders.factor, 1.0)));
        atomicStore(&report[GOOD_STEPS], 0u);
        return;
    }
    let good = atomicLoad(&report[GOOD_STEPS]) + 1u;
    let grows = good == told.orders.window;
    atomicStore(&report[GOOD_STEPS], select(good, 0u, grows));
    if grows && scale <= LARGEST_SCALE / told.orders.factor {
        atomicStore(&report[SCALE], bitcast<u32>(scale * told.orders.factor));
    }
}

fn late(word: u32) {
    atomicStore(&report[word], min(atomicLoad(&report[word]) + 1u, MOST_LAG));
}

fn decide() {
    let skips = told.orders.decides != 0u && atomicLoad(&report[OVERFLOW]) != 0u;
    let scale = bitcast<f32>(atomicLoad(&report[SCALE]));
    shared_verdict = Verdict(skips, atomicLoad(&report[LAG]), 1.0 / scale);
    if told.orders.decides == 0u {
        return;
    }
    atomicStore(&report[OVERFLOW], 0u);
    atomicStore(&report[SKIPS], u32(skips));
    if skips {
        atomicAdd(&report[SKIPPED], 1u);
        late(LAG);
    }
    if told.orders.window > 0u {
        next_scale(skips);
    }
}

fn edit_rule(edit: Edit, verdict: Verdict) {
    if edit.rule == NONE {
        return;
    }
    if told.orders.window > 0u {
        told.words[edit.rule + UNSCALE] = bitcast<u32>(verdict.unscale);
    }
    told.words[edit.rule + STEP] -= verdict.lag;
    let lane = lane_at(edit.lane);
    let rates = lane.rates + min(verdict.lag, lane.rate_count - 1u) * 4u;
    told.words[edit.rule + LEARNING_RATE] = told.words[rates];
    told.words[edit.rule + THRESHOLD] = told.words[rates + 1u];
    told.words[edit.rule + SHRINK] = told.words[rates + 2u];
    told.words[edit.rule + WEIGHT_DECAY] = told.words[rates + 3u];
}

fn edit_told(edit: Edit, verdict: Verdict) {
    edit_rule(edit, verdict);
    if edit.clock != NONE {
        let lag = atomicLoad(&report[LAGS + edit.clock]);
        told.words[edit.now] -= lag;
        told.words[edit.now + 1u] -= lag;
        told.words[edit.now + 2u] = lag;
    }
    if verdict.skips && edit.count != NONE {
        told.words[edit.count] = 0u;
    }
}

@compute @workgroup_size(WORKGROUP)
fn verdict(@builtin(local_invocation_index) lane: u32) {
    if lane == 0u {
        decide();
    }
    workgroupBarrier();
    let verdict = shared_verdict;
    for (var i = lane; i < told.orders.edit_count; i += WORKGROUP) {
        edit_told(edit_at(i), verdict);
    }
    storageBarrier();
    if verdict.skips {
        for (var i = lane; i < told.orders.clock_count; i += WORKGROUP) {
            late(LAGS + told.words[told.orders.clocks + i]);
        }
    }
}
