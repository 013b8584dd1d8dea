// Storage one element at a time: small parameters, rows whose width is not a multiple of four, and the one to three
// elements behind the last four of a large parameter. Twin of quads.wgsl, with the same names.

const TAKEN: u32 = 1u;

@group(1) @binding(1) var<storage, read_write> accum: array<f32>;

fn load_accum(i: u32) -> vec4<f32> {
    return vec4(accum[i]);
}

fn store_accum(i: u32, value: vec4<f32>) {
    accum[i] = value.x;
}
