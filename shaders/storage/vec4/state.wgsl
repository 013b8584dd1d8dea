// Needs: STATE_PLANES
// Provides: load_plane, planes, store_plane

// Optimizer state, four elements a thread: the fast path. The planes of a rule lie in one buffer, four elements of each plane
// in turn.

@group(1) @binding(1) var<storage, read_write> planes: array<vec4<f32>>;

fn load_plane(plane: u32, i: u32) -> vec4<f32> {
    return planes[i * STATE_PLANES + plane];
}

fn store_plane(plane: u32, i: u32, value: vec4<f32>) {
    planes[i * STATE_PLANES + plane] = value;
}
