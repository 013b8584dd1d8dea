// Needs: ELEMENTS_PER_THREAD, NONE, result, results4, saturated, uniforms
// Provides: centralized, has_partial_sums, load_partial_sum, mean_of_group, means_at

// Results of earlier dispatches in scratch memory: means, and sums of pieces of a row.

// The means of the channels of the elements that a thread takes.
fn means_at(i: u32) -> vec4<f32> {
    if uniforms.means == NONE {
        return vec4<f32>();
    }
    let four = ELEMENTS_PER_THREAD == 4u;
    let elements = vec4(i * ELEMENTS_PER_THREAD) + select(vec4<u32>(), vec4(0u, 1u, 2u, 3u), four);
    let channels = vec4(uniforms.means) + elements / vec4(uniforms.channel_width);
    return bitcast<vec4<f32>>(
        vec4(result(channels.x), result(channels.y), result(channels.z), result(channels.w))
    );
}

fn mean_of_group(group: u32) -> vec4<f32> {
    if uniforms.means == NONE {
        return vec4<f32>();
    }
    return vec4(bitcast<f32>(result(uniforms.means + group - uniforms.first_group)));
}

// A gradient without the mean of its channel.
fn centralized(g: vec4<f32>, means: vec4<f32>) -> vec4<f32> {
    return saturated(g - means);
}

fn has_partial_sums() -> bool {
    return uniforms.partial_sums != NONE;
}

fn load_partial_sum(i: u32) -> vec4<f32> {
    let at = uniforms.partial_sums + i * ELEMENTS_PER_THREAD;
    if ELEMENTS_PER_THREAD == 1u {
        return vec4(bitcast<f32>(result(at)));
    }
    return bitcast<vec4<f32>>(results4(at));
}
