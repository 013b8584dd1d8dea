// Every element of an arena once, whichever parameter it belongs to: elements come in blocks, one for each workgroup, and
// all of a block obey the same rule.

// Which of the rules each block of four elements a thread obeys, or NONE where it is updated elsewhere.
@group(3) @binding(0) var<storage, read> blocks: array<u32>;

fn rule_at(at: u32) -> Rule {
    return Rule(
        bitcast<f32>(table[at]),
        bitcast<f32>(table[at + 1u]),
        bitcast<f32>(table[at + 2u]),
        bitcast<f32>(table[at + 3u]),
        bitcast<f32>(table[at + 4u]),
        bitcast<f32>(table[at + 5u]),
        bitcast<f32>(table[at + 6u]),
        table[at + 7u],
    );
}

@compute @workgroup_size(WORKGROUP)
fn arena(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let block = id.x + id.y * (slot.stride / WORKGROUP);
    let i = block * WORKGROUP + lane;
    if i >= slot.count {
        return;
    }
    let rule = blocks[slot.first + block];
    if rule == NONE {
        return;
    }
    update_at(rule_at(slot.rows + rule * 8u), i, load_grad(i), 1.0, vec4<f32>());
}
