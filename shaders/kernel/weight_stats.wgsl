// How many values are not zero, and the largest of them. A thread takes some elements, one behind the other.

// Elements that a thread takes.
const SHARE: u32 = 64u;

@compute @workgroup_size(WORKGROUP)
fn measure(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    var nonzero = 0u;
    var largest = 0u;
    for (var i = thread * SHARE; i < min((thread + 1u) * SHARE, slot.width); i += 1u) {
        let size = bitcast<u32>(current(i)) & 0x7fffffffu;
        nonzero += u32(size > 0u);
        largest = max(largest, size);
    }
    atomicMax(&report[LARGEST], largest);
    // In two words: what does not fit the first is carried.
    if atomicAdd(&report[NONZERO], nonzero) > 0xffffffffu - nonzero {
        atomicAdd(&report[NONZERO + 1u], 1u);
    }
}
