// Provides: PatchGroup, PatchHeader, PatchTarget, RULE_LEARNING_RATE, RULE_SCALE, RULE_STEP, RULE_THRESHOLD, RULE_UNSCALE,
//     RULE_WEIGHT_DECAY, UploadedStep, group_at, target_at, upload

// The uploaded uniforms of a step as a storage buffer, for the kernels that patch them: behind a header lie the uniforms of the
// other dispatches and lists of what can be patched. The Rust twins are in src/gpu/plan/patch.rs.

// Addresses count words from the start of `upload.words`.
struct PatchHeader {
    // Lists of patch targets, of parameter groups, and of the lags of parameters with exact rows.
    targets: u32,
    target_count: u32,
    groups: u32,
    exact_lags: u32,
    exact_lag_count: u32,
    // List of sums of squares, and of limits to norms.
    sums: u32,
    sum_count: u32,
    limits: u32,
    limit_count: u32,
    // The word of the report that receives the norm of all sums.
    norm: u32,
    // Factor of a change of the loss scale, and the steps without overflow before it grows; 0 where it is fixed.
    loss_scale_factor: f32,
    loss_scale_window: u32,
    // Whether these uniforms belong to a step, which may be skipped.
    is_step: u32,
}

// Addresses in the uniforms of one dispatch, NONE for a member that they do not have.
struct PatchTarget {
    // Rule uniforms, and the parameter group that they are for.
    rule: u32,
    group: u32,
    // Number of threads that have work.
    thread_count: u32,
    // Step count of exact rows, which the last step and the number of skipped steps follow, and the lag that applies to them.
    step_count: u32,
    exact_lag: u32,
}

// Rates of a parameter group, those of the current step first, then those of earlier steps; and the group's limit to the norm.
struct PatchGroup {
    rates: u32,
    rate_count: u32,
    limit: u32,
}

struct UploadedStep {
    header: PatchHeader,
    words: array<u32>,
}

@group(0) @binding(0) var<storage, read_write> upload: UploadedStep;

fn target_at(i: u32) -> PatchTarget {
    let at = upload.header.targets + i * 5u;
    return PatchTarget(
        upload.words[at],
        upload.words[at + 1u],
        upload.words[at + 2u],
        upload.words[at + 3u],
        upload.words[at + 4u]
    );
}

fn group_at(i: u32) -> PatchGroup {
    let at = upload.header.groups + i * 3u;
    return PatchGroup(upload.words[at], upload.words[at + 1u], upload.words[at + 2u]);
}

// Words of the members of `RuleUniforms`.
const RULE_LEARNING_RATE: u32 = 0u;
const RULE_THRESHOLD: u32 = 3u;
const RULE_SCALE: u32 = 4u;
const RULE_WEIGHT_DECAY: u32 = 5u;
const RULE_UNSCALE: u32 = 6u;
const RULE_STEP: u32 = 10u;
