// Needs: STATE_PLANES
// Provides: load_plane, plane_index, planes, store_plane

// Optimizer state, one element a thread: for small parameters, for rows whose width is not a multiple of four, and for the one
// to three elements behind the last four of a large parameter. The planes of a rule lie in one buffer, four elements of each
// plane in turn.

@group(1) @binding(1) var<storage, read_write> planes: array<f32>;

fn plane_index(plane: u32, i: u32) -> u32 {
    return (i / 4u * STATE_PLANES + plane) * 4u + i % 4u;
}

fn load_plane(plane: u32, i: u32) -> vec4<f32> {
    return vec4(planes[plane_index(plane, i)]);
}

fn store_plane(plane: u32, i: u32, value: vec4<f32>) {
    planes[plane_index(plane, i)] = value.x;
}
