// Provides: centralized, has_partial_sums, load_partial_sum, mean_of_group, means_at

// No results of earlier dispatches: the usual case, which binds no buffer that dispatches write.

fn means_at(i: u32) -> vec4<f32> {
    return vec4<f32>();
}

fn mean_of_group(group: u32) -> vec4<f32> {
    return vec4<f32>();
}

// A gradient without the mean of its channel, which nothing has computed.
fn centralized(g: vec4<f32>, means: vec4<f32>) -> vec4<f32> {
    return g;
}

fn has_partial_sums() -> bool {
    return false;
}

fn load_partial_sum(i: u32) -> vec4<f32> {
    return vec4<f32>();
}
