// Every element of an arena once, whichever parameter it belongs to: elements come in blocks, one for each workgroup, and
// all of a block obey the same rule. The Rust twin of `Arena` is in src/plan/slot.rs.

// Rules that one dispatch knows.
const RULES: u32 = 256u;

struct Arena {
    // The first block.
    first: u32,
    // Threads that have work.
    count: u32,
    // Threads in one y of the grid, which is folded where it would be too wide.
    stride: u32,
    // The first of the rules, counted among all of the step.
    base: u32,
    // Blocks of the whole arena.
    blocks: u32,
}

@group(0) @binding(0) var<uniform> told: Arena;
@group(0) @binding(1) var<uniform> rules: array<Rule, RULES>;
// Which of the rules each block of four elements a thread obeys, or NONE where it is updated elsewhere.
@group(3) @binding(0) var<storage, read> blocks: array<u32>;

// The parameter that elements belong to, and which of its elements the first of them is: behind the rules it is said for each
// block which of the parameters, by place, is the first in it, and then of each where it begins and what it is called.
fn place_of(i: u32) -> vec2<u32> {
    let element = told.first * WORKGROUP * TAKEN + i * TAKEN;
    let count = told.blocks;
    var at = blocks[count + element / (WORKGROUP * TAKEN)];
    // The last one begins nowhere, and behind all.
    for (; blocks[count * 2u + at * 2u + 2u] <= element; at += 1u) {
    }
    return vec2(blocks[count * 2u + at * 2u + 1u], element - blocks[count * 2u + at * 2u]);
}

@compute @workgroup_size(WORKGROUP)
fn arena(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = id.x + id.y * (told.stride / WORKGROUP);
    let i = block * WORKGROUP + lane;
    if i >= told.count {
        return;
    }
    // NONE and rules of other dispatches are too large or, below zero, wrap.
    let rule = blocks[told.first + block] - told.base;
    if rule >= RULES {
        return;
    }
    update_at(rules[rule], i, 0u, load_grad(i), 1.0, vec4<f32>());
}
