// Where dispatches before this one have left something in `work`: means, sums of pieces. Twin of uploaded.wgsl, with the
// same functions.

// The means that belong to the elements a thread takes.
fn means_at(i: u32) -> vec4<f32> {
    if slot.means == NONE {
        return vec4<f32>();
    }
    let elements = vec4(i * TAKEN) + select(vec4<u32>(), vec4(0u, 1u, 2u, 3u), TAKEN == 4u);
    let channels = vec4(slot.means) + elements / vec4(slot.width);
    return bitcast<vec4<f32>>(
        vec4(work[channels.x], work[channels.y], work[channels.z], work[channels.w])
    );
}

fn mean_of_group(group: u32) -> vec4<f32> {
    if slot.means == NONE {
        return vec4<f32>();
    }
    return vec4(bitcast<f32>(work[slot.means + group - slot.first]));
}

fn has_partials() -> bool {
    return slot.partials != NONE;
}

fn load_partial(i: u32) -> vec4<f32> {
    let at = slot.partials + i * TAKEN;
    if TAKEN == 1u {
        return vec4(bitcast<f32>(work[at]));
    }
    return bitcast<vec4<f32>>(vec4(work[at], work[at + 1u], work[at + 2u], work[at + 3u]));
}

fn store_partial(i: u32, sum: vec4<f32>) {
    let at = slot.partials + i * TAKEN;
    work[at] = bitcast<u32>(sum.x);
    if TAKEN == 4u {
        work[at + 1u] = bitcast<u32>(sum.y);
        work[at + 2u] = bitcast<u32>(sum.z);
        work[at + 3u] = bitcast<u32>(sum.w);
    }
}
