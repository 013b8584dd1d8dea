// Needs: ELEMENTS_PER_THREAD, RuleUniforms, WORKGROUP, load_elements, load_grad, unscaled, update_elements
// Provides: ArenaUniforms, MAX_RULES, PARTLY_FROZEN, arena, arena_uniforms, blocks, element_of, is_frozen, noise_place, param_of,
//     rules, steps_before, update_block

// Updates every element of an arena, whichever parameter it belongs to. Elements come in blocks, whose elements have the same
// rule uniforms. A workgroup takes several blocks of a large arena, as many blocks apart as there are workgroups. The Rust twin of `ArenaUniforms` is in src/gpu/plan/uniforms.rs.

// Rule uniforms that one dispatch binds.
const MAX_RULES: u32 = 256u;
// Beside the parameter group of a block: some of its parameters are frozen.
const PARTLY_FROZEN: u32 = 0x80000000u;

struct ArenaUniforms {
    // The first block of this dispatch.
    first_block: u32,
    // Threads that have work.
    thread_count: u32,
    // Threads along x of the grid, which is folded where it would be too wide.
    grid_stride: u32,
    // Index of the parameter group with the first of the bound rule uniforms.
    first_rule: u32,
    // Blocks of the whole arena, and of this dispatch.
    block_count: u32,
    dispatch_blocks: u32,
}

@group(0) @binding(0) var<uniform> arena_uniforms: ArenaUniforms;
@group(0) @binding(1) var<uniform> rules: array<RuleUniforms, MAX_RULES>;
// [block_count] parameter group of each block, NONE where its elements are frozen or updated by other dispatches, with
// PARTLY_FROZEN where some of its elements are frozen;
// [block_count] the first parameter in each block, in the order of places;
// for each parameter, in the order of places, its first element and its random stream, whose lowest bit says whether the
// parameter is frozen; a first element behind all others.
@group(3) @binding(0) var<storage, read> blocks: array<u32>;

// The first of the elements that a thread takes.
fn element_of(i: u32) -> u32 {
    return (arena_uniforms.first_block * WORKGROUP + i) * ELEMENTS_PER_THREAD;
}

// Where in `blocks` the first element and the random stream of the parameter of an element lie.
fn param_of(element: u32) -> u32 {
    let params = arena_uniforms.block_count * 2u;
    var at = params + 2u * blocks[arena_uniforms.block_count + element / (WORKGROUP * ELEMENTS_PER_THREAD)];
    // Ends at the latest at the entry behind the last parameter.
    for (; blocks[at + 2u] <= element; at += 2u) {
    }
    return at;
}

// Random stream and counter of the first of the elements that a thread takes.
fn noise_place(i: u32) -> vec2<u32> {
    let element = element_of(i);
    let at = param_of(element);
    return vec2(blocks[at + 1u], element - blocks[at]);
}

// Steps before this one, as the rule counts them.
fn steps_before(rule: RuleUniforms) -> u32 {
    return rule.step;
}

fn is_frozen(i: u32) -> bool {
    return (blocks[param_of(element_of(i)) + 1u] & 1u) != 0u;
}

// `block` is counted from the first of this dispatch.
fn update_block(block: u32, lane: u32) {
    let group = blocks[arena_uniforms.first_block + block];
    // For NONE and the rules of other dispatches the difference is too large, or wraps below 0.
    let rule = (group & ~PARTLY_FROZEN) - arena_uniforms.first_rule;
    let i = block * WORKGROUP + lane;
    if rule >= MAX_RULES || (group >= PARTLY_FROZEN && is_frozen(i)) {
        return;
    }
    let old = load_elements(rules[rule], i, 0u);
    let grads = unscaled(rules[rule], load_grad(i));
    update_elements(rules[rule], i, 0u, old, grads, 1.0, vec4<f32>());
}

@compute @workgroup_size(WORKGROUP)
fn arena(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    var block = id.x + id.y * (arena_uniforms.grid_stride / WORKGROUP);
    let stride = arena_uniforms.thread_count / WORKGROUP;
    if block >= stride {
        return;
    }
    // The check comes last, as in rows.wgsl.
    loop {
        update_block(block, lane);
        block += stride;
        if block >= arena_uniforms.dispatch_blocks {
            break;
        }
    }
}
