// Needs: EXACT_LAGS, GOOD_STEPS, IS_SKIPPED, LAG, LOSS_SCALE, NONE, PatchTarget, RULE_LEARNING_RATE, RULE_SCALE,
//     RULE_STEP, RULE_THRESHOLD, RULE_UNSCALE, RULE_WEIGHT_DECAY, SKIPPED, WORKGROUP, add_count, group_at, report, take_overflow,
//     target_at, upload
// Provides: Decision, LARGEST_LOSS_SCALE, MAX_LAG, decide, increment_lag, patch_rule, patch_uniforms, shared_decision,
//     skip_step, update_loss_scale

// Decides whether the step is skipped, which it is where a gradient is not finite. The uniforms of a skipped step are patched so
// that its dispatches do nothing. The host has counted the step all the same, so later steps are patched to the rates of the step
// that they really are.

// The most steps by which the host's count may be ahead; a step skipped beyond that counts as one without gradients.
override MAX_LAG: u32;

// The largest loss scale whose reciprocal is a normal number.
const LARGEST_LOSS_SCALE: f32 = 0x1p126f;

struct Decision {
    skips: bool,
    lag: u32,
    unscale: f32,
}

var<workgroup> shared_decision: Decision;

fn update_loss_scale(skips: bool) {
    let factor = upload.header.loss_scale_factor;
    let scale = bitcast<f32>(atomicLoad(&report[LOSS_SCALE]));
    if skips {
        atomicStore(&report[LOSS_SCALE], bitcast<u32>(max(scale / factor, 1.0)));
        atomicStore(&report[GOOD_STEPS], 0u);
        return;
    }
    let good_steps = atomicLoad(&report[GOOD_STEPS]) + 1u;
    let grows = good_steps == upload.header.loss_scale_window;
    atomicStore(&report[GOOD_STEPS], select(good_steps, 0u, grows));
    if grows && scale <= LARGEST_LOSS_SCALE / factor {
        atomicStore(&report[LOSS_SCALE], bitcast<u32>(scale * factor));
    }
}

fn increment_lag(word: u32) {
    atomicStore(&report[word], min(atomicLoad(&report[word]) + 1u, MAX_LAG));
}

fn decide() {
    let is_step = upload.header.is_step != 0u;
    var skips = false;
    if is_step {
        skips = take_overflow();
    }
    let scale = bitcast<f32>(atomicLoad(&report[LOSS_SCALE]));
    shared_decision = Decision(skips, atomicLoad(&report[LAG]), 1.0 / scale);
    if !is_step {
        return;
    }
    atomicStore(&report[IS_SKIPPED], u32(skips));
    if skips {
        add_count(SKIPPED, 1u);
        increment_lag(LAG);
    }
    if upload.header.loss_scale_window > 0u {
        update_loss_scale(skips);
    }
}

fn patch_rule(at: PatchTarget, decision: Decision) {
    if at.rule == NONE {
        return;
    }
    if upload.header.loss_scale_window > 0u {
        upload.words[at.rule + RULE_UNSCALE] = bitcast<u32>(decision.unscale);
    }
    upload.words[at.rule + RULE_STEP] -= decision.lag;
    let group = group_at(at.group);
    let rates = group.rates + min(decision.lag, group.rate_count - 1u) * 4u;
    upload.words[at.rule + RULE_LEARNING_RATE] = upload.words[rates];
    upload.words[at.rule + RULE_THRESHOLD] = upload.words[rates + 1u];
    upload.words[at.rule + RULE_SCALE] = upload.words[rates + 2u];
    upload.words[at.rule + RULE_WEIGHT_DECAY] = upload.words[rates + 3u];
}

fn patch_uniforms(at: PatchTarget, decision: Decision) {
    patch_rule(at, decision);
    if at.exact_lag != NONE {
        let lag = atomicLoad(&report[EXACT_LAGS + at.exact_lag]);
        upload.words[at.step_count] -= lag;
        upload.words[at.step_count + 1u] -= lag;
        upload.words[at.step_count + 2u] = lag;
    }
    if decision.skips && at.thread_count != NONE {
        upload.words[at.thread_count] = 0u;
    }
}

@compute @workgroup_size(WORKGROUP)
fn skip_step(@builtin(local_invocation_index) lane: u32) {
    if lane == 0u {
        decide();
    }
    // The decision of the first thread is in workgroup memory.
    workgroupBarrier();
    let decision = shared_decision;
    for (var i = lane; i < upload.header.target_count; i += WORKGROUP) {
        patch_uniforms(target_at(i), decision);
    }
    // Every thread has read the lags, in storage memory, before any of them grows.
    storageBarrier();
    if decision.skips {
        for (var i = lane; i < upload.header.exact_lag_count; i += WORKGROUP) {
            increment_lag(EXACT_LAGS + upload.words[upload.header.exact_lags + i]);
        }
    }
}
